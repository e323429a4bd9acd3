"""From the command to the sign-in window, embedded database running, against a bare PySide6 window."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

from tests.bench.row import Row, at_most
from yubei_desk.bootstrap import ROOT
from yubei_desk.store.embedded import delete_cluster, start_server

ROUNDS = 15
PAINTED = b"Flushing"  # what Qt's own log says when the first picture goes to the screen
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1120, 680)
window.show()
application.exec()
"""


def measure() -> Iterator[Row]:
    """One row: the median of the rounds' ratios; ours is the command as it is typed, the way in included."""
    with tempfile.TemporaryDirectory(prefix="yubei-bench-") as folder:
        environment = dict(os.environ, XDG_DATA_HOME=folder, QT_LOGGING_RULES="qt.widgets.painting=true")
        if not environment.get("DISPLAY"):
            environment.setdefault("QT_QPA_PLATFORM", "offscreen")
        python = getattr(sys, "_base_executable", sys.executable)
        desk = [python, "-m", "yubei_desk"]
        bare = [sys.executable, "-c", BARE]
        server = start_server(Path(folder) / "yubei_desk", auth_delay=False)
        try:
            _first_paint(desk, environment)  # the first start writes byte code and caches
            pairs = [
                (_first_paint(desk, environment), _first_paint(bare, environment)) for _ in range(ROUNDS)
            ]
        finally:
            delete_cluster(server)
    ours, theirs = zip(*pairs, strict=True)
    yield at_most("start to sign-in window", ours, theirs, "bare PySide6 window", 2.0)


def _first_paint(line: list[str], environment: dict[str, str]) -> float:
    """Milliseconds from the command to the first paint of its window, both seen from outside."""
    begun = monotonic()
    with subprocess.Popen(line, cwd=ROOT, env=environment, stderr=subprocess.PIPE) as started:
        assert started.stderr is not None
        said = next((words for words in started.stderr if PAINTED in words), b"")
        painted = monotonic()
        started.kill()
        assert said, f"no window came of {line[:3]}"
    return (painted - begun) * 1000
