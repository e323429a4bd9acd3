"""Printing 打印: pages on the printer's paper at 100 %, and a paper kept as a PDF file; run in a worker."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from PySide6.QtCore import QCoreApplication, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.paper import PageImage
from yubei_desk.errors import Cancelled, DeskError

MM_PER_INCH: Final = 25.4
END_OF_PDF: Final = b"%%EOF"
FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def _tr(words: str) -> str:
    return QCoreApplication.translate("printing", words)


def image_of(page: PageImage) -> QImage:
    """The page as a picture of its own."""
    rows = QImage(page.data, page.width, page.height, page.width * 3, QImage.Format.Format_RGB888)
    return rows.copy()  # the picture outlives the bytes it was made over


def print_pages(printer: QPrinter, pages: Sequence[PageImage], *, dx: float = 0.0, dy: float = 0.0) -> int:
    """Print the pages, each on paper of its own size, never scaled; the answer is how many were printed.

    `dx` and `dy` (mm, right and down) correct a printer that draws in not quite the right place. Raises
    Cancelled when the job was stopped at the printer, DeskError when it did not take the job or the file
    printed into could not be written; neither counts as printed. Takes seconds: run it on the paper worker.
    """
    printer.setFullPage(True)
    _lay_paper(printer, pages[0])
    painter = QPainter()
    if not _can_write(printer) or not painter.begin(printer):
        raise _broken(printer)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, page in enumerate(pages):
            _turn_to(printer, page, first=number == 0)
            _draw(painter, page, printer.resolution(), dx, dy)
    finally:
        ended = painter.end()
    _check_taken(printer, ended=ended)
    return len(pages)


def printer_name(printer: QPrinter) -> str:
    """The printer as people know it; a file printed into has no name of its own."""
    return printer.printerName() or _tr("PDF 文件")


def _can_write(printer: QPrinter) -> bool:
    """Whether the file printed into, if any, can be opened: asked first, because Qt complains in its log."""
    if not printer.outputFileName():
        return True
    try:
        Path(printer.outputFileName()).open("ab").close()
    except OSError:
        return False
    return True


def _turn_to(printer: QPrinter, page: PageImage, *, first: bool) -> None:
    if first:
        return
    _lay_paper(printer, page)
    if not printer.newPage():
        raise _broken(printer)


def _lay_paper(printer: QPrinter, page: PageImage) -> None:
    """Paper of the page's size; a wide page is the tall paper turned, as printers know it."""
    wide, high = (side / page.dpi * MM_PER_INCH for side in (page.width, page.height))
    across = wide > high
    size = QPageSize(QSizeF(min(wide, high), max(wide, high)), QPageSize.Unit.Millimeter)
    layout = QPageLayout(
        size,
        QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait,
        QMarginsF(),
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


def _draw(painter: QPainter, page: PageImage, resolution: int, dx: float, dy: float) -> None:
    scale, shift = resolution / page.dpi, resolution / MM_PER_INCH
    place = QRectF(dx * shift, dy * shift, page.width * scale, page.height * scale)
    painter.drawImage(place, image_of(page))


def _check_taken(printer: QPrinter, *, ended: bool) -> None:
    """Only a job that came to its end was printed."""
    written = Path(printer.outputFileName()) if printer.outputFileName() else None
    stopped = not ended or printer.printerState() in (
        QPrinter.PrinterState.Aborted,
        QPrinter.PrinterState.Error,
    )
    if stopped or (written is not None and not _whole(written)):
        if written is not None:
            written.unlink(missing_ok=True)  # half a paper must not lie about as if it were one
        raise _broken(printer)


def _whole(path: Path) -> bool:
    """Whether a PDF was written to its end: Qt does not tell when the disk was full."""
    try:
        with path.open("rb") as file:
            file.seek(max(path.stat().st_size - 64, 0))
            return END_OF_PDF in file.read()
    except OSError:
        return False


def _broken(printer: QPrinter) -> DeskError:
    if printer.printerState() == QPrinter.PrinterState.Aborted:
        return Cancelled(_tr("打印已取消，没有打印完成。"))
    if printer.outputFileName():
        words = _tr("没有打印成功：“{0}”无法写入，请检查文件夹权限和磁盘空间后重试。")
        return DeskError(words.format(printer.outputFileName()))
    words = _tr("没有打印成功：打印机“{0}”没有接受任务，请检查电源、连线和纸张后重试。")
    return DeskError(words.format(printer_name(printer)))


def save_pdf(path: Path, pdf: bytes) -> Path:
    """Write a PDF so that either all of it stands at `path` or what stood there before; raises DeskError."""
    beside: Path | None = None
    try:
        with NamedTemporaryFile(dir=path.parent, prefix=".", suffix=".part", delete=False) as file:
            beside = Path(file.name)
            file.write(pdf)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise DeskError(_why_not_saved(error, path)) from error
    return path


def _why_not_saved(error: OSError, path: Path) -> str:
    if error.errno in FULL:
        return _tr("没有保存：“{0}”所在的磁盘空间不足，请清理后重试或另选位置。").format(path)
    if isinstance(error, PermissionError):
        return _tr("没有保存：您没有写入“{0}”的权限，请另选文件夹。").format(path.parent)
    if isinstance(error, FileNotFoundError):
        return _tr("没有保存：文件夹“{0}”不存在，请另选文件夹。").format(path.parent)
    return _tr("没有保存到“{0}”（{1}），请另选位置后重试。").format(path, error.strerror)


def choose_printer(name: str, parent: QWidget) -> QPrinter | None:
    """The printer a person chose in the system's dialog, which begins at `name`; None when they left it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if name in QPrinterInfo.availablePrinterNames():
        printer.setPrinterName(name)
    dialog = QPrintDialog(printer, parent)
    return printer if dialog.exec() == QPrintDialog.DialogCode.Accepted else None
