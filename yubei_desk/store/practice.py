"""The database of a centre as a whole 建库: made beside its place and moved in one step, kept up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from sqlalchemy import Engine, select, text

from yubei_desk.errors import Refused, Unreachable
from yubei_desk.store import migrate, table
from yubei_desk.store.connect import Place
from yubei_desk.store.embedded import _locked
from yubei_desk.store.refusal import translated

Owner = Engine  # the superuser at work on one database
DATABASE = "yubei"
NO_CENTRE = "数据库 {} 里没有中心：真实中心用 admin create-centre 建立，演练中心用 admin demo 建立"
NOT_PRACTICE = "“{}”是正式中心，不能装入示范数据，也没有演练登录名"
NO_POWER = "这个地址的用户不是数据库超级用户，不能办理管理员命令"
TAKEN = "数据库 {} 已经存在：请换一个库名，或先删除它"


@contextmanager
def lock_folder(data_dir: Path) -> Iterator[None]:
    """Hold a data folder, so that two first starts make one centre; let go of when the process dies."""
    with _locked(data_dir / "centre.lock"):
        yield


def name_of(superuser: str) -> str:
    """The database a superuser's DSN or URL names."""
    return str(conninfo_to_dict(superuser).get("dbname", DATABASE))


def place_of(superuser: str) -> Place:
    """Where staff connect to the database a superuser's DSN or URL names."""
    known = conninfo_to_dict(superuser)
    options = tuple((key, str(known[key])) for key in ("sslmode", "sslrootcert") if key in known)
    return Place(
        str(known.get("host", "127.0.0.1")), int(known.get("port") or 5432), name_of(superuser), options
    )


def database_stands(superuser: str) -> bool:
    """Whether the database is there; raises Unreachable, BadInput('password'), or Refused for a user who is
    not the superuser.
    """
    query = "select exists (select from pg_database where datname = %s)"
    with _closed_to_staff(), translated(), psycopg.connect(_server(superuser), autocommit=True) as connection:
        if connection.info.parameter_status("is_superuser") != "on":
            raise Refused(NO_POWER)
        found = connection.execute(query, (name_of(superuser),)).fetchone()
    return bool(found and found[0])


@contextmanager
def new_database(superuser: str) -> Iterator[tuple[Engine, Place]]:
    """A database with tables and law and nobody in it, under another name until the block ends well.

    What a killed first try left is thrown away. Until the last step nothing waits for the disk: a power cut
    before it only means to begin anew.
    """
    name = name_of(superuser)
    if database_stands(superuser):
        raise Refused(TAKEN.format(name))
    fresh = f"{name}_new"
    _run(superuser, "drop database if exists {} with (force)", fresh)
    with translated():
        migrate.create_database(_server(superuser), fresh)
        _run(superuser, "alter database {} set synchronous_commit = off", fresh)
        inside = make_conninfo(superuser, dbname=fresh)
        engine = migrate.engine_of(inside)
        try:
            migrate.upgrade(engine)
            yield engine, place_of(inside)
            with engine.begin() as connection:
                connection.execute(text("analyze"))
        finally:
            engine.dispose()
    _run(superuser, "alter database {} reset synchronous_commit", fresh)
    _run(superuser, "alter database {} rename to {}", fresh, name)


def upgrade_centre(superuser: str) -> bool:
    """Bring a centre to this program's tables and law; False when it stood there already.

    Raises Refused when there is no centre, when it is newer than the program or too busy.
    """
    with _engine(superuser) as engine:
        with engine.connect() as connection:
            there = connection.execute(text("select to_regclass('law.version') is not null")).scalar_one()
            if not there:
                raise Refused(NO_CENTRE.format(name_of(superuser)))
            stands = connection.execute(text("select tables, digest from law.version")).one()
            fenced = not any(connection.execute(text(f)).first() for f in (migrate.LOOSE, migrate.HASTY))
        if stands.tables > migrate.head():
            raise Refused(migrate.OLDER_PROGRAM)
        if fenced and (stands.tables, stands.digest) == (migrate.head(), migrate.law_digest()):
            return False
        migrate.upgrade(engine)
    return True


def require_practice(superuser: str) -> None:
    """Raise Refused unless a practice centre stands there."""
    with _engine(superuser) as engine, engine.connect() as connection:
        there = connection.execute(text("select to_regclass('desk.centre') is not null")).scalar_one()
        found = (
            connection.execute(select(table.centre.c.name, table.centre.c.practice)).first()
            if there
            else None
        )
    if found is None:
        raise Refused(NO_CENTRE.format(name_of(superuser)))
    if not found.practice:
        raise Refused(NOT_PRACTICE.format(found.name))


def duty_labels(engine: Engine) -> dict[str, str]:
    """The office's words for the duties."""
    with engine.connect() as connection:
        rows = connection.execute(text("select duty, label from law.duty_kind"))
        return {row.duty: row.label for row in rows}


@contextmanager
def _engine(superuser: str) -> Iterator[Engine]:
    if not database_stands(superuser):
        raise Refused(NO_CENTRE.format(name_of(superuser)))
    engine = migrate.engine_of(superuser)
    try:
        with translated():
            yield engine
    finally:
        engine.dispose()


@contextmanager
def _closed_to_staff() -> Iterator[None]:
    """Staff may not even connect to the server's own database."""
    try:
        yield
    except Unreachable as failure:
        if "permission denied for database" in str(failure.__cause__):
            raise Refused(NO_POWER) from failure
        raise


def _server(superuser: str) -> str:
    return make_conninfo(superuser, dbname="postgres")


def _run(superuser: str, statement: str, *names: str) -> None:
    with translated(), psycopg.connect(_server(superuser), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
