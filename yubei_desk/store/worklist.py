"""The worklist 审批: one page of a section's open cases by days left, with the counts of the lights."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, text

from yubei_desk.domain.case import DISTANT, LightCounts, WorkFilter, WorkPage, WorkRow
from yubei_desk.store.case import _days_left, _light
from yubei_desk.store.connect import Connected

PAGE = 50

# The whole answer is one statement: one round trip, one moment, one plan that is kept. The sections are
# handed over in parentheses, so that a kept plan looks no dearer than one made for these very sections; each
# section is asked by itself, so that the partial index serves and gives the order; row security then only
# agrees. Who I am and which day it is are asked once.
CLOCK = "clock as materialized (select law.today() as today, law.my_id() as me)"
TODAY, ME = "(select today from clock)", "(select me from clock)"
SECTIONS = "unnest((select cast(%(sections)s as int[]))) s(id)"
COUNTS = f"""counts as (
  select coalesce(sum(l.red), 0)::int as red, coalesce(sum(l.yellow), 0)::int as yellow,
    coalesce(sum(l.green), 0)::int as green, coalesce(sum(l.mine), 0)::int as mine
  from {SECTIONS} cross join lateral (
    select count(*) filter (where m.due_on < {TODAY}) as red,
      count(*) filter (where m.due_on >= {TODAY} and m.warn_on <= {TODAY}) as yellow,
      count(*) filter (where m.warn_on > {TODAY} and m.due_on >= {TODAY}) as green,
      count(*) filter (where m.handler_id = {ME}) as mine
    from desk.matter m where m.kind = 'case' and m.open and m.section_id = s.id) l)"""
LISTED = f"""with {CLOCK}, {COUNTS}, page as materialized (
  select m.* from {SECTIONS} cross join lateral (
    select m.id, m.version, m.state, m.section_id, m.due_on, m.warn_on, m.handler_id
    from desk.matter m {{joined}}
    where m.kind = 'case' and m.open and m.section_id = s.id {{filters}}
    order by m.due_on, m.id limit {{size}}) m
  order by m.due_on, m.id limit {{size}})
select t.today, c.red, c.yellow, c.green, c.mine, r.*
from clock t cross join counts c left join (
  select m.id, m.version, f.number, coalesce(p.applicant, f.masked_applicant), i.name as item,
    o.name as section, m.state, w.label, f.received_on, nullif(m.due_on, 'infinity') as due_on,
    nullif(m.warn_on, 'infinity'),
    d.number - (select c.number from desk.calendar_day c where c.day = {TODAY}),
    coalesce(d.provisional, false), coalesce(h.name, ''), coalesce(m.handler_id = {ME}, false)
  from page m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id
  join desk.section o on o.id = m.section_id join law.state w on w.kind = 'case' and w.state = m.state
  left join desk.case_party p on p.matter_id = m.id left join desk.staff h on h.id = m.handler_id
  left join desk.calendar_day d on d.day = m.due_on) r on true
order by r.due_on, r.id"""
LIGHTS_ALONE = f"with {CLOCK}, {COUNTS} select red, yellow, green, mine from counts"
# A number without the code of the district; a value of its own, since an index serves only what is known.
LOCAL = "select region_code || cast(%s as text) from desk.centre"
# Words are a number, the initials or a part of the name; each its own condition, so that an index serves it.
PARTY = "join desk.case_party q on q.matter_id = m.id"
JOINED = {
    "": "",
    "number": "join desk.case_file n on n.matter_id = m.id",
    "initials": PARTY,
    "name": PARTY,
}
WORDS = {
    "": "",
    "number": "and (n.number ^@ %(words)s or n.number ^@ %(local)s)",
    "initials": "and q.section_id = s.id and q.initials ^@ %(words)s",
    "name": "and strpos(lower(q.applicant), %(words)s) > 0",
}
STATES = text("""select s.state, s.label from law.state s
where s.kind = 'case' and exists (select from law.transition t where t.kind = 'case'
  and t.reach = 'section' and s.state = any(t.from_states))
order by s.label""")
LIGHTS = {
    "red": f"and m.due_on < {TODAY}",
    "yellow": f"and m.due_on >= {TODAY} and m.warn_on <= {TODAY}",
    "green": f"and m.due_on >= {TODAY} and m.warn_on > {TODAY}",
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
        page = self._load_listed(sections, wanted, _Part(after, size=size))
        full = len(page.rows) == size
        return replace(page, next_after=page.rows[-1].place) if full else page

    def load_changed(
        self, sections: tuple[int, ...], wanted: WorkFilter, matter_ids: tuple[int, ...]
    ) -> WorkPage:
        """The same for matters that just changed: those of them the filter still shows, with the counts."""
        return self._load_listed(sections, wanted, _Part(ids=matter_ids))

    def load_case_states(self) -> tuple[tuple[str, str], ...]:
        """The states (state, label) in which a section has something to do with a case."""
        with self._at_once() as connection:
            return tuple((row.state, row.label) for row in connection.execute(STATES))

    def _load_listed(self, sections: tuple[int, ...], wanted: WorkFilter, part: _Part) -> WorkPage:
        words = wanted.words.strip().lower()
        values = {
            "sections": list(sections),
            "state": wanted.state,
            "words": words,
            "local": self._bare(LOCAL, (words,))[0][0] if words.isdigit() else "",
            "ids": list(part.ids or ()),
            **_place(part.after),
        }
        # Which index serves depends on the words: their plan is never kept.
        found = self._bare(_listed(wanted, words, part), values, prepare=not words)
        today, *counts = found[0][:5]
        rows = tuple(_work_row(row[5:], today) for row in found if row[5] is not None)
        return WorkPage(rows, LightCounts(*counts), None, today)


@dataclass(frozen=True, slots=True)
class _Part:
    """Which part of a list: at most `size` rows behind a place, or these matters."""

    after: tuple[date, int] | None = None
    ids: tuple[int, ...] | None = None
    size: int | None = None


def _place(after: tuple[date, int] | None) -> dict[str, object]:
    day, matter_id = after or (DISTANT, 0)
    return {"after_day": "infinity" if day == DISTANT else str(day), "after_id": matter_id}


def _listed(wanted: WorkFilter, words: str, part: _Part) -> str:
    kind = _kind_of(words)
    filters = (
        "and (m.due_on, m.id) > (cast(%(after_day)s as date), %(after_id)s)" if part.after else "",
        "and m.id = any(%(ids)s)" if part.ids is not None else "",
        LIGHTS.get(wanted.light, ""),
        f"and m.handler_id = {ME}" if wanted.mine else "",
        "and m.state = %(state)s" if wanted.state else "",
        WORDS[kind],
    )
    size = "all" if part.size is None else str(int(part.size))
    return LISTED.format(joined=JOINED[kind], filters=" ".join(filter(None, filters)), size=size)


def _kind_of(words: str) -> str:
    if not words:
        return ""
    return "number" if words.isdigit() else "initials" if words.isascii() else "name"


def _count_lights(connection: Connection, sections: list[int]) -> LightCounts:
    return LightCounts(*connection.exec_driver_sql(LIGHTS_ALONE, {"sections": sections}).one())


def _work_row(row: tuple[Any, ...], today: date) -> WorkRow:
    *facts, due_on, warn_on, counted, provisional, handler, mine = row
    timed = counted is not None
    days = (due_on, _days_left(counted, due_on, today), _light(due_on, warn_on, today))
    return WorkRow(*(*facts, *(days if timed else (None, None, "")), provisional, handler, mine))
