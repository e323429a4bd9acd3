"""Days 日期: how a day is written and read in the hall, and the editor clerks type it into."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QDate, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QDialog, QLineEdit, QVBoxLayout, QWidget

from yubei_desk.ui import theme

_WRITTEN: Final = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


def _tr(words: str) -> str:
    return QCoreApplication.translate("day", words)


def day_text(day: date | None) -> str:
    """A day as lists show it: 2026-11-24, or "" for none."""
    return day.isoformat() if day else ""


def long_day_text(day: date) -> str:
    """A day as the status bar and headings show it: 2026年11月24日 周二."""
    week = _tr("周一 周二 周三 周四 周五 周六 周日").split()[day.weekday()]
    return _tr("{0}年{1}月{2}日 {3}").format(day.year, day.month, day.day, week)


def moment_text(moment: datetime, today: date | None = None) -> str:
    """A moment as the time line shows it: 10:42 today, 11-24 10:42 this year, else with the year."""
    if today is not None and moment.date() == today:
        return f"{moment:%H:%M}"
    same_year = today is None or moment.year == today.year
    return f"{moment:%m-%d %H:%M}" if same_year else f"{moment:%Y-%m-%d %H:%M}"


def read_day(words: str) -> date | None:
    """The day typed as 2026-11-24, 20261124, 2026/11/24 or 2026年11月24日; None when it is no day."""
    hit = _WRITTEN.fullmatch(words.strip())
    if hit is None:
        return None
    try:
        return date(int(hit[1]), int(hit[2]), int(hit[3]))
    except ValueError:
        return None


class DayEdit(QLineEdit):
    """A day typed freely, or picked from the calendar by Alt+Down; `day_changed` tells the day or None."""

    day_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(self.tr("2026-11-24 或 20261124"))
        action = QAction(theme.line_icon("calendar"), self.tr("打开日历（Alt+↓）"), self)
        self.addAction(action, QLineEdit.ActionPosition.TrailingPosition)
        action.triggered.connect(self.pick_day)
        self.editingFinished.connect(self._tidy)
        self.textChanged.connect(self._tell)

    def day(self) -> date | None:
        """The day typed, None while it is none."""
        return read_day(self.text())

    def set_day(self, day: object) -> None:
        """Show a day; None empties the editor, words (a kept draft) are shown as typed."""
        self.setText(day.isoformat() if isinstance(day, date) else str(day or ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Down opens the calendar."""
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.pick_day()
        else:
            super().keyPressEvent(event)

    def pick_day(self) -> None:
        """Offer the calendar under the editor."""
        sheet = QDialog(self, Qt.WindowType.Popup)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(sheet)
        calendar.setAccessibleName(self.tr("日历"))
        shown = self.day()
        if shown is not None:
            calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        QVBoxLayout(sheet).addWidget(calendar)
        calendar.activated.connect(self._take)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(sheet.close)
        calendar.clicked.connect(sheet.close)
        sheet.move(self.mapToGlobal(self.rect().bottomLeft()))
        sheet.open()

    def _take(self, day: QDate) -> None:
        self.set_day(date(day.year(), day.month(), day.day()))

    def _tidy(self) -> None:
        day = self.day()
        if day is not None:
            self.setText(day.isoformat())

    def _tell(self) -> None:
        self.day_changed.emit(self.day())
