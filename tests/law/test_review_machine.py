"""A review under random acts 随机会审: in any order, no opinion past the conclusion, one case an item."""

from __future__ import annotations

import itertools
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests.hall import Hall
from tests.law.office import MONDAY, Ledger, steps
from tests.review import CHAIR, SECRETARY, TOPIC, Table
from yubei_desk.deed.demo_stages import stage_body
from yubei_desk.domain.act import Wish
from yubei_desk.errors import DeskError

WINDOW, FIRE = "demo_window_1", "demo_fire_chief"
PEOPLE = (CHAIR, SECRETARY, WINDOW, FIRE, "demo_fire_officer_1")
BEFORE = ("drafted", "convened", "in_session", "adjourned")
PATHS = {  # by hand from LAW 5
    ("", "draft_stage", "draft"),
    ("draft", "publish_stage", "published"),
    ("", "draft_review", "drafted"),
    ("drafted", "convene", "convened"),
    ("adjourned", "convene", "convened"),
    ("convened", "open_session", "in_session"),
    ("in_session", "next_item", "in_session"),
    ("in_session", "adjourn", "adjourned"),
    ("in_session", "conclude", "concluded"),
    ("concluded", "finish", "finished"),
    *((state, "cancel", "cancelled") for state in BEFORE),
    *((state, "add_item", state) for state in BEFORE),
    *((state, "invite", "invited") for state in ("", "seated", "opined")),
    ("invited", "take_seat", "seated"),
    *((state, "opine", "opined") for state in ("invited", "seated", "opined")),
    ("", "receive_jointly", "passed_on"),
    ("", "receive", "received"),
    *((state, "withdraw", "withdrawn") for state in ("received", "passed_on")),
}
BODIES: dict[str, dict[str, object]] = {
    "adjourn": {"reason": "补充材料"},
    "raise": {"text": "疏散楼梯", "owner": "建设单位"},
    "conclude": {"result": "passed", "reasons": "一致同意"},
    "cancel": {"reason": "项目终止", "separately": "true"},
    "opine": {"opinion": "conditions", "words": "同意", "conditions": "开工前复核"},
    "withdraw": {"reason": "不再建设", "request_signed": "true"},
}
LEAN = {
    "process": 4,
    "number": 3,
    "name": "施工许可",
    "lead": "housing",
    "basis": "优化营商环境条例 第四十二条",
    "items": ["0201", "0202"],
    "seats": ["housing", "fire"],
    "gate": [],
}
REVIEW_ACTS = st.sampled_from(
    ["convene", "open_session", "adjourn", "next_item", "conclude", "cancel", "raise", "add_item", "attach"]
)
RUNNING = """select f.number from desk.matter m join desk.case_file f on f.matter_id = m.id
  join desk.item i on i.id = f.item_id join desk.matter r on r.project_id = m.project_id
  where r.id = %s and i.code = %s and m.open"""
ON = ("convene", "open_session", "opine", "conclude", "take_seat", "adjourn", "withdraw")
TICKED = "事项不在本阶段、已停用或已勾选，请重新选择"
OFFERED = frozenset({*ON, "cancel"})


