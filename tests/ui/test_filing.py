"""A dialog and the matter it was opened on 办理对话框: it files on no other."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import Table
from tests.store.test_catalogue import drafted, plan
from tests.ui.catalogue_room import PUBLISHER, open_catalogue, publish, settle, show
from tests.ui.conftest import MakeDesk
from yubei_desk.ui.catalogue.page import CataloguePage
from yubei_desk.ui.widgets.move_dialog import MoveDialog

ELSEWHERE = "页面已转到另一件，本件不能再办；填写的内容已暂存。"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def open_publishing(qtbot: QtBot, page: CataloguePage, edition: int) -> MoveDialog:
    """The dialog that publishes this edition."""
    show(qtbot, page, edition)
    page.moves.buttons["publish_stage"].click()
    settle(qtbot, page)
    assert page.filing.dialog is not None
    return page.filing.dialog


def test_a_dialog_files_on_the_matter_it_names(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    """The list goes on to another edition behind it: nothing is confirmed until its own is back."""
    first, other = drafted(table, **plan(table)), drafted(table, **plan(table, 4))
    page = open_catalogue(qtbot, make_desk, PUBLISHER)
    dialog = open_publishing(qtbot, page, first)
    show(qtbot, page, other)
    assert (dialog.confirm.isEnabled(), dialog.confirm.toolTip()) == (False, ELSEWHERE)
    show(qtbot, page, first)
    assert dialog.confirm.isEnabled()
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    settle(qtbot, page)
    assert (table.state(first), table.state(other)) == ("published", "draft")


def test_a_server_that_returns_lifts_no_other_reason(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    first, other = drafted(table, **plan(table)), drafted(table, **plan(table, 4))
    page = open_catalogue(qtbot, make_desk, PUBLISHER)
    dialog = open_publishing(qtbot, page, first)
    show(qtbot, page, other)
    page.set_away("中心自 10:42 起没有应答")
    assert dialog.confirm.toolTip() == "中心自 10:42 起没有应答"
    page.set_away("")
    assert (dialog.confirm.isEnabled(), dialog.confirm.toolTip()) == (False, ELSEWHERE)
    dialog.reject()
    publish(qtbot, page)
    assert (table.state(first), table.state(other)) == ("draft", "published")
