-- The guard on desk.act: sees, version, move, ask, letter; then stamps the act and moves the matter. The only door.

-- A refusal leaves a line in the server's log that survives the attacker's rollback (POSTGRES 2.14); no personal data in it.
create function law.refuse(code text, sentence text, field text, law_basis text, of_act text, of_matter bigint) returns void
language plpgsql as $$
begin
  raise log 'yubei_attempt %', jsonb_build_object('sqlstate', code, 'login', session_user, 'act', left(of_act, 40),
    'matter', of_matter, 'sentence', sentence);
  raise exception using errcode = code, message = sentence, detail = field, hint = law_basis;
end $$;

-- The section that will hold a case; its item must be published today.
create function law.item_section(of_edition text, a desk.act) returns int
language plpgsql as $$
declare into_section int;
begin
  select i.section_id into into_section from desk.edition e join desk.item i on i.id = e.item_id
  where e.id::text = of_edition and e.state = 'published' and e.from_day <= law.today() and law.today() < e.to_day;
  if into_section is null then
    perform law.refuse('YB004', '该事项的这一版本未公布或已停用，请重新选择事项', 'item', '', a.kind, null);
  end if;
  return into_section;
end $$;

-- The section that will lead a review; its stage must be published today and led by somebody.
create function law.lead_section(of_stage text, a desk.act) returns int
language plpgsql as $$
declare lead int;
begin
  select g.lead_id into lead from desk.stage g where g.matter_id::text = of_stage and g.from_day <= law.today() and law.today() < g.to_day;
  if lead is null then
    perform law.refuse('YB004', '该阶段未公布或没有牵头科室，请重新选择阶段', 'stage', '', a.kind, null);
  end if;
  return lead;
end $$;

-- The matter under lock; an opening act makes it. One neutral sentence for "no such" and "not yours", before any lock.
create function law.locked(a desk.act, me law.person) returns desk.matter
language plpgsql as $$
declare m desk.matter; b jsonb := a.body::jsonb;
begin
  if a.matter_id is null then
    select o.kind, case o.kind when 'case' then law.item_section(b ->> 'edition', a) when 'review' then law.lead_section(b ->> 'stage', a)
      else (select p.section_id from unnest(me.powers) p where p.duty = any (o.duties) limit 1) end
      into m.kind, m.section_id
    from law.transition o where o.act = a.kind and o.from_states = '{""}' and o.reach <> 'law' limit 1;
    if m.kind is null then
      perform law.refuse('YB001', '查无此件，或者您无权查看', '', '', a.kind, null);
    elsif m.section_id is null then
      perform law.refuse('YB001', '您今日没有办理这个环节的职责', '', '', a.kind, null);
    end if;
    insert into desk.matter (kind, section_id) values (m.kind, m.section_id) returning * into m;
    return m;
  end if;
  if a.kind in ('take_seat', 'opine') then -- the review first, then the seat: nobody opines past its conclusion, and nobody waits in a ring
    perform from desk.matter p join desk.matter x on x.parent_id = p.id where x.id = a.matter_id and law.in_sight(x, me) for share of p;
  end if;
  select * into m from desk.matter x where x.id = a.matter_id
    and (a.caused_by is not null or x.section_id = any (me.sections) or law.in_sight(x, me)) for no key update;
  if m.id is null then
    perform law.refuse('YB001', '查无此件，或者您无权查看', '', '', a.kind, a.matter_id);
  end if;
  return m;
end $$;

-- The rule this act leans on, the best of what the person has; refuses with the law's sentence.
create function law.chosen(m desk.matter, b law.brief, r law.rule, a desk.act, me law.person) returns law.move_row
language plpgsql as $$
declare v law.move_row; t law.transition; w law.move_row;
begin
  foreach t in array coalesce(r.transitions, '{}') loop
    continue when (t.reach = 'law') <> (a.caused_by is not null) or m.state <> all (t.from_states) and (t.from_states <> '{*}' or m.state = '');
    w := law.ruled(t, m, b, me);
    if w.act is not null and (v.act is null or w.why_not is null) then v := w; end if;
    exit when v.act is not null and v.why_not is null;
  end loop;
  if v.act is null then
    perform law.refuse('YB001', law.why_no_move(m, a.kind), '', '', a.kind, m.id);
  elsif v.why_not is not null then
    perform law.refuse('YB001', v.why_not, '', v.basis, a.kind, m.id);
  end if;
  return v;
