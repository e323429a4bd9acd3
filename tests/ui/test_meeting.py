"""The room 联合审批 on the real ledger: the board, what each post sees, what the bell leaves alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import CHAIR, SECRETARY
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, clipped, grab, shown, words_of
from tests.ui.meeting_room import Desked, in_session, laid_table, room
from yubei_desk.domain.act import Wish
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.meeting.words import ItemClock
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

FIRE, WINDOW, OVERSEER = "demo_fire_chief", "demo_window_1", "demo_overseer"


def columns(here: Desked) -> list[list[int]]:
    """The reviews of each column."""
    return [[card.matter_id for card in column.model.rows] for column in here.page.board.columns]


def shown_review(here: Desked) -> int:
    """The review in the pane, 0 for none."""
    file = here.page.pane.file
    return file.matter_id if file else 0


def test_a_desk_opens_where_the_meeting_is(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    review = in_session(table)
    here = room(qtbot, make_desk, FIRE)
    assert columns(here) == [[], [review], [], []]
    assert shown_review(here) == review
    assert here.page.pane.timer.text().startswith("议题 1 · 00:")
    assert {"take_seat", "opine"} <= set(here.page.bar.buttons)
    assert not {"adjourn", "conclude"} & set(here.page.bar.buttons)
    assert not here.page.pane.agenda.next.isVisible()
    assert here.page.live.text() == "● 实时同步"


@pytest.mark.parametrize("login", ["demo_specialist", "demo_leader"])
def test_who_serves_or_leads_the_project_reads_how_it_stands(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, check_page: CheckPage, tmp_path: Path, login: str
) -> None:
    """The review of their own project with its seats and days; no opinion, no material, nothing to press."""
    table = laid_table(hall)
    review = in_session(table)
    table.opine_all(review, "fire")
    hall.owner().execute("update desk.case_material set form = 'paper'")
    hall.act(SECRETARY, "accept", table.cases(review)["0201"])
    here = room(qtbot, make_desk, login)
    assert columns(here) == [[], [], [], []]
    named = Wish("follow", uuid4(), table.project(), body={"step": "施工许可", "login": login})
    hall.store(CHAIR).file_act(named)
    here.rings(review)
    here.page.reload()
    here.wait(lambda: columns(here) == [[], [review], [], []])
    here.page.open_matter(review)
    here.wait(lambda: shown_review(here) == review)
    here.answered()
    file = here.page.pane.file
    assert file is not None
    assert {seat.state for seat in file.seats} == {"opined", "invited"}
    assert not here.page.bar.buttons
    limit = f"{file.outer_on:%m月%d日}" if file.outer_on else "?"
    assert any(f"联合办理期限 {limit}" in words for words in words_of(here.page))
    assert not any("意见如上" in words for words in words_of(here.page))
    check_page(here.page)
    grab(here.page, here.page.size(), tmp_path / f"{login}.png")


@pytest.mark.parametrize("login", [WINDOW, OVERSEER])
def test_who_is_not_at_the_table_sees_states_and_opens_by_hand(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, login: str
) -> None:
    table = laid_table(hall)
    review = in_session(table)
    hall.act(FIRE, "opine", table.seats(review)["fire"], opinion="object", words="间距不足")
    here = room(qtbot, make_desk, login)
    assert shown_review(here) == 0
    here.page.open_matter(review)
    here.answered()
    assert shown_review(here) == review
    assert not here.page.pane.pad.isVisible()
    assert "消防救援：已表态" in here.page.pane.dots.accessibleName()
    assert not any("间距不足" in words for words in words_of(here.page))
    assert set(here.page.bar.buttons) <= {"attach"}
    assert not here.page.papers.isEnabled()
    assert "席位科室" in here.page.papers.toolTip()


def test_cards_say_everything_in_words_too(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    review = in_session(table)
    seats = table.seats(review)
    hall.act(FIRE, "opine", seats["fire"], opinion="conditions", words="可行", conditions="补图")
    hall.act(FIRE, "raise", review, text="疏散宽度不足", owner="建设单位")
    here = room(qtbot, make_desk, CHAIR)
    column = here.page.board.columns[1]
    spoken = str(column.model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    for words in ("联东U谷渝北产业园", "施工许可", "未决问题 1 个", "消防救援：有条件同意", "住建委：未签到"):
        assert words in spoken
    cards = column.cards
    index, delegate = column.model.index(0, 0), cards.itemDelegate()
    rect = cards.visualRect(index)
    said = {
        delegate.words_at(index, rect, QPointF(x, y))  # type: ignore[attr-defined]
        for x in range(rect.left(), rect.right(), 6)
        for y in range(rect.top(), rect.bottom(), 6)
    }
    assert {"消防救援：有条件同意", "住建委：未签到"} <= said


def test_the_bell_brings_opinions_and_leaves_what_is_typed(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    table = laid_table(hall)
    review = in_session(table)
    seats = table.seats(review)
    here = room(qtbot, make_desk, CHAIR)
    here.page.pane.pad.text.setPlainText("原则同意，")
    here.page.pane.parts.setCurrentIndex(1)
    hall.act(FIRE, "opine", seats["fire"], opinion="agree", words="同意")
    here.rings(seats["fire"])
    assert "消防救援：同意" in here.page.pane.dots.accessibleName()
    assert here.page.board.columns[1].model.rows[0].answered == 1
    assert here.page.pane.parts.tabText(1) == "席位 1/7"
    assert here.page.pane.parts.currentIndex() == 1
    assert here.page.pane.pad.text.toPlainText() == "原则同意，"
    hall.act(CHAIR, "adjourn", review, reason="补图")
    here.rings(review)
    assert columns(here) == [[], [], [review], []]
    assert here.page.board.columns[2].cards.selectionModel().selectedIndexes()
    assert here.page.pane.pad.text.toPlainText() == "原则同意，"


def test_the_pad_outlives_the_desk(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, FIRE)
    here.page.pane.pad.text.setPlainText("疏散宽度")
    key = f"meeting-pad-{here.page.pane.file.my_seat.matter_id}"  # type: ignore[union-attr]
    here.wait(lambda: here.desk.drafts.recall(key))
    here.page.close()
    again = room(qtbot, make_desk, FIRE)
    assert again.page.pane.pad.text.toPlainText() == "疏散宽度"


def test_the_keyboard_walks_the_board(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    meeting = in_session(table)
    later = table.draft(stage=table.stages[3, 1], items=[table.ids["item", "0401"]])
    here = room(qtbot, make_desk, "demo_ecology_chief")
    assert columns(here) == [[later], [meeting], [], []]
    assert shown_review(here) == meeting
    cards = here.page.board.columns[1].cards
    cards.setFocus()
    QTest.keyClick(cards, Qt.Key.Key_Left)
    here.wait(lambda: shown_review(here) == later)
    assert here.page.board.columns[0].cards.hasFocus()
    assert not cards.selectionModel().selectedIndexes()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("part", range(5))
def test_the_page_stands_the_walk(
    hall: Hall,
    qtbot: QtBot,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    tmp_path: Path,
    name: theme.Theme,
    part: int,
) -> None:
    table = laid_table(hall)
    review = in_session(table)
    hall.act(FIRE, "raise", review, text="疏散宽度不足 1.4 米，请于会后补图", owner="建设单位")
    wear_theme(name)
    here = room(qtbot, make_desk, CHAIR)
    here.page.pane.parts.setCurrentIndex(part)
    here.answered()
    here.wait(lambda: not clipped(here.page))
    check_page(here.page)
    grab(here.page, QSize(1712, 988), tmp_path / "large.png")
    here.wait(lambda: not clipped(here.page))
    check_page(here.page)


def test_a_clock_counts_on_through_reloads(hall: Hall) -> None:
    now = hall.session(CHAIR).now
    clock = ItemClock()
    clock.show(None, now)
    assert clock.words() == ""
    clock.show(now.replace(microsecond=0), now.replace(microsecond=0))
    assert clock.words() == "00:00"
    clock.show(now.replace(year=2020), now.replace(year=2020, month=now.month))
    assert clock.words() == "00:00"


def test_the_papers_of_a_meeting(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, CHAIR)
    for action in here.page.papers.menu().actions()[:2]:
        action.trigger()
        (dialog,) = here.page.findChildren(PaperDialog)
        with qtbot.waitSignal(dialog.shown_paper):
            pass
        assert action.text() in dialog.windowTitle()
        dialog.reject()
        here.wait(lambda: not here.page.findChildren(PaperDialog))


def test_invitations_are_saved_for_every_seat(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    review = in_session(laid_table(hall))
    desk = make_desk(CHAIR)
    page = MeetingPage(desk, choose_folder=lambda _parent: str(tmp_path))
    shown(qtbot, page)
    page.open_matter(review)
    qtbot.waitUntil(lambda: page.pane.file is not None)
    with qtbot.waitSignal(page.said) as said:
        page.papers.menu().actions()[2].trigger()
    assert said.args == [f"已存 7 份会议通知到 {tmp_path}"]
    assert len(list(tmp_path.glob("*.ics"))) == 7


def test_who_is_on_line_and_what_came_on_paper(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    review = in_session(laid_table(hall))
    blob, secretary = uuid4(), hall.store(SECRETARY)
    secretary.store_blob(blob, "application/pdf", b"%PDF-1.4 opinion")
    said = {"body": "渝北水务集团", "opinion": "conditions", "words": "须改迁供水管", "dated": "2020-04-21"}
    hall.act(SECRETARY, "outside_opinion", review, blob=str(blob), file_name="意见.pdf", **said)
    here = room(qtbot, make_desk, FIRE)
    assert here.page.pane.online.text().startswith("在线 ")
    assert "消防救援" in here.page.pane.online.toolTip().split("；")[0]
    here.page.pane.parts.setCurrentIndex(1)
    words = words_of(here.page.pane.seats)
    assert {"渝北水务集团", "书面", "须改迁供水管"} <= set(words)


def test_what_did_not_change_is_not_made_again(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    seats = table.seats(in_session(table))
    here = room(qtbot, make_desk, CHAIR)
    here.page.pane.parts.setCurrentIndex(1)
    rows = here.page.pane.seats.lines.findChildren(Card, options=Qt.FindChildOption.FindDirectChildrenOnly)
    buttons = here.page.bar.buttons
    hall.act(FIRE, "opine", seats["fire"], opinion="object", words="间距不足")
    here.rings(seats["fire"])
    after = here.page.pane.seats.lines.findChildren(Card, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert len(set(rows) & set(after)) == len(rows) - 1 == len(seats) - 1
    assert "间距不足" in words_of(here.page.pane.seats)
    assert here.page.bar.buttons is buttons


def test_a_page_that_was_out_of_sight_catches_up(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    table = laid_table(hall)
    seats = table.seats(in_session(table))
    here = room(qtbot, make_desk, CHAIR)
    here.page.hide()
    hall.act(FIRE, "opine", seats["fire"], opinion="agree", words="同意")
    here.rings(seats["fire"])
    assert "消防救援：未签到" in here.page.pane.dots.accessibleName()
    here.page.show()
    here.page.activate()
    here.answered()
    assert "消防救援：同意" in here.page.pane.dots.accessibleName()
    assert here.page.board.columns[1].model.rows[0].answered == 1


def test_long_words_never_widen_the_pane(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, CHAIR)
    file = here.page.pane.file
    assert file is not None
    long = "规划自然资源和城乡建设行政审批服务科"
    items = tuple(replace(item, section=long, name=f"{item.name}（{long}）") for item in file.items)
    here.page.show_review(replace(file, items=items, project=long * 3, place=long * 2))
    here.wait(lambda: not clipped(here.page))
    for part in (here.page.pane.now, here.page.pane.seats):
        inside = part.widget()
        assert inside is not None
        assert inside.width() <= part.viewport().width()
