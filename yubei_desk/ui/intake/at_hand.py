"""The case at hand 当前办件 at the counter: its number and state, its moves, and its papers to print."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from yubei_desk.domain.act import Filed, Move, Wish
from yubei_desk.domain.case import CaseFile
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.intake.filing import CounterFiling
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, Facts
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

NOTICE = "acceptance_notice"


class CaseAtHand(Card):
    """One case; `moves`, `print` and `notice` stand in the page's foot. Signals: `changed` when it was
    loaded; `filed(sentence)` when a move stands; `broke(error)` when a move or loading it failed;
    `noticed(matter)` when its 受理通知书 went to the printer.
    """

    changed = Signal()
    filed = Signal(str)
    broke = Signal(Exception)
    noticed = Signal(object)

    def __init__(self, desk: Desk, title: str, page: Page) -> None:
        super().__init__(title, page)
        self._desk = desk
        self._wanted, self._label = 0, ""
        self.case: CaseFile | None = None
        self.dialog: PaperDialog | None = None
        self.number = theme.text_label("", self, kind="number")
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state, self.provisional = Pill("", "info", self), Pill("", "warn", self)
        self._facts = Facts(self)
        self.moves = MoveBar(page)
        self.filing = CounterFiling(desk, page)
        self.print = button(self.tr("打印收件单"), page, icon="printer")
        self.notice = button(self.tr("打印受理通知书"), page, icon="printer")
        self._build()
        self.moves.move_requested.connect(self._move)
        self.filing.filed.connect(self._say_filed)
        self.filing.outdated.connect(self._reload)
        self.filing.refused.connect(self._failed)
        self.print.clicked.connect(self._print_receipt)
        self.notice.clicked.connect(self._print_notice)
        self.clear()

    def _build(self) -> None:
        pills = QHBoxLayout()
        pills.setSpacing(8)
        for pill in (self.state, self.provisional):
            pills.addWidget(pill)
        pills.addStretch(1)
        self.add(self.number)
        self.add(pills)
        self.add(self._facts)

    def buttons(self) -> tuple[QPushButton | MoveBar, ...]:
        """What belongs in the foot, in its order."""
        return self.print, self.notice, self.moves

    def clear(self) -> None:
        """No case is at hand."""
        self._wanted, self.case = 0, None
        self.filing.show_file(None)
        self.moves.show_moves(())
        for part in (self, *self.buttons()):
            part.hide()

    def load(self, matter_id: int) -> None:
        """Show this case as it stands."""
        self._wanted = matter_id
        if self._is_other():  # nothing may be done to a case whose successor is chosen already
            self._set_busy(True)
        load = partial(self._desk.store.load_case, matter_id)
        self._desk.worker.run(load, done=self._show, failed=self._unshown)

    def _is_other(self) -> bool:
        return self.case is not None and self.case.matter_id != self._wanted

    def _set_busy(self, busy: bool) -> None:
        self.moves.set_busy(busy)
        for part in (self.print, self.notice):
            part.setEnabled(not busy)

    def _unshown(self, error: Exception) -> None:
        if self._is_other():
            self.clear()
        self._failed(error)

    def reload(self, ids: frozenset[int]) -> None:
        """The bell rang for these; empty means anything may have changed."""
        if self.case is not None and (not ids or self.case.matter_id in ids):
            self.load(self.case.matter_id)

    def _show(self, case: CaseFile) -> None:
        if case.matter_id != self._wanted:
            return  # an answer to a case left meanwhile
        self.case = case
        self.number.setText(case.number)
        self.state.show_words(case.state_label, "info")
        self.provisional.show_words(self.tr("承诺日暂定") if case.provisional else "", "warn")
        self._facts.show_facts(self._facts_of(case))
        # Files are attached in the room of the case, where they can be looked at.
        moves = [move for move in case.moves if not any(ask.field == "blob" for ask in move.asks)]
        self.moves.show_moves(moves)
        self._set_busy(False)
        self.moves.setVisible(bool(moves))
        for part in (self, self.print):
            part.show()
        self.filing.show_file(case)
        self._show_notice(
            any(paper.form == NOTICE for paper in case.papers), main=not any(move.primary for move in moves)
        )
        self.changed.emit()

    def _show_notice(self, issued: bool, main: bool) -> None:
        """Where nothing is left to decide here, handing over the notice is what one does next."""
        self.notice.setVisible(issued)
        theme.restyle(self.notice, kind="primary" if main else "")
        theme.set_icon(self.notice, "printer", "on_button" if main else "primary", 16)

    def _facts_of(self, case: CaseFile) -> list[tuple[str, str]]:
        facts = [
            (self.tr("申请人"), case.applicant),
            (self.tr("事项"), case.item),
            (self.tr("科室"), case.section),
            (self.tr("收件日"), day_text(case.received_on)),
        ]
        if case.accepted_on is None:
            return [*facts, (self.tr("答复期限"), day_text(case.due_on))]
        promised = day_text(case.promised_on) + (self.tr("（暂定）") if case.provisional else "")
        return [*facts, (self.tr("受理日"), day_text(case.accepted_on)), (self.tr("承诺办结"), promised)]

    # -- moves

    def set_away(self, sentence: str) -> None:
        """Away from the server the case can be read, and nothing done to it."""
        self.moves.set_away(sentence)
        self.filing.set_away(sentence)

    def _move(self, move: Move) -> None:
        assert self.case is not None
        if move.asks:
            self.filing.start(move)
            return
        self._label = move.label
        self._set_busy(True)
        wish = Wish(move.act, uuid4(), self.case.matter_id, self.case.version if move.latest else None)
        self._desk.worker.run(
            partial(self._desk.store.file_act, wish), done=self._moved, failed=self._refused
        )

    def _moved(self, filed: Filed) -> None:
        self._desk.ring()
        if filed.matter_id == self._wanted:
            self._say_filed(self.tr("已办理：{0}").format(self._label))

    def _say_filed(self, sentence: str) -> None:
        self.filed.emit(sentence)
        self._reload()

    def _reload(self) -> None:
        if self._wanted:
            self.load(self._wanted)

    def _refused(self, error: Exception) -> None:
        """Say why, and show the case as it stands now: most often somebody else was first."""
        self._failed(error)
        self._reload()

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        self.broke.emit(error)

    # -- papers

    def _print_receipt(self) -> None:
        self._open(self.tr("收件单"), "receipt")

    def _print_notice(self) -> None:
        self._open(self.tr("受理通知书"), NOTICE).printed.connect(self._say_noticed)

    def _say_noticed(self) -> None:
        assert self.case is not None
        self.noticed.emit(self.case.matter_id)

    def _open(self, title: str, form: str) -> PaperDialog:
        assert self.case is not None
        render = partial(self._desk.deeds.render_paper, self.case.matter_id, form)
        self.dialog = PaperDialog(self._desk, f"{title}　{self.case.number}", render, self)
        self.dialog.finished.connect(self.dialog.deleteLater)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()
        return self.dialog

    def _closed(self) -> None:
        self.dialog = None
