"""Materials 材料: how each came, and beside the list the scan itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.case import Attachment, CaseMaterial
from yubei_desk.errors import BadInput, Cancelled
from yubei_desk.ui.desk import DeedsDoor, Desk
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.card import Card, EmptyState
from yubei_desk.ui.widgets.materials import FORM_TONES, form_words
from yubei_desk.ui.widgets.pdf_view import VIEW_DPI, PageView, screen_images
from yubei_desk.ui.widgets.table import TableView
from yubei_desk.work.worker import Task

LIST_WIDTH: Final = 470
DIALOG: Final = QSize(1100, 620)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line of the list: a material with or without its scan, or a scan that belongs to none."""

    key: str
    name: str
    necessity: str
    form: str
    tone: str
    counts: str
    attachment: Attachment | None


class Filed(Protocol):
    """A matter with materials and scans: a case, or a joint review."""

    @property
    def materials(self) -> tuple[CaseMaterial, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


def rows_of(file: Filed) -> list[FileRow]:
    """All materials in the edition's order, then the scans that came beside them."""
    scans = {each.material: each for each in file.attachments if each.material is not None}
    return [
        *(_material_row(material, scans.get(material.position)) for material in file.materials),
        *(_scan_row(each) for each in file.attachments if each.material is None),
    ]


def _material_row(material: CaseMaterial, scan: Attachment | None) -> FileRow:
    words = QCoreApplication.translate("files", "原 {0} 复 {1}")
    counts = words.format(material.originals, material.copies)
    key = f"material {material.position}"
    form = form_words(material.form)
    return FileRow(key, material.name, material.necessity, form, FORM_TONES[material.form], counts, scan)


def _scan_row(scan: Attachment) -> FileRow:
    added = QCoreApplication.translate("files", "附入")
    form = QCoreApplication.translate("files", "扫描件")
    return FileRow(f"scan {scan.blob}", scan.file_name, added, form, "info", "", scan)


def load_preview(deeds: DeedsDoor, blob: UUID) -> tuple[QImage, ...]:
    """The scan as pictures, made in a worker; raises BadInput for a kind no screen of ours can show."""
    scan = deeds.load_scan(blob)
    if scan.pages:
        return screen_images(scan.pages)
    picture = QImage.fromData(scan.content)
    if picture.isNull():
        words = QCoreApplication.translate("files", "这类文件（{0}）不能在此预览，请用原软件打开核对。")
        raise BadInput("blob", words.format(scan.media_type))
    return (picture,)


class FilesPart(QWidget):
    """The list left, the preview of the chosen line right. The scan is fetched when its line is chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._task: Task[Any] | None = None
        self._blob = ""
        self.model = RowsModel[FileRow](_columns(self), lambda row: row.key, self)
        self.table = TableView[FileRow](self.model, self.tr("材料清单"), self)
        self.table.set_empty_words(
            self.tr("这里列出申请材料和扫描件"), self.tr("受理后，材料只有主办科室和审计监督可以查看。")
        )
        self.messages = MessageBar(self)
        self.pages = PageView(self.tr("扫描件预览"), self)
        self.empty = EmptyState("", "", self)
        self._build()
        self.table.current_row_changed.connect(self._choose)
        self._say_empty(None)

    def _build(self) -> None:
        left, right = Card("", self), Card("", self)
        left.setMinimumWidth(LIST_WIDTH)
        left.add(self.table)
        for part in (self.messages, self.pages, self.empty):
            right.add(part)
        right.body.setStretchFactor(self.pages, 1)
        right.body.setStretchFactor(self.empty, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(left, 1)
        row.addWidget(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addLayout(row)

    def show_file(self, file: Filed) -> None:
        """Show the list by difference; the chosen line and its preview stay."""
        self.model.set_rows(rows_of(file))
        self._choose(self.table.current_row())

    def _choose(self, row: FileRow | None) -> None:
        blob = row.attachment.blob if row and row.attachment else ""
        if blob and blob == self._blob:
            return
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._blob = blob
        self.messages.silence()
        self._say_empty(row)
        if blob:
            work = partial(load_preview, self._desk.deeds, UUID(blob))
            self._task = self._desk.paper_worker.run(work, self._show, self._failed)

    def _say_empty(self, row: FileRow | None) -> None:
        self.pages.hide()
        self.empty.show()
        if row is None:
            self.empty.show_words(self.tr("扫描件预览"), self.tr("在左侧选一份材料，按 ↑ ↓ 逐份查看。"))
        elif row.attachment is None:
            self.empty.show_words(row.name, self.tr("{0}，没有扫描件，请核对纸质卷。").format(row.form))
        else:
            self.empty.show_words(row.name, self.tr("正在读取扫描件…"))

    def _show(self, pictures: tuple[QImage, ...]) -> None:
        self._task = None
        self.empty.hide()
        self.pages.show()
        self.pages.show_pages(pictures, VIEW_DPI)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Cancelled):
            return
        self._task, self._blob = None, ""  # choosing the line again tries again
        self.empty.show_words(self.tr("没有预览"), "")
        report(error, self.messages)


class FilesDialog(QDialog):
    """The same in a window of its own, for rooms that have no place for it."""

    def __init__(self, desk: Desk, file: Filed, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.resize(DIALOG)
        self.files = FilesPart(desk, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 4, 24, 16)
        column.addWidget(self.files)
        self.files.show_file(file)


def _columns(words: QWidget) -> tuple[Column[FileRow], ...]:
    return (
        Column(words.tr("材料"), lambda row: row.name, 200, "text", stretch=True),
        Column(words.tr("要求"), lambda row: row.necessity, 80, "secondary"),
        Column(words.tr("提交方式"), lambda row: row.form, 92, "pill", lambda row: row.tone),
        Column(words.tr("份数"), lambda row: row.counts, 88, "secondary"),
        Column(
            words.tr("扫描"),
            lambda row: words.tr("有") if row.attachment else "",
            56,
            "pill",
            lambda _row: "info",
        ),
    )
