"""What the window still holds 窗口在手: moved on, printed, and kept in step with other desks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.paper.reading import pages
from tests.ui.conftest import CheckPage, MakeDesk
from tests.ui.counter_room import name, open_page, pick, receive, settle, states
from yubei_desk.ui.intake.page import IntakePage

ALL = frozenset[int]()


def open_list(qtbot: QtBot, make_desk: MakeDesk, key: str = "all") -> IntakePage:
    """The page with this filter of the list in front."""
    page = open_page(qtbot, make_desk)
    page.show_list(key)
    settle(qtbot, page)
    return page


def choose(qtbot: QtBot, page: IntakePage, matter_id: int) -> None:
    """Stand on the row of a case and wait until it is shown."""
    assert page.held.table.choose_key(matter_id)
    settle(qtbot, page)
    assert page.held.at_hand.case is not None
    assert page.held.at_hand.case.matter_id == matter_id


def ids(page: IntakePage) -> list[int]:
    """The cases in the list."""
    return [row.matter_id for row in page.held.model.rows]


def cell(page: IntakePage, matter_id: int, column: int) -> str:
    """The words of one cell."""
    row = page.held.model.index_of(matter_id).row()
    return str(page.held.model.index(row, column).data())


def test_the_list_moves_a_case_on_and_keeps_it_shown(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    first, second = hall.receive(), hall.receive()
    page = open_list(qtbot, make_desk, "received")
    assert page.parts.tabText(1) == "窗口在手 2"
    assert not page._foot.isVisible()
    assert ids(page) == [first, second]
    choose(qtbot, page, first)
    check_page(page)
    page.held.at_hand.moves.buttons["pass_on"].click()
    qtbot.waitUntil(lambda: ids(page) == [second])
    settle(qtbot, page)
    assert states(hall) == ["passed_on", "received"]
    assert page.held.at_hand.case is not None
    assert page.held.at_hand.case.matter_id == first
    assert page.held.table.current_row() is None
    assert page.messages.sentence() == "已办理：转科室"


def test_a_window_accepts_what_its_item_allows(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    matter_id = hall.receive(item="0401")
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    page.held.at_hand.moves.buttons["accept"].click()
    qtbot.waitUntil(lambda: page.held.at_hand.notice.isVisible())
    assert cell(page, matter_id, 0) == "待出通知书"
    other = hall.receive()
    page.matters_changed(ALL)
    settle(qtbot, page)
    choose(qtbot, page, other)
    grey = page.held.at_hand.moves.buttons["accept"]
    assert not grey.isEnabled()
    assert grey.toolTip() == "本事项由科室受理，请转科室"


def test_the_notice_of_a_case_the_section_accepted_is_printed(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    matter_id = hall.passed_on()
    page = open_list(qtbot, make_desk, "notice")
    assert ids(page) == []
    hall.act("demo_land_officer_1", "accept", matter_id)
    page.matters_changed(frozenset({matter_id}))
    qtbot.waitUntil(lambda: ids(page) == [matter_id])
    choose(qtbot, page, matter_id)
    page.held.at_hand.notice.click()
    dialog = page.held.at_hand.dialog
    assert dialog is not None
    qtbot.waitUntil(dialog.print.isEnabled)
    with qtbot.waitSignal(dialog.printed):
        dialog.print.click()
    assert len(pages((tmp_path / "printed.pdf").read_bytes())) == 1
    dialog.reject()
    assert ids(page) == []
    page.show_list("all")
    assert cell(page, matter_id, 0) == "本机已打印"


def test_a_receipt_is_printed_again_after_acceptance(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    matter_id = hall.accepted()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    page.held.at_hand.print.click()
    dialog = page.held.at_hand.dialog
    assert dialog is not None
    with qtbot.waitSignal(dialog.shown_paper):
        pass
    assert dialog.print.isEnabled()
    dialog.reject()


def test_the_bell_reloads_with_the_place_kept(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    first, second = hall.receive(), hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, second)
    third = hall.receive("demo_window_2")
    hall.act("demo_window_2", "pass_on", first)
    page.matters_changed(frozenset({first, third}))
    qtbot.waitUntil(lambda: ids(page) == [second, third])
    row = page.held.table.current_row()
    assert row is not None
    assert row.matter_id == second
    page.held.chips.choose("mine")
    page.held.chips.chosen.emit("mine")
    assert ids(page) == [second]


def test_who_comes_too_late_is_told_and_sees_the_case_as_it_stands(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    matter_id = hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    hall.act("demo_window_2", "pass_on", matter_id)
    page.held.at_hand.moves.buttons["pass_on"].click()
    qtbot.waitUntil(lambda: "pass_on" not in page.held.at_hand.moves.buttons)
    assert "办理“转科室”" in page.messages.sentence()
    assert page.held.at_hand.state.text() == "已转科室待受理"


def test_nothing_is_done_to_a_case_while_another_is_on_its_way(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    first, second = hall.receive(), hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, first)
    page.held.table.choose_key(second)
    assert not page.held.at_hand.moves.buttons["pass_on"].isEnabled()
    assert not page.held.at_hand.print.isEnabled()
    settle(qtbot, page)
    assert page.held.at_hand.moves.buttons["pass_on"].isEnabled()


def test_a_case_that_is_seen_no_more_leaves_nothing_to_press(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    matter_id = hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    assert page.held.open.isVisible()
    page.held.at_hand.load(987654321)
    settle(qtbot, page)
    assert "查无此件" in page.messages.sentence()
    assert page.held._empty.isVisible()
    assert not page.held.open.isVisible()
    choose(qtbot, page, matter_id)
    assert page.held.open.isVisible()


def test_away_from_the_server_the_list_can_be_read_and_nothing_done(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    matter_id = hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    page.set_away("服务器暂时连不上")
    made = page.held.at_hand.moves.buttons["pass_on"]
    assert (made.isEnabled(), made.toolTip()) == (False, "服务器暂时连不上")
    assert ids(page) == [matter_id]
    page.set_away("")
    assert made.isEnabled()


def test_enter_opens_the_case_in_its_room(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    matter_id = hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    with qtbot.waitSignal(page.open_requested) as opened:
        QTest.keyClick(page.held.table, Qt.Key.Key_Return)
    assert opened.args == ["case", matter_id]
    with qtbot.waitSignal(page.open_requested):
        page.held.open.click()


def test_a_case_just_received_follows_the_bell(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    """Accepted by the section while the applicant still stands there: its notice can be printed at once."""
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    for row in page.counter.materials.rows:
        row.set_form("paper")
    receive(qtbot, page)
    assert page.received.case is not None
    matter_id = page.received.case.matter_id
    assert not page.received.notice.isVisible()
    hall.act("demo_window_1", "pass_on", matter_id)
    hall.act("demo_land_officer_1", "accept", matter_id)
    page.matters_changed(frozenset({matter_id}))
    qtbot.waitUntil(page.received.notice.isVisible)
    assert page.received.state.text() == "审查中"


def test_provisional_days_say_so_in_list_and_pane(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.set_time(datetime(2026, 12, 30, 4, tzinfo=UTC))
    matter_id = hall.accepted()
    page = open_list(qtbot, make_desk)
    assert cell(page, matter_id, 5) == "2027-01-04 暂定"
    choose(qtbot, page, matter_id)
    assert page.held.at_hand.provisional.text() == "承诺日暂定"


def test_a_withdrawal_asks_for_its_reason_and_the_signed_request(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    matter_id = hall.receive()
    page = open_list(qtbot, make_desk)
    choose(qtbot, page, matter_id)
    page.held.at_hand.moves.buttons["withdraw"].click()
    settle(qtbot, page)
    dialog = page.held.at_hand.filing.dialog
    assert dialog is not None
    dialog.confirm.click()
    assert dialog.form.fields["reason"].error() == "请填写撤件理由。"
    dialog.form.fields["reason"].set_value("申请人书面撤回")
    dialog.form.fields["request_signed"].set_value(True)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: states(hall) == ["withdrawn"])
    settle(qtbot, page)
    assert ids(page) == []
    assert page.messages.sentence() == "已办理：撤件"
    assert page.held.at_hand.state.text() == "撤件"
