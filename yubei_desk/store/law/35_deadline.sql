-- The date behind a number of days: one look-up in the calendar (DOMAIN 4, 9). Counting and explaining is Python's.
create function law.due(start_day date, days int, unit text) returns date
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select case unit
    when 'working' then (select d.day from desk.calendar_day d where d.working and d.number =
                           (select s.number from desk.calendar_day s where s.day = start_day) + days)
    else (select min(d.day) from desk.calendar_day d where d.working and d.day >= start_day + days)
  end
$$;
