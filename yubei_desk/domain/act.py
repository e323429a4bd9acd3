"""Acts 办理环节: what a person may do to a matter, what the deed must bring, and what has been done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from uuid import UUID

AskKind = Literal["text", "long_text", "choice", "date", "number", "bool"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing a wish must or may bring: `field` of the act's body, shown as `label`; `choices` are
    (value, label).

    `value` is what it starts with: what the last recommendation said.
    """

    field: str
    label: str
    kind: AskKind
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Authorisation:
    """The 授权书 a decision leans on: its paper number, what it covers, first day and first day no longer
    in force.
    """

    id: int
    paper_no: str
    section: str
    covers: str
    from_day: date
    to_day: date
    lent_by: str = ""
    signed_as: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """What the law lets the person signed in do to one matter; `why_not` is its sentence when it does not.

    `letter` is what a signed move would have signed, but for wish, body and time, which the desk puts in.
    """

    act: str
    label: str
    to_state: str
    latest: bool
    signed: bool
    basis: str
    why_not: str | None
    authorisation: Authorisation | None
    asks: tuple[Ask, ...]
    position: int
    primary: bool = False
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a desk asks of the law: act on a matter as it was `seen`; `wish` makes a repeated click one act.

    `matter_id` is None for an act that opens a matter; `letter` and `signature` (64 bytes) only for signed
    acts.
    """

    act: str
    wish: UUID
    matter_id: int | None = None
    seen: int | None = None
    body: Mapping[str, object] = field(default_factory=dict)
    letter: str | None = None
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Filed:
    """The answer of the law to a wish: the act's id, its matter and its place in the matter's history (1,
    2, ...).
    """

    act_id: int
    matter_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a matter's history as the time line shows it.

    `signature` is "" (not a signed act), "valid" or "broken" (签名无效); `mark` the first eight characters
    of its hash; `said` what its body says in the words the law asked with (label, value).
    """

    id: int
    matter_id: int
    position: int
    kind: str
    label: str
    actor: str
    capacity: str
    at: datetime
    from_state: str | None
    to_state: str
    basis: str
    body: Mapping[str, object]
    signature: Literal["", "valid", "broken"]
    mark: str
    said: tuple[tuple[str, str], ...] = ()
