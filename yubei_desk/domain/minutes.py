"""Minutes 会议纪要 of a joint review: sessions, attendance, opinions, issues, conclusion, as its acts say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Final

from yubei_desk.domain.act import Act

SILENT: Final = "未表态"
AWAITED: Final = "尚未表态"
OPEN_RESULT: Final = "尚未作出结论"


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who did something, in which capacity, when, and where it stands in the ledger."""

    act_id: int
    mark: str
    by: str
    capacity: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Session:
    """One round: what it was convened for, when it opened, and when and with which words it was adjourned."""

    round: int
    meeting_on: date
    meeting_at: str
    place: str
    convened: Stamp
    opened: Stamp | None
    adjourned: Stamp | None
    reason: str


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item on the agenda and the parallel case that carries it ("" while there is none)."""

    position: int
    item: str
    section: str
    case_number: str
    promised: str


@dataclass(frozen=True, slots=True)
class Presence:
    """How a seat stood in one round: seated, opined without sitting down, kept (its opinion stands from an
    earlier round), absent, or awaited in a round that has not ended.
    """

    round: int
    how: str
    stamp: Stamp | None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a seat said, in the round it said it; signed by its chief or deputy."""

    round: int
    value: str
    label: str
    words: str
    conditions: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """A seat: where it was in each round, the opinion that stands (None: silent) and those it replaced."""

    position: int
    section: str
    department: str
    invited_on: date
    presences: tuple[Presence, ...]
    opinion: Opinion | None
    earlier: tuple[Opinion, ...]


@dataclass(frozen=True, slots=True)
class PaperOpinion:
    """What a body without a login wrote 书面意见, entered by the lead: never a signature."""

    body: str
    label: str
    words: str
    dated: date
    entered: Stamp


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """An issue with who is to solve it and by when; `settled` and `outcome` once it is."""

    section: str
    words: str
    owner: str
    due_on: date | None
    raised: Stamp
    settled: Stamp | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Note:
    """One line of the record, and the item that was under discussion."""

    item: str
    words: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What the lead's chief concluded and signed."""

    label: str
    reasons: str
    stamp: Stamp


@dataclass(frozen=True, slots=True)
class Minutes:
    """A review as its acts tell it; `last` is the conclusion's act, else the latest act of the review.

    `fault` names the first signature that does not stand, "" when all do: with one, nothing is printed.
    """

    review_id: int
    number: str
    project: str
    project_code: str
    applicant: str
    process: str
    stage: str
    mode: str
    lead: str
    department: str
    sessions: tuple[Session, ...]
    agenda: tuple[AgendaItem, ...]
    seats: tuple[SeatRecord, ...]
    papers: tuple[PaperOpinion, ...]
    issues: tuple[IssueRecord, ...]
    notes: tuple[Note, ...]
    conclusion: Conclusion | None
    last: Stamp
    fault: str
    practice: bool


def stamp_of(act: Act) -> Stamp:
    """The stamp of an act."""
    return Stamp(act.id, act.mark, act.actor, act.capacity, act.at)


def read_sessions(acts: Sequence[Act]) -> tuple[Session, ...]:
    """The rounds of a review, from its own acts in order."""
    convenings = [act for act in acts if act.kind == "convene"]
    ends = (act.id for act in convenings[1:])
    sessions = []
    for number, (act, end) in enumerate(zip_longest(convenings, ends), 1):
        inside = [each for each in acts if each.id > act.id and (end is None or each.id < end)]
        opened = next((each for each in inside if each.kind == "open_session"), None)
        adjourned = next((each for each in inside if each.kind == "adjourn"), None)
        sessions.append(
            Session(
                number,
                date.fromisoformat(word(act, "meeting_on")),
                word(act, "meeting_at"),
                word(act, "place"),
                stamp_of(act),
                stamp_of(opened) if opened else None,
                stamp_of(adjourned) if adjourned else None,
                word(adjourned, "reason") if adjourned else "",
            )
        )
    return tuple(sessions)


