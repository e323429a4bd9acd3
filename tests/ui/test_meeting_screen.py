"""The screen of the meeting room 投屏: where it stands, what is on it, and what never is."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QScreen
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk, grab
from tests.ui.meeting_room import Desked, in_session, laid_table, room
from yubei_desk.ui.meeting.screen import HallScreen, screen_beside

CHAIR, FIRE = "demo_housing_chief", "demo_fire_chief"
DPI = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
DESK = {"name": "desk", "x": 0, "y": 0, "width": 1366, "height": 768, **DPI}
ROOM = {"name": "room", "x": 1366, "y": 0, "width": 1920, "height": 1080, **DPI}


class Plug:
    """The screens of a machine, one of which can be pulled."""

    def __init__(self) -> None:
        own = QGuiApplication.primaryScreen()
        assert own is not None
        self.own, self.second = own, QScreen.__new__(QScreen)
        self.here = [self.own]

    def screens(self) -> list[QScreen]:
        """Those plugged in."""
        return self.here


def thrown(here: Desked) -> HallScreen:
    """The screen of the room, after F11."""
    QTest.keyClick(here.page, Qt.Key.Key_F11)
    made = here.page.doors.screen
    assert made is not None
    here.wait(made.isVisible)
    return made


def test_the_second_screen_comes_first() -> None:
    plug = Plug()
    assert screen_beside(plug.own, [plug.own, plug.second]) is plug.second
    assert screen_beside(plug.own, [plug.own]) is plug.own
    assert screen_beside(None, []) is None


def test_f11_shows_and_puts_away(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, CHAIR)
    for key in (Qt.Key.Key_F11, Qt.Key.Key_Escape):
        screen = thrown(here)
        assert screen.isFullScreen()
        screen.activateWindow()
        here.wait(screen.isActiveWindow)
        QTest.keyClick(screen, key)
        here.wait(lambda: here.page.doors.screen is None)
        here.page.activateWindow()
        here.wait(here.page.isActiveWindow)


def test_it_follows_the_meeting_and_shows_nothing_private(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    table = laid_table(hall)
    review = in_session(table)
    here = room(qtbot, make_desk, CHAIR)
    here.page.pane.pad.text.setPlainText("只是草稿")
    screen = thrown(here)
    hall.act(FIRE, "opine", table.seats(review)["fire"], opinion="object", words="间距不足")
    hall.act(CHAIR, "next_item", review)
    here.rings(review, table.seats(review)["fire"])
    said = screen.accessibleName()
    assert "联东U谷渝北产业园" in said
    assert "消防救援不同意" in said
    assert here.page.pane.file is not None
    assert here.page.pane.file.items[1].name in said
    for private in ("只是草稿", "间距不足", "联东金北", "02367812345"):
        assert private not in said
    grab(screen, QSize(1920, 1080), tmp_path / "live.png")
    screen.set_away("与服务器失去联系")
    grab(screen, QSize(1920, 1080), tmp_path / "away.png")
    live, away = QImage(str(tmp_path / "live.png")), QImage(str(tmp_path / "away.png"))
    assert live.pixel(960, 1070) != away.pixel(960, 1070), "a still picture says so across its foot"
    assert live.pixel(20, 20) == away.pixel(20, 20)
    screen.close()


def test_a_screen_that_is_pulled_is_left(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, CHAIR)
    screen = thrown(here)
    screen.showNormal()
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.screenRemoved.emit(Plug().own)
    assert screen.isVisible()
    here.wait(screen.isFullScreen)
    screen.close()


def test_a_screen_that_is_really_gone(hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path) -> None:
    review = in_session(laid_table(hall))
    file = hall.store(CHAIR).load_review(review)
    (tmp_path / "review").write_bytes(pickle.dumps(file))
    (tmp_path / "screens.json").write_text(json.dumps({"screens": [DESK, ROOM]}))
    line = [sys.executable, "-m", "tests.ui.unplugged", str(tmp_path / "review"), str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"}
    done = subprocess.run(line, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    before, after = json.loads(done.stdout)
    assert (before["screen"], before["place"], before["full"]) == ("room", [1366, 0, 1920, 1080], True)
    assert (after["screen"], after["place"], after["full"]) == ("desk", [0, 0, 1366, 768], True)
    assert before["spoken"] == after["spoken"] != ""
    assert (before["warning"], after["warning"]) == ("", "会场屏幕已断开，画面移到本机；按 Esc 收起")
    small, large = QImage(str(tmp_path / "1.png")), QImage(str(tmp_path / "0.png"))
    assert (small.size(), large.size()) == (QSize(1366, 768), QSize(1920, 1080))
    assert small.pixel(683, 760) != large.pixel(960, 1070), "the picture says it across its foot"


def test_forty_seats_are_counted_not_squeezed(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    in_session(laid_table(hall))
    here = room(qtbot, make_desk, CHAIR)
    screen = thrown(here)
    file = here.page.pane.file
    assert file is not None
    pictures = []
    for count in (7, 12, 40):
        screen.show_review(replace(file, seats=(file.seats * 6)[:count]))
        grab(screen, QSize(1920, 1080), tmp_path / f"{count}.png")
        pictures.append(QImage(str(tmp_path / f"{count}.png")))
    lowest = [
        max(y for y in range(1079) if picture.pixel(1030, y) != picture.pixel(1900, 2))
        for picture in pictures
    ]
    assert lowest[0] < lowest[1] < 1080 - 40, "twelve fill the column to its end"
    assert lowest[2] < lowest[0], "forty are one line with their number"
    screen.close()
