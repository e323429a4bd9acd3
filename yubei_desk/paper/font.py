"""Fonts of a paper 字体: each character is drawn by the first font of its family that has it, else
refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

FOLDER = Path(__file__).parents[2] / "resources" / "fonts"

# 仿宋_GB2312 and 方正小标宋 are licensed: Noto Serif stands in unless the office names its own file.
CHAINS: Mapping[str, tuple[str, ...]] = {
    "fangsong": ("NotoSerifSC-Regular", "NotoSerifSC-Rare"),
    "song": ("NotoSerifSC-Regular", "NotoSerifSC-Rare"),
    "xiaobiaosong": ("NotoSerifSC-Bold", "NotoSerifSC-Rare"),
    "kai": ("YubeiKai-Regular", "NotoSerifSC-Regular", "NotoSerifSC-Rare"),
    "hei": ("NotoSansSC-Medium", "NotoSerifSC-Rare"),
}


SUBSETS = 16  # kept a font: labels and titles of a form need the same characters on every sheet


class NoGlyph(ValueError):
    """No font of the family has this character."""

    def __init__(self, char: str) -> None:
        super().__init__(char)
        self.char = char


class Face(TTFont):  # type: ignore[misc]  # reportlab carries no types
    """A TrueType font whose text can be copied out of the PDF, characters beyond the BMP included."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), str(path), asciiReadable=False)
        # Each subset reads its tables anew, megabytes of them: copied once instead of once a page.
        self.face.get_table = cache(self.face.get_table)
        make = lru_cache(SUBSETS)(self.face.makeSubset)
        self.face.makeSubset = lambda subset: make(tuple(subset))

    def addObjects(self, doc: object) -> None:
        """Embed the subsets; replace ReportLab's ToUnicode, which writes U+2xxxx as five broken hex
        digits, and its widths, which it writes object by object.
        """
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        objects: dict[str, Any] = doc.idToObject  # type: ignore[attr-defined]
        for number, (internal, subset) in enumerate(zip(names, subsets, strict=True)):
            name = (SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX).decode("ascii")
            objects[f"toUnicodeCMap:{name}"].content = to_unicode(name, tuple(subset))
            widths = " ".join(f"{self.face.getCharWidth(char):g}" for char in subset)
            objects["BasicFonts"].dict[internal].Widths = f"[ {widths} ]"


@lru_cache(SUBSETS)
def to_unicode(name: str, subset: tuple[int, ...]) -> str:
    """The ToUnicode CMap of one subset: code -> UTF-16BE, at most 100 to a block (PDF 32000-1, 9.10.3)."""
    pairs = [f"<{code:02X}> <{_utf16(char)}>" for code, char in enumerate(subset)]
    blocks = [pairs[i : i + 100] for i in range(0, len(pairs), 100)]
    body = "\n".join("\n".join([f"{len(b)} beginbfchar", *b, "endbfchar"]) for b in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def\n"
        f"/CMapName /{name} def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<00> <{len(subset) - 1:02X}>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    )


def _utf16(char: int) -> str:
    return chr(char).encode("utf-16-be").hex().upper()


@cache
def load_face(path: Path) -> str:
    """Register the font file once under its path, which is returned; about 40 ms."""
    pdfmetrics.registerFont(Face(path))
    return str(path)


class Family:
    """One word of a form (song, kai, hei ...) as a chain of font files; the later ones are read when first
    needed.
    """

    def __init__(self, chain: tuple[Path, ...]) -> None:
        self._chain = chain
        self.widths: Mapping[str, float] = _Widths(self)
        self._names: dict[str, str] = {}

    def first(self) -> str:
        """Name of the font a page begins with."""
        return load_face(self._chain[0])

    def find(self, char: str) -> tuple[str, float]:
        """Name of the font that draws `char`, and its width in em. Raises NoGlyph."""
        for path in self._chain:
            name = load_face(path)
            face = pdfmetrics.getFont(name).face
            if ord(char) in face.charToGlyph:
                self._names[char] = name
                return name, face.getCharWidth(ord(char)) / 1000
        raise NoGlyph(char)

    def runs(self, text: str) -> list[tuple[str, str]]:
        """`text`, already measured, cut into (font name, characters) where the font changes."""
        names = self._names
        runs: list[tuple[str, str]] = []
        start = 0
        for i in range(1, len(text) + 1):
            if i == len(text) or names[text[i]] != names[text[start]]:
                runs.append((names[text[start]], text[start:i]))
                start = i
        return runs


class _Widths(dict[str, float]):
    def __init__(self, family: Family) -> None:
        super().__init__()
        self._family = family

    def __missing__(self, char: str) -> float:
        width = self[char] = self._family.find(char)[1]
        return width


class Fonts:
    """The families a form may name; `office` puts the office's own file (仿宋_GB2312 ...) first in a
    chain.
    """

    def __init__(self, folder: Path = FOLDER, office: Mapping[str, Path] | None = None) -> None:
        self._families = {
            name: Family(((office[name],) if office and name in office else ()) + _files(folder, chain))
            for name, chain in CHAINS.items()
        }

    def __getitem__(self, family: str) -> Family:
        return self._families[family]


def _files(folder: Path, chain: tuple[str, ...]) -> tuple[Path, ...]:
    return tuple(folder / f"{stem}.ttf" for stem in chain)


@cache
def standard_fonts() -> Fonts:
    """The fonts that come with the program, loaded once."""
    return Fonts()
