"""The pane beside the worklist: what a case is about, how far it is, what may be done unread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.case import CaseFile, WorkRow
from yubei_desk.ui import theme
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import SIDE_WIDTH, Card, EmptyState, Facts, ScrollColumn, rule
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.light import Light
from yubei_desk.ui.widgets.timeline import Timeline
from yubei_desk.ui.worklist.columns import handler_words, light_words

LATEST = 5


class CasePane(Card):
    """330 wide. `show_row` needs nothing but the row of the list, `show_file` adds the file once it is there.

    Signals: `open_requested(matter)`; `move_requested(Move)`.
    """

    open_requested = Signal(int)
    move_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setFixedWidth(SIDE_WIDTH)
        self.row: WorkRow | None = None
        self.file: CaseFile | None = None
        self._name = theme.text_label("", self, kind="section")
        self._name.setWordWrap(True)
        self._light = Light("", "", self)
        self._facts = Facts(self)
        self._acts = Timeline(self)
        self._waiting = theme.text_label("", self, kind="hint")
        self.moves = MoveBar(self)
        self.open = button(self.tr("打开办件"), self, kind="primary")
        self._empty = EmptyState(
            self.tr("未选办件"), self.tr("在左边选择一件，这里显示它的概要和办理经过。"), self
        )
        self._shown = QWidget(self)
        self._build()
        self.open.clicked.connect(self._ask_to_open)
        self.moves.move_requested.connect(self.move_requested)
        self.show_row(None)

    def _build(self) -> None:
        inside = ScrollColumn(self)
        for part in (self._name, self._light, self._facts, rule(self), self._waiting, self._acts):
            inside.add(part)
        foot = QHBoxLayout()
        foot.addWidget(self.moves, 1)
        foot.addWidget(self.open)
        column = QVBoxLayout(self._shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(inside, 1)
        column.addLayout(foot)
        self.body.addWidget(self._shown, 1)
        self.body.addWidget(self._empty, 1)

    def minimumSizeHint(self) -> QSize:
        """The width is given, the height scrolls."""
        return QSize(SIDE_WIDTH, 200)

    def show_row(self, row: WorkRow | None) -> None:
        """Show what the list knows of a case, None for no case; its file comes later."""
        other = row is None or self.row is None or row.matter_id != self.row.matter_id
        self.row = row
        self._shown.setVisible(row is not None)
        self._empty.setVisible(row is None)
        if other:
            self.file = None
            self.moves.show_moves(())
            self._acts.show_acts(())
            self._waiting.setText(self.tr("正在读取办理经过…"))
        if row is not None:
            self._name.setText(row.applicant)
            self._light.show_light(row.light, light_words(row))
            self._show_facts(row)
        self._waiting.setVisible(self.file is None)

    def show_file(self, file: CaseFile) -> None:
        """Show the latest acts of the case shown, and the moves that can be made from here."""
        if self.row is None or self.row.matter_id != file.matter_id:
            return
        self.file = file
        self._waiting.hide()
        self._show_facts(self.row)
        self._acts.show_acts(file.acts[-LATEST:], today=file.loaded_at.date())
        self.moves.show_moves([move for move in file.moves if _needs_no_reading(move, file)])

    def show_missing(self, sentence: str) -> None:
        """Say why the file could not be read; what the list knows stays."""
        self._waiting.setText(sentence)
        self._waiting.setVisible(self.file is None)

    def _show_facts(self, row: WorkRow) -> None:
        facts = [
            (self.tr("编号"), row.number),
            (self.tr("事项"), row.item),
            (self.tr("状态"), row.state_label),
            (self.tr("经办"), handler_words(row)),
            (self.tr("收件日"), day_text(row.received_on)),
            (self.tr("期限"), day_text(row.due_on)),
        ]
        if self.file is not None and self.file.project_name:
            facts.append((self.tr("项目"), self.file.project_name))
        self._facts.show_facts(facts)

    def _ask_to_open(self) -> None:
        if self.row is not None:
            self.open_requested.emit(self.row.matter_id)


def _needs_no_reading(move: Move, file: CaseFile) -> bool:
    """A move that asks nothing, is not signed and leaves the state: who takes the case, never what becomes of
    it.
    """
    return not move.asks and not move.signed and move.to_state in ("=", file.state)
