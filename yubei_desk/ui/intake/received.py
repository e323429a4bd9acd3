"""The case just received 本次接件: its number and state, its moves, and its papers to print."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.act import Filed, Move, Wish
from yubei_desk.domain.case import CaseFile
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, Facts
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

NOTICE = "acceptance_notice"


class ReceivedCase(Card):
    """One received case; `moves`, `print` and `notice` stand in the page's foot. `changed` when it was
    loaded; `broke(error)` when a move or loading it failed.
    """

    changed = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent.tr("本次接件"), parent)
        self._desk = desk
        self.case: CaseFile | None = None
        self._facts = Facts(self)
        self.number = theme.text_label("", self, kind="number")
        self.add(self._facts)
        self.add(self.number)
        self.moves = MoveBar(parent)
        self.print = button(self.tr("打印收件单"), parent)
        self.notice = button(self.tr("打印受理通知书"), parent)
        self.moves.move_requested.connect(self._move)
        self.print.clicked.connect(lambda: self._print(self.tr("收件单"), "receipt"))
        self.notice.clicked.connect(lambda: self._print(self.tr("受理通知书"), NOTICE))
        self.clear()

    def clear(self) -> None:
        """Nothing is received yet."""
        self.case = None
        self.moves.show_moves(())
        for part in (self, self.moves, self.print, self.notice):
            part.hide()

    def load(self, matter_id: int) -> None:
        """Show this case as it stands."""
        load = partial(self._desk.store.load_case, matter_id)
        self._desk.worker.run(load, done=self._show, failed=self._failed)

    def _show(self, case: CaseFile) -> None:
        self.case = case
        self.number.setText(case.number)
        self._facts.show_facts([(self.tr("状态"), case.state_label)])
        # Moves that ask for more are made in the room of the case.
        self.moves.show_moves([move for move in case.moves if not move.asks])
        for part in (self, self.moves, self.print):
            part.show()
        self.notice.setVisible(any(paper.form == NOTICE for paper in case.papers))
        self.changed.emit()

    def _move(self, move: Move) -> None:
        assert self.case is not None
        self.moves.set_busy(True)
        wish = Wish(move.act, uuid4(), self.case.matter_id, self.case.version if move.latest else None)
        self._desk.worker.run(partial(self._desk.store.file_act, wish), done=self._moved, failed=self._failed)

    def _moved(self, filed: Filed) -> None:
        self.moves.set_busy(False)
        self._desk.ring()
        self.load(filed.matter_id)

    def _failed(self, error: Exception) -> None:
        self.moves.set_busy(False)
        self.broke.emit(error)

    def _print(self, title: str, form: str) -> None:
        assert self.case is not None
        render = partial(self._desk.deeds.render_paper, self.case.matter_id, form)
        PaperDialog(self._desk, title, render, self).open()
