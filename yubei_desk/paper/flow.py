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
from yubei_desk.paper.ink import MM, Box, Ink, Line, moved
from yubei_desk.paper.words import Area, Setter, owner_of

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
        titles: list[tuple[str, str, Align]] = [(table.rows, c.title, "center") for c in table.columns]
        head = replace(self._table_row(table, titles, head=True), gap=table.before * MM)
        yield head
        for number, row in enumerate(facts.rows[table.rows]):
            cells = [(f"{table.rows}.{owner_of(c.text)}", fill(c.text, row), c.align) for c in table.columns]
            yield replace(self._table_row(table, cells), head=head, keep=0 if number else 1)
        if not facts.rows[table.rows]:
            yield replace(self._table_row(table, [(table.rows, table.empty, "left")]), keep=1)

    def _table_row(self, table: Table, cells: list[tuple[str, str, Align]], *, head: bool = False) -> Row:
        """One ruled row as high as its highest cell; a single cell spans the table."""
        widths = [c.width for c in table.columns] if len(cells) > 1 else [sum(c.width for c in table.columns)]
        look = replace(table, font=table.head_font) if head else table
        set_cells: list[tuple[float, list[Line], float]] = []
        x = self._flow.left
        for width, (owner, text, align) in zip(widths, cells, strict=True):
            area = Area((x + table.padding) * MM, 0.0, (width - 2 * table.padding) * MM)
            lines = [*self._set.paragraph(replace(look, align=align), owner, text, area, 0.0)]
            stacked = [replace(line, y=line.y + n * pitch) for n, (line, pitch) in enumerate(lines)]
            set_cells.append((x, stacked, sum(pitch for _, pitch in lines)))
            x += width
        height = max(high for _, _, high in set_cells) + 2 * table.padding * MM
        inks: list[Ink] = []
        for width, (x, stacked_lines, high) in zip(widths, set_cells, strict=True):
            inks.append(Box(x * MM, 0.0, width * MM, height, table.width * MM, table.color))
            inks += moved(stacked_lines, 0.0, (height - high) / 2)
        return Row(table.rows, height, tuple(inks))


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
