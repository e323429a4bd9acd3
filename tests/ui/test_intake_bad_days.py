"""Bad days at the counter: no mouse, rare characters, the server away half way, no room for the draft."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.hall import USCC, Hall
from tests.ui.conftest import MakeDesk
from tests.ui.test_intake import NAME, open_page, pick
from yubei_desk.ui.intake.page import IntakePage

ODD = "重庆龑喆𬭎𠮷🏗️有限公司"


def names(hall: Hall) -> list[str]:
    """The applicants received, first to last."""
    found = hall.owner().execute("select applicant from desk.case_party order by matter_id").fetchall()
    return [row[0] for row in found]


def focused(page: IntakePage) -> QWidget:
    """Where the keyboard is."""
    here = page.window().focusWidget()
    assert here is not None
    return here


def test_the_counter_by_keyboard_only(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    page.activateWindow()
    page.typed.setFocus()
    QTest.keyClicks(page.typed, "0101")
    QTest.keyClick(page.typed, Qt.Key.Key_Return)
    assert focused(page) is page.form.fields["name"].editor
    QTest.keyClicks(focused(page), "TEST COMPANY")
    QTest.keyClick(focused(page), Qt.Key.Key_Tab)
    assert focused(page) is page.form.fields["id_number"].editor
    page.send()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    made = page.moves.buttons["pass_on"]
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "pass_on" not in page.moves.buttons)
    assert names(hall) == ["TEST COMPANY"]


def test_rare_characters_and_emoji_arrive_whole(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value(ODD)
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    assert names(hall) == [ODD]


def test_the_same_applicant_brings_a_second_item(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    for _time in range(2):
        pick(page, "0101")
        if not page.form.fields["name"].text():
            page.form.fields["name"].set_value(NAME)
        page.receive.click()
        qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
        page.same.click()
        assert page.receive.isEnabled()
    assert names(hall) == [NAME, NAME]


def test_half_typed_when_the_server_leaves_then_sent(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value("重庆龑喆")
    page.set_away("服务器暂时连不上")
    page.form.fields["name"].set_value(NAME)
    assert not page.receive.isEnabled()
    page.set_away("")
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    assert names(hall) == [NAME]


def test_a_known_applicant_is_filled_in(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.receive(private={"id_number": USCC, "contact": "经办人", "phone": "02367812345"})
    page = open_page(qtbot, make_desk)
    page._look_up(USCC)
    qtbot.waitUntil(lambda: page.form.fields["contact"].text() == "经办人")
    assert page.form.fields["name"].text() == "重庆联东金北实业有限公司"


def test_no_room_for_the_draft_is_said_and_loses_nothing(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    # A file where the folder of drafts should be: nothing can be written, whoever runs the test.
    (tmp_path / "drafts").write_bytes(b"")
    page.form.fields["name"].set_value(NAME)
    qtbot.waitUntil(lambda: bool(page.messages.sentence()))
    assert page.form.fields["name"].text() == NAME
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    QApplication.processEvents()
    assert names(hall) == [NAME]
