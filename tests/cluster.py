"""Servers and databases of a test run: a cluster each of PostgreSQL 18 and 15, a fresh copy per test."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from yubei_desk.store.embedded import Server, delete_cluster, start_server

DEBIAN = Path("/usr/lib/postgresql/15/bin")
VERSIONS = (18, 15) if DEBIAN.exists() else (18,)
TEMPLATE = "template_yubei"
MEMORY = Path("/dev/shm")
ROOM = 4 << 30


@dataclass(frozen=True, slots=True)
class Database:
    """One database of a test: its server and its name."""

    server: Server
    name: str

    def url(self, user: str = "postgres", password: str | None = None) -> str:
        """A libpq URL of this database; without a password that of the superuser."""
        return self.server.url(self.name, user, password)


def fill_template(server: Server, name: str) -> None:
    """Make database `name` with tables and law as they stand today, and nobody in it."""
    from yubei_desk.store import migrate

    migrate.create_database(server.url(), name)
    engine = migrate.engine_of(server.url(name))
    migrate.upgrade(engine)
    engine.dispose()


@dataclass
class Cluster:
    """A server of the run; starts when first asked for, makes and drops databases."""

    version: int
    folder: Path
    numbers: itertools.count[int] = field(default_factory=itertools.count)
    running: Server | None = None
    filled: bool = False

    def server(self) -> Server:
        """The running server; fsync and the delay after a wrong password are off."""
        if self.running is None:
            binaries = DEBIAN if self.version == 15 else None
            self.running = start_server(self.folder, bin_folder=binaries, fsync=False, auth_delay=False)
        return self.running

    def execute(self, statement: sql.Composed | sql.SQL) -> None:
        """One statement of the superuser outside any transaction."""
        with psycopg.connect(self.server().url(), autocommit=True) as connection:
            connection.execute(statement)

    def new_name(self) -> str:
        """A name no other test of any run on this machine uses."""
        return f"test_{os.getpid()}_{next(self.numbers)}"

    def blank(self) -> Database:
        """An empty database, as a new centre finds it."""
        name = self.new_name()
        made = "CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'"
        self.execute(sql.SQL(made).format(sql.Identifier(name)))
        return Database(self.server(), name)

    def copy(self) -> Database:
        """A copy of the template: tables and law, and nobody in it."""
        from yubei_desk.store import migrate

        if not self.filled:
            fill_template(self.server(), TEMPLATE)
            self.filled = True
        name = self.new_name()
        made = f"CREATE DATABASE {{}} OWNER {migrate.OWNER} TEMPLATE {TEMPLATE} STRATEGY WAL_LOG"
        self.execute(sql.SQL(made).format(sql.Identifier(name)))
        with psycopg.connect(self.server().url(), autocommit=True) as connection:
            migrate.admit(connection, name)
        return Database(self.server(), name)

    def drop(self, database: Database) -> None:
        """Drop a database and break off who is still in it."""
        self.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database.name)))

    def delete(self) -> None:
        """Stop the server and delete its data."""
        if self.running is not None:
            delete_cluster(self.running)
            shutil.rmtree(self.folder, ignore_errors=True)


def make_clusters(folders: pytest.TempPathFactory) -> Iterator[dict[int, Cluster]]:
    """Clusters by major version, each started when first asked for; deleted at the end.

    Logins belong to a whole cluster: tests that set passwords take clusters of their own.
    """
    found = {version: Cluster(version, _data_dir(folders, version)) for version in (18, 15)}
    yield found
    for cluster in found.values():
        cluster.delete()


def _data_dir(folders: pytest.TempPathFactory, version: int) -> Path:
    """A folder whose server lies in memory where there is room: a disk is slow to make the files of a new
    database just after it deleted those of another (ext4 passes over each).
    """
    folder = folders.mktemp(f"server{version}")
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ROOM:
        return folder
    _sweep()
    place = MEMORY / f"yubei-test-{os.getpid()}-{folder.name}"
    if os.geteuid():
        return place
    (folder / "cluster.path").write_text(f"{place}\n", "utf-8")
    return folder


def _sweep() -> None:
    """What a run left that was killed is in nobody's way but takes room."""
    for left in MEMORY.glob("yubei-test-*"):
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)


MakeDatabase = Callable[[], Database]
