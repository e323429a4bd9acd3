"""Stages 阶段 of a process: which are in force, and what a project still lacks for them."""

from __future__ import annotations

from sqlalchemy import text

from yubei_desk.domain.stage import Stage, StagePart
from yubei_desk.store.connect import Connected

STAGES = text("""select g.matter_id as id, g.process, p.name as process_name, g.number,
  g.edition, g.name, coalesce(s.name, '') as lead, g.mode, g.basis, m.state,
  g.matter_id in (select law.draftable()) as draftable
from desk.stage g join desk.matter m on m.id = g.matter_id
join desk.process p on p.code = g.process left join desk.section s on s.id = g.lead_id
where m.state <> 'retired' order by g.process, g.number, g.edition""")
TOLD = "select exists (select from desk.stage g where g.matter_id = any (%s))"
PARTS = text("select * from law.simulate(:project, :stage)")
CODES = text(
    "select 'section' as kind, code, id from desk.section union all select 'item', code, id from desk.item"
)


class StageStore(Connected):
    """Stages, for whoever is signed in."""

    def load_stages(self) -> tuple[Stage, ...]:
        """Every edition in draft or in force, by process and number."""
        with self._at_once() as connection:
            return tuple(Stage(**row._mapping) for row in connection.execute(STAGES))

    def reload_stages(self, changed: frozenset[int]) -> tuple[Stage, ...] | None:
        """The same again where one of these matters is a stage, else None."""
        told: bool = self._bare(TOLD, (list(changed),), prepare=True)[0][0]
        return self.load_stages() if told else None

    def simulate_stage(self, project_id: int, stage_id: int) -> tuple[StagePart, ...]:
        """This project at this stage: seats, items and the permits of the gate, passed or missing."""
        with self._at_once() as connection:
            found = connection.execute(PARTS, {"project": project_id, "stage": stage_id})
            return tuple(StagePart(**row._mapping) for row in found)

    def load_codes(self) -> dict[tuple[str, str], int]:
        """The ids of sections and items by ('section' or 'item', code)."""
        with self._at_once() as connection:
            return {(row.kind, row.code): row.id for row in connection.execute(CODES)}
