"""Deadlines: the handbook's vectors, and counting day by day against the look-up over twenty years."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yubei_desk.domain.calendar import calendar_rows
from yubei_desk.domain.deadline import (
    Calendar,
    Pause,
    days_left,
    explain_deadline,
    light,
    merge_pauses,
    natural_due,
    words_of_light,
)
from yubei_desk.store.calendar import published_year

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
ROWS = calendar_rows(2008, 2027, published_year)
CALENDAR = Calendar(ROWS)
ONE_DAY = timedelta(days=1)

days = st.dates(date(2008, 1, 1), date(2026, 12, 31))
limits = st.integers(0, 90)
pauses = st.lists(
    st.builds(lambda start, length: (start, start + length * ONE_DAY), days, st.integers(0, 60)), max_size=4
)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("row", VECTORS["deadlines"]["valid"], ids=str)
def test_working_day_vector(row: dict[str, Any]) -> None:
    start, n, due = day(row["accepted"]), row["working_days"], day(row["due"])
    assert CALENDAR.due(start, n) == due
    explained = explain_deadline(CALENDAR, start, n, "working")
    assert (explained.due, explained.provisional) == (due, False)


@pytest.mark.parametrize("row", VECTORS["deadlines"]["invalid"], ids=str)
def test_wrong_day_of_vector(row: dict[str, Any]) -> None:
    assert CALENDAR.due(day(row["accepted"]), row["working_days"]) != day(row["wrong_due"])


@pytest.mark.parametrize("row", VECTORS["deadlines"]["provisional"], ids=str)
def test_provisional_vector(row: dict[str, Any]) -> None:
    assert explain_deadline(CALENDAR, day(row["accepted"]), row["working_days"], "working").provisional


@pytest.mark.parametrize("row", VECTORS["natural_day_deadlines"]["valid"], ids=str)
def test_natural_day_vector(row: dict[str, Any]) -> None:
    start, n, due = day(row["start"]), row["natural_days"], day(row["due"])
    assert natural_due(CALENDAR, start, n) == explain_deadline(CALENDAR, start, n, "natural").due == due


@pytest.mark.parametrize("row", VECTORS["paused_deadlines"]["valid"], ids=str)
def test_paused_vector(row: dict[str, Any]) -> None:
    stops = [(day(pause["start"]), day(pause["end"])) for pause in row["pauses"]]
    explained = explain_deadline(CALENDAR, day(row["accepted"]), row["working_days"], "working", stops)
    assert explained.due == day(row["due"])
    assert sum(line.note == "特别程序" for line in explained.rows) == row["excluded_working_days"]


@pytest.mark.parametrize("row", VECTORS["deemed_acceptance"]["valid"], ids=str)
def test_deemed_acceptance_vector(row: dict[str, Any]) -> None:
    assert CALENDAR.due(day(row["received"]), 5) == day(row["notice_limit"])
    assert CALENDAR.due(day(row["deemed_accepted"]), row["working_days"]) == day(row["due"])


def test_an_explanation_reads_day_by_day() -> None:
    rows = explain_deadline(CALENDAR, day("2026-09-30"), 2, "working").rows
    assert [(row.day.day, row.number, row.note) for row in rows] == [
        (30, None, "起算日，不计"),
        *((number, None, "国庆节") for number in range(1, 8)),
        (8, 1, ""),
        (9, 2, ""),
    ]
    make_up = explain_deadline(CALENDAR, day("2026-10-09"), 1, "working").rows[1]
    assert (make_up.number, make_up.note) == (1, "国庆节调休上班")
    assert explain_deadline(CALENDAR, day("2026-11-20"), 1, "working").rows[1].note == "周六"
    assert explain_deadline(CALENDAR, day("2026-11-20"), 1, "natural").rows[-1].note == "末日遇休息日，顺延"


@settings(max_examples=300)
@given(days, limits)
def test_counting_agrees_with_the_look_up(start: date, n: int) -> None:
    assert explain_deadline(CALENDAR, start, n, "working").due == CALENDAR.due(start, n)
    assert explain_deadline(CALENDAR, start, n, "natural").due == natural_due(CALENDAR, start, n)


@settings(max_examples=300)
@given(days, limits, pauses)
def test_counting_around_pauses_agrees_with_the_look_up(start: date, n: int, stops: list[Pause]) -> None:
    due, excluded = CALENDAR.due(start, n), 0
    for begin, end in merge_pauses(stops):
        if begin < due and end > start:
            excluded += CALENDAR.day(end).number - CALENDAR.day(max(begin, start)).number
            due = CALENDAR.due(start, n + excluded) if n else start
    assert explain_deadline(CALENDAR, start, n, "working", stops).due == due


@given(days, limits, limits, pauses)
def test_a_longer_limit_never_ends_earlier(start: date, n: int, more: int, stops: list[Pause]) -> None:
    for unit in ("working", "natural"):
        shorter = explain_deadline(CALENDAR, start, n, unit, stops)
        longer = explain_deadline(CALENDAR, start, n + more, unit, stops)
        assert start <= shorter.due <= longer.due


@given(days, limits, pauses)
def test_an_explanation_numbers_every_counted_day(start: date, n: int, stops: list[Pause]) -> None:
    rows = explain_deadline(CALENDAR, start, n, "working", stops).rows
    assert [row.number for row in rows if row.number] == list(range(1, n + 1))
    assert [row.day for row in rows] == [start + place * ONE_DAY for place in range(len(rows))]
    assert all(row.note for row in rows if row.number is None)


@given(pauses)
def test_merging_keeps_every_day_and_overlaps_nothing(stops: list[Pause]) -> None:
    def stopped(spans: list[Pause] | tuple[Pause, ...]) -> set[date]:
        return {start + n * ONE_DAY for start, end in spans for n in range(1, (end - start).days + 1)}

    merged = merge_pauses(stops)
    assert stopped(merged) == stopped(stops)
    assert all(before[1] < after[0] for before, after in pairwise(merged))
    assert merge_pauses(merged) == merged


def test_a_pause_that_ends_before_it_starts_is_an_error() -> None:
    with pytest.raises(ValueError, match="ends before"):
        merge_pauses([(date(2026, 7, 2), date(2026, 7, 1))])


def test_a_pause_after_the_due_day_heals_nothing() -> None:
    stop = (day("2026-06-22"), day("2026-07-10"))
    assert explain_deadline(CALENDAR, day("2026-06-12"), 5, "working", [stop]).due == day("2026-06-22")


@given(days.flatmap(lambda today: st.tuples(st.just(today), st.dates(today, today + 9 * ONE_DAY) | days)))
def test_days_left_is_zero_on_the_due_day_alone(pair: tuple[date, date]) -> None:
    today, due = pair
    left = days_left(CALENDAR, today, due)
    assert (left > 0) == (today < due)
    assert (left < 0) == (today > due)


@given(days, limits)
def test_on_the_start_day_the_whole_limit_is_left(start: date, n: int) -> None:
    assert days_left(CALENDAR, start, CALENDAR.due(start, n)) == n


def test_a_weekend_past_the_due_day_is_overdue() -> None:
    friday = day("2026-11-20")
    assert [days_left(CALENDAR, friday + n * ONE_DAY, friday) for n in range(-1, 5)] == [1, 0, -1, -1, -1, -2]


@pytest.mark.parametrize(
    ("left", "limit", "tone", "words"),
    [
        (20, 20, "green", "剩 20 个工作日"),
        (9, 45, "yellow", "剩 9 个工作日"),
        (10, 45, "green", "剩 10 个工作日"),
        (4, 20, "yellow", "剩 4 个工作日"),
        (4, 5, "green", "剩 4 个工作日"),
        (3, 5, "yellow", "剩 3 个工作日"),
        (0, 20, "yellow", "今日到期"),
        (-1, 20, "red", "超期 1 个工作日"),
    ],
)
def test_light(left: int, limit: int, tone: str, words: str) -> None:
    assert (light(left, limit), words_of_light(left)) == (tone, words)


def test_the_thresholds_of_a_light_are_settings() -> None:
    tones = [light(left, 20, yellow_days=0, yellow_share=0.5) for left in (11, 10, -1)]
    assert tones == ["green", "yellow", "red"]


def test_beyond_the_calendar_is_a_look_up_error() -> None:
    for ask in (
        lambda: CALENDAR.day(date(2028, 1, 1)),
        lambda: CALENDAR.day(date(2007, 12, 31)),
        lambda: CALENDAR.due(date(2027, 12, 1), 60),
        lambda: explain_deadline(CALENDAR, date(2027, 12, 1), 60, "working"),
        lambda: natural_due(CALENDAR, date(2027, 12, 31), 1),
    ):
        with pytest.raises(LookupError, match="日历只"):
            ask()
    assert CALENDAR.due(date(2027, 12, 1), 0) == date(2027, 12, 1)
