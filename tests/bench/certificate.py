"""One certificate page, warm: our render against a bare ReportLab canvas that draws the very same marks.

The bare side is what a programmer would write by hand for this one permit: every word, line, ring and dot
already at its place, drawn by plain canvas calls in the same font files as ReportLab embeds them. Each
round prints another permit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from io import BytesIO
from math import cos, radians, sin
from pathlib import Path
from time import process_time

import segno
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.bench.row import Row, at_most
from yubei_desk.paper.facts import write_facts
from yubei_desk.paper.font import standard_fonts
from yubei_desk.paper.form import Form
from yubei_desk.paper.ink import MM, Box, Dots, Ink, Line, Ring, Stroke
from yubei_desk.paper.layout import lay_out
from yubei_desk.paper.load import load_form, load_sample
from yubei_desk.paper.render import PAINTS, render

FOLDER = Path(__file__).parents[2] / "forms" / "land_use_permit"
WARM, ROUNDS = 5, 60
Call = Callable[[Canvas], object]


def measure() -> Iterator[Row]:
    """Two rows in CPU time, the sides in turn: a page printed after its preview, and one never seen before.

    On a first sight the bare side makes its square too, by segno: who draws a new one has to.
    """
    form, sample = load_form(FOLDER), load_sample(FOLDER)
    again: list[tuple[float, float]] = []
    first: list[tuple[float, float]] = []
    for number in range(WARM + ROUNDS):
        facts = _permit(sample, number)
        new = _spent(partial(render, form, facts))
        calls = [*_calls(form, facts)]
        bare = _spent(partial(_draw, form, calls))
        square = _spent(partial(_square, str(facts["qr_text"])))
        first.append((new, bare + square))
        seen = _spent(partial(render, form, facts))
        again.append((seen, _spent(partial(_draw, form, calls))))
    against = "bare ReportLab, the same marks"
    for name, pairs in (("certificate page, warm", again), ("certificate page, first sight", first)):
        ours, theirs = zip(*pairs[WARM:], strict=True)
        yield at_most(name, ours, theirs, against, 1.2)


def _spent(draw: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    begun = process_time()
    draw()
    return (process_time() - begun) * 1000


def _permit(sample: Mapping[str, object], number: int) -> dict[str, object]:
    """Another permit each time: number, place, areas and the square change."""
    serial = f"{number + 100:05d}"
    facts = {
        key: value.replace("00009", serial) if isinstance(value, str) else value
        for key, value in sample.items()
    }
    return {
        **facts,
        "area": f"{60000 + number}平方米",
        "location": f"重庆市渝北区空港组团{number + 100}号地块",
    }


def _square(text: str) -> object:
    """A QR code of the same kind."""
    return segno.make_qr(text, error="m", mode="byte", encoding="utf-8", mask=3, boost_error=False)


def _draw(form: Form, calls: list[Call]) -> bytes:
    """The page by hand."""
    buffer = BytesIO()
    size = (form.page[0] * MM, form.page[1] * MM)
    first = _stock(standard_fonts()["song"].first())
    canvas = Canvas(buffer, pagesize=size, pageCompression=1, invariant=1, initialFontName=first)
    canvas.setTitle(form.title)
    for call in calls:
        call(canvas)
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@cache
def _stock(path: str) -> str:
    """The same font file as ReportLab itself embeds it."""
    pdfmetrics.registerFont(TTFont(f"bare {path}", path))
    return f"bare {path}"


def _calls(form: Form, facts: Mapping[str, object]) -> Iterator[Call]:
    """The canvas calls of the page, worked out beforehand; a colour only where it changes."""
    fill = stroke = "black"
    high = form.page[1] * MM
    (page,) = lay_out(form, write_facts(form, facts), standard_fonts())
    for ink in page:
        color = "black" if isinstance(ink, Dots) else ink.color
        if isinstance(ink, Line | Dots) and color != fill:
            fill = color
            yield partial(Canvas.setFillColor, aColor=PAINTS[color])
        if not isinstance(ink, Line | Dots) and color != stroke:
            stroke = color
            yield partial(Canvas.setStrokeColor, aColor=PAINTS[color])
        yield from _call(ink, high)


def _call(ink: Ink, high: float) -> Iterator[Call]:
    match ink:
        case Line():
            yield _words(ink, high)
        case Box(x, y, w, h):
            yield partial(Canvas.setLineWidth, width=ink.width)
            yield partial(Canvas.rect, x=x, y=high - y - h, width=w, height=h)
        case Stroke(x, y, x2, y2):
            yield partial(Canvas.setLineWidth, width=ink.width)
            yield partial(Canvas.line, x1=x, y1=high - y, x2=x2, y2=high - y2)
        case Ring(x, y, radius):
            yield partial(Canvas.setLineWidth, width=ink.width)
            yield partial(Canvas.circle, x_cen=x, y_cen=high - y, r=radius)
        case Dots():
            yield _dots(ink, high)


def _words(line: Line, high: float) -> Call:
    runs = [(_stock(font), part) for font, part in standard_fonts()[line.font].runs(line.text)]
    c, s = cos(radians(line.turn)), sin(radians(line.turn))
    turned = line.turn or line.squeeze != 1

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText()
        if turned:
            text.setTextTransform(c * line.squeeze, s * line.squeeze, -s, c, line.x, high - line.y)
        else:
            text.setTextOrigin(line.x, high - line.y)
        if line.spacing:
            text.setCharSpace(line.spacing)
        for font, part in runs:
            text.setFont(font, line.size)
            text.textOut(part)
        if line.spacing:
            text.setCharSpace(0)
        canvas.drawText(text)

    return draw


def _dots(dots: Dots, high: float) -> Call:
    side = dots.module
    rects = [(dots.x + c * side, high - dots.y - (r + 1) * side, n * side, side) for c, r, n in dots.runs]

    def draw(canvas: Canvas) -> None:
        path = canvas.beginPath()
        for rect in rects:
            path.rect(*rect)
        canvas.drawPath(path, stroke=0, fill=1)

    return draw
