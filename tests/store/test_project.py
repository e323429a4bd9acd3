"""Projects and stages as a desk reads them: found, simulated, and who may open a review of which."""

from __future__ import annotations

from functools import partial
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.test_races import at_once
from tests.review import CHAIR, SECRETARY, Table
from yubei_desk.domain.act import Wish
from yubei_desk.domain.stage import StagePart
from yubei_desk.errors import BadInput, Refused
from yubei_desk.store.store import Store

NAME = "联东U谷渝北产业园"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def parts(table: Table, login: str, project: int, number: int = 3) -> list[StagePart]:
    """The simulation of a stage of process 3, as this login sees it."""
    return list(table.hall.store(login).simulate_stage(project, table.stages[3, number]))


def test_a_project_is_found_by_words_and_code_and_loaded_with_its_moves(table: Table) -> None:
    project = table.project()
    officer = table.hall.store("demo_land_officer_1")
    assert [row.matter_id for row in officer.find_projects("联东U谷")] == [project]
    assert officer.find_projects("没有这样的项目") == ()
    file = officer.load_project(project)
    assert (file.name, file.state_label) == (NAME, "线索")
    window = table.hall.store("demo_window_1").load_project(project)
    assert [act.kind for act in window.acts] == ["register", "register_prior"]
    registering = {"register_prior", "not_applicable"}
    assert registering & {move.act for move in file.moves} == {"register_prior"}
    chief = table.hall.store("demo_land_chief").load_project(project)
    assert registering <= {move.act for move in chief.moves if move.why_not is None}
    with pytest.raises(Refused):
        officer.load_project(table.hall.receive())


def test_the_simulation_tells_seats_items_and_missing_permits(table: Table) -> None:
    project = table.project()
    found = parts(table, "demo_window_1", project)
    assert [part.name for part in found if part.part == "seat"][:2] == [
        "住建委行政审批科",
        "规划自然资源审批科",
    ]
    assert [(part.name[:8], part.done) for part in found if part.part == "gate"] == [
        ("建设工程规划许可", True)
    ]
    other = parts(table, "demo_window_1", 0)
    assert [part.done for part in other if part.part == "gate"] == [False]
    mine = [part.name for part in parts(table, "demo_land_officer_1", project) if part.mine]
    assert mine == ["规划自然资源审批科", "建设工程规划许可证核发"]
    first = parts(table, "demo_window_1", project, 1)
    assert [part.name for part in first if part.running] == ["建设用地规划许可证核发"]


def test_a_review_is_opened_by_the_window_and_the_lead_alone(table: Table) -> None:
    def draftable(login: str) -> list[int]:
        return [stage.number for stage in table.hall.store(login).load_stages() if stage.draftable]

    assert draftable("demo_window_1") == [1, 2, 3, 4]
    assert draftable(SECRETARY) == [3, 4]
    assert draftable(CHAIR) == [3, 4]
    assert draftable("demo_fire_chief") == []
    assert draftable("demo_auditor") == []


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        ({"stage": 0}, "stage", "未公布"),
        ({"items": []}, "item", "至少勾选一个事项"),
        ({"project": {}}, "project", "请填写项目名称"),
        ({"project": {"code": "2020-500112-01-03-000001"}}, "project", "请填写项目名称"),
        ({"project": {"name": "另一个项目"}}, "stage", "【建设工程规划许可证核发】尚未审批通过"),
    ],
)
def test_a_draft_that_will_not_do_is_refused_at_its_field(
    table: Table, body: dict[str, object], field: str, words: str
) -> None:
    project = table.project()
    with pytest.raises(BadInput) as refused:
        table.draft(**{"project": {"id": project, "name": NAME}, **body})
    assert refused.value.field == field
    assert words in refused.value.sentence
    assert table.one("select count(*) from desk.review") == 0


def test_one_review_for_one_project_and_stage(table: Table) -> None:
    project = table.project()
    named = {"project": {"id": project, "name": "打错的名字"}, "private": {"id_number": ""}}
    first = table.draft(**named)
    assert table.one("select project_id from desk.matter where id = %s", first) == project
    number = table.one("select number from desk.review")
    with pytest.raises(BadInput) as refused:
        table.draft(**named)
    assert refused.value.field == "stage"
    assert f"已有联审 {number}（拟召集）" in refused.value.sentence
    table.hall.act(CHAIR, "cancel", first, reason="申请人撤回", separately="true")
    assert table.state(table.draft(**named)) == "drafted"


def test_three_windows_at_once_open_one_review(table: Table) -> None:
    project = table.project()
    body = {"project": {"id": project, "name": NAME}, "stage": table.stages[3, 3]}
    told = {"applicant": {"name": "重庆联东金北实业有限公司"}, "items": [table.ids["item", "0201"]]}
    windows = [table.hall.store(f"demo_window_{number}") for number in (1, 2, 3)]
    answers = at_once([partial(opened, window, {**told, **body, "materials": []}) for window in windows])
    assert answers.count("") == 1
    assert sum("已有联审" in answer for answer in answers) == 2
    assert table.one("select count(*) from desk.review") == 1


def opened(window: Store, body: dict[str, object]) -> str:
    """Draft the review; "" when it stands, else what the law said."""
    try:
        window.file_act(Wish("draft_review", uuid4(), body=body))
    except BadInput as refusal:
        return refusal.sentence
    return ""
