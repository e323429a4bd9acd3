"""Setting words 排字: text becomes lines in a box, shrunk as far as the form allows, else refused by its
label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from yubei_desk.errors import BadInput
from yubei_desk.paper.font import Fonts, NoGlyph
from yubei_desk.paper.form import Align, FontName, Form, Words, names
from yubei_desk.paper.ink import MM, Line
from yubei_desk.paper.text import break_text, fit, text_width

ASCENT = 0.88  # of the em box, in all our fonts
TIGHT = 1.3  # pitch of lines in a box of given height, in sizes
LOOSE = 1.5
MOST_SPACING = 0.35  # em between two characters of a justified line; wider gaps look like blanks


@dataclass(frozen=True, slots=True)
class Area:
    """A box in points from the top left: `h` centres the words, 0 starts them at the top."""

    x: float
    y: float
    w: float
    h: float = 0.0


class Setter:
    """Sets words of one form with one set of fonts."""

    def __init__(self, form: Form, fonts: Fonts) -> None:
        self._form = form
        self._fonts = fonts

    def box(
        self,
        words: Words,
        owner: str,
        text: str,
        area: Area,
        lines: int,
        font: FontName | None = None,
        align: Align | None = None,
    ) -> Iterator[Line]:
        """At most `lines` lines (0: as many as the height takes). Raises BadInput(owner, sentence)."""
        if not text:
            return
        font = font or words.font
        try:
            fitted = fit(
                text, self._fonts[font], area.w, words.size, words.min_size or words.size, lines, area.h
            )
        except NoGlyph as error:
            raise self._no_glyph(owner, error) from error
        if fitted is None:
            raise self._too_long(owner, words, lines)
        size, broken = fitted
        pitch = words.pitch * MM or size * (TIGHT if area.h else LOOSE)
        y = area.y + (max(0.0, area.h - pitch * len(broken)) / 2 if area.h else 0.0)
        for number, (line, last) in enumerate(broken):
            yield self._line(words, owner, line, last, area, y + number * pitch, pitch, size, font, align)

    def paragraph(
        self, words: Words, owner: str, text: str, area: Area, indent: float
    ) -> Iterator[tuple[Line, float]]:
        """Each line of a text of any length, set at y = 0, with its pitch; paragraphs are indented by
        `indent` em.
        """
        pitch = words.pitch * MM or words.size * LOOSE
        try:
            broken = break_text(text, self._fonts[words.font], area.w / words.size, indent)
        except NoGlyph as error:
            raise self._no_glyph(owner, error) from error
        first = True
        for line, last in broken:
            shift = indent * words.size if first else 0.0
            room = Area(area.x + shift, area.y, area.w - shift)
            yield (
                self._line(words, owner, line, last, room, area.y, pitch, words.size, words.font, None),
                pitch,
            )
            first = last

    def width(self, text: str, font: FontName, owner: str) -> float:
        """Width of a line in em."""
        try:
            return text_width(text, self._fonts[font])
        except NoGlyph as error:
            raise self._no_glyph(owner, error) from error

    def _line(
        self,
        words: Words,
        owner: str,
        text: str,
        last: bool,
        area: Area,
        y: float,
        pitch: float,
        size: float,
        font: FontName,
        align: Align | None,
    ) -> Line:
        width = text_width(text, self._fonts[font]) * size
        slack, spacing, align = area.w - width, 0.0, align or words.align
        if align == "justify" and not last and len(text) > 1:
            spacing = slack / (len(text) - 1)
            spacing = spacing if spacing <= MOST_SPACING * size else 0.0
        shift = slack / 2 if align == "center" else slack if align == "right" else 0.0
        base = y + (pitch - size) / 2 + ASCENT * size
        return Line(owner, area.x + shift, base, font, size, text, width, words.color, spacing)

    def _label(self, owner: str) -> str:
        name, _, column = owner.partition(".")
        field = self._form.fields.get(name)
        if field is None:
            return f"《{self._form.title}》的固定文字"
        return f"“{field.columns[column].label if column else field.label}”"

    def _no_glyph(self, owner: str, error: NoGlyph) -> BadInput:
        char = error.char if error.char.isprintable() else "不可见字符"
        code = f"U+{ord(error.char):04X}"
        return BadInput(
            owner, f"{self._label(owner)}中的“{char}”（{code}）没有字形，印不出来，请改用规范汉字。"
        )

    def _too_long(self, owner: str, words: Words, lines: int) -> BadInput:
        least = words.min_size or words.size
        room = f"{lines} 行" if lines else "一格"
        return BadInput(owner, f"{self._label(owner)}太长，缩到 {least:g} 磅仍排不进{room}，请缩短后再打印。")


def owner_of(template: str) -> str:
    """The fact a complaint about this text goes to: the first it names, else the form itself."""
    return next(iter(names(template)), "form")
