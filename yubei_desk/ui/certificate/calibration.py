"""Calibrating a printer 偏移校准: two distances in millimetres, and a sheet to measure them on."""

from __future__ import annotations

import re
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from yubei_desk.domain.paper import FARTHEST, Offset
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.printing import print_pages, printer_name
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.card import Facts
from yubei_desk.ui.widgets.field import Field

TENTHS: Final = re.compile(r"[+-]?\d{1,2}(\.\d)?")


class CalibrationDialog(QDialog):
    """How far `printer` is to draw beside the place on this form. `kept` when the offset is stored."""

    kept = Signal()

    def __init__(self, desk: Desk, printer: QPrinter, form: tuple[str, str], parent: QWidget) -> None:
        """`form`: its code, and its name for people."""
        super().__init__(parent)
        self._desk, self._printer = desk, printer
        self._form, name = form
        self.setWindowTitle(self.tr("偏移校准"))
        self.setMinimumWidth(560)
        self.messages = MessageBar(self)
        self._facts = Facts(self)
        self._facts.show_facts(
            [(self.tr("打印机"), printer_name(printer)), (self.tr("用于"), name)],
        )
        self.dx = self._field(self.tr("右移（毫米）"), self.tr("负数为左移"))
        self.dy = self._field(self.tr("下移（毫米）"), self.tr("负数为上移"))
        self._foot = Foot([("Ctrl+P", self.tr("打印校准页"))], self)
        self.leave = button(self.tr("返回"), self)
        self.print = button(self.tr("打印校准页"), self)
        self.save = button(self.tr("保存"), self, kind="primary")
        self._build()
        self._connect()
        self._set_busy(True)
        work = partial(desk.offsets.load, printer.printerName(), self._form)
        desk.paper_worker.run(work, done=self._show, failed=self._failed)

    def _field(self, label: str, hint: str) -> Field:
        return Field(label, QLineEdit(self), required=True, hint=hint, parent=self)

    def _build(self) -> None:
        how = theme.text_label(
            self.tr("先打印校准页，量出两条长线到纸边的距离，按页上的算式填写，再打一张核对。"), self
        )
        how.setWordWrap(True)
        fields = QHBoxLayout()
        fields.setSpacing(16)
        fields.addWidget(self.dx)
        fields.addWidget(self.dy)
        column = QVBoxLayout()
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        for part in (self.messages, self._facts, how):
            column.addWidget(part)
        column.addLayout(fields)
        column.addStretch(1)
        for made in (self.leave, self.print, self.save):
            self._foot.add(made)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(column, 1)
        outer.addWidget(self._foot)

    def _connect(self) -> None:
        self.save.setDefault(True)
        self.print.setShortcut(QKeySequence("Ctrl+P"))
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)
        for field in (self.dx, self.dy):
            field.left.connect(partial(self._check, field))

    def _show(self, offset: Offset) -> None:
        for field, value in ((self.dx, offset.dx), (self.dy, offset.dy)):
            field.set_value(f"{value:.1f}")
        self._set_busy(False)
        self.dx.setFocus()

    def _check(self, field: Field) -> float | None:
        """The distance typed; None, said at the field, when it is not one."""
        words = field.text().strip().replace("−", "-").replace("－", "-")
        if TENTHS.fullmatch(words) and abs(float(words)) <= FARTHEST:
            return float(words)
        field.set_error(self.tr("应为 -10.0 至 10.0 的数，最多一位小数，例如 0.3 或 -1.2。"))
        return None

    def _offset(self) -> Offset | None:
        dx, dy = self._check(self.dx), self._check(self.dy)
        if dx is None or dy is None:
            (self.dx if dx is None else self.dy).setFocus()
            return None
        return Offset(dx, dy)

    def _print(self) -> None:
        offset = self._offset()
        if offset is not None:
            self.messages.silence()
            self._set_busy(True)
            work = partial(_print_sheet, self._desk, self._printer, self._form, offset)
            self._desk.paper_worker.run(work, done=self._printed, failed=self._failed)

    def _printed(self, _pages: int) -> None:
        self._set_busy(False)
        self.messages.show_done(self.tr("校准页已送打印机；量好后改填，再打一张核对。"))

    def _save(self) -> None:
        offset = self._offset()
        if offset is not None:
            self._set_busy(True)
            work = partial(self._desk.offsets.keep, self._printer.printerName(), self._form, offset)
            self._desk.paper_worker.run(work, done=self._kept, failed=self._failed)

    def _kept(self, _nothing: None) -> None:
        self._set_busy(False)
        self.kept.emit()
        self.accept()

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        report(error, self.messages)

    def _set_busy(self, busy: bool) -> None:
        for part in (self.dx, self.dy, self.print, self.save, self.leave):
            part.setEnabled(not busy)

    def reject(self) -> None:
        """Esc and 返回 leave, except while a job runs whose failure one must hear."""
        if self.leave.isEnabled():
            super().reject()


def _print_sheet(desk: Desk, printer: QPrinter, form: str, offset: Offset) -> int:
    sheet = desk.deeds.render_calibration(form, offset)
    return print_pages(printer, sheet.pages, dx=offset.dx, dy=offset.dy)
