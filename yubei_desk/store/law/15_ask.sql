-- What a wish must or may bring; read by the dialog that asks and by the guard (LAW 2.3).
create table law.ask (
  position int generated always as identity primary key,
  kind text not null, act text not null, field text not null, label text not null,
  type text not null check (type in ('text', 'long_text', 'choice', 'date', 'number', 'bool')),
  required boolean not null, choices text[] not null default '{}', hint text not null default ''
);
insert into law.ask (kind, act, field, label, type, required, choices, hint) values
  ('case', 'hand_back', 'reason',     '退回理由', 'long_text', true,  '{}', '窗口将看到这段话'),
  ('case', 'recommend', 'opinion',    '拟办意见', 'choice',    true,  '{grant=准予,refuse=不予许可}', ''),
  ('case', 'recommend', 'reasons',    '理由',     'long_text', true,  '{}', '写明符合或不符合的法定条件'),
  ('case', 'recommend', 'conditions', '附带条件', 'long_text', false, '{}', ''),
  ('case', 'send_back', 'reason',     '退回理由', 'long_text', true,  '{}', '写明需要补充审查的事项'),
  ('case', 'grant',     'reasons',    '决定内容', 'long_text', true,  '{}', '将印在准予行政许可决定书上'),
  ('case', 'grant',     'conditions', '附带条件', 'long_text', false, '{}', ''),
  ('case', 'refuse',    'reasons',    '不予许可的理由', 'long_text', true, '{}', '行政许可法第三十八条第二款要求说明理由'),
  ('case', 'refuse',    'legal_ground', '法律依据', 'long_text', true, '{}', '写明法律名称和条款'),
  ('case', 'withdraw',  'reason',     '撤件理由', 'long_text', true,  '{}', '按申请人的书面申请填写'),
  ('case', 'withdraw',  'request_signed', '已收到申请人签字的撤件申请', 'bool', true, '{}', ''),
  ('case', 'note',      'text',       '内容',     'long_text', true,  '{}', '只有本科室看得到，不进入决定卷'),
  ('case', 'contact',   'with_whom',  '联系对象', 'text',      true,  '{}', ''),
  ('case', 'contact',   'text',       '内容',     'long_text', true,  '{}', ''),
  ('case', 'attach',    'file_name',  '文件名',   'text',      true,  '{}', ''),
  ('case', 'attach',    'blob',       '文件',     'text',      true,  '{}', ''),
  ('case', 'join_review', 'review',   '联审',     'text',      true,  '{}', ''),
  ('certificate', 'print_sheet',   'copy_no',      '第几本',     'number', true,  '{}', ''),
  ('certificate', 'print_sheet',   'blank_serial', '空白证编号', 'text',   false, '{}', '印在空白证照纸上的编号；普通纸留空'),
  ('certificate', 'print_sheet',   'digest',       '版面摘要',   'text',   true,  '{}', ''),
  ('certificate', 'confirm_sheet', 'sheet',        '证照张次',   'number', true,  '{}', ''),
  ('certificate', 'spoil_sheet',   'sheet',        '证照张次',   'number', true,  '{}', ''),
  ('certificate', 'spoil_sheet',   'reason',       '作废理由',   'text',   true,  '{}', '例如：卡纸、错位、墨迹不清'),
  ('certificate', 'deliver',       'way',          '送达方式',   'choice', true,  '{counter=窗口领取,courier=快递,electronic=电子送达,left=留置,posted=公告}', ''),
  ('certificate', 'deliver',       'collector',    '领取人',     'text',   true,  '{}', ''),
  ('certificate', 'deliver',       'id_checked',   '已核对领取人证件', 'bool', false, '{}', '窗口领取时必须核对'),
  ('certificate', 'deliver',       'authority',    '代领依据',   'text',   false, '{}', '本人或法定代表人领取时留空'),
  ('certificate', 'deliver',       'witness',      '见证人',     'text',   false, '{}', '留置送达时填写'),
  ('stage', 'draft_stage', 'name', '阶段名称', 'text', true, '{}', ''),
  ('stage', 'draft_stage', 'basis', '依据', 'text', true, '{}', ''),
  ('stage', 'draft_stage', 'mode', '办理方式', 'choice', false, '{联合办理=联合办理,预审服务=预审服务}', ''),
  ('stage', 'draft_stage', 'rollup', '办结规则', 'choice', false, '{全部办结=全部办结,必办事项办结=必办事项办结}', ''),
  ('stage', 'draft_stage', 'total_days', '总时限（工作日）', 'number', false, '{}', ''),
  ('project', 'register_prior', 'item', '事项', 'number', true, '{}', ''),
  ('project', 'register_prior', 'number', '批文编号', 'text', true, '{}', ''),
  ('project', 'register_prior', 'issued_on', '批准日期', 'date', true, '{}', ''),
  ('project', 'register_prior', 'file_name', '文件名', 'text', true, '{}', ''),
  ('project', 'register_prior', 'blob', '扫描件', 'text', true, '{}', ''),
  ('project', 'not_applicable', 'item', '事项', 'number', true, '{}', ''),
  ('project', 'not_applicable', 'reason', '无需办理的理由', 'long_text', true, '{}', '写明依据'),
  ('project', 'void_prior', 'item', '事项', 'number', true, '{}', ''),
  ('project', 'void_prior', 'reason', '撤销登记的理由', 'long_text', true, '{}', '写明登记错在哪里'),
  ('project', 'follow', 'step', '环节', 'text', true, '{}', '例如 施工许可阶段'),
  ('project', 'follow', 'login', '跟踪服务人员', 'text', true, '{}', '登录名'),
  ('project', 'contact', 'with_whom', '联系对象', 'text', true, '{}', ''),
  ('project', 'contact', 'text', '内容', 'long_text', true, '{}', ''),
  ('review', 'draft_review', 'stage', '阶段', 'number', true, '{}', ''),
  ('review', 'add_item', 'item', '事项', 'number', true, '{}', ''),
  ('review', 'add_seat', 'section', '科室', 'number', true, '{}', ''),
  ('review', 'convene', 'meeting_on', '会议日', 'date', true, '{}', ''),
  ('review', 'convene', 'meeting_at', '时间', 'text', true, '{}', '例如 09:30'),
  ('review', 'convene', 'place', '地点', 'text', true, '{}', '会议室或线上会议'),
  ('review', 'minutes', 'text', '记录', 'long_text', true, '{}', ''),
  ('review', 'adjourn', 'reason', '休会事由', 'long_text', true, '{}', '写明需要补正的内容'),
  ('review', 'raise', 'text', '问题', 'long_text', true, '{}', ''),
  ('review', 'raise', 'owner', '由谁解决', 'text', true, '{}', ''),
  ('review', 'raise', 'due_on', '期限', 'date', false, '{}', ''),
  ('review', 'settle', 'issue', '问题', 'number', true, '{}', ''),
  ('review', 'settle', 'text', '处理情况', 'long_text', true, '{}', ''),
  ('review', 'attach', 'file_name', '文件名', 'text', true, '{}', ''),
  ('review', 'attach', 'blob', '文件', 'text', true, '{}', ''),
  ('review', 'outside_opinion', 'body', '单位', 'text', true, '{}', '没有本系统账号的单位，例如供水、供电、燃气、市级部门'),
  ('review', 'outside_opinion', 'opinion', '意见', 'choice', true, '{agree=同意,conditions=有条件同意,object=不同意,not_concerned=不涉及}', ''),
  ('review', 'outside_opinion', 'words', '意见内容', 'long_text', true, '{}', '按书面意见原文填写'),
  ('review', 'outside_opinion', 'dated', '落款日期', 'date', true, '{}', ''),
  ('review', 'outside_opinion', 'file_name', '文件名', 'text', true, '{}', ''),
  ('review', 'outside_opinion', 'blob', '扫描件', 'text', true, '{}', ''),
  ('review', 'visit_site', 'visited_on', '核验日期', 'date', true, '{}', ''),
  ('review', 'visit_site', 'inspectors', '核验人员', 'text', true, '{}', '两人以上，用顿号隔开'),
  ('review', 'visit_site', 'finding', '核验结论', 'long_text', true, '{}', ''),
  ('review', 'conclude', 'result', '结论', 'choice', true, '{passed=通过,partly=部分通过,failed=不通过}', ''),
  ('review', 'conclude', 'reasons', '结论说明', 'long_text', true, '{}', '印在会议纪要上'),
  ('review', 'cancel', 'reason', '取消理由', 'long_text', true, '{}', ''),
  ('review', 'cancel', 'separately', '申请人已书面同意改为分别办理', 'bool', false, '{}', '还有并联办件未办结时必须确认'),
  ('seat', 'opine', 'opinion', '意见', 'choice', true, '{agree=同意,conditions=有条件同意,object=不同意,not_concerned=不涉及}', ''),
  ('seat', 'opine', 'words', '意见内容', 'long_text', true, '{}', '印在联合审批意见汇总表上'),
  ('seat', 'opine', 'conditions', '附带条件', 'long_text', false, '{}', '有条件同意时填写；带入并联办件');

