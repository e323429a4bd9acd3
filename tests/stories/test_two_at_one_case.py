"""Two officers at one case 同一办件: one wins, the other is told who and when, and keeps what was typed."""

from __future__ import annotations

from tests.hall import OPINION, Hall
from tests.stories.conftest import MakeSeat, Seat
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.moves import MoveDialog

REASONS = "经现场核对，符合规划条件（二岗意见）"


def opened(seat: Seat, matter_id: int) -> tuple[CasePage, MoveDialog]:
    """The case on screen, with the dialog of 拟办 open."""
    seat.open()
    seat.window.open_matter("case", matter_id)
    page = seat.window.page("case")
    assert isinstance(page, CasePage)
    seat.wait(lambda: page.file is not None)
    page.bar.buttons["recommend"].click()
    seat.wait(lambda: page.filing.dialog is not None)
    seat.settle()
    assert page.filing.dialog is not None
    return page, page.filing.dialog


def fill(dialog: MoveDialog, reasons: str) -> None:
    dialog.form.fields["opinion"].set_value(OPINION["opinion"])
    dialog.form.fields["reasons"].set_value(reasons)


def test_the_loser_keeps_the_text_and_is_told_who_won(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.accepted()
    first, second = seat("demo_land_officer_1"), seat("demo_land_officer_2")
    first_page, first_dialog = opened(first, matter_id)
    second_page, second_dialog = opened(second, matter_id)
    fill(first_dialog, "符合规划条件（一岗意见）")
    fill(second_dialog, REASONS)
    first_dialog.confirm.click()
    first.wait(lambda: first_page.file and first_page.file.state == "for_decision")
    second.wait(lambda: second_page.file and second_page.file.state == "for_decision")
    assert not second_dialog.confirm.isEnabled()
    assert second_dialog.form.fields["reasons"].text() == REASONS
    assert "规划自然资源审批科经办一岗" in second_dialog.messages.sentence()


def test_of_two_at_the_same_moment_one_is_stale(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.accepted()
    seats = [seat("demo_land_officer_1"), seat("demo_land_officer_2")]
    dialogs = [opened(each, matter_id)[1] for each in seats]
    for dialog in dialogs:
        fill(dialog, REASONS)
    for dialog in dialogs:
        dialog.confirm.click()
    pages = [each.window.page("case") for each in seats]
    seats[0].wait(lambda: all(isinstance(p, CasePage) and p.file and p.file.version == 4 for p in pages))
    open_still = [p.filing.dialog for p in pages if isinstance(p, CasePage) and p.filing.dialog is not None]
    assert len(open_still) == 1, "one filed and left, the other is asked to look again"
    assert open_still[0].form.fields["reasons"].text() == REASONS
    assert open_still[0].messages.sentence() != ""
    filed = hall.owner().execute("select count(*) from desk.act where kind = 'recommend'").fetchone()
    assert filed == (1,)
