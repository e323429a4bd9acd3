"""The calendar of meetings: walked by keyboard, a day leads to its review, its files are saved from there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import CHAIR, Table, table_on_monday
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, clipped, grab, words_of
from tests.ui.meeting_room import Desked, room
from yubei_desk.ui.meeting.calendar import SIZE, CalendarDialog

OVERSEER = "demo_overseer"
THURSDAY = date(2026, 3, 5)


def called(hall: Hall) -> tuple[Table, int]:
    """A review called for the Thursday of the practice week."""
    table = table_on_monday(hall)
    review = table.draft()
    table.convene(review, str(THURSDAY))
    return table, review


def opened(here: Desked) -> CalendarDialog:
    """The calendar in front of the room, its month loaded."""
    QTest.keyClick(here.page, Qt.Key.Key_F9)
    calendar = here.page.doors.calendar
    assert calendar is not None
    here.answered()
    here.wait(lambda: calendar.grid.page is not None)
    return calendar


def press(here: Desked, calendar: CalendarDialog, *keys: Qt.Key) -> None:
    """Keys on the month, each answered."""
    for key in keys:
        QTest.keyClick(calendar.grid, key)
        here.answered()


def test_the_month_is_walked_by_keyboard(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    _table, review = called(hall)
    here = room(qtbot, make_desk, CHAIR)
    here.page.table.want(0)
    calendar = opened(here)
    assert calendar.grid.chosen == date(2026, 3, 2)
    assert "今天" in calendar.grid.accessibleDescription()
    assert [row.seat for row in calendar.rows.rows] == ["牵头"], "the list shows the week"
    press(here, calendar, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right)
    said = calendar.grid.accessibleDescription()
    assert said.startswith("2026年3月5日 周四，1 场会议，09:30 联东U谷")
    press(here, calendar, Qt.Key.Key_Down)
    assert calendar.rows.rows == ()
    press(here, calendar, Qt.Key.Key_Right, Qt.Key.Key_Right)
    assert "非工作日，没有会议" in calendar.grid.accessibleDescription()
    press(here, calendar, Qt.Key.Key_PageDown)
    assert (calendar.grid.chosen, calendar.grid.page and calendar.grid.page.first) == (
        date(2026, 4, 1),
        date(2026, 4, 1),
    )
    press(here, calendar, Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 3, Qt.Key.Key_Return)
    assert here.page.doors.calendar is None
    here.wait(lambda: here.page.pane.file is not None and here.page.pane.file.matter_id == review)


def test_the_mouse_and_the_list_lead_there_too(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    _table, review = called(hall)
    here = room(qtbot, make_desk, OVERSEER)
    calendar = opened(here)
    wide = calendar.grid.width() // 7
    QTest.mouseClick(calendar.grid, Qt.MouseButton.LeftButton, pos=QPoint(3 * wide + 20, 28 + 90))
    assert calendar.grid.chosen == THURSDAY
    assert not calendar.save.isEnabled(), "who does not see the seats does not invite them"
    calendar.after.click()
    here.answered()
    calendar.today.click()
    here.answered()
    assert calendar.list.choose_key(review)
    calendar.enter.click()
    here.wait(lambda: here.page.pane.file is not None and here.page.pane.file.matter_id == review)


def test_the_bell_brings_a_meeting_called_meanwhile(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = table_on_monday(hall)
    review = table.draft()
    here = room(qtbot, make_desk, CHAIR)
    calendar = opened(here)
    assert calendar.rows.rows == ()
    table.convene(review, str(THURSDAY))
    here.rings(review)
    here.wait(lambda: [row.matter_id for row in calendar.rows.rows] == [review])
    calendar.reject()


def test_invitations_are_saved_from_the_calendar(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    table, review = called(hall)
    here = room(qtbot, make_desk, CHAIR)
    folders = [str(tmp_path), "", str(tmp_path / "nowhere")]
    calendar = CalendarDialog(here.desk, lambda _parent: folders.pop(0), here.page)
    calendar.open()
    here.wait(lambda: calendar.list.choose_key(review))
    with qtbot.waitSignal(calendar.said):
        calendar.save.click()
    assert len(list(tmp_path.glob("*.ics"))) == len(table.seats(review))
    calendar.save.click()
    assert len(folders) == 1, "nothing is saved by who changed their mind"
    calendar.save.click()
    here.wait(lambda: any("写不进去" in words for words in words_of(calendar)))
    calendar.reject()


def test_the_calendar_looks_right(
    hall: Hall,
    qtbot: QtBot,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    tmp_path: Path,
) -> None:
    called(hall)
    here = room(qtbot, make_desk, CHAIR)
    calendar = opened(here)
    here.wait(lambda: not clipped(calendar))
    check_page(calendar)
    for name in ("dark", "light"):
        wear_theme(name)
        grab(calendar, SIZE, tmp_path / f"{name}.png")
    picture = QImage(str(tmp_path / "light.png"))
    sunday, monday = (
        box.center() for day, box in calendar.grid.boxes() if day in (date(2026, 3, 1), date(2026, 3, 9))
    )
    place = calendar.grid.mapTo(calendar, QPoint(0, 0))
    assert picture.pixel(sunday + place) != picture.pixel(monday + place), "days off are seen to be off"
    calendar.reject()
