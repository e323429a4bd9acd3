"""The room 证照: what is to be made, checked and handed over; the one chosen as it prints, and its sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.certificate import CertificateFile, CertificateRow
from yubei_desk.errors import Cancelled, DeskError
from yubei_desk.ui.certificate.calibration import CalibrationDialog
from yubei_desk.ui.certificate.columns import chips, row_columns
from yubei_desk.ui.certificate.filing import CertificateFiling, about_sheet
from yubei_desk.ui.certificate.preview import Preview
from yubei_desk.ui.certificate.side import LEFT_WIDTH, Side
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.bars import Foot
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.table import TableView

SPOIL = "spoil_sheet"


class CertificatePage(Page):
    """The list and, below it, sheets and time line of the one chosen; beside them the page as it prints."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent=parent)
        self.set_heading(self.tr("证照"), self.tr("先登记后打印，核对无误后送达"))
        self._desk = desk
        self._matter_id = 0
        self._filling = False
        self.file: CertificateFile | None = None
        self._misprint: tuple[int, str] | None = None
        self.chips = ChipBar(self.tr("状态"), self)
        self._rows: RowsModel[CertificateRow] = RowsModel(row_columns(), lambda row: row.matter_id, self)
        self.table: TableView[CertificateRow] = TableView(self._rows, self.tr("证照列表"), self)
        self.first = self.table
        self.preview = Preview(desk, self)
        self.side = Side(self)
        self.moves = MoveBar(self)
        self.filing = CertificateFiling(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.chips.set_chips(chips())
        self.table.setFixedWidth(LEFT_WIDTH)
        self.table.set_empty_words(
            self.tr("没有这样的证照"), self.tr("准予的办件会在这里生成证照，也可以换一个状态查看。")
        )
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.table, 4)
        left.addWidget(self.side, 5)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(left)
        across.addWidget(self.preview, 1)
        self.body.addWidget(self.chips)
        self.body.addLayout(across, 1)
        foot = Foot([("↑↓", self.tr("换一本")), ("Ctrl+Enter", self.tr("办理"))], self)
        self.moves.join(foot)
        self.set_foot(foot)
        self.side.hide()

    def _connect(self) -> None:
        self.chips.chosen.connect(self._change_filter)
        self.table.current_row_changed.connect(self._row_chosen)
        self.moves.move_requested.connect(self._start)
        self.side.case_requested.connect(lambda case_id: self.open_requested.emit("case", case_id))
        self.preview.failed.connect(self._failed)
        self.preview.calibration_requested.connect(self._calibrate)
        self.filing.filed.connect(self._filed)
        self.filing.outdated.connect(self.reload)
        self.filing.refused.connect(self._failed)
        self.filing.misprinted.connect(self._misprinted)
        self.messages.action_requested.connect(self._spoil_misprint)

    # -- loading

    def activate(self) -> None:
        """Load the list, the counts and the certificate shown."""
        store, worker = self._desk.store, self._desk.worker
        state = self.chips.key()
        worker.run(
            partial(_listed, store.load_certificates, state), done=self._show_list, failed=self._failed
        )
        worker.run(store.count_certificates, done=self._show_counts, failed=self._failed)
        if self._matter_id:
            self._load_one()

    def _load_one(self, opening: bool = False) -> None:
        open_already = self.file is not None and self.file.matter_id == self._matter_id and not opening
        if self.file is not None and self.file.matter_id != self._matter_id:
            self.moves.set_busy(True)  # nothing may be done to one whose successor is chosen already
        work = partial(self._desk.store.load_certificate, self._matter_id, again=open_already)
        self._desk.worker.run(work, done=self._show_file, failed=self._unshown)

    def _unshown(self, error: Exception) -> None:
        """The list stands on a certificate that did not come: the one before it is not shown in its place."""
        if self.file is not None and self.file.matter_id != self._matter_id:
            self._show_nothing()
        self._failed(error)

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Something moved: the list may have a new line even where none of its own moved."""
        if self.isVisible():
            self.activate()

    def open_matter(self, matter_id: int) -> None:
        """Show this certificate, whatever the list is filtered by."""
        self._matter_id = matter_id
        self._stand_on_shown()
        self._load_one(opening=True)

    def _change_filter(self, _key: str) -> None:
        self._matter_id = 0
        self.activate()

    def _show_list(self, listed: tuple[str, tuple[CertificateRow, ...]]) -> None:
        state, rows = listed
        if state != self.chips.key():
            return  # an answer to a filter left meanwhile
        self._filling = True
        self._rows.set_rows(rows)
        self._stand_on_shown()
        self._filling = False
        if not self._matter_id and rows:
            self.table.choose_key(rows[0].matter_id)
        elif not self._matter_id:
            self._show_nothing()

    def _stand_on_shown(self) -> None:
        """The list follows the certificate shown; one that left the filter stays shown without a line."""
        self._filling, before = True, self._filling
        if not self._matter_id or not self.table.choose_key(self._matter_id):
            self.table.setCurrentIndex(QModelIndex())
        self._filling = before

    def _show_counts(self, counts: Mapping[str, int]) -> None:
        self.chips.set_counts({key: counts.get(key, 0) for key, _ in chips() if key != "delivered"})

    def _row_chosen(self, row: CertificateRow | None) -> None:
        if row is not None and not self._filling and row.matter_id != self._matter_id:
            self._matter_id = row.matter_id
            self._load_one()

    def _show_file(self, file: CertificateFile) -> None:
        if file.matter_id != self._matter_id:
            return  # an answer to a line left meanwhile
        self.file = file
        self.filing.show_file(file)
        self.preview.show_file(file)
        self.side.show()
        self.side.show_file(file, self._desk.session.now.date())
        self.moves.show_moves(file.moves)
        self.moves.set_busy(False)

    def _show_nothing(self) -> None:
        self.file = None
        self.filing.show_file(None)
        self.preview.show_file(None)
        self.side.hide()
        self.moves.show_moves(())
        self.moves.set_busy(False)

    # -- doing

    def set_away(self, sentence: str) -> None:
        """Away from the server nothing can be done; what is shown stays."""
        super().set_away(sentence)
        self.moves.set_away(sentence)
        self.filing.set_away(sentence)

    def _start(self, move: Move, proposed: dict[str, object] | None = None) -> None:
        self.messages.silence()
        sheet = self.side.sheet()
        if sheet is None and about_sheet(move):
            words = self.tr("请先在左下“证照张次”中选择一张，再点“{0}”。")
            self.messages.say(words.format(move.label), "info")
            self.side.sheets.setFocus()
            return
        self.filing.choose(sheet, self.preview.copy_no())
        self.filing.start(move, proposed)

    def _filed(self, sentence: str) -> None:
        self._misprint = None
        self.messages.show_done(sentence)
        self.said.emit(sentence)
        self.activate()

    def _misprinted(self, copy_no: int, error: Exception) -> None:
        """The sheet stands in the ledger but not on paper: say so, and how to go on."""
        if not isinstance(error, DeskError):
            report(error, self.messages)
        cancelled = isinstance(error, Cancelled)
        self._misprint = (
            copy_no,
            self.tr("打印取消，没有打出") if cancelled else self.tr("打印机故障，没有打出"),
        )
        sentence = error.sentence if isinstance(error, DeskError) else self.tr("打印时程序出错。")
        basis = self.tr(
            "这一张已登记为已打印。纸面不完整时请作废重打；证照编号不变，不会产生第二个正式版本。"
        )
        self.messages.say(sentence, "danger", basis=basis, action=self.tr("作废重打"))
        self.activate()

    def _spoil_misprint(self) -> None:
        """作废重打 from the message: the sheet that did not come out, the reason filled in."""
        move = next((each for each in self.file.moves if each.act == SPOIL), None) if self.file else None
        if self._misprint is None or move is None or move.why_not:
            return
        copy_no, reason = self._misprint
        self.side.choose_copy(copy_no)
        self._start(move, {"reason": reason})

    def _calibrate(self) -> None:
        """Printer first: an offset belongs to one printer and one form."""
        assert self.file is not None
        printer = self._desk.open_printer(self)
        if printer is None:
            return
        form = self.file.form, self.file.name
        self.calibration = CalibrationDialog(self._desk, printer, form, self)
        self.calibration.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calibration.kept.connect(self._calibrated)
        self.calibration.open()

    def _calibrated(self) -> None:
        self.messages.show_done(self.tr("偏移已保存，这台打印机下次打印此证照时生效。"))

    def _failed(self, error: Exception) -> None:
        report(error, self.messages)


def _listed(
    load: Callable[[str], tuple[CertificateRow, ...]], state: str
) -> tuple[str, tuple[CertificateRow, ...]]:
    return state, load(state)
