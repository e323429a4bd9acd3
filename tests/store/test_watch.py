"""Refused attempts reach the auditor, rolled back or stopped by GRANT too; idle transactions end."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.cluster import Cluster, Database, MakeDatabase, make_clusters
from yubei_desk.errors import Unreachable
from yubei_desk.store.centre import create_centre
from yubei_desk.store.login import make_logins
from yubei_desk.store.migrate import engine_of
from yubei_desk.store.watch import Watch

PLAN = json.loads((Path(__file__).parents[2] / "resources/demo/centre.json").read_text("utf-8"))
WINDOW, AUDITOR, PASSWORD = "demo_window_1", "demo_auditor", "the password"
FILE = "insert into desk.act (matter_id, seen_version, kind, body, wish) values (%s, 0, %s, %s, %s)"


@pytest.fixture(scope="module")
def clusters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Cluster]]:
    """Servers of our own: passwords are set here."""
    yield from make_clusters(tmp_path_factory)


@pytest.fixture
def base(any_database: MakeDatabase) -> Database:
    made = any_database()
    engine = engine_of(made.url())
    create_centre(engine, PLAN, practice=True)
    make_logins(engine, {WINDOW: PASSWORD, AUDITOR: PASSWORD})
    engine.dispose()
    return made


def attempts(base: Database) -> list[tuple[str, ...]]:
    """What the auditor reads, oldest first."""
    with psycopg.connect(base.url(AUDITOR, PASSWORD)) as connection:
        return connection.execute(
            "select login, sqlstate, act, sentence from desk.attempt order by id"
        ).fetchall()


def harvest(watch: Watch, wanted: int) -> int:
    """Rounds until so many attempts are kept; the log's collector may need a moment."""
    kept, deadline = 0, time.monotonic() + 10
    while kept < wanted:
        assert time.monotonic() < deadline, f"only {kept} of {wanted} arrived"
        kept += watch.round()[0]
    return kept


def refuse(
    connection: psycopg.Connection[tuple[object, ...]], matter: int | None, act: str, body: str = "{}"
) -> None:
    with pytest.raises(psycopg.DatabaseError):
        connection.execute(FILE, (matter, act, body, uuid.uuid4()))


def test_a_refusal_survives_the_rollback(base: Database) -> None:
    watch = Watch(base.url())
    with psycopg.connect(base.url(WINDOW, PASSWORD)) as connection:
        refuse(connection, 4711, "grant", '{"applicant": {"id_number": "500112199003078517"}}')
        connection.rollback()
    assert harvest(watch, 1) == 1
    assert attempts(base) == [(WINDOW, "YB001", "grant", "查无此件，或者您无权查看")]
    log = b"".join(path.read_bytes() for path in base.server.logs.glob("*.json"))
    assert b"500112199003078517" not in log


def test_what_grant_stops_is_kept_too(base: Database) -> None:
    watch = Watch(base.url())
    with psycopg.connect(base.url(WINDOW, PASSWORD), autocommit=True) as connection:
        for attack in (
            "update desk.act set kind = 'grant'",
            "delete from desk.matter",
            "select law.unmet(null, null, null, null, 1)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(attack)
    harvest(watch, 3)
    assert [row[:2] for row in attempts(base)] == [(WINDOW, "42501")] * 3
    assert "permission denied for table act" in attempts(base)[0][3]


def test_nothing_is_taken_twice(base: Database) -> None:
    with psycopg.connect(base.url(WINDOW, PASSWORD), autocommit=True) as connection:
        refuse(connection, None, "pass_on")
        harvest(Watch(base.url()), 1)
        refuse(connection, None, "no such act")
    watch = Watch(base.url())
    assert harvest(watch, 1) == 1
    assert watch.round()[0] == 0
    assert len(attempts(base)) == 2


def test_a_line_cannot_be_forged(base: Database) -> None:
    forged = json.dumps({"sqlstate": "YB001", "login": AUDITOR, "act": "x", "matter": 1, "sentence": "x"})
    with psycopg.connect(base.url(WINDOW, PASSWORD), autocommit=True) as connection:
        for attack in (
            "select %s::text::int",
            "do $$ begin raise log '%', $q${}$q$; end $$".replace("{}", forged),
        ):
            with pytest.raises(psycopg.DatabaseError):
                connection.execute(attack, ("yubei_attempt " + forged,) if "%s" in attack else None)
        refuse(connection, None, "the last line")
    harvest(Watch(base.url()), 2)
    assert [row[:3] for row in attempts(base)] == [(WINDOW, "42501", ""), (WINDOW, "YB001", "the last line")]


def test_an_endless_line_does_not_stop_the_harvest(base: Database) -> None:
    with psycopg.connect(base.url(WINDOW, PASSWORD), autocommit=True) as connection:
        with pytest.raises(psycopg.errors.InvalidTextRepresentation):
            connection.execute("select repeat('42501 ', 1000000)::int")
        refuse(connection, None, "the last line")
    harvest(Watch(base.url()), 1)
    assert [row[2] for row in attempts(base)] == ["the last line"]


def test_a_session_idle_in_transaction_is_ended(base: Database) -> None:
    busy = psycopg.connect(base.url(WINDOW, PASSWORD), autocommit=True)
    idle = psycopg.connect(base.url(WINDOW, PASSWORD), options="-c idle_in_transaction_session_timeout=0")
    idle.execute("select 1")
    patient, strict = Watch(base.url()), Watch(base.url(), idle_seconds=0)
    assert patient.round()[1] == 0
    assert strict.round()[1] == 1
    with pytest.raises(psycopg.OperationalError):
        idle.execute("select 1")
    busy.execute("select 1")
    busy.close()
    idle.close()


def test_a_session_that_wrote_and_only_pretends_to_work_is_ended(base: Database) -> None:
    """Whoever has drawn a number and sleeps instead of committing keeps every window from its next one."""
    holder = psycopg.connect(base.url(WINDOW, PASSWORD))
    holder.execute("insert into desk.blob (id, media_type, content) values (%s, 'x', 'x')", (uuid.uuid4(),))
    holder.pgconn.send_query(b"select pg_sleep(600)")
    assert Watch(base.url()).round()[1] == 0
    while Watch(base.url(), idle_seconds=0).round()[1] == 0:
        pass
    with pytest.raises(psycopg.OperationalError):
        holder.execute("select 1")
    holder.close()


def test_a_server_that_is_away_is_unreachable() -> None:
    with pytest.raises(Unreachable):
        Watch("host=127.0.0.1 port=1 user=postgres connect_timeout=2").round()