end $$;

create function law.why_no_move(m desk.matter, of_act text) returns text
language sql stable as $$
  select case when not exists (select from law.transition t where t.kind = m.kind and t.act = of_act and t.reach <> 'law')
      then '没有这个办理环节'
    when exists (select from law.transition t where t.kind = m.kind and t.act = of_act and t.reach <> 'law'
                 and (m.state = any (t.from_states) or t.from_states = '{*}')) then '您今日没有办理这个环节的职责'
    else '当前状态为“' || coalesce((select s.label from law.state s where s.kind = m.kind and s.state = m.state), '未开始') || '”，不能办理这个环节' end
$$;

-- The checks answer true or refuse: assigned, not performed, they cost a third.

-- Only acts marked latest need the version seen; the sentence names who was faster to those who may read that act.
create function law.check_version(m desk.matter, a desk.act, me law.person) returns boolean
language plpgsql as $$
declare sentence text;
begin
  if not exists (select from law.transition t where t.kind = m.kind and t.act = a.kind and t.mode = 'latest') then return true; end if;
  select to_char(p.at at time zone 'Asia/Shanghai', 'HH24:MI') || ' 由' || coalesce(s.name, '系统依法') || '办理“'
      || coalesce((select t.label from law.transition t where t.kind = m.kind and t.act = p.kind limit 1), p.kind) || '”，请按新的内容再办'
    into sentence
  from desk.act p left join desk.staff s on s.id = p.actor_id
  where p.matter_id = m.id and p.position = (select max(x.position) from desk.act x where x.matter_id = m.id and x.seen_version is not null)
    and (p.section_id = any (me.sections) or p.sight = 'hall' and 'window' = any (me.duties));
  perform law.refuse('YB002', coalesce(sentence, '内容已更新，请刷新'), '', '', a.kind, m.id);
  return false;
end $$;

-- One flat object, its lists and their rows, its numbers short: what is deeper or longer no reader of the ledger can take.
create function law.is_object(words text) returns boolean
language plpgsql immutable as $$
declare b jsonb;
begin
  b := words::jsonb;
  return coalesce(jsonb_typeof(b), '') = 'object' and not jsonb_path_exists(b, 'strict $.**{5}')
    and (words !~ '[0-9]{16}|[0-9][eE]' or not jsonb_path_exists(b, 'strict $.** ? (@.type() == "number" && (@.abs() >= 1e15 || @.abs() < 1e-15 && @ != 0))'));
exception when data_exception or statement_too_complex then
  return false;
end $$;

create function law.check_body(a desk.act) returns boolean
language plpgsql as $$
begin
  if octet_length(a.body) > 65536 then
    perform law.refuse('YB004', '办理内容最多 64 KB，请缩短或改为附件', 'body', '', a.kind, a.matter_id);
  elsif not law.is_object(a.body) then
    perform law.refuse('YB004', '办理内容格式不对', 'body', '', a.kind, a.matter_id);
  end if;
  return true;
end $$;

create function law.check_asks(m desk.matter, b law.brief, r law.rule, a desk.act) returns boolean
language plpgsql as $$
declare q law.ask; fault text; said jsonb := a.body::jsonb;
begin
  foreach q in array case when b.certificate_form is null then r.asks else law.asks(r, b.certificate_form) end loop
    fault := case when jsonb_typeof(said -> q.field) not in ('string', 'null') and (q.type not in ('number', 'bool')
        or jsonb_typeof(said -> q.field) in ('object', 'array')) then '“' || q.label || '”应为文字'
      else law.ask_fault(q.label, q.type, q.required, q.choices, said ->> q.field) end;
    if fault is not null then
      perform law.refuse('YB004', fault, q.field, '', a.kind, m.id);
    end if;
  end loop;
  return true;
end $$;

create function law.edition_digest(of_edition int) returns text
language sql stable as $$
  select law.digest(jsonb_build_array(e.number, e.promised_days, e.statutory_days, e.limit_unit, e.start_event, e.legal_basis,
    (select jsonb_agg(jsonb_build_array(m.position, m.name, m.necessity) order by m.position) from desk.material m
     where m.edition_id = e.id))::text) from desk.edition e where e.id = of_edition
