"""The desk's ear on a real server: nothing missed, whatever commits late, breaks off or starts again."""

from __future__ import annotations

import itertools
import os
import random
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from time import monotonic

import psycopg
import pytest
from psycopg import conninfo
from pytestqt.qtbot import QtBot

from tests.cluster import Cluster, Database
from yubei_desk.errors import Unreachable
from yubei_desk.store.embedded import stop_server
from yubei_desk.store.listen import Changes, DeskListener
from yubei_desk.work.bell import Bell

LAW = Path(__file__).parents[2] / "yubei_desk" / "store" / "law" / "60_sight.sql"


def scratch(database: Database) -> Database:
    """The ledger as far as the bell needs it, with the law's own question what changed."""
    question = re.search(r"create function law\.changes\(.*?\$\$;", LAW.read_text("utf-8"), re.DOTALL)
    assert question is not None
    with psycopg.connect(database.url()) as connection:
        connection.execute(
            "CREATE SCHEMA desk; CREATE SCHEMA law;"
            "CREATE TABLE desk.act (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
            " matter_id bigint NOT NULL, xid xid8 NOT NULL DEFAULT pg_current_xact_id());"
            "CREATE INDEX ON desk.act (xid, id);"
            "CREATE FUNCTION law.visible(bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS 'SELECT $1';"
        )
        connection.execute(question[0].encode())
    return database


