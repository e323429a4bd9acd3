"""Below the list 证照详情: the sheets of the certificate, where it comes from, what was done with it."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from yubei_desk.domain.certificate import CertificateFile, Sheet
from yubei_desk.ui.certificate.columns import sheet_columns
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, Facts, SidePanel
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.table import HEADER_HEIGHT, ROW_HEIGHT, TableView
from yubei_desk.ui.widgets.timeline import Timeline

LEFT_WIDTH = 400
SHEETS_SHOWN = 2


class Side(SidePanel):
    """Facts, sheets and time line of one certificate. `case_requested(case_id)` to look at its case."""

    case_requested = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._case_id = 0
        self.setFixedWidth(LEFT_WIDTH)
        self._cover, self._facts = Card(self.tr("基本情况"), self), Facts(self)
        self.case_button = button(self.tr("查看办件"), self, kind="link")
        self._sheets_card = Card(self.tr("证照张次"), self)
        self._rows: RowsModel[Sheet] = RowsModel(sheet_columns(), lambda sheet: sheet.id, self)
        self.sheets: TableView[Sheet] = TableView(self._rows, self.tr("证照张次"), self)
        self._line_card, self._line = Card(self.tr("办理经过"), self), Timeline(self)
        self._build()

    def _build(self) -> None:
        self._cover.heading.add_right(self.case_button)
        self._cover.add(self._facts)
        self.sheets.setFixedHeight(HEADER_HEIGHT + SHEETS_SHOWN * ROW_HEIGHT + 24)
        self.sheets.set_empty_words(self.tr("还没有打印"), self.tr("每打印一张，这里记一行。"))
        self._sheets_card.add(self.sheets)
        self._line_card.add(self._line)
        for card in (self._sheets_card, self._cover, self._line_card):
            # a card is scrolled, never squeezed
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            self.add(card)
        self.case_button.clicked.connect(lambda: self.case_requested.emit(self._case_id))

    def show_file(self, file: CertificateFile, today: date) -> None:
        """Show a certificate; the sheet chosen stays chosen, else the latest that waits for something."""
        self._case_id = file.case_id
        self._facts.show_facts(
            [
                (self.tr("持证人"), file.holder),
                (self.tr("办件编号"), file.case_number),
                (self.tr("承办科室"), file.section),
                (self.tr("发证日期"), day_text(file.issued_on)),
            ]
        )
        held = self.sheets.current_row()
        self._rows.set_rows(file.sheets)
        self._choose(held.id if held else 0, file.sheets)
        next_move = next((move.label for move in file.moves if move.primary and not move.why_not), "")
        awaited = self.tr("下一步：{0}").format(next_move) if next_move else ""
        self._line.show_acts(file.acts, awaited, today)

    def _choose(self, held: int, sheets: tuple[Sheet, ...]) -> None:
        standing = {sheet.id: sheet for sheet in sheets if sheet.state != "spoiled"}
        waiting = [sheet.id for sheet in standing.values() if sheet.state == "printed"]
        if held not in waiting and (rather := waiting[-1:] or list(standing)[-1:]):
            self.sheets.choose_key(rather[0])

    def sheet(self) -> Sheet | None:
        """The sheet the keyboard stands on."""
        return self.sheets.current_row()

    def choose_copy(self, copy_no: int) -> None:
        """Stand on the sheet of this copy that was printed last."""
        ids = [sheet.id for sheet in self._rows.rows if sheet.copy_no == copy_no]
        if ids:
            self.sheets.choose_key(ids[-1])
