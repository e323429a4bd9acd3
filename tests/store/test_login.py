"""Logins are made for staff only, from a verifier; a person changes their own password and nobody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, text

from tests.cluster import Cluster, Database, MakeDatabase, make_clusters
from yubei_desk.errors import BadInput, Refused
from yubei_desk.store.centre import create_centre
from yubei_desk.store.login import change_password, make_login, make_logins
from yubei_desk.store.migrate import engine_of

PLAN = json.loads((Path(__file__).parents[2] / "resources/demo/centre.json").read_text("utf-8"))
WINDOW, CHIEF = "demo_window_1", "demo_land_chief"


@pytest.fixture(scope="module")
def clusters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Cluster]]:
    """Servers of our own: passwords are set here."""
    yield from make_clusters(tmp_path_factory)


@pytest.fixture
def base(any_database: MakeDatabase) -> Database:
    return any_database()


@pytest.fixture
def owner(base: Database) -> Iterator[Engine]:
    engine = engine_of(base.url())
    create_centre(engine, PLAN, practice=True)
    yield engine
    engine.dispose()


def session_user(base: Database, login: str, password: str) -> str:
    with psycopg.connect(base.url(login, password)) as connection:
        row = connection.execute("select session_user").fetchone()
    return str(row[0]) if row else ""


def test_a_login_opens_the_centre_and_nothing_else(base: Database, owner: Engine) -> None:
    make_login(owner, WINDOW, "一口令 with spaces'")
    assert session_user(base, WINDOW, "一口令 with spaces'") == WINDOW
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(base.server.url("postgres", WINDOW, "一口令 with spaces'"))


def test_the_server_keeps_a_verifier_and_no_power(base: Database, owner: Engine) -> None:
    make_login(owner, WINDOW, "first password")
    query = """select a.rolpassword like 'SCRAM-SHA-256$%', a.rolsuper or a.rolcreaterole or a.rolcreatedb or
        a.rolreplication or a.rolbypassrls, a.rolconnlimit from pg_authid a where a.rolname = :login"""
    with owner.connect() as connection:
        assert tuple(connection.execute(text(query), {"login": WINDOW}).one()) == (True, False, 12)


def test_making_a_login_again_sets_its_password(base: Database, owner: Engine) -> None:
    make_logins(owner, {WINDOW: "first password", CHIEF: "chief's password"})
    make_login(owner, WINDOW, "second password")
    assert session_user(base, WINDOW, "second password") == WINDOW
    assert session_user(base, CHIEF, "chief's password") == CHIEF
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        session_user(base, WINDOW, "first password")


@pytest.mark.parametrize(
    "stranger", ["postgres", "yubei_owner", "nobody_here", "demo_window_1; drop table x"]
)
def test_nobody_outside_the_staff_gets_a_login(owner: Engine, stranger: str) -> None:
    with pytest.raises(Refused) as refused:
        make_login(owner, stranger, "a long password")
    assert "在册人员" in refused.value.sentence


def test_staff_make_no_logins(base: Database, owner: Engine) -> None:
    make_login(owner, WINDOW, "first password")
    stolen = "select law.make_login('demo_land_chief', 'SCRAM-SHA-256$4096:AA==$AA==:AA==')"
    with (
        psycopg.connect(base.url(WINDOW, "first password")) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(stolen)


def test_a_person_changes_their_own_password(base: Database, owner: Engine) -> None:
    make_login(owner, WINDOW, "first password")
    mine = engine_of(base.url(WINDOW, "first password"))
    for poor in ("", "short", WINDOW):
        with pytest.raises(BadInput) as refused:
            change_password(mine, poor)
        assert refused.value.field == "password"
    change_password(mine, "a better password")
    mine.dispose()
    assert session_user(base, WINDOW, "a better password") == WINDOW
