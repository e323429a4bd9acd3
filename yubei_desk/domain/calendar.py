"""The working-day calendar 工作日历: a year follows its notice 放假通知, without one the statute, as 暂定."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta

from yubei_desk.domain.deadline import Day

PublishedYear = Mapping[date, tuple[bool, str]]

_ONE_DAY = timedelta(days=1)

# 春节 (正月初一), 清明, 端午, 中秋: 寿星天文历 (sxtwl 2.0.7) and the lunardate tables agree on every one.
_LUNAR_FEASTS: Mapping[int, tuple[str, str, str, str]] = {
    2027: ("02-06", "04-05", "06-09", "09-15"),
    2028: ("01-26", "04-04", "05-28", "10-03"),
    2029: ("02-13", "04-04", "06-16", "09-22"),
    2030: ("02-03", "04-05", "06-05", "09-12"),
    2031: ("01-23", "04-05", "06-24", "10-01"),
    2032: ("02-11", "04-04", "06-12", "09-19"),
    2033: ("01-31", "04-04", "06-01", "09-08"),
    2034: ("02-19", "04-05", "06-20", "09-27"),
    2035: ("02-08", "04-05", "06-10", "09-16"),
}


def calendar_rows(
    first_year: int, last_year: int, published: Callable[[int], PublishedYear | None]
) -> tuple[Day, ...]:
    """Every day of the years, numbered from the first; `published(year)` gives a notice's days or None.

    A notice maps each named day to (off, name of the holiday); a year without one follows the statute and is
    provisional. Raises LookupError for such a year outside 2027 to 2035: its lunar feasts are not known.
    """
    rows: list[Day] = []
    number = 0
    for year in range(first_year, last_year + 1):
        notice = published(year)
        named = _statutory_year(year) if notice is None else notice
        for day in _days_of(year):
            off, name = named.get(day, (day.weekday() >= 5, ""))
            number += not off
            note = f"{name}调休上班" if name and not off else name
            rows.append(Day(day, number, not off, notice is None, note))
    return tuple(rows)


def _statutory_year(year: int) -> PublishedYear:
    """全国年节及纪念日放假办法 (2024) 第二、六条: the feasts, and 补假 for those on a Saturday or Sunday."""
    feasts = _feasts(year)
    days = {day: (True, name) for name, feast in feasts.items() for day in feast}
    for name, feast in feasts.items():
        substitute = feast[-1]
        for _ in [day for day in feast if day.weekday() >= 5]:
            while substitute.weekday() >= 5 or substitute in days:
                substitute += _ONE_DAY
            days[substitute] = (True, f"{name}补假")
    return days


def _feasts(year: int) -> dict[str, tuple[date, ...]]:
    if year not in _LUNAR_FEASTS:
        raise LookupError(f"{year} 年没有放假通知，也没有农历节日表")
    spring, qingming, dragon_boat, mid_autumn = (
        date.fromisoformat(f"{year}-{day}") for day in _LUNAR_FEASTS[year]
    )
    return {
        "元旦": (date(year, 1, 1),),
        "春节": _run(spring - _ONE_DAY, 4),
        "清明节": (qingming,),
        "劳动节": _run(date(year, 5, 1), 2),
        "端午节": (dragon_boat,),
        "中秋节": (mid_autumn,),
        "国庆节": _run(date(year, 10, 1), 3),
    }


def _run(first: date, length: int) -> tuple[date, ...]:
    return tuple(first + _ONE_DAY * place for place in range(length))


def _days_of(year: int) -> Iterable[date]:
    return _run(date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days)
