"""The stages as they are kept 阶段清单: a list, and the edition chosen with its history and its weighing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from yubei_desk.domain.catalogue import EditionRow, StageEdition, editions_shown
from yubei_desk.domain.stage import StagePart
from yubei_desk.ui.catalogue.columns import DRAFTS, chips, history_columns, list_columns
from yubei_desk.ui.catalogue.sheet import EditionSheet
from yubei_desk.ui.catalogue.weigh import WeighPane
from yubei_desk.ui.desk import Desk, StoreDoor
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.field import Choice
from yubei_desk.ui.widgets.table import TableView

LIST_WIDTH = 470
EVERY = "all"


class BrowseView(QWidget):
    """`edition` is the one shown, None while there is none. Signals: `shown(StageEdition | None)` when it is
    another or stands otherwise; `broke(error)`.
    """

    shown = Signal(object)
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._all: tuple[EditionRow, ...] = ()
        self._wanted, self._filling = 0, False
        self.edition: StageEdition | None = None
        self.chips = ChipBar(self.tr("阶段"), self)
        self.process = Choice((), self)
        self._rows: RowsModel[EditionRow] = RowsModel(list_columns(), lambda row: row.id, self)
        self.table: TableView[EditionRow] = TableView(self._rows, self.tr("阶段清单"), self)
        self.parts = QTabWidget(self)
        self.sheet = EditionSheet(self)
        self.weigh = WeighPane(desk, self)
        self._past: RowsModel[EditionRow] = RowsModel(history_columns(), lambda row: row.id, self)
        self.history: TableView[EditionRow] = TableView(self._past, self.tr("版本沿革"), self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.chips.set_chips(chips())
        self.process.setAccessibleName(self.tr("审批流程类型"))
        self.process.setFixedWidth(LIST_WIDTH)  # names are long: the list is as wide as before
        self.table.setFixedWidth(LIST_WIDTH)
        self.table.set_empty_words(self.tr("没有待公布的草稿"), self.tr("起草新版本后，在这里等另一位公布。"))
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setDrawBase(False)
        for column in (self.sheet, self.weigh):
            column.body.setContentsMargins(0, 12, 0, 0)
        self.parts.tabBar().setAccessibleName(self.tr("版本内容"))
        for part, words in (
            (self.sheet, self.tr("内容")),
            (self.weigh, self.tr("预演")),
            (self.history, self.tr("版本沿革")),
        ):
            self.parts.addTab(part, words)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.chips)
        left.addWidget(self.process)
        left.addWidget(self.table, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(left)
        row.addWidget(self.parts, 1)
        self.parts.hide()

    def _connect(self) -> None:
        self.chips.chosen.connect(self._filter)
        self.process.currentIndexChanged.connect(self._filter)
        self.table.current_row_changed.connect(self._choose)
        self.history.current_row_changed.connect(self._choose)
        self.weigh.found.connect(self._weigh)
        self.weigh.broke.connect(self.broke)

    # -- loading

    def load(self) -> None:
        """Load the list again, and the edition shown."""
        self._desk.worker.run(self._desk.store.load_editions, done=self._show_rows, failed=self._failed)
        if self._wanted:
            self.open_edition(self._wanted)

    def open_edition(self, edition: int) -> None:
        """Show this edition, whatever the list is filtered by."""
        self._wanted = edition
        work = partial(self._desk.store.load_edition, edition)
        self._desk.worker.run(work, done=self._show_edition, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.broke.emit(error)

    def _show_rows(self, rows: tuple[EditionRow, ...]) -> None:
        self._all = rows
        self.chips.set_counts({DRAFTS: sum(row.state == "draft" for row in rows)})
        self._offer_processes()
        self._filter()

    def _offer_processes(self) -> None:
        names = {str(row.process): f"{row.process}　{row.process_name}" for row in self._all}
        offered = [(EVERY, self.tr("全部审批流程类型")), *names.items()]
        if len(offered) != self.process.count():
            self.process.set_choices(offered)
            if not self.process.value():
                self.process.set_value(EVERY)

    def _filter(self) -> None:
        state, process = self.chips.key(), self.process.value()
        rows = [row for row in editions_shown(self._all) if state in ("", row.state)]
        rows = [row for row in rows if process in (EVERY, str(row.process))]
        self._filling = True
        self._rows.set_rows(rows)
        self._stand_on_shown()
        self._filling = False
        if not self._wanted and rows:
            self.table.choose_key(rows[0].id)

    def _stand_on_shown(self) -> None:
        """Both lists follow the edition shown; an old one has a line among its stage's editions alone."""
        stage = next((row.stage for row in self._all if row.id == self._wanted), None)
        self._past.set_rows([row for row in self._all if row.stage == stage])
        for table in (self.table, self.history):
            if not table.choose_key(self._wanted):
                table.setCurrentIndex(QModelIndex())

    def _choose(self, row: EditionRow | None) -> None:
        if row is not None and not self._filling and row.id != self._wanted:
            self.open_edition(row.id)

    def _show_edition(self, edition: StageEdition) -> None:
        if edition.matter_id != self._wanted:
            return  # an answer to a line left meanwhile
        self.edition = edition
        self._filling = True
        self._stand_on_shown()
        self._filling = False
        self.parts.show()
        self.sheet.show_edition(edition)
        self.shown.emit(edition)
        self._weigh()

    # -- weighing

    def _weigh(self) -> None:
        if self.edition is not None:
            work = partial(_weigh, self._desk.store, self.weigh.project, self.edition.matter_id)
            self._desk.worker.run(work, done=self._show_parts, failed=self._failed)

    def _show_parts(self, answer: tuple[int, int, Sequence[StagePart]]) -> None:
        project, edition, parts = answer
        if project == self.weigh.project and edition == self._wanted:
            self.weigh.show_parts(parts)


def _weigh(store: StoreDoor, project: int, edition: int) -> tuple[int, int, Sequence[StagePart]]:
    return project, edition, store.simulate_stage(project, edition)
