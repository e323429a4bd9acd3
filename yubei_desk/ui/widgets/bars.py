"""Bars 提示条: the sentence across a page, the foot of a page with its buttons, and the keyboard hints."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.elided import ElidedLabel

_ICONS = {"danger": "warning", "warn": "warning", "ok": "check", "info": "info", "muted": "info"}


class Banner(QFrame):
    """One sentence across a page or window, with an icon and, below it, its basis; hidden while silent.

    `closed` when a person puts it away, `action_requested` when they press its button.
    """

    closed = Signal()
    action_requested = Signal()

    def __init__(self, parent: QWidget | None = None, *, edge: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self.setProperty("edge", "true" if edge else "false")
        self._icon = QLabel(self)
        self._sentence = theme.text_label("", self, kind="strong")
        self._basis = theme.text_label("", self, kind="hint")
        self._action = QPushButton(self)
        self._close = QToolButton(self)
        self._build()
        self.hide()

    def _build(self) -> None:
        for label in (self._sentence, self._basis):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.set_icon(self._close, "close")
        self._close.setAccessibleName(self.tr("收起提示"))
        self._close.setToolTip(self.tr("收起提示"))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._basis)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._close.clicked.connect(self.silence)
        self._close.clicked.connect(self.closed)
        self._action.clicked.connect(self.action_requested)

    def say(
        self, sentence: str, tone: str = "info", *, basis: str = "", action: str = "", can_close: bool = True
    ) -> None:
        """Show a sentence in a tone (ok, info, warn, danger) with its basis and, if named, a button."""
        theme.set_icon(self._icon, _ICONS[tone], theme.TONES[tone][0], 20)
        self._sentence.setText(sentence)
        theme.restyle(self._sentence, tone=tone)
        self._basis.setText(basis)
        self._basis.setVisible(bool(basis))
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self._close.setVisible(can_close)
        theme.restyle(self, tone=tone)
        self.setAccessibleName(f"{sentence} {basis}".strip())
        self.show()

    def silence(self) -> None:
        """Hide."""
        self.hide()

    def sentence(self) -> str:
        """The sentence being said, "" while silent."""
        return "" if self.isHidden() else self._sentence.text()


class KeyHints(QWidget):
    """Keyboard hints of a page: each key in a small frame with what it does."""

    def __init__(self, hints: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(9)
        self._hints = {key: self._hint(key, words) for key, words in hints}
        for hint in self._hints.values():
            self._row.addWidget(hint)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _hint(self, key: str, words: str) -> QWidget:
        hint = QWidget(self)
        row = QHBoxLayout(hint)
        row.setContentsMargins(0, 0, 5, 0)
        row.setSpacing(5)
        row.addWidget(theme.text_label(key, hint, kind="key"))
        row.addWidget(theme.text_label(words, hint, kind="hint"))
        return hint

    def show_hint(self, key: str, there: bool) -> None:
        """Show the hint of a key, or hide it while the key does nothing here."""
        self._hints[key].setVisible(there)
        self._row.activate()

    def shown(self) -> list[str]:
        """The keys hinted at now."""
        return [key for key, hint in self._hints.items() if not hint.isHidden()]


class Foot(QFrame):
    """The foot of a page: a quiet line and keyboard hints left, buttons right, the primary one last.

    Where not all of it has room the hints go first, then the end of the quiet line.
    """

    def __init__(self, hints: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "foot")
        self._note = ElidedLabel("", self, kind="hint")
        self._hints = KeyHints(hints, self)
        self._hints.setVisible(bool(hints))
        self._note.hide()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(24, 11, 24, 11)
        self._row.setSpacing(10)
        self._row.addWidget(self._note)
        self._row.addWidget(self._hints)
        self._row.addStretch(1)

    def say(self, words: str, tone: str = "") -> None:
        """Show a quiet line, such as 草稿已自动保存 10:25."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        theme.restyle(self._note, tone=tone)
        self._make_room()

    def show_hint(self, key: str, there: bool) -> None:
        """Show the hint of a key, or hide it while the key does nothing here."""
        self._hints.show_hint(key, there)
        self._make_room()

    def hints(self) -> list[str]:
        """The keys hinted at, where there is room."""
        return self._hints.shown()

    def add(self, widget: QWidget) -> None:
        """Put a button or a bar of moves at the right end."""
        self._row.addWidget(widget)

    def minimumSizeHint(self) -> QSize:
        """Room for the buttons."""
        least = super().minimumSizeHint()
        return QSize(least.width() - (0 if self._hints.isHidden() else self._hints_width()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room may bring the hints back."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        wanted = self._hints_width()
        needed = self.minimumSizeHint().width() + self._note.sizeHint().width()
        self._hints.setVisible(0 < wanted <= self.width() - needed)

    def _hints_width(self) -> int:
        width = self._hints.sizeHint().width() if self._hints.shown() else 0
        return width + self._row.spacing() if width else 0


class LabelButton(QPushButton):
    """A button whose face is a layout of labels; it is as large as they need."""

    def sizeHint(self) -> QSize:
        """The size of the labels."""
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        """The least size of the labels."""
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()


def button(
    words: str, parent: QWidget | None = None, *, kind: str = "", tone: str = "", icon: str = ""
) -> QPushButton:
    """A button; `kind` primary, link or "" and `tone` danger or "". One primary button a screen."""
    made = QPushButton(words, parent)
    made.setProperty("kind", kind)
    made.setProperty("tone", tone)
    made.setAccessibleName(words)
    made.setAutoDefault(False)
    if icon:
        theme.set_icon(made, icon, "on_button" if kind == "primary" else "primary", 16)
    return made
