"""Every character of the 通用规范汉字表 is drawn by every family, and copied from the paper as it is."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest
from reportlab.pdfbase import pdfmetrics

from tests.paper.reading import pages, small_form, solid
from yubei_desk.domain.printable import unprintable
from yubei_desk.paper.font import CHAINS, FOLDER, NoGlyph, load_face, standard_fonts
from yubei_desk.paper.form import FontName
from yubei_desk.paper.render import render

LIST = Path(__file__).parents[2] / "resources" / "characters" / "tongyong_8105.txt"
CHARACTERS = solid(LIST.read_text("utf-8"))
FLOW = """
[flow]
left = 10
width = 190
top = 10
later = 10
bottom = 287
[[block]]
kind = "paragraph"
indent = 0
size = 8
font = "{font}"
text = "{{words}}"
"""


def test_the_list_is_whole() -> None:
    assert len(CHARACTERS) == len(set(CHARACTERS)) == 8105
    assert sum(ord(char) > 0xFFFF for char in CHARACTERS) == 196


@pytest.mark.parametrize("font", get_args(FontName))
def test_each_character_is_printed_and_copied(tmp_path: Path, font: FontName) -> None:
    pdf = render(small_form(tmp_path, FLOW.format(font=font)), {"words": CHARACTERS})
    assert solid("".join(pages(pdf))) == CHARACTERS


def test_a_rare_character_is_drawn_by_the_rare_font() -> None:
    family = standard_fonts()["kai"]
    assert Path(family.find("渝")[0]).stem == "YubeiKai-Regular"
    assert Path(family.find("㐀")[0]).stem == "NotoSerifSC-Rare"


def test_no_font_has_an_emoji() -> None:
    with pytest.raises(NoGlyph) as refused:
        standard_fonts()["song"].find("😀")
    assert refused.value.char == "😀"


def test_what_is_promised_to_be_printable_is_what_every_font_has() -> None:
    drawn = [
        set().union(
            *(pdfmetrics.getFont(load_face(FOLDER / f"{stem}.ttf")).face.charToGlyph for stem in chain)
        )
        for chain in CHAINS.values()
    ]
    for code in range(32, 0x30000):
        everywhere = all(code in glyphs for glyphs in drawn)
        assert (unprintable(chr(code)) == "") == everywhere, f"U+{code:04X}"
    assert unprintable("经审查，\n符合法定条件😀🎉") == "😀"
    assert unprintable("\u200b") == "\u200b"
