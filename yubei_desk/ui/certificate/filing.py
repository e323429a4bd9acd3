"""Acts on a certificate 制证办理: its dialog, the wish, and for a sheet the printer after the ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter

from yubei_desk.domain.act import Ask, Move, Wish
from yubei_desk.domain.certificate import CertificateFile, Sheet
from yubei_desk.domain.paper import Rendered
from yubei_desk.errors import Cancelled, Stale, Unreachable
from yubei_desk.ui.certificate.columns import copy_name, sheet_title
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.printing import print_pages
from yubei_desk.ui.widgets.page import Page

PRINT: Final = "print_sheet"
COPY, SHEET = "copy_no", "sheet"
NOT_TYPED: Final = (SHEET, "digest")


class Filing(QObject):
    """One dialog at a time on the certificate shown.

    Signals: `filed(sentence)` when the act stands (and, for a sheet, the printer took it); `outdated` when
    the certificate must be loaded again; `misprinted(copy_no, error)` when a sheet is on the books but not on
    paper.
    """

    filed = Signal(str)
    outdated = Signal()
    misprinted = Signal(int, object)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._file: CertificateFile | None = None
        self._sheet: Sheet | None = None
        self._printer: QPrinter | None = None
        self._wish, self._copy_no = uuid4(), 0
        self.dialog: MoveDialog | None = None

    def show_file(self, file: CertificateFile) -> None:
        """The page shows this certificate now; an open dialog goes on from what stands."""
        self._file = file

    def start(
        self, move: Move, sheet: Sheet | None, copy_no: int, proposed: dict[str, object] | None = None
    ) -> bool:
        """Open the dialog of a move on the sheet chosen; False when it needs one and none is chosen."""
        assert self._file is not None
        self._sheet, self._wish = sheet, uuid4()
        if sheet is None and any(ask.field == SHEET for ask in move.asks):
            return False
        heading = f"{self._file.name} · {self._file.number}"
        asks = tuple(self._ask(ask, copy_no) for ask in move.asks if ask.field not in NOT_TYPED)
        self.dialog = MoveDialog(replace(move, asks=asks), heading, self._summary(move), self._page)
        self.dialog.restore(proposed or {})
        self.dialog.confirmed.connect(self._confirmed)
        self.dialog.put_away.connect(self._keep)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()
        if not proposed:
            recall = partial(self._desk.drafts.recall, self._key())
            self._desk.paper_worker.run(recall, done=self._recalled, failed=self._failed)
        return True

    def _ask(self, ask: Ask, copy_no: int) -> Ask:
        """The copy is chosen among those without a standing sheet, first the one being looked at."""
        assert self._file is not None
        if ask.field != COPY:
            return ask
        printed = {sheet.copy_no for sheet in self._file.sheets if sheet.state != "spoiled"}
        free = [(str(number), copy_name(number, kind)) for number, kind in self._file.copies]
        free = [each for each in free if int(each[0]) not in printed]
        first = next((key for key, _ in free if key == str(copy_no)), free[0][0] if free else "")
        return replace(ask, kind="choice", label=self.tr("打印哪一本"), choices=tuple(free), value=first)

    def _summary(self, move: Move) -> list[tuple[str, str]]:
        assert self._file is not None
        lines = [(self.tr("持证人"), self._file.holder)]
        if self._sheet is not None and any(ask.field == SHEET for ask in move.asks):
            lines.append((self.tr("张次"), sheet_title(self._sheet)))
        return lines

    # -- the wish

    def _confirmed(self, body: dict[str, object], pin: str) -> None:
        assert self._file is not None
        assert self.dialog is not None
        move, deeds = self.dialog.move_shown, self._desk.deeds
        wish = Wish(move.act, self._wish, self._file.matter_id, self._file.version if move.latest else None)
        if move.act == PRINT:
            self._print(wish, body)
            return
        if self._sheet is not None and any(ask.field == SHEET for ask in self._move(move).asks):
            body = {**body, SHEET: self._sheet.id}
        wish = replace(wish, body=body)
        work: Callable[[], object] = (
            partial(deeds.sign_and_file, wish, pin) if move.signed else partial(deeds.finish_wish, wish)
        )
        self._desk.worker.run(work, done=self._done, failed=self._failed)

    def _move(self, shown: Move) -> Move:
        """The move as the law has it, with the asks a person does not type."""
        assert self._file is not None
        return next((move for move in self._file.moves if move.act == shown.act), shown)

    def _print(self, wish: Wish, body: dict[str, object]) -> None:
        """Printer first, so that changing one's mind costs no sheet; then the ledger, then the paper."""
        assert self.dialog is not None
        self._printer = self._desk.open_printer(self.dialog)
        if self._printer is None:
            self._failed(Cancelled(self.tr("打印已取消，没有登记张次。")))
            return
        self._copy_no = int(str(body[COPY]))
        work = partial(self._desk.deeds.print_sheet, wish, self._copy_no, str(body.get("blank_serial", "")))
        self._desk.paper_worker.run(work, done=self._on_the_books, failed=self._failed)

    def _on_the_books(self, rendered: Rendered) -> None:
        assert self._printer is not None
        self._desk.paper_worker.run(
            partial(print_pages, self._printer, rendered.pages), done=self._printed, failed=self._not_printed
        )
        self._leave()

    def _printed(self, pages: int) -> None:
        self.filed.emit(self.tr("已送打印机，共 {0} 页；请核对纸面后点“核对无误”。").format(pages))

    def _not_printed(self, error: Exception) -> None:
        self.misprinted.emit(self._copy_no, error)

    def _done(self, _filed: object) -> None:
        assert self.dialog is not None
        label = self.dialog.move_shown.label
        self._leave()
        self.filed.emit(self.tr("已办理“{0}”。").format(label))

    def _leave(self) -> None:
        """The act stands: nothing of it is a draft any more, and every desk may look."""
        forget = partial(self._desk.drafts.forget, self._key())
        self._desk.paper_worker.run(forget, done=self._kept, failed=self._failed)
        self._desk.ring()
        if self.dialog is not None:
            self.dialog.accept()

    def _failed(self, error: Exception) -> None:
        if self.dialog is None:
            report(error, self._page.messages)
            return
        self.dialog.show_failure(error)
        if isinstance(
            error, Unreachable
        ):  # it may stand already: the same wish is asked for again, unchanged
            self.dialog.form.setEnabled(False)
        if isinstance(error, Stale):
            self.outdated.emit()

    # -- the draft

    def _key(self) -> str:
        assert self._file is not None
        act = self.dialog.move_shown.act if self.dialog is not None else ""
        return f"certificate-{self._file.matter_id}-{act}"

    def _recalled(self, draft: dict[str, object]) -> None:
        if self.dialog is not None and draft and not self.dialog.touched:
            self.dialog.restore(draft)

    def _keep(self, typed: dict[str, object]) -> None:
        """What was typed; a copy is chosen anew each time."""
        typed = {name: value for name, value in typed.items() if name != COPY}
        if any(typed.values()):
            keep = partial(self._desk.drafts.keep, self._key(), typed)
            self._desk.paper_worker.run(keep, done=self._kept, failed=self._failed)

    def _kept(self, _nothing: None) -> None:
        """A draft kept or thrown away says nothing."""

    def _closed(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None
