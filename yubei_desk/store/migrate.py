"""Makes and upgrades a centre's database: forward migrations of schema desk, schema law rebuilt from its
files.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg import sql
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from yubei_desk.errors import Refused

HERE = Path(__file__).parent
OWNER = "yubei_owner"
STAFF = "yubei_staff"

# Functions of PostgreSQL that no desk needs and that reach past row security or hold others up (POSTGRES
# 2.12).
DOORS = r"""
select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = 'pg_catalog'
  and (p.proname ~ '^(pg_advisory|pg_try_advisory|lo_)' or p.proname in ('loread', 'lowrite',
  'pg_logical_emit_message', 'pg_export_snapshot'))
"""

# `drop owned by yubei_staff` by any one of the staff would take every right from all of them.
SHAPE = (
    "create event trigger yubei_shape on ddl_command_start execute function law.keep_shape()",
    "alter event trigger yubei_shape enable always",
)
LOOSE = """select 'yubei_shape' where not exists (select from pg_event_trigger
where evtname = 'yubei_shape' and evtenabled = 'A')"""
# A cheap leakproof comparison runs before row security, and EXPLAIN ANALYZE tells how it went for hidden
# rows. From ten operators on the planner leaves it behind the policies (and counts half for a list of one):
# no cheaper one may touch words.
HASTY = """
select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
  and p.proleakproof and p.procost < 25
  and p.proargtypes::oid[] && '{text,name,bpchar,bytea}'::regtype[]::oid[]
"""
# The statistics of a table tell how many rows it has, hidden ones too (LAW 2): shut to staff. What EXPLAIN
# tells of its plan cannot be shut, nor that ids are given in turn.
COUNTERS = r"""
select p.oid::regprocedure::text from pg_proc p where p.pronamespace = 'pg_catalog'::regnamespace
  and (p.proname like 'pg\_stat\_get\_%' and p.proargtypes[0] = 'oid'::regtype
    or p.proname ~ '^pg_(relation|table|indexes|total_relation|database)_size$')
  and has_function_privilege('yubei_staff', p.oid, 'execute')
"""
COUNTED = "array['reltuples', 'relpages', 'relallvisible', 'relallfrozen']"
TOLD = f"""select a.attname from pg_attribute a where a.attrelid = 'pg_class'::regclass
and a.attname = any ({COUNTED}) and has_column_privilege('yubei_staff', a.attrelid, a.attnum, 'select')"""
UNTOLD = f"""select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
where a.attrelid = 'pg_class'::regclass and a.attnum > 0 and not a.attisdropped
  and a.attname <> all ({COUNTED})"""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "migrations"))
    return config


@cache
def head() -> str:
    """The newest step of the tables this program knows."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


@cache
def law_files() -> tuple[Path, ...]:
    """The numbered files of the law in their order."""
    return tuple(sorted((HERE / "law").glob("[0-9]*.sql")))


@cache
def law_digest() -> str:
    """Which print of the law this program carries (SHA-256, hex)."""
    return hashlib.sha256(b"\n".join(path.read_bytes() for path in law_files())).hexdigest()


def create_database(superuser: str, name: str) -> None:
    """Make an empty database `name` owned by yubei_owner, with the doors of POSTGRES 2 shut; `superuser`
    is a psycopg DSN.
    """
    with psycopg.connect(superuser, autocommit=True) as server:
        _make_roles(server)
        locale = (
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
            if server.info.server_version >= 170000
            else "LOCALE 'C'"
        )
        server.execute(
            sql.SQL("create database {} owner {} template template0 encoding 'UTF8' " + locale).format(
                sql.Identifier(name), sql.Identifier(OWNER)
            )
        )
        server.execute("revoke connect on database postgres from public")
        server.execute("revoke connect on database template1 from public")
        admit(server, name)
    with psycopg.connect(superuser, dbname=name) as inside:
        inside.execute("revoke all on schema public from public")
        inside.execute("revoke usage on language plpgsql from public")
        inside.execute(sql.SQL("grant usage on language plpgsql to {}").format(sql.Identifier(OWNER)))
        inside.execute(
            sql.SQL("alter default privileges for role {} revoke execute on functions from public").format(
                sql.Identifier(OWNER)
            )
        )
        for (door,) in inside.execute(DOORS).fetchall():
            inside.execute(sql.SQL("revoke execute on function {} from public").format(sql.SQL(door)))


