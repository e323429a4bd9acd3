"""The joint review 联合审批: the board with a card per project, and the file those at the table share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from yubei_desk.domain.act import Act, Move
from yubei_desk.domain.case import Attachment, CaseMaterial

Column = Literal["waiting", "discussed", "correcting", "concluded"]
COLUMN_OF: Final = {
    "drafted": "waiting",
    "convened": "waiting",
    "in_session": "discussed",
    "adjourned": "correcting",
    "concluded": "concluded",
    "finished": "concluded",
}


@dataclass(frozen=True, slots=True)
class SeatDot:
    """One department's seat on a card: `state` invited, seated or opined; `opinion` agree, conditions,
    object, not_concerned, or "" where none was given or the law does not show it; `standing` when it was
    given in an earlier round.
    """

    matter_id: int
    section: str
    state: str
    opinion: str
    standing: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One review on the board. `ended` of its `opened` cases have ended; `issues` are the open ones, and
    `last_issue` says the newest of them; `speaking` names the item under discussion.
    """

    matter_id: int
    version: int
    number: str
    project: str
    stage: str
    state: str
    state_label: str
    lead: str
    round: int
    meeting_on: date | None
    meeting_at: str
    place: str
    at_item: int
    at_item_since: datetime | None
    result: str
    items: tuple[str, ...]
    seats: tuple[SeatDot, ...]
    issues: int = 0
    last_issue: str = ""
    opened: int = 0
    ended: int = 0
    mine: bool = False

    @property
    def column(self) -> Column:
        """The column of the board it stands in."""
        return COLUMN_OF[self.state]  # type: ignore[return-value]  # the values above are the columns

    @property
    def speaking(self) -> str:
        """The item under discussion, "" outside a session."""
        here = self.state == "in_session" and 0 < self.at_item <= len(self.items)
        return self.items[self.at_item - 1] if here else ""

    @property
    def answered(self) -> int:
        """How many seats have opined."""
        return sum(seat.state == "opined" for seat in self.seats)


@dataclass(frozen=True, slots=True)
class Board:
    """The reviews one sees, in the order of their meetings; `now` is the time of the law at loading."""

    cards: tuple[Card, ...]
    now: datetime
    today: date


def merge_cards(board: Board, changed: Collection[int], fresh: Board) -> Board:
    """The `board` once what changed looks as in `fresh`, loaded for the ids in `changed`; a review among them
    that is not in `fresh` has left the board.
    """
    gone = {*changed, *(card.matter_id for card in fresh.cards)}
    kept = [card for card in board.cards if card.matter_id not in gone]
    return replace(fresh, cards=tuple(sorted((*kept, *fresh.cards), key=_place)))


def _place(card: Card) -> tuple[date, str, int]:
    return card.meeting_on or date.max, card.meeting_at, card.matter_id


def first_card(board: Board) -> Card | None:
    """Where a desk that opens, or comes back, looks first: my meeting in session, else my next one. What is
    not mine is opened by hand.
    """
    order = {"discussed": 0, "waiting": 1, "correcting": 2, "concluded": 3}
    mine = [card for card in board.cards if card.mine]
    return min(mine, key=lambda card: order[card.column], default=None)


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One ticked item: the case opened for it, or linked to it, None and "" where there is none yet."""

    item_id: int
    position: int
    name: str
    section: str
    case_id: int | None
    case_number: str
    case_state: str
    case_label: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A problem raised by a seat: who solves it until when; settled when `settled_words` stand."""

    id: int
    section_id: int
    section: str
    words: str
    owner: str
    due_on: date | None
    raised_by: str
    raised_at: datetime
    settled_by: str = ""
    settled_at: datetime | None = None
    settled_words: str = ""

    @property
    def open(self) -> bool:
        """Whether it still waits to be solved."""
        return self.settled_at is None


@dataclass(frozen=True, slots=True)
class Seat:
    """A department at the table: its opinion as given, and its acts; `moves` only for a seat of my own.

    `number`, `materials` and `attachments` are those of its review: what a seat signs over.
    """

    matter_id: int
    version: int
    number: str
    state: str
    state_label: str
    section_id: int
    section: str
    department: str
    opinion: str
    words: str
    conditions: str
    opined_act: int | None
    opined_round: int
    absent_rounds: int
    invited_on: date | None
    mine: bool
    materials: tuple[CaseMaterial, ...]
    attachments: tuple[Attachment, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of matter it is."""
        return "seat"

    @property
    def opined(self) -> Act | None:
        """The act of the opinion that stands, with who gave it, when, and whether its signature is valid."""
        return next((act for act in reversed(self.acts) if act.id == self.opined_act), None)

    @property
    def taken(self) -> Act | None:
        """The act by which the seat was last taken 签到, None when nobody sat down."""
        return next((act for act in reversed(self.acts) if act.kind == "take_seat"), None)


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """Everything the person signed in may see of one review; "" and () where the law hides it from them.

    `more_items` and `more_sections` (id, name) are what may still be ticked or invited. `adjourned_act` is
    the act that closed the round before this one, 0 in the first. `outer_on` is the day by which what is
    handled jointly ends, once a case was accepted (行政许可法 第四十二条第二款).
    """

    matter_id: int
    version: int
    number: str
    state: str
    state_label: str
    mode: str
    process: str
    stage: str
    stage_basis: str
    section_id: int
    lead: str
    window: str
    applicant: str
    project_id: int
    project: str
    project_code: str
    round: int
    meeting_on: date | None
    meeting_at: str
    place: str
    at_item: int
    at_item_since: datetime | None
    result: str
    items: tuple[AgendaItem, ...]
    seats: tuple[Seat, ...]
    issues: tuple[Issue, ...]
    materials: tuple[CaseMaterial, ...]
    attachments: tuple[Attachment, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
    more_items: tuple[tuple[int, str], ...]
    more_sections: tuple[tuple[int, str], ...]
    adjourned_act: int
    opinions_shown: bool
    loaded_at: datetime
    outer_on: date | None = None

    @property
    def kind(self) -> str:
        """The kind of matter it is."""
        return "review"

    @property
    def my_seat(self) -> Seat | None:
        """The seat of mine that waits for an opinion, else the first of mine; None at another's table."""
        own = [seat for seat in self.seats if seat.mine]
        return next((seat for seat in own if seat.state != "opined"), own[0] if own else None)

    @property
    def speaking(self) -> AgendaItem | None:
        """The item under discussion."""
        if self.state != "in_session":
            return None
        return next((item for item in self.items if item.position == self.at_item), None)

    @property
    def handed_in_since(self) -> tuple[Attachment, ...]:
        """The files that came since the last round was adjourned; none in the first round."""
        return tuple(each for each in self.attachments if 0 < self.adjourned_act < each.act_id)

    @property
    def ids(self) -> frozenset[int]:
        """Every matter whose change is seen in this file."""
        cases = {item.case_id for item in self.items if item.case_id is not None}
        return frozenset({self.matter_id, *(seat.matter_id for seat in self.seats), *cases})


def short_name(section: str) -> str:
    """A section by the word it is called at the table: 规划自然资源审批科 → 规划自然资源."""
    for tail in ("行政审批科", "审批科", "科"):
        if section.endswith(tail) and len(section) > len(tail):
            return section.removesuffix(tail)
    return section


def initials(sections: Sequence[str]) -> tuple[str, ...]:
    """One character a seat, no two alike where the names allow it: 住 消 市 环 卫 城."""
    taken: list[str] = []
    for section in sections:
        name = short_name(section)
        taken.append(next((letter for letter in name if letter not in taken), name[:1]))
    return tuple(taken)
