"""Pages 版面: a finished PDF as pictures, for the screen and for the printer."""

from __future__ import annotations

import pypdfium2

from yubei_desk.domain.paper import PageImage

POINTS_PER_INCH = 72


def draw_pages(pdf: bytes, dpi: int, *, most: int | None = None) -> tuple[PageImage, ...]:
    """Every page of a PDF, or the first `most`, as 24-bit RGB at `dpi` dots per inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return tuple(_draw_page(document[number], dpi) for number in range(len(document))[:most])
    finally:
        document.close()


def _draw_page(page: pypdfium2.PdfPage, dpi: int) -> PageImage:
    bitmap = page.render(scale=dpi / POINTS_PER_INCH, rev_byteorder=True)
    try:
        width, height, stride = bitmap.width, bitmap.height, bitmap.stride
        rows = memoryview(bitmap.buffer).cast("B")
        data = b"".join(rows[y * stride : y * stride + width * 3] for y in range(height))
        return PageImage(width, height, dpi, data)
    finally:
        bitmap.close()
        page.close()
