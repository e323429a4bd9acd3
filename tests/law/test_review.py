"""Stages, gates, drafting 阶段与门槛: what an edition may say, what a project needs before it applies."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import refused_act
from tests.review import APPLICANT, CHAIR, SECRETARY, TOPIC, Table
from yubei_desk.deed.demo_stages import read_stages, stage_body
from yubei_desk.domain.act import Wish
from yubei_desk.errors import DeskError

LAND, HOUSING = "demo_land_officer_1", SECRETARY
DRAFTER, PUBLISHER = "demo_cataloguer_1", "demo_cataloguer_2"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def told(table: Table, login: str, act: str, matter: int | None, **body: object) -> str:
    """The sentence of the refusal of an act, in Chinese whatever was sent."""
    seen = table.one("select version from desk.matter where id = %s", matter)
    with table.hall.connect(login) as desk:
        sentence = refused_act(desk, matter, seen, act, **body)
    assert any("一" <= letter <= "鿿" for letter in sentence), sentence
    return sentence


def edition(table: Table, of: int = 3, /, **changed: object) -> dict[str, object]:
    """What drafting stage `of` of process 3 says, with these parts changed."""
    plan = next(each for each in read_stages() if (each["process"], each["number"]) == (3, of))
    return {**stage_body(plan, table.ids), **changed}


def drafted(table: Table, **body: Any) -> int:
    return table.hall.store(DRAFTER).file_act(Wish("draft_stage", uuid4(), body=body)).matter_id


def item(table: Table, code: str) -> int:
    return table.ids["item", code]


def told_of_draft(table: Table, **changed: object) -> str:
    """The refusal of a review drafted at the window with something changed."""
    with pytest.raises(DeskError) as refused:
        table.draft(**changed)
    return refused.value.sentence


def test_from_gate_to_parallel_cases(table: Table) -> None:
    hall, review = table.hall, table.draft()
    seats = table.seats(review)
    assert list(seats) == ["housing", "land", "fire", "ecology", "water", "city", "traffic"]
    hall.act(CHAIR, "convene", review, meeting_on=table.one("select law.today()::text"), **TOPIC)
    hall.act(CHAIR, "open_session", review)
    for code, seat in seats.items():
        hall.act(f"demo_{code}_chief", "opine", seat, opinion="agree", words="同意")
    hall.act(CHAIR, "conclude", review, result="passed", reasons="各科室一致同意")
    assert table.state(review) == "concluded"
    assert list(table.cases(review)) == ["0201", "0202"]


def test_what_blocks_is_named(table: Table) -> None:
    """The gate's sentence, word for word; registered or waived, it opens."""
    gate = "【建设工程规划许可证核发】尚未审批通过，无法申报【施工许可】阶段"
    table.made = table.one(
        "select project_id from desk.matter where id = %s", table.hall.receive(private=APPLICANT)
    )
    assert told_of_draft(table) == gate
    table.hall.act(
        "demo_land_chief", "not_applicable", table.made, item=item(table, "0102"), reason="既有厂房改造"
    )
    assert table.state(table.draft()) == "drafted"


def test_an_earlier_approval_is_registered_by_its_owner_once(table: Table) -> None:
    project = table.project()
    paper = {"number": "建字第1号", "issued_on": "2020-04-21", "file_name": "x.pdf", "blob": str(uuid4())}
    mine = {"item": item(table, "0101"), **paper}
    assert told(table, HOUSING, "register_prior", project, **mine) == "只能登记本科室的事项，请重新选择"
    assert told(table, "demo_window_1", "register_prior", project, **mine) == "您今日没有办理这个环节的职责"
    again = {**mine, "item": item(table, "0102")}
    assert told(table, LAND, "register_prior", project, **again) == (
        "【建设工程规划许可证核发】已经通过或登记过，不必再登记"
    )
    late = {**mine, "issued_on": "2199-01-01"}
    assert told(table, LAND, "register_prior", project, **late) == "批准日期不能晚于今日"
    assert told(table, LAND, "register_prior", project, **mine) == "附件不存在或已用于其他办件，请重新添加"
    waived = {"item": item(table, "0101"), "reason": "既有"}
    assert told(table, LAND, "not_applicable", project, **waived) == "您今日没有办理这个环节的职责"
    unknown = {"item": 999999, "reason": "无此事项"}
    with pytest.raises(DeskError, match="只能登记本科室的事项"):
        table.hall.act("demo_land_chief", "not_applicable", project, **unknown)