$$;

create function law.material_digest(of_matter bigint) returns text
language plpgsql stable as $$
begin
  return law.digest(jsonb_build_array(
    (select jsonb_agg(jsonb_build_array(c.position, c.name, c.form, c.originals, c.copies) order by c.position) from desk.case_material c where c.matter_id = of_matter),
    (select jsonb_agg(b.digest order by t.id) from desk.attachment t join desk.blob b on b.id = t.blob_id where t.matter_id = of_matter))::text);
end $$;

-- The letter a decider signs (LAW 7), composed from what stands under the lock; `at_time` is its time line.
create function law.compose_letter(m desk.matter, b law.brief, v law.move_row, a desk.act, me law.person, at_time text) returns text
language plpgsql stable as $$
declare number text := coalesce(b.number, ''); holder bigint := case when b.number is not null then m.id end;
begin
  if m.kind in ('review', 'seat') then
    select r.number, r.matter_id into number, holder from desk.review r where r.matter_id = coalesce(m.parent_id, m.id);
  end if;
  return concat_ws(E'\n', '渝北审批台决定信', 'centre ' || me.centre,
    'matter ' || m.id || ' ' || number, 'kind ' || m.kind, 'version ' || m.version, 'from ' || m.state, 'act ' || a.kind, 'to ' || v.to_state,
    'wish ' || a.wish, 'staff ' || me.id || ' ' || session_user, 'key ' || me.key,
    'authorisation ' || coalesce(v.paper, '-'), 'lending ' || coalesce(v.lent, '-'),
    'edition ' || coalesce(b.edition_id || ' ' || b.edition_digest, '-'), 'body ' || law.digest(a.body), 'materials ' || law.material_digest(holder),
    'time ' || at_time, 'after ' || encode(m.latest_hash, 'hex'));
end $$;

create function law.second_text(moment timestamptz) returns text
language sql stable as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

-- What the decider's desk fetches, checks line by line and signs; the guard composes it again under the lock.
create function law.letter(of_matter bigint, seen int, of_act text, of_wish uuid, of_body text) returns text
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare m desk.matter; b law.brief; r law.rule; v law.move_row; a desk.act; me law.person := law.me(); fine boolean;
begin
  select * into m from desk.matter x where x.id = of_matter and law.in_sight(x, me);
  if m.id is null then
    perform law.refuse('YB001', '查无此件，或者您无权查看', '', '', of_act, of_matter);
  end if;
  a.matter_id := of_matter; a.seen_version := seen; a.kind := of_act; a.wish := of_wish; a.body := of_body;
  fine := law.check_body(a) and (m.version = coalesce(seen, 0) or law.check_version(m, a, me));
  b := law.brief_of(m);
  select * into r from law.rule x where x.kind = m.kind and x.act = of_act;
  v := law.chosen(m, b, r, a, me);
  fine := law.check_asks(m, b, r, a);
  return law.compose_letter(m, b, v, a, me, law.second_text(me.at));
end $$;

-- A signed act carries 64 bytes, a key confirmed and valid today, and just the letter composed here (LAW 1, 7).
create function law.check_letter(m desk.matter, b law.brief, v law.move_row, a desk.act, me law.person) returns int
language plpgsql as $$
declare at_time text := substr(split_part(a.letter, E'\n', 17), 6); sentence text; -- the 17th line: `time 2026-11-24T08:30:00Z`
begin
  sentence := case
    when v.signed and (a.letter is null or a.signature is null) then '本环节须由签名密钥签署'
    when not v.signed then '本环节不签署'
    when v.signed and octet_length(a.signature) <> 64 then '签名应为 64 字节'
    when v.signed and (law.is_day(left(at_time, 10)) and substr(at_time, 11) ~ '^T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$') is not true
      then '决定信与办件不符，请重新签署' end;
  if sentence is null and v.signed then
    sentence := case
      when abs(extract(epoch from me.at - at_time::timestamptz)) > 300 then '签署超过五分钟未送达，请重新签署'
      when a.letter <> law.compose_letter(m, b, v, a, me, at_time) then '决定信与办件不符，请重新签署' end;
  end if;
  if sentence is not null then
    perform law.refuse('YB004', sentence, 'signature', '', a.kind, m.id);
  end if;
  return case when v.signed then me.key_id end;
