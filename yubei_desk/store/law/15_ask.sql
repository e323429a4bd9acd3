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
  ('certificate', 'deliver',       'witness',      '见证人',     'text',   false, '{}', '留置送达时填写');

-- The fields a certificate's form needs are asked of the officer and of the chief who signs them.
create function law.asks(of_kind text, of_act text, of_matter bigint)
returns table (field text, label text, type text, required boolean, choices text[], hint text, place int)
language plpgsql stable as $$
begin
  return query select a.field, a.label, a.type, a.required, a.choices, a.hint, a.position
  from law.ask a where a.kind = of_kind and a.act = of_act;
  if of_kind = 'case' and of_act in ('recommend', 'grant') then
    return query select f.field, f.label, f.kind, f.required and of_act = 'grant', '{}'::text[], '印在证照上', 1000 + f.position
    from desk.case_file c join desk.item i on i.id = c.item_id join desk.form_field f on f.form = i.certificate_form where c.matter_id = of_matter;
  end if;
end $$;

create function law.is_choice(choices text[], value text) returns boolean
language plpgsql immutable as $$
begin
  return exists (select from unnest(choices) c where split_part(c, '=', 1) = value);
end $$;

-- A day of the calendar, as it is written: 2026-02-31 is none.
create function law.is_day(value text) returns boolean
language sql immutable as $$
  select case when value ~ '^[12]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$' then right(value, 2)::int <=
    extract(day from make_date(left(value, 4)::int, substr(value, 6, 2)::int, 1) + interval '1 month' - interval '1 day') else false end
$$;

-- One sentence when a value does not do, else null. Spaces of any width, seen or unseen, are no words (POSTGRES 2.12);
-- they are listed because a server of locale C knows only the seven of ASCII.
create function law.ask_fault(label text, type text, required boolean, choices text[], value text)
returns text language sql immutable as $$
  select case
    when regexp_replace(coalesce(value, ''), '[[:space:]\u00a0\u00ad\u034f\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]', '', 'g') = ''
      then case when required then '请填写“' || label || '”' end
    when length(value) > 4000 then '“' || label || '”最多 4000 字'
    when type = 'number' and value !~ '^[0-9]{1,15}$' then '“' || label || '”应为整数'
    when type = 'date' and not law.is_day(value) then '“' || label || '”应为日期，例如 2026-11-24'
    when type = 'bool' and required and value <> 'true' then '请确认“' || label || '”'
    when type = 'choice' and not law.is_choice(choices, value)
      then '请从列表中选择“' || label || '”'
  end
$$;
