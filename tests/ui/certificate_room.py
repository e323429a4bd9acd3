"""A person at the room 证照 under test: what they press and what they read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import MakeDesk, shown
from yubei_desk.domain.certificate import CertificateFile
from yubei_desk.ui.certificate.page import CertificatePage
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.moves import MoveDialog

OFFICER, WINDOW, CHIEF = "demo_land_officer_1", "demo_window_1", "demo_land_chief"
STRANGER = "demo_housing_officer_1"


class Room:
    """A person at the room 证照: what they press and what they read."""

    def __init__(self, qtbot: QtBot, desk: Desk) -> None:
        self.qtbot = qtbot
        self.ground = QWidget()
        self.page = CertificatePage(desk, self.ground)
        self.ground.resize(1158, 660)
        self.page.resize(1158, 660)
        shown(qtbot, self.ground)
        self.page.activate()

    def wait(self, seen: Callable[[], object]) -> None:
        """Until it can be seen."""
        self.qtbot.waitUntil(lambda: bool(seen()), timeout=15000)

    def file(self) -> CertificateFile:
        """The certificate shown."""
        self.wait(lambda: self.page.file)
        assert self.page.file is not None
        return self.page.file

    def may(self, act: str) -> bool:
        """Whether the button of an act can be pressed."""
        return act in self.page.moves.buttons and self.page.moves.buttons[act].isEnabled()

    def ask(self, act: str) -> MoveDialog:
        """Press the button of an act by its key; the dialog that asks."""
        self.wait(lambda: self.may(act))
        made = self.page.moves.buttons[act]
        made.setFocus()
        QTest.keyClick(made, Qt.Key.Key_Space)
        return self.dialog()

    def dialog(self) -> MoveDialog:
        """The dialog that is open."""
        self.wait(lambda: self.page.filing.dialog)
        assert self.page.filing.dialog is not None
        return self.page.filing.dialog

    def confirm(self, dialog: MoveDialog) -> None:
        """Enter in a dialog."""
        QTest.keyClick(dialog, Qt.Key.Key_Return)

    def do(self, act: str, **typed: object) -> None:
        """An act from its button to the list that shows it."""
        seen = self.file().version
        dialog = self.ask(act)
        for name, value in typed.items():
            dialog.form.fields[name].set_value(value)
        self.confirm(dialog)
        self.wait(lambda: self.page.filing.dialog is None and self.file().version > seen)

    def said(self) -> str:
        """The sentence in the page's bar."""
        return self.page.messages.sentence()

    def pages_shown(self) -> int:
        """How many pages the preview shows."""
        return len(self.page.preview.pages._labels)


@dataclass
class Rooms:
    """`enter(login, open_printer)` goes into the room at the desk of a post."""

    qtbot: QtBot
    make_desk: MakeDesk

    def __call__(
        self, login: str = OFFICER, open_printer: Callable[[QWidget], QPrinter | None] | None = None
    ) -> Room:
        """The room, its list on the way."""
        desk = self.make_desk(login)
        return Room(self.qtbot, replace(desk, open_printer=open_printer) if open_printer else desk)
