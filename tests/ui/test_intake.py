"""The counter 综合受理 in a real window on a real database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab
from tests.ui.counter_room import NAME, name, names, open_page, pick, receive, settle, states
from yubei_desk.domain.act import Wish
from yubei_desk.ui.intake.page import IntakePage


def picked(page: IntakePage) -> str:
    """The name of the picked item, "" for none."""
    item = page.counter.picker.item
    return item.name if item else ""


def test_receive_and_pass_on(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    page.receive.click()
    receive(qtbot, page)
    assert names(hall) == [NAME]
    page.received.moves.buttons["pass_on"].click()
    qtbot.waitUntil(lambda: "pass_on" not in page.received.moves.buttons)
    assert states(hall) == ["passed_on"]


def test_without_item_its_sentence_and_a_bad_identifier_only_warns(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    number = page.counter.form.fields["id_number"]
    number.set_value("123")
    assert number.editor.accessibleDescription().startswith("统一社会信用代码应为 18 位")
    page.receive.click()
    assert page.counter.picker.search.error().startswith("请从列表选择事项")
    assert number.text() == "123"
    pick(page)
    receive(qtbot, page)


def test_away_keeps_the_words_and_the_page_stands_the_walk(
    qtbot: QtBot, make_desk: MakeDesk, check_page: CheckPage, wear_theme: WearTheme, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    page.set_away("服务器暂时连不上")
    assert not page.receive.isEnabled()
    assert page.receive.toolTip() == "服务器暂时连不上"
    assert page.counter.form.fields["name"].text() == NAME
    page.set_away("")
    assert page.receive.isEnabled()
    page.counter.hand.switch.click()
    settle(qtbot, page)
    check_page(page)
    for theme in ("light", "dark"):
        wear_theme(theme)
        grab(page, QSize(1158, 680), tmp_path / f"intake_{theme}.png")


def test_lost_answer_is_found_by_its_wish(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    wish = Wish("receive", page.sending.wish, body={**page.counter.body(), "materials": []})
    hall.store("demo_window_1").file_act(wish)
    receive(qtbot, page)
    assert len(states(hall)) == 1


def test_item_withdrawn_meanwhile_speaks_at_the_item(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    hall.owner().execute("update desk.edition set state = 'withdrawn'")
    page.receive.click()
    search = page.counter.picker.search
    qtbot.waitUntil(search.has_error)
    assert "请重新选择事项" in search.error()
    assert page.counter.form.fields["name"].text() == NAME
    assert page.receive.isEnabled()
    assert search.isEnabled()


def test_a_wish_that_runs_already_speaks_at_the_project(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    """Nothing typed is lost: the clerk sees which case it is, and may take it up there."""
    code = "2020-500112-47-03-123456"
    running = hall.receive(project={"code": code, "name": "联东U谷"})
    number = hall.owner().execute("select number from desk.case_file where matter_id = %s", (running,))
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    fields = page.counter.form.fields
    fields["project_name"].set_value("联东U谷")
    fields["project_code"].set_value(code)
    page.receive.click()
    qtbot.waitUntil(lambda: "已有在办件" in fields["project_name"].error())
    settle(qtbot, page)
    assert (number.fetchone() or ("",))[0] in fields["project_name"].error()
    assert fields["name"].text() == NAME
    assert names(hall) == ["重庆联东金北实业有限公司"]


def test_what_is_picked_is_let_go_by_typing_and_comes_back(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    picker, materials = page.counter.picker, page.counter.materials
    pick(page)
    assert picker.search.text() == "0101　建设用地规划许可证核发　规划自然资源审批科"
    assert picker.list.isHidden()
    materials.rows[0].set_form("paper")
    QTest.keyClick(picker.typed, Qt.Key.Key_Backspace)
    assert picked(page) == ""
    assert picker.list.isVisible()
    page.receive.click()
    assert picker.search.error().startswith("请从列表选择事项")
    QTest.keyClick(picker.typed, Qt.Key.Key_Escape)
    assert picked(page) == "建设用地规划许可证核发"
    assert picker.search.text().endswith("审批科")
    assert materials.marks()[0].form == "paper"
    pick(page, "0201")
    assert picked(page) == "建筑工程施工许可证核发"
    assert materials.marks()[0].form == "missing"


def test_an_item_by_initials_by_arrows_and_one_no_catalogue_knows(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    picker = page.counter.picker
    picker.search.set_value("jsyd")
    picker.typed.setFocus()
    QTest.keyClick(picker.typed, Qt.Key.Key_Down)
    QTest.keyClick(picker.list, Qt.Key.Key_Return)
    assert "建设用地" in picked(page)
    picker.typed.setFocus()
    QTest.keyClick(picker.typed, Qt.Key.Key_Down)
    assert picker.list.isVisible()
    QTest.keyClick(picker.list, Qt.Key.Key_Escape)
    assert picker.list.isHidden()
    pick(page, "没有这样的事项")
    assert picked(page) == "目录外事项"


def test_the_steps_follow_what_is_filled_in(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    steps = page.counter.steps
    assert steps.step == 0
    pick(page)
    assert steps.step == 1
    name(page)
    assert steps.step == 2
    for row in page.counter.materials.rows:
        row.set_form("paper")
    assert steps.step == 3
    page.counter.materials.rows[0].set_form("missing")
    assert steps.step == 2
    receive(qtbot, page)
    assert steps.step == 4
    page.again.click()
    assert steps.step == 0


def test_the_promised_day_says_that_it_is_provisional(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.set_time(datetime(2026, 12, 30, 4, tzinfo=UTC))
    page = open_page(qtbot, make_desk)
    pick(page)
    settle(qtbot, page)
    assert page.counter.days.day.text() == "预计 2027-01-04 前办结"
    assert page.counter.days.provisional.text() == "暂定"
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    pick(page, "0201")
    settle(qtbot, page)
    assert page.counter.days.day.text() == "预计 2026-11-27 前办结"
    assert page.counter.days.provisional.isHidden()


def test_parts_by_key_and_the_item_in_the_heading(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    with qtbot.waitActive(page):
        page.activateWindow()
    pick(page)
    assert page.subtitle == "建设用地规划许可证核发"
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert page.parts.currentWidget() is page.held
    assert page.focusWidget() is page.held.table
    QTest.keyClick(page, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert page.parts.currentWidget() is page.counter
    page.counter.picker.search.set_value("0")
    assert page.subtitle == ""


def test_the_whole_form_is_seen_on_the_smallest_screen(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    settle(qtbot, page)
    assert page.counter.left.needed_height() <= page.counter.left.viewport().height()


def test_what_is_missing_and_what_was_received_scroll_into_sight(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    page.resize(1158, 480)
    counter = page.counter
    bars = (counter.left.verticalScrollBar(), counter.side.verticalScrollBar())
    bars[0].setValue(bars[0].maximum())
    assert counter.picker.typed.visibleRegion().isEmpty()
    page.receive.click()
    assert not counter.picker.typed.visibleRegion().isEmpty()
    pick(page)
    name(page)
    settle(qtbot, page)
    for bar in bars:
        bar.setValue(bar.maximum())
    receive(qtbot, page)
    assert not page.received.number.visibleRegion().isEmpty()
    assert [bar.value() for bar in bars] == [0, 0]
