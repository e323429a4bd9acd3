-- What is written stays written, for the owner too: statement triggers answer even where there is no row to change.
create function law.keep() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  raise exception using errcode = 'YB001', message = '台账只增不改：' || TG_TABLE_NAME || ' 不得' || TG_OP;
end $$;

create trigger keep before update or delete or truncate on desk.act for each statement execute function law.keep();
create trigger keep before update or delete or truncate on desk.blob for each statement execute function law.keep();
create trigger keep before update or delete or truncate on desk.centre for each statement execute function law.keep();
create trigger keep before update or delete or truncate on desk.paper for each statement execute function law.keep();
create trigger keep before update or delete or truncate on desk.reading for each statement execute function law.keep();
create trigger keep before delete or truncate on desk.matter for each statement execute function law.keep();
create trigger keep before delete or truncate on desk.certificate for each statement execute function law.keep();
create trigger keep before delete or truncate on desk.sheet for each statement execute function law.keep();
create trigger keep before delete or truncate on desk.case_file for each statement execute function law.keep();
alter table desk.act enable always trigger keep;
alter table desk.blob enable always trigger keep;
alter table desk.centre enable always trigger keep;
alter table desk.paper enable always trigger keep;
alter table desk.reading enable always trigger keep;
alter table desk.matter enable always trigger keep;
alter table desk.certificate enable always trigger keep;
alter table desk.sheet enable always trigger keep;
alter table desk.case_file enable always trigger keep;

-- Practice time exists only in a centre born for practice; the mark itself is immutable.
create function law.practice_only() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from desk.centre c where c.practice) then
    raise exception using errcode = 'YB001', message = '正式中心不得设置演练时间';
  end if;
  return new;
end $$;
create trigger practice_only before insert or update on desk.practice_time for each row execute function law.practice_only();
alter table desk.practice_time enable always trigger practice_only;

-- A scan is stamped and hashed here; nobody may say whose it is.
create function law.stamp_blob() returns trigger
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  new.staff_id := law.my_id(); new.at := law.now(); new.digest := encode(sha256(new.content), 'hex');
  if new.staff_id is null or (law.me()).duties = '{}' then
    perform law.refuse('YB001', '您今日没有职责，不能上传附件', '', '', 'blob', null);
  end if;
  return new;
end $$;
create trigger stamp before insert on desk.blob for each row execute function law.stamp_blob();
alter table desk.blob enable always trigger stamp;
