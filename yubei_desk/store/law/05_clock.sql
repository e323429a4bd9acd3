-- The only clock of the law (LAW 9) and the words of the duties.
create schema law;

-- Which print of these files stands here: a desk with another print refuses to write.
create table law.version (tables text not null, digest text not null);

-- A practice centre may stand at a time of its own; a real one never can (see 50_append_only).
-- Small hot functions are plpgsql: it keeps their plans, which SQL functions do only from version 18 on.
create function law.now() returns timestamptz
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return coalesce((select p.at from desk.practice_time p), clock_timestamp());
end $$;

create function law.today() returns date
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (coalesce((select p.at from desk.practice_time p), clock_timestamp()) at time zone 'Asia/Shanghai')::date;
end $$;

-- The calendar day of a moment, where the centre stands.
create function law.day_of(moment timestamptz) returns date
language sql immutable as $$
  select (moment at time zone 'Asia/Shanghai')::date
$$;

create table law.duty_kind (duty text primary key, label text not null, rooms text[] not null);
insert into law.duty_kind values
  ('window',      '综合窗口', '{home,intake,stage,case,meeting,certificate}'),
  ('officer',     '经办',     '{home,stage,worklist,case,meeting,certificate}'),
  ('chief',       '首席代表', '{home,stage,worklist,case,meeting,certificate}'),
  ('specialist',  '服务专员', '{home,meeting}'),
  ('leader',      '项目领导', '{home,meeting}'),
  ('investment',  '招商',     '{home}'),
  ('overseer',    '督查',     '{home,case,meeting}'),
  ('cataloguer',  '事项管理', '{home,catalogue}'),
  ('keeper',      '系统管理', '{home}'),
  ('security',    '安全管理', '{home}'),
  ('auditor',     '审计监督', '{home,case,meeting,certificate}');

-- A matter is open until it comes into a state that ends it.
create table law.state (kind text not null, state text not null, label text not null, ends boolean not null, primary key (kind, state));
insert into law.state values
  ('case', 'received', '已接件', false), ('case', 'passed_on', '已转科室待受理', false), ('case', 'correcting', '补正中', false),
  ('case', 'examining', '审查中', false), ('case', 'for_decision', '待决定', false), ('case', 'suspended', '特别程序中', false),
  ('case', 'granted', '准予', true), ('case', 'granted_on_promise', '容缺准予', true), ('case', 'refused', '不予许可', true),
  ('case', 'not_required', '不受理', true), ('case', 'not_accepted', '不予受理', true), ('case', 'withdrawn', '撤件', true),
  ('case', 'terminated', '终止办理', true), ('case', 'revoked', '撤销', true), ('case', 'recalled', '撤回许可', true),
  ('certificate', 'to_make', '待制证', false), ('certificate', 'printed', '待核对', false), ('certificate', 'made', '已制证', false),
  ('certificate', 'delivered', '已送达', true), ('certificate', 'held', '停止执行', false), ('certificate', 'superseded', '已替代', true),
  ('certificate', 'revoked', '撤销', true), ('certificate', 'cancelled', '已注销', true), ('certificate', 'expired', '已失效', true),
  ('project', 'lead', '线索', false),
  ('stage', 'draft', '草稿', false), ('stage', 'published', '已公布', false), ('stage', 'retired', '已停用', true),
  ('review', 'drafted', '拟召集', false), ('review', 'convened', '已召集', false), ('review', 'in_session', '会议中', false),
  ('review', 'adjourned', '休会', false), ('review', 'concluded', '已有结论', false), ('review', 'finished', '全部办结', true),
  ('review', 'cancelled', '已取消', true),
  ('seat', 'invited', '已邀请', false), ('seat', 'seated', '已签到', false), ('seat', 'opined', '已表态', false);
