"""The seal 样章: a round red mark that says it is a sample; the program never claims a legal electronic
seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import cos, degrees, pi, radians, sin

from yubei_desk.errors import BadInput
from yubei_desk.paper.form import Seal
from yubei_desk.paper.ink import MM, Ink, Line, Ring
from yubei_desk.paper.words import Setter, owner_of

WIDEST = radians(270)  # the arc of the department's name
NARROWEST = 0.45  # below it strokes run together at 300 dpi


def seal_ink(seal: Seal, department: str, caption: str, setter: Setter) -> Iterator[Ink]:
    """Ring, name on the arc, 样章 in the middle, caption below (国发〔1999〕25号: round, the name along
    the upper arc). The middle stays clear of a signature just below the centre and of the date under it
    (GB/T 9704-2012, 7.3.5: both lie a little below the centre of the seal).

    Raises BadInput where the name is too long for the arc.
    """
    if not department:
        return
    x, y, r = seal.at[0] * MM, seal.at[1] * MM, seal.diameter * MM / 2
    yield Ring(x, y, r - 0.6 * MM, 1.0 * MM * seal.diameter / 42, "red")
    yield from _arc(seal, department, x, y, r, setter)
    yield _middle(x, y - 0.15 * r, "样章", 0.4 * r, setter)
    if caption:
        size = min(0.165 * r, 1.15 * r / setter.width(caption, "hei", owner_of(seal.caption)))
        yield _middle(x, y + 0.36 * r, caption, size, setter)


def _arc(seal: Seal, name: str, x: float, y: float, r: float, setter: Setter) -> Iterator[Line]:
    owner, size = owner_of(seal.text), 0.24 * r
    setter.width(name, "xiaobiaosong", owner)
    base = r * 0.92 - size
    step = min(1.5 * size / (base + size / 2), WIDEST / len(name))
    squeeze = min(0.8, 0.85 * step * (base + size * 0.3) / size)
    if squeeze < NARROWEST:
        raise BadInput(owner, f"印章上的名称“{name}”太长（{len(name)} 字），排不进样章。")
    for number, char in enumerate(name):
        angle = pi / 2 + step * (len(name) - 1) / 2 - number * step
        width = setter.width(char, "xiaobiaosong", owner) * size * squeeze
        start_x = x + base * cos(angle) - width / 2 * sin(angle)
        start_y = y - base * sin(angle) - width / 2 * cos(angle)
        turn = degrees(angle) - 90
        yield Line(
            "seal", start_x, start_y, "xiaobiaosong", size, char, width, "red", turn=turn, squeeze=squeeze
        )


def _middle(x: float, base: float, text: str, size: float, setter: Setter) -> Line:
    width = setter.width(text, "hei", "form") * size
    return Line("seal", x - width / 2, base, "hei", size, text, width, "red")
