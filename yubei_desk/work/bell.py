"""The bell 消息铃: tells a desk which matters changed, by listening and asking, and rings for the others."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from yubei_desk.errors import Unreachable

_TURN = 0.02
_REGARDLESS = 5.0
_FIRST_PAUSE = 0.1
_LAST_PAUSE = 5.0
_BEFORE = 0.001  # takes in what others rang before my act: no answer to it
_OTHERS = (0.005, 0.02)


class Changes(Protocol):
    """What changed since the listener last asked: ids of matters, or everything (first time, new server)."""

    @property
    def matters(self) -> frozenset[int]: ...

    @property
    def everything(self) -> bool: ...


class Listener(Protocol):
    """Where the bell hangs. `wake` is called from any thread, the rest from one and may raise Unreachable."""

    def open(self) -> None:
        """Connect and listen; what was known before a connection was lost stays known."""

    def catch_up(self) -> Changes | None:
        """What changed since the last time, None for nothing."""

    def wait(self, seconds: float) -> None:
        """Until somebody rings, `wake` is called, or the seconds are over."""

    def heard(self, seconds: float) -> bool:
        """Whether another desk rang before now or rings within the seconds; `wake` does not end it."""

    def wake(self) -> None:
        """End the present `wait` or the next one; never blocks."""

    def ring(self) -> None:
        """Tell all desks that something changed."""

    def close(self) -> None:
        """Let go of the connection; never raises."""


class Bell(QObject):
    """One thread that listens for all pages of a desk; the pages hear it on the GUI thread.

    Signals:
        matters_changed(frozenset[int]): these matters have new acts.
        everything_changed(): all on screen may be old; at the first connection and on a new server.
        lost(str): the server is away since this time of day (10:42).
        back(): the server is here again, and what was missed has been told.
    """

    matters_changed = Signal(object)
    everything_changed = Signal()
    lost = Signal(str)
    back = Signal()
    _told = Signal(object)

    def __init__(
        self,
        listener: Listener,
        parent: QObject | None = None,
        *,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        super().__init__(parent)
        self._listener = listener
        self._clock = clock
        self._away = False
        self._ring_wanted = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
        self._told.connect(self._say, Qt.ConnectionType.QueuedConnection)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.stop)

    def start(self) -> None:
        """Begin to listen; the first to be heard is `everything_changed` or `lost`."""
        self._thread.start()

    def ring(self) -> None:
        """Let all desks know soon; from any thread, without waiting; many rings within 20 ms are one."""
        if not self._ring_wanted.is_set():  # else the thread is on its way to it
            self._ring_wanted.set()
            self._listener.wake()

    def stop(self) -> None:
        """End the thread and wait for it; nothing is heard afterwards."""
        self._stopping.set()
        self._listener.wake()
        if self._thread.is_alive():
            self._thread.join()

    def _say(self, emit: Callable[[], None]) -> None:
        if not self._stopping.is_set():
            emit()

    def _run(self) -> None:
        pause = _FIRST_PAUSE
        try:
            while not self._stopping.is_set():
                try:
                    self._listener.open()
                    self._catch_up()
                    self._say_back()
                    pause = _FIRST_PAUSE
                    self._listen()
                except Unreachable:
                    self._say_lost()
                finally:
                    self._listener.close()
                # Jitter, so that a hall of desks does not knock in step when the server returns.
                self._stopping.wait(pause * random.uniform(0.5, 1))
                pause = min(2 * pause, _LAST_PAUSE)
        finally:
            # Only a bug gets here unasked; a desk that no longer hears must not look as if it did.
            self._say_lost()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            if not self._ring_wanted.is_set():
                self._listener.wait(_REGARDLESS)
            self._ring_if_wanted()
            self._catch_up()
            # One turn in 20 ms joins the rings given and the rings heard.
            self._stopping.wait(_TURN)

    def _ring_if_wanted(self) -> None:
        """One ring serves the hall: where others ring all the time, their next one tells of my act too."""
        if self._ring_wanted.is_set():
            self._ring_wanted.clear()
            try:
                busy = self._listener.heard(_BEFORE)
                if not (busy and self._listener.heard(random.uniform(*_OTHERS))):
                    self._listener.ring()
            except Unreachable:
                self._ring_wanted.set()
                raise

    def _catch_up(self) -> None:
        changes = self._listener.catch_up()
        if changes is not None and changes.everything:
            self._told.emit(self.everything_changed.emit)
        elif changes is not None:
            self._told.emit(partial(self.matters_changed.emit, changes.matters))

    def _say_lost(self) -> None:
        if not self._away:
            self._away = True
            self._told.emit(partial(self.lost.emit, f"{self._clock():%H:%M}"))

    def _say_back(self) -> None:
        if self._away:
            self._away = False
            self._told.emit(self.back.emit)
