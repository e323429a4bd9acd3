"""The catalogue 事项清单 as cataloguers read it: editions, history, what the law thinks of a draft."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.test_races import at_once
from tests.review import Table
from yubei_desk.deed.demo_stages import read_stages, stage_body
from yubei_desk.domain.act import Wish
from yubei_desk.domain.catalogue import StageFault, editions_shown
from yubei_desk.errors import BadInput, Refused

DRAFTER, PUBLISHER = "demo_cataloguer_1", "demo_cataloguer_2"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def plan(table: Table, number: int = 3, **changed: object) -> dict[str, object]:
    """What drafting this stage of process 3 says, with these parts changed."""
    found = next(each for each in read_stages() if (each["process"], each["number"]) == (3, number))
    return {**stage_body(found, table.ids), **changed}


def drafted(table: Table, **body: Any) -> int:
    return table.hall.store(DRAFTER).file_act(Wish("draft_stage", uuid4(), body=body)).matter_id


def test_an_edition_is_read_whole_with_its_history(table: Table) -> None:
    desk = table.hall.store(PUBLISHER)
    draft = drafted(table, **plan(table, total_days=10, name="施工许可（新）"))
    edition = desk.load_edition(draft)
    assert (edition.process_name, edition.number, edition.edition) == ("一般社会投资工程建设项目", 3, 2)
    assert (edition.name, edition.total_days, edition.from_day) == ("施工许可（新）", 10, None)
    assert edition.lead is not None
    assert edition.lead.name == "住建委行政审批科"
    assert [each.code for each in edition.items] == ["0202", "0201"]
    assert [each.code for each in edition.seats][:2] == ["housing", "land"]
    assert [each.code for each in edition.gate] == ["0102"]
    assert [(act.kind, act.actor) for act in edition.acts] == [("draft_stage", "事项管理一岗")]
    moves = {move.act: move.why_not for move in edition.moves}
    assert moves == {"publish_stage": None, "drop_stage": None}
    own = table.hall.store(DRAFTER).load_edition(draft)
    assert {move.act: move.why_not for move in own.moves}["publish_stage"] == "起草人不得自行公布"
    table.hall.act(PUBLISHER, "publish_stage", draft)
    rows = [row for row in desk.load_editions() if row.stage == (3, 3)]
    assert [(row.edition, row.state_label, row.drafter) for row in rows] == [
        (2, "已公布", "事项管理一岗"),
        (1, "已停用", "事项管理一岗"),
    ]
    today = table.hall.session(DRAFTER).now.date()
    assert [(row.from_day, row.to_day) for row in rows] == [(today, None), (today, today)]
    old = desk.load_edition(rows[1].id)
    assert [act.kind for act in old.acts] == ["draft_stage", "publish_stage", "retire_stage"]
    with pytest.raises(Refused, match="查无此版本"):
        desk.load_edition(table.project())


def test_the_list_shows_what_is_in_force_drafts_and_no_stage_is_lost(table: Table) -> None:
    desk = table.hall.store(DRAFTER)
    dropped = drafted(table, **plan(table))
    table.hall.act(DRAFTER, "drop_stage", dropped)
    alone = drafted(table, **plan(table, process=4))
    table.hall.act(DRAFTER, "drop_stage", alone)
    waiting = drafted(table, **plan(table))
    shown = [
        (row.process, row.number, row.edition, row.state) for row in editions_shown(desk.load_editions())
    ]
    assert [each for each in shown if each[:2] == (3, 3)] == [(3, 3, 3, "draft"), (3, 3, 1, "published")]
    assert [each for each in shown if each[0] == 4] == [(4, 3, 1, "retired")]
    assert desk.load_edition(waiting).state_label == "草稿"


def test_a_rehearsal_tells_every_fault_at_its_field_and_leaves_nothing(table: Table) -> None:
    desk = table.hall.store(DRAFTER)
    told = plan(table, 2, gate=[table.ids["item", "0201"]], seats=[table.ids["section", "fire"]], lead=None)
    rehearsal = desk.rehearse_stage(told, table.project())
    assert rehearsal.faults == (
        StageFault("lead", "阶段没有牵头科室，请指定"),
        StageFault("seats", "【建设工程规划许可证核发】所属的规划自然资源审批科没有席位，请增加"),
        StageFault("gate", "前置事项【建筑工程施工许可证核发】不在更早的阶段，前置会成环"),
    )
    assert [(part.part, part.name[:4], part.done) for part in rehearsal.parts] == [
        ("seat", "消防救援", True),
        ("gate", "建筑工程", False),
        ("item", "建设工程", True),  # registered as an earlier approval
    ]
    assert table.one("select count(*) from desk.stage where process = 3 and number = 2") == 1
    assert desk.rehearse_stage(plan(table)).faults == ()
    with pytest.raises(BadInput, match="总时限应为") as refused:
        desk.rehearse_stage(plan(table, total_days=1000))
    assert refused.value.field == "total_days"
    with pytest.raises(Refused, match="没有办理这个环节的职责"):
        table.hall.store("demo_window_1").rehearse_stage(plan(table))
    assert desk.rehearse_stage(plan(table)).faults == ()  # the connection is as good as before


def test_gates_cannot_be_bent_into_a_circle_one_edition_after_the_other(table: Table) -> None:
    """An item does not leave its stage while a later one asks for it; when none does, it may go anywhere."""
    desk, item = table.hall.store(DRAFTER), table.ids
    lean = plan(table, 2, items=[item["item", "0105"]], gate=[])
    asked = "【建设工程规划许可证核发】是【施工许可】阶段的前置批文，不能移出本阶段"
    assert desk.rehearse_stage(lean).faults == (StageFault("items", asked),)
    for stage in (plan(table, 3, gate=[]), lean):
        table.hall.act(PUBLISHER, "publish_stage", drafted(table, **stage))
    behind = plan(table, 4, items=[item["item", code] for code in ("0102", "0104")])
    assert desk.rehearse_stage(behind).faults == ()


def test_two_who_draft_one_stage_at_once_make_two_editions(table: Table) -> None:
    def draft(login: str) -> int:
        wish = Wish("draft_stage", uuid4(), body=plan(table))
        return table.hall.store(login).file_act(wish).matter_id

    made = at_once([partial(draft, DRAFTER), partial(draft, PUBLISHER)])
    editions = [table.one("select edition from desk.stage where matter_id = %s", each) for each in made]
    assert sorted(editions) == [2, 3]


def test_a_cataloguer_weighs_any_project_and_reads_none(table: Table) -> None:
    project, desk = table.project(), table.hall.store(DRAFTER)
    (row,) = desk.find_projects("联东U谷")
    assert (row.matter_id, row.name) == (project, "联东U谷渝北产业园")
    assert desk.find_projects("没有这样的项目") == ()
    (gate,) = [each for each in desk.simulate_stage(project, table.stages[3, 3]) if each.part == "gate"]
    assert gate.done
    with pytest.raises(Refused):
        desk.load_project(project)
    with pytest.raises(Refused):
        desk.load_progress(project)
    assert table.hall.store("demo_keeper_1").find_projects("联东U谷") == ()


def test_what_may_be_named_are_sections_and_their_items(table: Table) -> None:
    picks = table.hall.store(DRAFTER).load_picks()
    assert [code for code, _ in picks.processes] == [1, 2, 3, 4, 5]
    names = {each.code: (each.name, each.section) for each in picks.items}
    assert names["0201"] == ("建筑工程施工许可证核发", "住建委行政审批科")
    assert "9900" not in names  # 目录外事项 belongs to no section that could sit
    assert {"land", "housing"} < {each.code for each in picks.sections}
    assert not {"hall", "office"} & {each.code for each in picks.sections}
