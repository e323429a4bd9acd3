-- What a login may touch. Everything else is refused by name (POSTGRES 2).

-- `drop owned by yubei_staff` takes every right and policy from everybody, and any member of a role may say it: no login changes
-- the shape of the database. The superuser ties this to the start of every such command (migrate).
create function law.keep_shape() returns event_trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from pg_roles r where r.rolname = session_user and r.rolsuper) then
    raise exception using errcode = '42501', message = '登录名不得更改数据库的结构和授权：' || tg_tag;
  end if;
end $$;
revoke all on all tables in schema desk from public, yubei_staff;
revoke all on all functions in schema law from public, yubei_staff;
revoke all on all tables in schema law from public, yubei_staff;
grant usage on schema desk, law to yubei_staff;
grant select on desk.centre, desk.practice_time, desk.setting, desk.section, desk.staff, desk.duty, desk.authorisation, desk.lending,
  desk.signing_key, desk.certificate_kind, desk.form_field, desk.item, desk.edition, desk.material, desk.calendar_day, desk.matter,
  desk.act, desk.blob, desk.case_file, desk.case_party, desk.case_material, desk.attachment, desk.pause, desk.paper, desk.certificate,
  desk.sheet, desk.project, desk.reading, desk.attempt, desk.process, desk.stage, desk.stage_item, desk.stage_seat, desk.stage_gate,
  desk.review, desk.review_item, desk.seat, desk.issue, desk.prior, desk.follow to yubei_staff;
grant insert (matter_id, seen_version, kind, body, wish, letter, signature) on desk.act to yubei_staff;
grant insert (id, media_type, content) on desk.blob to yubei_staff;
grant select on law.transition, law.ask, law.state, law.duty_kind, law.version to yubei_staff;
grant execute on function law.now(), law.today(), law.my_id(), law.my_sections(), law.i_hold(text[]), law.shares_project(bigint), law.reads_project(bigint),
  law.has_opened(bigint), law.sees_materials(bigint), law.sees_certificate(bigint), law.moves(bigint),
  law.letter(bigint, int, text, uuid, text), law.deciders(), law.open_matter(bigint), law.reveal(bigint), law.known_applicant(text),
  law.session(), law.changes(text), law.due(date, int, text), law.on_review(bigint), law.my_reviews(), law.my_projects(), law.on_stages(),
  law.simulate(bigint, bigint), law.stage_faults(bigint), law.project_names(text), law.stages_of(bigint), law.follow_staff(), law.progress(bigint), law.draftable(), law.on_line(bigint) to yubei_staff;
