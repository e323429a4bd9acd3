"""The worklist 审批: one page of a section's open cases by days left, with the counts of the lights."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.case import LightCounts, WorkFilter, WorkPage, WorkRow
from yubei_desk.store.connect import Connected

PAGE = 50
DISTANT = date(9999, 12, 31)

# The section stands in the query itself, so that the partial index serves; row security then only agrees.
COUNTS = text("""select count(*) filter (where due_on < :today) as red,
  count(*) filter (where due_on >= :today and warn_on <= :today) as yellow,
  count(*) filter (where warn_on > :today and due_on >= :today) as green,
  count(*) filter (where handler_id = law_me.id) as mine
from desk.matter, (select law.my_id() as id) law_me
where kind = 'case' and open and section_id = any(:sections)""")
ROWS = """with page as materialized (
  select m.id, m.version, m.state, m.section_id, m.due_on, m.warn_on, m.handler_id
  from desk.matter m {joined} where m.kind = 'case' {filters} order by m.due_on, m.id limit :page)
select m.id, m.version, m.state, nullif(m.due_on, 'infinity') as due_on,
  nullif(m.warn_on, 'infinity') as warn_on, f.number, f.received_on,
  coalesce(p.applicant, f.masked_applicant) as applicant, i.name as item, s.name as section,
  coalesce(h.name, '') as handler, m.handler_id = law_me.id as mine, t.label as state_label,
  coalesce(d.provisional, false) as provisional,
  d.number - (select c.number from desk.calendar_day c where c.day = :today) as days_left
from page m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id
join desk.section s on s.id = m.section_id
join law.state t on t.kind = 'case' and t.state = m.state
left join desk.case_party p on p.matter_id = m.id left join desk.staff h on h.id = m.handler_id
left join desk.calendar_day d on d.day = m.due_on, (select law.my_id() as id) law_me
order by m.due_on, m.id"""
LIGHTS = {
    "red": "and m.due_on < :today",
    "yellow": "and m.due_on >= :today and m.warn_on <= :today",
    "green": "and m.due_on >= :today and m.warn_on > :today",
}


class WorklistStore(Connected):
    """Lists of cases."""

    def load_worklist(
        self, sections: tuple[int, ...], wanted: WorkFilter, after: tuple[date, int] | None = None
    ) -> WorkPage:
        """One page of 50 open cases of these sections in order of their due day, behind `after`; counts
        are of all of them.
        """
        with self._together() as connection:
            today: date = connection.execute(text("select law.today()")).scalar_one()
            counts = _count_lights(connection, list(sections), today)
            rows = _load_page(connection, list(sections), wanted, after, today)
        last = rows[-1] if len(rows) == PAGE else None
        return WorkPage(rows, counts, None if last is None else (last.due_on or DISTANT, last.matter_id))

    def load_hall_list(self, state: str = "received") -> tuple[WorkRow, ...]:
        """The latest 50 cases the window still holds, newest first."""
        query = ROWS.format(joined="", filters="and m.open and m.state = :state")
        with self._together() as connection:
            today: date = connection.execute(text("select law.today()")).scalar_one()
            found = connection.execute(text(query), {"state": state, "today": today, "page": PAGE})
            return tuple(_work_row(row, today) for row in found)

    def load_rows(self, matter_ids: tuple[int, ...]) -> tuple[WorkRow, ...]:
        """The same rows for matters that just changed; those no longer visible are missing."""
        query = ROWS.format(joined="", filters="and m.id = any(:ids)")
        with self._together() as connection:
            today: date = connection.execute(text("select law.today()")).scalar_one()
            found = connection.execute(
                text(query), {"ids": list(matter_ids), "today": today, "page": len(matter_ids)}
            )
            return tuple(_work_row(row, today) for row in found)


def _count_lights(connection: Connection, sections: list[int], today: date) -> LightCounts:
    return LightCounts(*connection.execute(COUNTS, {"sections": sections, "today": today}).one())


def _load_page(
    connection: Connection,
    sections: list[int],
    wanted: WorkFilter,
    after: tuple[date, int] | None,
    today: date,
) -> tuple[WorkRow, ...]:
    values: dict[str, object] = {
        "today": today,
        "page": PAGE,
        "state": wanted.state,
        "words": wanted.words.strip(),
    }
    values |= {"section": sections[0]} if len(sections) == 1 else {"sections": sections}
    filters = [
        "and m.open",
        "and m.section_id = :section" if len(sections) == 1 else "and m.section_id = any(:sections)",
    ]
    if after is not None:
        filters.append("and (m.due_on, m.id) > (cast(:after_day as date), :after_id)")
        values |= {"after_day": "infinity" if after[0] == DISTANT else str(after[0]), "after_id": after[1]}
    filters.append(LIGHTS.get(wanted.light, ""))
    filters.append("and m.handler_id = law.my_id()" if wanted.mine else "")
    filters.append("and m.state = :state" if wanted.state else "")
    joined = ""
    if wanted.words.strip():
        joined = "join desk.case_file n on n.matter_id = m.id join desk.case_party q on q.matter_id = m.id"
        filters.append(
            "and (n.number ^@ :words or q.initials ^@ lower(:words) or strpos(q.applicant, :words) > 0)"
        )
    found = connection.execute(text(ROWS.format(joined=joined, filters=" ".join(filters))), values)
    return tuple(_work_row(row, today) for row in found)


def _work_row(row: Row[tuple[object, ...]], today: date) -> WorkRow:
    distant = row.days_left is None
    light = "" if distant else "red" if row.due_on < today else "yellow" if row.warn_on <= today else "green"
    return WorkRow(
        row.id,
        row.version,
        row.number,
        row.applicant,
        row.item,
        row.section,
        row.state,
        row.state_label,
        row.received_on,
        None if distant else row.due_on,
        row.days_left,
        light,
        row.provisional,
        row.handler,
        bool(row.mine),
    )
