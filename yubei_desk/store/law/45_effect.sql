-- What an act brings about, in its own transaction: satellites, clocks, papers, certificates, child matters (staff may not write those).

create function law.next_number(of_kind text, of_region text, of_period text) returns bigint
language plpgsql as $$
declare number bigint;
begin
  insert into desk.counter as c (kind, region, period, value) values (of_kind, of_region, of_period, 1)
  on conflict (kind, region, period) do update set value = c.value + 1 returning c.value into number;
  return number;
end $$;

-- At least five digits: lpad alone would cut the hundred-thousandth number of a day or a year down to one given before.
create function law.serial(number bigint) returns text
language sql immutable as $$
  select lpad(number::text, greatest(5, length(number::text)), '0')
$$;

-- Personal data stands apart from the ledger: the guard takes it out of the opening act before hashing.
create function law.keep_private(of_matter bigint, body text) returns text
language plpgsql as $$
declare p jsonb := body::jsonb -> 'private';
begin
  if p is null then return body; end if;
  insert into desk.case_private (matter_id, id_number, representative, contact, phone, address)
  values (of_matter, case when law.ask_fault('', 'text', true, '{}', left(p ->> 'id_number', 60)) is null then upper(btrim(p ->> 'id_number')) else '' end, coalesce(p ->> 'representative', ''), coalesce(p ->> 'contact', ''),
          coalesce(p ->> 'phone', ''), coalesce(p ->> 'address', ''));
  return (body::jsonb - 'private')::text;
end $$;

-- The applicant by identifier; who has none is entered anew.
create function law.find_applicant(of_matter bigint, b jsonb) returns int
language plpgsql as $$
declare p desk.case_private; who int;
begin
  select * into p from desk.case_private x where x.matter_id = of_matter;
  select x.applicant_id into who from desk.applicant_private x where x.id_number = nullif(p.id_number, '');
  if who is not null then return who; end if;
  insert into desk.applicant (kind, name, initials) values (coalesce(b ->> 'kind', ''), coalesce(b ->> 'name', ''), coalesce(b ->> 'initials', ''))
    returning id into who;
  insert into desk.applicant_private (applicant_id, id_number, representative, contact, phone, address)
  values (who, nullif(p.id_number, ''), coalesce(p.representative, ''), coalesce(p.contact, ''), coalesce(p.phone, ''), coalesce(p.address, ''))
  on conflict (id_number) do nothing;
  return coalesce((select x.applicant_id from desk.applicant_private x where x.id_number = nullif(p.id_number, '')), who);
end $$;

