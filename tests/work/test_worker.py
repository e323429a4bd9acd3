"""The worker: answers arrive on the GUI thread, in order, once, and only where somebody still listens."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from yubei_desk.errors import Cancelled, Refused
from yubei_desk.work.worker import Worker


class Page(QObject):
    """A receiver that writes down what it hears, and on which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.threads: set[int] = set()

    def done(self, result: object) -> None:
        self._hear(result)

    def failed(self, error: Exception) -> None:
        self._hear(error)

    def always(self) -> None:
        self._hear("always")

    def stumble(self, result: object) -> None:
        raise ValueError("a bug in a page")

    def _hear(self, what: object) -> None:
        self.heard.append(what)
        self.threads.add(threading.get_ident())


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.stop()


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    return Page()


def refuse() -> None:
    raise Refused("拟办人不得自行决定", "许可法")


def test_work_runs_elsewhere_and_its_answer_comes_back_here(qtbot: QtBot, worker: Worker, page: Page) -> None:
    worker.run(threading.get_ident, page.done, page.failed, always=page.always)
    qtbot.waitUntil(lambda: len(page.heard) == 2)
    assert page.heard[0] != threading.get_ident()
    assert page.heard[1] == "always"
    assert page.threads == {threading.get_ident()}


def test_answers_come_in_the_order_of_the_wishes(qtbot: QtBot, worker: Worker, page: Page) -> None:
    for number in range(200):
        worker.run(partial(int, number), page.done, page.failed)
    qtbot.waitUntil(lambda: len(page.heard) == 200)
    assert page.heard == list(range(200))


