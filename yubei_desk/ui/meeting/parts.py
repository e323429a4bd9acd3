"""Parts 会审各部分 of the review under discussion: agenda, what every seat said, materials."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Act, Move
from yubei_desk.domain.meeting import AgendaItem, ReviewFile, Seat, short_name
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.dots import DotRow
from yubei_desk.ui.meeting.opinion import TONES
from yubei_desk.ui.meeting.words import opined_words, opinion_words
from yubei_desk.ui.moves import MoveButton
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, ScrollColumn
from yubei_desk.ui.widgets.day import moment_text
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.materials import FORM_TONES, form_words

WRITTEN: Final = "outside_opinion"


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what it is about, what it shows, and how it is made."""

    key: Hashable
    content: object
    make: Callable[[], QWidget]


class Lines(QWidget):
    """Rows below each other; one is made anew only when what it shows has changed."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._rows: dict[Hashable, tuple[object, QWidget]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these rows in this order."""
        shown = {line.key: line.content for line in lines}
        for key, (content, old) in list(self._rows.items()):
            if key not in shown or shown[key] != content:
                del self._rows[key]
                self._column.removeWidget(old)
                old.setParent(None)
                old.deleteLater()
        for place, line in enumerate(lines):
            if line.key not in self._rows:
                self._rows[line.key] = line.content, line.make()
            row = self._rows[line.key][1]
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
                row.show()


class AgendaCard(Card):
    """The items in their order, the one under discussion marked; the chair goes on to the next.

    `move_requested(Move)`; `case_opened(case)`.
    """

    move_requested = Signal(object)
    case_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent.tr("议程") if parent else "", parent)
        self.next = MoveButton("next_item", self)
        self.heading.add_right(self.next)
        self.lines = Lines(self.tr("议题"), self)
        self.add(self.lines)
        self.next.move_requested.connect(lambda move, _value: self.move_requested.emit(move))

    def show_review(self, file: ReviewFile) -> None:
        """Show the agenda."""
        self.next.show_moves(file.moves)
        at = file.at_item if file.state == "in_session" else 0
        places = [
            (item, "now" if item.position == at else "done" if item.position < at else "next")
            for item in file.items
        ]
        self.lines.show_lines([Line(each[0].item_id, each, partial(self._row, *each)) for each in places])

    def _row(self, item: AgendaItem, place: str) -> QFrame:
        row = QFrame(self.lines)
        row.setProperty("kind", "agenda")
        row.setProperty("state", place)
        number = theme.text_label(str(item.position), row, kind="step")
        number.setProperty("state", place)
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = theme.text_label(item.name, row, kind="strong" if place == "now" else "")
        name.setWordWrap(True)
        where = " · ".join(part for part in (short_name(item.section), item.case_number) if part)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(ElidedLabel(where, row, kind="hint"))
        line = QHBoxLayout(row)
        line.setContentsMargins(10, 6, 10, 6)
        line.setSpacing(10)
        line.addWidget(number)
        line.addLayout(words, 1)
        if place == "now":
            line.addWidget(Pill(self.tr("讨论中"), "info", row))
        elif item.case_label:
            line.addWidget(Pill(item.case_label, "muted", row))
        row.setAccessibleName(f"{item.position} {item.name} {where}")
        return row


