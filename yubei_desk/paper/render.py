"""Printing a paper 成文: a form and its facts become a PDF, the same bytes for the same facts."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from math import cos, radians, sin

from reportlab.lib.colors import Color as Paint
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from yubei_desk.paper.facts import write_facts
from yubei_desk.paper.font import Fonts, standard_fonts
from yubei_desk.paper.form import Color, Form
from yubei_desk.paper.ink import MM, Box, Dots, Ink, Line, Ring, Stroke
from yubei_desk.paper.layout import lay_out

PAINTS: Mapping[Color, Paint] = {
    "black": HexColor("#000000"),
    "grey": HexColor("#666666"),
    "silver": HexColor("#e4e4e4"),
    "red": HexColor("#d7000f"),
    "gold": HexColor("#b08d3e"),
}


def render(
    form: Form,
    facts: Mapping[str, object],
    *,
    preprinted: bool = False,
    dx: float = 0.0,
    dy: float = 0.0,
    sx: float = 1.0,
    sy: float = 1.0,
    fonts: Fonts | None = None,
) -> bytes:
    """The paper as PDF bytes.

    `preprinted` leaves out what the blank already bears (套打). `dx`, `dy` (mm, right and down) and `sx`,
    `sy` (about the top left corner) correct a printer. `fonts` brings in the office's own 仿宋. Raises
    BadInput(fact, sentence) for a fact that is missing, does not fit, or holds a character no font has.
    """
    fonts = fonts or standard_fonts()
    pages = lay_out(form, write_facts(form, facts), fonts, preprinted=preprinted)
    return draw(form, pages, fonts, (sx, sy, dx * MM, dy * MM))


def draw(
    form: Form,
    pages: list[list[Ink]],
    fonts: Fonts,
    shift: tuple[float, float, float, float] = (1.0, 1.0, 0.0, 0.0),
) -> bytes:
    """Pages of ink as PDF bytes; `shift` is (sx, sy, dx, dy) in points."""
    wide, high = form.page[0] * MM, form.page[1] * MM
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(wide, high),
        pageCompression=1,
        invariant=1,
        lang="zh-CN",
        initialFontName=fonts["song"].first(),
    )
    canvas.setTitle(form.title)
    canvas.setSubject(form.basis)
    canvas.setAuthor("")
    canvas.setCreator("渝北审批台")
    sx, sy, dx, dy = shift
    for page in pages:
        canvas.transform(sx, 0, 0, sy, dx, high * (1 - sy) - dy)
        pen = _Pen(canvas, fonts, high)
        for ink in page:
            pen.draw(ink)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


class _Pen:
    """Draws ink on one page and remembers the colours set, because each setting costs bytes and time."""

    def __init__(self, canvas: Canvas, fonts: Fonts, high: float) -> None:
        self._canvas = canvas
        self._fonts = fonts
        self._high = high
        self._fill: Color = "black"
        self._stroke: Color = "black"

    def draw(self, ink: Ink) -> None:
        canvas, high = self._canvas, self._high
        match ink:
            case Line():
                self._words(ink)
            case Box(x, y, w, h):
                self._thick(ink.width, ink.color)
                canvas.rect(x, high - y - h, w, h)
            case Stroke(x, y, x2, y2):
                self._thick(ink.width, ink.color)
                canvas.line(x, high - y, x2, high - y2)
            case Ring(x, y, radius):
                self._thick(ink.width, ink.color)
                canvas.circle(x, high - y, radius)
            case Dots():
                self._dots(ink)

    def _words(self, line: Line) -> None:
        self._fill_with(line.color)
        text = self._canvas.beginText()
        if line.turn or line.squeeze != 1:
            c, s = cos(radians(line.turn)), sin(radians(line.turn))
            text.setTextTransform(c * line.squeeze, s * line.squeeze, -s, c, line.x, self._high - line.y)
        else:
            text.setTextOrigin(line.x, self._high - line.y)
        if line.spacing:
            text.setCharSpace(line.spacing)
        for font, part in self._fonts[line.font].runs(line.text):
            text.setFont(font, line.size)
            text.textOut(part)
        if line.spacing:
            text.setCharSpace(0)
        self._canvas.drawText(text)

    def _dots(self, dots: Dots) -> None:
        """In whole modules from the top left corner: a thousand short numbers instead of long ones."""
        self._fill_with("black")
        canvas, side = self._canvas, dots.module
        canvas.saveState()
        canvas.transform(side, 0, 0, -side, dots.x, self._high - dots.y)
        canvas.addLiteral("\n".join(f"{column} {row} {length} 1 re" for column, row, length in dots.runs))
        canvas.addLiteral("f")
        canvas.restoreState()

    def _fill_with(self, color: Color) -> None:
        if color != self._fill:
            self._canvas.setFillColor(PAINTS[color])
            self._fill = color

    def _thick(self, width: float, color: Color) -> None:
        self._canvas.setLineWidth(width)
        if color != self._stroke:
            self._canvas.setStrokeColor(PAINTS[color])
            self._stroke = color