def test_an_earlier_approval_entered_wrongly_is_voided(table: Table) -> None:
    """By the chief of the item's section, with a reason: the gate closes, the books keep both, and the item
    may be registered again.
    """
    project, wrong = table.project(), {"item": item(table, "0102"), "reason": "编号登记错"}
    assert told(table, LAND, "void_prior", project, **wrong) == "您今日没有办理这个环节的职责"
    with pytest.raises(DeskError, match="只能登记本科室的事项"):
        table.hall.act(CHAIR, "void_prior", project, **wrong)
    with pytest.raises(DeskError, match="您的授权书没有覆盖这个事项"):
        table.hall.act("demo_land_deputy_2", "void_prior", project, **wrong)
    with pytest.raises(DeskError, match="撤销登记的理由"):
        table.hall.act("demo_land_chief", "void_prior", project, item=wrong["item"])
    table.hall.act("demo_land_chief", "void_prior", project, **wrong)
    with pytest.raises(DeskError, match="没有可以撤销的登记"):
        table.hall.act("demo_land_chief", "void_prior", project, **wrong)
    gate = "【建设工程规划许可证核发】尚未审批通过，无法申报【施工许可】阶段"
    assert told_of_draft(table) == gate
    table.hall.act("demo_land_chief", "not_applicable", project, item=wrong["item"], reason="既有厂房改造")
    assert table.state(table.draft()) == "drafted"
    rows = "select kind, voided_act is null from desk.prior order by act_id"
    assert table.hall.owner().execute(rows).fetchall() == [("prior", False), ("not_applicable", True)]


def test_the_gate_closes_on_a_running_case_too(table: Table) -> None:
    """A registration voided after the draft: nothing of the stage is granted until it stands again."""
    hall, review = table.hall, table.draft()
    case = table.cases(review)["0201"]
    table.for_decision(case)
    table.convene(review)
    hall.act(CHAIR, "open_session", review)
    table.opine_all(review)
    hall.act(CHAIR, "conclude", review, result="passed", reasons="一致同意")
    hall.act("demo_land_chief", "void_prior", table.project(), item=item(table, "0102"), reason="批文已失效")
    gate = "【建设工程规划许可证核发】尚未审批通过，无法申报【施工许可】阶段"
    with pytest.raises(DeskError) as refused:
        hall.act(CHAIR, "grant", case, reasons="准予")
    assert refused.value.sentence == gate
    waived = {"item": item(table, "0102"), "reason": "既有厂房改造"}
    hall.act("demo_land_chief", "not_applicable", table.project(), **waived)
    hall.act(CHAIR, "grant", case, reasons="准予")


def test_what_was_registered_ends_with_its_cancellation(table: Table) -> None:
    """注销 after 登记已有批文: the latest effective result counts, wherever it came from."""
    project, permit = table.project(), item(table, "0201")
    blob = uuid4()
    table.hall.store(HOUSING).store_blob(blob, "application/pdf", b"%PDF-1.4")
    paper = {"number": "施字第1号", "issued_on": "2020-04-21", "file_name": "x.pdf", "blob": str(blob)}
    table.hall.act(HOUSING, "register_prior", project, item=permit, **paper)
    assert table.one("select law.passed(%s, %s)", project, permit) is True
    case = table.receive(business="注销")
    table.for_decision(case)
    table.hall.act(CHAIR, "grant", case, reasons="准予注销")
    assert table.one("select law.passed(%s, %s)", project, permit) is False


def test_a_waiver_has_no_number_and_no_day(table: Table) -> None:
    waived = {"item": item(table, "0101"), "reason": "既有", "issued_on": "1", "number": "x"}
    table.hall.act("demo_land_chief", "not_applicable", table.project(), **waived)
    rows = "select number, issued_on from desk.prior where kind = 'not_applicable'"
    assert table.hall.owner().execute(rows).fetchall() == [("", None)]


def test_an_approval_revoked_is_no_approval(table: Table) -> None:
    """LAW 5: the latest effective result of the item, from any case."""
    case = table.hall.granted()
    project = table.one("select project_id from desk.matter where id = %s", case)
    passed = "select law.passed(%s, %s)"
    assert table.one(passed, project, item(table, "0101")) is True
    table.hall.owner().execute("update desk.matter set state = 'revoked' where id = %s", (case,))
    assert table.one(passed, project, item(table, "0101")) is False


