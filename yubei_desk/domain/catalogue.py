"""The catalogue 事项清单 as cataloguers keep it: stages in editions, drafted by one, published by another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yubei_desk.domain.act import Act, Move
from yubei_desk.domain.stage import StagePart

ALL, MANDATORY = "全部办结", "必办事项办结"
MODES = ("联合办理", "预审服务")
NUMBERS = ("立项用地规划许可", "工程建设许可", "施工许可", "竣工验收", "并行推进")  # DOMAIN 3.1: 1 to 5


@dataclass(frozen=True, slots=True)
class EditionRow:
    """One edition of a stage in a list: in force from `from_day` until the day before `to_day`, None while
    neither is known.
    """

    id: int
    process: int
    process_name: str
    number: int
    edition: int
    name: str
    state: str
    state_label: str
    from_day: date | None
    to_day: date | None
    drafter: str

    @property
    def stage(self) -> tuple[int, int]:
        """What all editions of one stage share: process and number."""
        return self.process, self.number


@dataclass(frozen=True, slots=True)
class Pick:
    """Something an edition names: an item with its section, or a section; `mandatory` for a 必办 item."""

    id: int
    code: str
    name: str
    section: str = ""
    mandatory: bool = True


@dataclass(frozen=True, slots=True)
class Picks:
    """What an edition may name: process types by code, sections that may lead or sit, items of the
    catalogue.
    """

    processes: tuple[tuple[int, str], ...]
    sections: tuple[Pick, ...]
    items: tuple[Pick, ...]


@dataclass(frozen=True, slots=True)
class StageFault:
    """One sentence of the law why an edition may not be published, and the field it speaks of."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What an edition would be if it were drafted now: its faults, and the simulation on one project."""

    faults: tuple[StageFault, ...]
    parts: tuple[StagePart, ...]


@dataclass(frozen=True, slots=True)
class StageEdition:
    """One edition whole, with its history and what the law lets the person signed in do to it."""

    matter_id: int
    version: int
    state: str
    state_label: str
    process: int
    process_name: str
    number: int
    edition: int
    name: str
    lead: Pick | None
    mode: str
    total_days: int | None
    rollup: str
    basis: str
    from_day: date | None
    to_day: date | None
    items: tuple[Pick, ...]
    seats: tuple[Pick, ...]
    gate: tuple[Pick, ...]
    faults: tuple[StageFault, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]


def editions_shown(rows: Sequence[EditionRow]) -> tuple[EditionRow, ...]:
    """Of each stage its drafts and the edition in force; the last one where none is, so that no stage is
    out of sight.
    """
    living = {row.stage for row in rows if row.state != "retired"}
    newest = {row.stage: row.id for row in sorted(rows, key=lambda row: row.edition)}
    return tuple(
        row
        for row in rows
        if row.state != "retired" or (row.stage not in living and row.id == newest[row.stage])
    )
