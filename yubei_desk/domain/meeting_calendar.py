"""The calendar of meetings 会议日历: a month in whole weeks, which days the office works, who meets when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yubei_desk.domain.deadline import Day

WEEKS = 6


@dataclass(frozen=True, slots=True)
class Convened:
    """One meeting as it is called now: `seat` says how my section takes part (牵头 or its seat's state), ""
    where it does not; `papers` whether its invitations are mine to save.
    """

    matter_id: int
    number: str
    project: str
    stage: str
    state_label: str
    meeting_on: date
    meeting_at: str
    place: str
    round: int
    seat: str
    papers: bool


@dataclass(frozen=True, slots=True)
class MonthPage:
    """Six weeks from a Monday on, in which all of the month of `first` lies; `days` are those the office's
    calendar knows.
    """

    first: date
    days: tuple[Day, ...]
    meetings: tuple[Convened, ...]
    today: date

    def meetings_on(self, day: date) -> tuple[Convened, ...]:
        """The meetings of one day, by the hour."""
        return tuple(each for each in self.meetings if each.meeting_on == day)

    def week_of(self, day: date) -> tuple[Convened, ...]:
        """The meetings from the Monday before `day` to the Sunday after it."""
        monday = day - timedelta(days=day.weekday())
        return tuple(each for each in self.meetings if 0 <= (each.meeting_on - monday).days < 7)

    def day(self, day: date) -> Day | None:
        """What the office's calendar says of a day, None beyond its years."""
        return next((each for each in self.days if each.day == day), None)


def page_days(first: date) -> tuple[date, ...]:
    """The 42 days a page shows for the month of `first`."""
    start = first.replace(day=1)
    monday = start - timedelta(days=start.weekday())
    return tuple(monday + timedelta(days=number) for number in range(7 * WEEKS))


def month_beside(first: date, months: int) -> date:
    """The first day of the month so many months on (negative: back)."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
