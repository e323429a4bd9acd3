"""The working-day calendar's source: holiday notices 放假通知 as the chinesecalendar package brings them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays
from sqlalchemy import Connection, text

from yubei_desk.domain.calendar import calendar_rows
from yubei_desk.domain.deadline import Day

FILL = text("""insert into desk.calendar_day (day, number, working, provisional, note)
select * from unnest(cast(:day as date[]), cast(:number as int[]), cast(:working as bool[]),
  cast(:provisional as bool[]), cast(:note as text[]))""")
_FULL_NAMES = {"清明": "清明节", "端午": "端午节", "中秋": "中秋节"}


@cache
def published_year(year: int) -> Mapping[date, tuple[bool, str]] | None:
    """The days a year's notice names: (off, holiday), off False for a make-up working day; None without it.

    A year is published once its 国庆节 is known: a notice may already name first days of the next year.
    """
    if date(year, 10, 1) not in holidays:
        return None
    named = [(day, (True, _name(name))) for day, name in holidays.items() if day.year == year]
    return dict(named + [(day, (False, _name(name))) for day, name in workdays.items() if day.year == year])


def _name(english: str) -> str:
    chinese: str = Holiday(english).chinese
    return _FULL_NAMES.get(chinese, chinese)


def _fill(connection: Connection, first_year: int, last_year: int) -> None:
    """Write the days of these years, both included; years without a notice are 暂定."""
    rows = calendar_rows(first_year, last_year, published_year)
    columns = {each.name: [getattr(row, each.name) for row in rows] for each in fields(Day)}
    connection.execute(FILL, columns)
