"""Time line 办理经过: the acts of a matter from the first to the next awaited one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Act
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.day import moment_text

_BODY_FIELDS: Final = ("opinion", "reason", "reasons", "conditions", "note")
SAID: Final = 2  # what else an act said stands in its tooltip


class _Point(QWidget):
    """The dot of one act on the line: a ring when done, a disc when awaited."""

    def __init__(self, tone: str, first: bool, last: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self._tone, self._first, self._last = tone, first, last
        self.setFixedWidth(18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line through and the dot on it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, height = self.width() / 2, self.height()
        painter.setPen(QPen(theme.colour("line"), 2))
        if not self._first:
            painter.drawLine(QPointF(middle, 0), QPointF(middle, 4))
        if not self._last:
            painter.drawLine(QPointF(middle, 18), QPointF(middle, height))
        ink = theme.colour(theme.TONES[self._tone][0])
        ring = self._tone in ("ok", "danger")
        painter.setPen(QPen(ink, 4) if ring else Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("surface") if ring else ink)
        painter.drawEllipse(QPointF(middle, 11), 4.0 if ring else 5.0, 4.0 if ring else 5.0)
        painter.end()


class Timeline(QWidget):
    """Acts as points on a line: what, by whom, in which capacity, what they wrote, when; what is awaited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self.setAccessibleName(self.tr("办理经过"))
        self._shown: object = None

    def show_acts(self, acts: Sequence[Act], awaited: str = "", today: date | None = None) -> None:
        """Show these acts, oldest first, and the words of the step awaited; `today` shortens its moments."""
        if self._shown == (wanted := (tuple(acts), awaited, today)):
            return
        self._shown = wanted
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        for number, act in enumerate(acts):
            last = number == len(acts) - 1 and not awaited
            self._column.addWidget(self._line(act, today, number == 0, last))
        if awaited:
            self._column.addWidget(self._row("warn", awaited, "", "", not acts, True))
        self._column.addStretch(1)

    def _line(self, act: Act, today: date | None, first: bool, last: bool) -> QWidget:
        who = f"{act.actor}（{act.capacity}）" if act.capacity else act.actor
        broken = act.signature == "broken"
        marks = {"valid": self.tr("签名有效"), "broken": self.tr("签名无效"), "": ""}
        words = "　".join(part for part in (who, marks[act.signature], _said(act)) if part)
        row = self._row(
            "danger" if broken else "ok", act.label, words, moment_text(act.at, today), first, last
        )
        proof = self.tr("依据：{0}　办理环节编号 {1}　校验 {2}").format(act.basis, act.id, act.mark)
        row.setToolTip("\n".join([proof, *(f"{label}：{value}" for label, value in act.said)]))
        return row

    def _row(self, tone: str, label: str, words: str, moment: str, first: bool, last: bool) -> QWidget:
        row = QWidget(self)
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(1)
        grid.addWidget(_Point(tone, first, last, row), 0, 0, 2, 1)
        grid.addWidget(theme.text_label(label, row, kind="strong"), 0, 1)
        grid.addWidget(theme.text_label(moment, row, kind="hint"), 0, 2)
        detail = theme.text_label(words, row, kind="hint", tone="danger" if tone == "danger" else "")
        detail.setWordWrap(True)
        detail.setContentsMargins(0, 0, 0, 8)
        grid.addWidget(detail, 1, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        row.setAccessibleName(f"{label} {words} {moment}".strip())
        return row


def _said(act: Act) -> str:
    """What the act said, in the words it was asked with where they are known."""
    if act.said:
        words = [value for _label, value in act.said[:SAID]]
    else:
        words = [str(act.body[name]) for name in _BODY_FIELDS if act.body.get(name)]
    return "；".join([*(each.removesuffix("。") for each in words[:-1]), *words[-1:]])
