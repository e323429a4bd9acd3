"""The main job 主要业务: from the window to a printed permit, on desks where each step arrives by itself."""

from __future__ import annotations

from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.hall import FACTS, OPINION, PIN, Hall
from tests.stories.conftest import MakeSeat, Seat
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.certificate.page import CertificatePage
from yubei_desk.ui.intake.page import IntakePage
from yubei_desk.ui.moves import MoveBar, MoveDialog
from yubei_desk.ui.worklist.page import WorklistPage

COMPANY, USCC = "重庆联东金北实业有限公司", "91500112MA5U123458"
PROJECT = "联东U谷渝北产业园"


class FilingPage(Protocol):
    """A room in which one matter is shown and acts are filed."""

    @property
    def file(self) -> Any: ...
    @property
    def filing(self) -> Any: ...


def receive(clerk: Seat) -> None:
    """The counter: item, applicant, project, all materials on paper, receipt, handed to the section."""
    page = clerk.enter("intake", IntakePage)
    typed = page.counter
    typed.picker.search.set_value("0101")
    QTest.keyClick(typed.picker.typed, Qt.Key.Key_Return)
    typed.form.fields["kind"].set_value("企业")
    typed.form.fields["id_number"].set_value(USCC)
    typed.form.fields["name"].set_value(COMPANY)
    typed.form.fields["project_name"].set_value(PROJECT)
    clerk.wait(lambda: typed.materials.rows)
    for row in typed.materials.rows:
        row.set_form("paper")
    page.receive.click()
    clerk.wait(lambda: bars(page))
    bars(page)[0].buttons["pass_on"].click()


def bars(page: IntakePage) -> list[MoveBar]:
    """The bar of moves that offers to hand the case to its section."""
    return [bar for bar in page.findChildren(MoveBar) if "pass_on" in bar.buttons]


def move(seat: Seat, page: FilingPage, bar: MoveBar, act: str, values: dict[str, str], pin: str = "") -> None:
    """Press a move, answer what it asks, confirm, and wait until the page shows that it stands."""
    seat.wait(lambda: act in bar.buttons and bar.buttons[act].isEnabled())
    before = page.file.version
    bar.buttons[act].click()
    seat.wait(lambda: page.filing.dialog is not None)
    seat.settle()
    dialog: MoveDialog = page.filing.dialog
    for name in dialog.form.fields.keys() & values.keys():
        dialog.form.fields[name].set_value(values[name])
    dialog.pin.set_value(pin)
    dialog.confirm.click()
    seat.wait(lambda: page.file is not None and page.file.version > before)


def show(seat: Seat, matter_id: int) -> CasePage:
    """The case on screen."""
    seat.window.open_matter("case", matter_id)
    page = seat.window.page("case")
    assert isinstance(page, CasePage)
    seat.wait(lambda: page.file is not None and page.file.matter_id == matter_id)
    return page


def test_from_the_window_to_the_printed_permit(hall: Hall, seat: MakeSeat) -> None:
    clerk, officer, chief = seat("demo_window_1"), seat("demo_land_officer_1"), seat("demo_land_chief")
    for person in (clerk, officer, chief):
        person.open()
    lists = {person.login: person.enter("worklist", WorklistPage) for person in (officer, chief)}
    assert not lists[chief.login].model.rows

    receive(clerk)
    for person in (officer, chief):  # nobody pressed anything at these desks
        arrives(person, lists[person.login], "passed_on")
    matter_id = lists[officer.login].model.rows[0].matter_id

    desk = show(officer, matter_id)
    move(officer, desk, desk.bar, "accept", {})
    arrives(chief, lists[chief.login], "examining")
    move(officer, desk, desk.bar, "recommend", {**OPINION, **FACTS})
    arrives(chief, lists[chief.login], "for_decision")

    signing = show(chief, matter_id)
    move(chief, signing, signing.bar, "grant", {"reasons": "准予建设用地规划许可", **FACTS}, PIN)
    assert signing.file is not None
    assert (signing.file.state, signing.file.acts[-1].signature) == ("granted", "valid")
    officer.wait(lambda: desk.file is not None and desk.file.state == "granted")

    print_permit(clerk, hall.certificate_of(matter_id))
    number = hall.owner().execute("select number from desk.certificate").fetchone()
    assert number is not None
    state = hall.owner().execute("select state from desk.matter where kind = 'certificate'").fetchone()
    assert state == ("printed",)
    assert clerk.paper.stat().st_size > 0
    assert number[0].startswith("地字第500112")


def arrives(seat: Seat, page: WorklistPage, state: str) -> None:
    """The one case of the list comes into a state while nobody presses anything at this desk."""
    seat.wait(lambda: [row.state for row in page.model.rows] == [state])


def print_permit(clerk: Seat, certificate_id: int) -> None:
    """The clerk sees the certificate arrive, prints its first copy and finds it on the books."""
    page = clerk.enter("certificate", CertificatePage)
    page.open_matter(certificate_id)
    clerk.wait(lambda: page.file is not None)
    clerk.settle()
    move(clerk, page, page.moves, "print_sheet", {})
    clerk.settle()
    assert page.file is not None
    assert [sheet.state for sheet in page.file.sheets] == ["printed"]
