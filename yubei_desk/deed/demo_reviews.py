"""The joint reviews of the demonstration 示范联审: the article's projects at their tables, act by act."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from yubei_desk.deed.demo_cases import ZONE, Act, Case, Step
from yubei_desk.deed.demo_desks import FORMS, Desks, Running
from yubei_desk.deed.demo_names import Company
from yubei_desk.domain.act import Wish
from yubei_desk.domain.item import merge_materials
from yubei_desk.paper.load import load_form
from yubei_desk.paper.specimen import specimen_page

REVIEWS = Path(__file__).parents[2] / "resources" / "demo" / "reviews.json"
BESIDE = ("raise", "minutes", "contact", "register_prior", "follow")
Plan = Mapping[str, Any]


@dataclass(frozen=True)
class Moments:
    """When things happen: `d2 09:30` so many of these working days back, `m16` so many minutes before now."""

    days: Sequence[date]
    now: datetime

    def at(self, said: str) -> datetime:
        """The moment these words name."""
        if said.startswith("m"):
            return self.now - timedelta(minutes=int(said[1:]))
        day, clock = said[1:].split()
        return datetime.combine(self.days[-1 - int(day)], time.fromisoformat(clock), ZONE)

    def fill(self, body: Plan) -> dict[str, object]:
        """The body with the days and hours its words beginning with @ name."""
        return {name: self._write(name, value) for name, value in body.items()}

    def _write(self, name: str, value: str) -> str:
        if not value.startswith("@"):
            return value
        at = self.at(value[1:])
        return f"{at:%H:%M}" if name == "meeting_at" else at.date().isoformat()


@dataclass
class Sitting:
    """One review from its earlier approvals on; `matters` by `review`, `project`, codes of sections and of
    items.
    """

    plan: Plan
    company: Company
    stage: Plan
    stage_id: int
    codes: Mapping[str, str]  # by the names of sections and items
    desks: Desks
    moments: Moments
    matters: dict[str, int] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)

    def acts(self) -> Iterator[Act]:
        """Each act at its time, in order."""
        for act in self.plan["acts"]:
            yield self.moments.at(act["at"]), partial(self._file, act)

    def _file(self, act: Plan) -> None:
        doors = {
            "receive": self._receive,
            "register_prior": self._register,
            "draft_review": self._draft,
        }
        doors.get(act["act"], self._act)(act)

    def _act(self, act: Plan) -> None:
        matter = self.matters[act.get("on", "review")]
        seen = None if act["act"] in BESIDE else self.seen.setdefault(matter, 1)
        body = self.moments.fill(act.get("body", {}))
        self.desks.file_wish(act["by"], Wish(act["act"], uuid4(), matter, seen, body))
        self.seen[matter] = self.seen.get(matter, 1) + (seen is not None)

    def _receive(self, act: Plan) -> None:
        """A case before the review; it registers the project."""
        running = Running(Case(act["on"], self.company, self.plan["project"], ()))
        self.desks.file(running, Step("receive", act["by"], {}))
        self.matters[act["on"]] = running.matter_id

    def _project(self, login: str) -> int:
        return self.desks.store(login).find_projects(self.plan["project"])[0].matter_id

    def _register(self, act: Plan) -> None:
        """An approval from before this centre had its program, with a specimen for its scan."""
        store, blob, body = self.desks.store(act["by"]), uuid4(), self.moments.fill(act["body"])
        words = ("演练样页", f"批文编号：{body['number']}", f"项目：{self.plan['project']}")
        store.store_blob(blob, "application/pdf", specimen_page(load_form(FORMS / "receipt"), words))
        body |= {"item": self.desks.ids["item", act["body"]["item"]], "blob": str(blob)}
        body["file_name"] = f"{act['body']['number']}.pdf"
        store.file_act(Wish("register_prior", uuid4(), self._project(act["by"]), body=body))

    def _draft(self, act: Plan) -> None:
        project = self._project(act["by"])
        ticked = [self.desks.item(code) for code in self.plan["items"]]
        rows = [
            {"position": row.position, "name": row.name, "necessity": row.necessity, "form": "paper"}
            | {"originals": row.originals, "copies": row.copies}
            for row in merge_materials(ticked)
            if row.necessity != "非必要"
        ]
        body = {
            "stage": self.stage_id,
            "applicant": self.company.applicant(),
            "private": self.company.private(),
            "project": {"id": project, "name": self.plan["project"]},
            "items": [item.id for item in ticked],
            "materials": rows,
        }
        filed = self.desks.file_wish(act["by"], Wish("draft_review", uuid4(), body=body))
        self.matters |= {"review": filed.matter_id, "project": project}
        file = self.desks.store(f"demo_{self.stage['lead']}_chief").load_review(filed.matter_id)
        self.matters |= {self.codes[seat.section]: seat.matter_id for seat in file.seats}
        self.matters |= {self.codes[item.name]: item.case_id for item in file.items if item.case_id}


def sittings(
    desks: Desks,
    centre: Plan,
    companies: Mapping[str, Company],
    stages: Mapping[tuple[int, int], tuple[Plan, int]],
    moments: Moments,
) -> Iterator[Sitting]:
    """The reviews of resources/demo/reviews.json; `stages` gives plan and matter by process and number."""
    codes = {row["name"]: row["code"] for kind in ("sections", "items") for row in centre[kind]}
    for plan in json.loads(REVIEWS.read_text("utf-8"))["reviews"]:
        stage, stage_id = stages[plan["process"], plan["stage"]]
        yield Sitting(plan, companies[plan["company"]], stage, stage_id, codes, desks, moments)
