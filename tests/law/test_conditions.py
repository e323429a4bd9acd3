"""The conditions of an act 条件, one by one: what the button says is what the guard says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from tests.hall import FACTS, OPINION, Hall
from tests.law.attack import one
from yubei_desk.errors import BadInput, DeskError

WINDOW, OFFICER, CHIEF = "demo_window_1", "demo_land_officer_1", "demo_land_chief"
GRANT: dict[str, object] = {"reasons": "准予", **FACTS}
MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def morning(hall: Hall) -> None:
    """A Monday at nine, so that days can be counted."""
    hall.set_time(MORNING)


def refused(hall: Hall, login: str, act: str, matter: int, **body: object) -> str:
    """The guard's sentence; the button says the same."""
    with pytest.raises(DeskError) as found:
        hall.act(login, act, matter, **body)
    query = "select why_not from law.moves(%s) where act = %s"
    assert one(hall.connect(login), query, matter, act) == found.value.sentence
    return found.value.sentence


def state(hall: Hall, matter: int) -> str:
    return str(one(hall.owner(), "select state from desk.matter where id = %s", matter))


def staff(hall: Hall, login: str) -> int:
    return int(one(hall.owner(), "select id from desk.staff where login = %s", login))


def test_the_five_days(hall: Hall) -> None:
    """行政许可法 32(四): unanswered after the fifth working day it is accepted by law."""
    waiting, passed_on = hall.receive(), hall.passed_on()
    hall.set_time(MORNING + timedelta(days=7))  # the fifth working day
    assert (
        one(hall.connect(WINDOW), "select why_not from law.moves(%s) where act = 'pass_on'", waiting) is None
    )
    hall.set_time(MORNING + timedelta(days=8))
    late = "收件已超过五个工作日未答复，依法自收件之日起视为受理"
    assert refused(hall, WINDOW, "pass_on", waiting) == late
    assert refused(hall, OFFICER, "accept", passed_on) == late
    assert refused(hall, OFFICER, "hand_back", passed_on, reason="x") == late


def test_only_a_licence_is_deemed_accepted(hall: Hall) -> None:
    matter = hall.receive(item="0104")  # 确认
    hall.set_time(MORNING + timedelta(days=30))
    hall.act(WINDOW, "pass_on", matter)
    hall.act(OFFICER, "accept", matter)


def test_mandatory_rows(hall: Hall) -> None:
    matter = hall.receive(materials=[{"position": 1, "form": "paper"}, {"position": 2, "form": "promised"}])
    hall.act(WINDOW, "pass_on", matter)
    sentence = refused(hall, OFFICER, "accept", matter)
    assert sentence.startswith("必要材料未齐：营业执照、国有建设用地使用权出让合同")
    assert "建设用地规划条件函" not in sentence  # 容缺后补
    assert "授权委托书" not in sentence  # 非必要


def test_the_window_accepts_what_the_item_lets_it(hall: Hall) -> None:
    assert refused(hall, WINDOW, "accept", hall.receive()) == "本事项由科室受理，请转科室"
    matter = hall.receive(item="0401")
    hall.act(WINDOW, "accept", matter)
    assert state(hall, matter) == "examining"


def test_one_handler(hall: Hall) -> None:
    matter = hall.accepted()
    hall.act(OFFICER, "claim", matter)
    assert refused(hall, OFFICER, "claim", matter) == "您已领办本件"
    name = "规划自然资源审批科经办一岗"
    assert refused(hall, CHIEF, "claim", matter) == f"本件已由{name}领办"
    assert refused(hall, CHIEF, "recommend", matter, **OPINION, **FACTS) == f"本件由{name}领办，请由其拟办"
    hall.owner().execute(
        "update desk.duty set to_day = '2026-03-02' where staff_id = %s", (staff(hall, OFFICER),)
    )
    hall.act("demo_land_officer_2", "claim", matter)  # claims of people without duty today fall free


def test_who_recommended_does_not_decide(hall: Hall) -> None:
    matter = hall.accepted()
    hall.act("demo_land_deputy", "recommend", matter, **OPINION, **FACTS)
    assert refused(hall, "demo_land_deputy", "grant", matter, **GRANT) == "拟办人不得自行决定"
    hall.act(CHIEF, "send_back", matter, reason="请补充审查")
    hall.act(OFFICER, "recommend", matter, **OPINION, **FACTS)
    assert refused(hall, "demo_land_deputy", "refuse", matter) == "拟办人不得自行决定"


def test_who_received_does_not_decide(hall: Hall) -> None:
    owner = hall.owner()
    owner.execute(
        "insert into desk.duty (staff_id, duty, section_id, from_day)"
        " select %s, 'window', id, '2026-01-01' from desk.section where code = 'hall'",
        (staff(hall, CHIEF),),
    )
    matter = hall.receive(CHIEF)
    hall.act(WINDOW, "pass_on", matter)
    hall.act(OFFICER, "accept", matter)
    hall.act(OFFICER, "recommend", matter, **OPINION, **FACTS)
    assert refused(hall, CHIEF, "grant", matter, **GRANT) == "收件人不得自行决定"
    owner.execute("update desk.edition set waived_pairs = '{receive}'")
    hall.act(CHIEF, "grant", matter, **GRANT)
    assert state(hall, matter) == "granted"


