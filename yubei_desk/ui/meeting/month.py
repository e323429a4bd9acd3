"""The month 月历: six weeks at a glance, walked day by day with the arrows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from yubei_desk.domain.meeting_calendar import WEEKS, Convened, MonthPage, month_beside, page_days
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.day import long_day_text

HEAD: Final = 28
STEPS: Final = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
TURNS: Final = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
LEFT_MIDDLE: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MonthGrid(QWidget):
    """One month. Signals: `day_chosen(date)` by arrows or a click, in whatever month it lies;
    `entered(date)` by Enter or a double click.
    """

    day_chosen = Signal(object)
    entered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: MonthPage | None = None
        self.chosen: date | None = None
        self._week = self.tr("周一 周二 周三 周四 周五 周六 周日").split()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("会议月历"))

    def sizeHint(self) -> QSize:
        """Room for a number and two lines a day."""
        return QSize(560, HEAD + WEEKS * 72)

    def minimumSizeHint(self) -> QSize:
        """Narrower than that the meetings are counted only."""
        return QSize(420, HEAD + WEEKS * 48)

    def show_page(self, page: MonthPage, chosen: date) -> None:
        """Show a month with this day chosen."""
        self.page, self.chosen = page, chosen
        self.setAccessibleDescription(self.words_of(chosen))
        self.update()

    def words_of(self, day: date) -> str:
        """A day as a screen reader, or a resting mouse, is told it."""
        assert self.page is not None
        known, meetings = self.page.day(day), self.page.meetings_on(day)
        off = self.tr("非工作日") if known and not known.working else ""
        today = self.tr("今天") if day == self.page.today else ""
        count = self.tr("{0} 场会议").format(len(meetings)) if meetings else self.tr("没有会议")
        note = known.note if known else ""
        told = [long_day_text(day), today, note or off, count, *(_line(each) for each in meetings)]
        return "，".join(part for part in told if part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by day and week, Page Up and Down by month, Home to today, Enter into the day."""
        key = Qt.Key(event.key())
        if self.page is None or self.chosen is None:
            super().keyPressEvent(event)
        elif key in STEPS:
            self.day_chosen.emit(self.chosen + timedelta(days=STEPS[key]))
        elif key in TURNS:
            self.day_chosen.emit(month_beside(self.chosen, TURNS[key]))
        elif key == Qt.Key.Key_Home:
            self.day_chosen.emit(self.page.today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit(self.chosen)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the day under it."""
        for day, box in self.boxes():
            if box.contains(event.position().toPoint()):
                self.day_chosen.emit(day)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click goes into the day."""
        if self.chosen is not None:
            self.entered.emit(self.chosen)

    def boxes(self) -> list[tuple[date, QRect]]:
        """Where each day stands."""
        if self.page is None:
            return []
        wide, high = self.width() / 7, (self.height() - HEAD) / WEEKS
        return [
            (
                day,
                QRect(
                    round(place % 7 * wide),
                    round(HEAD + place // 7 * high),
                    round(wide) - 4,
                    round(high) - 4,
                ),
            )
            for place, day in enumerate(page_days(self.page.first))
        ]

    # -- painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the names of the days and every day."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._write(painter, 12, "secondary")
        for place, name in enumerate(self._week):
            box = QRect(round(place * self.width() / 7) + 8, 0, 60, HEAD)
            painter.drawText(box, LEFT_MIDDLE, name)
        for day, box in self.boxes():
            self._paint_day(painter, day, box)
        painter.end()

    def _write(self, painter: QPainter, pixels: int, token: str, *, bold: bool = False) -> None:
        font = QFont(self.font())
        font.setPixelSize(pixels)
        font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(theme.colour(token))

    def _paint_day(self, painter: QPainter, day: date, box: QRect) -> None:
        assert self.page is not None
        known, inside = self.page.day(day), day.month == self.page.first.month
        off = known is not None and not known.working
        chosen = day == self.chosen
        painter.setPen(QPen(theme.colour("primary" if chosen else "line"), 2 if chosen else 1))
        painter.setBrush(theme.colour("tint" if chosen else "surface2" if off else "surface"))
        painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 6, 6)
        self._paint_number(painter, day, box, "text" if inside and not off else "secondary")
        if known is not None and known.note:
            self._write(painter, 11, "secondary")
            room = QRect(box.left() + 38, box.top() + 5, box.width() - 44, 22)
            note = known.note if off else self.tr("上班")
            words = painter.fontMetrics().elidedText(note, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)
        self._paint_meetings(painter, self.page.meetings_on(day), box.adjusted(8, 30, -8, -4))

    def _paint_number(self, painter: QPainter, day: date, box: QRect, token: str) -> None:
        assert self.page is not None
        place = QRect(box.left() + 6, box.top() + 4, 26, 24)
        today = day == self.page.today
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("button"))
            painter.drawEllipse(QRectF(place.left() + 1, place.top(), 24, 24))
        self._write(painter, 14, "on_button" if today else token, bold=today)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _paint_meetings(self, painter: QPainter, meetings: tuple[Convened, ...], room: QRect) -> None:
        """As many lines as have room; the last one counts what has none."""
        lines = max(1, room.height() // 17)
        shown = list(meetings) if len(meetings) <= lines else list(meetings[: lines - 1])
        for number, each in enumerate(shown):
            self._write(painter, 12, "primary" if each.seat else "secondary", bold=bool(each.seat))
            box = QRect(room.left(), room.top() + number * 17, room.width(), 17)
            words = painter.fontMetrics().elidedText(_line(each), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(box, LEFT_MIDDLE, words)
        if len(shown) < len(meetings):
            self._write(painter, 12, "secondary")
            rest = self.tr("共 {0} 场") if not shown else self.tr("另 {0} 场")
            box = QRect(room.left(), room.top() + len(shown) * 17, room.width(), 17)
            painter.drawText(box, LEFT_MIDDLE, rest.format(len(meetings) - len(shown)))


def _line(meeting: Convened) -> str:
    return f"{meeting.meeting_at} {meeting.project}"
