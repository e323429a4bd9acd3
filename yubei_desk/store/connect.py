"""The connection of a desk: one engine for the person signed in, acts and single reads in autocommit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url

from yubei_desk.store import migrate
from yubei_desk.store.refusal import translated

# `yubei.law` is compared by the guard with the law that stands: a desk left open over an upgrade may read,
# not write. No statement of a desk runs long enough to earn its compilation.
LIMITS = (
    "-c statement_timeout=15000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=30000 "
    "-c jit=off "
    "-c timezone=Asia/Shanghai "
    f"-c yubei.law={migrate.law_digest()}"
)
PLANNED_ONCE = """begin isolation level repeatable read read only;
set local plan_cache_mode = force_generic_plan"""
KEEPALIVE: dict[str, Any] = {
    "connect_timeout": 4,
    "keepalives": 1,
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15000,
    "application_name": "yubei_desk",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the centre's database is: hosts (several = a failover pair), port, name, and further libpq
    options.
    """

    host: str
    port: int
    dbname: str
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of_url(cls, url: str) -> Place:
        """Read `postgresql://host:port/dbname?sslmode=...`; a user or password in it is ignored (each
        person has their own).
        """
        parts = make_url(url)
        options = tuple((key, str(value)) for key, value in parts.query.items())
        return cls(parts.host or "127.0.0.1", parts.port or 5432, parts.database or "yubei", options)

    def dsn(self, login: str, password: str) -> str:
        """A libpq connection string for one person."""
        return psycopg.conninfo.make_conninfo(
            host=self.host,
            port=self.port,
            dbname=self.dbname,
            user=login,
            password=password,
            options=LIMITS,
            **{**KEEPALIVE, **dict(self.options)},
        )


def open_engine(place: Place, login: str, password: str) -> Engine:
    """One engine per signed-in person; raises BadInput('password') or Unreachable at the first use, not
    here.
    """
    dsn = place.dsn(login, password)
    return create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(dsn),
        pool_size=2,
        max_overflow=1,
        pool_timeout=5,
        pool_recycle=1800,
        pool_use_lifo=True,
        pool_reset_on_return=None,  # autocommit has nothing open, `_together` ends what it begins
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
    )


Verify = Callable[[bytes, str, bytes], bool]


def never(public_key: bytes, letter: str, signature: bytes) -> bool:
    """Without the mathematics at hand no signature counts as valid."""
    return False


class Connected:
    """What every room of the store stands on: the engine of the person signed in.

    `verify` checks (public key, letter, signature) wherever a signed act is read.
    """

    def __init__(self, engine: Engine, verify: Verify = never) -> None:
        self._engine = engine
        self._verify = verify

    @contextmanager
    def _at_once(self) -> Iterator[Connection]:
        """A connection in autocommit: an act, or a single read."""
        with translated(), self._engine.connect() as connection:
            yield connection

    def _bare(
        self, statement: str, values: tuple[object, ...] | dict[str, object], *, prepare: bool | None = None
    ) -> list[Any]:
        """One statement through the driver itself, in autocommit: the road of every act and list, where a
        third of a millisecond counts. `prepare` keeps its plan from the first time on, False never keeps it.
        """
        with translated():
            pooled = self._engine.raw_connection()
            try:
                cursor: Any = pooled.cursor()
                found: list[Any] = cursor.execute(statement, values, prepare=prepare).fetchall()
                return found
            except psycopg.OperationalError:
                pooled.invalidate()
                raise
            finally:
                pooled.close()

    @contextmanager
    def _together(self) -> Iterator[Connection]:
        """Several reads of one moment: a read-only REPEATABLE READ transaction."""
        with (
            translated(),
            self._engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection,
            connection.begin(),
        ):
            connection.execute(text("set transaction read only"))
            yield connection

    @contextmanager
    def _planned_once(self) -> Iterator[Connection]:
        """The same for what the bell makes a desk read again and again, by the numbers of matters: each
        statement is planned the first time and for any number, since planning costs more than reading.
        """
        with translated(), self._engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            usual, driver.prepare_threshold = driver.prepare_threshold, 0
            try:
                driver.execute(PLANNED_ONCE, prepare=False)
                yield connection
                driver.execute("commit", prepare=False)
            except psycopg.OperationalError:
                connection.invalidate()
                raise
            finally:
                driver.prepare_threshold = usual

    def check_version(self) -> None:
        """Raise Refused when program and database do not belong together."""
        with self._at_once() as connection:
            migrate.check_version(connection)

    def close(self) -> None:
        """Give every connection back; at sign-out."""
        self._engine.dispose()