def _make_roles(server: psycopg.Connection[tuple[object, ...]]) -> None:
    """The owner of everything may make logins but cannot sign in; the staff role only carries rights."""
    for role, power in ((STAFF, "nologin"), (OWNER, "nologin createrole")):
        if server.execute("select 1 from pg_roles where rolname = %s", (role,)).fetchone() is None:
            server.execute(sql.SQL("create role {} " + power).format(sql.Identifier(role)))
    server.execute(
        sql.SQL("grant {} to {} with admin option").format(sql.Identifier(STAFF), sql.Identifier(OWNER))
    )


def admit(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Let staff, and nobody else, connect to database `name` (the rights of a database are not copied with
    its template).
    """
    database = sql.Identifier(name)
    server.execute(sql.SQL("revoke all on database {} from public").format(database))
    server.execute(sql.SQL("grant connect on database {} to {}").format(database, sql.Identifier(STAFF)))


OLDER_DATABASE = "数据库版本较旧，请管理员运行 python3 -m yubei_desk admin upgrade 后再登录"
OLDER_PROGRAM = "本程序版本较旧，请更新程序后再登录"
OTHER_LAW = (
    "数据库中的规则与本程序不一致，请管理员运行 python3 -m yubei_desk admin upgrade，或更新程序后再登录"
)
NO_CENTRE = "这个数据库里还没有建立中心，请管理员先运行 python3 -m yubei_desk admin create-centre"
IN_USE = "还有窗口停在没有结束的操作里，没有升级；请各窗口退出程序，或过一分钟再运行 admin upgrade"


def upgrade(engine: Engine) -> None:
    """Bring tables to the head and rebuild the law, in one transaction; both or neither.

    Raises Refused when somebody's open transaction holds it up for three seconds, or when the database is
    newer than this program.
    """
    try:
        _upgrade(engine)
    except OperationalError as failure:
        if getattr(failure.orig, "sqlstate", "") != "55P03":
            raise
        raise Refused(IN_USE) from failure
    except CommandError as failure:  # a step of the tables this program has never heard of
        raise Refused(OLDER_PROGRAM) from failure


def _upgrade(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        connection.execute(text("set local lock_timeout = '3s'"))
        connection.execute(text("create schema if not exists desk"))
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _rebuild_law(connection)
        connection.execute(text("reset role"))
        for step in SHAPE:
            connection.execute(text(step))
        for (hasty,) in connection.execute(text(HASTY)).all():
            connection.execute(text(f"alter function pg_catalog.{hasty} cost 25"))
        _shut_counters(connection)


def _shut_counters(connection: Connection) -> None:
    for (counter,) in connection.execute(text(COUNTERS)).all():
        connection.execute(text(f"revoke execute on function pg_catalog.{counter} from public"))
    if connection.execute(text(TOLD)).first() is not None:
        columns = connection.execute(text(UNTOLD)).scalar_one()
        connection.execute(text("revoke select on pg_catalog.pg_class from public"))
        connection.execute(text(f"grant select ({columns}) on pg_catalog.pg_class to public"))


def _rebuild_law(connection: Connection) -> None:
    for table, policy in connection.execute(
        text("select tablename, policyname from pg_policies where schemaname = 'desk'")
    ).all():
        connection.execute(text(f'drop policy "{policy}" on desk."{table}"'))
    connection.execute(text("drop schema if exists law cascade"))
    driver = connection.connection.driver_connection
    assert driver is not None
    for path in law_files():
        driver.execute(path.read_bytes())
    connection.execute(
        text("insert into law.version values (:tables, :digest)"), {"tables": head(), "digest": law_digest()}
    )


def check_version(connection: Connection) -> None:
    """Raise Refused when the tables or the law of the database are not those of this program."""
    if connection.execute(text("select to_regclass('law.version')")).scalar_one() is None:
        raise Refused(NO_CENTRE)
    stands = connection.execute(text("select tables, digest from law.version")).one()
    if stands.tables < head():
        raise Refused(OLDER_DATABASE)
    if stands.tables > head():
        raise Refused(OLDER_PROGRAM)
    if stands.digest != law_digest():
        raise Refused(OTHER_LAW)


def engine_of(superuser: str) -> Engine:
    """A small engine for administration on a psycopg DSN or URL."""
    return create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(superuser), pool_size=1)
