"""The room 审批 on the real ledger: order, lights, filters, and what arrives by the bell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, shown
from yubei_desk.domain.case import WorkFilter
from yubei_desk.ui import theme
from yubei_desk.ui.worklist.page import WorklistPage

OFFICER = "demo_land_officer_1"
PART = QSize(1158, 680)


def page_of(qtbot: QtBot, make_desk: MakeDesk, login: str = OFFICER) -> WorklistPage:
    """The page of a post, its first rows loaded."""
    desk = make_desk(login)
    page = WorklistPage(desk)
    page.resize(PART)
    shown(qtbot, page)
    page.activate()
    qtbot.waitUntil(lambda: not desk.worker.busy)
    return page


def ids(page: WorklistPage) -> list[int]:
    return [row.matter_id for row in page.model.rows]


def test_rows_stand_by_their_due_day_and_say_their_light(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    late, soon = hall.accepted(), hall.passed_on()
    page = page_of(qtbot, make_desk)
    assert ids(page) == [late, soon], "the promise of two days comes before the answer of five"
    assert "剩 2 个工作日" in str(page.model.index(0, 0).data())
    assert page.chips.findChildren(type(page.pane.open))[0].text() == "全部 2"
    assert page.table.current_row() == page.model.rows[0]
    qtbot.waitUntil(lambda: page.pane.file is not None)
    assert page.pane.file is not None
    assert page.pane.file.matter_id == late


def test_the_page_has_more_to_ask_until_the_case_beside_is_there(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    hall.accepted()
    page = page_of(qtbot, make_desk)
    assert page.pending(), "the keyboard just came to rest on the first row"
    qtbot.waitUntil(lambda: not page.pending() and not page._desk.worker.busy)
    assert page.pane.file is not None
    QTest.keyClicks(page.words, "5")
    assert page.pending()
    qtbot.waitUntil(lambda: not page.pending() and not page._desk.worker.busy)
    assert page._filter.words == "5"


def test_another_section_has_an_empty_list(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    hall.accepted()
    assert ids(page_of(qtbot, make_desk, "demo_housing_chief")) == []


def test_filters_by_state_mine_and_words(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    waiting, mine = hall.passed_on(), hall.accepted()
    hall.act(OFFICER, "claim", mine)
    page = page_of(qtbot, make_desk)
    page.show_list("passed_on")
    qtbot.waitUntil(lambda: ids(page) == [waiting])
    page.show_list("mine")
    qtbot.waitUntil(lambda: ids(page) == [mine])
    page.show_list("")
    qtbot.waitUntil(lambda: len(ids(page)) == 2)
    page.words.setFocus()
    QTest.keyClicks(page.words, "zzz")
    qtbot.waitUntil(lambda: ids(page) == [])
    QTest.keyClick(page.words, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(ids(page)) == 2)
    QTest.keyClicks(page.words, "cqld")
    qtbot.waitUntil(lambda: page._filter == WorkFilter(words="cqld") and len(ids(page)) == 2)


def test_the_keyboard_goes_from_the_words_into_the_list(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    case = hall.passed_on()
    page = page_of(qtbot, make_desk)
    page.activateWindow()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
        page.words.setFocus()
        page.words.clear()
        QTest.keyClicks(page.words, "cqld")
        QTest.keyClick(page.words, key)
        assert page._filter == WorkFilter(words="cqld")
        assert page.focusWidget() is page.table
    qtbot.waitUntil(lambda: page.table.current_row() is not None)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked.args == ["case", case]


def test_what_another_desk_does_arrives_and_the_choice_stays(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    first, second = hall.passed_on(), hall.passed_on()
    page = page_of(qtbot, make_desk)
    page.table.choose_key(second)
    hall.act("demo_land_officer_2", "accept", second)
    fresh = hall.passed_on()
    page.matters_changed(frozenset((second, fresh)))
    qtbot.waitUntil(lambda: ids(page) == [second, first, fresh])
    chosen = page.table.current_row()
    assert chosen is not None
    assert (chosen.matter_id, chosen.state) == (second, "examining")


def test_a_list_longer_than_a_page_goes_on_when_its_end_is_reached(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    made = [hall.receive() for _ in range(55)]
    page = page_of(qtbot, make_desk)
    assert len(ids(page)) == 50
    page.model.fetchMore(page.model.index(-1, -1))
    page.model.more_requested.emit()  # once more while the answer is on its way
    qtbot.waitUntil(lambda: len(ids(page)) == 55)
    assert set(ids(page)) == set(made)


def test_a_case_is_claimed_beside_the_list_and_opened_by_enter(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    matter_id = hall.accepted()
    page = page_of(qtbot, make_desk)
    qtbot.waitUntil(lambda: "claim" in page.pane.moves.buttons)
    page.pane.moves.buttons["claim"].click()
    qtbot.waitUntil(lambda: bool(page.model.rows[0].mine))
    asked: list[tuple[str, int]] = []
    page.open_requested.connect(lambda room, matter: asked.append((room, matter)))
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [("case", matter_id)]


def test_away_from_the_server_the_list_stays_and_moves_are_grey(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    hall.accepted()
    page = page_of(qtbot, make_desk)
    qtbot.waitUntil(lambda: "claim" in page.pane.moves.buttons)
    page.set_away("10:42 起断线")
    assert len(ids(page)) == 1
    assert not page.pane.moves.buttons["claim"].isEnabled()
    page.set_away("")
    assert page.pane.moves.buttons["claim"].isEnabled()


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_page_stands_the_walk(
    hall: Hall,
    qtbot: QtBot,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    name: theme.Theme,
) -> None:
    hall.accepted()
    page = page_of(qtbot, make_desk)
    qtbot.waitUntil(lambda: "claim" in page.pane.moves.buttons)
    wear_theme(name)
    check_page(page)
