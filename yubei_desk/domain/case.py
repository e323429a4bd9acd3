"""Cases 办件: the row of a worklist, the file a chief reads, the counts of the lights."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yubei_desk.domain.act import Act, Move

DISTANT = date(9999, 12, 31)
"""Stands in the order of a worklist for the due day of a case without a clock."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of a section's worklist; `days_left` in working days, negative when overdue, None without
    a clock.
    """

    matter_id: int
    version: int
    number: str
    applicant: str
    item: str
    section: str
    state: str
    state_label: str
    received_on: date
    due_on: date | None
    days_left: int | None
    light: str
    provisional: bool
    handler: str
    mine: bool

    @property
    def place(self) -> tuple[date, int]:
        """Its place in the order of the worklist: due day, then id."""
        return self.due_on or DISTANT, self.matter_id


@dataclass(frozen=True, slots=True)
class WorkFilter:
    """What a worklist shows: a light, only what I hold, one state, and words (number or
    applicant's initials); empty = all.
    """

    light: str = ""
    mine: bool = False
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class LightCounts:
    """How many open matters of my sections stand at each light, and how many of them I hold."""

    red: int
    yellow: int
    green: int
    mine: int

    @property
    def all(self) -> int:
        """All open matters."""
        return self.red + self.yellow + self.green


@dataclass(frozen=True, slots=True)
class WorkPage:
    """One page by keyset; `next_after` is (due, id) to ask for the page behind it, None at the end; the
    lights are those of `today`.
    """

    rows: tuple[WorkRow, ...]
    counts: LightCounts
    next_after: tuple[date, int] | None
    today: date


def merge_rows(
    rows: Sequence[WorkRow],
    changed: Collection[int],
    fresh: Sequence[WorkRow],
    after: tuple[date, int] | None,
) -> tuple[WorkRow, ...]:
    """The loaded `rows` once the matters of `changed` look as in `fresh`: those not there have left, new ones
    enter at their place; what lies behind `after`, the end of what is loaded, comes with its page.
    """
    gone = set(changed)
    kept = [row for row in rows if row.matter_id not in gone]
    near = [row for row in fresh if after is None or row.place <= after]
    return tuple(sorted([*kept, *near], key=lambda row: row.place))


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """A material as handed in: `form` is paper, electronic, promised or missing; `blob` is the
    stored scan ("" without one).
    """

    position: int
    name: str
    necessity: str
    form: str
    originals: int
    copies: int
    blob: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scan an act has brought to the case: its blob, the material it belongs to (None: to none), and its
    SHA-256 (hex) as the ledger stamped it.
    """

    blob: str
    file_name: str
    material: int | None
    digest: str
    act_id: int


@dataclass(frozen=True, slots=True)
class RelatedCertificate:
    """A certificate this case brought about."""

    matter_id: int
    name: str
    number: str
    state_label: str


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """A paper the case has brought about: form code, 文号 (empty where it has none), day and the act
    behind it.
    """

    form: str
    name: str
    document_no: str
    issued_on: date
    act_id: int


@dataclass(frozen=True, slots=True)
class CaseFile:
    """Everything the person signed in may see of one case; "" or None where the law hides a value from them.
    `provisional` (暂定) is of the promised day. `joint_from` and `outer_on`: the first acceptance among the
    cases it is handled with jointly (联合办理), and the day by which all of them end; `review` is its
    number.

    Personal data is not part of it: it is revealed on request, and each showing is written down.
    """

    matter_id: int
    version: int
    number: str
    state: str
    state_label: str
    business: str
    item: str
    item_id: int
    edition_no: int
    section_id: int
    section: str
    department: str
    applicant: str
    project_code: str
    project_name: str
    received_on: date
    accepted_on: date | None
    start_on: date | None
    promised_on: date | None
    statutory_on: date | None
    promised_days: int
    statutory_days: int
    limit_unit: str
    days_left: int | None
    light: str
    handler: str
    window: str
    receiver: str
    legal_basis: str
    materials: tuple[CaseMaterial, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
    certificates: tuple[RelatedCertificate, ...]
    papers: tuple[IssuedPaper, ...]
    pauses: tuple[tuple[date, date], ...]
    loaded_at: datetime
    due_on: date | None = None
    edition_id: int = 0
    start_event: str = ""
    attachments: tuple[Attachment, ...] = ()
    provisional: bool = False
    joint_from: date | None = None
    outer_on: date | None = None
    review: str = ""

    @property
    def kind(self) -> str:
        """The kind of matter it is."""
        return "case"
