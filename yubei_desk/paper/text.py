"""Lines of a paper 排行: Chinese text is broken by 避头尾 and shrunk until it fits its box."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from yubei_desk.paper.font import Family

# GB/T 15834-2011, 5.1: these may not begin, those may not end a line.
NO_START = frozenset("，。、；：？！）】》」』〕〉〗｝］”’…—～·％‰℃°,.;:?!)]}>%/-－／")
NO_END = frozenset("（【《「『〔〈〖｛［“‘￥＄№([{<$")

# A run of digits and Latin stays whole, with the 年, 月, 日, 号 or 条 that belongs to a number.
_UNIT = re.compile(r"[0-9A-Za-zÀ-ɏ.,:@+#%&*=/_-]+(?:(?<=[0-9])[年月日时号条款项])? *|. *", re.DOTALL)


def units(text: str) -> list[str]:
    """What a line may not tear: runs of digits and Latin, a mark with its neighbour, a word with its
    spaces.
    """
    glued: list[str] = []
    for unit in _UNIT.findall(text):
        if glued and (unit[0] in NO_START or glued[-1].rstrip()[-1:] in NO_END):
            glued[-1] += unit
        else:
            glued.append(unit)
    return glued


def wrap(text: str, widths: Mapping[str, float], room: float, indent: float = 0.0) -> list[str]:
    """Break `text` (no line feeds) into lines of at most `room` em, the first `indent` em shorter.

    The lines joined give `text` again: spaces hang at the end of a line, where they take no room. A unit
    wider than a whole line is torn, because nothing else is left. Raises NoGlyph.
    """
    lines: list[str] = [""]
    left = room - indent
    for unit in units(text):
        if (width := _width(unit.rstrip(), widths)) > left + 1e-6 and lines[-1]:
            lines.append("")
            left = room
        if width > left + 1e-6:
            *full, unit = _tear(unit, widths, left, room)
            lines[-1:] = [*full, ""] if full else [""]
            left = room if full else left
        lines[-1] += unit
        left -= _width(unit, widths)
    return lines


def _tear(unit: str, widths: Mapping[str, float], left: float, room: float) -> list[str]:
    pieces = [""]
    for char in unit:
        if (width := widths[char]) > left + 1e-6 and pieces[-1] and char != " ":
            pieces.append("")
            left = room
        pieces[-1] += char
        left -= width
    return pieces


def _width(text: str, widths: Mapping[str, float]) -> float:
    return sum(map(widths.__getitem__, text))


@lru_cache(maxsize=4096)
def break_text(text: str, family: Family, room: float, indent: float = 0.0) -> tuple[tuple[str, bool], ...]:
    """Lines of a text with line feeds, each with whether it ends its paragraph; every paragraph is
    indented.
    """
    lines: list[tuple[str, bool]] = []
    for paragraph in text.replace("\r\n", "\n").split("\n"):
        broken = wrap(paragraph, family.widths, room, indent)
        lines += [(line.rstrip(" "), False) for line in broken[:-1]] + [(broken[-1].rstrip(" "), True)]
    return tuple(lines)


@lru_cache(maxsize=4096)
def fit(
    text: str, family: Family, width: float, size: float, min_size: float, lines: int, height: float = 0.0
) -> tuple[float, tuple[tuple[str, bool], ...]] | None:
    """Largest size (half-point steps from `size` down to `min_size`) at which `text` fits, and its lines.

    Points everywhere. It fits in `lines` lines or, where `lines` is 0, in `height` at a pitch of 1.3 sizes.
    None where it does not fit even at the smallest. Raises NoGlyph.
    """
    while size >= min_size - 1e-6:
        broken = break_text(text, family, width / size)
        most = lines or max(1, int(height / (1.3 * size)))
        if len(broken) <= most and all(
            _width(line, family.widths) * size <= width + 1e-3 for line, _ in broken
        ):
            return size, broken
        size -= 0.5
    return None


@lru_cache(maxsize=4096)
def text_width(text: str, family: Family) -> float:
    """Width of one line in em. Raises NoGlyph."""
    return _width(text, family.widths)
