-- matter x transition x power x unmet: what may I do to this matter, and if not, why not. Not granted to staff: the buttons
-- call law.moves(), the guard calls this, so they cannot drift apart. The powers are worked out once and handed in.
create type law.move_row as (place int, act text, label text, to_state text, latest boolean, signed boolean, main boolean, sight text,
                             basis text, duty text, authorisation_id int, lending_id int, why_not text, ends boolean, paper text, lent text);

-- Do these items cover the matter: a case's own; of a review all of the section's on its agenda; a project is every section's.
create function law.covers(m desk.matter, b law.brief, item_ids int[]) returns boolean
language plpgsql stable as $$
declare fine boolean := m.kind = 'project' or m.kind = 'case' and b.item_id = any (item_ids);
begin
  if m.kind in ('review', 'seat') then
    select coalesce(bool_and(i.id = any (item_ids)), false) into fine from desk.review_item x join desk.item i on i.id = x.item_id
    where x.review_id = coalesce(m.parent_id, m.id) and i.section_id = m.section_id;
  end if;
  return coalesce(fine, false);
end $$;

create function law.has_seat(of_review bigint, of_section int) returns boolean
language plpgsql stable as $$
begin
  return exists (select from desk.matter x where x.parent_id = of_review and x.kind = 'seat' and x.section_id = of_section);
end $$;

-- What one rule says to this person about this matter; null where they have no power under it. It leans on one's own power before a
-- lent one, for what is signed on one under an authorisation; an act of the law needs none.
create function law.ruled(t law.transition, m desk.matter, b law.brief, me law.person) returns law.move_row
language plpgsql stable as $$
declare p law.power; best law.power; v law.move_row;
begin
  if t.reach = 'law' then best.duty := 'law'; end if;
  foreach p in array me.powers loop
    if p.duty = any (t.duties) and (best.duty is null or t.signed and best.authorisation_id is null)
        and (t.reach = 'hall' or t.reach = 'section' and p.section_id = m.section_id or t.reach = 'seat' and law.has_seat(m.id, p.section_id))
        and (p.item_ids is null or law.covers(m, b, p.item_ids)) then
      best := p;
    end if;
  end loop;
  if best.duty is not null then
    v := row(t.position, t.act, t.label, case t.to_state when '=' then m.state else t.to_state end, t.mode = 'latest', t.signed, t.main, t.sight,
      t.basis, best.duty, best.authorisation_id, best.lending_id, law.unmet(m, b, t.needs, me, best.authorisation_id), t.ends, best.paper, best.lent);
  end if;
  return v;
end $$;

create function law.move(m desk.matter, b law.brief, me law.person) returns setof law.move_row
language sql stable as $$
  select v.* from law.rule r cross join lateral unnest(r.transitions) t cross join lateral law.ruled(t, m, b, me) v
  where r.kind = m.kind and t.reach <> 'law' and (m.state = any (t.from_states) or t.from_states = '{*}' and m.state <> '') and v.act is not null
$$;

-- An officer or chief sees state and days of the other cases of a project their own section works on; who follows a project, of all (LAW 2).
create function law.shares_project(of_project bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from desk.matter o where o.project_id = of_project and o.section_id = any (law.my_sections()))
    or of_project = any (law.my_projects());
end $$;

