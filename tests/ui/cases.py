"""The page of one case opened as a person opens it, for the tests of this room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import shown
from yubei_desk.domain.act import Act
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.desk import Desk
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
