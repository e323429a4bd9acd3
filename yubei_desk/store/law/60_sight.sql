-- Who sees what (LAW 2). Policies ask functions once a statement, in parenthesised SELECTs (POSTGRES 3).
alter table desk.centre            enable row level security;
alter table desk.practice_time     enable row level security;
alter table desk.setting           enable row level security;
alter table desk.section           enable row level security;
alter table desk.staff             enable row level security;
alter table desk.duty              enable row level security;
alter table desk.authorisation     enable row level security;
alter table desk.lending           enable row level security;
alter table desk.signing_key       enable row level security;
alter table desk.certificate_kind  enable row level security;
alter table desk.form_field        enable row level security;
alter table desk.item              enable row level security;
alter table desk.edition           enable row level security;
alter table desk.material          enable row level security;
alter table desk.applicant         enable row level security;
alter table desk.applicant_private enable row level security;
alter table desk.calendar_day      enable row level security;
alter table desk.counter           enable row level security;
alter table desk.attempt           enable row level security;
alter table desk.matter            enable row level security;
alter table desk.act               enable row level security;
alter table desk.blob              enable row level security;
alter table desk.case_file         enable row level security;
alter table desk.case_party        enable row level security;
alter table desk.case_private      enable row level security;
alter table desk.case_material     enable row level security;
alter table desk.attachment        enable row level security;
alter table desk.pause             enable row level security;
alter table desk.paper             enable row level security;
alter table desk.certificate       enable row level security;
alter table desk.sheet             enable row level security;
alter table desk.project           enable row level security;
alter table desk.reading           enable row level security;
alter table desk.process           enable row level security;
alter table desk.stage             enable row level security;
alter table desk.stage_item        enable row level security;
alter table desk.stage_seat        enable row level security;
alter table desk.stage_gate        enable row level security;
alter table desk.review            enable row level security;
alter table desk.review_item       enable row level security;
alter table desk.seat              enable row level security;
alter table desk.issue             enable row level security;
alter table desk.prior             enable row level security;
alter table desk.follow            enable row level security;

