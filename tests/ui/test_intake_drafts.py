"""Drafts at the counter 暂存: nothing typed is lost, and one application waits while another is served."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import CheckPage, MakeDesk
from tests.ui.counter_room import NAME, name, names, open_page, pick, receive, settle
from tests.ui.test_intake_files import PDF, drop
from yubei_desk.ui.intake.page import IntakePage


def drafts(page: IntakePage) -> tuple[str, ...]:
    """The keys of what is kept on this desk."""
    return page.held._desk.drafts.keys()


def shelf(page: IntakePage) -> list[str]:
    """The titles of what was put aside."""
    return [action.text() for action in page.shelf.menu().actions()]


def test_a_draft_comes_back_whole(qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    page.counter.materials.rows[0].set_form("paper")
    page.counter.hand.switch.click()
    page.counter.hand.number.set_value("手收1")
    path = tmp_path / "手工收件单.pdf"
    path.write_bytes(PDF)
    drop(page.counter.hand, path)
    settle(qtbot, page)
    qtbot.waitUntil(lambda: drafts(page) == ("intake",))
    settle(qtbot, page)
    page.sending.keep()
    settle(qtbot, page)
    again = open_page(qtbot, make_desk)
    assert again.counter.draft() == page.counter.draft()
    assert again.counter.form.fields["name"].text() == NAME
    assert again.counter.materials.marks()[0].form == "paper"
    assert again.counter.hand.isVisible()
    assert "已恢复" in again.messages.sentence()


def test_who_types_before_the_draft_is_there_loses_neither(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    page.sending.keep()
    settle(qtbot, page)
    parent = QWidget()
    qtbot.addWidget(parent)
    late = IntakePage(make_desk("demo_window_1"), parent)
    name(late, "先到的公司")
    qtbot.waitUntil(lambda: shelf(late) == [f"{NAME} · 建设用地规划许可证核发"])
    settle(qtbot, late)
    assert late.counter.form.fields["name"].text() == "先到的公司"
    late.shelf.menu().actions()[0].trigger()
    settle(qtbot, late)
    assert late.counter.form.fields["name"].text() == NAME
    assert shelf(late) == ["先到的公司 · 未选事项"]


def test_an_empty_form_leaves_no_draft(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    name(page, "甲")
    qtbot.waitUntil(lambda: drafts(page) == ("intake",))
    name(page, "")
    qtbot.waitUntil(lambda: drafts(page) == ())
    assert open_page(qtbot, make_desk).messages.sentence() == ""


def test_one_is_put_aside_another_received_and_the_first_goes_on(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    page = open_page(qtbot, make_desk)
    assert page.shelf.isHidden()
    pick(page)
    name(page)
    wish = page.sending.wish
    page.aside.click()
    settle(qtbot, page)
    assert shelf(page) == [f"{NAME} · 建设用地规划许可证核发"]
    assert page.shelf.text() == "取回暂存 1"
    assert not page.counter.begun
    pick(page, "0201")
    name(page, "后来的公司")
    receive(qtbot, page)
    check_page(page)
    page.shelf.menu().actions()[0].trigger()
    settle(qtbot, page)
    assert page.counter.form.fields["name"].text() == NAME
    assert page.sending.wish == wish
    assert page.shelf.isHidden()
    receive(qtbot, page)
    assert names(hall) == ["后来的公司", NAME]
    assert drafts(page) == ()


def test_taking_one_up_puts_the_other_aside(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    for words in ("甲公司", "乙公司"):
        name(page, words)
        page.aside.click()
        settle(qtbot, page)
    assert shelf(page) == ["乙公司 · 未选事项", "甲公司 · 未选事项"]
    name(page, "丙公司 & 丁公司")
    page.shelf.menu().actions()[1].trigger()
    settle(qtbot, page)
    assert page.counter.form.fields["name"].text() == "甲公司"
    assert set(shelf(page)) == {"丙公司 && 丁公司 · 未选事项", "乙公司 · 未选事项"}
    again = open_page(qtbot, make_desk)
    assert again.counter.form.fields["name"].text() == "甲公司"
    assert len(shelf(again)) == 2


def test_nothing_typed_is_nothing_to_put_aside(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = open_page(qtbot, make_desk)
    page.aside.click()
    settle(qtbot, page)
    assert drafts(page) == ()


def test_a_wish_that_may_be_filed_is_not_typed_over(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    """A crash between sending and the answer: the draft says so, and 接件 finds the case by its wish."""
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    page.sending.lost = True
    page.sending.keep()
    settle(qtbot, page)
    again = open_page(qtbot, make_desk)
    assert again.sending.lost
    assert not again.counter.form.isEnabled()
    assert not again.aside.isEnabled()
    assert again.receive.isEnabled()
    receive(qtbot, again)
    assert names(hall) == [NAME]


def test_a_full_disk_puts_nothing_aside_and_takes_nothing_off_the_screen(
    qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    # A file where the folder of drafts should be: nothing can be written, whoever runs the test.
    (tmp_path / "drafts").write_bytes(b"")
    name(page)
    page.aside.click()
    settle(qtbot, page)
    assert page.counter.form.fields["name"].text() == NAME
    assert page.counter.form.isEnabled()
    assert "请腾出磁盘空间" in page.messages.sentence()
