"""The counter 综合受理 in a real window on a real database."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab, shown
from yubei_desk.domain.act import Wish
from yubei_desk.ui.intake.page import IntakePage

NAME = "重庆龑喆𬭎铝业有限公司"


def open_page(qtbot: QtBot, make_desk: MakeDesk) -> IntakePage:
    """The page of the first window, items loaded."""
    parent = QWidget()
    qtbot.addWidget(parent)
    page = IntakePage(make_desk("demo_window_1"), parent)
    page.setParent(None)
    shown(qtbot, page)
    page.activate()
    qtbot.waitUntil(lambda: page.list.count() > 0)
    return page


def pick(page: IntakePage, words: str) -> None:
    """Type these words and take the first item found by Enter."""
    page.search.set_value(words)
    QTest.keyClick(page.search.editor, Qt.Key.Key_Return)


def test_receive_and_pass_on(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value(NAME)
    page.receive.click()
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    found = hall.owner().execute("select applicant from desk.case_party").fetchall()
    assert found == [(NAME,)]
    page.moves.buttons["pass_on"].click()
    qtbot.waitUntil(lambda: "pass_on" not in page.moves.buttons)
    assert hall.owner().execute("select state from desk.matter where kind = 'case'").fetchall() == [
        ("passed_on",)
    ]


def test_without_item_its_sentence_and_a_bad_identifier_only_warns(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    page.form.fields["id_number"].set_value("123")
    assert (
        page.form.fields["id_number"].editor.accessibleDescription().startswith("统一社会信用代码应为 18 位")
    )
    page.receive.click()
    assert page.search.error().startswith("请从列表选择事项")
    assert page.form.fields["id_number"].text() == "123"
    pick(page, "0101")
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)


def test_draft_comes_back(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value(NAME)
    qtbot.waitUntil(lambda: bool(page._desk.drafts.keys()))
    again = open_page(qtbot, make_desk)
    assert again.form.fields["name"].text() == NAME
    qtbot.waitUntil(lambda: bool(again.materials.rows))
    assert "已恢复" in again.messages.sentence()


def test_away_keeps_the_words_and_the_page_stands_the_walk(
    qtbot: QtBot, make_desk: MakeDesk, check_page: CheckPage, wear_theme: WearTheme, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value(NAME)
    page.set_away("服务器暂时连不上")
    assert not page.receive.isEnabled()
    assert page.receive.toolTip() == "服务器暂时连不上"
    assert page.form.fields["name"].text() == NAME
    page.set_away("")
    assert page.receive.isEnabled()
    page.resize(1158, 680)
    check_page(page)
    for name in ("light", "dark"):
        wear_theme(name)
        grab(page, QSize(1158, 680), tmp_path / f"intake_{name}.png")


def test_lost_answer_is_found_by_its_wish(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    assert page._item is not None
    body = {**page.form.values(), "edition": page._item.edition_id, "materials": []}
    hall.store("demo_window_1").file_act(Wish("receive", page._wish, body=body))
    page.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in page.moves.buttons)
    assert hall.owner().execute("select count(*) from desk.case_file").fetchone() == (1,)


def test_item_withdrawn_meanwhile_speaks_at_the_item(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value(NAME)
    hall.owner().execute("update desk.edition set state = 'withdrawn'")
    page.receive.click()
    qtbot.waitUntil(page.search.has_error)
    assert "请重新选择事项" in page.search.error()
    assert page.form.fields["name"].text() == NAME
    assert page.receive.isEnabled()
    assert page.search.isEnabled()


def test_the_list_folds_once_picked_and_opens_when_typed_again(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    assert page.list.isHidden()
    QTest.keyClick(page.typed, Qt.Key.Key_Backspace)
    assert page.list.isVisible()
    assert page.search.text() == "010"
    assert page.list.count() > 0
