"""Bad days at the counter: no mouse, rare characters, the server away half way, no room for the draft."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk, words_of
from tests.ui.counter_room import NAME, name, names, open_page, pick, receive, settle
from yubei_desk.ui.intake.page import IntakePage

COMPANY = "91110000600037341L"  # a number whose check digit holds
ODD = "重庆龑喆𬭎𠮷🏗️有限公司"


def focused(page: IntakePage) -> QWidget:
    """Where the keyboard is."""
    here = page.window().focusWidget()
    assert here is not None
    return here


def test_the_counter_by_keyboard_only(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.counter.picker.typed.setFocus()
    QTest.keyClicks(page.counter.picker.typed, "0101")
    QTest.keyClick(page.counter.picker.typed, Qt.Key.Key_Return)
    assert focused(page) is page.counter.form.fields["name"].editor
    QTest.keyClicks(focused(page), "TEST COMPANY")
    QTest.keyClick(focused(page), Qt.Key.Key_Tab)
    QTest.keyClick(focused(page), Qt.Key.Key_Tab)
    assert focused(page) is page.counter.form.fields["id_number"].editor
    QTest.keyClick(focused(page), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "pass_on" in page.received.moves.buttons)
    settle(qtbot, page)
    QTest.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "pass_on" not in page.received.moves.buttons)
    assert names(hall) == ["TEST COMPANY"]


def test_ctrl_enter_of_the_number_pad_receives_too(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    with qtbot.waitActive(page):
        page.activateWindow()
    pick(page)
    name(page)
    keypad = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
    QTest.keyClick(focused(page), Qt.Key.Key_Enter, keypad)
    qtbot.waitUntil(lambda: "pass_on" in page.received.moves.buttons)
    assert names(hall) == [NAME]


def test_rare_characters_and_emoji_arrive_whole(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page, ODD)
    receive(qtbot, page)
    assert names(hall) == [ODD]


def test_the_same_applicant_brings_a_second_item(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    name(page)
    page.counter.form.fields["id_number"].set_value(COMPANY)
    for _time in range(2):
        pick(page)
        receive(qtbot, page)
        page.same.click()
        assert page.receive.isEnabled()
        assert page.counter.form.fields["name"].text() == NAME
    settle(qtbot, page)
    assert names(hall) == [NAME, NAME]
    assert words_of(page.counter.running).count("已接件") == 2


def test_half_typed_when_the_server_leaves_then_sent(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page, "重庆龑喆")
    page.set_away("服务器暂时连不上")
    name(page)
    assert not page.receive.isEnabled()
    page.set_away("")
    receive(qtbot, page)
    assert names(hall) == [NAME]


def test_a_known_applicant_is_filled_in(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.receive(private={"id_number": COMPANY, "contact": "经办人", "phone": "02367812345"})
    page = open_page(qtbot, make_desk)
    page.counter.form.fields["id_number"].set_value(COMPANY)
    settle(qtbot, page)
    assert page.counter.form.fields["id_number"].editor.accessibleDescription().startswith("本中心已有登记")
    assert page.counter.form.fields["contact"].text() == "经办人"
    assert page.counter.form.fields["name"].text() == "重庆联东金北实业有限公司"
    assert page.counter.running.isVisible()


def test_what_is_known_of_one_applicant_does_not_come_to_the_next(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    """The answer comes when another application stands on the screen already."""
    hall.receive(private={"id_number": COMPANY, "contact": "经办人", "phone": "02367812345"})
    page = open_page(qtbot, make_desk)
    page.counter.form.fields["id_number"].set_value(COMPANY)
    page.start_anew()
    settle(qtbot, page)
    assert not page.counter.form.begun
    assert not page.counter.running.isVisible()


def test_no_room_for_the_draft_is_said_and_loses_nothing(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    # A file where the folder of drafts should be: nothing can be written, whoever runs the test.
    (tmp_path / "drafts").write_bytes(b"")
    pick(page)
    name(page)
    qtbot.waitUntil(lambda: bool(page.messages.sentence()))
    assert page.counter.form.fields["name"].text() == NAME
    receive(qtbot, page)
    assert names(hall) == [NAME]


def test_a_connection_that_drops_on_the_way_locks_the_form_until_it_is_known(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    hall.owner().execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'demo_window_1'"
    )
    page.receive.click()
    assert page.receive.toolTip() == "正在接件，请稍候。"
    settle(qtbot, page)
    assert "暂时连不上" in page.messages.sentence()
    assert not page.counter.form.isEnabled()
    assert page.counter.form.fields["name"].text() == NAME
    receive(qtbot, page)
    assert names(hall) == [NAME]
