"""The first page 工作台: what waits, what changed, who decides today, by the duties of the person."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.hall import Hall
from yubei_desk.domain.home import EarlierReceipt, Home


def home(hall: Hall, login: str) -> Home:
    return hall.store(login).load_home(hall.session(login))


def waiting(found: Home) -> dict[str, int]:
    return {each.filter: each.count for each in found.waiting}


def test_an_officer_sees_what_waits_in_the_section(hall: Hall) -> None:
    hall.receive()
    hall.passed_on()
    hall.recommended()
    hall.granted()
    found = home(hall, "demo_land_officer_1")
    assert found.lights is not None
    assert found.lights.all == 3
    assert waiting(found) == {
        "passed_on": 1,
        "examining": 0,
        "for_decision": 1,
        "to_make": 1,
        "printed": 0,
        "made": 0,
    }
    assert found.audit is None


def test_the_window_sees_what_it_has_not_passed_on(hall: Hall) -> None:
    hall.receive()
    hall.passed_on()
    found = home(hall, "demo_window_1")
    assert found.lights is None
    assert waiting(found)["received"] == 1
    assert not {each.room for each in found.waiting} & {"worklist"}


def test_each_case_stands_once_with_its_last_act(hall: Hall) -> None:
    first, second = hall.passed_on(), hall.accepted()
    recent = home(hall, "demo_land_officer_1").recent
    assert [each.matter_id for each in recent] == [second, first]
    assert recent[0].what.endswith("受理")
    assert recent[1].what.endswith("转科室")
    assert home(hall, "demo_housing_officer_1").recent == ()


def test_own_section_decides_first_and_a_section_without_a_chief_has_no_name(hall: Hall) -> None:
    hall.owner().execute(
        "update desk.authorisation set revoked_from = law.today() where section_id ="
        " (select id from desk.section where code = 'fire')"
    )
    deciders = home(hall, "demo_housing_chief").deciders
    assert deciders[0].section == "住建委行政审批科"
    assert deciders[0].names.startswith("住建委行政审批科首席代表")
    assert {each.section: each.names for each in deciders}["消防救援审批科"] == ""


def test_only_the_auditor_is_shown_refused_attempts(hall: Hall) -> None:
    hall.owner().execute(
        "insert into desk.attempt (at, login, sqlstate, act, sentence, origin)"
        " values (law.now(), 'demo_window_1', 'YB001', 'grant', '您没有这项权限', 'log:1')"
    )
    audit = home(hall, "demo_auditor").audit
    assert audit is not None
    assert [(each.login, each.act) for each in audit.attempts] == [("demo_window_1", "准予")]
    assert home(hall, "demo_land_chief").audit is None


def test_the_auditor_is_shown_what_was_entered_later_than_it_came(hall: Hall) -> None:
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    hall.receive()
    late = hall.receive_late("2026-11-20", "手收0012345", "demo_window_2")
    later = hall.receive_late("2026-11-23", "手收0012346")
    audit = home(hall, "demo_auditor").audit
    assert audit is not None
    assert (audit.earlier_count, [each.matter_id for each in audit.earlier]) == (2, [later, late])
    assert audit.earlier[1] == EarlierReceipt(
        late,
        hall.store("demo_auditor").load_case(late).number,
        date(2026, 11, 20),
        date(2026, 11, 24),
        "手收0012345",
        hall.session("demo_window_2").name,
    )


def test_nothing_waits_for_a_duty_that_leads_nowhere(hall: Hall) -> None:
    hall.granted()
    session = hall.session("demo_auditor")
    assert "certificate" in session.rooms
    assert hall.store("demo_auditor").load_home(session).waiting == ()
    assert set(waiting(home(hall, "demo_window_1"))) == {"received", "to_make", "printed", "made"}
