"""Papers 文书 on their way to a screen or a printer: the PDF and its pages as pictures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FARTHEST: Final = 10.0
"""Millimetres a printer may be off before it wants repair rather than an offset."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as 24-bit RGB rows of `width * 3` bytes at `dpi` dots per inch."""

    width: int
    height: int
    dpi: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished paper: its name for a file, the PDF, its pages, and the SHA-256 of the PDF (hex)."""

    name: str
    pdf: bytes
    pages: tuple[PageImage, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Offset:
    """How far a printer is to draw to the right (`dx`) and down (`dy`), in millimetres, to hit its place."""

    dx: float = 0.0
    dy: float = 0.0

    def __post_init__(self) -> None:
        """Raises ValueError beyond `FARTHEST`."""
        if not (abs(self.dx) <= FARTHEST and abs(self.dy) <= FARTHEST):
            raise ValueError(f"offset {self.dx}, {self.dy} beyond {FARTHEST} mm")


@dataclass(frozen=True, slots=True)
class Scan:
    """A stored scan: its media type and bytes; `pages` for a PDF (the first ones of a long one)."""

    media_type: str
    content: bytes
    pages: tuple[PageImage, ...]
