"""The room 联合审批 entered as a person enters it, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import CHAIR, TOPIC, Table
from tests.ui.conftest import MakeDesk, shown
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.moves import MoveDialog

PART = QSize(1158, 676)  # what the window leaves a page on the smallest screen


@dataclass(frozen=True)
class Desked:
    """A person in the room: what they press, what they read."""

    qtbot: QtBot
    desk: Desk
    page: MeetingPage

    def wait(self, seen: Callable[[], object]) -> None:
        """Until it can be seen."""
        self.qtbot.waitUntil(lambda: bool(seen()))

    def answered(self) -> None:
        """Until both threads have nothing left to do."""
        self.wait(lambda: not self.desk.worker.busy and not self.desk.paper_worker.busy)

    def rings(self, *ids: int) -> None:
        """The bell, and what it brings."""
        self.page.matters_changed(frozenset(ids))
        self.answered()

    def dialog(self) -> MoveDialog:
        """The open dialog, its draft looked for."""
        self.wait(lambda: self.page.filing.dialog or self.page.seat_filing.dialog)
        self.answered()
        made = self.page.filing.dialog or self.page.seat_filing.dialog
        assert made is not None
        return made

    def confirm(self, dialog: MoveDialog, pin: str = "", **values: object) -> None:
        """Fill in, sign where it is asked, and wait until the page says that the act stands."""
        for name, value in values.items():
            dialog.form.fields[name].set_value(value)
        dialog.pin.set_value(pin)
        with self.qtbot.waitSignal(self.page.said):
            dialog.confirm.click()
        self.answered()


Enter = Callable[[str], Desked]


def room(qtbot: QtBot, make_desk: MakeDesk, login: str, size: QSize = PART) -> Desked:
    """The page of a post with its board loaded, in the foreground."""
    desk = make_desk(login)
    page = MeetingPage(desk)
    page.resize(size)
    shown(qtbot, page)
    page.activate()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    here = Desked(qtbot, desk, page)
    here.answered()
    return here


def laid_table(hall: Hall) -> Table:
    """The stages in force."""
    table = Table(hall)
    table.publish()
    return table


def in_session(table: Table) -> int:
    """A review in session on its first item."""
    review = table.draft()
    today = table.hall.session(CHAIR).now.date()
    table.hall.act(CHAIR, "convene", review, meeting_on=str(today), **TOPIC)
    table.hall.act(CHAIR, "open_session", review)
    return review
