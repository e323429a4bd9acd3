"""From the click on a room to its painted first page: a program a round, the room never entered before."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QPushButton

from tests.bench.hall import PASSWORD
from tests.bench.row import Row, under
from yubei_desk.app import Program
from yubei_desk.settings import Settings
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.worklist.page import WorklistPage

ROUNDS = 9
PATIENCE_MS = 20_000
SIZE = QSize(1366, 768)
ROOMS: Mapping[str, tuple[str, type[Page]]] = {
    "worklist": ("审批", WorklistPage),
    "meeting": ("联合审批", MeetingPage),
}
# A process a round: what is imported, planned or drawn for the first time counts every time.
ROUND = "import sys; from tests.bench.paint import time_one; time_one(*sys.argv[1:])"


def measure_paint(url: str, login: str, name: str, limit_ms: float, room: str) -> Row:
    """The median over the rounds, once one round has warmed the server."""
    with tempfile.TemporaryDirectory(prefix="yubei-bench-") as folder:
        times = [_round(url, login, folder, room) for _ in range(ROUNDS + 1)][1:]
    return under(name, times, limit_ms)


def _round(url: str, login: str, folder: str, room: str) -> float:
    line = [sys.executable, "-c", ROUND, url, login, folder, room]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def time_one(url: str, login: str, folder: str, room: str) -> None:
    """Sign in, let the first page come to rest, click; print the milliseconds until the rows are painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    theme.dress(application, "light")
    program = Program(Path(folder), url, Settings(), open_printer=lambda _parent: None)
    program.start()
    _until(lambda: program.centre is not None)
    program.sign_in.sign_in_requested.emit(login, PASSWORD)
    _until(lambda: program.window is not None)
    assert program.window is not None
    program.window.resize(SIZE)
    _until(lambda: not program.worker.busy)
    title, kind = ROOMS[room]
    (button,) = (
        each for each in program.window.nav.findChildren(QPushButton) if each.text().strip() == title
    )
    watch = Watch(application, kind)
    begun = perf_counter()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(40, 10))
    _until(lambda: watch.painted > 0)
    print(1000 * (watch.painted - begun))
    program.stop()
    program.sign_in.close()


def _until(reached: Callable[[], bool]) -> None:
    loop, beat = QEventLoop(), QTimer()
    beat.timeout.connect(lambda: loop.quit() if reached() else None)
    beat.start(2)
    QTimer.singleShot(PATIENCE_MS, loop.quit)
    if not reached():
        loop.exec()
    assert reached(), "it never came"


class Watch(QObject):
    """When the list's rows were first painted to the end."""

    def __init__(self, application: QApplication, kind: type[Page]) -> None:
        super().__init__()
        self._kind = kind
        self.painted = 0.0
        self._seen = False
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint of a list that has rows; noted behind it, when everything painted with it stands."""
        if event.type() == QEvent.Type.Paint and not self._seen and _is_filled(watched, self._kind):
            self._seen = True
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.painted = perf_counter()


def _is_filled(watched: QObject, kind: type[Page]) -> bool:
    view = page = watched.parent()
    while page is not None and not isinstance(page, kind):
        page = page.parent()
    if page is None or not isinstance(view, QAbstractItemView) or watched is not view.viewport():
        return False
    return view.model() is not None and view.model().rowCount() > 0
