"""The bell against a listener written by hand: order of calls, back-off, joined rings, silence at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from yubei_desk.errors import Unreachable
from yubei_desk.work.bell import Bell


@dataclass(frozen=True)
class Changed:
    matters: frozenset[int] = frozenset()
    everything: bool = False


@dataclass
class HandListener:
    """A listener moved by the test: `changes` are handed out one by one, `away` makes every call fail."""

    calls: list[str] = field(default_factory=list)
    changes: list[Changed] = field(default_factory=list)
    others: list[bool] = field(default_factory=list)
    opened_at: list[float] = field(default_factory=list)
    away: bool = False
    bug: bool = False
    woken: threading.Event = field(default_factory=threading.Event)
    first: bool = True

    def _call(self, name: str) -> None:
        self.calls.append(name)
        if self.away:
            raise Unreachable("数据库暂时连不上")

    def open(self) -> None:
        self.opened_at.append(time.monotonic())
        self._call("open")

    def catch_up(self) -> Changed | None:
        self._call("catch_up")
        if self.bug:
            raise ZeroDivisionError("a bug in the listener")
        if self.first:
            self.first = False
            return Changed(everything=True)
        return self.changes.pop(0) if self.changes else None

    def wait(self, seconds: float) -> None:
        self._call("wait")
        assert seconds == 5
        self.woken.wait(seconds)
        self.woken.clear()
        if self.away:
            raise Unreachable("数据库暂时连不上")

    def heard(self, seconds: float) -> bool:
        assert seconds < 0.1
        return self.others.pop(0) if self.others else False

    def wake(self) -> None:
        self.woken.set()

    def ring(self) -> None:
        self._call("ring")

    def close(self) -> None:
        self.calls.append("close")


class Page(QObject):
    """Hears the bell, and on which thread."""

    def __init__(self, bell: Bell) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: set[int] = set()
        bell.matters_changed.connect(self._note)
        bell.everything_changed.connect(lambda: self._note("everything"))
        bell.lost.connect(self._note)
        bell.back.connect(lambda: self._note("back"))

    def _note(self, what: object) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())


Hung = tuple[Bell, HandListener, Page]


@pytest.fixture
def hung(qtbot: QtBot) -> Iterator[Hung]:
    listener = HandListener()
    bell = Bell(listener, clock=lambda: datetime(2020, 4, 14, 10, 42))  # noqa: DTZ001 the clock on the wall
    yield bell, listener, Page(bell)
    bell.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "bell"]


def _heard(qtbot: QtBot, page: Page, *expected: object) -> None:
    qtbot.waitUntil(lambda: page.heard == list(expected))


def test_listens_first_then_catches_up_then_waits(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    bell.start()
    _heard(qtbot, page, "everything")
    listener.changes.append(Changed(frozenset({4, 17})))
    listener.wake()
    _heard(qtbot, page, "everything", frozenset({4, 17}))
    assert listener.calls[:4] == ["open", "catch_up", "wait", "catch_up"]
    assert page.threads == {threading.get_ident()}


def test_rings_are_joined_and_given_in_the_bell_thread(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    bell.start()
    _heard(qtbot, page, "everything")
    begun = time.monotonic()
    for _ in range(1000):
        bell.ring()
    turns = (time.monotonic() - begun) / 0.02
    qtbot.waitUntil(lambda: "ring" in listener.calls and not listener.woken.is_set())
    assert listener.calls.count("ring") <= turns + 2


def test_an_outage_is_told_once_and_so_is_its_end(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    bell.start()
    _heard(qtbot, page, "everything")
    listener.away = True
    listener.wake()
    _heard(qtbot, page, "everything", "10:42")
    qtbot.waitUntil(lambda: listener.calls.count("open") >= 4)
    listener.changes.append(Changed(frozenset({9})))
    listener.away = False
    _heard(qtbot, page, "everything", "10:42", frozenset({9}), "back")
    assert listener.calls.count("close") == listener.calls.count("open") - 1


def test_knocking_slows_down(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    listener.away = True
    bell.start()
    qtbot.waitUntil(lambda: len(listener.opened_at) == 5)
    pauses = [later - earlier for earlier, later in pairwise(listener.opened_at)]
    for pause, base in zip(pauses, (0.1, 0.2, 0.4, 0.8), strict=True):
        assert base / 2 <= pause < base + 0.3
    assert page.heard == ["10:42"]


def test_in_a_busy_hall_one_ring_serves_all(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, _ = hung
    bell.start()
    listener.others = [True, True]
    bell.ring()
    qtbot.waitUntil(lambda: not listener.others)
    listener.others = [True, False]
    bell.ring()
    qtbot.waitUntil(lambda: "ring" in listener.calls)
    assert listener.calls.count("ring") == 1, "others rang after the first act, nobody after the second"


def test_a_ring_that_failed_is_given_after_the_outage(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    bell.start()
    _heard(qtbot, page, "everything")
    listener.away = True
    bell.ring()
    qtbot.waitUntil(lambda: "10:42" in page.heard)
    listener.away = False
    listener.calls.clear()
    qtbot.waitUntil(lambda: "back" in page.heard and "ring" in listener.calls)


def test_a_bug_in_the_listener_leaves_no_desk_that_looks_alive(
    qtbot: QtBot, hung: Hung, bugs: list[BaseException | None]
) -> None:
    bell, listener, page = hung
    listener.bug = True
    bell.start()
    _heard(qtbot, page, "10:42")
    assert [type(bug) for bug in bugs] == [ZeroDivisionError]


@pytest.fixture
def bugs() -> Iterator[list[BaseException | None]]:
    caught: list[BaseException | None] = []
    before: Callable[[threading.ExceptHookArgs], object] = threading.excepthook
    threading.excepthook = lambda hook: caught.append(hook.exc_value)
    yield caught
    threading.excepthook = before


def test_nothing_is_heard_after_the_end(qtbot: QtBot, hung: Hung) -> None:
    bell, listener, page = hung
    bell.start()
    _heard(qtbot, page, "everything")
    listener.changes.append(Changed(frozenset({5})))
    bell.stop()
    assert listener.calls[-1] == "close"
    other = Bell(HandListener())
    with qtbot.waitSignal(other.everything_changed):
        other.start()
    other.stop()
    assert page.heard == ["everything"]


def test_a_bell_never_started_stops_at_once(hung: Hung) -> None:
    hung[0].stop()
    assert hung[1].calls == []
