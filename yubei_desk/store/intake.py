"""The counter 综合受理: the catalogue to pick from, the applicant already known, what else they have
running.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import Row, text

from yubei_desk.domain.applicant import Applicant, Running
from yubei_desk.domain.intake import HeldRow, Promise, ReceiptDays
from yubei_desk.domain.item import Item, Material
from yubei_desk.store.case import _days_left, _light
from yubei_desk.store.connect import Connected

ITEMS = text("""select i.id, e.id as edition_id, i.code, i.name, i.initials, i.section_id,
  s.name as section, i.procedure, e.promised_days, e.statutory_days, e.limit_unit, e.start_event,
  e.instant, e.window_accepts, coalesce(k.name, '') as certificate, e.legal_basis
from desk.item i join desk.edition e on e.item_id = i.id
join desk.section s on s.id = i.section_id
left join desk.certificate_kind k on k.form = i.certificate_form
where e.state = 'published' and e.from_day <= law.today() and law.today() < e.to_day
order by i.sort_key, i.id""")
MATERIALS = text(
    "select edition_id, position, name, necessity, originals, copies, issuer from desk.material"
    " order by edition_id, position"
)
KNOWN = text("select * from law.known_applicant(:number)")
RUNNING = text("""select f.matter_id, f.number, i.name, t.label
from desk.case_party p join desk.matter m on m.id = p.matter_id
join desk.case_file f on f.matter_id = p.matter_id join desk.item i on i.id = f.item_id
join law.state t on t.kind = m.kind and t.state = m.state
where p.applicant_id = :applicant and m.open
order by f.matter_id desc limit 20""")
# Still to be answered: every open receipt, the most urgent first. Accepted since the working day before:
# whose notice is to be handed over. Acts are numbered in time: a hall's last thousands hold those two days.
HELD = text("""with held as (
  (select m.id from desk.matter m where m.kind = 'case' and m.open and m.state = 'received'
   order by m.due_on, m.id limit :most)
  union
  (select a.matter_id from (select x.* from desk.act x
     where x.id > (select coalesce(max(y.id), 0) - 5000 from desk.act y)) a
   where a.kind = 'accept' and (a.at at time zone 'Asia/Shanghai')::date >=
     (select max(c.day) from desk.calendar_day c where c.working and c.day < law.today())
   order by a.id desc limit :most))
select m.id, f.number, coalesce(p.applicant, f.masked_applicant) as applicant, i.name as item,
  s.name as section, m.state, t.label as state_label, r.name as receiver,
  r.id = (select law.my_id()) as mine, f.received_on, f.accepted_on, f.promised_on,
  coalesce(v.provisional, false) as provisional, nullif(m.due_on, 'infinity') as due_on,
  nullif(m.warn_on, 'infinity') as warn_on, (select law.today()) as today,
  d.number - (select c.number from desk.calendar_day c where c.day = law.today()) as counted
from held join desk.matter m on m.id = held.id join desk.case_file f on f.matter_id = m.id
join desk.item i on i.id = f.item_id join desk.section s on s.id = m.section_id
join desk.staff r on r.id = f.receiver_id join law.state t on t.kind = m.kind and t.state = m.state
left join desk.case_party p on p.matter_id = m.id left join desk.calendar_day d on d.day = m.due_on
left join desk.calendar_day v on v.day = coalesce(f.promised_on, nullif(m.due_on, 'infinity'))
order by f.accepted_on is not null, m.due_on, m.id""")
MOST = 200
PROMISE = text("""select d.day, d.provisional from desk.calendar_day d
where d.day = law.due(coalesce(:start, law.today()), :days, :unit)""")
RECEIPT_DAYS = text("""select law.today() - s.value::int as earliest, law.today() as today
from desk.setting s where s.key = 'hand_receipt_days'""")


class IntakeStore(Connected):
    """What the window needs before it receives."""

    def load_items(self) -> tuple[Item, ...]:
        """Every item published today with its materials, in pinyin order."""
        with self._together() as connection:
            materials: dict[int, list[Material]] = defaultdict(list)
            for row in connection.execute(MATERIALS):
                materials[row.edition_id].append(Material(*row[1:]))
            return tuple(
                Item(**row._mapping, materials=tuple(materials[row.edition_id]))
                for row in connection.execute(ITEMS)
            )

    def find_applicant(self, id_number: str) -> tuple[Applicant, tuple[Running, ...]] | None:
        """An applicant already known by this full identifier, with their open cases; None when unknown."""
        with self._at_once() as connection:
            row = connection.execute(KNOWN, {"number": id_number}).one_or_none()
            if row is None:
                return None
            running = tuple(
                Running(*found) for found in connection.execute(RUNNING, {"applicant": row.applicant_id})
            )
        return Applicant(
            row.kind, row.name, id_number, row.representative, row.contact, row.phone, row.address
        ), running

    def promise_day(self, item: Item, start: date | None = None) -> Promise:
        """The day an item accepted today (or on `start`) is promised for."""
        asked = {"start": start, "days": item.promised_days, "unit": item.limit_unit}
        with self._at_once() as connection:
            return Promise(*connection.execute(PROMISE, asked).one())

    def load_receipt_days(self) -> ReceiptDays:
        """The days a receipt may bear today."""
        with self._at_once() as connection:
            return ReceiptDays(*connection.execute(RECEIPT_DAYS).one())

    def load_held(self) -> tuple[HeldRow, ...]:
        """What the window still holds: receipts to answer or pass on, the most urgent first, then cases
        accepted since the working day before, whose 受理通知书 is to be handed over; at most 200 of each.
        """
        with self._at_once() as connection:
            return tuple(_held_row(row) for row in connection.execute(HELD, {"most": MOST}))


def _held_row(row: Row[tuple[object, ...]]) -> HeldRow:
    return HeldRow(
        row.id,
        row.number,
        row.applicant,
        row.item,
        row.section,
        row.state,
        row.state_label,
        row.receiver,
        row.mine,
        row.received_on,
        row.accepted_on,
        row.promised_on,
        row.provisional,
        row.due_on,
        _days_left(row.counted, row.due_on, row.today),
        _light(row.due_on, row.warn_on, row.today),
    )
