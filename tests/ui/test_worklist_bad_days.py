"""The worklist on a bad day: somebody else was first, answers come late, the screen is small."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk, words_of
from tests.ui.test_worklist import OFFICER, ids, page_of
from yubei_desk.ui.widgets.light import SIDE
from yubei_desk.ui.widgets.table import PAD
from yubei_desk.ui.worklist.columns import SPARE, STATE
from yubei_desk.ui.worklist.page import WorklistPage

CHINA = ZoneInfo("Asia/Shanghai")
OTHER = "demo_land_officer_2"
BESIDE_THE_ROOMS = (1366 - 208, 1920 - 208)


def at_rest(qtbot: QtBot, page: WorklistPage) -> None:
    """Until every answer has come."""
    qtbot.waitUntil(lambda: not page._desk.worker.busy and not page.pending())


def handlers(page: WorklistPage) -> dict[int, str]:
    return {row.matter_id: row.handler for row in page.model.rows}


def test_a_claim_that_comes_too_late_says_who_was_first(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    first, second = hall.accepted(), hall.accepted()
    page = page_of(qtbot, make_desk)
    page.table.choose_key(second)
    qtbot.waitUntil(lambda: "claim" in page.pane.moves.buttons)
    hall.act(OTHER, "claim", second)
    page.pane.moves.buttons["claim"].click()
    qtbot.waitUntil(lambda: bool(handlers(page)[second]))
    at_rest(qtbot, page)
    assert any("经办二岗" in words and "领办" in words for words in words_of(page.messages))
    assert handlers(page)[first] == ""
    chosen = page.table.current_row()
    assert chosen is not None
    assert (chosen.matter_id, chosen.mine) == (second, False)
    assert page.pane.file is not None
    assert "经办二岗" in page.pane.file.handler, "the pane shows the case as it stands now"


def test_a_refusal_reloads_its_own_case_wherever_the_keyboard_went(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    first, second = hall.accepted(), hall.accepted()
    page = page_of(qtbot, make_desk)
    page.table.choose_key(second)
    qtbot.waitUntil(lambda: "claim" in page.pane.moves.buttons)
    hall.act(OTHER, "claim", second)
    page.pane.moves.buttons["claim"].click()
    page.table.choose_key(first)
    qtbot.waitUntil(lambda: bool(handlers(page)[second]))
    chosen = page.table.current_row()
    assert chosen is not None
    assert chosen.matter_id == first
    at_rest(qtbot, page)
    page.pane.moves.buttons["claim"].click()
    qtbot.waitUntil(lambda: bool(handlers(page)[first]))
    assert not page.messages.isVisible(), "what went well takes the sentence of before away"


def test_the_answer_to_a_filter_left_meanwhile_is_not_shown(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    waiting, mine, late = hall.passed_on(), hall.accepted(), hall.passed_on()
    hall.act(OFFICER, "claim", mine)
    page = page_of(qtbot, make_desk)
    shown: list[list[int]] = []
    page.model.rows_changed.connect(lambda: shown.append(ids(page)))
    page.show_list("passed_on")
    page.matters_changed(frozenset((late,)))
    page.show_list("mine")
    at_rest(qtbot, page)
    assert shown == [[mine]], "neither the rows of the other filter nor its bell"
    page.show_list("passed_on")
    at_rest(qtbot, page)
    assert shown[-1] == [waiting, late]


def test_a_page_behind_a_list_no_longer_shown_leaves_no_hole(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    made = [hall.receive() for _ in range(102)]
    page = page_of(qtbot, make_desk)
    page.model.fetchMore(page.model.index(-1, -1))
    qtbot.waitUntil(lambda: len(ids(page)) == 100)
    page.activate()
    page.model.more_requested.emit()  # asks behind the hundredth row; before it comes, fifty are shown
    at_rest(qtbot, page)
    whole = sorted(page.model.rows, key=lambda row: row.place)
    assert ids(page) == [row.matter_id for row in whole]
    assert set(ids(page)) == set(made[: len(ids(page))])


def test_each_chip_counts_the_rows_it_shows(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    hall.set_time(datetime(2020, 4, 10, 10, tzinfo=CHINA))
    late = [hall.accepted() for _ in range(2)]
    hall.set_time(datetime(2020, 4, 20, 10, tzinfo=CHINA))
    near, fresh = [hall.accepted() for _ in range(3)], [hall.passed_on() for _ in range(4)]
    for matter_id in (late[0], near[0]):
        hall.act(OFFICER, "claim", matter_id)
    page = page_of(qtbot, make_desk)
    counted = {}
    for chip in page.chips.findChildren(QPushButton):
        chip.click()
        at_rest(qtbot, page)
        label, count = chip.text().split(" ")
        counted[label] = int(count)
        assert len(ids(page)) == int(count), label
    assert counted == {"全部": 9, "超期": 2, "临近": 3, "正常": 4, "我领办的": 2}
    page.show_list("green")
    at_rest(qtbot, page)
    assert set(ids(page)) == set(fresh)


@pytest.mark.parametrize("width", BESIDE_THE_ROOMS)
def test_no_header_number_day_or_light_is_cut_off(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, width: int
) -> None:
    """申请人 and 事项 share what is left and may be cut; what one decides by may not."""
    hall.accepted()
    page = page_of(qtbot, make_desk)
    page.resize(QSize(width, 680))
    QApplication.processEvents()
    header, words = page.table.horizontalHeader(), QFontMetrics(page.table.font())
    roomy = width > BESIDE_THE_ROOMS[0]
    assert {number for number in range(8) if page.table.isColumnHidden(number)} == (
        set() if roomy else {*SPARE}
    )
    longest = {1: "5001122026112500006", 5: "首席代表", STATE: "已转科室待受理" if roomy else "特别程序中"}
    longest |= dict.fromkeys(SPARE, "2026-11-25") if roomy else {}
    for number, column in enumerate(page.model.columns):
        if not page.table.isColumnHidden(number):
            title = QFontMetrics(header.font()).horizontalAdvance(column.title)
            needed = max(title, words.horizontalAdvance(longest.get(number, "一二三四五六")))
            assert needed + 2 * PAD <= page.table.columnWidth(number), column.title
    small = QFont(page.table.font())
    small.setPixelSize(12)
    small.setWeight(QFont.Weight.Medium)
    for light in ("超期 123 个工作日", "暂定 剩 12 个工作日"):
        needed = QFontMetrics(small).horizontalAdvance(light) + 12 + SIDE + 8 + PAD
        assert needed <= page.table.columnWidth(0), light


def test_the_whole_list_is_worked_from_the_keyboard(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    made = [hall.accepted() for _ in range(3)]
    page = page_of(qtbot, make_desk)
    page.activateWindow()
    page.table.setFocus()
    qtbot.waitUntil(lambda: page.table.hasFocus())
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    QTest.keyClick(page.table, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: page.pane.file is not None and page.pane.file.matter_id == made[1])
    assert page.table.hasFocus(), "the pane follows, the keyboard stays in the list"
    QTest.keyClick(page.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    at_rest(qtbot, page)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == ["case", made[2]]
    QTest.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.words.hasFocus())
    QTest.keyClicks(page.words, "zzz")
    qtbot.waitUntil(lambda: ids(page) == [])
    QTest.keyClick(page.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: ids(page) == made)
    assert page.table.hasFocus()
    chip = page.chips.findChildren(QPushButton)[0]
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Right)
    at_rest(qtbot, page)
    assert (page.chips.key(), ids(page)) == ("red", [])
