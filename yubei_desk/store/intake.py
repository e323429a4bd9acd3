"""The counter 综合受理: the catalogue to pick from, the applicant already known, what else they have
running.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from sqlalchemy import text

from yubei_desk.domain.applicant import Applicant, Running
from yubei_desk.domain.item import Item, Material
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

    def promise_day(self, item: Item, start: date | None = None) -> date:
        """The day an item accepted today (or on `start`) is promised for."""
        query = text("select law.due(coalesce(:start, law.today()), :days, :unit)")
        with self._at_once() as connection:
            found: date = connection.execute(
                query, {"start": start, "days": item.promised_days, "unit": item.limit_unit}
            ).scalar_one()
            return found