def read_opinions(
    acts: Iterable[Act], sessions: Sequence[Session], labels: Mapping[str, str]
) -> tuple[Opinion, ...]:
    """Every opinion of a seat, the first one first."""
    return tuple(
        Opinion(
            round_of(act.id, sessions),
            word(act, "opinion"),
            labels[word(act, "opinion")],
            word(act, "words"),
            word(act, "conditions") if word(act, "opinion") == "conditions" else "",
            stamp_of(act),
        )
        for act in acts
        if act.kind == "opine"
    )


def standing_opinion(acts: Sequence[Act], opinions: Sequence[Opinion]) -> Opinion | None:
    """The last opinion, unless the seat was invited anew since it was given."""
    invited = max(act.id for act in acts if act.kind == "invite")
    return next((each for each in reversed(opinions) if each.stamp.act_id > invited), None)


def read_presences(
    acts: Sequence[Act], sessions: Sequence[Session], *, concluded: bool
) -> tuple[Presence, ...]:
    """Where a seat was in each round since it was invited."""
    invited = round_of(next(act.id for act in acts if act.kind == "invite"), sessions)
    presences = []
    for session in sessions:
        if session.round < invited:
            continue
        here = [act for act in acts if round_of(act.id, sessions) == session.round]
        seated = next((act for act in here if act.kind == "take_seat"), None)
        opined = next((act for act in here if act.kind == "opine"), None)
        over = session.adjourned is not None or concluded
        how = "seated" if seated else "opined" if opined else _unseated(acts, session, over=over)
        present = seated or opined
        presences.append(Presence(session.round, how, stamp_of(present) if present else None))
    return tuple(presences)


def _unseated(acts: Sequence[Act], session: Session, *, over: bool) -> str:
    """An opinion of an earlier round stands until the seat is invited anew, as a new round may do."""
    said = [act.kind for act in acts if not session.adjourned or act.id < session.adjourned.act_id]
    spoken = [kind for kind in said if kind in ("invite", "opine")]
    if spoken[-1:] == ["opine"]:
        return "kept"
    return "absent" if over else "awaited"


def read_paper_opinions(acts: Iterable[Act], labels: Mapping[str, str]) -> tuple[PaperOpinion, ...]:
    """The opinions that came on paper, in the order they were entered."""
    return tuple(
        PaperOpinion(
            word(act, "body"),
            labels[word(act, "opinion")],
            word(act, "words"),
            date.fromisoformat(word(act, "dated")),
            stamp_of(act),
        )
        for act in acts
        if act.kind == "outside_opinion"
    )


def read_notes(acts: Sequence[Act], agenda: Sequence[AgendaItem]) -> tuple[Note, ...]:
    """The record of all sessions, each line with the item the board stood at."""
    at, notes = 0, []
    for act in acts:
        if act.kind in ("convene", "open_session", "next_item"):
            at = {"convene": 0, "open_session": 1}.get(act.kind, at + 1)
        elif act.kind == "minutes":
            item = next((each.item for each in agenda if each.position == at), "")
            notes.append(Note(item, word(act, "text"), stamp_of(act)))
        elif act.kind == "visit_site":
            found = f"{word(act, 'visited_on')} {word(act, 'inspectors')}：{word(act, 'finding')}"
            notes.append(Note("联合现场核验", found, stamp_of(act)))
    return tuple(notes)


def read_conclusion(acts: Iterable[Act], labels: Mapping[str, str]) -> Conclusion | None:
    """The conclusion, None while there is none."""
    act = next((act for act in acts if act.kind == "conclude"), None)
    return (
        None if act is None else Conclusion(labels[word(act, "result")], word(act, "reasons"), stamp_of(act))
    )


def round_of(act_id: int, sessions: Sequence[Session]) -> int:
    """The round an act fell into; 0 before the first was convened."""
    return sum(session.convened.act_id < act_id for session in sessions)


def word(act: Act, field: str) -> str:
    """What the body of an act says in one field, "" where it says nothing."""
    return "" if act.body.get(field) is None else str(act.body[field])
