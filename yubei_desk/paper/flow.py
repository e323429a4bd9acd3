"""Parts that follow one another 续排: paragraphs, a list over several pages, a signature kept with its
text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count

from yubei_desk.errors import BadInput
from yubei_desk.paper.facts import Facts, fill
from yubei_desk.paper.form import Align, Flow, Form, Group, Paragraph, Table
from yubei_desk.paper.ink import MM, Box, Ink, Line, Stroke, moved
from yubei_desk.paper.words import Area, Setter, owner_of

PART = 6  # lines of a long row that stay together
Cell = tuple[str, str, Align]  # owner, words, where they stand
SetCell = tuple[float, float, list[tuple[Line, float]]]  # left edge, width, lines with their pitch
DIGITS = ("", "一", "二", "三", "四", "五", "六", "七", "八", "九")


@dataclass(frozen=True, slots=True)
class Row:
    """What no page break may tear: `gap` above it unless it opens a page, `keep` rows before that go
    along, the `head` repeated where it opens a page; `owner` is the fact blamed when it is higher than a
    page.
    """

    owner: str
    height: float
    inks: tuple[Ink, ...]
    gap: float = 0.0
    keep: int = 0
    head: Row | None = None


class Flower:
    """Cuts the blocks of one form into rows; `group_ink` gives the ink of the marks inside a group."""

    def __init__(
        self, form: Form, flow: Flow, setter: Setter, group_ink: Callable[[str], Iterator[Ink]]
    ) -> None:
        self._form = form
        self._flow = flow
        self._set = setter
        self._group_ink = group_ink

    def rows(self, facts: Facts) -> Iterator[Row]:
        """The rows of every block whose `when` is there. Raises BadInput(fact, sentence)."""
        numbers = count(1)
        for block in self._form.blocks:
            if block.when and not facts.texts[block.when]:
                continue
            match block:
                case Paragraph():
                    start = f"{numeral(next(numbers))}、" if block.numbered else ""
                    yield from self._paragraph(block, start + fill(block.text, facts.texts))
                case Table():
                    yield from self._table(block, facts)
                case Group():
                    inks = moved(self._group_ink(block.name), self._flow.left * MM, 0.0)
                    yield Row("form", block.height * MM, tuple(inks), block.before * MM, block.keep)

    def _paragraph(self, block: Paragraph, text: str) -> Iterator[Row]:
        owner, gap = owner_of(block.text), block.before * MM
        area = Area(self._flow.left * MM, 0.0, self._flow.width * MM)
        for line, pitch in self._set.paragraph(block, owner, text, area, block.indent):
            yield Row(owner, pitch, (line,), gap)
            gap = 0.0

    def _table(self, table: Table, facts: Facts) -> Iterator[Row]:
        titles: list[Cell] = [(table.rows, c.title, "center") for c in table.columns]
        (head,) = self._table_rows(replace(table, font=table.head_font), titles)
        head = replace(head, gap=table.before * MM, keep=table.keep)
        yield head
        first = True
        for row in facts.rows[table.rows]:
            cells = [(f"{table.rows}.{owner_of(c.text)}", fill(c.text, row), c.align) for c in table.columns]
            for part in self._table_rows(table, cells):
                yield replace(part, head=head, keep=table.keep + 1 if first else 0)
                first = False
        if first:
            (none,) = self._table_rows(table, [(table.rows, table.empty, "left")])
            yield replace(none, keep=table.keep + 1)

    def _table_rows(self, table: Table, cells: list[Cell]) -> Iterator[Row]:
        """One ruled row as high as its highest cell, its words in the middle; a single cell spans the table.
        A row of more than half a page is cut into parts a page break may come between.
        """
        set_cells = list(self._set_cells(table, cells))
        padding = table.padding * MM
        most = max(len(lines) for _, _, lines in set_cells)
        pitch = next((pitch for _, _, lines in set_cells for _, pitch in lines), 0.0)
        if most * pitch <= (self._flow.bottom - self._flow.later) * MM / 2:
            height = most * pitch + 2 * padding
            inks: list[Ink] = []
            for x, width, lines in set_cells:
                inks.append(Box(x, 0.0, width, height, table.width * MM, table.color))
                inks += _stacked(lines, (height - len(lines) * pitch) / 2)
            yield Row(table.rows, height, tuple(inks))
            return
        for start in range(0, most, PART):
            opens, closes = start == 0, start + PART >= most
            above, below = padding * opens, padding * closes
            height = above + min(PART, most - start) * pitch + below
            part = [(x, width, lines[start : start + PART]) for x, width, lines in set_cells]
            edges = [0.0] * opens + [height] * closes
            yield Row(table.rows, height, tuple(_part_ink(table, part, height, above, edges)))

    def _set_cells(self, table: Table, cells: list[Cell]) -> Iterator[SetCell]:
        widths = [c.width for c in table.columns] if len(cells) > 1 else [sum(c.width for c in table.columns)]
        x = self._flow.left
        for width, (owner, text, align) in zip(widths, cells, strict=True):
            area = Area((x + table.padding) * MM, 0.0, (width - 2 * table.padding) * MM)
            yield (
                x * MM,
                width * MM,
                [*self._set.paragraph(replace(table, align=align), owner, text, area, 0.0)],
            )
            x += width


def _stacked(lines: list[tuple[Line, float]], y: float) -> list[Ink]:
    return [replace(line, y=line.y + y + number * pitch) for number, (line, pitch) in enumerate(lines)]


def _part_ink(
    table: Table, cells: list[SetCell], height: float, above: float, edges: list[float]
) -> Iterator[Ink]:
    """The sides of a part of a row, and the `edges` of the row as far as it reaches them."""
    pen = (table.width * MM, table.color)
    left, right = cells[0][0], cells[-1][0] + cells[-1][1]
    for x in (*(x for x, _, _ in cells), right):
        yield Stroke(x, 0.0, x, height, *pen)
    for edge in edges:
        yield Stroke(left, edge, right, edge, *pen)
    yield from (ink for _, _, lines in cells for ink in _stacked(lines, above))


def numeral(number: int) -> str:
    """1 to 99 as 一 to 九十九."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + DIGITS[ones]


