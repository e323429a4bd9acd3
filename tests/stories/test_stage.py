"""Opening a review 发起联审: from a window's board through form and receipt to the lead's board."""

from __future__ import annotations

from tests.hall import Hall
from tests.stories.conftest import MakeSeat
from tests.ui.meeting_room import laid_table
from tests.ui.stage_room import COMPANY, PROJECT
from yubei_desk.deed.demo_names import practice_code
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.stage.page import StagePage

TYPED = {"name": COMPANY, "id_number": practice_code(77), "contact": "经办人", "phone": "02367812345"}


def test_a_window_opens_a_review_and_the_lead_sees_it_come(hall: Hall, seat: MakeSeat) -> None:
    table = laid_table(hall)
    table.project()
    clerk, chair = seat("demo_window_1"), seat("demo_housing_chief")
    for person in (clerk, chair):
        person.open()
    board, theirs = (person.enter("meeting", MeetingPage) for person in (clerk, chair))
    board.begin.click()
    assert clerk.window.room() == "stage"
    page = clerk.enter("stage", StagePage)
    page.form.stage.process.set_value("3")
    page.form.stage.number.set_value(str(table.stages[3, 3]))
    for field, words in {**TYPED, "project_name": PROJECT}.items():
        page.form.form.fields[field].set_value(words)
    clerk.wait(lambda: page.form.check.verdict.text() == "可以发起")
    clerk.settle()
    page.form.items.want([table.ids["item", code] for code in ("0202", "0201")])
    for row in page.form.materials.rows:
        row.set_form("paper")
    page.send.click()
    clerk.wait(lambda: page.receipt is not None and page.receipt.print.isEnabled())
    assert page.receipt is not None
    page.receipt.print.click()
    clerk.wait(page.receipt.leave.isEnabled)
    assert clerk.paper.exists()
    page.receipt.leave.click()
    assert clerk.window.room() == "meeting"
    clerk.wait(lambda: board.pane.file is not None and board.pane.file.project == PROJECT)
    file = board.pane.file
    assert file is not None
    assert len(file.items) == 2
    chair.wait(lambda: theirs.board.board and theirs.board.board.cards)
    assert theirs.board.board is not None
    assert [card.matter_id for card in theirs.board.board.cards] == [file.matter_id]
