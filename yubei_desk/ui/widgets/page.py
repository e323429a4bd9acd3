"""Pages 页面: what every room of the office has: a heading, one place for messages, a body, and a foot."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yubei_desk.ui.message import MessageBar
from yubei_desk.ui.widgets.bars import Foot


class Page(QWidget):
    """The ground every room's page is built on; the window calls the methods, the page tells by the signals.

    Signals: `heading_changed` when title or subtitle did; `open_requested(room, matter)` to go to a matter in
    another room (matter 0: just the room); `list_requested(room, name)` to go to a named list of another
    room; `said(sentence)` for the quiet line of the status bar.

    `first` is what one uses first on the page: there the keyboard comes when one enters.
    """

    heading_changed = Signal()
    open_requested = Signal(str, int)
    list_requested = Signal(str, str)
    said = Signal(str)

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.subtitle = subtitle
        self.away = ""
        self.first: QWidget = self
        self.setProperty("ground", "page")
        self.messages = MessageBar(self)
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.body.setSpacing(12)
        self.body.addWidget(self.messages)
        self._outer.addLayout(self.body, 1)

    def set_heading(self, title: str, subtitle: str = "") -> None:
        """Show another title and subtitle in the window's head."""
        self.title, self.subtitle = title, subtitle
        self.heading_changed.emit()

    def set_foot(self, foot: Foot) -> None:
        """Put the foot, edge to edge, below the body."""
        self._outer.addWidget(foot)

    def activate(self) -> None:
        """The page came to the front: load what it shows. A page that shows nothing living does nothing."""

    def take_focus(self, left_at: QWidget | None) -> None:
        """The keyboard comes to the page: to where one left it, else to what is used first. Where it stands
        on the page itself, Tab goes to its first part.
        """
        self.setAccessibleName(self.title)
        places = [each for each in (left_at, self.first) if each is not None]
        able = [each for each in places if each.isVisibleTo(self) and each.isEnabledTo(self)]
        (able or [self])[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """F5: load again what the page shows."""
        self.activate()

    def pending(self) -> bool:
        """Something the page shows has yet to be asked for: it waits until the typing or stepping rests."""
        return False

    def matters_changed(self, ids: frozenset[int]) -> None:
        """The bell rang for these matters; empty means anything may have changed."""

    def open_matter(self, matter_id: int) -> None:
        """Show this matter. A room without single matters stays as it is."""

    def show_list(self, name: str) -> None:
        """Show the list of this name (a light, a state). A room without such lists stays as it is."""

    def set_away(self, sentence: str) -> None:
        """The server went away, for this reason; "" when it is back. Pages with moves grey them."""
        self.away = sentence
