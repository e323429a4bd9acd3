"""Cards 联审卡片: how one review is painted on the board; no widget is made for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter, QPen, QRegion
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from yubei_desk.domain.meeting import Card, initials
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.dots import dot_boxes, dots_height, place_dot
from yubei_desk.ui.meeting.words import card_pill, look_of, seat_words
from yubei_desk.ui.widgets.light import ground_and_ink, pill_size

Index = QModelIndex | QPersistentModelIndex
PAD: Final = 12
GAP: Final = 10  # between two cards
HEAD: Final = 24
LINE: Final = 22
SMALL: Final = 18
NO_START: Final = "，。、；：？！）》」』”’…"  # these may not begin a line (GB/T 15834, 5.1)


def wrapped(words: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """Words in at most so many lines of this width; the last one ends in … where they do not fit."""
    made: list[str] = []
    rest = words
    while rest and len(made) < lines - 1:
        fits = next(
            (
                end
                for end in range(len(rest), 1, -1)
                if metrics.horizontalAdvance(rest[:end]) <= width
                and rest[end : end + 1] not in tuple(NO_START)
            ),
            1,
        )
        made.append(rest[:fits])
        rest = rest[fits:]
    return [*made, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)] if rest else made


@dataclass(frozen=True)
class Sheet:
    """The words of one card, broken for a width, and how high it becomes."""

    name: list[str]
    about: str
    note: list[str]
    width: int
    initials: tuple[str, ...]

    @cached_property
    def height(self) -> int:
        """The card without the gap below it."""
        note = len(self.note) * SMALL + 20 if self.note else 0
        named = len(self.name) * LINE
        return 2 * PAD + HEAD + named + SMALL + 6 + note + dots_height(len(self.initials), self.width)


class CardDelegate(QStyledItemDelegate):
    """Paints cards; asks `elapsed` how long the item under discussion is, and `today` which day it is.
    Where only the time in their corners lies in `region`, nothing else is drawn; None: everything is.
    """

    def __init__(self, view: QListView, elapsed: Callable[[int], str], today: Callable[[], date]) -> None:
        super().__init__(view)
        self._view, self._elapsed, self._today = view, elapsed, today
        self._sheets: dict[int, tuple[Card, Sheet]] = {}
        self.region: QRegion | None = None

    def _card(self, index: Index) -> Card:
        model: Any = index.model()
        card: Card = model.row_at(index)
        return card

    def _sheet(self, card: Card) -> Sheet:
        """The card's words as they were broken last, as long as neither card nor width is another."""
        width = max(60, self._view.viewport().width() - 2 * PAD - 2)
        of, sheet = self._sheets.get(card.matter_id, (None, None))
        if sheet is None or of is not card or sheet.width != width:
            sheet = self._break(card, width)
            self._sheets[card.matter_id] = card, sheet
        return sheet

    def stays_as_high(self, card: Card) -> bool:
        """Whether the card, as it is now, takes just the room it was given before."""
        _of, before = self._sheets.get(card.matter_id, (None, None))
        return before is not None and before.height == self._sheet(card).height

    def _break(self, card: Card, width: int) -> Sheet:
        strong = QFontMetrics(self._font(15, QFont.Weight.Bold))
        small = QFontMetrics(self._font(12))
        note = card.speaking if card.state == "in_session" and not card.last_issue else card.last_issue
        return Sheet(
            wrapped(card.project, strong, width, 2),
            small.elidedText(self._about(card), Qt.TextElideMode.ElideRight, width),
            wrapped(note, small, width - 20, 2) if card.column != "concluded" else [],
            width,
            initials([seat.section for seat in card.seats]),
        )

    def _about(self, card: Card) -> str:
        if card.opened:
            done = self.tr("{0}·并联 {1}/{2}")
            return done.format(card.stage, card.ended, card.opened)
        return self.tr("{0}·{1} 个事项").format(card.stage, len(card.items))

    def _font(self, pixels: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        font = QFont(self._view.font())
        font.setPixelSize(pixels)
        font.setWeight(weight)
        return font

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the column, as high as its words and dots."""
        return QSize(self._view.viewport().width(), self._sheet(self._card(index)).height + GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the sheet, its corner, name, note and dots."""
        opt: Any = option  # the stubs do not know the public members of QStyleOption
        rect: QRect = opt.rect.adjusted(1, 1, -1, -GAP + 1)
        chosen = bool(opt.state & QStyle.StateFlag.State_Selected)
        focused = bool(opt.state & QStyle.StateFlag.State_HasFocus)
        card = self._card(index)
        sheet = self._sheet(card)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("primary" if chosen else "line"), 2 if chosen else 1))
        painter.setBrush(theme.colour("tint" if focused and chosen else "surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        top = self._paint_head(painter, card, rect)
        if self.region is None or self.region.intersects(rect.adjusted(0, top - rect.top(), 0, 0)):
            top = self._paint_words(painter, sheet, rect.left() + PAD, top)
            self._paint_dots(painter, card, sheet, QPoint(rect.left() + PAD, top))
        painter.restore()

    def _paint_dots(self, painter: QPainter, card: Card, sheet: Sheet, place: QPoint) -> None:
        boxes = dot_boxes(len(card.seats), place.x(), place.y(), sheet.width)
        ratio = self._view.devicePixelRatioF()
        for box, seat, initial in zip(boxes, card.seats, sheet.initials, strict=True):
            place_dot(painter, box, initial, look_of(seat), mine=seat.mine, ratio=ratio)

    def corner(self, rect: QRect) -> QRect:
        """Where in the place of a card its time stands: all that a second changes."""
        return QRect(rect.left(), rect.top() + 1 + PAD, rect.width(), pill_size(0).height())

    def _paint_head(self, painter: QPainter, card: Card, rect: QRect) -> int:
        """The short number left, the pill right; the top of what follows."""
        line = QRect(rect.left() + PAD, rect.top() + PAD, rect.width() - 2 * PAD, pill_size(0).height())
        words, tone = card_pill(card, self._today(), self._elapsed(card.matter_id))
        painter.setFont(self._font(12, QFont.Weight.Medium))
        wanted = pill_size(painter.fontMetrics().horizontalAdvance(words)).width() - 4
        width = min(wanted, line.width())
        ground, ink = ground_and_ink(tone)
        pill = QRectF(line.right() - width + 1, line.top(), width, line.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(pill, 11, 11)
        painter.setPen(ink)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, words)
        painter.setFont(self._font(12))
        painter.setPen(theme.colour("secondary"))
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, short_number(card))
        return line.top() + HEAD + 2

    def _paint_words(self, painter: QPainter, sheet: Sheet, left: int, top: int) -> int:
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._font(15, QFont.Weight.Bold))
        painter.setPen(theme.colour("text"))
        for line in sheet.name:
            painter.drawText(QRect(left, top, sheet.width, LINE), middle, line)
            top += LINE
        painter.setFont(self._font(12))
        painter.setPen(theme.colour("secondary"))
        painter.drawText(QRect(left, top, sheet.width, SMALL), middle, sheet.about)
        top += SMALL + 4
        if not sheet.note:
            return top
        box = QRect(left, top, sheet.width, len(sheet.note) * SMALL + 12)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface2"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.colour("secondary"))
        for number, line in enumerate(sheet.note):
            place = QRect(left + 10, top + 6 + number * SMALL, sheet.width - 20, SMALL)
            painter.drawText(place, middle, line)
        return top + box.height() + 8

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """On a dot say its seat, elsewhere what the card has no room for."""
        opt: Any = option
        if not index.isValid():
            return False
        QToolTip.showText(event.globalPos(), self.words_at(index, opt.rect, QPointF(event.pos())), view)
        return True

    def words_at(self, index: Index, rect: QRect, place: QPointF) -> str:
        """What is said of the card at this place of the view."""
        card = self._card(index)
        sheet = self._sheet(card)
        top = rect.top() + sheet.height - PAD - dots_height(len(card.seats), sheet.width)
        boxes = dot_boxes(len(card.seats), rect.left() + 1 + PAD, top, sheet.width)
        hit = [seat for seat, box in zip(card.seats, boxes, strict=True) if box.contains(place)]
        whole = "\n".join(part for part in (card.project, card.number, card.last_issue) if part)
        return seat_words(hit[0]) if hit else whole


def short_number(card: Card) -> str:
    """The number of a review without what all of a year share."""
    return card.number[-4:].lstrip("0").rjust(2, "0")
