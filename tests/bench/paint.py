"""From the click on 审批 to its painted first page: a program a round, the room never entered before."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.bench.hall import PASSWORD
from tests.bench.row import Row, under
from yubei_desk.app import Program
from yubei_desk.settings import Settings
from yubei_desk.ui import theme
from yubei_desk.ui.worklist.page import WorklistPage

ROUNDS = 9
LIMIT_MS = 150
PATIENCE_MS = 20_000
SIZE = QSize(1366, 768)
ROOM, TITLE = "worklist", "审批"
# A process a round: what is imported, planned or drawn for the first time counts every time.
ROUND = "import sys; from tests.bench.paint import time_one; time_one(*sys.argv[1:])"


def measure_paint(url: str, login: str, matters: int) -> Row:
    """The median over the rounds, once one round has warmed the server."""
    with tempfile.TemporaryDirectory(prefix="yubei-bench-") as folder:
        times = [_round(url, login, folder) for _ in range(ROUNDS + 1)][1:]
    return under(f"click to painted worklist, {matters:,} matters", times, LIMIT_MS)


def _round(url: str, login: str, folder: str) -> float:
    line = [sys.executable, "-c", ROUND, url, login, folder]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return float(done.stdout)


def time_one(url: str, login: str, folder: str) -> None:
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
    (button,) = (
        each for each in program.window.nav.findChildren(QPushButton) if each.text().strip() == TITLE
    )
    watch = Watch(application)
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

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.painted = 0.0
        self._seen = False
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The paint of a list that has rows; noted behind it, when everything painted with it stands."""
        if event.type() == QEvent.Type.Paint and not self._seen and _is_filled(watched):
            self._seen = True
            QTimer.singleShot(0, self._note)
        return False

    def _note(self) -> None:
        self.painted = perf_counter()


def _is_filled(watched: QObject) -> bool:
    page = watched.parent()
    while page is not None and not isinstance(page, WorklistPage):
        page = page.parent()
    return page is not None and watched is page.table.viewport() and page.model.rowCount() > 0
