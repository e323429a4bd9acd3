"""The room 事项清单 entered as a cataloguer enters it, for the tests of this room."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeDesk, shown
from yubei_desk.ui.catalogue.page import CataloguePage
from yubei_desk.ui.widgets.pick_list import PickList

DRAFTER, PUBLISHER = "demo_cataloguer_1", "demo_cataloguer_2"
PART = QSize(1158, 680)  # what the window leaves a page on the smallest screen


def open_catalogue(qtbot: QtBot, make_desk: MakeDesk, login: str = DRAFTER) -> CataloguePage:
    """The page of this login with its list loaded, a draft taken up."""
    parent = QWidget()
    qtbot.addWidget(parent)
    page = CataloguePage(make_desk(login), parent)
    page.setParent(None)
    page.resize(PART)
    shown(qtbot, page)
    page.activate()
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: CataloguePage) -> None:
    """Wait until nothing is on its way, and nothing about to be asked."""
    desk = page._desk
    qtbot.waitUntil(lambda: not (page.pending() or desk.worker.busy or desk.paper_worker.busy))


def show(qtbot: QtBot, page: CataloguePage, edition: int) -> None:
    """Put the list on this edition."""
    assert page.browse.table.choose_key(edition)
    settle(qtbot, page)


def names(picks: PickList) -> list[str]:
    """What a list holds, in its order."""
    return [pick.name for pick in picks.chosen]


def revise(qtbot: QtBot, page: CataloguePage, edition: int) -> None:
    """Begin a draft from this edition."""
    show(qtbot, page, edition)
    page.revise.click()
    settle(qtbot, page)


def send(qtbot: QtBot, page: CataloguePage) -> None:
    with qtbot.waitSignal(page.said):
        page.send.click()
    settle(qtbot, page)


def publish(qtbot: QtBot, page: CataloguePage) -> None:
    page.moves.buttons["publish_stage"].click()
    settle(qtbot, page)
    dialog = page.filing.dialog
    assert dialog is not None
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    settle(qtbot, page)
