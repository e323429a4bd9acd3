"""A specimen scan 样页: one page of large words, for practice where an office would scan a paper."""

from __future__ import annotations

from collections.abc import Sequence

from yubei_desk.paper.font import standard_fonts
from yubei_desk.paper.form import Form
from yubei_desk.paper.ink import MM, Ink, Line
from yubei_desk.paper.render import draw
from yubei_desk.paper.words import Setter


def specimen_page(form: Form, words: Sequence[str]) -> bytes:
    """These lines on a page of the form's size, as PDF bytes."""
    fonts = standard_fonts()
    pen = Setter(form, fonts)
    lines: list[Ink] = [
        Line("form", 30 * MM, (50 + 14 * place) * MM, "hei", 15, said, pen.width(said, "hei", "form") * 15)
        for place, said in enumerate(words)
    ]
    return draw(form, [lines], fonts)
