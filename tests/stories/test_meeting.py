"""The meeting 联合会审: chair and seats in real windows on one real centre, desks that die and come back."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial

from tests.hall import PIN, Hall
from tests.review import CHAIR, TOPIC
from tests.stories.conftest import MakeSeat, Seat
from tests.ui.meeting_room import in_session, laid_table
from yubei_desk.domain.meeting import ReviewFile
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.moves import MoveDialog

FIRE, LAND, DEPUTY = "demo_fire_chief", "demo_land_chief", "demo_housing_deputy"
HALF = "疏散宽度不足，"


def table_of(seat: Seat) -> MeetingPage:
    """The room, opened as a person opens it."""
    seat.open()
    page = seat.enter("meeting", MeetingPage)
    seat.wait(lambda: page.pane.file is not None)
    seat.settle()
    return page


def file_of(page: MeetingPage) -> ReviewFile:
    """What the pane shows."""
    assert page.pane.file is not None
    return page.pane.file


Seen = Callable[[MeetingPage], object]


def all_see(desks: Sequence[tuple[Seat, MeetingPage]], seen: Seen) -> None:
    """Until it is seen on each of these desks, at which nobody presses anything."""
    for person, page in desks:
        person.wait(partial(seen, page))


def dialog_of(seat: Seat, page: MeetingPage) -> MoveDialog:
    """The dialog that was asked for."""
    seat.wait(lambda: page.filing.dialog or page.seat_filing.dialog)
    seat.settle()
    made = page.filing.dialog or page.seat_filing.dialog
    assert made is not None
    return made


def confirm(seat: Seat, page: MeetingPage, pin: str = "", **values: str) -> None:
    """Answer the open dialog and wait until it has gone."""
    dialog = dialog_of(seat, page)
    for name, value in values.items():
        dialog.form.fields[name].set_value(value)
    dialog.pin.set_value(pin)
    dialog.confirm.click()
    seat.wait(lambda: page.filing.dialog is None and page.seat_filing.dialog is None)
    seat.settle()


def press(seat: Seat, page: MeetingPage, act: str, pin: str = "", **values: str) -> None:
    """Press a move of the bar and answer what it asks."""
    seat.wait(lambda: act in page.bar.buttons and page.bar.buttons[act].isEnabled())
    page.bar.buttons[act].click()
    confirm(seat, page, pin, **values)


def opine(seat: Seat, page: MeetingPage, opinion: str, words: str, **more: str) -> None:
    """Write on the pad, choose, sign."""
    page.pane.pad.text.setPlainText(words)
    page.pane.pad.buttons[opinion].click()
    confirm(seat, page, PIN, **more)


def test_three_desks_at_one_table(hall: Hall, seat: MakeSeat) -> None:
    table = laid_table(hall)
    review = table.draft()
    chair, fire, land = seat(CHAIR), seat(FIRE), seat(LAND)
    leading, burning, planning = table_of(chair), table_of(fire), table_of(land)
    seats = [(fire, burning), (land, planning)]
    today = str(hall.session(CHAIR).now.date())
    press(chair, leading, "convene", meeting_on=today, **TOPIC)
    press(chair, leading, "open_session")
    all_see(seats, lambda page: file_of(page).at_item == 1)
    opine(fire, burning, "conditions", "按图整改后可行", conditions="会后两日内补疏散图")
    others = [(chair, leading), (land, planning)]
    all_see(others, lambda page: "消防救援：有条件同意" in page.pane.dots.accessibleName())
    all_see(others, lambda page: page.board.columns[1].model.rows[0].answered == 1)
    planning.pane.parts.setCurrentIndex(2)
    planning.pane.issues.bring.click()
    confirm(land, planning, text="红线退让待核", owner="规划自然资源")
    chair.wait(lambda: leading.pane.parts.tabText(2) == "问题 1")
    leading.pane.agenda.next.click()
    confirm(chair, leading)
    all_see(seats, lambda page: file_of(page).at_item == 2)
    for code, matter in table.seats(review).items():
        if code != "fire":
            hall.act(f"demo_{code}_chief", "opine", matter, opinion="agree", words="同意")
    press(chair, leading, "conclude", PIN, result="passed", reasons="一致通过，附条件")
    all_see(seats, lambda page: len(page.board.columns[3].model.rows) == 1)
    all_see(seats, lambda page: file_of(page).state == "concluded")
    assert all(table.state(case) == "passed_on" for case in table.cases(review).values())
    assert len(table.cases(review)) == 2


def test_a_killed_desk_comes_back_where_the_meeting_is(hall: Hall, seat: MakeSeat) -> None:
    table = laid_table(hall)
    review = in_session(table)
    line = [sys.executable, "-m", "tests.stories.doomed_desk"]
    line += [str(hall.folder), hall.database.url(), FIRE, HALF]
    environment = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, env=environment) as doomed:
        assert doomed.stdout is not None
        assert doomed.stdout.readline() == "typed\n"
        doomed.kill()
    hall.act(CHAIR, "next_item", review)  # the meeting went on
    fire = seat(FIRE)
    page = table_of(fire)
    assert (file_of(page).matter_id, file_of(page).at_item) == (review, 2)
    assert page.pane.pad.text.toPlainText() == HALF
    opine(fire, page, "object", HALF + "请修改方案")
    assert table.one("select opinion from desk.seat where matter_id = %s", table.seats(review)["fire"])


def test_the_chairs_desk_dies_and_the_deputy_goes_on(hall: Hall, seat: MakeSeat) -> None:
    table = laid_table(hall)
    review = in_session(table)
    chair, deputy = seat(CHAIR), seat(DEPUTY)
    leading, standing_in = table_of(chair), table_of(deputy)
    leading.pane.agenda.next.click()
    dialog_of(chair, leading)  # in the middle of a move
    chair.program.stop()
    assert standing_in.pane.agenda.next.isEnabled()
    standing_in.pane.agenda.next.click()
    confirm(deputy, standing_in)
    deputy.wait(lambda: file_of(standing_in).at_item == 2)
    for code, matter in table.seats(review).items():
        hall.act(f"demo_{code}_chief", "opine", matter, opinion="agree", words="同意")
    press(deputy, standing_in, "conclude", PIN, result="passed", reasons="一致通过")
    deputy.wait(lambda: file_of(standing_in).state == "concluded")
    act = next(each for each in file_of(standing_in).acts if each.kind == "conclude")
    assert act.capacity.endswith("（代）")
    assert act.signature == "valid"