end $$;

-- Each act hashes what it says together with the hash of the act before it on the same matter.
create function law.act_hash(a desk.act) returns bytea
language sql stable as $$
  select sha256(convert_to(jsonb_build_array(a.matter_id, a.section_id, a.position, a.kind, a.seen_version, a.body, a.wish, a.letter,
    encode(a.signature, 'hex'), a.key_id, a.actor_id, a.duty, a.authorisation_id, a.lending_id,
    (extract(epoch from a.at) * 1000000)::bigint, a.from_state, a.to_state, a.basis, a.caused_by, encode(a.prev_hash, 'hex'))::text, 'UTF8'))
$$;

-- The same wish again is already one act: the desk looks it up. A wish cannot become a second, other act.
create function law.is_filed(a desk.act, me int) returns boolean
language plpgsql as $$
declare filer int; act text;
begin
  select y.actor_id, y.kind into filer, act from desk.act y where y.wish = a.wish;
  if act is null then return false; end if;
  if filer is distinct from me or act <> a.kind then
    perform law.refuse('YB001', '这个办理编号已经用过，请重新办理', '', '', a.kind, a.matter_id);
  end if;
  return true;
end $$;

create function law.guard() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare m desk.matter; b law.brief; r law.rule; v law.move_row; me law.person := law.me(); fine boolean;
begin
  if TG_RELID <> 'desk.act'::regclass or current_setting('transaction_isolation') <> 'read committed' then
    perform law.refuse('YB001', '只接受“读已提交”事务中的办理', '', '', new.kind, new.matter_id);
  end if;
  fine := law.check_body(new);
  if law.is_filed(new, me.id) then return null; end if;
  if current_setting('yubei.law', true) <> me.law then
    perform law.refuse('YB001', '程序与数据库的规则版本不一致，请更新程序后再办', '', '', new.kind, new.matter_id);
  end if;
  m := law.locked(new, me);
  me := law.me(); -- again: while it waited a duty may have ended, and the time of an act is that of its turn
  if m.version <> coalesce(new.seen_version, 0) then
    if law.is_filed(new, me.id) then return null; end if; -- filed while we waited
    fine := law.check_version(m, new, me);
  end if;
  b := law.brief_of(m);
  select * into r from law.rule x where x.kind = m.kind and x.act = new.kind;
  v := law.chosen(m, b, r, new, me);
  new.matter_id := m.id;
  fine := law.check_asks(m, b, r, new);
  new.key_id := case when v.signed or new.letter is not null or new.signature is not null then law.check_letter(m, b, v, new, me) end;
  if m.position = 0 then new.body := law.keep_private(m.id, new.body); end if;
  new.section_id := m.section_id; new.position := m.position + 1;
  new.seen_version := case when v.latest then m.version end;
  new.actor_id := case when new.caused_by is null then me.id end;
  new.duty := v.duty; new.authorisation_id := v.authorisation_id; new.lending_id := v.lending_id;
  new.at := me.at; new.from_state := m.state; new.to_state := v.to_state; new.basis := v.basis; new.sight := v.sight;
  new.prev_hash := m.chain_head; new.xid := pg_current_xact_id(); new.hash := law.act_hash(new);
  update desk.matter x set state = v.to_state, position = new.position, chain_head = new.hash,
    version = x.version + v.latest::int, latest_hash = case when v.latest then new.hash else x.latest_hash end,
    open = x.open and not v.ends, due_on = case when v.ends then 'infinity' else x.due_on end,
    warn_on = case when v.ends then 'infinity' else x.warn_on end where x.id = m.id;
  return new;
end $$;

create trigger guard before insert on desk.act for each row execute function law.guard();
alter table desk.act enable always trigger guard;

-- One act a statement: the guard of a second one would stand before the effect of the first, and see none of it.
create function law.one_act() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if (select count(*) from filed) > 1 then
    perform law.refuse('YB001', '一条语句只能办理一个环节', '', '', '', null);
  end if;
  return null;
end $$;
create trigger one_act after insert on desk.act referencing new table as filed for each statement execute function law.one_act();
alter table desk.act enable always trigger one_act;
