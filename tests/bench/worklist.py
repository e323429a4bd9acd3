"""The worklist: first page and lights of 1,000,000 matters under row security, against bare SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from time import perf_counter
from typing import Any

import psycopg

from tests.bench.hall import DATABASE, PASSWORD, Hall, open_hall
from tests.bench.paint import measure_paint
from tests.bench.row import Row, at_most
from yubei_desk.domain.case import WorkFilter
from yubei_desk.domain.staff import Session
from yubei_desk.store.connect import open_engine
from yubei_desk.store.store import Store

MATTERS = 1_000_000
SECTIONS = 60
ROUNDS = 40
WARM = 5

# Rows without acts exist nowhere but here: the owner writes them past the triggers, satellites included.
FILL = """
set session_replication_role = replica;
set maintenance_work_mem = '256MB';
insert into desk.applicant (kind, name, initials)
  select '企业', '测速第' || n || '有限公司', 'csd' || n || 'yxgs' from generate_series(1, 5000) n;
insert into desk.matter (kind, section_id, state, version, position, due_on, warn_on, open, handler_id)
  select 'case', i.section_id, case n / {sections} % 3 when 0 then 'for_decision' else 'examining' end, 3, 3,
    d.due, d.due - 4, true, case n / {sections} % 4 when 0 then s.id end
  from generate_series(1, {matters}) n
  cross join lateral (select law.today() - 12 + n / {sections} % 60 as due) d
  join (select i.*, row_number() over (order by i.id) - 1 as place from desk.item i) i
    on i.place = n % {sections}
  join desk.section c on c.id = i.section_id join desk.staff s on s.login = 'officer_' || substr(c.code, 2);
insert into desk.case_file (matter_id, number, item_id, edition_id, masked_applicant, received_on, window_id,
    receiver_id)
  select m.id, '500112' || lpad(m.id::text, 13, '0'), i.id, e.id, '测＊', m.due_on - 9, h.id, s.id
  from desk.matter m join desk.item i on i.section_id = m.section_id join desk.edition e on e.item_id = i.id
  cross join (select id from desk.section where code = 'hall') h
  cross join (select id from desk.staff where login = 'window_1') s;
insert into desk.case_party (matter_id, section_id, applicant_id, applicant, initials)
  select m.id, m.section_id, a.id, a.name, a.initials from desk.matter m join desk.applicant a
    on a.id = m.id % 5000 + 1;
"""
PEER_COUNTS = """select count(*) filter (where due_on < %(today)s),
  count(*) filter (where due_on >= %(today)s and warn_on <= %(today)s),
  count(*) filter (where due_on >= %(today)s and warn_on > %(today)s),
  count(*) filter (where handler_id = %(me)s)
from desk.matter where kind = 'case' and open and section_id = %(section)s"""
# The page first, then its names: the faster of the two shapes, so that the peer is a good one.
PEER_ROWS = """with page as materialized (select m.* from desk.matter m
  where m.kind = 'case' and m.open and m.section_id = %(section)s order by m.due_on, m.id limit 50)
select m.id, m.version, f.number, p.applicant, i.name, s.name, m.state, t.label, f.received_on,
  m.due_on, d.number - (select number from desk.calendar_day where day = %(today)s), m.warn_on,
  d.provisional, h.name, m.handler_id = %(me)s
from page m join desk.case_file f on f.matter_id = m.id join desk.case_party p on p.matter_id = m.id
join desk.item i on i.id = f.item_id join desk.section s on s.id = m.section_id
join law.state t on t.kind = 'case' and t.state = m.state
left join desk.staff h on h.id = m.handler_id left join desk.calendar_day d on d.day = m.due_on
order by m.due_on, m.id"""


def measure() -> Iterator[Row]:
    """Rows for the first page of one section: its answer, and its way to the screen."""
    with open_hall(SECTIONS) as hall:
        fill(hall)
        store = Store(open_engine(hall.place, "officer_7", PASSWORD))
        session = store.load_session("officer_7")
        yield _page(hall, store, session)
        store.close()
        url = f"postgresql://{hall.place.host}:{hall.place.port}/{DATABASE}"
        yield measure_paint(
            url, "officer_7", f"click to painted worklist, {MATTERS:,} matters", 150, "worklist"
        )


def fill(hall: Hall) -> None:
    """Copy the matters in, and let the planner know them."""
    with hall.superuser() as owner:
        owner.execute(FILL.format(matters=MATTERS, sections=SECTIONS))
        owner.execute("vacuum (analyze) desk.matter, desk.case_file, desk.case_party, desk.applicant")


def _page(hall: Hall, store: Store, session: Session) -> Row:
    with hall.superuser() as owner:
        found = owner.execute("select law.today()").fetchone()
        assert found is not None
        peer = partial(_peer, owner, session, found[0])
        ours = partial(store.load_worklist, session.section_ids, WorkFilter())
        times = [(_ms(ours), _ms(peer)) for _ in range(WARM + ROUNDS)][WARM:]
    mine, theirs = zip(*times, strict=True)
    against = "bare SQL by the owner"
    return at_most(f"worklist page and lights, {MATTERS:,} matters", mine, theirs, against, 2.0)


def _peer(owner: psycopg.Connection[tuple[Any, ...]], session: Session, today: date) -> None:
    values = {"today": today, "me": session.staff_id, "section": session.section_ids[0]}
    owner.execute(PEER_COUNTS, values).fetchall()
    owner.execute(PEER_ROWS, values).fetchall()


def _ms(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return 1000 * (perf_counter() - begun)
