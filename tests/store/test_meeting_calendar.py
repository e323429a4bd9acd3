"""The calendar of meetings as each person may see it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.hall import Hall
from tests.review import CHAIR, Table, table_on_monday
from yubei_desk.domain.meeting_calendar import month_beside, page_days

SEAT, STRANGER, OVERSEER = "demo_fire_chief", "demo_school_chief", "demo_overseer"
MARCH = date(2026, 3, 1)


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


def test_who_meets_when_and_how_one_takes_part(table: Table) -> None:
    review = table.draft()
    assert table.hall.store(CHAIR).load_month().meetings == (), "not called yet"
    table.convene(review, "2026-03-05")
    for login, seat, papers in ((CHAIR, "牵头", True), (SEAT, "已邀请", True), (OVERSEER, "", False)):
        page = table.hall.store(login).load_month()
        assert (page.first, page.today) == (MARCH, date(2026, 3, 2))
        (meeting,) = page.meetings
        assert (meeting.matter_id, meeting.meeting_on) == (review, date(2026, 3, 5))
        assert (meeting.meeting_at, meeting.place, meeting.stage) == ("09:30", "三楼会议室", "施工许可")
        assert (meeting.seat, meeting.papers) == (seat, papers)
        assert page.meetings_on(date(2026, 3, 5)) == page.week_of(date(2026, 3, 8)) == (meeting,)
        assert page.week_of(date(2026, 3, 9)) == ()
    assert table.hall.store(STRANGER).load_month().meetings == ()
    table.hall.act(CHAIR, "cancel", review, reason="申请人撤回", separately="true")
    assert table.hall.store(CHAIR).load_month(MARCH).meetings == ()


def test_days_off_come_from_the_calendar_of_the_office(table: Table) -> None:
    page = table.hall.store(CHAIR).load_month(date(2026, 10, 20))
    assert [each.day for each in page.days] == list(page_days(date(2026, 10, 1)))
    feast, saturday = page.day(date(2026, 10, 1)), page.day(date(2026, 10, 17))
    assert feast is not None
    assert saturday is not None
    assert (feast.working, saturday.working) == (False, False)
    assert "国庆" in feast.note
    assert table.hall.store(CHAIR).load_month(date(2199, 1, 1)).day(date(2199, 1, 1)) is None


def test_a_page_is_six_whole_weeks() -> None:
    for month in range(1, 13):
        days = page_days(date(2026, month, 17))
        assert (len(days), days[0].weekday(), days[-1].weekday()) == (42, 0, 6)
        assert {date(2026, month, 1), month_beside(days[20], 1) - timedelta(days=1)} <= set(days)
    assert month_beside(date(2026, 1, 31), -1) == date(2025, 12, 1)
    assert month_beside(date(2026, 12, 31), 2) == date(2027, 2, 1)
