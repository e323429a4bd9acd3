"""Elided words 省略: a line that gives way where there is no room, ends in … and is whole in its tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget


class ElidedLabel(QLabel):
    """One line of plain text, `kind` as of `theme.text_label`; `text()` is always the whole of it."""

    def __init__(self, words: str = "", parent: QWidget | None = None, *, kind: str = "") -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("kind", kind)

    def setText(self, words: str) -> None:
        """Say something else."""
        super().setText(words)
        self._tell_whole()

    def shown(self) -> str:
        """The words as they fit."""
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def minimumSizeHint(self) -> QSize:
        """No width at all: the neighbours come first."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tooltip tells what the line cannot."""
        super().resizeEvent(event)
        self._tell_whole()

    def _tell_whole(self) -> None:
        self.setToolTip("" if self.shown() == self.text() else self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        ink, area = self.palette(), self.contentsRect()
        lit, role = self.isEnabled(), self.foregroundRole()
        self.style().drawItemText(painter, area, self.alignment(), ink, lit, self.shown(), role)
        painter.end()
