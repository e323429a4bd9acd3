"""Scans 扫描件: a file proved to be what it claims, stored and named by an act; a stored one as pages."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from pypdfium2 import PdfiumError

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.paper import Scan
from yubei_desk.errors import BadInput
from yubei_desk.paper.page import draw_pages
from yubei_desk.store.store import Store

PDF = "application/pdf"
SCREEN_DPI = 120
MOST_PAGES = 30  # an A4 page at this density is 4 MB
MOST_BYTES = 50 * 2**20
KINDS = {
    ".pdf": (PDF, (b"%PDF-",)),
    ".jpg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".jpeg": ("image/jpeg", (b"\xff\xd8\xff",)),
    ".png": ("image/png", (b"\x89PNG\r\n\x1a\n",)),
    ".tif": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    ".tiff": ("image/tiff", (b"II*\x00", b"MM\x00*")),
    ".ofd": ("application/ofd", (b"PK\x03\x04",)),
}


class ScanDeeds:
    """Scans of the cases the person signed in works on."""

    def __init__(self, store: Store) -> None:
        self._scans = store

    def attach_scan(self, wish: Wish, path: Path) -> Filed:
        """Store a file and file the act that names it; the same wish twice is one act.

        Raises BadInput('blob') for a file that cannot be taken, else as file_act.
        """
        found = self._scans.find_wish(wish.wish)
        if found is not None:
            return found
        media_type, content = read_scan(path)
        blob = uuid4()
        self._scans.store_blob(blob, media_type, content)
        body = {"file_name": path.name, **wish.body, "blob": str(blob)}
        return self._scans.file_act(replace(wish, body=body))

    def store_scan(self, path: Path) -> UUID:
        """Store a file for an act that will name it; raises BadInput('blob') for one that cannot be taken."""
        media_type, content = read_scan(path)
        blob = uuid4()
        self._scans.store_blob(blob, media_type, content)
        return blob

    def load_scan(self, blob: UUID) -> Scan:
        """A stored scan, a PDF as pages to look at; raises Refused when it is not theirs to see, BadInput
        when the PDF does not open.
        """
        media_type, content = self._scans.load_blob(blob)
        if media_type != PDF:
            return Scan(media_type, content, ())
        try:
            return Scan(media_type, content, draw_pages(content, SCREEN_DPI, most=MOST_PAGES))
        except PdfiumError as failure:
            raise BadInput("blob", "这份 PDF 打不开：文件已损坏或设有口令，请向递交人核对") from failure


def read_scan(path: Path) -> tuple[str, bytes]:
    """Media type and bytes of a scan. Raises BadInput('blob') for one that is too large, of a kind the
    hall does not take, or not what its name claims.
    """
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        raise BadInput("blob", f"“{path.name}”不是可接收的扫描件，请选择 PDF、JPG、PNG、TIF 或 OFD 文件")
    try:
        size = path.stat().st_size
        if not 0 < size <= MOST_BYTES:
            raise BadInput("blob", f"“{path.name}”有 {size / 2**20:.1f} MB，每份附件应大于 0 且不超过 50 MB")
        content = path.read_bytes()
    except OSError as failure:
        raise BadInput("blob", f"读不了“{path.name}”：{failure.strerror}，请重新选择文件") from failure
    media_type, marks = kind
    if not content.startswith(marks):
        raise BadInput("blob", f"“{path.name}”的内容与扩展名不符，请核对后重新扫描或另存")
    return media_type, content
