"""Every page and dialog 巡览: walked as a clerk without a mouse would, in both themes and at scale 2."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from tests.hall import Hall
from tests.review import CHAIR
from tests.store.test_catalogue import drafted, plan
from tests.stories.conftest import MakeSeat, Seat, seat
from tests.ui.conftest import SMALL, WearTheme, clipped, walk_page
from tests.ui.meeting_room import in_session, laid_table
from tests.ui.samples import OFFERS
from yubei_desk.ui import theme
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.catalogue.page import CataloguePage
from yubei_desk.ui.certificate.page import CertificatePage
from yubei_desk.ui.meeting.page import MeetingPage
from yubei_desk.ui.message import CrashDialog
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.offers import StaffOffer
from yubei_desk.ui.progress import ProgressDialog
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.worklist.page import WorklistPage

__all__ = ["seat"]

SCALE = float(os.environ.get("QT_SCALE_FACTOR", "1"))
LARGE = QSize(1920, 1080)
WINDOW, OFFICER, CHIEF = "demo_window_1", "demo_land_officer_1", "demo_land_chief"
CATALOGUER = "demo_cataloguer_2"
STATES = {WINDOW: "received", OFFICER: "accepted", CHIEF: "recommended"}  # what each post has at hand
SEES = {  # what each post must have walked, beside much else
    WINDOW: {
        "home",
        "intake",
        "stage",
        "case-pass_on",
        "case-attach",
        "certificate-deliver",
        "certificate-calibration",
    },
    OFFICER: {"worklist", "case-recommend", "case-promised", "certificate-confirm_sheet"},
    CHIEF: {"worklist", "case-0", "case-1", "case-2", "case-grant", "case-paper", "certificate-print_sheet"},
    CHAIR: {
        *(f"meeting-{part}" for part in range(5)),
        "meeting-next_item",
        "meeting-opine",
        "meeting-progress",
        "meeting-follow",
        "meeting-calendar",
    },
    CATALOGUER: {
        *(f"catalogue-{part}" for part in range(3)),
        "catalogue-draft",
        "catalogue-publish_stage",
        "catalogue-drop_stage",
    },
    "demo_overseer": {"home", "case", "meeting"},
    "demo_keeper_1": {"home"},
    "demo_auditor": {"home", "case-paper"},
}
# Putting on a theme takes 400 ms: each page and each kind of dialog is walked in both, not each post.
WALKS = [
    *[(login, "light") for login in SEES],
    *[(login, "dark") for login in (WINDOW, CHIEF)],
]
ATTEMPT = """insert into desk.attempt (at, login, sqlstate, act, sentence, origin)
values (now(), 'demo_window_2', 'YB001', 'grant', '您今日没有办理这个环节的职责', '10.8.0.31')"""


@dataclass
class Walk:
    """One person's way through their rooms; every stop is checked, and pictured for who wants to look."""

    here: Seat
    stops: set[str] = field(default_factory=set)

    def stop(self, shown: QWidget, where: str) -> None:
        """Check a window, or a dialog in front of it, once it is laid out."""
        self.here.settle()
        shown.activateWindow()
        self.here.wait(shown.isActiveWindow)
        self.here.wait(lambda: laid_out(shown, where))
        self.picture(shown, where)
        try:
            walk_page(shown)
        except AssertionError as fault:
            raise AssertionError(f"{self.here.login}, {where}: {fault}") from None
        self.stops.add(where)

    def picture(self, shown: QWidget, where: str) -> None:
        """Paint it; YUBEI_PICTURES names a folder that keeps the picture."""
        painted = shown.grab()
        assert painted.devicePixelRatio() == SCALE
        if "YUBEI_PICTURES" in os.environ:
            name = f"{self.here.login}-{where}-{theme.current_theme()}.png"
            assert painted.save(str(Path(os.environ["YUBEI_PICTURES"]) / name))

    def page(self, page: Page, where: str) -> None:
        """Every tab of a page, the whole of it on a large screen too, then its dialogs."""
        window = self.here.window
        self.here.settle()
        tabs = page.findChild(QTabWidget)
        for part in range(tabs.count() if tabs else 0):
            assert tabs is not None
            tabs.setCurrentIndex(part)
            self.stop(window, f"{where}-{part}")
        self.stop(window, where)
        window.resize(LARGE)
        self.here.wait(lambda: laid_out(window, f"{where}, large"))
        self.picture(window, f"{where}-large")
        window.resize(SMALL)
        for bar in page.findChildren(MoveBar):
            if not isinstance(page, WorklistPage):  # what is filed there needs no dialog
                self.moves(bar, where)

    def moves(self, bar: MoveBar, where: str) -> None:
        """The dialog of each move the law lets this person make."""
        for act in sorted(bar.buttons):
            if bar.buttons[act].isVisible() and bar.buttons[act].isEnabled():
                bar.buttons[act].click()
                self.dialog(f"{where}-{act}")

    def case(self, page: CasePage, where: str) -> None:
        """A case, why its days are what they are, and a paper it brought about; none of another section."""
        self.page(page, where)
        if page.file is None:
            return
        for which, question in page.clock.questions.items():
            if question.isVisibleTo(page.clock):
                question.click()
                self.dialog(f"{where}-{which}")
        for paper in page.file.papers[:1]:
            page.papers.paper_opened.emit(paper)
            self.dialog(f"{where}-paper")

    def meeting(self, page: MeetingPage, where: str) -> None:
        """What stands beside the bar of moves: the next item, the project's progress, the scans."""
        page.pane.parts.setCurrentIndex(0)
        for name, made in (
            ("next_item", page.pane.agenda.next),
            ("progress", page.pane.progress),
            ("files", page.pane.materials.look),
            ("calendar", page.calendar),
        ):
            made.click()
            if name == "progress":
                self.follow(where)
            self.dialog(f"{where}-{name}")

    def follow(self, where: str) -> None:
        """The dialog in front of the project's progress: who follows it."""
        (progress,) = self.here.window.findChildren(ProgressDialog)
        self.here.wait(lambda: "follow" in progress.moves.buttons)
        progress.moves.buttons["follow"].click()
        self.here.wait(lambda: progress.filing.dialog)
        asked = progress.filing.dialog
        assert asked is not None
        self.stop(asked, f"{where}-follow")
        asked.reject()
        progress.activateWindow()

    def catalogue(self, page: CataloguePage, where: str) -> None:
        """The desk of the drafter."""
        page.revise.click()
        self.here.wait(lambda: not page.pending())
        self.stop(self.here.window, f"{where}-draft")
        page.back.click()

    def dialog(self, where: str) -> None:
        """The dialog that opens now; put away again."""
        self.here.wait(lambda: open_dialogs(self.here.window))
        (dialog,) = open_dialogs(self.here.window)
        self.stop(dialog, where)
        dialog.reject()
        self.here.wait(lambda: not open_dialogs(self.here.window))


