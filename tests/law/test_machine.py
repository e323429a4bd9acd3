"""A case and its certificate under random acts 随机办理: whatever is tried, the ledger stays in order."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from tests.hall import FACTS, OPINION, Hall
from tests.law.office import Ledger, steps
from yubei_desk.domain.deadline import Calendar

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


class Office(Ledger):
    """One case, its certificate, five people and the days going by."""

    paths = PATHS

    def __init__(self, hall: Hall) -> None:
        super().__init__(hall)
        self.days: Calendar = hall.store("demo_window_1").load_calendar(date(2026, 9, 1), date(2026, 12, 31))
        self.case = hall.receive()

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


def test_the_ledger_stays_in_order(hall: Hall) -> None:
    class Here(Office):
        """The office of this test's hall."""

        def __init__(self) -> None:
            super().__init__(hall)

    run_state_machine_as_test(
        Here,
        settings=steps(8, 40),
    )
    reached = {row[0] for row in hall.owner().execute("select distinct kind from desk.act")}
    assert {"recommend", "grant", "issue", "print_sheet", "confirm_sheet", "spoil_sheet"} <= reached