-- The rules and the questions of an act folded into one row, since reading a row costs less than two statements.
create table law.rule as
  select k.kind, k.act, array(select t from law.transition t where t.kind = k.kind and t.act = k.act order by t.position) as transitions,
    array(select q from law.ask q where q.kind = k.kind and q.act = k.act order by q.position) as asks
  from (select distinct kind, act from law.transition) k;
alter table law.rule add primary key (kind, act);

-- The fields a certificate's form needs are asked of the officer and of the chief who signs them.
create function law.asks(r law.rule, of_form text) returns law.ask[]
language plpgsql stable as $$
begin
  if of_form is null or r.kind <> 'case' or r.act not in ('recommend', 'grant') then return r.asks; end if;
  return r.asks || array(select row(1000 + f.position, r.kind, r.act, f.field, f.label, f.kind, f.required and r.act = 'grant', '{}', '印在证照上')::law.ask
                         from desk.form_field f where f.form = of_form order by f.position);
end $$;

create function law.is_choice(choices text[], value text) returns boolean
language sql stable as $$
  select value !~ '[=\n]' and strpos(E'\n' || array_to_string(choices, E'\n'), E'\n' || value || '=') > 0
$$;

-- A day of the calendar, as it is written: 2026-02-31 is none.
create function law.is_day(value text) returns boolean
language sql immutable as $$
  select case when value ~ '^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' then right(value, 2)::int <=
    extract(day from make_date(left(value, 4)::int, substr(value, 6, 2)::int, 1) + interval '1 month' - interval '1 day') else false end
$$;

-- One sentence when a value does not do, else null. Spaces of any width, seen or unseen, are no words (POSTGRES 2.12);
-- they are listed because a server of locale C knows only the seven of ASCII.
create function law.ask_fault(label text, type text, required boolean, choices text[], value text)
returns text language sql stable as $$
  select case
    when coalesce(value, '') !~ '[^[:space:]\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]' and (required or type = 'text' or coalesce(value, '') = '')
      then case when required then '请填写“' || label || '”' end
    when length(value) > 4000 then '“' || label || '”最多 4000 字'
    when type = 'number' and value !~ '^[0-9]{1,15}$' then '“' || label || '”应为整数'
    when type = 'date' and not law.is_day(value) then '“' || label || '”应为日期，例如 2026-11-24'
    when type = 'bool' and required and value <> 'true' then '请确认“' || label || '”'
    when type = 'choice' and not law.is_choice(choices, value)
      then '请从列表中选择“' || label || '”'
  end
$$;
