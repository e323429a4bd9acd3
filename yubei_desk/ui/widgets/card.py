"""Cards 卡片: the white sheets a page is laid out with, headings, figures, side panel and empty words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.ui import theme

SIDE_WIDTH = 330


class SectionTitle(QWidget):
    """A heading with the blue bar; `add_right` puts pills and links at the right end of its line."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        bar = QFrame(self)
        bar.setProperty("kind", "bar")
        bar.setFixedSize(4, 16)
        self._words = theme.text_label(words, self, kind="section")
        self._row.addWidget(bar)
        self._row.addWidget(self._words)
        self._row.addStretch(1)

    def set_words(self, words: str) -> None:
        """Say another heading."""
        self._words.setText(words)

    def add_right(self, widget: QWidget) -> None:
        """Put a widget at the right end."""
        self._row.addWidget(widget)


class Card(QFrame):
    """A white sheet with an optional heading; `body` is its vertical layout, 20x16 inside, 12 between."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 16, 20, 16)
        self.body.setSpacing(12)
        self.heading = SectionTitle(title, self)
        self.heading.setVisible(bool(title))
        self.body.addWidget(self.heading)

    def add(self, part: QWidget | QLayout) -> None:
        """Put a widget or a layout below what is there."""
        if isinstance(part, QLayout):
            self.body.addLayout(part)
        else:
            self.body.addWidget(part)

    def set_title(self, words: str) -> None:
        """Say another heading; none hides its line."""
        self.heading.set_words(words)
        self.heading.setVisible(bool(words))

    def set_lit(self, lit: bool) -> None:
        """Draw the blue edge of the card under discussion."""
        theme.restyle(self, lit="true" if lit else "false")


class FigureCard(QFrame):
    """A figure with its caption and a line of comparison; `opened` by a click or by Enter."""

    opened = Signal()

    def __init__(self, caption: str, tone: str = "info", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "figure_card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._caption = caption
        self._figure = theme.text_label("–", self, kind="figure", tone=tone)
        self._hint = theme.text_label("", self, kind="hint")
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(16)
        row.addWidget(self._figure)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(theme.text_label(caption, self))
        words.addWidget(self._hint)
        row.addLayout(words)
        row.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(caption)

    def show_figure(self, figure: str, hint: str = "") -> None:
        """Show a number already written as text, and one short line about it."""
        self._figure.setText(figure)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(f"{self._caption} {figure} {hint}".strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space open what the figure counts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what the figure counts."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit()


class EmptyState(QWidget):
    """What an empty list says: what would appear here, and what to do next."""

    def __init__(self, title: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        icon = QLabel(self)
        theme.set_icon(icon, "empty", "placeholder", 36)
        self._title = theme.text_label(title, self, kind="strong")
        self._hint = theme.text_label(hint, self, kind="hint")
        self._hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(6)
        column.addStretch(1)
        for label in (icon, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        column.addStretch(1)

    def show_words(self, title: str, hint: str) -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)

    def has_words(self) -> bool:
        """Whether there is anything to say."""
        return bool(self._title.text())


class ScrollColumn(QScrollArea):
    """A column of cards that scrolls by itself; `body` is its vertical layout."""

    def __init__(self, parent: QWidget | None = None, *, spacing: int = 12) -> None:
        super().__init__(parent)
        self.setProperty("kind", "column")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("kind", "scrolled")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(spacing)
        self.body.addStretch(1)
        self.setWidget(inside)

    def needed_height(self) -> int:
        """The height at which nothing has to be scrolled."""
        return self.body.sizeHint().height()

    def empty(self) -> None:
        """Take everything out."""
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self.body.addStretch(1)

    def add(self, widget: QWidget) -> None:
        """Put a widget below the others, above the free space."""
        self.body.insertWidget(self.body.count() - 1, widget)


class Beside(QWidget):
    """Cards side by side where each has `room` pixels, one below the other where not."""

    def __init__(self, cards: Sequence[QWidget], room: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards, self._room = tuple(cards), room
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        for card in cards:
            self._row.addWidget(card, 0, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the row into a column, or back."""
        super().resizeEvent(event)
        side_by_side = event.size().width() >= self._room * len(self._cards)
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.LeftToRight if side_by_side else ways.TopToBottom)
        for card in self._cards:
            self._row.setStretchFactor(card, int(side_by_side))


class SidePanel(ScrollColumn):
    """The column of cards beside a form or list, 330 wide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(SIDE_WIDTH)


class Facts(QWidget):
    """Label and value, line by line, as on the cover of a file; values can be marked and copied."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(8)
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)

    def show_facts(self, facts: list[tuple[str, str]]) -> None:
        """Show these (label, value) lines in place of the old ones; an empty value shows as a dash."""
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in facts:
            shown = theme.text_label(value or "—", self)
            shown.setWordWrap(True)
            shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            label = theme.text_label(name, self, kind="label")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.MinimumExpanding)
            self._form.addRow(label, shown)


def rule(parent: QWidget | None = None) -> QFrame:
    """A thin line between two parts of a card."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    return line
