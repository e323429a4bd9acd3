"""The calendar of meetings 会议日历, of the reviews one sees."""

from __future__ import annotations

from datetime import date

from sqlalchemy import text

from yubei_desk.domain.deadline import Day
from yubei_desk.domain.meeting_calendar import Convened, MonthPage, page_days
from yubei_desk.store.connect import Connected

# Whether the seats' opinions are shown to a person is row security's to say: their rows are there, or not.
MEETINGS = text("""select m.id, r.number, coalesce(p.name, ''), g.name, w.label, r.meeting_on, r.meeting_at,
  r.place, r.round,
  case when m.section_id = any ((select law.my_sections())::int[]) then '牵头'
    else coalesce((select t.label from desk.matter s join law.state t on t.kind = s.kind and t.state = s.state
      where s.parent_id = m.id and s.kind = 'seat' and s.section_id = any ((select law.my_sections())::int[])
      order by s.id limit 1), '') end,
  exists (select from desk.seat s where s.review_id = m.id)
from desk.review r join desk.matter m on m.id = r.matter_id join desk.stage g on g.matter_id = r.stage_id
join law.state w on w.kind = 'review' and w.state = m.state
left join desk.project p on p.matter_id = m.project_id
where r.meeting_on between :first and :last and m.state not in ('', 'drafted', 'cancelled')
order by r.meeting_on, r.meeting_at, m.id""")
DAYS = text("""select day, number, working, provisional, note from desk.calendar_day
where day between :first and :last order by day""")


class MeetingCalendarStore(Connected):
    """Which meetings are called for which day."""

    def load_month(self, first: date | None = None) -> MonthPage:
        """The page of the month of `first`, of this month without one."""
        with self._together() as connection:
            today: date = connection.execute(text("select law.today()")).scalar_one()
            start = (first or today).replace(day=1)
            days = page_days(start)
            span = {"first": days[0], "last": days[-1]}
            return MonthPage(
                start,
                tuple(Day(*row) for row in connection.execute(DAYS, span)),
                tuple(Convened(*row) for row in connection.execute(MEETINGS, span)),
                today,
            )
