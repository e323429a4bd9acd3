"""The progress of a project 项目进度 in a real window: ring, timetable, followers, live by the bell."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, Hall
from tests.store.test_progress import CHIEF, SPECIALIST, follow, project_of
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, shown
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.progress import ProgressDialog
from yubei_desk.ui.rows_model import TONE_ROLE


def lines(dialog: ProgressDialog) -> list[list[str]]:
    """The table as text."""
    cells = (range(dialog.rows.rowCount()), range(dialog.rows.columnCount()))
    return [[str(dialog.rows.index(row, column).data()) for column in cells[1]] for row in cells[0]]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_specialist_sees_how_far_their_project_is(
    qtbot: QtBot,
    hall: Hall,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    name: theme.Theme,
) -> None:
    wear_theme(name)
    case = hall.recommended()
    project = project_of(hall, case)
    follow(hall, project)
    desk = make_desk(SPECIALIST)
    dialog = ProgressDialog(desk, project)
    shown(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 1)
    check_page(dialog)
    (line,) = lines(dialog)
    assert line[:4] == ["建设用地规划许可证核发", "规划自然资源审批科", "待决定", "●●●○○"]
    assert dialog.ring.accessibleName() == "项目进度 60%"
    hall.act(CHIEF, "grant", case, reasons="准予", **FACTS)
    dialog.show_changed({case + 1000})
    dialog.show_changed({case})
    qtbot.waitUntil(lambda: dialog.ring.percent == 80)
    assert lines(dialog)[0][2] == "准予"
    assert dialog.rows.index(0, 2).data(TONE_ROLE) == "info"
