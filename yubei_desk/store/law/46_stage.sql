-- Stages 阶段 and their gates: what an edition of a stage says, whether it is sound, what a project still lacks for it.

-- An edition as its drafter wrote it; a later draft of the same stage never changes this one.
create function law.on_draft_stage(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb;
begin
  if nullif(b ->> 'total_days', '') !~ '^[1-9]\d{0,2}$' then
    perform law.refuse('YB004', '总时限应为 1 至 999 个工作日', 'total_days', '', a.kind, null);
  elsif coalesce(b ->> 'number' !~ '^[1-5]$', true) or not exists (select from desk.process p where p.code::text = b ->> 'process') then
    perform law.refuse('YB004', '请选择审批流程类型，阶段序号为 1 至 5', 'process', '', a.kind, null);
  elsif b ->> 'lead' <> '' and not exists (select from desk.section s where s.id::text = b ->> 'lead' and s.kind = 'section') then
    perform law.refuse('YB004', '所选事项或科室不存在或重复，请重新选择', 'lead', '', a.kind, null);
  end if;
  perform from desk.process p where p.code::text = b ->> 'process' for no key update; -- two desks at once draft one stage
  insert into desk.stage (matter_id, process, number, edition, name, lead_id, mode, total_days, rollup, basis, drafter_id)
  select a.matter_id, p.code, (b ->> 'number')::smallint,
    (select count(*) + 1 from desk.stage g where g.process = p.code and g.number = (b ->> 'number')::smallint),
    b ->> 'name', (select s.id from desk.section s where s.id::text = b ->> 'lead' and s.kind = 'section'),
    coalesce(nullif(b ->> 'mode', ''), '联合办理'), nullif(b ->> 'total_days', '')::int, coalesce(nullif(b ->> 'rollup', ''), '全部办结'), b ->> 'basis', a.actor_id
  from desk.process p where p.code::text = b ->> 'process';
  perform law.keep_stage_lists(a);
end $$;

-- A list of ids as an act tells it.
create function law.list_of(a desk.act, of_field text) returns setof text
language plpgsql as $$
declare b jsonb := coalesce(a.body::jsonb -> of_field, '[]');
begin
  if jsonb_typeof(b) <> 'array' or b @> '[null]' then
    perform law.refuse('YB004', '“' || of_field || '”应为列表', of_field, '', a.kind, a.matter_id);
  end if;
  return query select * from jsonb_array_elements_text(b);
end $$;

-- Items, seats and gate of an edition; nothing that was named is left out in silence. Without a word about them all items are 必办.
create function law.keep_stage_lists(a desk.act) returns void
language plpgsql as $$
declare wrong text;
begin
  insert into desk.stage_item (stage_id, item_id, position, mandatory)
    select a.matter_id, i.id, x.place, not a.body::jsonb ? 'mandatory' or i.id::text in (select law.list_of(a, 'mandatory')) from law.list_of(a, 'items') with ordinality x (item, place) join desk.item i on i.id::text = x.item
    on conflict do nothing;
  insert into desk.stage_seat (stage_id, section_id, position)
    select a.matter_id, s.id, x.place from law.list_of(a, 'seats') with ordinality x (section, place)
    join desk.section s on s.id::text = x.section and s.kind = 'section' on conflict do nothing;
  insert into desk.stage_gate (stage_id, item_id)
    select a.matter_id, i.id from law.list_of(a, 'gate') x (item) join desk.item i on i.id::text = x.item on conflict do nothing;
  select w.field into wrong from (values
    ('items', (select count(*) from law.list_of(a, 'items')), (select count(*) from desk.stage_item k where k.stage_id = a.matter_id)),
    ('mandatory', (select count(*) from law.list_of(a, 'mandatory')), (select count(*) from desk.stage_item k
      where k.stage_id = a.matter_id and k.mandatory and a.body::jsonb ? 'mandatory')),
    ('seats', (select count(*) from law.list_of(a, 'seats')), (select count(*) from desk.stage_seat k where k.stage_id = a.matter_id)),
    ('gate', (select count(*) from law.list_of(a, 'gate')), (select count(*) from desk.stage_gate k where k.stage_id = a.matter_id)))
    w (field, named, kept) where w.named <> w.kept limit 1;
  if wrong is not null then
    perform law.refuse('YB004', '所选事项或科室不存在或重复，请重新选择', wrong, '', a.kind, null);
  end if;
end $$;

create function law.in_force(g desk.stage, day date) returns boolean
language sql stable as $$
  select g.from_day <= day and day < g.to_day
$$;

-- What keeps an edition from being published, each at its field. A gate points only backwards and nothing it asks for leaves its stage, so that gates cannot run in a circle.
create function law.stage_faults(of_stage bigint) returns table (field text, sentence text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with g as (select * from desk.stage x where x.matter_id = of_stage),
  own as (select i.*, x.mandatory, s.name as section from desk.stage_item x join desk.item i on i.id = x.item_id
    join desk.section s on s.id = i.section_id where x.stage_id = of_stage),
  others as (select o.name, o.number, y.item_id from g join desk.stage o on o.process = g.process and o.number <> g.number
    and law.in_force(o, law.today()) join desk.stage_item y on y.stage_id = o.matter_id)
  select f.field, f.sentence from (
    select 1 as place, '' as code, 'lead' as field, '阶段没有牵头科室，请指定' as sentence from g where g.lead_id is null and g.number <> 5
    union all select 2, '', 'items', '阶段没有事项，请至少选择一个' where not exists (select from own)
    union all select 3, '', 'seats', '阶段没有席位，请至少选择一个科室' where not exists (select from desk.stage_seat s where s.stage_id = of_stage)
    union all select 4, w.code, 'items', '【' || w.name || '】已在【' || o.name || '】阶段，一个事项只能属于一个阶段'
      from own w join others o on o.item_id = w.id
    union all select 5, '', 'mandatory', '办结规则为“必办事项办结”，请至少标明一个必办事项'
      from g where g.rollup = '必办事项办结' and exists (select from own) and not exists (select from own w where w.mandatory)
    union all select 6, w.code, 'seats', '【' || w.name || '】所属的' || w.section || '没有席位，请增加'
      from own w where not exists (select from desk.stage_seat s where s.stage_id = of_stage and s.section_id = w.section_id)
    union all select 7, i.code, 'gate', '前置事项【' || i.name || '】不在更早的阶段，前置会成环'
      from g cross join desk.stage_gate x join desk.item i on i.id = x.item_id where x.stage_id = of_stage
        and not exists (select from others o where o.item_id = i.id and o.number < g.number)
    union all select 8, i.code, 'items', '【' || i.name || '】是【' || o.name || '】阶段的前置批文，不能移出本阶段'
      from g join desk.stage o on o.process = g.process and o.number > g.number and law.in_force(o, law.today())
        join desk.stage_gate x on x.stage_id = o.matter_id join desk.item i on i.id = x.item_id
      where not exists (select from own w where w.id = i.id) and not exists (select from others t where t.item_id = i.id and t.number < o.number)) f
  order by f.place, f.code
$$;

-- Why an edition may not be published, else null.
create function law.stage_fault(of_stage bigint) returns text
language plpgsql stable as $$
begin
  return (select f.sentence from law.stage_faults(of_stage) f limit 1);
end $$;

-- From today this edition is in force; the one before it ends, reviews begun under it keep it.
create function law.on_publish_stage(a desk.act) returns void
language plpgsql as $$
declare old bigint; sentence text;
begin
  perform from desk.process p join desk.stage g on g.process = p.code where g.matter_id = a.matter_id for no key update of p;
  sentence := law.stage_fault(a.matter_id); -- another edition may have come into force while we waited
  if sentence is not null then perform law.refuse('YB001', sentence, '', '', a.kind, a.matter_id); end if;
  update desk.stage g set from_day = law.day_of(a.at) where g.matter_id = a.matter_id;
  for old in select o.matter_id from desk.stage o join desk.stage g on g.process = o.process and g.number = o.number
      where g.matter_id = a.matter_id and o.matter_id <> a.matter_id and o.to_day = 'infinity' and o.from_day <> 'infinity' loop
    update desk.stage o set to_day = law.day_of(a.at) where o.matter_id = old;
    perform law.file_caused(a, old, 'retire_stage', '{}', (select m.version from desk.matter m where m.id = old));
  end loop;
end $$;

-- What an item of a project stands at: its latest effective result, from any case, registered or waived (LAW 5, per project and item).
create function law.passed(of_project bigint, of_item int) returns boolean
language plpgsql stable as $$
begin
  return coalesce((select x.fine from (
    select true as fine, p.act_id from desk.prior p where p.project_id = of_project and p.item_id = of_item and p.voided_act is null
    union all
    select m.state in ('granted', 'granted_on_promise') and f.business <> '注销',
      (select max(a.id) from desk.act a where a.matter_id = m.id and a.from_state <> a.to_state)
    from desk.matter m join desk.case_file f on f.matter_id = m.id
    where m.project_id = of_project and f.item_id = of_item and m.state in ('granted', 'granted_on_promise', 'revoked', 'recalled')) x
    join desk.act h on h.id = x.act_id order by h.at desc, h.id desc limit 1), false);
end $$;

-- The items a project must have passed before it may apply for a stage: those missing, in words; null when none is.
create function law.gate_fault(of_project bigint, of_stage bigint) returns text
language plpgsql stable as $$
begin
  return (select string_agg('【' || i.name || '】', '、' order by i.code) || '尚未审批通过，无法申报【' || g.name || '】阶段'
    from desk.stage_gate x join desk.item i on i.id = x.item_id join desk.stage g on g.matter_id = x.stage_id
    where x.stage_id = of_stage and g.number <> 5 and not law.passed(of_project, x.item_id) group by g.name);
end $$;

-- The item an act on a project is about: of a section the person works in, covered by what they lean on.
create function law.own_item(a desk.act) returns desk.item
language plpgsql as $$
declare i desk.item;
begin
  select * into i from desk.item x where x.id::text = a.body::jsonb ->> 'item' and x.section_id = any (law.my_sections());
  if i.id is null then
    perform law.refuse('YB004', '只能登记本科室的事项，请重新选择', 'item', '', a.kind, a.matter_id);
  elsif a.authorisation_id is not null and not exists (select from desk.authorisation z left join desk.lending l on l.id = a.lending_id
      where z.id = a.authorisation_id and z.section_id = i.section_id and i.id = any (coalesce(law.both(l.item_ids, z.item_ids), array[i.id]))) then
    perform law.refuse('YB004', '您的授权书没有覆盖这个事项', 'item', '', a.kind, a.matter_id);
  end if;
  return i;
end $$;

-- 登记已有批文 by the owning section, 无需办理 by its chief: both count as passed.
create function law.on_prior(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; i desk.item := law.own_item(a);
begin
  if law.passed(a.matter_id, i.id) then
    perform law.refuse('YB004', '【' || i.name || '】已经通过或登记过，不必再登记', 'item', '', a.kind, a.matter_id);
  elsif b ->> 'issued_on' > to_char(law.day_of(a.at), 'YYYY-MM-DD') then
    perform law.refuse('YB004', '批准日期不能晚于今日', 'issued_on', '', a.kind, a.matter_id);
  end if;
  insert into desk.prior (project_id, item_id, act_id, kind, number, issued_on)
  values (a.matter_id, i.id, a.id, case a.kind when 'register_prior' then 'prior' else 'not_applicable' end,
          case a.kind when 'register_prior' then b ->> 'number' else '' end, case a.kind when 'register_prior' then (b ->> 'issued_on')::date end);
  if a.kind = 'register_prior' then perform law.bind_blob(a, b ->> 'blob', b ->> 'file_name', null); end if;
end $$;

-- What was registered wrongly no longer counts, and the gate follows; the row stays in the books, the item may be registered again.
create function law.on_void_prior(a desk.act) returns void
language plpgsql as $$
declare i desk.item := law.own_item(a);
begin
  update desk.prior p set voided_act = a.id where p.project_id = a.matter_id and p.item_id = i.id and p.voided_act is null;
  if not found then
    perform law.refuse('YB004', '【' || i.name || '】没有登记过已有批文或无需办理，没有可以撤销的登记', 'item', '', a.kind, a.matter_id);
  end if;
end $$;

-- "This project, this stage: these seats, these items, missing these permits", for whoever plans or receives. `running`: a case of
-- the item will be linked; `mine`: an item of a section the person works in, who may register what the project already has. A
-- cataloguer weighs an edition on any project, by what it has passed and nothing else. `registered`: an earlier approval or 无需办理 stands,
-- which the chief of its section may void.
create function law.simulate(of_project bigint, of_stage bigint)
returns table (part text, name text, section text, done boolean, id int, running boolean, mine boolean, mandatory boolean, registered boolean)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with seen as (select case when law.sees(of_project) or law.i_hold('{cataloguer}') then of_project end as project, law.my_sections() as mine),
  parts as (
    select 'item' as part, x.item_id, x.position, x.mandatory from desk.stage_item x where x.stage_id = of_stage
    union all select 'gate', x.item_id, 0, true from desk.stage_gate x where x.stage_id = of_stage)
  (select 'seat', s.name, s.name, true, s.id, false, s.id = any (seen.mine), true, false
  from desk.stage_seat x join desk.section s on s.id = x.section_id cross join seen where x.stage_id = of_stage order by x.position)
  union all
  (select p.part, i.name, s.name, law.passed(seen.project, i.id), i.id,
    exists (select from desk.matter m where m.project_id = seen.project and m.topic = law.topic(i.id, '新办') and m.open),
    s.id = any (seen.mine), p.mandatory,
    exists (select from desk.prior r where r.project_id = seen.project and r.item_id = i.id and r.voided_act is null)
  from parts p join desk.item i on i.id = p.item_id join desk.section s on s.id = i.section_id cross join seen order by p.position, i.code)
$$;

-- The projects a cataloguer may weigh an edition on: name and code, no more.
create function law.project_names(words text) returns table (matter_id bigint, code text, name text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select p.matter_id, coalesce(p.code, ''), p.name from desk.project p
  where law.i_hold('{cataloguer}') and (strpos(p.name, words) > 0 or p.code = words)
  order by p.name = words or coalesce(p.code, '') = words desc, p.name, p.matter_id limit 12
$$;

-- How far a project is in the stages it has had a review of: done when all items are 11 or 12, or its 必办 ones where the edition says so.
create function law.stages_of(of_project bigint)
returns table (number smallint, name text, rollup text, counted bigint, passed bigint, missing text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not law.reads_project(of_project) then return; end if;
  return query
  select g.number, g.name, g.rollup, count(*), count(*) filter (where p.done),
    coalesce(string_agg(i.name, '、' order by x.position, i.code) filter (where not p.done), '')
  from (select distinct on (o.process, o.number) o.* from desk.review r join desk.matter m on m.id = r.matter_id
      join desk.stage o on o.matter_id = r.stage_id where m.project_id = of_project and m.state <> 'cancelled'
      order by o.process, o.number, m.id desc) g
  join desk.stage_item x on x.stage_id = g.matter_id join desk.item i on i.id = x.item_id
  cross join lateral (select law.passed(of_project, i.id) as done) p
  where g.rollup = '全部办结' or x.mandatory group by g.process, g.number, g.name, g.rollup order by g.number, g.process;
end $$;

-- The stages of today for which the person signed in may open a review: the law's own move, asked before there is a matter.
create function law.draftable() returns setof bigint
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare me law.person := law.me(); m desk.matter; g desk.stage;
begin
  m.kind := 'review'; m.state := '';
  for g in select * from desk.stage x where law.in_force(x, me.day) and x.lead_id is not null loop
    m.section_id := g.lead_id;
    if exists (select from law.move(m, null, me) v where v.act = 'draft_review' and v.why_not is null) then return next g.matter_id; end if;
  end loop;
end $$;
