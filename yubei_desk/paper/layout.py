"""Setting a paper 排版: a form and its facts become pages of ink; what does not fit is refused by its
label.
"""

from __future__ import annotations

from collections.abc import Iterator

from yubei_desk.paper.facts import Facts
from yubei_desk.paper.flow import Flower, paginate
from yubei_desk.paper.font import Fonts
from yubei_desk.paper.form import Form, Mark
from yubei_desk.paper.ink import Ink
from yubei_desk.paper.marks import Marker
from yubei_desk.paper.words import Setter


def lay_out(form: Form, facts: Facts, fonts: Fonts, *, preprinted: bool = False) -> list[list[Ink]]:
    """Every page of the paper. Raises BadInput(fact, sentence)."""
    setter = Setter(form, fonts)
    marker = Marker(form, setter, preprinted=preprinted)

    def group_ink(name: str) -> Iterator[Ink]:
        return marker.ink([mark for mark in form.marks if mark.inside == name], facts.texts)

    flowed: list[list[Ink]] = [[]]
    if form.flow:
        flowed = paginate(Flower(form, form.flow, setter, group_ink).rows(facts), form.flow)
    pages: list[list[Ink]] = []
    for number, inks in enumerate(flowed, 1):
        texts = {**facts.texts, "page": str(number), "pages": str(len(flowed))}
        marks = [mark for mark in form.marks if not mark.inside and _stands(mark, number, len(flowed))]
        pages.append([*marker.ink(marks, texts), *inks])
    return pages


def _stands(mark: Mark, number: int, count: int) -> bool:
    return (
        mark.pages == "all"
        or (mark.pages == "first" and number == 1)
        or (mark.pages == "last" and number == count)
    )
