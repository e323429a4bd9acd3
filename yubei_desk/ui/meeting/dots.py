"""Dots 席位圆点: a department's initial in a shape and a colour that both say its opinion."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QHelpEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from yubei_desk.domain.meeting import Seat, SeatDot, initials
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.words import look_of, seat_words

SIDE: Final = 24
MANY: Final = 16  # more seats than that are drawn a little smaller
SMALL: Final = 18
GAP: Final = 3
EDGE: Final = 2  # what a shape or its underline reaches beyond its square
# ink, ground and shape of each look; disc agreed, box with conditions, diamond against, bar not concerned
LOOKS: Final = {
    "agree": ("ok", "ok_tint", "disc"),
    "conditions": ("warn", "warn_tint", "box"),
    "object": ("danger", "danger_tint", "diamond"),
    "not_concerned": ("secondary", "surface2", "bar"),
    "opined": ("primary", "tint", "disc"),
    "seated": ("primary", "surface", "disc"),
    "invited": ("secondary", "surface", "ring"),
}


def paint_dot(painter: QPainter, box: QRectF, initial: str, look: str, *, mine: bool = False) -> None:
    """Draw one seat into a square of any size; one's own is underlined."""
    ink, ground, shape = LOOKS[look]
    side = box.width()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    line = Qt.PenStyle.DashLine if shape == "ring" else Qt.PenStyle.SolidLine
    edge = theme.colour("placeholder" if shape == "ring" else ink)
    painter.setPen(QPen(edge, max(1.2, side / 17), line))
    painter.setBrush(theme.colour(ground))
    _draw_shape(painter, box.adjusted(*_inset(side)), shape)
    font = QFont(painter.font())
    font.setPixelSize(round(side * (0.44 if shape == "diamond" else 0.55 if side < SIDE else 0.5)))
    font.setWeight(QFont.Weight.Medium)
    painter.setFont(font)
    painter.setPen(theme.colour(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initial)
    if mine:
        painter.setPen(QPen(theme.colour("primary"), max(2.0, side / 12)))
        painter.drawLine(
            QPointF(box.left() + side * 0.3, box.bottom()), QPointF(box.right() - side * 0.3, box.bottom())
        )
    painter.restore()


def place_dot(painter: QPainter, box: QRectF, initial: str, look: str, *, mine: bool, ratio: float) -> None:
    """Put the dot of a card or row there: drawn once, since a board has five hundred of them."""
    worn = painter.font().family(), theme.current_theme()
    picture = _dot_picture(initial, look, mine, round(box.width()), ratio, worn)
    painter.drawPixmap(box.topLeft() - QPointF(EDGE, EDGE), picture)


@lru_cache(maxsize=1024)
def _dot_picture(
    initial: str, look: str, mine: bool, side: int, ratio: float, worn: tuple[str, str]
) -> QPixmap:
    """`worn` are letters and theme it is drawn in."""
    whole = math.ceil((side + 2 * EDGE) * ratio)
    picture = QPixmap(whole, whole)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setFont(QFont(worn[0]))
    paint_dot(painter, QRectF(EDGE, EDGE, side, side), initial, look, mine=mine)
    painter.end()
    return picture


def _inset(side: float) -> tuple[float, float, float, float]:
    edge = max(1.0, side / 16)
    return edge, edge, -edge, -edge


def _draw_shape(painter: QPainter, box: QRectF, shape: str) -> None:
    if shape == "box":
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 2, 2)
    elif shape == "diamond":
        middle, reach = box.center(), box.width() / 2 + 1
        corners = ((0, -reach), (reach, 0), (0, reach), (-reach, 0))
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in corners]))
    else:
        painter.drawEllipse(box)
        if shape == "bar":
            painter.drawLine(box.bottomLeft() + QPointF(3, -3), box.topRight() + QPointF(-3, 3))


def dot_boxes(count: int, left: float, top: float, width: float) -> list[QRectF]:
    """Where the dots of a row stand that is broken where the width ends."""
    side = SMALL if count > MANY else SIDE
    step = side + GAP
    a_row = max(1, int((width + GAP) // step))
    return [
        QRectF(left + (each % a_row) * step, top + (each // a_row) * step, side, side)
        for each in range(count)
    ]


def dots_height(count: int, width: float) -> int:
    """The height such rows need."""
    boxes = dot_boxes(count, 0, 0, width)
    return int(boxes[-1].bottom()) if boxes else 0


class DotRow(QWidget):
    """The seats of one review as dots; each says itself when the mouse rests on it, all to a reader."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._seats: tuple[SeatDot | Seat, ...] = ()
        self._initials: tuple[str, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_seats(self, seats: Sequence[SeatDot | Seat]) -> None:
        """Show these seats."""
        if len(seats) != len(self._seats):
            self.updateGeometry()
        self._seats = tuple(seats)
        self._initials = initials([seat.section for seat in seats])
        self.setAccessibleName("，".join(seat_words(seat) for seat in seats))
        self.update()

    def hasHeightForWidth(self) -> bool:
        """The row breaks where the width ends."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the broken row."""
        return dots_height(len(self._seats), width) + 2

    def sizeHint(self) -> QSize:
        """All in one line if there is room."""
        return QSize(len(self._seats) * (SIDE + GAP), self.heightForWidth(max(self.width(), SIDE)))

    def minimumSizeHint(self) -> QSize:
        """Never narrower than one dot."""
        return QSize(SIDE, SIDE)

    def _boxes(self) -> list[QRectF]:
        return dot_boxes(len(self._seats), 0, 0, self.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every seat."""
        painter, ratio = QPainter(self), self.devicePixelRatioF()
        for seat, initial, box in zip(self._seats, self._initials, self._boxes(), strict=True):
            place_dot(painter, box, initial, look_of(seat), mine=seat.mine, ratio=ratio)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Say the seat under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, place: QPointF) -> str:
        """What the dot at this place says, "" between them."""
        hit = (seat for seat, box in zip(self._seats, self._boxes(), strict=True) if box.contains(place))
        return next((seat_words(seat) for seat in hit), "")
