"""Ring 进度环: how far a project has come, as an arc, a figure and words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from yubei_desk.ui import theme

SIDE: Final = 112
WIDTH: Final = 10
TURN: Final = 360 * 16  # a full circle as QPainter counts: sixteenths of a degree


class Ring(QWidget):
    """Shows a share of 0 to 1 clockwise from the top; full, it turns green."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._share = name, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_share(0.0)

    @property
    def percent(self) -> int:
        """What is written inside; 100 only when nothing is left."""
        return int(self._share * 100)

    def show_share(self, share: float) -> None:
        """Show how far it is."""
        self._share = share
        self.setAccessibleName(f"{self._name} {self.percent}%")
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(SIDE, SIDE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The track, the arc over it, the figure inside."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(WIDTH, WIDTH, -WIDTH, -WIDTH)
        painter.setPen(QPen(theme.colour("line"), WIDTH))
        painter.drawEllipse(box)
        pen = QPen(theme.colour("ok" if self._share >= 1 else "primary"), WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(box, TURN // 4, -round(TURN * self._share))
        font = QFont(self.font())
        font.setPixelSize(24)
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{self.percent}%")
