"""Matters of the joint review 联审 in every state: what the walk of the table of authority tries acts on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from tests.hall import Hall
from tests.review import APPLICANT, TOPIC, Table
from yubei_desk.deed.demo_stages import read_stages, stage_body
from yubei_desk.domain.act import Wish

CHAIR, ECOLOGY, DRAFTER = "demo_land_chief", "demo_ecology_chief", "demo_cataloguer_1"
VOTE: Mapping[str, object] = {"opinion": "agree", "words": "同意"}
ISSUE: Mapping[str, object] = {"text": "请补充环评批复", "owner": "建设单位"}
WITHDRAWAL: Mapping[str, object] = {"reason": "申请人不再建设", "request_signed": "true"}
END: Mapping[str, object] = {"result": "passed", "reasons": "各科室一致同意"}


class Standing:
    """Reviews of 立项用地规划许可, seats, stages and a project, one for each state."""

    def __init__(self, hall: Hall) -> None:
        self.hall, self.table = hall, Table(hall)
        self.table.publish()
        self.plan = next(each for each in read_stages() if (each["process"], each["number"]) == (3, 1))
        self.bodies, self.projects = self._bodies(), 0

    def draft(self, *codes: str) -> int:
        """A review of a project of its own with these items ticked."""
        self.projects += 1
        told = {
            "items": [self.table.ids["item", code] for code in codes],
            "project": {"name": f"联东U谷{self.projects}期"},
        }
        wish = Wish("draft_review", uuid4(), body={**self.bodies["draft_review"], **told})
        return self.hall.store("demo_window_1").file_act(wish).matter_id

    def _bodies(self) -> dict[str, dict[str, object]]:
        """What each act of these kinds brings when it is done right."""
        ids, day = self.table.ids, self.table.one("select law.today()::text")
        applicant = {
            "kind": "企业",
            "name": "重庆联东金北实业有限公司",
            "initials": "",
            "masked": "重庆**公司",
        }
        place = {"project": {"name": "联东U谷渝北产业园"}, "applicant": applicant, "private": APPLICANT}
        item = ids["item", "0101"]
        row = {"position": 1, "name": "建设用地规划许可证申请表", "form": "paper", "originals": 1}
        return {
            "draft_stage": stage_body(self.plan, ids),
            "draft_review": {"stage": self.table.stages[3, 1], **place, "items": [item], "materials": [row]},
            "add_item": {"item": ids["item", "0402"]},
            "add_seat": {"section": ids["section", "market"]},
            "convene": {"meeting_on": day, **TOPIC},
            "minutes": {"text": "逐项审议"},
            "adjourn": {"reason": "补充材料"},
            "raise": {**ISSUE},
            "settle": {"text": "已补充"},
            "outside_opinion": {"body": "供水公司", "words": "同意", "opinion": "agree", "dated": day},
            "visit_site": {"visited_on": day, "inspectors": "经办甲、经办乙", "finding": "与图纸一致"},
            "conclude": {**END},
            "cancel": {"reason": "项目终止", "separately": "true"},
            "opine": {**VOTE},
            "register_prior": {"item": item, "number": "地字第500112202000001号", "issued_on": "2020-04-21"},
            "follow": {"step": "用地", "login": "demo_specialist"},
            "not_applicable": {"item": item, "reason": "划拨用地"},
            "void_prior": {"item": ids["item", "0102"], "reason": "登记错了"},
        }

    def at(self, state: str) -> int:
        """A review brought into a state by its acts."""
        review = self.draft("0101", "0401")
        roads = {
            "drafted": "",
            "convened": "convene",
            "in_session": "convene open_session",
            "adjourned": "convene open_session adjourn",
            "concluded": "convene open_session conclude",
            "finished": "convene open_session conclude",
            "cancelled": "cancel",
        }
        for act in roads[state].split():
            if act == "conclude" or (act == "open_session" and state == "in_session"):
                self.opine_all(review)
            self.hall.act(CHAIR, act, review, **self.bodies.get(act, {}))
            if act == "open_session":
                self.hall.act(ECOLOGY, "raise", review, **ISSUE)
        if state == "finished":
            for case in self.table.cases(review).values():
                self.hall.act("demo_window_1", "withdraw", case, **WITHDRAWAL)
        assert self.table.state(review) == state
        return review

    def opine_all(self, review: int) -> None:
        """Every chief agrees."""
        for code, seat in self.table.seats(review).items():
            self.hall.act(f"demo_{code}_chief", "opine", seat, **VOTE)

    def seat(self, state: str) -> int:
        """The seat of ecology in a review in session."""
        seat = self.table.seats(self.at_work())["ecology"]
        acts = {"invited": (), "seated": ("take_seat",), "opined": ("opine",)}[state]
        for act in acts:
            self.hall.act(ECOLOGY, act, seat, **self.bodies.get(act, {}))
        return seat

    def at_work(self) -> int:
        """A review in session where nobody has spoken."""
        review = self.draft("0101")
        self.hall.act(CHAIR, "convene", review, **self.bodies["convene"])
        self.hall.act(CHAIR, "open_session", review)
        return review

    def stage(self, state: str) -> int:
        """An edition of the stage, drafted by the first cataloguer."""
        if state == "published":
            return self.table.stages[3, 1]
        wish = Wish("draft_stage", uuid4(), body=self.bodies["draft_stage"])
        stage = self.hall.store(DRAFTER).file_act(wish).matter_id
        if state == "retired":
            self.hall.act(DRAFTER, "drop_stage", stage)
        return stage

    def matters(self) -> dict[str, dict[str, int]]:
        """One matter of each kind in each state."""
        project: Any = self.table.one("select project_id from desk.matter where id = %s", self.hall.receive())
        self.hall.act(CHAIR, "not_applicable", project, item=self.table.ids["item", "0102"], reason="既有")
        return {
            "review": {state: self.at(state) for state in REVIEWS},
            "seat": {state: self.seat(state) for state in ("invited", "seated", "opined")},
            "stage": {state: self.stage(state) for state in ("draft", "published", "retired")},
            "project": {"lead": project},
        }


REVIEWS = ("drafted", "convened", "in_session", "adjourned", "concluded", "finished", "cancelled")
