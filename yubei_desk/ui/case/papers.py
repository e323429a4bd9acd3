"""Papers 文书证照: what the case has brought about, to open, to print, and to go on to."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yubei_desk.domain.case import CaseFile, IssuedPaper, RelatedCertificate
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.bars import KeyHints
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.table import TableView


class PapersPart(QWidget):
    """Issued papers above, certificates below; Enter opens. `paper_opened(IssuedPaper)`,
    `certificate_opened(matter)`.
    """

    paper_opened = Signal(object)
    certificate_opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._papers = RowsModel[IssuedPaper](_paper_columns(self), lambda row: (row.form, row.act_id), self)
        self._made = RowsModel[RelatedCertificate](
            _certificate_columns(self), lambda row: row.matter_id, self
        )
        self.papers = TableView[IssuedPaper](self._papers, self.tr("已出文书"), self)
        self.certificates = TableView[RelatedCertificate](self._made, self.tr("证照"), self)
        self.papers.set_empty_words(self.tr("还没有出具文书"), self.tr("收件、受理和决定时自动生成。"))
        self.certificates.set_empty_words(self.tr("还没有证照"), self.tr("准予后自动生成待制证的证照。"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(12)
        for title, table in ((self.tr("已出文书"), self.papers), (self.tr("证照"), self.certificates)):
            card = Card(title, self)
            card.heading.add_right(KeyHints([("Enter", self.tr("打开"))], card))
            card.add(table)
            column.addWidget(card, 1)
        self.papers.opened.connect(self.paper_opened)
        self.certificates.opened.connect(lambda row: self.certificate_opened.emit(row.matter_id))

    def show_case(self, file: CaseFile) -> None:
        """Show both lists by difference."""
        self._papers.set_rows(file.papers)
        self._made.set_rows(file.certificates)


def _paper_columns(words: QWidget) -> tuple[Column[IssuedPaper], ...]:
    return (
        Column(words.tr("文书"), lambda row: row.name, 240, "strong", stretch=True),
        Column(words.tr("文号"), lambda row: row.document_no, 260),
        Column(words.tr("日期"), lambda row: day_text(row.issued_on), 120, "secondary"),
    )


def _certificate_columns(words: QWidget) -> tuple[Column[RelatedCertificate], ...]:
    return (
        Column(words.tr("证照"), lambda row: row.name, 240, "strong", stretch=True),
        Column(words.tr("编号"), lambda row: row.number, 260),
        Column(words.tr("状态"), lambda row: row.state_label, 120, "pill", lambda _row: "info"),
    )