def test_an_instant_item_is_decided_from_examination(hall: Hall) -> None:
    ordinary = hall.accepted()
    assert refused(hall, CHIEF, "grant", ordinary, **GRANT) == "本事项不是即办件，须先由经办人拟办"
    hall.owner().execute("update desk.edition set instant = true")
    hall.act(CHIEF, "grant", ordinary, **GRANT)
    assert state(hall, ordinary) == "granted"


def test_withdrawing(hall: Hall) -> None:
    """Before acceptance on the applicant's signed request; after it the request must be on file."""
    for road in (hall.receive, hall.passed_on):
        matter = road()
        with pytest.raises(BadInput) as found:
            hall.act(WINDOW, "withdraw", matter, reason="不再建设", request_signed="")
        assert found.value.field == "request_signed"
        hall.act(WINDOW, "withdraw", matter, reason="不再建设", request_signed="true")
        query = "select open, due_on = 'infinity' from desk.matter where id = %s"
        assert hall.owner().execute(query, (matter,)).fetchone() == (False, True)
    signed = {"reason": "不再建设", "request_signed": "true"}
    assert (
        refused(hall, OFFICER, "withdraw", hall.accepted(), **signed)
        == "申请人尚未提出书面撤回申请，不能撤回"
    )


def test_sheets(hall: Hall) -> None:
    """正本 and 副本 each printed once; the last one confirmed makes it; a spoiled one is printed anew."""
    made = hall.certificate_of(hall.granted())
    paper = {"digest": "0" * 64}
    hall.act(OFFICER, "print_sheet", made, copy_no=1, blank_serial="A1", **paper)
    for field, body in (
        ("copy_no", {"copy_no": 1}),
        ("copy_no", {"copy_no": 3}),
        ("blank_serial", {"copy_no": 2, "blank_serial": "A1"}),
    ):
        with pytest.raises(BadInput) as found:
            hall.act(OFFICER, "print_sheet", made, **body, **paper)
        assert found.value.field == field
    first = one(hall.owner(), "select id from desk.sheet")
    hall.act(WINDOW, "confirm_sheet", made, sheet=first)
    assert state(hall, made) == "printed"
    hall.act(WINDOW, "print_sheet", made, copy_no=2, blank_serial="A2", **paper)
    assert (
        refused(hall, OFFICER, "print_sheet", made, copy_no=2, **paper) == "各本证照均已打印，作废后才能重打"
    )
    second = one(hall.owner(), "select max(id) from desk.sheet")
    hall.act(OFFICER, "confirm_sheet", made, sheet=second)
    assert state(hall, made) == "made"
    hall.act(OFFICER, "spoil_sheet", made, sheet=second, reason="墨迹不清")
    assert state(hall, made) == "printed"
    with pytest.raises(BadInput) as found:
        hall.act(OFFICER, "confirm_sheet", made, sheet=second)
    assert found.value.field == "sheet"
    hall.act(OFFICER, "spoil_sheet", made, sheet=first, reason="墨迹不清")
    assert state(hall, made) == "to_make"


def test_handing_over(hall: Hall) -> None:
    made = hall.certificate_of(hall.granted())
    for copy in (1, 2):
        hall.act(OFFICER, "print_sheet", made, copy_no=copy, digest="0" * 64)
        hall.act(OFFICER, "confirm_sheet", made, sheet=one(hall.owner(), "select max(id) from desk.sheet"))
    due = "select due_on from desk.matter where id = %s"
    assert str(one(hall.owner(), due, made)) == "2026-03-16"  # ten working days: 行政许可法 44
    for field, way in (("id_checked", "counter"), ("witness", "left"), ("way", "by pigeon")):
        with pytest.raises(BadInput) as found:
            hall.act(WINDOW, "deliver", made, way=way, collector="经办人")
        assert found.value.field == field
    hall.act(WINDOW, "deliver", made, way="left", collector="经办人", witness="社区工作人员")
    assert one(hall.owner(), "select open from desk.matter where id = %s", made) is False
    assert one(hall.owner(), "select due_on = 'infinity' from desk.matter where id = %s", made) is True


def test_every_condition_has_a_branch(hall: Hall) -> None:
    needs = hall.owner().execute("select distinct unnest(needs) from law.transition").fetchall()
    assert len(needs) > 10
    body = one(hall.owner(), "select prosrc from pg_proc where proname = 'unmet'")
    assert [need for (need,) in needs if f"when '{need}' then" not in body] == []
    with pytest.raises(psycopg.errors.RaiseException, match="unknown condition"):
        hall.owner().execute("select law.unmet(null::desk.matter, null, '{no_such}', law.me(), null)")
