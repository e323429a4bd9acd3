"""The catalogue 事项清单: editions of stages, what they may name, and what the law thinks of a draft."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, text

from yubei_desk.domain.catalogue import EditionRow, Pick, Picks, Rehearsal, StageEdition, StageFault
from yubei_desk.domain.stage import StagePart
from yubei_desk.errors import Refused
from yubei_desk.store.act import FILE, _load_acts, _load_moves, body_text
from yubei_desk.store.connect import Connected
from yubei_desk.store.refusal import translated

EDITIONS = text("""select g.matter_id as id, g.process, p.name as process_name, g.number, g.edition, g.name,
  m.state, t.label as state_label, nullif(g.from_day, 'infinity') as from_day,
  nullif(g.to_day, 'infinity') as to_day, s.name as drafter
from desk.stage g join desk.matter m on m.id = g.matter_id join desk.process p on p.code = g.process
join law.state t on t.kind = m.kind and t.state = m.state join desk.staff s on s.id = g.drafter_id
order by g.process, g.number, g.edition desc""")
ONE = text("""select m.version, m.state, t.label as state_label, g.process, p.name as process_name, g.number,
  g.edition, g.name, g.lead_id, g.mode, g.total_days, g.rollup, g.basis,
  nullif(g.from_day, 'infinity') as from_day, nullif(g.to_day, 'infinity') as to_day
from desk.stage g join desk.matter m on m.id = g.matter_id join desk.process p on p.code = g.process
join law.state t on t.kind = m.kind and t.state = m.state where g.matter_id = :id""")
PROCESSES = text("select code, name from desk.process order by code")
SECTIONS = text("""select id, code, name from desk.section where kind = 'section' order by id""")
ITEMS = text("""select i.id, i.code, i.name, s.name as section
from desk.item i join desk.section s on s.id = i.section_id where s.kind = 'section' order by i.code""")
# What an edition names, in its own order; items whose section has left the hall stay readable.
OWN_ITEMS = text("""select i.id, i.code, i.name, s.name as section, x.mandatory
from desk.stage_item x join desk.item i on i.id = x.item_id join desk.section s on s.id = i.section_id
where x.stage_id = :id order by x.position, i.code""")
OWN_GATE = text("""select i.id, i.code, i.name, s.name as section
from desk.stage_gate x join desk.item i on i.id = x.item_id join desk.section s on s.id = i.section_id
where x.stage_id = :id order by i.code""")
OWN_SEATS = text("""select s.id, s.code, s.name
from desk.stage_seat x join desk.section s on s.id = x.section_id
where x.stage_id = :id order by x.position""")
LEAD = text("select id, code, name from desk.section where id = :lead")
FAULTS = text("select field, sentence from law.stage_faults(:id)")
PARTS = text("select * from law.simulate(:project, :id)")
UNSEEN = "查无此版本，请刷新后重新选择"


class CatalogueStore(Connected):
    """Editions of stages, for cataloguers."""

    def load_editions(self) -> tuple[EditionRow, ...]:
        """Every edition of every stage there ever was, by process and number, the newest first."""
        with self._at_once() as connection:
            return tuple(EditionRow(**row._mapping) for row in connection.execute(EDITIONS))

    def load_picks(self) -> Picks:
        """What an edition may name."""
        with self._together() as connection:
            processes = tuple((row.code, row.name) for row in connection.execute(PROCESSES))
            return Picks(processes, _picks(connection, SECTIONS), _picks(connection, ITEMS))

    def load_edition(self, matter_id: int) -> StageEdition:
        """One edition; raises Refused when there is none."""
        with self._together() as connection:
            row = connection.execute(ONE, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            told: dict[str, Any] = dict(row._mapping)
            lead = _picks(connection, LEAD, lead=told.pop("lead_id"))
            return StageEdition(
                matter_id=matter_id,
                lead=lead[0] if lead else None,
                items=_picks(connection, OWN_ITEMS, id=matter_id),
                seats=_picks(connection, OWN_SEATS, id=matter_id),
                gate=_picks(connection, OWN_GATE, id=matter_id),
                faults=_faults(connection, matter_id) if told["state"] == "draft" else (),
                acts=_load_acts(connection, [matter_id], self._verify),
                moves=_load_moves(connection, matter_id),
                **told,
            )

    def rehearse_stage(self, body: Mapping[str, object], project_id: int = 0) -> Rehearsal:
        """What the law would say of an edition with this body, drafted and taken back in one breath; raises
        Refused or BadInput as drafting would.
        """
        values = (None, None, "draft_stage", body_text(body), uuid4(), None, None)
        with self._undone() as connection:
            _, stage, _ = connection.exec_driver_sql(FILE, values).one()
            found = connection.execute(PARTS, {"project": project_id, "id": stage})
            return Rehearsal(_faults(connection, stage), tuple(StagePart(**row._mapping) for row in found))

    @contextmanager
    def _undone(self) -> Iterator[Connection]:
        """A transaction of which nothing stays."""
        with (
            translated(),
            self._engine.connect().execution_options(isolation_level="READ COMMITTED") as connection,
            connection.begin() as tried,
        ):
            yield connection
            tried.rollback()


def _picks(connection: Connection, query: Any, **values: object) -> tuple[Pick, ...]:
    return tuple(Pick(**row._mapping) for row in connection.execute(query, values))


def _faults(connection: Connection, matter_id: int) -> tuple[StageFault, ...]:
    return tuple(StageFault(*row) for row in connection.execute(FAULTS, {"id": matter_id}))