class Meeting(Ledger):
    """One review with two seats, the window that took it and the days going by."""

    paths = PATHS

    def __init__(self, hall: Hall, table: Table, number: int) -> None:
        super().__init__(hall)
        self.table, self.project = table, {"name": f"标准厂房{number}期"}
        self.review = table.draft(project=self.project, items=[table.ids["item", "0201"]])

    @rule(who=st.sampled_from(PEOPLE), act=REVIEW_ACTS)
    def press(self, who: str, act: str) -> None:
        """Somebody tries something with the review: done or refused as the button said."""
        self.attempt(who, act, self.review)

    @rule(
        who=st.sampled_from(PEOPLE),
        code=st.sampled_from(["housing", "fire"]),
        act=st.sampled_from(["opine", "take_seat"]),
    )
    def speak(self, who: str, code: str, act: str) -> None:
        """Somebody tries to sit down or to speak for a section."""
        self.attempt(who, act, self.table.seats(self.review)[code])

    @rule(code=st.sampled_from(["0201", "0202"]))
    def come_to_the_counter(self, code: str) -> None:
        """The company applies for one item by itself: received, or told which case runs already."""
        running, sentence = self.rows(RUNNING, self.review, code), ""
        try:
            self.table.receive(code, project=self.project)
        except DeskError as refusal:
            sentence = refusal.sentence
        assert bool(sentence) == bool(running)
        assert all(f"已有在办件 {number}" in sentence for (number,) in running)

    @invariant()
    def one_of_a_kind_runs(self) -> None:
        """Never two open cases of one project, item and business."""
        query = """select 1 from desk.matter m join desk.case_file f on f.matter_id = m.id where m.open
          group by m.project_id, f.item_id, f.business having count(*) > 1"""
        assert self.rows(query) == []

    @rule(pick=st.integers(0, 99))
    def go_on(self, pick: int) -> None:
        """Somebody does what their buttons offer, rather what leads on."""
        matters = [
            self.review,
            *self.table.seats(self.review).values(),
            *self.table.cases(self.review).values(),
        ]
        offered = [
            (who, act, matter)
            for matter in matters
            for who in PEOPLE
            for act, why in self.buttons(who, matter).items()
            if why is None and act in OFFERED
        ]
        session = [each for each in offered if each[1] in ON[:-1]]
        hopeful = (session if pick % 5 else offered) or offered
        if hopeful:
            self.attempt(*hopeful[pick % len(hopeful)])

    def body(self, who: str, act: str) -> dict[str, object]:
        """What the act brings."""
        if act == "attach":
            blob = uuid4()
            self.hall.store(who).store_blob(blob, "application/pdf", b"%PDF-1.4")
            return {"file_name": "补充.pdf", "blob": str(blob)}
        if act == "add_item":
            return {"item": self.table.ids["item", "0202"]}
        return {"meeting_on": str(self.now.date()), **TOPIC} if act == "convene" else BODIES.get(act, {})

    def attempt(self, who: str, act: str, matter: int) -> None:
        """File it, and hold the outcome to the button shown before."""
        before, shown = self.standing(matter), self.buttons(who, matter)
        told = self.file(who, act, matter, self.body(who, act))
        assert (self.standing(matter) == before) == bool(told)
        if act == "add_item" and shown.get(act, "") is None:
            assert told in ("", TICKED)
        else:
            assert told == (shown[act] or "") if act in shown else told

    @invariant()
    def nobody_speaks_but_in_session(self) -> None:
        """Each opinion was filed while its review was convened or in session, none after the conclusion."""
        query = """select (select a.to_state from desk.act a where a.matter_id = s.review_id and a.id < o.id
            and a.seen_version is not null order by a.position desc limit 1)
          from desk.act o join desk.seat s on s.matter_id = o.matter_id
          where o.kind in ('opine', 'take_seat')"""
        assert {state for (state,) in self.rows(query)} <= {"convened", "in_session"}

    @invariant()
    def a_conclusion_heard_every_seat(self) -> None:
        """A seat of a concluded review has its opinion, or was told of the meeting days before."""
        query = """select x.state, s.opinion <> '', law.day_of(c.at) > law.due(s.invited_on, 3, 'working')
          from desk.act c join desk.seat s on s.review_id = c.matter_id
          join desk.matter x on x.id = s.matter_id
          where c.kind = 'conclude'"""
        for state, spoken, told_before in self.rows(query):
            assert (state == "opined") == spoken
            assert spoken or told_before

    @invariant()
    def one_case_an_item(self) -> None:
        """Every ticked item has one case, of this item, this project and the review's own edition."""
        query = """select count(*), count(distinct r.case_id), count(f.matter_id) from desk.review_item r
          left join desk.matter m on m.id = r.case_id
          left join desk.case_file f on f.matter_id = m.id and f.item_id = r.item_id
            and f.edition_id = r.edition_id
            and m.project_id = (select p.project_id from desk.matter p where p.id = r.review_id)"""
        ((ticked, cases, right),) = self.rows(query)
        assert ticked == cases == right
        opened = "select count(*) from desk.matter where kind = 'case' and parent_id is not null"
        assert self.rows(opened) == [(ticked,)]

    @invariant()
    def a_review_ends_with_its_last_case(self) -> None:
        """Concluded while a case is open, finished when none is; an opinion replaced stays in the books."""
        query = """select m.state, bool_or(c.open) from desk.matter m
          join desk.review_item r on r.review_id = m.id
          join desk.matter c on c.id = r.case_id where m.state in ('concluded', 'finished') group by m.id"""
        for state, running in self.rows(query):
            assert (state == "concluded") == running


def test_any_order_of_a_meeting(hall: Hall) -> None:
    hall.set_time(MONDAY)
    table, numbers = Table(hall), itertools.count(1)
    drafter, publisher = hall.store("demo_cataloguer_1"), hall.store("demo_cataloguer_2")
    table.ids = drafter.load_codes()
    stage = drafter.file_act(Wish("draft_stage", uuid4(), body=stage_body(LEAN, table.ids))).matter_id
    publisher.file_act(Wish("publish_stage", uuid4(), stage, seen=1))
    table.stages[3, 3], table.made = stage, 0  # no gate, no earlier approval

    class Here(Meeting):
        """The meeting of this test's hall."""

        def __init__(self) -> None:
            super().__init__(hall, table, next(numbers))

    run_state_machine_as_test(Here, settings=steps(8, 36))
    reached = {row[0] for row in hall.owner().execute("select distinct kind from desk.act")}
    assert {"convene", "opine", "adjourn", "conclude", "withdraw", "cancel", "attach", "finish"} <= reached
