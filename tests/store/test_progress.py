"""Progress and follow-up of a project as those outside its sections read them: titles, states, days."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import psycopg
import pytest

from tests.hall import FACTS, Hall
from tests.review import Table
from yubei_desk.domain.act import Wish
from yubei_desk.domain.project import CaseProgress
from yubei_desk.errors import BadInput, Refused

SPECIALIST, CHIEF = "demo_specialist", "demo_land_chief"


def project_of(hall: Hall, case: int) -> int:
    row = hall.owner().execute("select project_id from desk.matter where id = %s", (case,)).fetchone()
    assert row is not None
    return int(row[0])


def follow(
    hall: Hall, project: int, login: str = SPECIALIST, by: str = CHIEF, step: str = "用地规划许可"
) -> None:
    body = {"step": step, "login": login}
    hall.store(by).file_act(Wish("follow", uuid4(), project, body=body))


def contact(hall: Hall, login: str, project: int) -> None:
    body = {"with_whom": "项目经办人", "text": "已告知还缺用地红线图"}
    hall.store(login).file_act(Wish("contact", uuid4(), project, body=body))


def test_the_ring_runs_to_the_last_certificate(hall: Hall) -> None:
    case = hall.recommended()
    project, desk = project_of(hall, case), hall.store("demo_window_1")
    assert [(each.state, each.step) for each in desk.load_progress(project).cases] == [("for_decision", 3)]
    hall.act(CHIEF, "grant", case, reasons="准予", **FACTS)
    (granted,) = desk.load_progress(project).cases
    assert (granted.step, granted.decided_on, granted.expected_on) == (
        4,
        desk.load_progress(project).today,
        None,
    )
    hall.receive(project={"id": project, "name": "联东U谷渝北产业园"})
    assert desk.load_progress(project).share == pytest.approx((4 + 1) / 10)


def test_only_who_sees_the_project_reads_its_progress(hall: Hall) -> None:
    project = project_of(hall, hall.accepted())
    with pytest.raises(Refused):
        hall.store(SPECIALIST).load_progress(project)
    follow(hall, project)
    seen = hall.store(SPECIALIST).load_progress(project)
    assert [(each.item, each.section, each.state) for each in seen.cases] == [
        ("建设用地规划许可证核发", "规划自然资源审批科", "examining")
    ]
    assert [(each.step, each.mine) for each in seen.followers] == [("用地规划许可", True)]
    desk = hall.connect(SPECIALIST)
    assert desk.execute("select from desk.case_material").fetchall() == []
    assert desk.execute("select from desk.case_party").fetchall() == []
    assert desk.execute("select from desk.attachment").fetchall() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        desk.execute("select from desk.case_private")


def test_a_section_without_a_part_in_the_project_reads_and_arranges_nothing(hall: Hall) -> None:
    """It knows the project by name, to register what it has; its progress and who serves it are others'."""
    Table(hall).publish()
    project = project_of(hall, hall.accepted())
    for login in ("demo_water_officer_1", "demo_water_chief"):
        desk = hall.connect(login)
        assert desk.execute("select count(*) from desk.project").fetchall() == [(1,)]
        for told in ("progress", "stages_of"):
            assert desk.execute(f"select * from law.{told}(%s)".encode(), (project,)).fetchall() == []
        with pytest.raises(Refused, match="查无此件，或者您无权查看"):
            hall.store(login).load_progress(project)
        with pytest.raises(Refused, match="您的科室在本项目没有办件或席位"):
            follow(hall, project, login, by=login)
    hall.receive(item="0901", project={"id": project, "name": "联东U谷渝北产业园"})
    assert len(hall.store("demo_water_chief").load_progress(project).cases) == 2


def test_who_has_no_duty_any_more_follows_nothing(hall: Hall) -> None:
    case = hall.accepted()
    project = project_of(hall, case)
    follow(hall, project)
    desk = hall.connect(SPECIALIST)
    seen = "select count(*) from desk.matter where id = %s"
    assert desk.execute(seen, (case,)).fetchall() == [(1,)]
    staff = "select id from desk.staff where login = %s"
    hall.owner().execute(
        f"update desk.duty set to_day = law.today() where staff_id = ({staff})", (SPECIALIST,)
    )
    assert desk.execute(seen, (case,)).fetchall() == [(0,)]


def test_contacts_are_logged_by_the_named_person_alone(hall: Hall) -> None:
    project = project_of(hall, hall.accepted())
    follow(hall, project)
    contact(hall, SPECIALIST, project)
    with pytest.raises(Refused, match="不是本项目的跟踪服务人员"):
        contact(hall, "demo_window_1", project)
    follow(hall, project, "demo_window_1")
    contact(hall, "demo_window_1", project)
    with pytest.raises(Refused):
        contact(hall, SPECIALIST, project)
    with pytest.raises(BadInput, match="查无此人") as refused:
        follow(hall, project, "demo_keeper_1")
    assert refused.value.field == "login"
    with pytest.raises(BadInput, match="最多 60 字"):
        follow(hall, project, step="阶" * 61)


def test_a_bottleneck_shows_before_the_light_turns_yellow(hall: Hall) -> None:
    """The item usually takes longer than its promise leaves: said on the day of acceptance."""
    case = hall.accepted()
    project = project_of(hall, case)
    (fresh,) = hall.store(CHIEF).load_progress(project).cases
    assert fresh.expected_on is None
    assert not fresh.tight
    decided = [hall.granted() for _ in range(5)]
    hall.owner().execute(
        "update desk.case_file set accepted_on = (select max(day) from desk.calendar_day where working"
        " and day < decided_on - 20) where matter_id = any(%s)",
        (decided,),
    )
    slow = next(each for each in hall.store(CHIEF).load_progress(project).cases if each.matter_id == case)
    assert slow.tight
    assert (slow.expected_on or date.min) > slow.planned_on


def test_tight_is_a_matter_of_days() -> None:
    day = date(2026, 11, 24)
    made = CaseProgress(1, "", "", "", "examining", "", day, day, day, day, None, None, day + timedelta(1), 2)
    assert not made.tight
