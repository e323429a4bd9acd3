-- What is handled jointly 联合办理: one running case a project, item and business; linked to its review, held until the
-- conclusion, ended within the outer limit; with the last of its cases the review ends (LAW 5).

create function law.topic(of_item int, of_business text) returns text
language sql immutable as $$
  select of_item || ' ' || of_business
$$;

-- A case received at the counter takes its place in its project: under the project's lock nobody opens a second of the kind.
create function law.place_case(a desk.act, of_project bigint, of_item int, of_business text) returns void
language plpgsql as $$
declare sentence text;
begin
  if of_project is null then return; end if;
  perform from desk.matter x where x.id = of_project for no key update;
  select '本项目的【' || i.name || '】（' || f.business || '）已有在办件 ' || f.number || '（' || s.label || '），请在该件中办理，不再重复接件' into sentence
  from desk.matter m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id join law.state s on s.kind = m.kind and s.state = m.state
  where m.project_id = of_project and m.topic = law.topic(of_item, of_business) and m.open;
  if sentence is not null then
    perform law.refuse('YB004', sentence, 'project_name', '', a.kind, null);
  end if;
  update desk.matter m set project_id = of_project, topic = law.topic(of_item, of_business) where m.id = a.matter_id;
end $$;

-- An item of the stage on the agenda: a running case of the same project and item is linked, never duplicated;
-- in 联合办理 the case is opened with the application, in 预审服务 by the conclusion.
create function law.tick_item(a desk.act, item text) returns void
language plpgsql as $$
declare r desk.review; i desk.item; of_edition int;
begin
  select * into r from desk.review x where x.matter_id = a.matter_id;
  select * into i from desk.item x join desk.stage_item g on g.item_id = x.id where x.id::text = item and g.stage_id = r.stage_id;
  select e.id into of_edition from desk.edition e where e.item_id = i.id and e.state = 'published' and e.from_day <= law.day_of(a.at) and law.day_of(a.at) < e.to_day;
  if of_edition is null or exists (select from desk.review_item x where x.review_id = a.matter_id and x.item_id = i.id) then
    perform law.refuse('YB004', '事项不在本阶段、已停用或已勾选，请重新选择', 'item', '', a.kind, a.matter_id);
  end if;
  insert into desk.review_item (review_id, item_id, position, edition_id)
  values (a.matter_id, i.id, (select count(*) + 1 from desk.review_item x where x.review_id = a.matter_id), of_edition);
  perform law.take_up(a, i.id, r.mode = '联合办理');
  perform law.file_caused(a, x.id, 'invite', '{}', x.version) from desk.matter x -- its section spoke before this was on the agenda
  where x.parent_id = a.matter_id and x.kind = 'seat' and x.section_id = i.section_id and x.state = 'opined';
end $$;

-- The case of an item on the agenda: the one that runs already, from wherever it came; else, if the hour has come, a new one.
create function law.take_up(a desk.act, of_item int, opens boolean) returns void
language plpgsql as $$
declare project bigint := (select x.project_id from desk.matter x where x.id = a.matter_id); running bigint; elsewhere text;
begin
  perform from desk.matter x where x.id = project for no key update;
  select '【' || i.name || '】的在办件已在' || r.number || ' 中办理，不能再列入另一个联审' into elsewhere
  from desk.matter m join desk.matter p on p.id = m.parent_id and p.open join desk.review r on r.matter_id = p.id join desk.item i on i.id = of_item
  where m.project_id = project and m.topic = law.topic(of_item, '新办') and m.open and p.id <> a.matter_id;
  if elsewhere is not null then
    perform law.refuse('YB004', elsewhere, 'item', '', a.kind, a.matter_id);
  end if;
  update desk.review r set accepted_on = least(r.accepted_on, o.accepted_on), outer_on = least(r.outer_on, o.outer_on) -- no new 45 days by a new table
  from desk.matter m join desk.review o on o.matter_id = m.parent_id
  where r.matter_id = a.matter_id and r.mode = '联合办理' and m.project_id = project and m.topic = law.topic(of_item, '新办') and m.open;
  update desk.matter m set parent_id = a.matter_id where m.project_id = project and m.topic = law.topic(of_item, '新办') and m.open returning m.id into running;
  update desk.review_item x set case_id = running where x.review_id = a.matter_id and x.item_id = of_item;
  if running is not null then -- told in its own books, too: from now on it waits for others
    perform law.file_caused(a, running, 'join_review', jsonb_build_object('review', r.number)::text, null) from desk.review r where r.matter_id = a.matter_id;
  elsif opens then
    perform law.open_case(a, of_item);
  end if;
end $$;

