"""A case and its certificate under random acts 随机办理: whatever is tried, the ledger stays in order."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.hall import FACTS, OPINION, Hall
from tests.law.attack import Desk
from yubei_desk.domain.deadline import Calendar
from yubei_desk.errors import DeskError

MONDAY = datetime(2026, 9, 21, 1, tzinfo=UTC)  # 中秋, 国庆 and a make-up working day lie ahead
PEOPLE = (
    "demo_window_1",
    "demo_land_officer_1",
    "demo_land_officer_2",
    "demo_land_chief",
    "demo_housing_chief",
)
PATHS = {  # by hand from LAW 3 and 4
    ("", "receive", "received"),
    ("received", "pass_on", "passed_on"),
    ("passed_on", "hand_back", "received"),
    ("passed_on", "accept", "examining"),
    ("received", "withdraw", "withdrawn"),
    ("passed_on", "withdraw", "withdrawn"),
    ("examining", "claim", "examining"),
    ("for_decision", "claim", "for_decision"),
    ("examining", "recommend", "for_decision"),
    ("for_decision", "send_back", "examining"),
    ("for_decision", "grant", "granted"),
    ("for_decision", "refuse", "refused"),
    ("", "issue", "to_make"),
    ("to_make", "print_sheet", "printed"),
    ("printed", "print_sheet", "printed"),
    ("printed", "confirm_sheet", "printed"),
    ("printed", "confirm_sheet", "made"),
    ("printed", "spoil_sheet", "printed"),
    ("printed", "spoil_sheet", "to_make"),
    ("made", "spoil_sheet", "printed"),
    ("made", "deliver", "delivered"),
}
ENDED = {"granted", "refused", "withdrawn", "delivered"}
BODIES: dict[str, dict[str, object]] = {
    "hand_back": {"reason": "非本科室事项"},
    "recommend": {**OPINION, **FACTS},
    "send_back": {"reason": "请补充"},
    "grant": {"reasons": "准予", **FACTS},
    "refuse": {"reasons": "不符合规划", "legal_ground": "城乡规划法第三十八条"},
    "withdraw": {"reason": "不再建设", "request_signed": "true"},
    "note": {"text": "已核对"},
    "contact": {"with_whom": "经办人", "text": "已告知"},
    "deliver": {"way": "courier", "collector": "经办人"},
}
OF_SHEETS = (
    "这一本已打印或不存在，请选择尚未打印的一本",
    "这一张证照不在可办理的状态，请重新选择",
)
CASE_ACTS = st.sampled_from([*sorted(BODIES.keys() - {"deliver"}), "claim", "pass_on", "accept"])
SHEET_ACTS = st.sampled_from(["print_sheet", "confirm_sheet", "spoil_sheet", "deliver"])
ASIDE = {"withdraw", "refuse", "send_back", "hand_back", "note", "contact"}  # ends or turns back


class Office(RuleBasedStateMachine):
    """One case, its certificate, five people and the days going by."""

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self.hall, self.owner, self.now = hall, hall.owner(), MONDAY
        hall.set_time(self.now)
        self.days: Calendar = hall.store("demo_window_1").load_calendar(date(2026, 9, 1), date(2026, 12, 31))
        self.case = hall.receive()
        self.desks: dict[str, Desk] = {}

    @rule(days=st.integers(0, 2))
    def pass_days(self, days: int) -> None:
        """The practice clock goes on."""
        self.now += timedelta(days=days)
        self.hall.set_time(self.now)

    @rule(who=st.sampled_from(PEOPLE), act=CASE_ACTS)
    def work_on_the_case(self, who: str, act: str) -> None:
        """Somebody tries something: done where the button says so, refused with its sentence where not."""
        self.attempt(who, act, self.case, BODIES.get(act, {}))

    @rule(pick=st.integers(0, 99), copy=st.integers(1, 2))
    def go_on_with_the_case(self, pick: int, copy: int) -> None:
        """Somebody does what their buttons offer, on the case or on its certificate."""
        made = self.rows("select matter_id from desk.certificate where case_id = %s", self.case)
        matter = made[0][0] if made else self.case
        offered = [(who, act) for who in PEOPLE for act in self.offered(who, matter)]
        hopeful = [each for each in offered if each[1] not in ASIDE] or offered
        if hopeful:
            who, act = hopeful[pick % len(hopeful)]
            self.attempt(who, act, matter, self.body(act, matter, copy))

    @rule(who=st.sampled_from(PEOPLE), act=SHEET_ACTS, copy=st.integers(1, 2))
    def work_on_the_certificate(self, who: str, act: str, copy: int) -> None:
        """Somebody tries something on the certificate, once there is one."""
        made = self.rows("select matter_id from desk.certificate where case_id = %s", self.case)
        if made:
            self.attempt(who, act, made[0][0], self.body(act, made[0][0], copy))

    def body(self, act: str, matter: int, copy: int) -> dict[str, object]:
        """What the act brings; sheets are told by their copy."""
        query = "select coalesce(max(id), 0) from desk.sheet where certificate_id = %s and copy_no = %s"
        ((sheet,),) = self.rows(query, matter, copy)
        paper = {"copy_no": copy, "digest": "0" * 64, "sheet": sheet, "reason": "卡纸"}
        return BODIES.get(act, paper if act.endswith("_sheet") else {})

    def buttons(self, who: str, matter: int) -> dict[str, str | None]:
        """What the person's screen offers."""
        if who not in self.desks:
            self.desks[who] = self.hall.connect(who)
        found = self.desks[who].execute("select act, why_not from law.moves(%s)", (matter,))
        return dict(found.fetchall())

    def offered(self, who: str, matter: int) -> list[str]:
        """What a person could do now; a scan is no matter of this machine."""
        return [act for act, why in self.buttons(who, matter).items() if why is None and act != "attach"]

    def attempt(self, who: str, act: str, matter: int, body: dict[str, object]) -> None:
        """File it, and hold the outcome to the button shown before."""
        before, shown = self.standing(matter), self.buttons(who, matter)
        told = self.file(who, act, matter, body)
        assert (self.standing(matter) == before) == bool(told)
        if act.endswith("_sheet") and shown.get(act, "") is None:
            assert told in ("", *OF_SHEETS)
        else:
            assert told == (shown[act] or "") if act in shown else told

    def file(self, who: str, act: str, matter: int, body: dict[str, object]) -> str:
        """The sentence of the refusal, empty when the act stands."""
        try:
            self.hall.act(who, act, matter, **body)
        except DeskError as refusal:
            return refusal.sentence
        return ""

    def standing(self, matter: int) -> list[tuple[Any, ...]]:
        """The matter's row."""
        return self.rows("select m::text from desk.matter m where id = %s", matter)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the superuser reads."""
        return self.owner.execute(query.encode(), values).fetchall()

    @invariant()
    def the_chain_verifies(self) -> None:
        """Each act hashes what it says and the act before it; the matter carries the last one."""
        matters = "select id, version, position, chain_head, latest_hash, state from desk.matter"
        for matter, version, position, head, latest, state in self.rows(matters):
            acts = self.rows(ACTS, matter)
            previous = b""
            for told, prev_hash, found, _ in acts:
                assert prev_hash == previous
                assert hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).digest() == found
                previous = found
            moved = [(told, found) for told, _, found, is_latest in acts if is_latest]
            assert (position, head) == (len(acts), previous)
            assert (version, latest) == (len(moved), moved[-1][1])
            assert [told[2] for told, *_ in acts] == list(range(1, len(acts) + 1))
            assert state == moved[-1][0][16]

    @invariant()
    def states_change_by_the_table(self) -> None:
        """Only the paths of the law, each beginning where the last one ended."""
        query = """select matter_id, from_state, kind, to_state from desk.act a
          where kind not in ('register', 'note', 'contact') order by matter_id, position"""
        at: dict[int, str] = {}
        for matter, before, act, after in self.rows(query):
            assert (before, act, after) in PATHS
            assert before == at.get(matter, "")
            at[matter] = after

    @invariant()
    def the_clock_runs_until_the_end(self) -> None:
        """Open with a due day until it has ended, then without; the day is that of the calendar's rules."""
        query = """select m.state, m.open, nullif(m.due_on, 'infinity'), nullif(m.warn_on, 'infinity'),
          coalesce(c.issued_on, f.accepted_on, f.received_on), c.issued_on is not null,
          f.accepted_on is not null
          from desk.matter m left join desk.case_file f on f.matter_id = m.id
          left join desk.certificate c on c.matter_id = m.id where m.kind <> 'project'"""
        for state, is_open, due, warn, start, certificate, accepted in self.rows(query):
            assert is_open == (state not in ENDED)
            assert (due is None) == (warn is None) == (not is_open)
            if is_open:
                assert due == self.days.due(start, 10 if certificate else 2 if accepted else 5)


ACTS = """select jsonb_build_array(matter_id, section_id, position, kind, seen_version, body, wish, letter,
    encode(signature, 'hex'), key_id, actor_id, duty, authorisation_id, lending_id,
    (extract(epoch from at) * 1000000)::bigint, from_state, to_state, basis, caused_by,
    encode(prev_hash, 'hex')),
  prev_hash, hash, seen_version is not null
from desk.act where matter_id = %s order by position"""


def test_the_ledger_stays_in_order(hall: Hall) -> None:
    class Here(Office):
        """The office of this test's hall."""

        def __init__(self) -> None:
            super().__init__(hall)

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8,
            stateful_step_count=40,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    reached = {row[0] for row in hall.owner().execute("select distinct kind from desk.act")}
    assert {"recommend", "grant", "issue", "print_sheet", "confirm_sheet", "spoil_sheet"} <= reached
