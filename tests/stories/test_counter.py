"""The counter and a section 窗口与科室: each step arrives at the other desk by itself, down to the paper."""

from __future__ import annotations

from tests.hall import Hall
from tests.paper.reading import pages
from tests.stories.conftest import MakeSeat, Seat
from tests.stories.test_main_job import move, show
from yubei_desk.ui.intake.held import HeldPart
from yubei_desk.ui.intake.page import IntakePage


def tasks(held: HeldPart) -> list[tuple[int, str]]:
    """The cases in the list with what is to be done."""
    return [(row.matter_id, str(held.model.index(n, 0).data())) for n, row in enumerate(held.model.rows)]


def arrives(person: Seat, held: HeldPart, matter_id: int, task: str) -> None:
    """The list comes to hold this one task while nobody presses anything at this desk."""
    person.wait(lambda: tasks(held) == [(matter_id, task)])


def test_an_acceptance_arrives_at_both_windows_and_is_handed_over(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.receive()
    clerk, other, officer = seat("demo_window_1"), seat("demo_window_2"), seat("demo_land_officer_1")
    for person in (clerk, other, officer):
        person.open()
    lists = []
    for person in (clerk, other):
        page = person.enter("intake", IntakePage)
        page.show_list("all")
        arrives(person, page.held, matter_id, "待转科室")
        lists.append(page.held)
    mine = lists[0]
    assert mine.table.choose_key(matter_id)
    clerk.wait(lambda: "pass_on" in mine.at_hand.moves.buttons)
    mine.at_hand.moves.buttons["pass_on"].click()
    other.wait(lambda: tasks(lists[1]) == [])  # nobody pressed anything at that desk

    file = show(officer, matter_id)
    move(officer, file, file.bar, "accept", {})
    for person, held in zip((clerk, other), lists, strict=True):
        arrives(person, held, matter_id, "待出通知书")
    clerk.wait(mine.at_hand.notice.isVisible)
    mine.at_hand.notice.click()
    dialog = mine.at_hand.dialog
    assert dialog is not None
    clerk.wait(dialog.print.isEnabled)
    dialog.print.click()
    clerk.wait(lambda: tasks(mine) == [(matter_id, "本机已打印")])
    assert len(pages(clerk.paper.read_bytes())) == 1
    dialog.reject()
