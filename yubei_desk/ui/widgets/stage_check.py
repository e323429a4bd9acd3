"""The simulation 会审预演: these seats, these items, still without these permits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.project import ProjectFile, ProjectRow
from yubei_desk.domain.stage import StagePart
from yubei_desk.ui import theme
from yubei_desk.ui.moves import MoveButton
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.light import Pill

REGISTERING = ("register_prior", "not_applicable")
VOIDING = "void_prior"


class PartRow(QWidget):
    """One item with what it stands at; whoever works in its section registers there what the project has.
    `wanted(Move, StagePart)` when they ask for it.
    """

    wanted = Signal(object, object)

    def __init__(self, part: StagePart, parent: QWidget) -> None:
        super().__init__(parent)
        self._part = part
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(ElidedLabel(part.name, self), 1)
        head.addWidget(self._pill())
        column.addLayout(head)
        line = QHBoxLayout()
        line.setSpacing(8)
        optional = "" if part.mandatory else self.tr("　可选")
        line.addWidget(ElidedLabel(f"{part.section}{optional}", self, kind="hint"), 1)
        self.buttons = {act: MoveButton(act, self, kind="link") for act in (*REGISTERING, VOIDING)}
        for made in self.buttons.values():
            line.addWidget(made)
            made.move_requested.connect(self._ask)
        column.addLayout(line)

    def _pill(self) -> Pill:
        part = self._part
        if part.done:
            return Pill(self.tr("已通过"), "ok", self)
        if part.running:
            return Pill(self.tr("在办"), "info", self)
        gate = part.part == "gate"
        return Pill(self.tr("缺") if gate else self.tr("待办"), "danger" if gate else "muted", self)

    def show_moves(self, moves: Sequence[Move]) -> None:
        """What the law lets the person signed in do to the project, for an item of their own section."""
        part = self._part
        for act, made in self.buttons.items():
            wanted = part.registered if act == VOIDING else not part.done
            made.show_moves(moves if part.mine and wanted else ())
            made.setAccessibleName(f"{self._part.name}：{made.text() or act}")

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is registered."""
        for made in self.buttons.values():
            made.set_away(sentence)

    def _ask(self, move: Move, _value: str) -> None:
        self.wanted.emit(move, self._part)


class CheckCard(Card):
    """What this project meets at this stage. Signals: `prior_wanted(Move, StagePart)` by a button of a row;
    `scans_wanted(ProjectFile)` to look at what was registered.
    """

    prior_wanted = Signal(object, object)
    scans_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.tr("会审预演"), parent)
        self.verdict = Pill("", "muted", self)
        self.heading.add_right(self.verdict)
        self.project = theme.text_label("", self, kind="hint")
        self.seats = theme.text_label("", self)
        self.summary = theme.text_label("", self, kind="strong")
        self._rows: tuple[PartRow, ...] = ()
        self._file: ProjectFile | None = None
        self.scans = button(self.tr("查看已有批文扫描件"), self, kind="link", icon="eye")
        self.scans.clicked.connect(lambda: self.scans_wanted.emit(self._file))
        self._lists = {"gate": QVBoxLayout(), "item": QVBoxLayout()}
        titles = {"gate": self.tr("前置批文"), "item": self.tr("本阶段事项")}
        self._titles = {part: theme.text_label(words, self, kind="label") for part, words in titles.items()}
        self._seats_title = theme.text_label("", self, kind="label")
        for label in (self.project, self.seats, self.summary):
            label.setWordWrap(True)
        for widget in (self.project, self.summary, self._seats_title, self.seats):
            self.add(widget)
        for part, title in self._titles.items():
            self._lists[part].setSpacing(8)
            self.add(title)
            self.add(self._lists[part])
        self.add(self.scans)
        self.show_parts((), None, "")
        self.show_file(None)

    @property
    def rows(self) -> tuple[PartRow, ...]:
        """The rows of gate and items."""
        return self._rows

    def show_parts(self, parts: Sequence[StagePart], row: ProjectRow | None, named: str) -> None:
        """Show the simulation for this registered project, or for a new one named so."""
        for old in self._rows:
            old.setParent(None)
            old.deleteLater()
        self._rows = tuple(self._make(part) for part in parts if part.part != "seat")
        here = {part.part for part in parts}
        for part, title in self._titles.items():
            title.setVisible(part in here)
        self._say_project(row, named)
        self._say_seats([part.name for part in parts if part.part == "seat"])
        self._say_verdict(parts, bool(row or named))

    def _make(self, part: StagePart) -> PartRow:
        made = PartRow(part, self)
        made.wanted.connect(self.prior_wanted)
        self._lists[part.part].addWidget(made)
        return made

    def _say_project(self, row: ProjectRow | None, named: str) -> None:
        if row is not None:
            words = self.tr("已登记项目：{0}").format(f"{row.name}　{row.code}".strip())
        elif named:
            words = self.tr("新项目：发起时登记，还没有任何批文")
        else:
            words = self.tr("填写项目名称后，核对它已有的批文")
        self.project.setText(words)

    def _say_seats(self, seats: Sequence[str]) -> None:
        self._seats_title.setText(self.tr("席位 {0}").format(len(seats)) if seats else "")
        self._seats_title.setVisible(bool(seats))
        self.seats.setText("、".join(seats))
        self.seats.setVisible(bool(seats))

    def _say_verdict(self, parts: Sequence[StagePart], named: bool) -> None:
        missing = [part.name for part in parts if part.part == "gate" and not part.done]
        if not parts:
            words, short, tone = self.tr("请先选择阶段"), "", "muted"
        elif not missing:
            words, short, tone = self.tr("前置批文齐备"), self.tr("可以发起"), "ok"
        else:
            words = self.tr("还缺：{0}").format("、".join(missing))
            short, tone = self.tr("缺 {0} 项批文").format(len(missing)), "danger" if named else "muted"
        self.summary.setText(words)
        self.verdict.show_words(short, tone)

    def show_file(self, file: ProjectFile | None) -> None:
        """What the person signed in may register for this project, and look at."""
        self._file = file
        self.scans.setVisible(file is not None and bool(file.scans))
        for row in self._rows:
            row.show_moves(file.moves if file else ())

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is registered."""
        for row in self._rows:
            row.set_away(sentence)