def laid_out(shown: QWidget, where: str) -> bool:
    """Whether all words have their room by now; the complaint, when it never comes, names those cut off."""
    cut = clipped(shown)
    assert not cut, f"{where}: words cut off: {cut}"
    return True


def open_dialogs(window: QWidget) -> list[QDialog]:
    """The dialogs one can see."""
    return [each for each in window.findChildren(QDialog) if each.isVisible()]


@pytest.mark.parametrize(("login", "name"), WALKS)
def test_every_page(seat: MakeSeat, hall: Hall, wear_theme: WearTheme, login: str, name: theme.Theme) -> None:
    hall.owner().execute(ATTEMPT)
    edition = 0
    cases = {"granted": hall.granted(), "received": hall.receive(), "accepted": hall.accepted()}
    cases["recommended"] = hall.recommended()
    if login == CHAIR:
        in_session(laid_table(hall))
    elif login == CATALOGUER:
        table = laid_table(hall)
        edition = drafted(table, **plan(table, rollup="必办事项办结"))
    if login == OFFICER:
        hall.print_sheet(hall.certificate_of(cases["granted"]), 1)
    elif login == WINDOW:
        hall.make(hall.certificate_of(cases["granted"]))
    wear_theme(name)
    walk = Walk(seat(login))
    window = walk.here.open()
    for room in window.room_keys:
        page = walk.here.enter(room, Page)
        if isinstance(page, CataloguePage):
            page.open_matter(edition)
        if isinstance(page, WorklistPage):  # it reads what is chosen a moment later
            walk.here.wait(partial(getattr, page.pane, "file"))
        if isinstance(page, CasePage):
            page.open_matter(cases[STATES.get(login, "granted")])
            walk.case(page, room)
        else:
            walk.page(page, room)
        if isinstance(page, MeetingPage) and page.pane.file is not None:
            walk.meeting(page, room)
        if isinstance(page, CataloguePage):
            walk.catalogue(page, room)
        if isinstance(page, CertificatePage) and page.file is not None:
            page.preview.calibration_requested.emit()
            walk.dialog("certificate-calibration")
    assert walk.stops >= SEES[login]


@pytest.mark.parametrize(("offers", "name"), [((), "light"), (OFFERS, "light"), (OFFERS, "dark")])
def test_the_first_window_and_the_last(
    seat: MakeSeat, wear_theme: WearTheme, offers: Sequence[StaffOffer], name: theme.Theme
) -> None:
    """Sign-in on a bad day, on a real and on a practice centre, and the dialog nobody should ever see."""
    wear_theme(name)
    walk = Walk(seat(f"{len(offers)}_offers"))
    program = walk.here.program
    program.start()
    walk.here.wait(lambda: program.centre is not None)
    program.sign_in.resize(SMALL)
    program.sign_in.show_staff(offers)
    program.sign_in.show_error("password", "密码不正确，请核对大小写后重新输入。")
    program.sign_in.show_connection("服务器自 10:42 起无法连接，5 秒后自动重试。", "danger")
    walk.stop(program.sign_in, "sign_in")
    crash = CrashDialog("1a2b3c4d", "Traceback …", "log/crash-1a2b3c4d.txt", program.sign_in)
    crash.open()
    walk.stop(crash, "crash")
    crash.reject()


def test_every_page_on_a_screen_of_twice_the_dots() -> None:
    """Qt takes its scale once, at the start of a process."""
    chosen = [f"{__file__}::test_every_page[{login}-light]" for login in (WINDOW, CHIEF, CATALOGUER)]
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *chosen]
    environment = dict(os.environ, QT_SCALE_FACTOR="2")
    walked = subprocess.run(line, capture_output=True, text=True, env=environment, check=False)
    assert "3 passed" in walked.stdout, walked.stdout[-3000:]
