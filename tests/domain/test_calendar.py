"""The calendar against the handbook: 2026 by its notice, 2027 by the statute, the lengths of the years."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from yubei_desk.domain.calendar import calendar_rows
from yubei_desk.domain.deadline import Day

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))["calendar"]


def _notice_2026(year: int) -> dict[date, tuple[bool, str]] | None:
    official = VECTORS["official_2026"]
    if year != 2026:
        return None
    off = {date.fromisoformat(day): (True, "假日") for day in official["off_days"]}
    return off | {date.fromisoformat(day): (False, "国庆节") for day in official["make_up_working_days"]}


def _days(first: int, last: int) -> dict[date, Day]:
    return {row.day: row for row in calendar_rows(first, last, _notice_2026)}


def test_every_day_is_there_once_and_numbered() -> None:
    rows = calendar_rows(2026, 2028, _notice_2026)
    assert (rows[0].day, rows[-1].day) == (date(2026, 1, 1), date(2028, 12, 31))
    assert all(later.day - day.day == timedelta(days=1) for day, later in pairwise(rows))
    assert all(later.number - day.number == later.working for day, later in pairwise(rows))
    assert rows[0].number == rows[0].working


def test_2026_follows_its_notice() -> None:
    days = _days(2026, 2026)
    assert sum(day.working for day in days.values()) == VECTORS["working_days_per_year"]["2026"]
    assert not any(days[date.fromisoformat(day)].working for day in VECTORS["official_2026"]["off_days"])
    make_up = [days[date.fromisoformat(day)] for day in VECTORS["official_2026"]["make_up_working_days"]]
    assert all(day.working and day.note == "国庆节调休上班" for day in make_up)
    assert not any(day.provisional for day in days.values())


def test_2027_falls_back_on_the_statute_and_says_so() -> None:
    fallback = VECTORS["fallback_2027"]
    off = {date.fromisoformat(day) for day in fallback["statutory_days"] + fallback["substitute_days"]}
    days = _days(2027, 2027)
    assert {day for day, row in days.items() if not row.working and row.note} == off
    assert all(row.working == (day not in off and day.weekday() < 5) for day, row in days.items())
    assert sum(row.working for row in days.values()) == VECTORS["working_days_per_year"]["2027_provisional"]
    assert all(row.provisional for row in days.values())
    assert [days[date(2027, 2, day)].note for day in (7, 8, 9, 10)] == ["春节"] * 2 + ["春节补假"] * 2


@pytest.mark.parametrize("year", range(2027, 2036))
def test_every_known_year_has_thirteen_feast_days(year: int) -> None:
    rows = calendar_rows(year, year, _notice_2026)
    feasts = [row for row in rows if row.note]
    assert not any(row.working for row in feasts)
    assert sum(row.day.weekday() < 5 for row in feasts) == (12 if year in (2028, 2031) else 13)
    assert {row.note for row in feasts} >= {"元旦", "春节", "清明节", "劳动节", "端午节", "国庆节"}


def test_a_year_without_notice_and_table_is_named() -> None:
    with pytest.raises(LookupError, match="2036 年没有放假通知"):
        calendar_rows(2035, 2036, _notice_2026)
