"""What the window still holds 窗口在手: receipts to pass on, acceptances whose notice is due."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.intake import HeldRow
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.intake.at_hand import CaseAtHand
from yubei_desk.ui.intake.columns import belongs, chips, columns
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.card import Card, EmptyState, SidePanel
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.table import TableView


class HeldPart(QWidget):
    """The list, and beside it the case chosen. The case stays shown when its row has left the list.

    Signals: `counted(rows)` after every loading; `open_requested(matter)`; `filed(sentence)` when a move
    stands; `failed(error)`.
    """

    counted = Signal(int)
    open_requested = Signal(int)
    failed = Signal(Exception)
    filed = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk = desk
        self._rows: tuple[HeldRow, ...] = ()
        # Printing a notice is no act of the ledger: what this desk printed since sign-in is all one knows.
        self._printed: set[int] = set()
        self._filling = self._loading = self._again = False
        self.chips = ChipBar(self.tr("待办"), self)
        self.model = RowsModel[HeldRow](columns(self._printed.__contains__), lambda row: row.matter_id, self)
        self.table = TableView[HeldRow](self.model, self.tr("窗口在手的办件"), self)
        self.at_hand = CaseAtHand(desk, self.tr("选中的办件"), page)
        self.open = button(self.tr("打开办件"), self)
        self._empty = EmptyState(
            self.tr("未选办件"), self.tr("在左边选择一件，在这里打印文书、转科室或受理。"), self
        )
        keys = (("Ctrl+1～2", self.tr("各部分")), ("↑↓", self.tr("换一件")), ("Enter", self.tr("打开办件")))
        self.foot = Foot(keys, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.chips.set_chips(chips())
        self.table.set_empty_words(
            self.tr("窗口没有待办的件"), self.tr("接件后未转科室的，和科室刚受理的，会列在这里。")
        )
        listed = Card("", self)
        listed.add(self.table)
        side = SidePanel(self)
        side.add(self.at_hand)
        side.add(self._empty)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(listed, 1)
        row.addWidget(side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.chips)
        column.addLayout(row, 1)
        for part in (self.open, *self.at_hand.buttons()):
            self.foot.add(part)
        self.open.hide()

    def _connect(self) -> None:
        self.chips.chosen.connect(self._show)
        self.table.current_row_changed.connect(self._chosen)
        self.table.opened.connect(self._open_row)
        self.open.clicked.connect(self._open_shown)
        self.at_hand.changed.connect(self._show_pane)
        self.at_hand.filed.connect(self._moved)
        self.at_hand.broke.connect(self._unshown)
        self.at_hand.noticed.connect(self._noticed)

    def load(self) -> None:
        """Load the list; one loading at a time, another afterwards when the bell rang meanwhile."""
        if self._loading:
            self._again = True
            return
        self._loading = True
        self._desk.worker.run(self._desk.store.load_held, self._loaded, self._broken, always=self._ended)

    def _broken(self, error: Exception) -> None:
        self.failed.emit(error)

    def _ended(self) -> None:
        self._loading = False
        if self._again:
            self._again = False
            self.load()

    def _loaded(self, rows: tuple[HeldRow, ...]) -> None:
        self._rows = rows
        self._show()
        self.counted.emit(sum(belongs(row, "received", self._is_printed) for row in rows))

    def _is_printed(self, matter_id: int) -> bool:
        return matter_id in self._printed

    def _show(self) -> None:
        """The rows of the chosen filter; the keyboard stays on the case shown, or on none."""
        counts = {key: sum(belongs(row, key, self._is_printed) for row in self._rows) for key, _ in chips()}
        self.chips.set_counts(counts)
        self._filling = True
        key = self.chips.key()
        self.model.set_rows([row for row in self._rows if belongs(row, key, self._is_printed)])
        shown = self.at_hand.case
        if shown is None or not self.table.choose_key(shown.matter_id):
            self.table.setCurrentIndex(QModelIndex())
        self._filling = False

    def show_list(self, name: str) -> None:
        """Choose a filter by its name; an unknown one shows all."""
        self.chips.choose(name if name in dict(chips()) else "all")
        self._show()

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Something moved: a new row may have come where none of the list's own moved."""
        self.load()
        self.at_hand.reload(ids)

    def _chosen(self, row: HeldRow | None) -> None:
        if row is not None and not self._filling:
            self.at_hand.load(row.matter_id)

    def _show_pane(self) -> None:
        there = self.at_hand.case is not None
        self._empty.setVisible(not there)
        self.open.setVisible(there)

    def _unshown(self, error: Exception) -> None:
        """A case that can be seen no more leaves the place beside the list empty."""
        self._show_pane()
        if self.at_hand.case is None:
            self._show()
        self.failed.emit(error)

    def _open_row(self, row: HeldRow) -> None:
        self.open_requested.emit(row.matter_id)

    def _open_shown(self) -> None:
        assert self.at_hand.case is not None
        self.open_requested.emit(self.at_hand.case.matter_id)

    def _moved(self, sentence: str) -> None:
        self.filed.emit(sentence)
        self.load()

    def _noticed(self, matter_id: int) -> None:
        self._printed.add(matter_id)
        self._show()
