-- What the person signed in may lean on today. Identity is session_user, never a setting (POSTGRES 2).
create function law.my_id() returns int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select s.id from desk.staff s where s.login = session_user and s.active);
end $$;

-- The items both lists allow; null stands for all of the section's.
create function law.both(one int[], other int[]) returns int[]
language sql immutable as $$
  select case when one is null then other when other is null then one
              else array(select unnest(one) intersect select unnest(other)) end
$$;

create type law.power as (duty text, section_id int, authorisation_id int, lending_id int, item_ids int[]);

-- A duty held today; a chief's power to decide rests on an authorisation, a deputy's on a lending (LAW 1).
-- Functions without "security definer" are granted to nobody: they run inside one that is, with its owner and its search_path.
-- Three small statements, each only when it can find something: one UNION of them costs four times as much.
create function law.powers_of(me int, day date) returns law.power[]
language plpgsql stable as $$
declare held law.power[]; chief_in int[]; works_in int[];
begin
  held := array(select row(d.duty, d.section_id, null, null, null)::law.power from desk.duty d
                where d.staff_id = me and d.from_day <= day and day < d.to_day);
  chief_in := array(select h.section_id from unnest(held) h where h.duty = 'chief');
  works_in := chief_in || array(select h.section_id from unnest(held) h where h.duty = 'officer');
  if chief_in <> '{}' then
    held := held || array(select row('chief', a.section_id, a.id, null, a.item_ids)::law.power from desk.authorisation a
      where a.staff_id = me and a.confirmed_by is not null and a.from_day <= day and day < least(a.to_day, a.revoked_from)
        and a.section_id = any (chief_in));
  end if;
  if works_in <> '{}' then
    held := held || array(select row('chief', a.section_id, a.id, l.id, law.both(l.item_ids, a.item_ids))::law.power
      from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
      where l.deputy_id = me and l.confirmed_by is not null and l.from_day <= day and day < least(l.to_day, l.revoked_from)
        and a.confirmed_by is not null and a.from_day <= day and day < least(a.to_day, a.revoked_from)
        and a.section_id = any (works_in));
  end if;
  return held;
end $$;

create function law.my_powers() returns law.power[]
language plpgsql stable as $$
begin
  return law.powers_of(law.my_id(), law.today());
end $$;

create function law.my_sections() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select coalesce(array_agg(distinct p.section_id), '{}') from unnest(law.my_powers()) p where p.duty in ('officer', 'chief'));
end $$;

create function law.i_hold(any_of text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return exists (select from unnest(law.my_powers()) p where p.duty = any (any_of));
end $$;

-- The key a person may sign with today: confirmed by two security officers, not revoked (LAW 1, Keys).
create function law.key_in_force(of_staff int, at_day date) returns desk.signing_key
language sql stable as $$
  select k.* from desk.signing_key k
  where k.staff_id = of_staff and k.second_by is not null and k.confirmed_by is not null
    and k.confirmed_on <= at_day and at_day < k.revoked_from
  order by k.id desc limit 1
$$;

-- Who decides today for each section: the chief, and deputies with 代.
create function law.deciders() returns table (section_id int, section text, names text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  with deciding as (
    select a.section_id, s.name, 0 as rank from desk.authorisation a join desk.staff s on s.id = a.staff_id
    join desk.duty d on d.staff_id = a.staff_id and d.section_id = a.section_id and d.duty = 'chief'
      and d.from_day <= law.today() and law.today() < d.to_day
    where s.active and a.confirmed_by is not null and a.from_day <= law.today() and law.today() < least(a.to_day, a.revoked_from)
    union
    select a.section_id, s.name || '（代）', 1 from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
    join desk.staff s on s.id = l.deputy_id
    where s.active and l.confirmed_by is not null and l.from_day <= law.today() and law.today() < least(l.to_day, l.revoked_from)
      and a.confirmed_by is not null and a.from_day <= law.today() and law.today() < least(a.to_day, a.revoked_from)
  )
  select s.id, s.name, coalesce(string_agg(d.name, '、' order by d.rank, d.name), '')
  from desk.section s left join deciding d on d.section_id = s.id where s.kind = 'section' group by s.id, s.name order by s.id
$$;