class SeatsPart(ScrollColumn):
    """What every department said: state, opinion, words, conditions, who, when, and the signature."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = Lines(self.tr("各席意见"), self)
        self.add(self.lines)

    def show_review(self, file: ReviewFile) -> None:
        """Show the seats."""
        seats = [
            Line(
                seat.matter_id,
                (seat.state, seat.opinion, seat.words, seat.conditions, seat.acts),
                partial(self._row, seat, file.loaded_at),
            )
            for seat in file.seats
        ]
        written = [
            Line(("act", act.id), act, partial(self._written, act))
            for act in file.acts
            if act.kind == WRITTEN
        ]
        self.lines.show_lines([*seats, *written])

    def _row(self, seat: Seat, now: datetime) -> Card:
        row = Card("", self.lines)
        row.body.setContentsMargins(14, 10, 14, 10)
        row.body.setSpacing(4)
        dot = DotRow(row)
        dot.show_seats((seat,))
        dot.setFixedWidth(dot.sizeHint().width() + 4)
        head = QHBoxLayout()
        head.addWidget(dot)
        head.addWidget(theme.text_label(seat.section, row, kind="strong"), 1)
        opinion = opinion_words(seat.opinion) if seat.state == "opined" else ""
        tone = TONES.get(seat.opinion, "muted") if opinion else "muted"
        head.addWidget(Pill(opinion or seat.state_label, tone, row))
        row.add(head)
        for words, kind, mark in self._said(seat, now):
            label = theme.text_label(words, row, kind=kind, tone=mark)
            label.setWordWrap(True)
            row.add(label)
        row.setAccessibleName(f"{seat.section} {opinion or seat.state_label} {seat.words}")
        return row

    def _written(self, act: Act) -> Card:
        """The opinion of a body without a login: on paper, never a signature."""
        said = {name: str(act.body.get(name, "")) for name in ("body", "opinion", "words", "dated")}
        row = Card("", self.lines)
        row.body.setContentsMargins(14, 10, 14, 10)
        row.body.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(said["body"], row, kind="strong"), 1)
        head.addWidget(Pill(self.tr("书面"), "muted", row))
        head.addWidget(Pill(opinion_words(said["opinion"]), TONES.get(said["opinion"], "muted"), row))
        row.add(head)
        by = self.tr("落款 {0}　由{1}登记").format(said["dated"], act.actor)
        for words, kind in ((said["words"], ""), (by, "hint")):
            label = theme.text_label(words, row, kind=kind)
            label.setWordWrap(True)
            row.add(label)
        row.setAccessibleName(f"{said['body']} {opinion_words(said['opinion'])} {said['words']}")
        return row

    def _said(self, seat: Seat, now: datetime) -> list[tuple[str, str, str]]:
        broken = bool(seat.opined and seat.opined.signature == "broken")
        lines = [
            (seat.words, "", ""),
            (self.tr("条件：{0}").format(seat.conditions) if seat.conditions else "", "", "warn"),
            (opined_words(seat, now), "hint", "danger" if broken else ""),
        ]
        if seat.taken is not None:
            at = moment_text(seat.taken.at, now.date())
            lines.append((self.tr("签到：{0} {1}").format(seat.taken.actor, at), "hint", ""))
        return [line for line in lines if line[0]]


class MaterialsPart(ScrollColumn):
    """The materials handed in once for all; what came since the last round is marked. `opened`: the scans."""

    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = button(self.tr("查看扫描件"), self, kind="link", icon="eye")
        self.look.clicked.connect(self.opened)
        self.lines = Lines(self.tr("材料"), self)
        self._hidden = theme.text_label(self.tr("按您的职责，不显示本联审的材料。"), self, kind="hint")
        for part in (self.look, self._hidden, self.lines):
            self.add(part)

    def show_review(self, file: ReviewFile) -> None:
        """Show the list."""
        shown = bool(file.materials or file.attachments)
        self.look.setVisible(shown)
        self._hidden.setVisible(not shown)
        fresh = {each.blob for each in file.handed_in_since}
        pills: list[tuple[Hashable, str, tuple[str, str]]] = [
            (each.position, each.name, (form_words(each.form), FORM_TONES[each.form]))
            for each in file.materials
        ]
        for scan in file.attachments:
            new = (self.tr("本轮新增"), "info") if scan.blob in fresh else (self.tr("扫描件"), "muted")
            pills.append((scan.blob, scan.file_name, new))
        self.lines.show_lines(
            [Line(key, (name, pill), partial(self._row, name, pill)) for key, name, pill in pills]
        )

    def _row(self, name: str, pill: tuple[str, str]) -> QWidget:
        row = QWidget(self.lines)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        label = theme.text_label(name, row)
        label.setWordWrap(True)
        line.addWidget(label, 1)
        line.addWidget(Pill(*pill, row))
        row.setAccessibleName(f"{name} {pill[0]}")
        return row


def moves_beside(moves: Sequence[Move], placed: Sequence[str]) -> list[Move]:
    """The moves for the bar: those that have no place of their own on the page."""
    return [move for move in moves if move.act not in placed]
