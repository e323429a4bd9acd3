"""Items 事项 of the catalogue as the window picks them: the published edition with its limits and
materials.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

NECESSITIES: Final = ("必要", "容缺后补", "非必要")


@dataclass(frozen=True, slots=True)
class Material:
    """One row of an edition's material list; `necessity` is 必要, 非必要 or 容缺后补; counts are sheets
    asked for.
    """

    position: int
    name: str
    necessity: str
    originals: int
    copies: int
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A published item: limits are whole days in `limit_unit` ('working' or 'natural'), `start_event` 受理
    or 收到.
    """

    id: int
    edition_id: int
    code: str
    name: str
    initials: str
    section_id: int
    section: str
    procedure: str
    promised_days: int
    statutory_days: int
    limit_unit: str
    start_event: str
    instant: bool
    window_accepts: bool
    certificate: str
    legal_basis: str
    materials: tuple[Material, ...]

    def matches(self, words: str) -> bool:
        """Whether typed words find this item: pinyin initials from the start of any part, its code, or
        parts of its name.
        """
        return all(
            word.lower() in self.initials
            or word in self.name
            or self.code.startswith(word)
            or word in self.section
            for word in words.split()
        )


def merge_materials(items: Iterable[Item]) -> tuple[Material, ...]:
    """The materials of several items, each name asked once: as needful as the strictest item has it, as many
    sheets as the one that asks for most.
    """
    merged: dict[str, Material] = {}
    for row in (row for item in items for row in item.materials):
        known = merged.setdefault(row.name, replace(row, position=len(merged) + 1))
        merged[row.name] = replace(
            known,
            necessity=min(known.necessity, row.necessity, key=NECESSITIES.index),
            originals=max(known.originals, row.originals),
            copies=max(known.copies, row.copies),
        )
    return tuple(merged.values())