-- Who reads the progress of a project: knowing it by name, to register what it already has, is not enough.
create function law.reads_project(of_project bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return law.shares_project(of_project) or law.i_hold('{window,overseer,auditor}');
end $$;

-- Whoever has a seat at a review or leads it sees the review, all its seats, its materials and opinions (LAW 2).
create function law.on_review(of_matter bigint) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare mine int[] := law.my_sections(); review bigint;
begin
  select coalesce(case m.kind when 'seat' then m.parent_id end, m.id) into review from desk.matter m where m.id = of_matter;
  return exists (select from desk.matter m where m.section_id = any (mine) and (m.id = review and m.kind = 'review' or m.parent_id = review and m.kind = 'seat'));
end $$;

-- The reviews this person's sections have a place at: the same as on_review, once a statement for whole lists.
create function law.my_reviews() returns bigint[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare mine int[] := law.my_sections();
begin
  return array(select case m.kind when 'seat' then m.parent_id else m.id end from desk.matter m
    where m.kind in ('review', 'seat') and m.section_id = any (mine));
end $$;

-- A section whose items stand in a stage sees projects by name, to register what they already have.
create function law.on_stages() returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare mine int[] := law.my_sections();
begin
  return exists (select from desk.stage_item g join desk.item i on i.id = g.item_id where i.section_id = any (mine));
end $$;

-- May this person see this matter at all? Says the same as the policies of 60_sight (a test holds them together).
create function law.in_sight(m desk.matter, me law.person) returns boolean
language plpgsql stable as $$
begin
  return m.section_id = any (me.sections)
    or m.kind in ('case', 'certificate', 'project') and me.duties && '{window,overseer,auditor}'::text[]
    or m.kind in ('case', 'project') and law.shares_project(coalesce(m.project_id, m.id))
    or m.kind in ('review', 'seat') and (me.duties && '{window,overseer,auditor}'::text[] or law.on_review(m.id) or m.project_id = any (law.my_projects()))
    or m.kind = 'project' and law.on_stages() or m.kind = 'stage';
end $$;

create function law.sees(of_matter bigint) returns boolean
language plpgsql stable as $$
begin
  return coalesce((select law.in_sight(m, law.me()) from desk.matter m where m.id = of_matter), false);
end $$;

-- Those of many matters this person may see.
create function law.visible(matter_ids bigint[]) returns bigint[]
language plpgsql stable as $$
declare me law.person := law.me();
begin
  return array(select m.id from desk.matter m where m.id = any (matter_ids) and law.in_sight(m, me));
end $$;

-- What a joint review sets as conditions of its parallel cases: those of the seats, and the issues still open (LAW 5).
create function law.conditions_of(of_review bigint) returns text
language sql stable as $$
  select string_agg(x.words, E'\n' order by x.part, x.place) from (
    select 1 as part, s.position::bigint as place, s.conditions as words from desk.seat s
    where s.review_id = of_review and s.opinion = 'conditions' and s.conditions <> ''
    union all select 2, i.id, i.words from desk.issue i where i.review_id = of_review and i.settled_act is null) x
$$;

-- The same for one case, once the review it was opened by or linked to has its conclusion: a case of 联合办理 is older than that.
create function law.carried(of_case bigint, since bigint) returns text
language sql stable as $$
  select string_agg(law.conditions_of(m.id), E'\n' order by m.id) from desk.review_item i join desk.matter m on m.id = i.review_id
  where i.case_id = of_case and m.state in ('concluded', 'finished')
    and exists (select from desk.act a where a.matter_id = m.id and a.kind = 'conclude' and a.id > since)
$$;

-- The value a question starts with: what the last recommendation said about the same field, and what a joint review concluded since then set as conditions.
create function law.proposed(of_matter bigint, of_field text, sections int[]) returns text
language sql stable as $$
  select nullif(concat_ws(E'\n', nullif(r.said, ''), case of_field when 'conditions' then law.carried(of_matter, case when r.said <> '' then r.id else 0 end) end), '')
  from (select) one left join lateral (select a.id, a.body::jsonb ->> of_field as said from desk.act a
    where a.matter_id = of_matter and a.kind = 'recommend' and a.section_id = any (sections) order by a.position desc limit 1) r on true
$$;

create function law.authorisation_text(of_authorisation int, of_lending int) returns jsonb
language sql stable as $$
  select jsonb_build_object('id', a.id, 'paper_no', a.paper_no, 'section', s.name, 'from_day', coalesce(l.from_day, a.from_day),
    'to_day', coalesce(l.to_day, a.to_day), 'lent_by', case when l.id is null then '' else h.name end,
    'signed_as', case when l.id is null then '首席代表' else '首席代表（代）' end,
    'covers', coalesce((select string_agg(i.name, '、' order by i.id) from desk.item i
                        where i.id = any (law.both(l.item_ids, a.item_ids))), '本科室全部事项'))
  from desk.authorisation a join desk.section s on s.id = a.section_id join desk.staff h on h.id = a.staff_id
  left join desk.lending l on l.id = of_lending where a.id = of_authorisation
$$;

-- The letter of a signed move before the decider has written anything: the desk puts in wish, body and time by itself.
create function law.letter_ahead(m desk.matter, b law.brief, v law.move_row, me law.person) returns text
language plpgsql stable as $$
declare a desk.act;
begin
  a.kind := v.act; a.wish := '00000000-0000-0000-0000-000000000000'; a.body := '';
  return law.compose_letter(m, b, v, a, me, law.second_text(me.at));
end $$;

-- The buttons of a matter, one row an act, those that may be done before those that may not.
create function law.moves(of_matter bigint)
returns table (act text, label text, to_state text, latest boolean, signed boolean, main boolean, basis text, why_not text,
               place int, authorisation jsonb, asks jsonb, letter text)
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare m desk.matter; b law.brief; me law.person := law.me();
begin
  select * into m from desk.matter x where x.id = of_matter and law.in_sight(x, me);
  b := law.brief_of(m);
  return query select distinct on (v.act) v.act, v.label, v.to_state, v.latest, v.signed, v.main, v.basis, v.why_not, v.place,
    case when v.signed then law.authorisation_text(v.authorisation_id, v.lending_id) end,
    (select coalesce(jsonb_agg(jsonb_build_object('field', q.field, 'label', q.label, 'kind', q.type, 'required', q.required,
       'choices', q.choices, 'hint', q.hint, 'value', coalesce(law.proposed(of_matter, q.field, me.sections), '')) order by q.position), '[]')
     from law.rule r, unnest(law.asks(r, b.certificate_form)) q where r.kind = m.kind and r.act = v.act),
    case when v.signed and v.why_not is null then law.letter_ahead(m, b, v, me) end
  from law.move(m, b, me) v
  order by v.act, v.why_not is not null, v.place;
end $$;
