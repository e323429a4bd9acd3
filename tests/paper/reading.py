"""Papers read back 回读: the words, the pages and the ink of a finished PDF, and small forms for one test."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
from PIL import Image

from yubei_desk.paper.form import Form
from yubei_desk.paper.load import load_form, load_sample
from yubei_desk.paper.page import draw_pages

FORMS = Path(__file__).parents[2] / "forms"
CODES = (
    "receipt",
    "acceptance_notice",
    "grant_decision",
    "land_use_permit",
    "meeting_minutes",
    "opinion_summary",
)
SMALL = """
code = "small"
title = "小样"
basis = "行政许可法"
page = [210, 297]
[fields]
words = { label = "内容", source = "测试" }
"""


def form(code: str) -> Form:
    """One of the office's forms."""
    return load_form(FORMS / code)


def sample(code: str, **other: object) -> dict[str, object]:
    """Its sample facts, some of them changed."""
    return {**load_sample(FORMS / code), **other}


def small_form(folder: Path, rest: str) -> Form:
    """A form of one fact `words`, with what a test adds to it."""
    place = folder / "small"
    place.mkdir(exist_ok=True)
    (place / "form.toml").write_text(SMALL + rest, "utf-8")
    return load_form(place)


def pages(pdf: bytes) -> list[str]:
    """What a person copies from each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page_words(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _page_words(page: pypdfium2.PdfPage) -> str:
    found = page.get_textpage()
    words: str = found.get_text_bounded()
    found.close()
    page.close()
    return words


def solid(words: str) -> str:
    """Words without any white space: where lines break is not what is compared."""
    return re.sub(r"\s", "", words)


def readings(pdf: bytes) -> dict[str, str]:
    """The words of all pages by each reader this machine has."""
    found = {"pdfium": solid("".join(pages(pdf)))}
    if shutil.which("pdftotext"):
        line = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
        found["poppler"] = solid(
            subprocess.run(line, input=pdf, capture_output=True, check=True).stdout.decode()
        )
    return found


def picture(pdf: bytes, dpi: int, number: int = 0) -> Image.Image:
    """One page as it prints."""
    page = draw_pages(pdf, dpi)[number]
    return Image.frombytes("RGB", (page.width, page.height), page.data)


def ink_box(pdf: bytes, dpi: int) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of all ink on the first page, in mm."""
    found = picture(pdf, dpi).convert("L").point([255] * 128 + [0] * 128).getbbox()
    assert found is not None
    left, top, right, bottom = (edge * 25.4 / dpi for edge in found)
    return left, top, right, bottom
