"""Forms of papers 文书格式: what stands where on a paper, read from forms/<code>/form.toml and checked
word by word.

All lengths are millimetres, positions count from the top left corner of the page (or of a group), sizes
are points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

PLACE = re.compile(r"\{([a-z_]+)\}")

Align = Literal["left", "center", "right", "justify"]
Pages = Literal["all", "first", "last"]
Kind = Literal["text", "date", "minute", "number", "days", "digest", "flag", "rows"]
FontName = Literal["fangsong", "song", "xiaobiaosong", "kai", "hei"]
Color = Literal["black", "grey", "silver", "red", "gold"]
Point = tuple[float, float]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A fact the form prints: its Chinese label, where it comes from, its kind, the columns of kind `rows`,
    and the words `none` that stand where an optional fact is not there.
    """

    label: str
    source: str
    type: Kind = "text"
    optional: bool = False
    none: str = ""
    columns: dict[str, Field] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Words:
    """How words look: `min_size` allows shrinking, `pitch` is the height of a line (default 1.5 of the
    size).
    """

    font: FontName = "song"
    size: float = 12.0
    min_size: float = 0.0
    pitch: float = 0.0
    align: Align = "left"
    color: Color = "black"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A thing at a fixed place of the pages named, or of the group it stands `inside`.

    `preprinted` marks stand on the blank already and are left out in 套打; `when` names a fact that must
    be there.
    """

    pages: Pages = "first"
    inside: str = ""
    when: str = ""
    preprinted: bool = False


@dataclass(frozen=True, kw_only=True)
class Text(Mark, Words):
    """Words with {facts} in a box `width` wide and `lines` high; `height` centres them in a higher box."""

    text: str
    at: Point
    width: float
    lines: int = 1
    height: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Rule(Mark):
    """A straight line; `width` is its thickness."""

    start: Point
    end: Point
    width: float = 0.2
    color: Color = "black"


@dataclass(frozen=True, kw_only=True)
class Frame(Mark):
    """A rectangle of `size` (wide, high); `width` is the thickness of its line."""

    at: Point
    size: Point
    width: float = 0.2
    color: Color = "black"


@dataclass(frozen=True, kw_only=True)
class Grid(Mark, Words):
    """A ruled table of fixed rows; a cell without a fact is a label, the last cell of a short row spans
    the rest.
    """

    at: Point
    widths: tuple[float, ...]
    heights: tuple[float, ...]
    cells: tuple[tuple[str, ...], ...]
    label_font: FontName = "song"
    padding: float = 1.5
    width: float = 0.2


@dataclass(frozen=True, kw_only=True)
class Code(Mark):
    """A QR code in a square of `size`, its quiet zone included."""

    text: str
    at: Point
    size: float


@dataclass(frozen=True, kw_only=True)
class Seal(Mark):
    """A round red 样章, never a legal seal: the department on an arc, `caption` below the middle; `at` is
    its centre.
    """

    text: str
    at: Point
    caption: str = ""
    diameter: float = 42.0


@dataclass(frozen=True, kw_only=True)
class Watermark(Mark):
    """Large grey words across the page."""

    text: str
    size: float = 130.0
    color: Color = "silver"


@dataclass(frozen=True, kw_only=True)
class Block:
    """A part of the flow: it follows the part before it, `before` lower, and runs over several pages."""

    before: float = 0.0
    when: str = ""


@dataclass(frozen=True, kw_only=True)
class Paragraph(Block, Words):
    """Words with {facts}; `indent` in characters; `numbered` ones begin with 一、二、三、 as far as they
    are there.
    """

    text: str
    indent: float = 2.0
    numbered: bool = False


@dataclass(frozen=True, kw_only=True)
class Column:
    """A column of a table: words with {facts} of the row."""

    title: str
    width: float
    text: str
    align: Align = "left"


@dataclass(frozen=True, kw_only=True)
class Table(Block, Words):
    """One line per row of the fact `rows`, its head repeated on each page; `empty` stands where there is
    none; the `keep` lines before it, its heading, stay with its first row.
    """

    rows: str
    columns: tuple[Column, ...]
    head_font: FontName = "hei"
    padding: float = 1.5
    empty: str = "（无）"
    keep: int = 0
    width: float = 0.2


@dataclass(frozen=True, kw_only=True)
class Group(Block):
    """Marks `inside` it, kept together, and together with the `keep` lines before (no page with a seal
    alone).
    """

    name: str
    height: float
    keep: int = 2


@dataclass(frozen=True, kw_only=True)
class Flow:
    """Where the flow runs: left edge and width, top on the first and on `later` pages, bottom."""

    left: float
    width: float
    top: float
    later: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form. `page` is width and height; `title` becomes the title of the PDF; `basis` cites its
    article.
    """

    code: str
    title: str
    basis: str
    page: Point
    flow: Flow | None
    fields: dict[str, Field]
    marks: tuple[Text | Rule | Frame | Grid | Code | Seal | Watermark, ...]
    blocks: tuple[Paragraph | Table | Group, ...]


def templates(thing: Mark | Block) -> tuple[str, ...]:
    """Every text of a mark or block that may name facts of the form (not of a row)."""
    match thing:
        case Grid(cells=cells):
            return tuple(cell for row in cells for cell in row)
        case Seal(text=text, caption=caption):
            return (text, caption)
        case Text(text=text) | Code(text=text) | Watermark(text=text) | Paragraph(text=text):
            return (text,)
    return ()


def names(template: str) -> list[str]:
    """The facts a template names, in order."""
    return PLACE.findall(template)