@pytest.fixture(scope="module")
def own_cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A server of our own, since these tests stop it."""
    cluster = Cluster(18, tmp_path_factory.mktemp("bell"))
    yield cluster
    cluster.delete()


@pytest.fixture
def ledger(own_cluster: Cluster) -> Iterator[Database]:
    database = scratch(own_cluster.blank())
    yield database
    own_cluster.drop(database)


@pytest.fixture
def listener(ledger: Database) -> Iterator[DeskListener]:
    listener = DeskListener(ledger.url())
    with closing(listener):
        listener.open()
        yield listener


def file_act(connection: psycopg.Connection, matter_id: int) -> None:
    connection.execute("INSERT INTO desk.act (matter_id) VALUES (%s)", [matter_id])


def break_off(database: Database) -> None:
    """The server ends the connections of those who listen, and of some who write."""
    with psycopg.connect(database.server.url(), autocommit=True) as axe:
        axe.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND query ~ 'LISTEN|law.changes|NOTIFY'",
            [database.name],
        )


def restart(database: Database) -> None:
    """The server goes down and comes up again at the same address."""
    folder = database.server.folder
    line: list[str | Path] = [database.server.bin / "pg_ctl", "-D", folder, "-m", "fast", "-w", "restart"]
    owner = folder.stat().st_uid if os.geteuid() == 0 else None
    subprocess.run(line, cwd=folder.parent, check=True, stdout=subprocess.DEVNULL, user=owner)


def seconds_of(wait: Callable[[], None]) -> float:
    begun = monotonic()
    wait()
    return monotonic() - begun


def test_everything_first_then_only_what_is_new(ledger: Database, listener: DeskListener) -> None:
    with psycopg.connect(ledger.url()) as desk:
        file_act(desk, 1)
    assert listener.catch_up() == Changes(frozenset(), everything=True)
    assert listener.catch_up() is None
    with psycopg.connect(ledger.url()) as desk:
        for matter_id in (7, 8, 7):
            file_act(desk, matter_id)
    assert listener.catch_up() == Changes(frozenset({7, 8}))
    assert listener.catch_up() is None


def test_an_act_that_commits_after_later_ones_is_not_missed(ledger: Database, listener: DeskListener) -> None:
    listener.catch_up()
    with psycopg.connect(ledger.url()) as slow, psycopg.connect(ledger.url()) as given_up:
        file_act(slow, 1)
        file_act(given_up, 2)
        with psycopg.connect(ledger.url()) as quick:
            file_act(quick, 3)
        assert listener.catch_up() == Changes(frozenset({3}))
        given_up.rollback()
        assert listener.catch_up() is None
    assert listener.catch_up() == Changes(frozenset({1}))


def test_the_snapshot_outlives_the_connection(ledger: Database, listener: DeskListener) -> None:
    listener.catch_up()
    listener.close()
    with psycopg.connect(ledger.url()) as desk:
        file_act(desk, 11)
    with pytest.raises(Unreachable):
        listener.catch_up()
    listener.open()
    assert listener.catch_up() == Changes(frozenset({11}))


def test_waiting_ends_when_another_desk_rings(ledger: Database, listener: DeskListener) -> None:
    with closing(DeskListener(ledger.url())) as other:
        other.open()
        other.ring()
        assert seconds_of(lambda: listener.wait(20)) < 5
        other.ring()
        listener.catch_up()
        assert seconds_of(lambda: listener.wait(20)) < 5, "rung while the answer was under way"


def test_ones_own_ring_does_not_end_waiting(listener: DeskListener) -> None:
    listener.ring()
    assert seconds_of(lambda: listener.wait(0.2)) >= 0.2


def test_waking_ends_the_present_or_the_next_wait(listener: DeskListener) -> None:
    for _ in range(100_000):
        listener.wake()
    assert seconds_of(lambda: listener.wait(20)) < 5
    listener.close()
    listener.wake()


def test_a_broken_connection_is_unreachable(ledger: Database, listener: DeskListener) -> None:
    break_off(ledger)
    with pytest.raises(Unreachable):
        listener.wait(20)
    for ask in (listener.catch_up, listener.ring):
        with pytest.raises(Unreachable):
            ask()
    listener.close()
    listener.open()
    assert listener.catch_up() == Changes(frozenset(), everything=True)


def test_another_server_means_everything(
    own_cluster: Cluster, ledger: Database, clusters: dict[int, Cluster], tmp_path: Path
) -> None:
    standby = Database(clusters[18].server(), ledger.name)
    with psycopg.connect(standby.server.url(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {ledger.name}")
    scratch(standby)
    keys = tmp_path / "keys"
    servers = (ledger.server, standby.server)
    keys.write_text("".join(f"{each.host}:{each.port}:*:postgres:{each.password}\n" for each in servers))
    keys.chmod(0o600)
    listener = DeskListener(
        conninfo.make_conninfo(
            host=",".join(each.host for each in servers),
            port=",".join(str(each.port) for each in servers),
            dbname=ledger.name,
            user="postgres",
            passfile=str(keys),
        )
    )
    with closing(listener):
        listener.open()
        assert listener.catch_up() == Changes(frozenset(), everything=True)
        assert listener.catch_up() is None
        stop_server(ledger.server)
        with pytest.raises(Unreachable):
            listener.catch_up()
        listener.close()
        listener.open()
        assert listener.catch_up() == Changes(frozenset(), everything=True)
    clusters[18].drop(standby)
    own_cluster.running = None
    own_cluster.server()


class Writers:
    """Eight desks that file acts with transactions open across each other; each act is of its own matter."""

    def __init__(self, database: Database) -> None:
        self._url = database.url()
        self._matters = itertools.count(1)
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(seed,)) for seed in range(8)]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _write(self, seed: int) -> None:
        chance = random.Random(seed)
        while not self._over.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    while not self._over.is_set():
                        self._file_some(connection, chance)
            except psycopg.OperationalError:
                self._over.wait(0.02)

    def _file_some(self, connection: psycopg.Connection, chance: random.Random) -> None:
        with connection.transaction(force_rollback=chance.random() < 0.2):
            for _ in range(chance.randint(1, 3)):
                file_act(connection, next(self._matters))
                self._over.wait(chance.choice((0, 0.001, 0.03)))
        connection.execute("NOTIFY yubei_bell")


def nothing(_: Database) -> None:
    """An undisturbed hall."""


@contextmanager
def hung(qtbot: QtBot, database: Database) -> Iterator[Bell]:
    """A bell that has its first snapshot."""
    bell = Bell(DeskListener(database.url()))
    with qtbot.waitSignal(bell.everything_changed):
        bell.start()
    try:
        yield bell
    finally:
        bell.stop()


@pytest.mark.parametrize("disturb", [nothing, break_off, restart])
def test_nothing_is_missed(qtbot: QtBot, ledger: Database, disturb: Callable[[Database], None]) -> None:
    heard: set[int] = set()
    outages: list[str] = []

    def heard_at_least(number: int) -> bool:
        return len(heard) >= number

    with hung(qtbot, ledger) as bell:
        bell.matters_changed.connect(heard.update)
        bell.lost.connect(outages.append)
        with Writers(ledger):
            for outage in range(1, 4):
                disturb(ledger)
                qtbot.waitUntil(partial(heard_at_least, len(heard) + 200), timeout=20_000)
                assert disturb is nothing or len(outages) == outage
        with psycopg.connect(ledger.url()) as connection:
            committed = {row[0] for row in connection.execute("SELECT matter_id FROM desk.act")}
        qtbot.waitUntil(partial(heard_at_least, len(committed)), timeout=10_000)
    assert heard == committed


def test_a_desk_hears_of_another_at_once(qtbot: QtBot, ledger: Database) -> None:
    desk = psycopg.connect(ledger.url(), autocommit=True)
    with hung(qtbot, ledger) as mine, hung(qtbot, ledger) as theirs, desk:
        for matter_id in range(1, 6):
            with qtbot.waitSignals([mine.matters_changed, theirs.matters_changed], timeout=2000):
                file_act(desk, matter_id)
                mine.ring()
