-- Progress 进度 of a project to its last certificate, and follow-up 跟踪服务: titles, states and days, never contents.

-- The working days a decision on this item usually takes: the median of its last fifty, null below five.
create function law.usual_days(of_item int) returns int
language plpgsql stable as $$
begin
  return (select case when count(*) >= 5 then percentile_disc(0.5) within group (order by x.days) end
    from (select b.number - a.number as days from desk.case_file f join desk.calendar_day a on a.day = f.accepted_on
          join desk.calendar_day b on b.day = f.decided_on where f.item_id = of_item and f.decided_on is not null
          order by f.decided_on desc limit 50) x);
end $$;

-- Every case of a project across sections. A case not accepted yet is planned from today; expected is what the item usually takes.
create function law.progress(of_project bigint)
returns table (matter_id bigint, item text, section text, number text, state text, state_label text, received_on date, accepted_on date,
               planned_on date, expected_on date, decided_on date, delivered_on date, due_on date, warn_on date, step int)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not law.reads_project(of_project) then return; end if;
  return query
  select m.id, i.name, s.name, f.number, m.state, t.label, f.received_on, f.accepted_on,
    coalesce(f.promised_on, law.due(law.today(), e.promised_days, e.limit_unit)),
    case when m.open then law.due(coalesce(f.accepted_on, law.today()), law.usual_days(i.id), 'working') end,
    f.decided_on, c.delivered_on, m.due_on, m.warn_on,
    case when m.open then case m.state when 'for_decision' then 3 when 'examining' then 2 when 'suspended' then 2 else 1 end
         when c.waiting > 0 then 4 else 5 end
  from desk.matter m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id join desk.edition e on e.id = f.edition_id
  join desk.section s on s.id = m.section_id join law.state t on t.kind = m.kind and t.state = m.state
  cross join lateral (select count(*) filter (where x.state <> 'delivered') as waiting,
      max(law.day_of(d.at)) as delivered_on
    from desk.matter x left join desk.act d on d.matter_id = x.id and d.kind = 'deliver' where x.parent_id = m.id and x.kind = 'certificate') c
  where m.project_id = of_project and m.kind = 'case' order by f.received_on, m.id;
end $$;

-- Who can follow a project today: specialists first, then section by section.
create function law.follow_staff() returns table (login text, name text, duty text, section text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with able as (select distinct on (s.login) s.login, s.name, d.duty, k.label, n.name as section, n.id
    from desk.staff s join desk.duty d on d.staff_id = s.id join law.duty_kind k on k.duty = d.duty join desk.section n on n.id = d.section_id
    where s.active and d.duty in ('specialist', 'leader', 'officer', 'chief', 'window') and d.from_day <= law.today() and law.today() < d.to_day
    order by s.login, d.duty <> 'specialist', d.duty)
  select a.login, a.name, a.label, a.section from able a order by a.duty <> 'specialist', a.id, a.login
$$;

-- The projects this person serves or leads: asked once a statement for whole lists.
create function law.my_projects() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return case when law.i_hold('{specialist,leader,officer,chief,window}')
    then array(select distinct f.project_id from desk.follow f where f.staff_id = law.my_id()) else '{}' end;
end $$;

-- A person for a project and step; whoever is named later takes over.
create function law.on_follow(a desk.act) returns void
language plpgsql as $$
declare b jsonb := a.body::jsonb; who int;
begin
  select s.id into who from desk.staff s where s.login = b ->> 'login' and exists (select from law.follow_staff() f where f.login = s.login);
  if who is null then
    perform law.refuse('YB004', '查无此人，或者其今日没有可以跟踪服务的职责', 'login', '', a.kind, a.matter_id);
  elsif length(b ->> 'step') > 60 then
    perform law.refuse('YB004', '“环节”最多 60 字', 'step', '', a.kind, a.matter_id);
  end if;
  insert into desk.follow as f (project_id, step, staff_id, act_id) values (a.matter_id, b ->> 'step', who, a.id)
  on conflict (project_id, step) do update set staff_id = who, act_id = a.id;
end $$;
