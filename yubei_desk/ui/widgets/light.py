"""Lights 红黄绿灯: a traffic light is a shape, a colour and words, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from yubei_desk.ui import theme

TONE_OF_LIGHT: Final[Mapping[str, str]] = {"green": "ok", "yellow": "warn", "red": "danger"}
SIDE: Final = 16


def tone_of(light: str) -> str:
    """The tone (ok, warn, danger) of a light (green, yellow, red); "muted" for a matter without a clock."""
    return TONE_OF_LIGHT.get(light, "muted")


def paint_light(painter: QPainter, centre: QPointF, light: str) -> None:
    """Draw green as a disc, yellow as a square, red as a triangle, none as a ring, about 16 px wide."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(theme.TONES[tone_of(light)][0]))
    box = QRectF(centre.x() - SIDE / 2, centre.y() - SIDE / 2, SIDE, SIDE)
    if light == "green":
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif light == "yellow":
        painter.drawRoundedRect(box, 4, 4)
        _exclaim(painter, box)
    elif light == "red":
        top = QPointF(centre.x(), box.top() - 1)
        painter.drawPolygon(
            QPolygonF([top, box.bottomRight() + QPointF(1, 0), box.bottomLeft() - QPointF(1, 0)])
        )
        _exclaim(painter, box.translated(0, 2))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.colour("placeholder"), 2))
        painter.drawEllipse(box.adjusted(3, 3, -3, -3))
    painter.restore()


def _exclaim(painter: QPainter, box: QRectF) -> None:
    font = QFont(painter.font())
    font.setPixelSize(11)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(theme.colour("surface"))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "!")


class LightMark(QWidget):
    """The bare shape of a light, for beside words that already say it."""

    def __init__(self, light: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._light = light
        self.setFixedSize(SIDE + 4, SIDE + 4)

    def set_light(self, light: str) -> None:
        """Show green, yellow, red, or "" for none."""
        self._light = light
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape."""
        painter = QPainter(self)
        paint_light(painter, QPointF(self.width() / 2, self.height() / 2), self._light)
        painter.end()


class Light(QWidget):
    """A light with its words: shape, then a pill such as 剩 2 个工作日."""

    def __init__(self, light: str = "", words: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self._mark = LightMark(light, self)
        self._pill = Pill(words, tone_of(light), self)
        row.addWidget(self._mark)
        row.addWidget(self._pill)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_light(self, light: str, words: str) -> None:
        """Show another light with its words."""
        self._mark.set_light(light)
        self._pill.show_words(words, tone_of(light))
        self.setAccessibleName(words)


class Pill(QLabel):
    """Words on a tinted ground; `tone` is ok, warn, danger, info or muted. Without words it hides."""

    def __init__(self, words: str = "", tone: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("kind", "pill")
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setHidden(not words)

    def show_words(self, words: str, tone: str) -> None:
        """Say something else in another tone."""
        self.setText(words)
        self.setHidden(not words)
        theme.restyle(self, tone=tone)


class Dot(QLabel):
    """A department's initial in a circle: its opinion as colour, and as words for tooltip and reader."""

    def __init__(self, initial: str, words: str, tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(initial, parent)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setProperty("kind", "dot")
        self.setProperty("tone", tone)
        self.setToolTip(words)
        self.setAccessibleName(words)


def pill_size(painter_width: int) -> QSize:
    """The size of a pill around words `painter_width` pixels wide."""
    return QSize(painter_width + 22, 22)


def ground_and_ink(tone: str) -> tuple[QColor, QColor]:
    """The two colours of a pill of this tone: ground, words; unknown tones are muted."""
    ink, ground = theme.TONES.get(tone, theme.TONES["muted"])
    return theme.colour(ground), theme.colour(ink)
