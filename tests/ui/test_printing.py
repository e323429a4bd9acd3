"""Printing at 100 %: pages read back from what a PDF printer got, and printers on their bad days."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.ui.conftest import pdf_printer
from yubei_desk.domain.paper import PageImage
from yubei_desk.errors import Cancelled, DeskError
from yubei_desk.ui.printing import print_pages, save_pdf

A4 = (210, 297)
DPI = 300
ROOT = Path(__file__).parents[2]


def make_page(wide: float, high: float, at: tuple[float, float] = (50.0, 60.0)) -> PageImage:
    """A white page (mm) with a black square of 10 mm whose top left corner is at `at`."""
    width, height = round(wide / 25.4 * DPI), round(high / 25.4 * DPI)
    left, top, side = (round(mm / 25.4 * DPI) for mm in (*at, 10))
    white, row = b"\xff" * (width * 3), bytearray(b"\xff" * (width * 3))
    row[left * 3 : (left + side) * 3] = bytes(side * 3)
    rows = [white] * top + [bytes(row)] * side + [white] * (height - top - side)
    return PageImage(width, height, DPI, b"".join(rows))


def corner_of(pdf: Path, number: int = 0) -> tuple[float, float, float, float]:
    """Left, top, width and height (mm) of what is black on a page, read at 600 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    bitmap = document[number].render(scale=600 / 72, grayscale=True)
    width, height, stride = bitmap.width, bitmap.height, bitmap.stride
    data = bytes(memoryview(bitmap.buffer).cast("B"))
    dark = bytes(1 if grey < 128 else 0 for grey in range(256))
    rows = [data[y * stride : y * stride + width].translate(dark) for y in range(height)]
    inked = [y for y, row in enumerate(rows) if 1 in row]
    middle = rows[(inked[0] + inked[-1]) // 2]
    left, right = middle.index(1), middle.rindex(1)
    bitmap.close()
    document.close()
    pixel = 25.4 / 600
    return left * pixel, inked[0] * pixel, (right - left + 1) * pixel, len(inked) * pixel


def test_a_page_prints_where_it_stands_and_as_large_as_it_is(dressed: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    assert print_pages(pdf_printer(path), [make_page(*A4)]) == 1
    assert corner_of(path) == pytest.approx((50, 60, 10, 10), abs=0.1)


@pytest.mark.parametrize(("dx", "dy"), [(2.5, -1.5), (-0.4, 0.3)])
def test_an_offset_is_exact_to_a_tenth_of_a_millimetre(
    dressed: QApplication, tmp_path: Path, dx: float, dy: float
) -> None:
    path = tmp_path / "paper.pdf"
    print_pages(pdf_printer(path), [make_page(*A4)], dx=dx, dy=dy)
    assert corner_of(path) == pytest.approx((50 + dx, 60 + dy, 10, 10), abs=0.1)


def test_nothing_is_cut_off_at_the_edge_of_the_paper(dressed: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    print_pages(pdf_printer(path), [make_page(*A4, at=(0, 0))])
    assert corner_of(path) == pytest.approx((0, 0, 10, 10), abs=0.1)


def test_every_page_has_paper_of_its_own_size_and_turn(dressed: QApplication, tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    sizes = [A4, (154, 210), (297, 210)]
    assert print_pages(pdf_printer(path), [make_page(*size) for size in sizes]) == 3
    document = pypdfium2.PdfDocument(path)
    read = [tuple(side / 72 * 25.4 for side in document[n].get_size()) for n in range(len(document))]
    document.close()
    assert read == [pytest.approx(size, abs=0.3) for size in sizes]
    assert [corner_of(path, n) for n in range(3)] == [pytest.approx((50, 60, 10, 10), abs=0.1)] * 3


def test_a_place_that_cannot_be_written_is_a_sentence(dressed: QApplication, tmp_path: Path) -> None:
    with pytest.raises(DeskError, match=r"没有打印成功：“.*nowhere.*”无法写入"):
        print_pages(pdf_printer(tmp_path / "nowhere" / "paper.pdf"), [make_page(*A4)])


class StoppedPrinter(QPrinter):
    """A printer at which somebody pressed 取消 while the job ran."""

    def printerState(self) -> QPrinter.PrinterState:
        """Stopped."""
        return QPrinter.PrinterState.Aborted


def test_a_job_stopped_at_the_printer_was_cancelled_not_printed(
    dressed: QApplication, tmp_path: Path
) -> None:
    path = tmp_path / "paper.pdf"
    printer = StoppedPrinter()
    printer.setOutputFileName(str(path))
    with pytest.raises(Cancelled, match="打印已取消"):
        print_pages(printer, [make_page(*A4)])
    assert not path.exists()


def on_a_full_disk(code: str, folder: Path) -> str:
    """Run `code` in a process whose files may not grow beyond 20 kB; what it says."""
    start = f"""
import resource
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.ui.conftest import pdf_printer
from tests.ui.test_printing import make_page
from yubei_desk.errors import DeskError
from yubei_desk.ui.printing import print_pages, save_pdf
application = QApplication(["desk", "-platform", "offscreen"])
folder = Path({str(folder)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
try:
    {code}
except DeskError as error:
    print(error.sentence)
"""
    command = [sys.executable, "-B", "-c", start]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=True)
    return done.stdout


def test_a_disk_that_fills_while_printing_leaves_no_half_paper(tmp_path: Path) -> None:
    noise = "import os, dataclasses; page = make_page(210, 297)"
    page = "dataclasses.replace(page, data=os.urandom(len(page.data)))"
    said = on_a_full_disk(f"{noise}; print_pages(pdf_printer(folder / 'paper.pdf'), [{page}])", tmp_path)
    assert "没有打印成功" in said
    assert "磁盘空间" in said
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_while_saving_keeps_the_old_file(tmp_path: Path) -> None:
    kept = tmp_path / "paper.pdf"
    kept.write_bytes(b"the one before")
    said = on_a_full_disk("save_pdf(folder / 'paper.pdf', bytes(50000))", tmp_path)
    assert "磁盘空间不足" in said
    assert list(tmp_path.iterdir()) == [kept]
    assert kept.read_bytes() == b"the one before"


def test_saving_puts_the_whole_file_in_place(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"old")
    assert save_pdf(path, b"%PDF-new") == path
    assert path.read_bytes() == b"%PDF-new"
    assert list(tmp_path.iterdir()) == [path]
    assert stat.S_IMODE(path.stat().st_mode) & 0o600 == 0o600


@pytest.mark.parametrize(
    ("place", "sentence"),
    [("nowhere/paper.pdf", "文件夹“.*nowhere”不存在"), ("taken", "没有保存到“.*taken”（.+）")],
)
def test_a_place_that_cannot_hold_the_file_is_named(tmp_path: Path, place: str, sentence: str) -> None:
    (tmp_path / "taken").mkdir()
    with pytest.raises(DeskError, match=sentence):
        save_pdf(tmp_path / place, b"%PDF")
    assert [each.name for each in tmp_path.iterdir()] == ["taken"]
