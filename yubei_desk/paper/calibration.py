"""The calibration sheet 校准页: rulers that begin at the edges of the paper, to be measured with a ruler."""

from __future__ import annotations

from collections.abc import Iterator

from yubei_desk.domain.paper import Offset
from yubei_desk.paper.font import standard_fonts
from yubei_desk.paper.form import FontName, Form
from yubei_desk.paper.ink import MM, Ink, Line, Stroke
from yubei_desk.paper.render import draw
from yubei_desk.paper.words import Setter

EDGE = 20  # mm from the left and the upper edge, where the two long lines stand on a printer that is right
REACH = 60  # mm a ruler is long
THIN = 0.12 * MM
WORDS = (
    ("偏移校准页", 20.0, 16.0),
    ("用于：{form}", 11.0, 9.0),
    ("本页打印时的偏移：右移 {dx:+.1f} 毫米，下移 {dy:+.1f} 毫米", 11.0, 9.0),
    ("1. 用尺量竖线到纸张左边、横线到纸张上边的距离，准确时都是 20.0 毫米。", 11.0, 7.0),
    ("2. 右移 = 现填的右移 + 20.0 - 量得的左边距；下移 = 现填的下移 + 20.0 - 量得的上边距。", 11.0, 7.0),
    ("3. 填入后再打一张，两处都是 20.0 毫米即可保存。打印机须按 100% 打印，不得缩放。", 11.0, 7.0),
)


def calibration_sheet(form: Form, offset: Offset) -> bytes:
    """A sheet of the form's size as PDF bytes; the offset is only told on it, the printer makes it."""
    wide, high = form.page
    fonts = standard_fonts()
    pen = Setter(form, fonts)
    rulers = [*_ruler(pen, across=True), *_ruler(pen, across=False)]
    inks = [*_cross(wide, high), *rulers, *_words(pen, form.title, offset)]
    return draw(form, [inks], fonts)


def _cross(wide: float, high: float) -> Iterator[Ink]:
    yield Stroke(EDGE * MM, 0, EDGE * MM, high * MM, THIN, "black")
    yield Stroke(0, EDGE * MM, wide * MM, EDGE * MM, THIN, "black")


def _ruler(pen: Setter, *, across: bool) -> Iterator[Ink]:
    """A tick a millimetre along a long line, the tens named by their distance from the edge."""
    for mm in range(REACH + 1):
        long = (3.2 if mm % 10 == 0 else 2.2 if mm % 5 == 0 else 1.4) * MM
        at, near = mm * MM, EDGE * MM
        ends = (at, near, at, near + long) if across else (near, at, near + long, at)
        yield Stroke(*ends, THIN, "black")
        if mm % 10 == 0 and mm != EDGE:
            x, y = (at - 1.5 * MM, near + 6.5 * MM) if across else (near + 4 * MM, at + 1 * MM)
            yield _line(pen, x, y, str(mm), "hei", 7)


def _words(pen: Setter, title: str, offset: Offset) -> Iterator[Ink]:
    y = 50.0
    for text, size, pitch in WORDS:
        said = text.format(form=title, dx=offset.dx, dy=offset.dy)
        yield _line(pen, 45 * MM, y * MM, said, "hei" if size > 12 else "song", size)
        y += pitch


def _line(pen: Setter, x: float, y: float, text: str, font: FontName, size: float) -> Line:
    return Line("form", x, y, font, size, text, pen.width(text, font, "form") * size)
