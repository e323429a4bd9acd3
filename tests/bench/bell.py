"""From a commit on one desk to the repaint on another: two people signed in, two bells, a real worklist."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSize, QTimer
from PySide6.QtWidgets import QApplication

from tests.bench.hall import BODY, PASSWORD, Hall, file, open_hall, receive
from tests.bench.row import Row, under
from yubei_desk.deed.calibration import Offsets
from yubei_desk.deed.deeds import Deeds
from yubei_desk.deed.drafts import Drafts
from yubei_desk.paper.sign import FileSigner
from yubei_desk.store.connect import open_engine
from yubei_desk.store.listen import DeskListener
from yubei_desk.store.store import Store
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.worklist.page import WorklistPage
from yubei_desk.work.bell import Bell
from yubei_desk.work.worker import Worker

ROUNDS = 30
ROWS = 30
PATIENCE_MS = 10_000


def measure() -> Iterator[Row]:
    """One row: the median over the rounds."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    theme.dress(application, "light")
    with open_hall(1) as hall, tempfile.TemporaryDirectory() as folder:
        cases = _accepted(hall)
        race = Race(hall, Path(folder))
        times = [race.time_one(cases[number % ROWS], 3 + number // ROWS) for number in range(ROUNDS)]
        race.end()
    yield under("commit to repaint on another desk", times, 50)


def _accepted(hall: Hall) -> list[int]:
    window, officer = hall.store("window_1"), hall.store("officer_1")
    cases = [receive(hall, window, 1) for _ in range(ROWS)]
    for matter_id in cases:
        file(officer, "accept", matter_id, 2, {})
    window.close()
    officer.close()
    return cases


class Race(QObject):
    """The officer acts at one desk; the chief's worklist at the other repaints."""

    def __init__(self, hall: Hall, folder: Path) -> None:
        super().__init__()
        self._officer = Store(open_engine(hall.place, "officer_1", PASSWORD))
        self._chief = Store(open_engine(hall.place, "chief_1", PASSWORD))
        self._acting, self._showing = Worker(self), Worker(self)
        self._rings = Bell(DeskListener(hall.place.dsn("officer_1", PASSWORD)), self)
        self._hears = Bell(DeskListener(hall.place.dsn("chief_1", PASSWORD)), self)
        self._page = WorklistPage(self._desk(folder))
        self._page.resize(QSize(1366, 1600))  # every row on screen: what is not seen is not painted
        self._page.show()
        self._page.activate()
        self._hears.matters_changed.connect(self._page.matters_changed)
        self._page.table.viewport().installEventFilter(self)
        self._loop = QEventLoop(self)
        self._state, self._watched, self._committed, self._painted = "", 0, 0.0, 0.0
        self._rings.start()
        self._hears.start()
        QTimer.singleShot(500, self._loop.quit)  # both bells hang, the page shows its rows
        self._loop.exec()

    def _desk(self, folder: Path) -> Desk:
        session = self._chief.load_session("chief_1")
        signer = FileSigner(folder, session.key_fingerprint, lambda: session.now)
        deeds = Deeds(self._chief, signer, session, folder)
        papers, drafts = Worker(self), Drafts(folder)
        return Desk(
            session,
            self._chief,
            deeds,
            self._showing,
            papers,
            lambda: None,
            drafts,
            lambda _: None,
            Offsets(folder),
        )

    def time_one(self, matter_id: int, seen: int) -> float:
        """Milliseconds from the commit of a recommendation to the repaint of its row."""
        self._watched, self._painted = matter_id, 0.0
        work = partial(self._recommend, matter_id, seen)
        self._acting.run(work, done=self._filed, failed=self._failed)
        QTimer.singleShot(PATIENCE_MS, self._loop.quit)
        self._loop.exec()
        assert self._painted, "the repaint never came"
        return (self._painted - self._committed) * 1000

    def _recommend(self, matter_id: int, seen: int) -> float:
        file(self._officer, "recommend", matter_id, seen, BODY)
        return perf_counter()

    def _filed(self, committed: float) -> None:
        self._committed = committed
        self._rings.ring()

    def _failed(self, error: Exception) -> None:
        raise error

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Whether the row painted now shows what was filed."""
        if event.type() == QEvent.Type.Paint and self._watched and self._shows():
            self._watched, self._painted = 0, perf_counter()
            self._loop.quit()
        return False

    def _shows(self) -> bool:
        rows = self._page.model.rows
        return any(row.matter_id == self._watched and row.state == "for_decision" for row in rows)

    def end(self) -> None:
        """Leave nothing running."""
        for bell in (self._rings, self._hears):
            bell.stop()
        for worker in self.findChildren(Worker):
            worker.stop()
        self._page.close()
        self._officer.close()
        self._chief.close()