-- The day the applicant handed in: today, or an earlier one with the hand receipt's number and scan (LAW receive).
create function law.receipt_day(a desk.act) returns date
language plpgsql as $$
declare b jsonb := a.body::jsonb; today date := law.today(); said text := a.body::jsonb ->> 'received_on'; earliest date;
begin
  if coalesce(said, to_char(today, 'YYYY-MM-DD')) = to_char(today, 'YYYY-MM-DD') then return today; end if;
  earliest := today - (select s.value::int from desk.setting s where s.key = 'hand_receipt_days');
  if not exists (select from desk.calendar_day d where d.day between earliest and today and to_char(d.day, 'YYYY-MM-DD') = said) then
    perform law.refuse('YB004', '实际收件日应在 ' || earliest || ' 至 ' || today || ' 之间', 'received_on', '', a.kind, null);
  elsif law.ask_fault('', 'text', true, '{}', b #>> '{hand_receipt,number}') is not null then
    perform law.refuse('YB004', '补录较早的收件日，请填写手工收件单编号', 'hand_receipt_number', '', a.kind, null);
  elsif b #>> '{hand_receipt,blob}' is null then
    perform law.refuse('YB004', '补录较早的收件日，请附手工收件单扫描件', 'hand_receipt_blob', '', a.kind, null);
  end if;
  perform law.bind_blob(a, b #>> '{hand_receipt,blob}', coalesce(b #>> '{hand_receipt,file_name}', '手工收件单'), null);
  return said::date;
end $$;

-- A scan belongs to the person who stored it until an act of theirs names it, and then to that matter alone.
create function law.bind_blob(a desk.act, blob text, file_name text, place smallint) returns void
language plpgsql as $$
declare named uuid := case when blob ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then blob end;
begin
  insert into desk.attachment (matter_id, act_id, blob_id, file_name, material_position)
  select a.matter_id, a.id, b.id, left(file_name, 200), place from desk.blob b where b.id = named and b.staff_id = a.actor_id
  on conflict (blob_id) do nothing; -- also by another desk of theirs in this moment
  if not found then
    perform law.refuse('YB004', '附件不存在或已用于其他办件，请重新添加', 'blob', '', a.kind, a.matter_id);
  end if;
end $$;

-- What no table could hold is named before anything is written: each row once, of a known form, in counts of papers.
create function law.rows_fault(r jsonb) returns text
language sql immutable as $$
  select case when jsonb_typeof(r) is distinct from 'array' then '材料清单格式不对，请重新核验材料'
    when exists (select from jsonb_array_elements(r) x where jsonb_typeof(x) <> 'object' or coalesce(x ->> 'position', '') !~ '^[0-9]{1,4}$'
      or coalesce(x ->> 'form', 'missing') not in ('paper', 'electronic', 'promised', 'missing')
      or coalesce(x ->> 'originals', '0') !~ '^[0-9]{1,4}$' or coalesce(x ->> 'copies', '0') !~ '^[0-9]{1,4}$')
      then '材料的形式应为纸质、电子、承诺或未交，份数应为不超过 9999 的整数'
    when (select count(*) <> count(distinct (x ->> 'position')::int) or count(x ->> 'name') <> count(distinct x ->> 'name') from jsonb_array_elements(r) x)
      then '同一份材料登记了两次，请重新核验材料'
    when exists (select from jsonb_array_elements(r) x where x ->> 'blob' is not null and coalesce(x ->> 'file_name', '') = '')
      then '请填写附件的文件名' end
$$;

-- 办件编号: region, day, and the day's serial.
create function law.case_number(day date) returns text
language plpgsql as $$
begin
  return (select c.region_code || to_char(day, 'YYYYMMDD') || law.serial(law.next_number('case', c.region_code, to_char(day, 'YYYYMMDD'))) from desk.centre c);
end $$;

create type law.material_row as (position smallint, name text, necessity text, form text, originals smallint, copies smallint, blob text, file_name text);

-- The rows of materials an act brings, each with its own position; whatever else stands there is refused in words.
create function law.material_rows(a desk.act) returns setof law.material_row
language plpgsql as $$
declare rows jsonb := coalesce(a.body::jsonb -> 'materials', '[]'); fault text := law.rows_fault(rows);
begin
  if fault is not null then perform law.refuse('YB004', fault, 'materials', '', a.kind, a.matter_id); end if;
  return query select * from jsonb_populate_recordset(null::law.material_row, rows);
end $$;

create function law.check_receipt(a desk.act, b jsonb) returns boolean
language plpgsql as $$
declare p desk.case_private;
begin
  select * into p from desk.case_private x where x.matter_id = a.matter_id;
  if coalesce(b ->> 'business', '新办') not in ('新办', '变更', '延续', '补证', '注销') then
    perform law.refuse('YB004', '请从列表中选择“办理类型”', 'business', '', a.kind, null);
  elsif length(b #>> '{applicant,name}') > 200 or length(b #>> '{applicant,initials}') > 800 then
    perform law.refuse('YB004', '“申请人名称”最多 200 字', 'name', '', a.kind, null);
  elsif length(p.id_number) > 60 then
    perform law.refuse('YB004', '“信用代码或身份证号”最多 60 字', 'id_number', '', a.kind, null);
  elsif length(b #>> '{project,code}') > 60 then
    perform law.refuse('YB004', '“项目代码”最多 60 字', 'project_code', '', a.kind, null);
  end if;
  return true;
end $$;

create function law.on_receive(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; p jsonb := a.body::jsonb -> 'applicant'; e desk.edition; day date := law.receipt_day(a); who int;
  fine boolean := law.check_receipt(a, b);
begin
  select * into e from desk.edition x where x.id::text = b ->> 'edition';
  who := law.find_applicant(a.matter_id, p);
  perform law.place_case(a, law.find_project(a, who, b -> 'project'), e.item_id, coalesce(b ->> 'business', '新办')); -- before any counter: a review does the same
  insert into desk.case_file (matter_id, number, item_id, edition_id, business, masked_applicant, received_on, window_id, receiver_id, hand_receipt)
  values (a.matter_id, law.case_number(day), e.item_id, e.id, coalesce(b ->> 'business', '新办'), coalesce(p ->> 'masked', ''), day,
    law.window_of(a.actor_id), a.actor_id, case when day < law.day_of(a.at) then b #>> '{hand_receipt,number}' else '' end);
  insert into desk.case_party (matter_id, section_id, applicant_id, applicant, initials)
  values (a.matter_id, a.section_id, who, coalesce(p ->> 'name', ''), coalesce(p ->> 'initials', ''));
  insert into desk.case_material (matter_id, position, name, necessity, form, originals, copies)
  select a.matter_id, m.position, m.name, m.necessity, coalesce(r.form, 'missing'), coalesce(r.originals, 0), coalesce(r.copies, 0)
  from desk.material m left join law.material_rows(a) r on r.position = m.position where m.edition_id = e.id;
  perform law.bind_blob(a, r.blob, r.file_name, r.position) from law.material_rows(a) r where r.blob is not null;
  perform law.set_clock(a.matter_id, law.due(day, 5, 'working'), 5); -- 许可法 32(四)
  perform law.issue_paper(a, 'receipt', '');
end $$;

create function law.window_of(of_staff int) returns int
language sql stable as $$
  select d.section_id from desk.duty d where d.staff_id = of_staff and d.duty = 'window' and d.from_day <= law.today() and law.today() < d.to_day
  order by d.section_id limit 1
$$;

-- The project named at the window: the registered one that was picked, else by its code, else by its name and applicant;
-- an unknown one is registered.
create function law.find_project(a desk.act, who int, p jsonb) returns bigint
language plpgsql as $$
declare found_id bigint; named text := btrim(coalesce(p ->> 'name', ''), E' \t\n\u3000'); coded text := nullif(p ->> 'code', '');
begin
  if named = '' and coded is null then return null; end if;
  select x.matter_id into found_id from desk.project x where x.matter_id::text = p ->> 'id' and law.sees(x.matter_id);
  if found_id is not null then return found_id; end if;
  perform from desk.applicant x where x.id = who for no key update; -- two windows at once name one project
  select x.matter_id into found_id from desk.project x
  where x.code = coded or (coded is null and x.name = named and x.applicant_id = who) limit 1;
  if found_id is null then
    insert into desk.matter (kind, section_id, open) values ('project', coalesce(law.window_of(a.actor_id), a.section_id), true) returning id into found_id;
    insert into desk.project (matter_id, code, name, applicant_id) values (found_id, coded, named, who);
    perform law.file_caused(a, found_id, 'register', '{}', 0);
  end if;
  return found_id;
exception when unique_violation then -- another window registered the same code a moment ago
  return (select x.matter_id from desk.project x where x.code = coded);
end $$;

-- An act without a person, filed inside the act that brings it about.
create function law.file_caused(cause desk.act, of_matter bigint, of_act text, body text, seen int) returns void
language sql as $$
  insert into desk.act (matter_id, kind, seen_version, body, wish, caused_by) values (of_matter, of_act, seen, body, gen_random_uuid(), cause.id)
$$;

-- A paper of the case; 发文字号: mark, year in 〔〕, number without zeros (GB/T 9704-2012), one series a section, kind and year.
create function law.issue_paper(a desk.act, of_form text, infix text) returns void
language plpgsql as $$
declare day date := law.day_of(a.at); year text := to_char(day, 'YYYY');
begin
  insert into desk.paper (matter_id, act_id, form, document_no, issued_on)
  select a.matter_id, a.id, of_form, case when infix <> '' then
    s.document_mark || infix || '〔' || year || '〕' || law.next_number(of_form, s.code, year) || '号' else '' end, day
  from desk.section s where s.id = a.section_id;
end $$;

create function law.on_accept(a desk.act) returns void
language plpgsql as $$
declare day date := law.day_of(a.at); outer_on date := law.joint_limit(a.matter_id, day);
begin
  update desk.case_file f set accepted_on = day, start_on = d.start_on,
    promised_on = least(law.due(d.start_on, d.promised_days, d.limit_unit), outer_on), statutory_on = least(law.due(d.start_on, d.statutory_days, d.limit_unit), outer_on)
  from (select e.*, case e.start_event when '收到' then c.received_on else day end as start_on
        from desk.case_file c join desk.edition e on e.id = c.edition_id where c.matter_id = a.matter_id) d
  where f.matter_id = a.matter_id;
  perform law.set_clock(a.matter_id, f.promised_on, e.promised_days)
  from desk.case_file f join desk.edition e on e.id = f.edition_id where f.matter_id = a.matter_id;
  perform law.issue_paper(a, 'acceptance_notice', '受');
end $$;

create function law.on_decide(a desk.act) returns void
language plpgsql as $$
declare of_form text; done text;
begin
  update desk.case_file f set decided_on = law.day_of(a.at) from desk.item i where i.id = f.item_id and f.matter_id = a.matter_id
    returning i.certificate_form into of_form;
  if a.kind = 'grant' then
    done := law.issue_paper(a, 'grant_decision', '准');
    if of_form is not null then perform law.make_certificate(a, k) from desk.certificate_kind k where k.form = of_form; end if;
  end if;
end $$;

-- The certificate with its facts frozen; ten working days to deliver it (许可法 44).
create function law.make_certificate(a desk.act, k desk.certificate_kind) returns void
language plpgsql as $$
declare made bigint; day date := law.day_of(a.at); year text := to_char(day, 'YYYY'); region text := (select c.region_code from desk.centre c); serial text;
begin
  serial := law.serial(law.next_number(k.form, region, year));
  insert into desk.matter (kind, section_id, parent_id, project_id)
    select 'certificate', m.section_id, m.id, m.project_id from desk.matter m where m.id = a.matter_id returning id into made;
  perform law.set_clock(made, law.due(day, 10, 'working'), 10);
  insert into desk.certificate (matter_id, case_id, decision_id, form, name, number, holder, facts, issued_on)
  select made, a.matter_id, a.id, k.form, k.name,
    replace(replace(replace(k.number_pattern, '{region}', region), '{year}', year), '{serial}', serial), p.applicant,
    (select coalesce(jsonb_object_agg(q.field, coalesce(a.body::jsonb ->> q.field, '')), '{}')::text from desk.form_field q where q.form = k.form),
    day
  from desk.case_party p where p.matter_id = a.matter_id;
  perform law.file_caused(a, made, 'issue', '{}', 0);
end $$;

create function law.on_sheet(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; kinds text[] := (select k.copies from desk.certificate c join desk.certificate_kind k using (form) where c.matter_id = a.matter_id);
  serial text := upper(btrim(coalesce(b ->> 'blank_serial', ''), E' \t\n\u3000')); -- as it stands on the blank, however it was typed
begin
  if a.kind = 'print_sheet' then
    if (b ->> 'copy_no')::bigint not between 1 and cardinality(kinds) or exists (select from desk.sheet s
        where s.certificate_id = a.matter_id and s.copy_no = (b ->> 'copy_no')::bigint and s.state <> 'spoiled') then
      perform law.refuse('YB004', '这一本已打印或不存在，请选择尚未打印的一本', 'copy_no', '', a.kind, a.matter_id);
    end if;
    if length(serial) > 60 then
      perform law.refuse('YB004', '“空白证编号”最多 60 字，请核对纸上的编号', 'blank_serial', '', a.kind, a.matter_id);
    end if;
    if exists (select from desk.sheet s where s.blank_serial = serial and serial <> '') then
      perform law.refuse('YB004', '这个空白证编号已经用过，请核对纸上的编号', 'blank_serial', '', a.kind, a.matter_id);
    end if;
    insert into desk.sheet (certificate_id, copy_no, copy_kind, blank_serial, digest, printed_act)
    values (a.matter_id, (b ->> 'copy_no')::int, kinds[(b ->> 'copy_no')::int], serial, b ->> 'digest', a.id);
  else
    update desk.sheet s set state = case a.kind when 'confirm_sheet' then 'confirmed' else 'spoiled' end, reason = coalesce(b ->> 'reason', '')
    where s.certificate_id = a.matter_id and s.id = (b ->> 'sheet')::bigint
      and s.state = any (case a.kind when 'confirm_sheet' then '{printed}'::text[] else '{printed,confirmed}' end);
    if not found then
      perform law.refuse('YB004', '这一张证照不在可办理的状态，请重新选择', 'sheet', '', a.kind, a.matter_id);
    end if;
  end if;
end $$;

-- Whom the certificate was handed to: an identity checked at the counter, a witness where it was left (民诉法 89).
create function law.on_deliver(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb;
begin
  if b ->> 'way' = 'counter' and b ->> 'id_checked' is distinct from 'true' then
    perform law.refuse('YB004', '窗口领取须核对领取人证件，请确认“已核对领取人证件”', 'id_checked', '', a.kind, a.matter_id);
  elsif b ->> 'way' = 'left' and law.ask_fault('见证人', 'text', true, '{}', b ->> 'witness') is not null then
    perform law.refuse('YB004', '留置送达须有见证人，请填写“见证人”', 'witness', '', a.kind, a.matter_id);
  end if;
end $$;

create function law.effect() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare done text;
begin
  case new.kind
    when 'receive' then perform law.on_receive(new);
    when 'accept' then perform law.on_accept(new);
    when 'claim' then update desk.matter m set handler_id = new.actor_id where m.id = new.matter_id;
    when 'hand_back' then update desk.matter m set handler_id = null where m.id = new.matter_id;
    when 'grant', 'refuse' then done := law.on_decide(new);
    when 'attach' then perform law.bind_blob(new, new.body::jsonb ->> 'blob', new.body::jsonb ->> 'file_name', null);
    when 'print_sheet', 'confirm_sheet', 'spoil_sheet' then perform law.on_sheet(new);
    when 'deliver' then perform law.on_deliver(new);
    else done := law.effect_on_review(new);
  end case;
  return null;
end $$;

create trigger effect after insert on desk.act for each row when (new.kind not in ('pass_on', 'recommend', 'send_back', 'note')) execute function law.effect();
alter table desk.act enable always trigger effect;