def paginate(rows: Iterator[Row], flow: Flow) -> list[list[Ink]]:
    """Rows on as many pages as they need. Raises BadInput for a row higher than a page."""
    pages: list[list[Row]] = [[]]
    left = (flow.bottom - flow.top) * MM
    for row in rows:
        if pages[-1] and row.gap + row.height > left + 1e-6:
            pages.append(_opening(pages[-1], row))
            left = (flow.bottom - flow.later) * MM - _height(pages[-1])
        left -= row.height + (row.gap if pages[-1] else 0.0)
        pages[-1].append(row)
        if left < -1e-6:
            raise BadInput(row.owner, "这一项太长，一整页都排不下，请缩短后再打印。")
    tops = [flow.top] + [flow.later] * (len(pages) - 1)
    return [_placed(page, top * MM) for page, top in zip(pages, tops, strict=True)]


def _opening(before: list[Row], row: Row) -> list[Row]:
    """What stands on the new page above `row`: the rows it takes along, and the head of their table."""
    count = min(row.keep, len(before) - 1)
    along = before[len(before) - count :]
    del before[len(before) - count :]
    head = (*along, row)[0].head
    return [head, *along] if head else along


def _height(rows: list[Row]) -> float:
    return sum(row.height + (row.gap if number else 0.0) for number, row in enumerate(rows))


def _placed(rows: list[Row], y: float) -> list[Ink]:
    inks: list[Ink] = []
    for number, row in enumerate(rows):
        y += row.gap if number else 0.0
        inks += moved(row.inks, 0.0, y)
        y += row.height
    return inks
