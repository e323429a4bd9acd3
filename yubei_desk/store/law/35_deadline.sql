-- The date behind a number of days: one look-up in the calendar (DOMAIN 4, 9). Counting and explaining is Python's.
create function law.due(start_day date, days int, unit text) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case unit
    when 'working' then (select d.day from desk.calendar_day d where d.working and d.number =
                           (select s.number from desk.calendar_day s where s.day = start_day) + days)
    else (select min(d.day) from desk.calendar_day d where d.working and d.day >= start_day + days)
  end
$$;

-- The first day of the yellow light: so many working days before the due day, or a share of the limit where that is more (DOMAIN 1 no. 7).
create function law.warn(due_day date, limit_days int) returns date
language sql stable as $$
  select d.day from desk.calendar_day d where d.working and d.number = (select s.number from desk.calendar_day s where s.day = due_day)
    - greatest((select s.value::int from desk.setting s where s.key = 'light_days'),
               (select limit_days * s.value::int / 100 from desk.setting s where s.key = 'light_percent'))
$$;

-- A matter's open clock: when it is due and from when it is yellow; no day at all when the clock ends.
create function law.set_clock(of_matter bigint, due_day date, limit_days int) returns void
language sql as $$
  update desk.matter m set due_on = coalesce(due_day, 'infinity'), warn_on = coalesce(law.warn(due_day, limit_days), 'infinity')
  where m.id = of_matter
$$;
