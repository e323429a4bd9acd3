"""Navigation 导航: the dark column at the left with the rooms one's duties open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout, QWidget

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.page import Page

WIDTH: Final = 208


@dataclass(frozen=True)
class Room:
    """A room of the office: `make` builds its page when first entered; `shortcut` if not Alt+1 to 9."""

    key: str
    title: str
    icon: str
    group: str
    make: Callable[[QWidget], Page]
    shortcut: str = ""


class NavBar(QFrame):
    """The given rooms under their groups; `room_requested(key)`. Up and Down walk the column."""

    room_requested = Signal(str)

    def __init__(self, centre: str, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("nav")
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 12)
        column.setSpacing(0)
        for words, name in ((self.tr("渝北审批台"), "programme"), (centre, "centre")):
            label = theme.text_label(words, self, kind="hint" if name == "centre" else "")
            label.setObjectName(name)
            label.setContentsMargins(18, 0, 12, 0)
            label.setWordWrap(True)
            column.addWidget(label)
        for group, members in groupby(rooms, key=lambda room: room.group):
            heading = theme.text_label(group, self, kind="hint")
            heading.setContentsMargins(20, 18, 0, 6)
            column.addWidget(heading)
            for room in members:
                column.addWidget(self._make(room))
        column.addStretch(1)

    def _make(self, room: Room) -> QPushButton:
        made = QPushButton(f"  {room.title}", self)
        made.setProperty("kind", "nav")
        made.setCheckable(True)
        made.setAccessibleName(room.title)
        made.setToolTip(room.shortcut)
        theme.set_icon(made, room.icon, "nav_text", 18)
        made.setIconSize(QSize(18, 18))
        made.clicked.connect(lambda _checked=False: self.room_requested.emit(room.key))
        self._group.addButton(made)
        self._buttons[room.key] = made
        return made

    def show_room(self, key: str) -> None:
        """Light the room one is in."""
        self._buttons[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the neighbouring room's button; Enter and Space enter it."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        keys = list(self._buttons)
        here = next((key for key in keys if self._buttons[key].hasFocus()), None)
        if here is None:
            super().keyPressEvent(event)
        elif step is not None:
            target = self._buttons[keys[(keys.index(here) + step) % len(keys)]]
            target.setFocus(Qt.FocusReason.TabFocusReason)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._buttons[here].click()
        else:
            super().keyPressEvent(event)
