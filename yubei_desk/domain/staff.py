"""Staff 工作人员: who is signed in, where, and which rooms of the office their duties open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty (窗口, 经办, 首席代表 ...) held today in one section."""

    duty: str
    label: str
    section_id: int
    section: str


@dataclass(frozen=True, slots=True)
class Session:
    """The person signed in; `rooms` are the keys of the rooms the law opens to their duties.

    `now` is the time of the law (a practice centre may stand at a time of its own), `clock` the
    server's own clock.
    """

    staff_id: int
    login: str
    name: str
    centre: str
    practice: bool
    now: datetime
    clock: datetime
    duties: tuple[Duty, ...]
    rooms: tuple[str, ...]
    key_fingerprint: str = ""

    @property
    def section_ids(self) -> tuple[int, ...]:
        """The sections of today's duties, each once."""
        return tuple(dict.fromkeys(duty.section_id for duty in self.duties))


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides today for a section: names with 代 for deputies; empty = nobody can, shown red."""

    section_id: int
    section: str
    names: str

    @property
    def posts(self) -> str:
        """The names without the section's own before each, for where the section stands beside them."""
        return "、".join(name.removeprefix(self.section) for name in self.names.split("、"))
