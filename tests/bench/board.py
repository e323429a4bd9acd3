"""Desks of the benchmark that show the board of the joint reviews, a few to a program."""

from __future__ import annotations

import os
import sys
import tempfile
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEvent, QObject, QSize, QSocketNotifier
from PySide6.QtWidgets import QApplication

from tests.bench.hall import PASSWORD
from yubei_desk.deed.calibration import Offsets
from yubei_desk.deed.deeds import Deeds
from yubei_desk.deed.drafts import Drafts
from yubei_desk.paper.sign import FileSigner, verify
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.listen import DeskListener
from yubei_desk.store.store import Store
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.work.bell import Bell
from yubei_desk.work.worker import Worker

SIZE = QSize(1366, 768)
READY = -1
Seen = tuple[int, str, float]


def show_boards(place: Place, logins: dict[int, str], review: int, pipe: Connection) -> None:
    """Show a board to each of these people until the pipe says to stop; tell when it is at rest, and each
    opinion of `review` when it is painted on its card and in the pane: (board, (seat, opinion, time)).
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QApplication(sys.argv[:1])
    theme.dress(application, "light")
    with tempfile.TemporaryDirectory(prefix="yubei-bench-") as folder:
        boards = [
            BoardDesk(place, login, review, Told(number, pipe), Path(folder))
            for number, login in logins.items()
        ]
        stop = QSocketNotifier(pipe.fileno(), QSocketNotifier.Type.Read)
        stop.activated.connect(application.quit)
        application.exec()
        for board in boards:
            board.end()


@dataclass(frozen=True, slots=True)
class Told:
    """Where board `number` tells what it shows."""

    number: int
    pipe: Connection

    def send(self, seen: Seen) -> None:
        """Tell it."""
        self.pipe.send((self.number, seen))


class BoardDesk(QObject):
    """The room 联合审批 of one person, its bell and its worker."""

    def __init__(self, place: Place, login: str, review: int, told: Told, folder: Path) -> None:
        super().__init__()
        self._review, self._told = review, told
        self._painted: tuple[dict[int, str], dict[int, str]] = ({}, {})
        self._shown: dict[int, str] = {}
        self._hung = self._owed = False
        self._store = Store(open_engine(place, login, PASSWORD), verify)
        self._worker, self._papers = Worker(self), Worker(self)
        self._bell = Bell(DeskListener(place.dsn(login, PASSWORD)), self)
        self._page = MeetingPage(self._desk(login, folder))
        self._page.resize(SIZE)
        for column in self._page.board.columns:
            column.cards.viewport().installEventFilter(self)
        self._page.pane.dots.installEventFilter(self)
        self._page.show()
        self._page.activate()
        self._bell.matters_changed.connect(self._page.matters_changed)
        self._bell.everything_changed.connect(self._hang)
        self._worker.busy_changed.connect(self._rest)
        self._bell.start()

    def _desk(self, login: str, folder: Path) -> Desk:
        session = self._store.load_session(login)
        signer = FileSigner(folder, session.key_fingerprint, lambda: session.now)
        deeds = Deeds(self._store, signer, session, folder)
        return Desk(
            session,
            self._store,
            deeds,
            self._worker,
            self._papers,
            lambda: None,
            Drafts(folder),
            lambda _: None,
            Offsets(folder),
        )

    def _hang(self) -> None:
        """The bell hangs: from now on every change is heard."""
        self._hung = self._owed = True
        self._rest(self._worker.busy)

    def _rest(self, busy: bool) -> None:
        """Tell that all that was asked for stands, behind what was told before."""
        if self._owed and self._hung and not busy:
            self._owed = False
            self._told.send((READY, "", perf_counter()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell each opinion once it is painted on the card as well as in the review that lies open."""
        if event.type() == QEvent.Type.Paint:
            pane = self._page.pane
            shown = pane.file if watched is pane.dots else self._page.board.card(self._review)
            here = shown is not None and shown.matter_id == self._review
            opinions = {seat.matter_id: seat.opinion for seat in shown.seats} if here and shown else {}
            self._painted[watched is pane.dots].update(opinions)
            for seat, opinion in opinions.items():
                both = all(painted.get(seat) == opinion for painted in self._painted)
                if both and self._shown.get(seat) != opinion:
                    self._shown[seat] = opinion
                    self._told.send((seat, opinion, perf_counter()))
                    self._owed = True
            self._rest(self._worker.busy)
        return False

    def end(self) -> None:
        """Leave nothing running."""
        self._bell.stop()
        for worker in (self._worker, self._papers):
            worker.stop()
        self._page.close()
        self._store.close()
