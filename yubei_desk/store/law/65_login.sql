-- Logins are made here and nowhere else: for staff in the table only, from a SCRAM verifier made on the client (POSTGRES 2.13).
create function law.make_login(of_login text, verifier text) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp as $$
begin
  if not exists (select from desk.staff s where s.login = of_login) or verifier !~ '^SCRAM-SHA-256\$\d+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=:]+$' then
    raise exception using errcode = 'YB001', message = '只能为在册人员建立登录，且口令须为 SCRAM 验证值';
  end if;
  -- The one statement here that must be composed: roles have no other form; both parts were checked above and are quoted.
  if exists (select from pg_roles r where r.rolname = of_login) then
    execute format('alter role %I password %L', of_login, verifier);
  else
    execute format('create role %I login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 12 password %L in role yubei_staff',
      of_login, verifier);
  end if;
end $$;
