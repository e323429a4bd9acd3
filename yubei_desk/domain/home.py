"""The first page 工作台: what waits for the person signed in, and who decides today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yubei_desk.domain.case import LightCounts
from yubei_desk.domain.staff import Decider


@dataclass(frozen=True, slots=True)
class Waiting:
    """One figure that opens its list: `room` and `filter` tell where the click goes; `tone` is ok, warn,
    danger or plain.
    """

    label: str
    count: int
    tone: str
    room: str
    filter: str = ""


@dataclass(frozen=True, slots=True)
class Recent:
    """A matter that moved lately: what was done, by whom, when."""

    matter_id: int
    number: str
    title: str
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A refused attempt, for the auditor; `act` in the words of the law, "" where none was named."""

    at: datetime
    login: str
    act: str
    sentence: str


@dataclass(frozen=True, slots=True)
class EarlierReceipt:
    """A case entered 补录 on a later day than the applicant came, for the auditor; `post` entered it."""

    matter_id: int
    number: str
    given: date
    entered: date
    hand_receipt: str
    post: str


@dataclass(frozen=True, slots=True)
class Audit:
    """What the auditor watches: the newest attempts, and the newest of `earlier_count` late receipts."""

    attempts: tuple[Attempt, ...]
    earlier: tuple[EarlierReceipt, ...]
    earlier_count: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """An invitation 会议通知: a review that has been called, and how the seat of one's own section stands."""

    matter_id: int
    title: str
    day: date
    time: str
    place: str
    seat: str


@dataclass(frozen=True, slots=True)
class Followed:
    """A step of a project the person signed in was named to follow 跟踪服务."""

    matter_id: int
    project: str
    step: str


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the first page shows; `lights` and `audit` are None where the duties of the person do not
    reach; the deciders of their own sections come first.
    """

    today: date
    waiting: tuple[Waiting, ...]
    lights: LightCounts | None
    recent: tuple[Recent, ...]
    deciders: tuple[Decider, ...]
    audit: Audit | None
    meetings: tuple[Meeting, ...] = ()
    followed: tuple[Followed, ...] = ()


@dataclass(frozen=True, slots=True)
class JumpRow:
    """A find of the jump box: `kind` case or certificate, and two lines of text."""

    matter_id: int
    kind: str
    title: str
    subtitle: str