def test_a_refusal_reaches_failed_and_is_no_bug(
    qtbot: QtBot, worker: Worker, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    worker.run(refuse, page.done, page.failed, always=page.always)
    qtbot.waitUntil(lambda: len(page.heard) == 2)
    assert isinstance(page.heard[0], Refused)
    assert page.heard[0].basis == "许可法"
    assert caplog.records == []


def test_a_bug_reaches_failed_and_is_logged_with_its_traceback(
    qtbot: QtBot, worker: Worker, page: Page, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        worker.run(partial(int, "seven"), page.done, page.failed)
        qtbot.waitUntil(lambda: len(page.heard) == 1)
    assert isinstance(page.heard[0], ValueError)
    assert "Traceback" in caplog.text
    assert "seven" in caplog.text


def test_cancelling_what_runs_answers_at_once_and_drops_the_result(
    qtbot: QtBot, worker: Worker, page: Page
) -> None:
    begun, gate = threading.Event(), threading.Event()

    def wait_at_the_gate() -> str:
        begun.set()
        gate.wait(20)
        return "too late"

    task = worker.run(wait_at_the_gate, page.done, page.failed)
    never = worker.run(partial(page.heard.append, "never"), page.done, page.failed)
    assert begun.wait(20)
    task.cancel()
    never.cancel()
    qtbot.waitUntil(lambda: len(page.heard) == 2)
    gate.set()
    worker.run(partial(str, "after"), page.done, page.failed)
    qtbot.waitUntil(lambda: len(page.heard) == 3)
    assert [type(heard) for heard in page.heard] == [Cancelled, Cancelled, str]
    task.cancel()
    worker.run(partial(str, "end"), page.done, page.failed)
    qtbot.waitUntil(lambda: page.heard[-1] == "end")
    assert len(page.heard) == 4


def test_a_closed_page_is_passed_over(qtbot: QtBot, worker: Worker, page: Page) -> None:
    gate = threading.Event()
    closed = Page()
    heard = closed.heard
    worker.run(partial(gate.wait, 20), closed.done, closed.failed, always=closed.always)
    worker.run(refuse, closed.done, closed.failed)
    shiboken6.delete(closed)
    worker.run(partial(str, "open"), page.done, page.failed)
    gate.set()
    qtbot.waitUntil(lambda: page.heard == ["open"])
    assert heard == []


def test_busy_tells_the_first_wish_and_the_last_answer(qtbot: QtBot, worker: Worker, page: Page) -> None:
    told: list[bool] = []
    worker.busy_changed.connect(told.append)
    for number in range(3):
        worker.run(partial(int, number), page.done, page.failed)
    assert told == [True]
    qtbot.waitUntil(lambda: told == [True, False])
    assert page.heard == [0, 1, 2]


def test_a_bug_in_a_page_hurts_nobody_else(qtbot: QtBot, worker: Worker, page: Page) -> None:
    with qtbot.captureExceptions() as caught:
        worker.run(partial(int, 1), page.stumble, page.failed, always=page.always)
        worker.run(partial(int, 2), page.done, page.failed)
        qtbot.waitUntil(lambda: page.heard == ["always", 2])
    assert [str(error) for _, error, _ in caught] == ["a bug in a page"]


def test_only_bound_methods_of_qobjects_may_hear(worker: Worker, page: Page) -> None:
    for deaf in (print, lambda _: None, page.heard.append):
        with pytest.raises(TypeError, match="bound method"):
            worker.run(int, deaf, page.failed)


def test_stopping_waits_for_what_runs_and_drops_what_waits(qtbot: QtBot, worker: Worker, page: Page) -> None:
    begun, gate, ran = threading.Event(), threading.Event(), list[str]()

    def first() -> None:
        begun.set()
        gate.wait(20)
        ran.append("first")

    worker.run(first, page.done, page.failed)
    worker.run(partial(ran.append, "second"), page.done, page.failed)
    assert begun.wait(20)
    opener = threading.Timer(0.05, gate.set)
    opener.start()
    worker.stop()
    opener.join()
    assert ran == ["first"]
    late = worker.run(partial(ran.append, "late"), page.done, page.failed)
    late.cancel()
    other = Worker()
    other.run(partial(str, "other"), page.done, page.failed)
    qtbot.waitUntil(lambda: page.heard == ["other"])
    assert ran == ["first"]
    other.stop()


def test_thousands_of_tasks_cancelled_and_orphaned(qtbot: QtBot, worker: Worker, page: Page) -> None:
    for number in range(3000):
        receiver = Page() if number % 7 == 0 else page
        task = worker.run(partial(int, number), receiver.done, receiver.failed)
        if number % 3 == 0:
            task.cancel()
        if receiver is not page:
            shiboken6.delete(receiver)
    expected = sum(number % 7 != 0 for number in range(3000))
    qtbot.waitUntil(lambda: len(page.heard) == expected, timeout=20_000)
    assert sum(isinstance(heard, Cancelled) for heard in page.heard) == sum(
        number % 3 == 0 and number % 7 != 0 for number in range(3000)
    )


QUITTING = """
import sys, threading
from PySide6.QtCore import QCoreApplication, QObject, QTimer
from yubei_desk.work.worker import Worker
class Page(QObject):
    def done(self, result): print("done")
    def failed(self, error): print("failed")
app = QCoreApplication([])
worker, page, begun = Worker(), Page(), threading.Event()
def work():
    begun.set()
    threading.Event().wait(0.3)
    print("worked")
for _ in range(3):
    worker.run(work, page.done, page.failed)
begun.wait()
QTimer.singleShot(0, app.quit)
sys.exit(app.exec())
"""


def test_quitting_in_the_middle_of_work_is_clean() -> None:
    quitting = subprocess.run([sys.executable, "-c", QUITTING], capture_output=True, text=True, timeout=60)
    assert (quitting.returncode, quitting.stdout, quitting.stderr) == (0, "worked\n", "")


def test_a_task_kept_after_its_answer_keeps_no_page(qtbot: QtBot, worker: Worker) -> None:
    pages = [Page()]
    task = worker.run(lambda: 1, pages[0].done, pages[0].failed)
    qtbot.waitUntil(lambda: pages[0].heard == [1])
    gone = weakref.ref(pages.pop())
    assert gone() is None
    assert not task.cancelled
