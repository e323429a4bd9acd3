"""The only wiring place: settings -> database -> sign-in -> worker -> bell -> window."""

from __future__ import annotations

import gc
import logging
import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from yubei_desk.errors import BadInput, DeskError, Unreachable
from yubei_desk.settings import Settings, read_settings, write_settings
from yubei_desk.ui import theme
from yubei_desk.ui.sign_in import SignInWindow
from yubei_desk.work.tidy import Tidy
from yubei_desk.work.worker import Worker

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter
    from PySide6.QtWidgets import QWidget

    from yubei_desk.domain.home import JumpRow
    from yubei_desk.opening import Centre, Opened
    from yubei_desk.rooms import OpenPrinter
    from yubei_desk.ui.main_window import MainWindow
    from yubei_desk.work.bell import Bell

RETRY_MS = 5000
WATCH_MS = 15000
SKEW = timedelta(minutes=5)
HALL_TIME = timezone(timedelta(hours=8))


def main(asked: Namespace) -> int:
    """Open the desk; the answer is the process's exit code."""
    application = theme.make_application(sys.argv[0])
    settings, complaints = read_settings(asked.data_dir)
    theme.dress(application, cast(theme.Theme, settings.theme))
    program = Program(asked.data_dir, asked.database or settings.database, settings)
    program.shown.connect(partial(_catch_up, asked.data_dir, application))
    program.start(complaints)
    code = application.exec()
    program.stop()
    return code


def _catch_up(data_dir: Path, application: QApplication) -> None:
    """What the first window could do without: a crash dialog, the letters of rare names, tidying memory."""
    from yubei_desk.ui.message import install_excepthook

    install_excepthook(data_dir / "log", application)
    theme.load_fonts(theme.RARE)
    gc.freeze()  # what a start brings stays; no later collection need look at it


