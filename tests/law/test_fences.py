"""What must hold of the law after every migration 围栏: no fence stands open (POSTGRES 2)."""

from __future__ import annotations

import pytest

from tests.hall import Hall


@pytest.mark.parametrize(
    ("what", "offenders"),
    [
        (
            "definer functions pin their search_path, pg_temp last",
            """select p.proname from pg_proc p where p.pronamespace = 'law'::regnamespace and p.prosecdef
            and not coalesce(p.proconfig @> array['search_path=pg_catalog, pg_temp'], false)""",
        ),
        (
            "what staff may call and what is a trigger never runs with the caller's search_path",
            """select p.proname from pg_proc p where p.pronamespace = 'law'::regnamespace
            and not p.prosecdef and (has_function_privilege('yubei_staff', p.oid, 'execute')
            or p.prorettype = 'trigger'::regtype)""",
        ),
        (
            "no view of ours lacks security_invoker",
            """select c.relname from pg_class c where c.relkind in ('v', 'm')
            and c.relnamespace::regnamespace::text in ('desk', 'law')
            and not coalesce(c.reloptions @> '{security_invoker=true}', false)""",
        ),
        (
            "every table of desk has row security",
            """select c.relname from pg_class c where c.relkind in ('r', 'p')
            and c.relnamespace = 'desk'::regnamespace and not c.relrowsecurity
            and c.relname <> 'alembic_version'""",
        ),
        (
            "the public executes nothing of ours",
            """select p.proname from pg_proc p, aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
            where p.pronamespace = 'law'::regnamespace and a.grantee = 0""",
        ),
        (
            "the public reads nothing of ours",
            """select c.relname from pg_class c, aclexplode(c.relacl) a
            where c.relnamespace::regnamespace::text in ('desk', 'law') and a.grantee = 0""",
        ),
        (
            "nobody but the superuser and the owner owns or may create anything",
            """select n.nspname from pg_namespace n where n.nspname in ('desk', 'law', 'public')
            and has_schema_privilege('yubei_staff', n.oid, 'create')
            union select relname from pg_class c where c.relnamespace::regnamespace::text in ('desk', 'law')
            and c.relowner <> 'yubei_owner'::regrole""",
        ),
        (
            "guards fire always, replicas included",
            """select tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
            where not t.tgisinternal and c.relnamespace = 'desk'::regnamespace and t.tgenabled <> 'A'""",
        ),
        (
            "a policy lets staff write acts and blobs only",
            """select tablename from pg_policies where schemaname = 'desk' and cmd <> 'SELECT'
            and (cmd <> 'INSERT' or tablename not in ('act', 'blob'))""",
        ),
        (
            "no login has a power",
            """select rolname from pg_roles where rolname like 'demo%'
            and (rolsuper or rolcreaterole or rolcreatedb or rolreplication
            or rolbypassrls or pg_has_role(oid, 'pg_read_all_data', 'usage')
            or pg_has_role(oid, 'yubei_owner', 'usage'))""",
        ),
    ],
)
def test_after_every_migration(any_hall: Hall, what: str, offenders: str) -> None:
    assert any_hall.owner().execute(offenders.encode()).fetchall() == [], what
