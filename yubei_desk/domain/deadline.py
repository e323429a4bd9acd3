"""Deadlines 办理期限: which day a limit ends, why, and how many days are left of it.

The database looks a due day up by its number; here it is also counted out day by day, for a person to follow.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Unit = Literal["working", "natural"]
Light = Literal["green", "yellow", "red"]
Pause = tuple[date, date]

_ONE_DAY = timedelta(days=1)
_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the calendar; `number` counts the working days of the table up to and including this day.

    `note` says why a weekday is off or a weekend works (国庆节, 国庆节调休上班); `provisional`: 暂定.
    """

    day: date
    number: int
    working: bool
    provisional: bool
    note: str


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One day of an explanation: its `number` within the limit (1, 2, ...), or None and a note why not."""

    day: date
    number: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """A deadline counted out from the start day (day 0) to the due day; `provisional` shows as 暂定."""

    rows: tuple[DeadlineRow, ...]
    due: date
    provisional: bool


class Calendar:
    """The days the office counts on, without a gap; asking beyond them raises LookupError naming the ends."""

    def __init__(self, days: Sequence[Day]) -> None:
        self._days = days
        self._first = days[0].day
        self._working = [day.day for day in days if day.working]
        self._before = days[0].number - days[0].working

    def day(self, day: date) -> Day:
        """The calendar's row for a day."""
        place = (day - self._first).days
        if not 0 <= place < len(self._days):
            raise LookupError(f"日历只有 {self._first} 至 {self._days[-1].day}，没有 {day}")
        return self._days[place]

    def due(self, start: date, n: int) -> date:
        """The n-th working day after `start`, looked up by number; `start` itself when n is 0."""
        if n == 0:
            return start
        place = self.day(start).number - self._before + n - 1
        if not 0 <= place < len(self._working):
            raise LookupError(f"日历只到 {self._days[-1].day}，不足 {start} 之后 {n} 个工作日")
        return self._working[place]


def natural_due(calendar: Calendar, start: date, n: int) -> date:
    """The n-th day after `start`; an end on a day off moves to the next working day (民法典 201, 203)."""
    end = start + n * _ONE_DAY
    while n and not calendar.day(end).working:
        end += _ONE_DAY
    return end


def explain_deadline(
    calendar: Calendar, start: date, n: int, unit: Unit, pauses: Iterable[Pause] = ()
) -> Explanation:
    """Count a limit of `n` days out (行政许可法 第八十二条; the start day is day 0, 民法典 第二百零一条).

    Days inside `pauses` (特别程序, 行政许可法 第四十五条) do not count: those after a pause's start, up to
    and including its end. A pause beginning on the due day or later changes nothing. Raises LookupError
    beyond the calendar.
    """
    merged = merge_pauses(pauses)
    rows = [DeadlineRow(start, None, "起算日，不计")]
    counted, due = 0, start
    while counted < n:
        due += _ONE_DAY
        why_not = _why_not_counted(calendar.day(due), unit, merged)
        counted += not why_not
        rows.append(DeadlineRow(due, None if why_not else counted, why_not or calendar.day(due).note))
    while unit == "natural" and n and not calendar.day(due).working:
        due += _ONE_DAY
        rows.append(DeadlineRow(due, None, "末日遇休息日，顺延"))
    return Explanation(tuple(rows), due, any(calendar.day(row.day).provisional for row in rows[1:]))


def merge_pauses(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """Overlapping or touching pauses become one, in order; raises ValueError if one ends before its start."""
    merged: list[Pause] = []
    for start, end in sorted(pauses):
        if end < start:
            raise ValueError(f"pause from {start} to {end} ends before it starts")
        if merged and start <= merged[-1][1]:
            start, end = merged[-1][0], max(end, merged.pop()[1])
        merged.append((start, end))
    return tuple(merged)


def days_left(calendar: Calendar, today: date, due: date) -> int:
    """Working days from `today` to the due day: 0 on that day alone, negative after it (a weekend: -1)."""
    days = calendar.day(due).number - calendar.day(today).number
    if today > due:
        return min(days, -1)
    return max(days, 1) if today < due else 0


def light(days_left: int, limit: int, *, yellow_days: int = 3, yellow_share: float = 0.2) -> Light:
    """The light of a promise of `limit` days: red when overdue, yellow when few or a small share are left."""
    if days_left < 0:
        return "red"
    return "yellow" if days_left <= max(yellow_days, limit * yellow_share) else "green"


def words_of_light(days_left: int) -> str:
    """What stands beside the light, so that nobody depends on its colour."""
    if days_left == 0:
        return "今日到期"
    return f"剩 {days_left} 个工作日" if days_left > 0 else f"超期 {-days_left} 个工作日"


def _why_not_counted(day: Day, unit: Unit, pauses: Iterable[Pause]) -> str:
    if unit == "working" and not day.working:
        return day.note or _WEEKDAYS[day.day.weekday()]
    return "特别程序" if any(start < day.day <= end for start, end in pauses) else ""