class Program(QObject):
    """One desk from the sign-in window to sign-out, any number of times.

    Signals:
        shown: the sign-in window has been painted for the first time.
        opened(MainWindow): somebody signed in and their window shows.
        told(str): how far the opening of the centre is, said from the worker's thread.
    """

    shown = Signal()
    opened = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        data_dir: Path,
        database: str,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(HALL_TIME),
        open_printer: OpenPrinter | None = None,
    ) -> None:
        super().__init__()
        self._open_printer = open_printer or partial(_open_printer, settings.printer)
        self._data_dir, self._database, self._settings, self._clock = data_dir, database, settings, clock
        self.worker, self.paper_worker, self._tidy = Worker(self), Worker(self), Tidy(self)
        self.sign_in = SignInWindow()
        self.window: MainWindow | None = None
        self.centre: Centre | None = None
        self.here: Opened | None = None
        self._left: Opened | None = None  # the one signed out from last
        self._bell: Bell | None = None
        self._watch = QTimer(self, interval=WATCH_MS)
        self._watch.timeout.connect(self._look_after)
        self.told.connect(self._say_opening, Qt.ConnectionType.QueuedConnection)
        self.sign_in.sign_in_requested.connect(self._sign_in)
        self.sign_in.theme_requested.connect(self._wear)

    def start(self, complaints: tuple[str, ...] = ()) -> None:
        """Show the sign-in window; everything heavier than Qt is imported after its first paint."""
        self.sign_in.installEventFilter(self)
        self.shown.connect(self._open_centre)
        self.sign_in.show()
        self.sign_in.show_connection(
            "　".join(complaints) or self.tr("正在打开中心…"), "warn" if complaints else "muted"
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """At the first paint of the sign-in window, and not before, the heavy imports begin."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.shown.emit)
        return False

    def stop(self) -> None:
        """Leave: nothing of ours runs afterwards."""
        self.worker.stop()
        self.paper_worker.stop()
        self._leave()
        if self._left is not None:  # a close still waiting its turn goes with the worker
            self._left.store.close()

    def _open_centre(self) -> None:
        self.worker.run(
            partial(_open_centre, self._data_dir, self._database, self.told.emit),
            done=self._centre_opened,
            failed=self._centre_failed,
        )

    def _say_opening(self, sentence: str) -> None:
        self.sign_in.show_connection(sentence, "muted")

    def _centre_opened(self, centre: Centre) -> None:
        self.centre = centre
        self.sign_in.show_staff(centre.offers)
        self.sign_in.show_connection(f"{centre.place.host}:{centre.place.port}", "ok")
        if centre.watch is not None:
            self._watch.start()

    def _centre_failed(self, error: Exception) -> None:
        sentence = error.sentence if isinstance(error, DeskError) else self.tr("打开中心时出错，请看日志")
        again = self.tr("自 {0} 起连不上，每 5 秒自动重试。").format(self._clock().strftime("%H:%M"))
        self.sign_in.show_connection(f"{sentence}　{again}", "danger")
        if isinstance(error, Unreachable):
            QTimer.singleShot(RETRY_MS, self._open_centre)
        elif not isinstance(error, DeskError):
            raise error

    def _look_after(self) -> None:
        """On the embedded server this desk is also its keeper: attempts are collected, idle transactions
        ended.
        """
        if self.centre is not None and self.centre.watch is not None:
            self.paper_worker.run(self.centre.watch, done=self._watched, failed=self._watch_failed)

    def _watched(self, _result: object) -> None:
        """A round that found everything in order says nothing."""

    def _watch_failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            raise error
        logging.getLogger(__name__).warning("watch: %s", error)

    def _sign_in(self, login: str, password: str) -> None:
        if self.centre is None:
            self.sign_in.show_error("login", self.tr("还没有连上中心，请稍候"))
            return
        self.sign_in.set_busy(True)
        self.worker.run(
            partial(_open_desk, self.centre, self._data_dir, login, password),
            done=self._signed_in,
            failed=self._sign_in_failed,
        )

    def _sign_in_failed(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            self.sign_in.set_busy(False)
            raise error
        self.sign_in.show_error("password" if isinstance(error, BadInput) else "login", error.sentence)

    def _signed_in(self, here: Opened) -> None:
        from yubei_desk.rooms import make_window
        from yubei_desk.work.bell import Bell

        self.here = here
        self._bell = Bell(here.listener, self)
        self.window = make_window(here, self.worker, self.paper_worker, self._bell.ring, self._open_printer)
        self._connect(self.window, self._bell)
        self.sign_in.set_busy(False)
        self.sign_in.password.set_value("")
        self.sign_in.hide()
        self.window.show()
        self._bell.start()
        self._check_clock(here)
        self.opened.emit(self.window)

    def _connect(self, window: MainWindow, bell: Bell) -> None:
        window.sign_out_requested.connect(self._sign_out)
        window.theme_requested.connect(self._wear)
        window.search_requested.connect(self._search)
        bell.matters_changed.connect(window.matters_changed)
        bell.everything_changed.connect(self._everything_changed)
        bell.lost.connect(self._lost)
        bell.back.connect(self._back)

    def _check_clock(self, here: Opened) -> None:
        """Every legal time is the server's; a wrong clock of this PC is said, and changes nothing."""
        assert self.window is not None
        away = self._clock() - here.session.clock
        if abs(away) > SKEW:
            hours = f"{abs(away).total_seconds() / 3600:.1f}"
            sentence = self.tr(
                "本机时钟与服务器相差约 {0} 小时，办理时间一律以服务器为准，请校准本机时钟"
            ).format(hours)
            self.window.banner.say(sentence, "warn")

    def _everything_changed(self) -> None:
        if self.window is None or self.here is None:
            return
        self.window.status.set_connection(self.tr("已连接"), "ok")
        self.window.matters_changed(frozenset())
        self.worker.run(self.here.store.load_deciders, done=self.window.set_deciders, failed=self._quiet)

    def _lost(self, since: str) -> None:
        if self.window is not None:
            self.window.status.set_connection(self.tr("{0} 起断开，正在重连").format(since), "danger")
            self.window.set_away(
                self.tr("{0} 起与服务器失去联系，正在自动重连。已录入的内容都在，恢复后即可提交。").format(
                    since
                )
            )

    def _back(self) -> None:
        if self.window is not None:
            self.window.status.set_connection(self.tr("已连接"), "ok")
            self.window.set_away("")
        if self.here is not None:  # what is left in the pool died with the server
            self.worker.run(self.here.store.close, done=self._watched, failed=self._quiet)

    def _search(self, words: str) -> None:
        if self.here is not None:
            self.worker.run(partial(_search, self.here, words), done=self._found, failed=self._quiet)

    def _found(self, answer: tuple[str, tuple[JumpRow, ...]]) -> None:
        if self.window is not None:
            self.window.show_results(*answer)

    def _quiet(self, error: Exception) -> None:
        if not isinstance(error, DeskError):
            raise error
        if self.window is not None:
            self.window.status.say(error.sentence)

    def _sign_out(self) -> None:
        self._leave()
        self.sign_in.show()

    def _leave(self) -> None:
        if self._bell is not None:
            self._bell.stop()
        if self.window is not None:
            self.window.close()
            self.window.deleteLater()
        if self.here is not None:  # behind what is still on its way
            self._left = self.here
            self.worker.run(self.here.store.close, done=self._watched, failed=self._quiet)
        self.window, self.here, self._bell = None, None, None

    def _wear(self, name: str) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply_theme(application, cast(theme.Theme, name))
        self.sign_in.show_theme()
        self._settings = replace(self._settings, theme=name)
        write_settings(self._data_dir, self._settings)


def _open_printer(name: str, parent: QWidget) -> QPrinter | None:
    from yubei_desk.ui.printing import choose_printer

    return choose_printer(name, parent)


def _open_centre(data_dir: Path, database: str, told: Callable[[str], None]) -> Centre:
    from yubei_desk.opening import open_centre

    return open_centre(data_dir, database, told)


def _open_desk(centre: Centre, data_dir: Path, login: str, password: str) -> Opened:
    from yubei_desk.opening import open_desk

    return open_desk(centre, data_dir, login, password)


def _search(here: Opened, words: str) -> tuple[str, tuple[JumpRow, ...]]:
    return words, here.store.find_matters(words)