-- One parallel case: its own section, clock and edition, the materials of the review that it asks for, the conditions set so far.
create function law.open_case(a desk.act, of_item int) returns void
language plpgsql as $$
declare made bigint;
begin
  insert into desk.matter (kind, section_id, parent_id, project_id, topic)
    select 'case', i.section_id, m.id, m.project_id, law.topic(i.id, '新办') from desk.matter m, desk.item i where m.id = a.matter_id and i.id = of_item
    returning id into made;
  update desk.review_item x set case_id = made where x.review_id = a.matter_id and x.item_id = of_item;
  perform law.file_caused(a, made, 'receive_jointly', jsonb_build_object('item', of_item,
    'conditions', left(coalesce(law.conditions_of(a.matter_id), ''), 16000))::text, 0); -- the decision asks for them whole (law.carried)
end $$;

-- Each section accepts its own case; the first acceptance starts the 45 working days within which all of them end (许可法 42 II, 82).
-- A case that was accepted before it was linked keeps its own days and starts nothing; what is handled apart again has its own limit.
create function law.joint_limit(of_case bigint, day date) returns date
language plpgsql as $$
declare last_day date;
begin
  update desk.review r set accepted_on = coalesce(r.accepted_on, day), outer_on = coalesce(r.outer_on, law.due(coalesce(r.accepted_on, day), 45, 'working'))
  from desk.matter m join desk.matter p on p.id = m.parent_id and p.state <> 'cancelled'
  where m.id = of_case and r.matter_id = p.id and r.mode = '联合办理' returning r.outer_on into last_day;
  return last_day;
end $$;

-- Why a case of 联合办理 may not be decided yet: the seats are heard first, and once. No review holds a case past its own statutory day (许可法 42).
create function law.held_by_review(of_case bigint, of_review bigint, day date) returns text
language plpgsql stable as $$
begin
  return (select '联合审批尚无结论，不能决定' from desk.matter p join desk.review r on r.matter_id = p.id join desk.case_file f on f.matter_id = of_case
    where p.id = of_review and p.state not in ('concluded', 'finished', 'cancelled') and r.mode = '联合办理' and (f.statutory_on is null or day < f.statutory_on)
      and not exists (select from desk.review_item i join desk.matter h on h.id = i.review_id join desk.review q on q.matter_id = h.id
        where i.case_id = of_case and q.mode = '联合办理' and h.state in ('concluded', 'finished')));
end $$;

-- Cancelled, a review hears nobody and holds nothing: no lead frees itself that way. Who applied jointly must want it.
create function law.on_cancel(a desk.act) returns void
language plpgsql as $$
declare running bigint;
begin
  select count(*) into running from desk.review r join desk.matter m on m.parent_id = r.matter_id and m.kind = 'case' and m.open
  where r.matter_id = a.matter_id and r.mode = '联合办理';
  if running > 0 and a.body::jsonb ->> 'separately' is distinct from 'true' then
    perform law.refuse('YB004', '还有 ' || running || ' 件并联办件未办结，申请人书面同意改为分别办理后才能取消，请确认“申请人已书面同意改为分别办理”', 'separately',
      '', a.kind, a.matter_id);
  end if;
end $$;

-- What a review still waits for once it has its conclusion: its linked cases; under 必办事项办结 those of the stage's mandatory items, if any is.
create function law.still_waits(of_review bigint) returns boolean
language sql stable as $$
  select coalesce(bool_or(c.open) filter (where g.rollup = '全部办结' or k.mandatory), bool_or(c.open), false)
  from desk.review r join desk.stage g on g.matter_id = r.stage_id join desk.review_item i on i.review_id = r.matter_id
  join desk.stage_item k on k.stage_id = r.stage_id and k.item_id = i.item_id join desk.matter c on c.id = i.case_id
  where r.matter_id = of_review
$$;

-- A stage is done as law.stages_of counts it; a review when what it waits for has ended. One refusal ends no other.
create function law.finish_review(a desk.act, of_review bigint) returns void
language plpgsql as $$
declare m desk.matter;
begin
  select * into m from desk.matter x where x.id = of_review for no key update;
  if m.state = 'concluded' and not law.still_waits(of_review) then
    perform law.file_caused(a, of_review, 'finish', '{}', m.version);
  end if;
end $$;

-- The case that ended may have been the last of its review, whatever act ended it: asked of the matter, since the guard closes it by
-- law.state.ends, and at the end of the transaction, when that act stands in the ledger as the cause. Anybody may say SET CONSTRAINTS.
create function law.case_ended() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare a desk.act;
begin
  select * into a from desk.act x where x.matter_id = new.id and x.position = new.position;
  if a.id is null then
    perform law.refuse('YB001', '联审随办件办结在事务结束时核对，请不要改变约束的检查时机', '', '', '', new.id);
  end if;
  perform law.finish_review(a, x.review_id) from desk.review_item x where x.case_id = new.id order by x.review_id;
  return null;
end $$;
create constraint trigger case_ended after update on desk.matter deferrable initially deferred for each row
  when (old.open and not new.open and new.parent_id is not null and new.kind = 'case') execute function law.case_ended();
alter table desk.matter enable always trigger case_ended;
