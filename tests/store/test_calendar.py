"""The bundled notices are the official ones: year lengths, 2026 day by day, the long holiday of 2020."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from yubei_desk.domain.calendar import calendar_rows
from yubei_desk.store.calendar import published_year

VECTORS = json.loads((Path(__file__).parents[1] / "domain" / "vectors.json").read_text("utf-8"))["calendar"]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_working_days_of_the_year(year: int) -> None:
    rows = calendar_rows(year, year, published_year)
    assert rows[-1].number == VECTORS["working_days_per_year"][str(year)]
    assert not any(row.provisional for row in rows)


def test_2026_is_the_notice() -> None:
    named = published_year(2026) or {}
    off = {day.isoformat() for day, (is_off, _) in named.items() if is_off}
    assert off == set(VECTORS["official_2026"]["off_days"])
    assert {day.isoformat() for day in named} - off == set(VECTORS["official_2026"]["make_up_working_days"])
    assert named[date(2026, 4, 6)] == (True, "清明节")


def test_the_holiday_of_2020_was_extended_to_february_2() -> None:
    days = {row.day: row for row in calendar_rows(2020, 2020, published_year)}
    extended = [days[day] for day in (date(2020, 1, 31), date(2020, 2, 1), date(2020, 2, 2))]
    assert [(day.working, day.note) for day in extended] == [(False, "春节")] * 3
    assert days[date(2020, 1, 19)].note == "春节调休上班"
    assert days[date(2020, 2, 3)].working


def test_a_year_without_notice_is_none() -> None:
    assert published_year(2027) is None
    assert published_year(2003) is None
