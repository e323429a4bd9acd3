-- What the person signed in may lean on today. Identity is session_user, never a setting (POSTGRES 2).
create function law.my_id() returns int
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (select s.id from desk.staff s where s.login = session_user and s.active);
end $$;

-- The items both lists allow; null stands for all of the section's.
create function law.both(one int[], other int[]) returns int[]
language plpgsql immutable as $$
begin
  if one is null then return other; end if;
  if other is null then return one; end if;
  return array(select unnest(one) intersect select unnest(other));
end $$;

create type law.power as (duty text, section_id int, authorisation_id int, lending_id int, item_ids int[]);

-- Who is signed in, at the moment and on the day of the law's clock, under which print of the law.
create type law.person as (id int, at timestamptz, day date, law text, duties text[], sections int[], powers law.power[]);

-- A duty held today; a chief's power to decide rests on an authorisation, a deputy's on a lending (LAW 1).
-- Functions without "security definer" are granted to nobody: they run inside one that is, with its owner and its search_path.
-- Small statements, each only when it can find something: one UNION of them costs four times as much.
create function law.me() returns law.person
language plpgsql stable as $$
declare me law.person; chief_in int[]; held law.power[];
begin
  select s.id, coalesce(p.at, clock_timestamp()), v.digest into me.id, me.at, me.law
  from law.version v left join desk.staff s on s.login = session_user and s.active left join desk.practice_time p on true;
  me.day := law.day_of(me.at);
  select coalesce(array_agg(d.duty), '{}'), coalesce(array_agg(row(d.duty, d.section_id, null, null, null)::law.power), '{}'),
    coalesce(array_agg(d.section_id) filter (where d.duty in ('officer', 'chief')), '{}'), array_agg(d.section_id) filter (where d.duty = 'chief')
    into me.duties, me.powers, me.sections, chief_in
  from desk.duty d where d.staff_id = me.id and d.from_day <= me.day and me.day < d.to_day;
  if chief_in is not null then
    select array_agg(row('chief', a.section_id, a.id, null, a.item_ids)::law.power) into held from desk.authorisation a
      where a.staff_id = me.id and a.confirmed_by is not null and a.from_day <= me.day and me.day < least(a.to_day, a.revoked_from)
        and a.section_id = any (chief_in);
    me.powers := me.powers || held;
  end if;
  if me.sections <> '{}' then
    select array_agg(row('chief', a.section_id, a.id, l.id, law.both(l.item_ids, a.item_ids))::law.power) into held
      from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
      where l.deputy_id = me.id and l.confirmed_by is not null and l.from_day <= me.day and me.day < least(l.to_day, l.revoked_from)
        and a.confirmed_by is not null and a.from_day <= me.day and me.day < least(a.to_day, a.revoked_from)
        and a.section_id = any (me.sections);
    me.powers := me.powers || held;
  end if;
  return me;
end $$;

-- The sections this person works in as officer or chief today; a lending gives power there, never another section.
create function law.my_sections() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare today date := law.today();
begin
  return array(select distinct d.section_id from desk.duty d join desk.staff s on s.id = d.staff_id
    where s.login = session_user and s.active and d.duty in ('officer', 'chief') and d.from_day <= today and today < d.to_day);
end $$;

create function law.i_hold(any_of text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare today date := law.today();
begin
  return exists (select from desk.duty d join desk.staff s on s.id = d.staff_id
    where s.login = session_user and s.active and d.duty = any (any_of) and d.from_day <= today and today < d.to_day);
end $$;

-- The key a person may sign with today: confirmed by two security officers, not revoked (LAW 1, Keys).
create function law.key_in_force(of_staff int, at_day date) returns desk.signing_key
language plpgsql stable as $$
declare key desk.signing_key;
begin
  select k.* into key from desk.signing_key k
  where k.staff_id = of_staff and k.second_by is not null and k.confirmed_by is not null
    and k.confirmed_on <= at_day and at_day < k.revoked_from
  order by k.id desc limit 1;
  return key;
end $$;

-- Who may decide today, for which section and items: the chief, and deputies with 代.
create function law.deciding() returns table (section_id int, name text, rank int, item_ids int[])
language sql stable as $$
    select a.section_id, s.name, 0, a.item_ids from desk.authorisation a join desk.staff s on s.id = a.staff_id
    join desk.duty d on d.staff_id = a.staff_id and d.section_id = a.section_id and d.duty = 'chief'
      and d.from_day <= law.today() and law.today() < d.to_day
    where s.active and a.confirmed_by is not null and a.from_day <= law.today() and law.today() < least(a.to_day, a.revoked_from)
    union
    select a.section_id, s.name || '（代）', 1, law.both(l.item_ids, a.item_ids) from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
    join desk.staff s on s.id = l.deputy_id
    where s.active and l.confirmed_by is not null and l.from_day <= law.today() and law.today() < least(l.to_day, l.revoked_from)
      and a.confirmed_by is not null and a.from_day <= law.today() and law.today() < least(a.to_day, a.revoked_from)
$$;

-- The same by section, for the boards; a section where nobody can decide today has no names.
create function law.deciders() returns table (section_id int, section text, names text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.name, coalesce(string_agg(d.name, '、' order by d.rank, d.name), '')
  from desk.section s left join (select distinct x.section_id, x.name, x.rank from law.deciding() x) d on d.section_id = s.id where s.kind = 'section' group by s.id, s.name order by s.id
$$;
