"""Projects 项目 as counter and joint review need them: found, and their earlier approvals registered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from yubei_desk.domain.act import Act, Move
from yubei_desk.domain.case import Attachment, CaseMaterial

STEPS = 5


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A registered project; `code` is its 投资项目统一代码, "" where none is known yet."""

    matter_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One project with its history and what the law lets the person signed in do to it; `scans` of the
    earlier approvals that stand, as far as they are theirs to see.
    """

    matter_id: int
    code: str
    name: str
    version: int
    state: str
    state_label: str
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
    scans: tuple[Attachment, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of matter it is."""
        return "project"

    @property
    def number(self) -> str:
        """A project has no number of the hall's."""
        return ""

    @property
    def materials(self) -> tuple[CaseMaterial, ...]:
        """Nothing is decided on materials here."""
        return ()

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """Scans of earlier approvals stand with their acts; no decision rests on them."""
        return ()


@dataclass(frozen=True, slots=True)
class PriorScans:
    """Scans of a project's earlier approvals 已有批文, to be looked at as those of a case are."""

    attachments: tuple[Attachment, ...]
    materials: tuple[CaseMaterial, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """One case of a project as those outside its section may know it: title, state and days.

    `step` runs from 1 (received) to `STEPS` (its last certificate delivered); `planned_on` is the promised
    day, `expected_on` what the item usually takes, None once decided or where too few cases tell.
    """

    matter_id: int
    item: str
    section: str
    number: str
    state: str
    state_label: str
    received_on: date
    accepted_on: date | None
    planned_on: date
    expected_on: date | None
    decided_on: date | None
    delivered_on: date | None
    warn_on: date | None
    step: int

    @property
    def tight(self) -> bool:
        """Whether at its usual pace the case will turn yellow before it is decided."""
        return bool(self.expected_on and self.warn_on and self.expected_on >= self.warn_on)


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a step of a project 跟踪服务."""

    step: str
    name: str
    mine: bool


@dataclass(frozen=True, slots=True)
class FollowStaff:
    """Somebody who may be named to follow a project: their duty and section in the office's words."""

    login: str
    name: str
    duty: str
    section: str


@dataclass(frozen=True, slots=True)
class StageStanding:
    """How far a project is in a stage it has had a review of, by the roll-up rule 办结规则 of its edition:
    of the items that count, how many are passed, and which are not.
    """

    number: int
    name: str
    rollup: str
    counted: int
    passed: int
    missing: str

    @property
    def done(self) -> bool:
        """Whether the stage is done: every item that counts is 11 or 12."""
        return self.passed == self.counted


@dataclass(frozen=True, slots=True)
class Progress:
    """A project to its last certificate: all its cases across sections, its stages, and who follows it."""

    project: ProjectRow
    cases: tuple[CaseProgress, ...]
    followers: tuple[Follower, ...]
    today: date
    stages: tuple[StageStanding, ...] = ()

    @property
    def share(self) -> float:
        """How far the project is, 0 to 1: the steps done of all its cases."""
        return sum(case.step for case in self.cases) / (STEPS * len(self.cases)) if self.cases else 0.0
