"""The form of a joint application under test: in a real window on a real centre, its stages in force."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from tests.review import Table
from tests.ui.conftest import MakeDesk, shown
from yubei_desk.deed.demo_names import practice_code
from yubei_desk.ui.stage.page import StagePage
from yubei_desk.ui.widgets.stage_check import PartRow

COMPANY = "重庆联东金北实业有限公司"
PROJECT = "联东U谷渝北产业园"
WINDOW = "demo_window_1"


def open_stage(qtbot: QtBot, make_desk: MakeDesk, login: str = WINDOW) -> StagePage:
    """The page of this login, stages and catalogue loaded, a draft taken up."""
    parent = QWidget()
    qtbot.addWidget(parent)
    page = StagePage(make_desk(login), parent)
    page.setParent(None)
    page.resize(1158, 680)
    shown(qtbot, page)
    page.activate()
    settle(qtbot, page)
    return page


def settle(qtbot: QtBot, page: StagePage) -> None:
    """Wait until nothing is on its way, and nothing about to be looked for."""
    desk = page._desk
    qtbot.waitUntil(
        lambda: (
            not page.form.project._pause.isActive() and not desk.worker.busy and not desk.paper_worker.busy
        )
    )


def pick(page: StagePage, table: Table, number: int = 3) -> None:
    """Choose process 3 and its stage of this number."""
    page.form.stage.process.set_value("3")
    page.form.stage.number.set_value(str(table.stages[3, number]))


def name(qtbot: QtBot, page: StagePage, project: str = PROJECT, company: str = COMPANY) -> None:
    """Type who applies for which project, and wait until it is looked for."""
    typed = {"name": company, "id_number": practice_code(77), "contact": "经办人", "phone": "02367812345"}
    for field, words in {**typed, "project_name": project}.items():
        page.form.form.fields[field].set_value(words)
    settle(qtbot, page)


def ticks(page: StagePage) -> list[QCheckBox]:
    """The tick boxes of the items."""
    return [check for check, _ in page.form.items._rows.values()]


def row(page: StagePage, words: str) -> PartRow:
    """The simulation's row of the item so named."""
    return next(each for each in page.form.check.rows if each._part.name.startswith(words))
