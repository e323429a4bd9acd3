"""Filing on a certificate 制证办理: the sheet an act is about; ledger first, then the printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Final
from uuid import uuid4

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter

from yubei_desk.domain.act import Ask, Move, Wish
from yubei_desk.domain.certificate import CertificateFile, Sheet
from yubei_desk.domain.paper import Offset, Rendered
from yubei_desk.errors import Cancelled
from yubei_desk.ui.certificate.columns import copy_name, sheet_title
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.filing import Filing
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.printing import print_pages
from yubei_desk.ui.widgets.page import Page
from yubei_desk.work.worker import Worker

PRINT: Final = "print_sheet"
COPY, SHEET = "copy_no", "sheet"
NOT_TYPED: Final = (SHEET, "digest")


class CertificateFiling(Filing[CertificateFile]):
    """Acts on the certificate shown. `misprinted(copy_no, error)` when a sheet is on the books but not on
    paper.
    """

    misprinted = Signal(int, object)
    room = "certificate"

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._sheet: Sheet | None = None
        self._printer: QPrinter | None = None
        self._copy_no = 0

    def choose(self, sheet: Sheet | None, copy_no: int) -> None:
        """What the person stands on: an act on a sheet is about this one, a print about this copy first."""
        self._sheet, self._copy_no = sheet, copy_no

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        heading = f"{self._file.name} · {self._file.number}"
        asks = tuple(self._ask(self._file, ask) for ask in move.asks if ask.field not in NOT_TYPED)
        return MoveDialog(replace(move, asks=asks), heading, self._summary(self._file, move), self._page)

    def _ask(self, file: CertificateFile, ask: Ask) -> Ask:
        """The copy is chosen among those without a standing sheet, first the one being looked at."""
        if ask.field != COPY:
            return ask
        printed = {sheet.copy_no for sheet in file.sheets if sheet.state != "spoiled"}
        free = [
            (str(number), copy_name(number, kind)) for number, kind in file.copies if number not in printed
        ]
        first = next((key for key, _ in free if key == str(self._copy_no)), free[0][0] if free else "")
        return replace(ask, kind="choice", label=self.tr("打印哪一本"), choices=tuple(free), value=first)

    def _summary(self, file: CertificateFile, move: Move) -> list[tuple[str, str]]:
        lines = [(self.tr("持证人"), file.holder)]
        if self._sheet is not None and about_sheet(move):
            lines.append((self.tr("张次"), sheet_title(self._sheet)))
        return lines

    # -- the wish

    def _confirmed(self, body: dict[str, object], pin: str) -> None:
        """Printer first, so that changing one's mind costs no sheet; then the ledger, then the paper."""
        assert self.dialog is not None
        if self.dialog.move_shown.act == PRINT:
            self._printer = self._desk.open_printer(self.dialog)
            if self._printer is None:
                self._failed(Cancelled(self.tr("打印已取消，没有登记张次。")))
                return
        super()._confirmed(body, pin)

    def _work(self, wish: Wish, move: Move, pin: str) -> tuple[Worker, Callable[[], object]]:
        deeds = self._desk.deeds
        if move.act == PRINT:
            self._copy_no = int(str(wish.body[COPY]))
            serial = str(wish.body.get("blank_serial", ""))
            return self._desk.paper_worker, partial(
                deeds.print_sheet, replace(wish, body={}), self._copy_no, serial
            )
        if self._sheet is not None and about_sheet(move):
            wish = replace(wish, body={**wish.body, SHEET: self._sheet.id})
        file = partial(deeds.sign_and_file, wish, pin) if move.signed else partial(deeds.finish_wish, wish)
        return self._desk.worker, file

    def _done(self, answer: Any) -> None:
        if self._printer is None:
            super()._done(answer)
            return
        assert self._file is not None
        work = partial(_print_in_place, self._desk, self._printer, self._file.form, answer)
        self._printer = None
        self._desk.paper_worker.run(work, done=self._printed, failed=self._not_printed)
        self._leave()

    def _failed(self, error: Exception) -> None:
        self._printer = None
        super()._failed(error)

    def _printed(self, told: tuple[int, Offset]) -> None:
        pages, offset = told
        words = self.tr("已送打印机，共 {0} 页；请核对纸面后点“核对无误”。").format(pages)
        if offset != Offset():
            shift = self.tr("本机偏移：右移 {0:.1f} 毫米，下移 {1:.1f} 毫米。")
            words += shift.format(offset.dx, offset.dy)
        self.filed.emit(words)

    def _not_printed(self, error: Exception) -> None:
        self.misprinted.emit(self._copy_no, error)

    def _draft(self, typed: Mapping[str, object]) -> dict[str, object]:
        """A copy is chosen anew each time; so a print pressed again later is another sheet, another wish."""
        draft = super()._draft({name: value for name, value in typed.items() if name != COPY})
        printing = self.dialog is not None and self.dialog.move_shown.act == PRINT
        return {**draft, "wish": str(uuid4()), "lost": False} if printing else draft


def _print_in_place(desk: Desk, printer: QPrinter, form: str, sheet: Rendered) -> tuple[int, Offset]:
    """The pages, shifted by what this printer was found to be off."""
    offset = desk.offsets.load(printer.printerName(), form)
    return print_pages(printer, sheet.pages, dx=offset.dx, dy=offset.dy), offset


def about_sheet(move: Move) -> bool:
    """Whether the act is about a sheet already printed."""
    return any(ask.field == SHEET for ask in move.asks)
