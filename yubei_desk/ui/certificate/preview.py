"""The certificate as it prints 证照预览, copy by copy; nothing is shown that may not be printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yubei_desk.domain.certificate import CertificateFile
from yubei_desk.errors import Cancelled, DeskError
from yubei_desk.ui.certificate.columns import copy_name, tone_of_state
from yubei_desk.ui.desk import DeedsDoor, Desk
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, EmptyState
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.pdf_view import VIEW_DPI, PageView, screen_images
from yubei_desk.work.worker import Task

Made = tuple[QImage, ...]


class Preview(Card):
    """The pages of the chosen copy. `shown_pages` when they are there; `failed(error)` when they are not;
    `calibration_requested` by its button.
    """

    shown_pages = Signal()
    failed = Signal(object)
    calibration_requested = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self._desk = desk
        self._file: CertificateFile | None = None
        self._wanted = (0, 0)
        self._task: Task[Made] | None = None
        self.state, self.signature = Pill("", "muted", self), Pill("", "muted", self)
        for pill in (self.state, self.signature):
            self.heading.add_right(pill)
        self.copies = ChipBar(self.tr("预览哪一本"), self)
        self.calibrate = button(self.tr("偏移校准"), self, kind="link")
        self.calibrate.clicked.connect(self.calibration_requested)
        self.pages = PageView(self.tr("证照预览"), self)
        self._words = EmptyState("", "", self)
        self.body.setContentsMargins(16, 12, 16, 12)
        row = QHBoxLayout()
        row.addWidget(self.copies, 1)
        row.addWidget(self.calibrate)
        self.body.addLayout(row)
        self.add(self.pages)
        self.add(self._words)
        self.body.setStretchFactor(self.pages, 1)
        self.body.setStretchFactor(self._words, 1)
        self.copies.chosen.connect(self._load)
        self.show_file(None)

    def copy_no(self) -> int:
        """The copy being looked at."""
        return int(self.copies.key() or 1)

    def show_file(self, file: CertificateFile | None) -> None:
        """Show this certificate; the pages of one already shown stay as they are: its facts are frozen."""
        self._file = file
        self.copies.setVisible(file is not None)
        self.calibrate.setVisible(file is not None)
        self.set_title(f"{file.name}　{file.number}" if file else "")
        if file is None:
            self._want((0, 0))
            self._say(self.tr("未选择证照"), self.tr("在左侧选择一本证照，这里显示与打印一致的版面。"))
            return
        valid = file.signature == "valid"
        self.state.show_words(file.state_label, tone_of_state(file.state))
        self.signature.show_words(
            self.tr("签名有效") if valid else self.tr("签名无效"), "ok" if valid else "danger"
        )
        chips = [(str(number), copy_name(number, kind)) for number, kind in file.copies]
        if tuple(chips) != self.copies.property("offered"):
            self.copies.set_chips(chips)
            self.copies.setProperty("offered", tuple(chips))
        self._load()

    def _load(self) -> None:
        assert self._file is not None
        wanted = (self._file.matter_id, self.copy_no())
        if wanted == self._wanted:
            return
        self._want(wanted)
        self._say(self.tr("正在排版…"), "")
        work = partial(_render, self._desk.deeds, *wanted)
        self._task = self._desk.paper_worker.run(work, done=self._show, failed=self._show_failure)

    def _want(self, wanted: tuple[int, int]) -> None:
        """What is on its way for another copy, or goes wrong with it, is not to be heard any more."""
        self._wanted = wanted
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _show(self, made: Made) -> None:
        self._task = None
        self._words.hide()
        self.pages.show()
        self.pages.show_pages(made, VIEW_DPI)
        self.shown_pages.emit()

    def _show_failure(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._task, self._wanted = None, (0, 0)  # the next look tries again
        sentence = error.sentence if isinstance(error, DeskError) else self.tr("程序出错，没有排出版面。")
        self._say(self.tr("不能显示版面"), sentence)
        self.failed.emit(error)

    def _say(self, title: str, hint: str) -> None:
        self.pages.show_pages(())
        self.pages.hide()
        self._words.show_words(title, hint)
        self._words.show()


def _render(deeds: DeedsDoor, matter_id: int, copy_no: int) -> Made:
    return screen_images(deeds.render_certificate(matter_id, copy_no).pages)
