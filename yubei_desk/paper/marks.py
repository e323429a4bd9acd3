"""Marks of a page 版面要素: fixed words, rules, grids, the square and the seal become ink."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from yubei_desk.errors import BadInput
from yubei_desk.paper.facts import fill
from yubei_desk.paper.form import Code, Form, Frame, Grid, Mark, Point, Rule, Seal, Text, Watermark
from yubei_desk.paper.ink import MM, Box, Dots, Ink, Line, Stroke
from yubei_desk.paper.qr import dark_runs
from yubei_desk.paper.seal import seal_ink
from yubei_desk.paper.words import Area, Setter, owner_of

SMALLEST_MODULE = 0.3  # mm: below it a 300 dpi printer and a phone's camera do not agree


class Marker:
    """Turns the marks of one form into ink; in 套打 (`preprinted`) what the blank already bears is left
    out.
    """

    def __init__(self, form: Form, setter: Setter, *, preprinted: bool) -> None:
        self._form = form
        self._set = setter
        self._preprinted = preprinted

    def ink(self, marks: Iterable[Mark], texts: Mapping[str, str]) -> Iterator[Ink]:
        """Ink of the marks whose `when` is there. Raises BadInput(fact, sentence)."""
        for mark in marks:
            if not mark.when or texts[mark.when]:
                yield from self._mark(mark, texts)

    def _mark(self, mark: Mark, texts: Mapping[str, str]) -> Iterator[Ink]:
        bare = self._preprinted and mark.preprinted
        match mark:
            case Grid():
                yield from self._grid(mark, texts, bare)
            case _ if bare:
                return
            case Text():
                area = Area(mark.at[0] * MM, mark.at[1] * MM, mark.width * MM, mark.height * MM)
                yield from self._set.box(mark, owner_of(mark.text), fill(mark.text, texts), area, mark.lines)
            case Rule():
                yield _stroke(mark.start, mark.end, mark)
            case Frame():
                yield _outline(*mark.at, *mark.size, mark.width, mark)
            case Code():
                yield _dots(mark, fill(mark.text, texts))
            case Seal():
                yield from seal_ink(mark, fill(mark.text, texts), fill(mark.caption, texts), self._set)
            case Watermark():
                yield self._watermark(mark)

    def _grid(self, grid: Grid, texts: Mapping[str, str], bare: bool) -> Iterator[Ink]:
        y = grid.at[1]
        if not bare:
            yield _outline(*grid.at, sum(grid.widths), sum(grid.heights), grid.width * 2, grid)
        for height, cells in zip(grid.heights, grid.cells, strict=True):
            x = grid.at[0]
            if not bare and y > grid.at[1]:
                yield _stroke((x, y), (x + sum(grid.widths), y), grid)
            for column, cell in enumerate(cells):
                width = sum(grid.widths[column:]) if column == len(cells) - 1 else grid.widths[column]
                yield from self._cell(grid, cell, texts, (x, y, width, height), bare)
                x += width
            y += height

    def _cell(
        self,
        grid: Grid,
        cell: str,
        texts: Mapping[str, str],
        place: tuple[float, float, float, float],
        bare: bool,
    ) -> Iterator[Ink]:
        x, y, width, height = place
        if not bare and x > grid.at[0]:
            yield _stroke((x, y), (x, y + height), grid)
        area = Area((x + grid.padding) * MM, y * MM, (width - 2 * grid.padding) * MM, height * MM)
        if "{" in cell:
            yield from self._set.box(grid, owner_of(cell), fill(cell, texts), area, 0)
        elif not bare:
            yield from self._set.box(grid, "form", cell, area, 0, grid.label_font, "center")

    def _watermark(self, mark: Watermark) -> Line:
        width = self._set.width(mark.text, "hei", "form") * mark.size
        wide, high = self._form.page
        x = wide * MM / 2 - (width / 2 - mark.size * 0.38) * 0.7071
        y = high * MM / 2 + (width / 2 + mark.size * 0.38) * 0.7071
        return Line("watermark", x, y, "hei", mark.size, mark.text, width, mark.color, turn=45.0)


def _outline(x: float, y: float, w: float, h: float, width: float, mark: Frame | Grid) -> Box:
    return Box(x * MM, y * MM, w * MM, h * MM, width * MM, mark.color)


def _stroke(start: Point, end: Point, mark: Rule | Grid) -> Stroke:
    return Stroke(start[0] * MM, start[1] * MM, end[0] * MM, end[1] * MM, mark.width * MM, mark.color)


def _dots(mark: Code, text: str) -> Dots:
    side, runs = dark_runs(text)
    if mark.size / side < SMALLEST_MODULE:
        raise BadInput(owner_of(mark.text), f"二维码内容过长（{len(text)} 字），印出来将无法识读。")
    return Dots(mark.at[0] * MM, mark.at[1] * MM, mark.size * MM / side, runs)
