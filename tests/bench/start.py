"""From the command to the sign-in window, embedded database running, against a bare PySide6 window."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tests.bench.row import Row, at_most
from yubei_desk.store.embedded import delete_cluster, start_server

ROUNDS = 9
# Both end at the first paint of the window they show; heavy modules imported before it are told.
WATCH = """
import os, sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
class Watch(QObject):
    def eventFilter(self, what, event):
        if event.type() == QEvent.Type.Paint and isinstance(what, QWidget):
            heavy = [n for n in ("sqlalchemy", "psycopg", "reportlab", "alembic") if n in sys.modules]
            print(time.monotonic(), *heavy, flush=True)
            os._exit(0)
        return False
application = QApplication(["bench"])
watch = Watch()
application.installEventFilter(watch)
"""
BARE = WATCH + "window = QWidget()\nwindow.resize(1120, 680)\nwindow.show()\napplication.exec()\n"
OURS = WATCH + "from yubei_desk.__main__ import main\nmain(['--data-dir', sys.argv[1]])\n"


def measure() -> Iterator[Row]:
    """One row: the median of the rounds' ratios."""
    with tempfile.TemporaryDirectory(prefix="yubei-bench-") as folder:
        server = start_server(Path(folder), auth_delay=False)
        try:
            _first_paint(OURS, folder)  # the first start writes byte code and caches
            pairs = [(_first_paint(OURS, folder), _first_paint(BARE, folder)) for _ in range(ROUNDS)]
        finally:
            delete_cluster(server)
    ours, bare = zip(*pairs, strict=True)
    yield at_most("start to sign-in window", ours, bare, "bare PySide6 window", 2.0)


def _first_paint(code: str, folder: str) -> float:
    """Milliseconds from the command to the first paint; fails if anything heavier than Qt came first."""
    begun = monotonic()
    line = [sys.executable, "-c", code, folder]
    told = subprocess.run(line, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
    assert told[1:] == [], f"imported before the sign-in window: {told[1:]}"
    return (float(told[0]) - begun) * 1000
