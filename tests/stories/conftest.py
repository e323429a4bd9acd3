"""Stories: whole programs on one real centre, each with its own windows, workers and bell."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.hall import PASSWORD, Hall
from tests.ui.conftest import dressed, pdf_printer
from yubei_desk.app import Program
from yubei_desk.settings import Settings
from yubei_desk.ui.main_window import MainWindow
from yubei_desk.ui.widgets.page import Page

__all__ = ["dressed"]

SIZE = QSize(1366, 768)
PATIENCE_MS = 20_000
P = TypeVar("P", bound=Page)
Q = TypeVar("Q", bound=QWidget)


class Seat:
    """One person at one desk: their program, and what a story does with it."""

    def __init__(self, qtbot: QtBot, hall: Hall, login: str, paper: Path) -> None:
        self._qtbot = qtbot
        self.login = login
        self.paper = paper
        self.program = Program(
            hall.folder, hall.database.url(), Settings(), open_printer=lambda _parent: pdf_printer(paper)
        )

    def open(self) -> MainWindow:
        """Start the program and sign in, as a person would."""
        self.program.start()
        self.wait(lambda: self.program.centre is not None)
        self.program.sign_in.sign_in_requested.emit(self.login, PASSWORD)
        self.wait(lambda: self.program.window is not None)
        self.window.resize(SIZE)
        return self.window

    @property
    def window(self) -> MainWindow:
        """The window of the person signed in."""
        assert self.program.window is not None
        return self.program.window

    def enter(self, room: str, kind: type[P]) -> P:
        """The page of a room, entered and loaded."""
        self.window.show_room(room)
        page = self.window.page(room)
        assert isinstance(page, kind)
        self.settle()
        return page

    def settle(self) -> None:
        """Until nothing is on its way."""
        self.wait(lambda: not self.program.worker.busy and not self.program.paper_worker.busy)

    def wait(self, until: Callable[[], object]) -> None:
        """Until something holds; the windows stay alive meanwhile."""
        self._qtbot.waitUntil(lambda: bool(until()), timeout=PATIENCE_MS)

    def only(self, kind: type[Q]) -> Q:
        """The one visible widget of a kind in the window."""
        (found,) = (each for each in self.window.findChildren(kind) if each.isVisible())
        return found


MakeSeat = Callable[[str], Seat]


@pytest.fixture
def seat(qtbot: QtBot, hall: Hall, dressed: QApplication, tmp_path: Path) -> Iterator[MakeSeat]:
    """`seat(login)`: one more program, closed after the test."""
    made: list[Seat] = []

    def make(login: str) -> Seat:
        made.append(Seat(qtbot, hall, login, tmp_path / f"{login}.pdf"))
        return made[-1]

    yield make
    for each in made:
        each.program.stop()
        each.program.sign_in.close()
