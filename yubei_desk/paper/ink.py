"""Ink of a page 版面: words, lines, rings and squares at their places, in points from the top left corner."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from yubei_desk.paper.form import Color, FontName

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Line:
    """One line of words, its base line beginning at (x, y); `turn` in degrees, `squeeze` narrows the
    glyphs.
    """

    owner: str
    x: float
    y: float
    font: FontName
    size: float
    text: str
    width: float
    color: Color = "black"
    spacing: float = 0.0
    turn: float = 0.0
    squeeze: float = 1.0


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line."""

    x: float
    y: float
    x2: float
    y2: float
    width: float
    color: Color


@dataclass(frozen=True, slots=True)
class Box:
    """The outline of a rectangle."""

    x: float
    y: float
    w: float
    h: float
    width: float
    color: Color


@dataclass(frozen=True, slots=True)
class Ring:
    """The outline of a circle around (x, y)."""

    x: float
    y: float
    radius: float
    width: float
    color: Color


@dataclass(frozen=True, slots=True)
class Dots:
    """A QR code: runs (column, row, length) of dark modules, each `module` points wide."""

    x: float
    y: float
    module: float
    runs: tuple[tuple[int, int, int], ...]


Ink = Line | Stroke | Box | Ring | Dots


def moved(inks: Iterable[Ink], dx: float, dy: float) -> Iterator[Ink]:
    """The same ink `dx` to the right and `dy` down, in points."""
    for ink in inks:
        if isinstance(ink, Stroke):
            yield replace(ink, x=ink.x + dx, y=ink.y + dy, x2=ink.x2 + dx, y2=ink.y2 + dy)
        else:
            yield replace(ink, x=ink.x + dx, y=ink.y + dy)
