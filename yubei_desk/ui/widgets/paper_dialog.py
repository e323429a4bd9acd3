"""Paper dialog 文书预览: a paper as it prints, with printing and saving as PDF; nothing here waits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize, QStandardPaths, Signal
from PySide6.QtGui import QImage, QKeySequence
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from yubei_desk.domain.paper import Rendered
from yubei_desk.errors import Cancelled
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.printing import print_pages, save_pdf
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.card import EmptyState
from yubei_desk.ui.widgets.pdf_view import VIEW_DPI, PageView, screen_images

SIZE: Final = QSize(820, 700)


def ask_path(parent: QWidget, name: str) -> str:
    """Where a person wants the PDF; "" when they changed their mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    title = parent.tr("另存 PDF")
    return QFileDialog.getSaveFileName(parent, title, str(Path(folder) / name), "PDF (*.pdf)")[0]


class PaperDialog(QDialog):
    """Shows what `render` makes, prints it (Ctrl+P) and saves it as PDF (Ctrl+S).

    `render` runs on the desk's paper worker, and so does printing. Signals: `shown_paper` once the pages are
    there; `printed(pages)` when the printer took the whole job.
    """

    shown_paper = Signal()
    printed = Signal(int)

    def __init__(
        self,
        desk: Desk,
        title: str,
        render: Callable[[], Rendered],
        parent: QWidget,
        *,
        choose_path: Callable[[QWidget, str], str] = ask_path,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self._desk, self._choose_path = desk, choose_path
        self._rendered: Rendered | None = None
        self.messages = MessageBar(self)
        self.pages = PageView(title, self)
        self._waiting = EmptyState(
            self.tr("正在排版…"), self.tr("排好后在这里显示，与打印的纸面一致。"), self
        )
        self._foot = Foot(
            [("Ctrl+P", self.tr("打印")), ("Ctrl+S", self.tr("另存")), ("Esc", self.tr("关闭"))], self
        )
        self.leave = button(self.tr("关闭"), self)
        self.save = button(self.tr("另存 PDF"), self)
        self.print = button(self.tr("打印"), self, kind="primary")
        self._build()
        self._connect()
        self._set_busy(True)
        desk.paper_worker.run(partial(_prepare, render), done=self._show, failed=self._render_failed)

    def _build(self) -> None:
        self.pages.hide()
        body = QVBoxLayout()
        body.setContentsMargins(24, 16, 24, 16)
        body.setSpacing(12)
        for part in (self.messages, self.pages, self._waiting):
            body.addWidget(part)
        body.setStretch(1, 1)
        body.setStretch(2, 1)
        for made in (self.leave, self.save, self.print):
            self._foot.add(made)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(body, 1)
        outer.addWidget(self._foot)
        self.resize(SIZE)

    def _connect(self) -> None:
        self.print.setShortcut(QKeySequence("Ctrl+P"))
        self.save.setShortcut(QKeySequence("Ctrl+S"))
        self.print.clicked.connect(self._print)
        self.save.clicked.connect(self._save)
        self.leave.clicked.connect(self.reject)

    def _show(self, made: tuple[Rendered, tuple[QImage, ...]]) -> None:
        self._rendered, images = made
        self._waiting.hide()
        self.pages.show()
        self.pages.show_pages(images, VIEW_DPI)
        self._set_busy(False)
        self.print.setFocus()
        self.shown_paper.emit()

    def _render_failed(self, error: Exception) -> None:
        self._waiting.show_words(self.tr("没有可以显示的文书"), self.tr("原因见上方，处理后请重新打开。"))
        self._failed(error)

    def _print(self) -> None:
        assert self._rendered is not None
        self.messages.silence()
        printer = self._desk.open_printer(self)
        if printer is None:
            self._failed(Cancelled(self.tr("打印已取消。")))
            return
        self._set_busy(True, self.tr("正在打印…"))
        work = partial(print_pages, printer, self._rendered.pages)
        self._desk.paper_worker.run(work, done=self._printed, failed=self._failed)

    def _printed(self, pages: int) -> None:
        self._set_busy(False)
        self.messages.show_done(self.tr("已送打印机，共 {0} 页。").format(pages))
        self.printed.emit(pages)

    def _save(self) -> None:
        assert self._rendered is not None
        self.messages.silence()
        path = self._choose_path(self, self._rendered.name)
        if path:
            self._set_busy(True, self.tr("正在保存…"))
            work = partial(save_pdf, Path(path), self._rendered.pdf)
            self._desk.paper_worker.run(work, done=self._saved, failed=self._failed)

    def _saved(self, path: Path) -> None:
        self._set_busy(False)
        self.messages.show_done(self.tr("已保存到 {0}。").format(path))

    def _failed(self, error: Exception) -> None:
        self._set_busy(False)
        report(error, self.messages)

    def _set_busy(self, busy: bool, words: str = "") -> None:
        """While a job runs nothing else may be asked, and nothing at all before the paper is there."""
        self._foot.say(words)
        for made in (self.print, self.save):
            made.setEnabled(not busy and self._rendered is not None)
        self.leave.setEnabled(not busy or self._rendered is None)

    def reject(self) -> None:
        """Esc and 关闭 leave, except while a job runs whose failure one must hear."""
        if self.leave.isEnabled():
            super().reject()


def _prepare(render: Callable[[], Rendered]) -> tuple[Rendered, tuple[QImage, ...]]:
    rendered = render()
    return rendered, screen_images(rendered.pages)
