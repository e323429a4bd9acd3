"""Finding a registered project 查找项目 while its name is typed."""

from __future__ import annotations

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import Table
from tests.ui.conftest import MakeDesk
from tests.ui.stage_room import PROJECT, open_stage, settle


def test_a_registered_project_is_offered_to_who_stops_typing(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    table = Table(hall)
    table.publish()
    table.project()
    page = open_stage(qtbot, make_desk)
    editor = page.form.form.fields["project_name"].editor
    assert isinstance(editor, QLineEdit)
    page.activateWindow()
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClicks(editor, "U")
    editor.insert("谷")  # as an input method puts it in
    editor.textEdited.emit(editor.text())
    popup = page.form.project._offers.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert [popup.model().index(0, 0).data(), popup.model().rowCount()] == [PROJECT, 1]
    popup.hide()
    settle(qtbot, page)
