"""The published holiday notices 放假通知 as the chinesecalendar package brings them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from chinese_calendar.constants import Holiday, holidays, workdays

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