create function law.has_opened(of_matter bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select law.i_hold('{auditor}') and exists (select from desk.reading r
    where r.staff_id = law.my_id() and r.day = law.today() and r.matter_id in
      (of_matter, (select m.parent_id from desk.matter m where m.id = of_matter and m.kind = 'seat'))) -- a seat lies open with its review
$$;

create function law.sees_materials(of_matter bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select exists (select from desk.matter m join desk.case_file f on f.matter_id = m.id where m.id = of_matter
    and (m.section_id = any (law.my_sections()) or law.i_hold('{window}') and f.accepted_on is null)) or law.has_opened(of_matter)
    or exists (select from desk.matter m where m.id = of_matter and m.kind = 'review' and (law.on_review(m.id)
      or law.i_hold('{window}') and m.state in ('drafted', 'convened', 'in_session', 'adjourned')))
    or exists (select from desk.project p where p.matter_id = of_matter and (law.i_hold('{window}')
      or exists (select from desk.matter m where m.project_id = p.matter_id and m.section_id = any (law.my_sections()))))
$$;

create function law.sees_certificate(of_matter bigint) returns boolean
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select law.i_hold('{window}') or exists (select from desk.matter m where m.id = of_matter and m.section_id = any (law.my_sections()))
    or law.has_opened(of_matter)
$$;

-- Known to everybody who has a login here: the catalogue, the calendar, who works where, public keys.
create policy see on desk.centre           for select to yubei_staff using (true);
create policy see on desk.practice_time    for select to yubei_staff using (true);
create policy see on desk.setting          for select to yubei_staff using (true);
create policy see on desk.section          for select to yubei_staff using (true);
create policy see on desk.staff            for select to yubei_staff using (true);
create policy see on desk.signing_key      for select to yubei_staff using (true);
create policy see on desk.certificate_kind for select to yubei_staff using (true);
create policy see on desk.form_field       for select to yubei_staff using (true);
create policy see on desk.item             for select to yubei_staff using (true);
create policy see on desk.edition          for select to yubei_staff using (true);
create policy see on desk.material         for select to yubei_staff using (true);
create policy see on desk.calendar_day     for select to yubei_staff using (true);

create policy see on desk.duty          for select to yubei_staff using (staff_id = (select law.my_id()) or (select law.i_hold('{security,auditor}')));
create policy see on desk.authorisation for select to yubei_staff using (section_id = any ((select law.my_sections())::int[]) or (select law.i_hold('{security,auditor}')));
create policy see on desk.lending       for select to yubei_staff using (deputy_id = (select law.my_id())
  or exists (select from desk.authorisation a where a.id = authorisation_id));
create policy see on desk.attempt       for select to yubei_staff using ((select law.i_hold('{auditor}')));
create policy see on desk.reading       for select to yubei_staff using ((select law.i_hold('{auditor}')));

-- A matter's place, state and days. law.sees() says the same for one matter.
create policy see on desk.matter for select to yubei_staff using (
  section_id = any ((select law.my_sections())::int[])
  or kind in ('case', 'certificate', 'project') and (select law.i_hold('{window,overseer,auditor}'))
  or kind in ('case', 'project') and law.shares_project(coalesce(project_id, id))
  or kind in ('review', 'seat') and ((select law.i_hold('{window,overseer,auditor}'))
    or case kind when 'seat' then parent_id else id end = any ((select law.my_reviews())::bigint[])
    or project_id = any ((select law.my_projects())::bigint[])) -- who serves or leads: items, state, days, who sits there; no opinions
  or kind = 'project' and (select law.on_stages()) or kind = 'stage');
create policy see on desk.case_file for select to yubei_staff using (exists (select from desk.matter m where m.id = matter_id));
create policy see on desk.project   for select to yubei_staff using (exists (select from desk.matter m where m.id = matter_id));
create policy see on desk.pause     for select to yubei_staff using (exists (select from desk.matter m where m.id = matter_id));
create policy see on desk.paper     for select to yubei_staff using (exists (select from desk.matter m where m.id = matter_id
  and (m.section_id = any ((select law.my_sections())::int[]) or (select law.i_hold('{window,overseer,auditor}')))));

-- Stages are known to everybody, like the catalogue; a review to whoever sees its matter, its opinions to those at the table (LAW 2).
create policy see on desk.process     for select to yubei_staff using (true);
create policy see on desk.stage       for select to yubei_staff using (true);
create policy see on desk.stage_item  for select to yubei_staff using (true);
create policy see on desk.stage_seat  for select to yubei_staff using (true);
create policy see on desk.stage_gate  for select to yubei_staff using (true);
create policy see on desk.review      for select to yubei_staff using (exists (select from desk.matter m where m.id = matter_id));
create policy see on desk.review_item for select to yubei_staff using (exists (select from desk.matter m where m.id = review_id));
create policy see on desk.follow      for select to yubei_staff using (exists (select from desk.matter m where m.id = follow.project_id));
create policy see on desk.prior       for select to yubei_staff using (exists (select from desk.matter m where m.id = prior.project_id));
create policy see on desk.seat        for select to yubei_staff using (
  review_id = any ((select law.my_reviews())::bigint[]) or (select law.i_hold('{auditor}')) and law.has_opened(review_id));
create policy see on desk.issue       for select to yubei_staff using (
  review_id = any ((select law.my_reviews())::bigint[]) or (select law.i_hold('{auditor}')) and law.has_opened(review_id));

-- Names: the window and the section; the auditor once the opening is logged. Overseers see the masked name only.
create policy see on desk.case_party for select to yubei_staff using (
  section_id = any ((select law.my_sections())::int[]) or (select law.i_hold('{window}'))
  or (select law.i_hold('{auditor}')) and law.has_opened(matter_id));

-- Acts: the section all of its own, the window those of the counter, the auditor what they opened and logged.
-- What a project is known by and has: the sections of its stages, and who works on it or follows it; those read its follow-up, too.
-- What became of the editions of a stage: the cataloguers.
-- Whoever files an act reads it back in the same transaction.
create policy see on desk.act for select to yubei_staff using (
  xid = pg_current_xact_id_if_assigned() or section_id = any ((select law.my_sections())::int[])
  or sight = 'hall' and (select law.i_hold('{window}'))
  or (sight = 'seats' or kind = 'draft_review') and law.on_review(matter_id)
  or sight = 'seats' and actor_id = (select law.my_id()) -- a window that handed in a file finds its own act after a lost answer
  or kind in ('register', 'register_prior', 'not_applicable', 'void_prior') and ((select law.on_stages()) or law.shares_project(matter_id))
  or kind in ('follow', 'contact') and sight = 'hall' and law.shares_project(matter_id)
  or kind in ('draft_stage', 'publish_stage', 'drop_stage', 'retire_stage') and (select law.i_hold('{cataloguer}'))
  or (select law.i_hold('{auditor}')) and law.has_opened(matter_id));
create policy write on desk.act for insert to yubei_staff with check (true);

-- Materials: the section always, the window until acceptance.
create policy see on desk.case_material for select to yubei_staff using (law.sees_materials(matter_id));
create policy see on desk.attachment    for select to yubei_staff using (law.sees_materials(matter_id));
create policy see on desk.blob          for select to yubei_staff using (
  exists (select from desk.attachment t where t.blob_id = blob.id));
create policy write on desk.blob        for insert to yubei_staff with check (true);

-- Certificates and their sheets: whoever may print and hand over, and the auditor.
create policy see on desk.certificate for select to yubei_staff using (law.sees_certificate(matter_id));
create policy see on desk.sheet       for select to yubei_staff using (law.sees_certificate(certificate_id));

-- A look is written in the books and in the server's log: a reader who rolls back leaves the second (POSTGRES 2.14).
create function law.note_reading(of_matter bigint, of_what text) returns void
language plpgsql as $$
declare moment timestamptz := law.now();
begin
  insert into desk.reading (staff_id, matter_id, what, at, day) values (law.my_id(), of_matter, of_what, moment, law.today());
  raise log 'yubei_reading %', jsonb_build_object('login', session_user, 'matter', of_matter, 'what', of_what, 'at', moment);
end $$;

-- The auditor opens a matter: written down first, then readable for the day.
create function law.open_matter(of_matter bigint) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if law.i_hold('{auditor}') and law.sees(of_matter) then perform law.note_reading(of_matter, 'file'); end if;
end $$;

-- Personal data of one case, shown to those who work on it; every showing is written down.
create function law.reveal(of_matter bigint) returns desk.case_private
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
declare p desk.case_private; m desk.matter;
begin
  -- At a review the table shares materials and opinions, not the person: they are the lead's and the window's.
  select * into m from desk.matter x where x.id = of_matter;
  if not (law.sees_materials(of_matter) and (m.kind <> 'review' or m.section_id = any (law.my_sections()) or law.i_hold('{auditor}')))
     and not (law.sees(of_matter) and law.i_hold('{window}')) then
    perform law.refuse('YB001', '查无此件，或者您无权查看', '', '', 'reveal', of_matter);
  end if;
  perform law.note_reading(of_matter, 'private');
  select * into p from desk.case_private x where x.matter_id = of_matter;
  if not found then
    p := row(of_matter, '', '', '', '', ''); -- received without a word about the person
  end if;
  return p;
end $$;

-- What the window already holds of an applicant, by the full identifier only; written down with their latest case.
create function law.known_applicant(of_number text)
returns table (applicant_id int, kind text, name text, representative text, contact text, phone text, address text)
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if length(of_number) >= 15 and law.i_hold('{window}') then
    perform law.note_reading(c.latest, 'applicant') from (select max(y.matter_id) as latest from desk.applicant_private x
      join desk.case_party y on y.applicant_id = x.applicant_id where x.id_number = upper(of_number)) c where c.latest is not null;
    return query select a.id, a.kind, a.name, p.representative, p.contact, p.phone, p.address
      from desk.applicant_private p join desk.applicant a on a.id = p.applicant_id where p.id_number = upper(of_number);
  end if;
end $$;

-- Who is signed in, and which rooms their duties open.
create function law.session() returns table (staff_id int, name text, centre text, practice boolean, now timestamptz, clock timestamptz, duties jsonb,
                                             rooms text[], fingerprint text)
language sql stable security definer set search_path = pg_catalog, pg_temp as $$
  select s.id, s.name, c.name, c.practice, law.now(), clock_timestamp(),
    (select coalesce(jsonb_agg(distinct jsonb_build_object('duty', p.duty, 'label', k.label, 'section_id', p.section_id, 'section', n.name)), '[]')
     from unnest((law.me()).powers) p join law.duty_kind k using (duty) join desk.section n on n.id = p.section_id),
    (select coalesce(array_agg(distinct r), '{}') from unnest((law.me()).powers) p join law.duty_kind k using (duty), unnest(k.rooms) r),
    coalesce((law.me()).key, '')
  from desk.staff s, desk.centre c where s.id = law.my_id()
$$;

-- The sections at whose desks somebody is signed in now, of the seats of a review; told to those at its table only.
create function law.on_line(of_review bigint) returns int[]
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare day date := law.today();
begin
  return array(select distinct x.section_id from desk.matter x
    join desk.duty d on d.section_id = x.section_id and d.duty in ('officer', 'chief') and d.from_day <= day and day < d.to_day
    join desk.staff s on s.id = d.staff_id join pg_stat_activity a on a.usename = s.login and a.datname = current_database()
    where x.parent_id = of_review and x.kind = 'seat' and law.on_review(of_review));
end $$;

-- What changed since a snapshot, among what this person may see: never "id greater than the last" (POSTGRES 4).
create function law.changes(since text) returns table (snapshot text, server text, matter_ids bigint[])
language plpgsql stable security definer set search_path = pg_catalog, pg_temp as $$
declare known pg_snapshot := nullif(since, '');
begin
  snapshot := pg_current_snapshot();
  select p.system_identifier into server from pg_control_system() p;
  matter_ids := array(select distinct a.matter_id from desk.act a
    where a.xid >= pg_snapshot_xmin(known) and not pg_visible_in_snapshot(a.xid, known));
  if matter_ids <> '{}' then matter_ids := law.visible(matter_ids); end if;
  return next;
end $$;
