"""The page of one case opened as a person opens it, for the tests of this room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import shown
from yubei_desk.domain.act import Act
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.desk import Desk, StoreDoor
from yubei_desk.ui.moves import MoveDialog

OFFICER, CHIEF = "demo_land_officer_1", "demo_land_chief"
PART = QSize(1158, 676)  # what the window leaves a page on the smallest screen


def page_at(qtbot: QtBot, desk: Desk, matter_id: int, size: QSize = PART) -> CasePage:
    """The page of a desk with a case on it, in the foreground."""
    page = CasePage(desk)
    page.resize(size)
    shown(qtbot, page)
    page.open_matter(matter_id)
    qtbot.waitUntil(lambda: not desk.worker.busy)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def press(qtbot: QtBot, desk: Desk, page: CasePage, act: str) -> MoveDialog:
    """Press a move and wait until its draft was looked for."""
    page.bar.buttons[act].click()
    dialog = page.filing.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not desk.paper_worker.busy)
    return dialog


def last_act(hall: Hall, page: CasePage, login: str = CHIEF) -> Act:
    """The last act of the shown case, as the ledger has it."""
    assert page.file is not None
    return hall.store(login).load_case(page.file.matter_id).acts[-1]


@dataclass(frozen=True)
class Seat:
    """A person at one case: what they press, what they read, what the ledger then says."""

    qtbot: QtBot
    hall: Hall
    desk: Desk
    page: CasePage

    def press(self, act: str) -> MoveDialog:
        """The dialog of a move, its draft looked for."""
        return press(self.qtbot, self.desk, self.page, act)

    def wait(self, seen: Callable[[], object]) -> None:
        """Until it can be seen."""
        self.qtbot.waitUntil(lambda: bool(seen()))

    def answered(self) -> None:
        """Until both threads have nothing left to do."""
        self.wait(lambda: not self.desk.worker.busy and not self.desk.paper_worker.busy)

    def confirm(self, dialog: MoveDialog, pin: str = "") -> None:
        """Confirm, with the PIN where one is asked, until the page says that the act stands."""
        dialog.pin.set_value(pin)
        with self.qtbot.waitSignal(self.page.said):
            dialog.confirm.click()
        self.answered()

    def matter_id(self) -> int:
        """The case shown."""
        assert self.page.file is not None
        return self.page.file.matter_id

    def last_act(self) -> Act:
        """The last act of the case, as the ledger has it."""
        return last_act(self.hall, self.page, self.desk.session.login)


@dataclass(frozen=True)
class Sit:
    """`sit(login, matter_id)` puts a post in front of a case, with a store of its own where one is given."""

    qtbot: QtBot
    hall: Hall
    make_desk: Callable[[str], Desk]

    def __call__(self, login: str, matter_id: int, store: object = None) -> Seat:
        """The seat, the case loaded."""
        desk = self.make_desk(login)
        desk = replace(desk, store=cast(StoreDoor, store)) if store else desk
        return Seat(self.qtbot, self.hall, desk, page_at(self.qtbot, desk, matter_id))
