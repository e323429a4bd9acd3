"""The counter under test 收件窗口: its page in a real window on a real centre, and a clerk's hands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk, shown
from yubei_desk.ui.intake.page import IntakePage

NAME = "重庆龑喆𬭎铝业有限公司"
WINDOW = "demo_window_1"


def open_page(qtbot: QtBot, make_desk: MakeDesk, login: str = WINDOW) -> IntakePage:
    """The page of a window, items and list loaded, a draft taken up."""
    parent = QWidget()
    qtbot.addWidget(parent)
    desk = make_desk(login)
    page = IntakePage(desk, parent)
    page.setParent(None)
    page.resize(1158, 680)
    shown(qtbot, page)
    page.activate()
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: IntakePage) -> None:
    """Wait until nothing is on its way."""
    desk = page.held._desk
    qtbot.waitUntil(lambda: not desk.worker.busy and not desk.paper_worker.busy)


def pick(page: IntakePage, words: str = "0101") -> None:
    """Type these words and take the first item found by Enter."""
    page.counter.picker.search.set_value(words)
    QTest.keyClick(page.counter.picker.typed, Qt.Key.Key_Return)


def name(page: IntakePage, words: str = NAME) -> None:
    """Say who applies."""
    page.counter.form.fields["name"].set_value(words)


def receive(qtbot: QtBot, page: IntakePage) -> None:
    """Press 接件 and wait until the receipt is on the screen."""
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.received.moves.buttons)
    settle(qtbot, page)


def names(hall: Hall) -> list[str]:
    """The applicants received, first to last."""
    found = hall.owner().execute("select applicant from desk.case_party order by matter_id").fetchall()
    return [row[0] for row in found]


def states(hall: Hall) -> list[str]:
    """The states of all cases, first to last."""
    query = "select state from desk.matter where kind = 'case' order by id"
    return [row[0] for row in hall.owner().execute(query).fetchall()]
