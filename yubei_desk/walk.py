"""The walk 巡检 of `--offscreen-check`: six posts sign in, in turn, and every room of each is pictured."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from yubei_desk.app import Program
from yubei_desk.settings import Settings
from yubei_desk.ui import theme
from yubei_desk.ui.main_window import MainWindow
from yubei_desk.ui.offers import StaffOffer

POSTS = {
    "clerk": "demo_window_1",
    "officer": "demo_land_officer_1",
    "chief": "demo_land_chief",
    "cataloguer": "demo_cataloguer_1",
    "keeper": "demo_keeper_1",
    "auditor": "demo_auditor",
}
SIZE = QSize(1366, 768)
PATIENCE_MS = 120_000  # the first start also makes the demonstration centre
TURN_MS = 20


class Failed(Exception):
    """The walk stops here; the text names post, room and what went wrong."""


def main(asked: Namespace) -> int:
    """Walk and picture; 0 when every room stands, else 1 with a sentence that names the room that failed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = theme.make_application(sys.argv[0])
    theme.dress(application, "light")
    theme.load_fonts(theme.RARE)
    walk = Walk(application, asked.data_dir, asked.database or "")
    try:
        walk.go()
    except Failed as failure:
        print(failure, file=sys.stderr)
        return 1
    finally:
        walk.end()
    print(f"{walk.pictures} 张截图：{walk.folder}")
    return 0


class Walk:
    """One run through the hall; whatever Qt complains of, or nobody caught, fails the room one stands in."""

    def __init__(
        self, application: QApplication, data_dir: Path, database: str, posts: Mapping[str, str] = POSTS
    ) -> None:
        self._posts = posts
        self.folder = data_dir / "check"
        self.pictures = 0
        self._application = application
        self._complaints: list[str] = []
        self._offers: Mapping[str, StaffOffer] = {}
        self._where = "sign-in"
        self._before = sys.excepthook, qInstallMessageHandler(self._hear)
        sys.excepthook = lambda kind, error, trace: self._complaints.append(f"{kind.__name__}: {error}")
        self._program = Program(data_dir, database, Settings())

    def _hear(self, kind: QtMsgType, _context: object, words: str) -> None:
        if kind != QtMsgType.QtDebugMsg and "This plugin does not support" not in words:
            self._complaints.append(words)

    def go(self) -> None:
        """Sign everybody in and picture every room in both themes; raises Failed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._program.start()
        self._wait(lambda: self._program.centre is not None, "打不开中心")
        assert self._program.centre is not None
        self._offers = {offer.login: offer for offer in self._program.centre.offers}
        self._picture("sign_in", self._program.sign_in.grab)
        for duty, login in self._posts.items():
            self._walk(duty, login)

    def _walk(self, duty: str, login: str) -> None:
        offer = self._offers.get(login)
        if offer is None:
            raise Failed(f"{duty}：演练中心没有 {login}")
        self._where = f"{duty}-sign_in"
        self._program.sign_in.sign_in_requested.emit(login, offer.password)
        self._wait(lambda: self._program.window is not None, "登录没有成功")
        window = self._program.window
        assert window is not None
        window.resize(SIZE)
        for room in window.room_keys:
            self._enter(window, duty, room)
        window.sign_out_requested.emit()

    def _enter(self, window: MainWindow, duty: str, room: str) -> None:
        self._where = f"{duty}-{room}"
        window.show_room(room)
        self._settle()
        if room == "case":
            window.search_requested.emit("500112")
            self._settle()
            window.open_matter("case", self._newest_case())
            self._settle()
        if room == "meeting" and (review := self._newest_review()):
            window.open_matter("meeting", review)
            self._settle()
        if window.page(room).messages.isVisibleTo(window):
            raise Failed(f"{self._where}：{window.page(room).messages.sentence()}")
        for name in theme.THEMES:
            theme.apply_theme(self._application, name)
            self._picture(f"{duty}-{room}-{name}", window.grab)
        theme.apply_theme(self._application, "light")

    def _newest_case(self) -> int:
        assert self._program.here is not None
        found = self._program.here.store.find_matters("500112")
        if not found:
            raise Failed(f"{self._where}：演练中心没有办件可看")
        return found[0].matter_id

    def _newest_review(self) -> int:
        """A joint review this person sees, 0 for none."""
        assert self._program.here is not None
        found = self._program.here.store.find_matters("联审")
        return found[0].matter_id if found else 0

    def _settle(self) -> None:
        """Until the room in front has everything it asked for, and nothing more to ask."""
        workers, window = (self._program.worker, self._program.paper_worker), self._program.window
        assert window is not None
        page = window.page(window.room())
        self._wait(lambda: not (page.pending() or any(each.busy for each in workers)), "一直没有加载完")

    def _wait(self, until: Callable[[], bool], complaint: str) -> None:
        loop, turn, limit = QEventLoop(), QTimer(), QTimer()
        turn.timeout.connect(lambda: loop.exit(0) if until() or self._complaints else None)
        limit.timeout.connect(lambda: loop.exit(1))
        limit.setSingleShot(True)
        turn.start(TURN_MS)
        limit.start(PATIENCE_MS)
        late = loop.exec()
        if late or self._complaints:
            raise Failed(f"{self._where}：{'；'.join(self._complaints) or complaint}")

    def _picture(self, name: str, grab: Callable[[], object]) -> None:
        self._application.processEvents()
        picture = grab()
        path = self.folder / f"{name}.png"
        if self._complaints or not picture.save(str(path)):  # type: ignore[attr-defined]
            raise Failed(f"{self._where}：{'；'.join(self._complaints) or f'截图写不进 {path}'}")
        self.pictures += 1

    def end(self) -> None:
        """Leave nothing running, and Qt and Python as they were."""
        self._program.stop()
        sys.excepthook, hearing = self._before
        qInstallMessageHandler(hearing)
