"""The worklist 审批: one page of a section's open cases by days left, with the counts of the lights."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.case import DISTANT, LightCounts, WorkFilter, WorkPage, WorkRow
from yubei_desk.store.case import _days_left, _light
from yubei_desk.store.connect import Connected

PAGE = 50
TODAY = text("select law.today()")
JOINED = "join desk.case_file n on n.matter_id = m.id join desk.case_party q on q.matter_id = m.id"

# The section stands in the query itself, so that the partial index serves; row security then only agrees.
# Who I am is asked in parentheses: once a statement, not once a row.
COUNTS = text("""select count(*) filter (where due_on < :today) as red,
  count(*) filter (where due_on >= :today and warn_on <= :today) as yellow,
  count(*) filter (where warn_on > :today and due_on >= :today) as green,
  count(*) filter (where handler_id = (select law.my_id())) as mine
from desk.matter
where kind = 'case' and open and section_id = any(:sections)""")
ROWS = """with page as materialized (
  select m.id, m.version, m.state, m.section_id, m.due_on, m.warn_on, m.handler_id
  from desk.matter m {joined} where m.kind = 'case' {filters} order by m.due_on, m.id limit :page)
select m.id, m.version, m.state, nullif(m.due_on, 'infinity') as due_on,
  nullif(m.warn_on, 'infinity') as warn_on, f.number, f.received_on,
  coalesce(p.applicant, f.masked_applicant) as applicant, i.name as item, s.name as section,
  coalesce(h.name, '') as handler, m.handler_id = (select law.my_id()) as mine, t.label as state_label,
  coalesce(d.provisional, false) as provisional,
  d.number - (select c.number from desk.calendar_day c where c.day = :today) as counted
from page m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id
join desk.section s on s.id = m.section_id
join law.state t on t.kind = 'case' and t.state = m.state
left join desk.case_party p on p.matter_id = m.id left join desk.staff h on h.id = m.handler_id
left join desk.calendar_day d on d.day = m.due_on
order by m.due_on, m.id"""
# Words are a number, the initials or a part of the name; each its own condition, so that an index serves it.
WORDS = {
    "number": """and (n.number ^@ :words
  or n.number ^@ ((select c.region_code from desk.centre c) || cast(:words as text)))""",
    "initials": "and q.section_id = any(:sections) and q.initials ^@ :words",
    "name": "and strpos(lower(q.applicant), :words) > 0",
}
STATES = text("""select s.state, s.label from law.state s
where s.kind = 'case' and exists (select from law.transition t where t.kind = 'case'
  and t.reach = 'section' and s.state = any(t.from_states))
order by s.label""")
LIGHTS = {
    "red": "and m.due_on < :today",
    "yellow": "and m.due_on >= :today and m.warn_on <= :today",
    "green": "and m.due_on >= :today and m.warn_on > :today",
}


class WorklistStore(Connected):
    """Lists of cases."""

    def load_worklist(
        self,
        sections: tuple[int, ...],
        wanted: WorkFilter,
        after: tuple[date, int] | None = None,
        size: int = PAGE,
    ) -> WorkPage:
        """One page of `size` open cases of these sections in order of their due day, behind `after`; counts
        are of all of them.
        """
        with self._together() as connection:
            today = _today(connection)
            counts = _count_lights(connection, list(sections), today)
            rows = _load_page(connection, list(sections), wanted, today, _Part(after, size=size))
        return WorkPage(rows, counts, rows[-1].place if len(rows) == size else None, today)

    def load_changed(
        self, sections: tuple[int, ...], wanted: WorkFilter, matter_ids: tuple[int, ...]
    ) -> WorkPage:
        """The same for matters that just changed: those of them the filter still shows, with the counts."""
        with self._together() as connection:
            today = _today(connection)
            counts = _count_lights(connection, list(sections), today)
            part = _Part(ids=matter_ids, size=len(matter_ids))
            rows = _load_page(connection, list(sections), wanted, today, part)
        return WorkPage(rows, counts, None, today)

    def load_case_states(self) -> tuple[tuple[str, str], ...]:
        """The states (state, label) in which a section has something to do with a case."""
        with self._at_once() as connection:
            return tuple((row.state, row.label) for row in connection.execute(STATES))

    def load_rows(self, matter_ids: tuple[int, ...]) -> tuple[WorkRow, ...]:
        """The same rows for matters that just changed; those no longer visible are missing."""
        query = ROWS.format(joined="", filters="and m.id = any(:ids)")
        with self._together() as connection:
            today = _today(connection)
            found = connection.execute(
                text(query), {"ids": list(matter_ids), "today": today, "page": len(matter_ids)}
            )
            return tuple(_work_row(row, today) for row in found)


@dataclass(frozen=True, slots=True)
class _Part:
    """Which part of a list: behind a place, or only these matters; at most `size` rows."""

    after: tuple[date, int] | None = None
    ids: tuple[int, ...] | None = None
    size: int = PAGE


def _today(connection: Connection) -> date:
    found: date = connection.execute(TODAY).scalar_one()
    return found


def _count_lights(connection: Connection, sections: list[int], today: date) -> LightCounts:
    return LightCounts(*connection.execute(COUNTS, {"sections": sections, "today": today}).one())


def _load_page(
    connection: Connection, sections: list[int], wanted: WorkFilter, today: date, part: _Part
) -> tuple[WorkRow, ...]:
    one = len(sections) == 1
    words = wanted.words.strip().lower()
    kind = "number" if words.isdigit() else "initials" if words.isascii() else "name"
    filters = (
        "and m.open",
        # With one section the index gives the order; any(...) of several would have to be sorted.
        "and m.section_id = :section" if one else "and m.section_id = any(:sections)",
        "and (m.due_on, m.id) > (cast(:after_day as date), :after_id)" if part.after else "",
        "and m.id = any(:ids)" if part.ids is not None else "",
        LIGHTS.get(wanted.light, ""),
        "and m.handler_id = (select law.my_id())" if wanted.mine else "",
        "and m.state = :state" if wanted.state else "",
        WORDS[kind] if words else "",
    )
    after = part.after or (DISTANT, 0)
    values = {
        "today": today,
        "page": part.size,
        "state": wanted.state,
        "words": words,
        "section": sections[0] if one else None,
        "sections": sections,
        "ids": list(part.ids or ()),
        "after_day": "infinity" if after[0] == DISTANT else str(after[0]),
        "after_id": after[1],
    }
    joined = JOINED if words else ""
    query = text(ROWS.format(joined=joined, filters=" ".join(filters)))
    found = connection.execute(query, {name: values[name] for name in query.compile().params})
    return tuple(_work_row(row, today) for row in found)


def _work_row(row: Row[tuple[object, ...]], today: date) -> WorkRow:
    timed = row.counted is not None
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
        row.due_on if timed else None,
        _days_left(row.counted, row.due_on, today),
        _light(row.due_on, row.warn_on, today) if timed else "",
        row.provisional,
        row.handler,
        bool(row.mine),
    )
