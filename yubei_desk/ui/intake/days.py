"""The days of an item 办理时限: what is promised for today's application, in one glance."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yubei_desk.domain.intake import Promise
from yubei_desk.domain.item import Item
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.light import Pill


class DaysCard(Card):
    """The promised days large, the promised day below, 暂定 beside it while its year is not announced."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.tr("办理时限"), parent)
        self._figure = theme.text_label("", self, kind="figure", tone="info")
        self._unit = theme.text_label("", self)
        self._kind = Pill("", "info", self)
        self.day = theme.text_label("", self, kind="strong")
        self.provisional = Pill("", "warn", self)
        self._hint = theme.text_label("", self, kind="hint")
        self._hint.setWordWrap(True)
        for parts in ((self._figure, self._unit, None, self._kind), (self.day, self.provisional, None)):
            row = QHBoxLayout()
            row.setSpacing(8)
            for part in parts:
                if part is None:
                    row.addStretch(1)
                else:
                    row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
            self.add(row)
        self.add(self._hint)
        self.clear()

    def clear(self) -> None:
        """No item is picked."""
        for part in (self._figure, self._unit, self._kind, self.day, self.provisional):
            part.hide()
        self._hint.setText(self.tr("选择事项后，这里显示承诺时限和预计办结日。"))

    def show_promise(self, item: Item, promise: Promise) -> None:
        """Show an item's limits and the day it is promised for."""
        working = item.limit_unit == "working"
        self._figure.setText(str(item.promised_days))
        self._unit.setText(self.tr("个工作日内办结") if working else self.tr("日内办结"))
        self._kind.show_words(self.tr("即办件") if item.instant else self.tr("承诺件"), "info")
        self.day.setText(self.tr("预计 {0} 前办结").format(promise.day))
        self.provisional.show_words(self.tr("暂定") if promise.provisional else "", "warn")
        for part in (self._figure, self._unit, self.day):
            part.show()
        unit = self.tr("个工作日") if working else self.tr("日")
        words = [self.tr("法定 {0} {1}{2}。").format(item.statutory_days, unit, self._saved(item))]
        if promise.provisional:
            words.append(self.tr("{0}年放假安排尚未公布，公布后重新计算。").format(promise.day.year))
        self._hint.setText("".join(words))

    def _saved(self, item: Item) -> str:
        """How much shorter the promise is than the statute."""
        if item.promised_days >= item.statutory_days:
            return ""
        return self.tr("，承诺压缩 {0}%").format(round(100 - 100 * item.promised_days / item.statutory_days))