def test_a_new_edition_leaves_reviews_their_own(table: Table) -> None:
    """A stage published during the session: the review goes on by the edition it was drafted under."""
    review, old = table.draft(items=[item(table, "0201")]), table.stages[3, 3]
    lean = {"items": [item(table, "0201")], "seats": [table.ids["section", "housing"]]}
    new = drafted(table, **edition(table, **lean))
    table.hall.act(PUBLISHER, "publish_stage", new)
    assert (table.state(old), table.state(new)) == ("retired", "published")
    assert len(table.seats(review)) == 7
    table.hall.act(SECRETARY, "add_item", review, item=item(table, "0202"))
    assert list(table.cases(review)) == ["0201", "0202"]
    other = {"project": {"name": "联东U谷"}, "stage": old}
    assert told_of_draft(table, **other) == "该阶段未公布或没有牵头科室，请重新选择阶段"


WHOLE, TWICE = "材料清单格式不对，请重新核验材料", "同一份材料登记了两次，请重新核验材料"
ROW = "材料的形式应为纸质、电子、承诺或未交，份数应为不超过 9999 的整数"
CROOKED_DRAFTS: list[tuple[dict[str, object], str]] = [
    ({"stage": "x"}, "该阶段未公布或没有牵头科室，请重新选择阶段"),
    ({"stage": 99999999}, "该阶段未公布或没有牵头科室，请重新选择阶段"),
    ({"project": "x"}, "联合审批须有项目，请填写项目名称"),
    ({"project": {"name": "某", "code": "9" * 61}}, "“项目代码”最多 60 字"),
    ({"private": {"id_number": "9" * 61}}, "“信用代码或身份证号”最多 60 字"),
    ({"project": {"name": ""}}, "联合审批须有项目，请填写项目名称"),
    ({"items": []}, "联合办理须至少勾选一个事项"),
    ({"items": "x"}, "“items”应为列表"),
    ({"items": ["x"]}, "事项不在本阶段、已停用或已勾选，请重新选择"),
    ({"items": [{"id": 1}]}, "事项不在本阶段、已停用或已勾选，请重新选择"),
    ({"materials": "x"}, WHOLE),
    ({"materials": ["x"]}, ROW),
    ({"materials": [{"name": "x"}]}, ROW),
    (
        {"materials": [{"position": 70000, "name": "x"}]},
        ROW,
    ),
    (
        {"materials": [{"position": 1, "form": "x"}]},
        ROW,
    ),
    (
        {"materials": [{"position": 1, "copies": "x"}]},
        ROW,
    ),
    ({"materials": [{"position": 1}] * 2}, TWICE),
    ({"materials": [{"position": n, "name": "申请表"} for n in (1, 2)]}, TWICE),
    ({"materials": [{"position": 1}]}, "材料清单的每一行都应有材料名称"),
    (
        {"materials": [{"position": 1, "name": "x", "blob": "x", "file_name": "x.pdf"}]},
        "附件不存在或已用于其他办件，请重新添加",
    ),
]


def test_a_crooked_draft_is_refused_in_words(table: Table) -> None:
    for changed, sentence in CROOKED_DRAFTS:
        assert told_of_draft(table, **changed) == sentence, changed
    assert table.one("select count(*) from desk.review") == 0


def test_nobody_applies_for_the_project_of_another(table: Table) -> None:
    """Its running cases would go to a stranger's table; a company without its number is no stranger."""
    project = {"id": table.project(), "name": "联东U谷渝北产业园"}
    stranger = {"name": "某公司", "masked": "某*"}
    refusal = "本项目登记的申请人与本次申请人不同，请核对项目和申请人"
    for private in ({}, {"id_number": "TEST91500112000009"}):
        for applicant in (stranger, {}):
            assert told_of_draft(table, project=project, applicant=applicant, private=private) == refusal
    assert told_of_draft(table, project=project, private={"id_number": "TEST91500112000009"}) == refusal
    assert table.state(table.draft(project=project, private={})) == "drafted"


def test_stage_five_cannot_be_convened(table: Table) -> None:
    """并行推进 has no lead and no meeting."""
    assert told_of_draft(table, stage=table.stages[3, 5]) == "该阶段未公布或没有牵头科室，请重新选择阶段"


def test_a_running_case_is_linked(table: Table) -> None:
    """One live case a project and item: the window's own is taken to the table, the other is opened."""
    project = {"name": "联东U谷渝北产业园"}
    running = table.hall.receive(item="0201", private=APPLICANT, project=project)
    cases = table.cases(table.draft())
    assert cases["0201"] == running
    assert (
        table.one(
            "select count(*) from desk.case_file f join desk.item i on i.id = item_id where code = '0201'"
        )
        == 1
    )
    assert table.state(cases["0202"]) == "passed_on"
