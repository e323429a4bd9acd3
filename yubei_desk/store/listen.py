"""The desk's ear 监听: one connection that hears the bell and asks what changed since the last snapshot."""

from __future__ import annotations

import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from time import monotonic

import psycopg

from yubei_desk.errors import Unreachable
from yubei_desk.store.refusal import AWAY


@dataclass(frozen=True, slots=True)
class Changes:
    """Ids of matters with new acts; `everything` when no snapshot reaches back (first time, new server)."""

    matters: frozenset[int]
    everything: bool = False


class DeskListener:
    """Listens as the person of `dsn`, with their eyes; made once, opened again after every outage.

    Never "id greater than the last": acts do not commit in the order of their ids. New is what the last
    snapshot could not see and this one can. All but `wake` belong to one thread; all may raise Unreachable.
    """

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None
        self._alarm: socket.socket | None = None
        self._snapshot = ""
        self._server = ""
        self._heard = False

    def open(self) -> None:
        """Connect and LISTEN; the snapshot of the last connection is kept."""
        self._waker, self._alarm = socket.socketpair()
        self._alarm.setblocking(False)
        with _reaching():
            self._connection = psycopg.connect(self._dsn, autocommit=True)
            self._connection.add_notify_handler(self._hear)
            self._connection.execute("LISTEN yubei_bell")

    def catch_up(self) -> Changes | None:
        """What this person may see of the acts committed since the last call; None when there are none."""
        with _reaching():
            row = (
                self._open_connection()
                .execute("SELECT snapshot, server, matter_ids FROM law.changes(%s)", [self._snapshot])
                .fetchone()
            )
        assert row is not None
        snapshot, server, matter_ids = row
        known = bool(self._snapshot) and server == self._server
        self._snapshot, self._server = snapshot, server
        if not known:
            return Changes(frozenset(), everything=True)
        return Changes(frozenset(matter_ids)) if matter_ids else None

    def wait(self, seconds: float) -> None:
        """Until another desk rings, `wake` is called, or the seconds are over."""
        self._listen(seconds, wakes=True)

    def heard(self, seconds: float) -> bool:
        """Whether another desk rang before now or rings within the seconds; `wake` does not end it."""
        return self._listen(seconds, wakes=False)

    def _listen(self, seconds: float, *, wakes: bool) -> bool:
        connection, deadline = self._open_connection(), monotonic() + seconds
        ears: list[psycopg.Connection | socket.socket] = [connection, *([self._waker] if wakes else [])]
        with _reaching():
            while not self._heard and (left := deadline - monotonic()) > 0:
                ready, _, _ = select.select(ears, [], [], left)
                if self._waker in ready:
                    self._waker.recv(4096)
                    break
                self._read(connection)
        heard, self._heard = self._heard, False
        return heard

    def wake(self) -> None:
        """End the present `wait` or the next one; from any thread, never blocking, no effect while closed."""
        alarm = self._alarm
        if alarm is not None:
            with suppress(OSError):  # already woken to the brim, or closed at this moment
                alarm.send(b"!")

    def ring(self) -> None:
        """Tell every desk to catch up; carries nothing, since any login may send and hear it."""
        with _reaching():
            self._open_connection().execute("NOTIFY yubei_bell")

    def close(self) -> None:
        """Let go of the connection; never raises."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._alarm is not None:
            self._alarm.close()
            self._waker.close()
            self._alarm = None

    def _open_connection(self) -> psycopg.Connection:
        if self._connection is None:
            raise Unreachable(AWAY)
        return self._connection

    def _read(self, connection: psycopg.Connection) -> None:
        connection.pgconn.consume_input()
        while (notify := connection.pgconn.notifies()) is not None:
            self._heard |= notify.be_pid != connection.info.backend_pid

    def _hear(self, notify: psycopg.Notify) -> None:
        """A bell heard beside an answer; one's own needs no second look: who rings catches up anyway."""
        self._heard |= self._connection is None or notify.pid != self._connection.info.backend_pid


@contextmanager
def _reaching() -> Iterator[None]:
    try:
        yield
    except psycopg.OperationalError as failure:
        raise Unreachable(AWAY) from failure
