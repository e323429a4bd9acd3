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

create function law.digest(words text) returns text
language sql stable as $$
  select encode(sha256(convert_to(words, 'UTF8')), 'hex')
$$;

-- What somebody holds, from a day to a day: a duty; a chief's power to decide, which rests on an authorisation; a deputy's, on a lending (LAW 1).
-- `paper` and `lent` are what a letter says of the two: number and digest.
create type law.power as (duty text, section_id int, authorisation_id int, lending_id int, item_ids int[], from_day date, to_day date, paper text, lent text);
create view law.holding with (security_invoker) as
  select d.staff_id, row(d.duty, d.section_id, null, null, null, d.from_day, d.to_day, null, null)::law.power as power, 1 as rank, d.id as place from desk.duty d
  union all
  select d.staff_id, row('chief', a.section_id, a.id, null, a.item_ids, greatest(d.from_day, a.from_day), least(d.to_day, a.to_day, a.revoked_from),
    a.id || ' ' || law.digest(row_to_json(a)::text), null)::law.power, 2, a.id
  from desk.duty d join desk.authorisation a on a.staff_id = d.staff_id and a.section_id = d.section_id
  where d.duty = 'chief' and a.confirmed_by is not null
  union all
  select d.staff_id, row('chief', a.section_id, a.id, l.id, law.both(l.item_ids, a.item_ids), greatest(d.from_day, l.from_day, a.from_day),
    least(d.to_day, l.to_day, l.revoked_from, a.to_day, a.revoked_from),
    a.id || ' ' || law.digest(row_to_json(a)::text), l.id || ' ' || law.digest(row_to_json(l)::text))::law.power, 3, l.id
  from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
  join desk.duty d on d.staff_id = l.deputy_id and d.section_id = a.section_id and d.duty in ('officer', 'chief')
  where l.confirmed_by is not null and a.confirmed_by is not null;

-- The badge 工牌 of everybody: their holdings and keys of all days in one row, worked out anew whenever one of them changes and not at every act.
create view law.badge_due with (security_invoker) as
  select s.login, s.id as staff_id, c.id as centre, array(select h.power from law.holding h where h.staff_id = s.id order by h.rank, h.place) as powers,
    array(select k from desk.signing_key k where k.staff_id = s.id and k.second_by is not null and k.confirmed_by is not null and k.confirmed_on is not null order by k.id desc) as keys
  from desk.staff s cross join desk.centre c where s.active and s.login is not null;
create table law.badge as table law.badge_due;
alter table law.badge add primary key (login);
create function law.renew_badges() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp set jit = off as $$
begin
  lock table law.badge in share row exclusive mode; -- two changes at once see one another
  delete from law.badge;
  insert into law.badge table law.badge_due;
  return null;
end $$;
create trigger badge after insert or update or delete or truncate on desk.staff         for each statement execute function law.renew_badges();
create trigger badge after insert or update or delete or truncate on desk.duty          for each statement execute function law.renew_badges();
create trigger badge after insert or update or delete or truncate on desk.authorisation for each statement execute function law.renew_badges();
create trigger badge after insert or update or delete or truncate on desk.lending       for each statement execute function law.renew_badges();
create trigger badge after insert or update or delete or truncate on desk.signing_key   for each statement execute function law.renew_badges();
alter table desk.staff         enable always trigger badge;
alter table desk.duty          enable always trigger badge;
alter table desk.authorisation enable always trigger badge;
alter table desk.lending       enable always trigger badge;
alter table desk.signing_key   enable always trigger badge;

-- Who is signed in, at the moment and on the day of the law's clock, under which print of the law; a key for whoever may decide.
create type law.person as (centre uuid, id int, at timestamptz, day date, law text, duties text[], sections int[], powers law.power[], key_id int, key text);

-- Functions without "security definer" are granted to nobody: they run inside one that is, with its owner and its search_path.
create function law.me() returns law.person
language plpgsql stable as $$
declare me law.person; held law.power[]; keys desk.signing_key[]; p law.power; k desk.signing_key;
begin
  select b.centre, b.staff_id, coalesce(c.at, clock_timestamp()), v.digest, b.powers, b.keys into me.centre, me.id, me.at, me.law, held, keys
  from law.version v left join law.badge b on b.login = session_user left join desk.practice_time c on true;
  me.day := law.day_of(me.at); me.duties := '{}'; me.sections := '{}'; me.powers := '{}';
  foreach p in array coalesce(held, '{}') loop
    continue when me.day < p.from_day or me.day >= p.to_day;
    me.powers := me.powers || p;
    if p.authorisation_id is null then me.duties := me.duties || p.duty; end if;
    if p.authorisation_id is null and p.duty in ('officer', 'chief') then me.sections := me.sections || p.section_id; end if;
  end loop;
  foreach k in array coalesce(keys, '{}') loop
    continue when me.day < k.confirmed_on or me.day >= k.revoked_from;
    me.key_id := k.id; me.key := k.fingerprint;
    exit;
  end loop;
  return me;
end $$;

-- The sections this person works in as officer or chief today; a lending gives power there, never another section.
create function law.my_sections() returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (law.me()).sections;
end $$;

create function law.i_hold(any_of text[]) returns boolean
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
begin
  return (law.me()).duties && any_of;
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
    join desk.duty d on d.staff_id = l.deputy_id and d.section_id = a.section_id and d.duty in ('officer', 'chief')
      and d.from_day <= law.today() and law.today() < d.to_day
    where s.active and l.confirmed_by is not null and l.from_day <= law.today() and law.today() < least(l.to_day, l.revoked_from)
      and a.confirmed_by is not null and a.from_day <= law.today() and law.today() < least(a.to_day, a.revoked_from)
$$;

-- The same by section, for the boards; a section where nobody can decide today has no names.
create function law.deciders() returns table (section_id int, section text, names text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.name, coalesce(string_agg(d.name, '、' order by d.rank, d.name), '')
  from desk.section s left join (select distinct x.section_id, x.name, x.rank from law.deciding() x) d on d.section_id = s.id where s.kind = 'section' group by s.id, s.name order by s.id
$$;
