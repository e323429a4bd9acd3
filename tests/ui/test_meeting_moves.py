"""What is done at the table 会审办理: convening, pacing, opining with the key, issues."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.hall import PIN, Hall
from tests.review import CHAIR, SECRETARY, TOPIC
from tests.ui.conftest import CheckPage, MakeDesk, words_of
from tests.ui.meeting_room import Desked, in_session, laid_table, room
from yubei_desk.domain.meeting import ReviewFile, Seat
from yubei_desk.ui.moves import MoveDialog

FIRE = "demo_fire_chief"


def file_of(here: Desked) -> ReviewFile:
    file = here.page.pane.file
    assert file is not None
    return file


def seat_of(here: Desked) -> Seat:
    seat = file_of(here).my_seat
    assert seat is not None
    return seat


def press(here: Desked, act: str) -> MoveDialog:
    """The dialog of a move of the bar."""
    here.page.bar.buttons[act].click()
    return here.dialog()


def test_the_chair_convenes_opens_and_paces(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    table = laid_table(hall)
    review = table.draft()
    here = room(qtbot, make_desk, CHAIR)
    assert file_of(here).matter_id == review
    dialog = press(here, "convene")
    check_page(dialog)
    today = str(here.desk.session.now.date())
    here.confirm(dialog, meeting_on=today, **TOPIC)
    assert file_of(here).state == "convened"
    here.confirm(press(here, "open_session"))
    assert file_of(here).at_item == 1
    here.page.pane.agenda.next.click()
    here.confirm(here.dialog())
    assert file_of(here).at_item == 2
    assert not here.page.pane.agenda.next.isEnabled()
    assert here.page.pane.agenda.next.toolTip() == "已是最后一个议题"


def test_a_meeting_day_in_the_past_is_said_at_its_field(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    laid_table(hall).draft()
    here = room(qtbot, make_desk, CHAIR)
    dialog = press(here, "convene")
    for name, value in {**TOPIC, "meeting_on": "2020-01-02"}.items():
        dialog.form.fields[name].set_value(value)
    dialog.confirm.click()
    here.wait(lambda: dialog.form.fields["meeting_on"].error() == "会议日不能早于今日")
    assert dialog.form.fields["place"].text() == TOPIC["place"]


def test_words_no_paper_can_show_are_refused_where_they_are_typed(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.text.setPlainText("可行👍，按图整改")
    here.page.pane.pad.buttons["agree"].click()
    dialog = here.dialog()
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    field = dialog.form.fields["words"]
    assert field.error() == "“👍”（U+1F44D）没有字形，印不出来，请改用规范汉字。"
    assert field.text() == "可行👍，按图整改"
    assert seat_of(here).state == "invited"
    here.confirm(dialog, PIN, words="可行，按图整改")
    assert seat_of(here).words == "可行，按图整改"


def test_an_opinion_is_typed_chosen_and_signed(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.text.setPlainText("疏散宽度按图整改后可行")
    assert [made.text() for made in here.page.pane.pad.buttons.values()] == [
        "同意",
        "有条件同意",
        "不同意",
        "不涉及",
    ]
    here.page.pane.pad.buttons["conditions"].click()
    dialog = here.dialog()
    check_page(dialog)
    assert any("授权书" in words for words in words_of(dialog))
    assert dialog.form.fields["opinion"].value() == "conditions"
    assert dialog.form.fields["words"].text() == "疏散宽度按图整改后可行"
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    here.wait(lambda: dialog.form.fields["conditions"].error() == "有条件同意须写明附带条件")
    here.confirm(dialog, PIN, conditions="会后两日内补图")
    seat = seat_of(here)
    assert (seat.opinion, seat.conditions) == ("conditions", "会后两日内补图")
    assert seat.opined is not None
    assert seat.opined.signature == "valid"
    assert here.page.pane.pad.text.toPlainText() == ""
    assert any("签名有效" in words for words in words_of(here.page.pane.pad))


def test_words_left_in_the_dialog_come_back_to_the_pad(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.text.setPlainText("可行")
    here.page.pane.pad.buttons["conditions"].click()
    dialog = here.dialog()
    dialog.form.fields["words"].set_value("可行，但须补图")
    dialog.form.fields["conditions"].set_value("补图")
    dialog.reject()
    here.answered()
    assert here.page.pane.pad.text.toPlainText() == "可行，但须补图"
    here.page.pane.pad.buttons["agree"].click()
    dialog = here.dialog()
    assert dialog.form.fields["opinion"].value() == "agree"
    assert dialog.form.fields["conditions"].text() == "补图"
    dialog.reject()


def test_the_last_words_stay_with_their_seat(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    """Another card is shown before the hands rest: what was typed comes back with its own."""
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    pad, seat = here.page.pane.pad, seat_of(here)
    pad.text.setPlainText("疏散宽度不足")
    pad.show_seat(None)
    pad.show_seat(seat)
    qtbot.waitUntil(lambda: pad.text.toPlainText() == "疏散宽度不足")


def test_the_keyboard_sits_down_and_opines(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    for act in ("take_seat", "opine"):
        here.page.activateWindow()
        here.wait(here.page.isActiveWindow)
        QTest.keyClick(here.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        dialog = here.dialog()
        assert dialog.move_shown.act == act
        values = {"opinion": "agree", "words": "同意"} if act == "opine" else {}
        here.confirm(dialog, PIN if act == "opine" else "", **values)
    seat = seat_of(here)
    assert (seat.state, seat.taken is not None) == ("opined", True)


def test_issues_are_raised_and_settled_by_name(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    review = in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.parts.setCurrentIndex(2)
    here.page.pane.issues.bring.click()
    here.confirm(here.dialog(), text="疏散宽度不足 1.4 米", owner="建设单位", due_on="2030-01-02")
    assert here.page.pane.parts.tabText(2) == "问题 1"
    (solve,) = here.page.pane.issues.settle
    solve.click()
    dialog = here.dialog()
    assert dialog.form.fields["issue"].editor.currentText() == "消防救援：疏散宽度不足 1.4 米"  # type: ignore[attr-defined]
    here.confirm(dialog, text="已补图，符合要求")
    assert [issue.settled_words for issue in file_of(here).issues] == ["已补图，符合要求"]
    assert here.page.pane.parts.tabText(2) == "问题"
    assert hall.store(CHAIR).load_review(review).issues[0].open is False


def test_sections_are_invited_by_name(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    laid_table(hall).draft()
    here = room(qtbot, make_desk, SECRETARY)
    dialog = press(here, "add_seat")
    chosen = dialog.form.fields["section"].editor
    names = [chosen.itemText(number) for number in range(chosen.count())]  # type: ignore[attr-defined]
    assert "教育审批科" in names
    assert "消防救援审批科" not in names
    section = next(key for key, name in file_of(here).more_sections if name == "教育审批科")
    here.confirm(dialog, section=str(section))
    assert [seat.section for seat in file_of(here).seats][-1] == "教育审批科"


def test_the_conclusion_says_what_every_seat_said(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    review = in_session(table)
    here = room(qtbot, make_desk, CHAIR)
    (menu,) = here.page.bar.findChildren(QMenu)
    (conclude,) = (action for action in menu.actions() if action.text() == "作出结论")
    assert not conclude.isEnabled()
    assert "还有科室没有表态" in conclude.toolTip()
    for code, seat in table.seats(review).items():
        opinion = {"opinion": "object"} if code == "water" else {"opinion": "agree"}
        hall.act(f"demo_{code}_chief", "opine", seat, words="见附图", **opinion)
    here.rings(review, *table.seats(review).values())
    dialog = press(here, "conclude")
    assert any("同意 6，不同意 1" in words for words in words_of(dialog))
    here.confirm(dialog, PIN, result="partly", reasons="排水另行论证")
    assert file_of(here).state == "concluded"
    assert [len(column.model.rows) for column in here.page.board.columns] == [0, 0, 0, 1]
    assert {item.case_label != "" for item in file_of(here).items} == {True}


def cancelled(hall: Hall, review: int) -> None:
    hall.act(CHAIR, "cancel", review, reason="企业撤回申请", separately="true")


def adjourned(hall: Hall, review: int) -> None:
    hall.act(CHAIR, "adjourn", review, reason="补图")


@pytest.mark.parametrize("happens", [cancelled, adjourned])
def test_an_opinion_sent_as_the_session_ends_is_refused_and_kept(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, happens: Callable[[Hall, int], None]
) -> None:
    review = in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.buttons["agree"].click()
    dialog = here.dialog()
    dialog.form.fields["words"].set_value("同意")
    happens(hall, review)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    here.wait(dialog.messages.sentence)
    here.answered()
    assert dialog.form.fields["words"].text() == "同意"
    assert seat_of(here).opinion == ""


def test_two_chairs_press_next_at_once(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    review = in_session(laid_table(hall))
    here = room(qtbot, make_desk, SECRETARY)
    here.page.pane.agenda.next.click()
    dialog = here.dialog()
    hall.act(CHAIR, "next_item", review)
    dialog.confirm.click()
    here.wait(dialog.messages.sentence)
    assert "住建委行政审批科首席代表办理“下一议题”" in dialog.messages.sentence()
    here.answered()
    assert file_of(here).at_item == 2
    assert not dialog.confirm.isEnabled()


def test_away_from_the_server_one_may_read_and_type(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.set_away("与服务器失去联系")
    assert here.page.live.text().startswith("未同步 · 停在 ")
    for made in (*here.page.pane.pad.buttons.values(), *here.page.bar.buttons.values()):
        assert not made.isEnabled()
        assert made.toolTip() == "与服务器失去联系"
    here.page.pane.pad.text.setPlainText("照常书写")
    here.page.set_away("")
    here.answered()
    assert here.page.live.text() == "● 实时同步"
    assert here.page.pane.pad.buttons["agree"].isEnabled()
    assert here.page.pane.pad.text.toPlainText() == "照常书写"


def test_a_duty_that_ends_during_the_session_keeps_what_is_typed(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    review = in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.buttons["object"].click()
    dialog = here.dialog()
    dialog.form.fields["words"].set_value("间距不足")
    ended = """update desk.duty d set to_day = current_date from desk.staff s
    where s.id = d.staff_id and s.login = %s"""
    hall.owner().execute(ended, (FIRE,))
    here.rings(review)
    assert here.page.pane.file is None
    assert here.page.board.columns[1].model.rows == ()
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["words"].text() == "间距不足"
    assert "已不能查看" in dialog.messages.sentence()
    dialog.reject()
