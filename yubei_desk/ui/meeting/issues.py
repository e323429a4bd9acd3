"""Issues 会审问题: what the seats raised, who solves it until when, and how it was settled."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from yubei_desk.domain.meeting import Issue, ReviewFile, short_name
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.parts import Line, Lines
from yubei_desk.ui.moves import MoveButton
from yubei_desk.ui.widgets.card import Card, ScrollColumn
from yubei_desk.ui.widgets.day import day_text, moment_text
from yubei_desk.ui.widgets.light import Pill


class IssuesPart(ScrollColumn):
    """Problems raised by the seats, the open ones first. `move_requested(Move, issue)`: the issue is "" to
    raise a new one.
    """

    move_requested = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._away = ""
        self.bring = MoveButton("raise", self)
        self.lines = Lines(self.tr("问题"), self)
        self._none = theme.text_label(
            self.tr("还没有问题。会议中各席位可以提出；休会时未决的问题成为补正清单，作出结论时成为条件。"),
            self,
            kind="hint",
        )
        self._none.setWordWrap(True)
        top = QHBoxLayout()
        holder = QWidget(self)
        holder.setLayout(top)
        top.setContentsMargins(0, 0, 0, 0)
        top.addStretch(1)
        top.addWidget(self.bring)
        for part in (holder, self._none, self.lines):
            self.add(part)
        self.bring.move_requested.connect(self.move_requested)

    @property
    def settle(self) -> list[MoveButton]:
        """The buttons that settle an issue, in the order of the issues."""
        return self.lines.findChildren(MoveButton)

    def show_review(self, file: ReviewFile) -> None:
        """Show the issues, and what may be done about them."""
        self.bring.show_moves(file.moves)
        self._none.setVisible(not file.issues)
        self.lines.show_lines(
            [Line(issue.id, issue, partial(self._row, issue, file.loaded_at)) for issue in file.issues]
        )
        for made in self.settle:
            made.show_moves(file.moves)
            made.set_away(self._away)

    def set_away(self, sentence: str) -> None:
        """Grey what would be filed."""
        self._away = sentence
        for made in (self.bring, *self.settle):
            made.set_away(sentence)

    def _row(self, issue: Issue, now: datetime) -> Card:
        row = Card("", self.lines)
        row.body.setContentsMargins(14, 10, 14, 10)
        row.body.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(short_name(issue.section), row, kind="strong"), 1)
        head.addWidget(self._state(issue, now, row))
        row.add(head)
        for words, kind in self._said(issue, now):
            label = theme.text_label(words, row, kind=kind)
            label.setWordWrap(True)
            row.add(label)
        if issue.open:
            made = MoveButton("settle", row, value=str(issue.id))
            made.setAccessibleName(self.tr("解决问题：{0}").format(issue.words[:20]))
            made.move_requested.connect(self.move_requested)
            foot = QHBoxLayout()
            foot.addStretch(1)
            foot.addWidget(made)
            row.add(foot)
        row.setAccessibleName(f"{issue.section} {issue.words}")
        return row

    def _state(self, issue: Issue, now: datetime, row: QWidget) -> QLabel:
        if not issue.open:
            return Pill(self.tr("已解决"), "ok", row)
        if issue.due_on is None:
            return Pill(self.tr("未决"), "warn", row)
        late = issue.due_on < now.date()
        return Pill(self.tr("{0} 前").format(day_text(issue.due_on)), "danger" if late else "warn", row)

    def _said(self, issue: Issue, now: datetime) -> list[tuple[str, str]]:
        raised = self.tr("{0} 提出，由{1}解决").format(issue.raised_by, issue.owner)
        lines = [(issue.words, ""), (f"{moment_text(issue.raised_at, now.date())}　{raised}", "hint")]
        if issue.settled_at is not None:
            at = moment_text(issue.settled_at, now.date())
            lines.append((f"{at}　{issue.settled_by}：{issue.settled_words}", "hint"))
        return lines
