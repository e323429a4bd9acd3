"""The stages of the centre 审批阶段 against DOMAIN 3, the merged one of 小型低风险, the roll-up 办结规则."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.hall import FACTS, OPINION, Hall
from tests.law.standing import WITHDRAWAL
from tests.review import APPLICANT, CHAIR, SECRETARY, Table, told
from yubei_desk.deed.demo_stages import read_stages, stage_body
from yubei_desk.domain.act import Wish
from yubei_desk.domain.project import StageStanding
from yubei_desk.errors import DeskError

# Written by hand from DOMAIN 3.1 (stages, items, lead), 3.2 (process types, 渝营商 47) and 3.5 (what comes
# before what): process types, number, name, lead | items | what the gate asks. 规划自然资源 leads
# stages 1 and 2, 住房城乡建设 3 and 4; 并行推进 is no link of the chain: led by nobody, before nothing.
STAGES = """
12    1 立项用地规划许可           land    | 0403 0103 0101                | -
3     1 立项用地规划许可           land    | 0401 0402 0103 0101           | -
45    1 立项用地规划许可           land    | 0401 0101                     | -
12    2 工程建设许可               land    | 0102                          | 0403 0101
35    2 工程建设许可               land    | 0102                          | 0101
1235  3 施工许可                   housing | 0202 0201                     | 0102
4     3 工程建设与施工许可（合并） housing | 0102 0202 0201                | 0101
12345 4 竣工验收                   housing | 0104 0203 0204 0205           | 0201
12345 5 并行推进                   -       | 0301 0302 0404 0901 1401 0802 | -
"""
MERGED = "工程建设与施工许可（合并）"
PROJECT = "联东U谷渝北产业园"


def written() -> dict[tuple[int, int], tuple[str, str, set[str], set[str]]]:
    """The table above: name, lead, items and gate by process and number."""
    found = {}
    for line in STAGES.strip().splitlines():
        (processes, number, name, lead), items, gate = (part.split() for part in line.split("|"))
        for process in processes:
            found[int(process), int(number)] = (name, lead, set(items), set(gate) - {"-"})
    return found


@pytest.fixture
def table(hall: Hall) -> Table:
    return Table(hall)


def test_the_stages_in_force_are_those_of_the_national_list(table: Table) -> None:
    """Drafted and published through the law, read back from its tables."""
    table.publish(1, 2, 3, 4, 5)
    read = """select g.process, g.number, g.name, coalesce(s.code, '-'),
      array(select i.code from desk.stage_item x join desk.item i on i.id = x.item_id
        where x.stage_id = g.matter_id),
      array(select i.code from desk.stage_gate x join desk.item i on i.id = x.item_id
        where x.stage_id = g.matter_id)
      from desk.stage g join desk.matter m on m.id = g.matter_id left join desk.section s on s.id = g.lead_id
      where m.state = 'published' and law.in_force(g, law.today()) and law.stage_fault(g.matter_id) is null"""
    found = table.hall.owner().execute(read).fetchall()
    told = {(row[0], row[1]): (row[2], row[3], set(row[4]), set(row[5])) for row in found}
    assert told == written()
    processes = table.hall.owner().execute("select code, name from desk.process order by code").fetchall()
    assert dict(processes) == {
        1: "政府投资工程建设项目（房屋建筑类）",
        2: "政府投资工程建设项目（线性工程类）",
        3: "一般社会投资工程建设项目",
        4: "小型社会投资工程建设项目",
        5: "带方案出让用地的社会投资工程建设项目",
    }


def test_every_lead_has_a_seat_and_the_merged_stage_replaces_two() -> None:
    for stage in read_stages():
        assert stage["lead"] is None or stage["lead"] in stage["seats"], stage["name"]
    assert [each["number"] for each in read_stages() if each["process"] == 4] == [1, 3, 4, 5]


def test_a_small_project_meets_once_from_its_gate_to_both_permits(table: Table) -> None:
    """小型低风险: 工程规划 and 施工许可 merged (渝营商 47), one review, both decided after its conclusion."""
    hall = table.hall
    table.publish(4)
    waiting = hall.receive(private=APPLICANT)
    hall.act("demo_window_1", "pass_on", waiting)
    hall.act("demo_land_officer_1", "accept", waiting)
    hall.act("demo_land_officer_1", "recommend", waiting, **OPINION, **FACTS)
    table.made = table.one("select project_id from desk.matter where id = %s", waiting)
    items = [table.ids["item", code] for code in ("0102", "0202", "0201")]
    asked: dict[str, Any] = {"stage": table.stages[4, 3], "items": items}
    asked["project"] = {"id": table.made, "name": PROJECT}
    with pytest.raises(DeskError) as gate:
        table.draft(**asked)
    assert gate.value.sentence == f"【建设用地规划许可证核发】尚未审批通过，无法申报【{MERGED}】阶段"
    hall.act("demo_land_chief", "grant", waiting, reasons="准予", **FACTS)
    review = table.draft(**asked)
    cases = table.cases(review)
    assert list(cases) == ["0102", "0202", "0201"]
    assert list(table.seats(review)) == ["housing", "land", "fire", "ecology", "water", "city", "traffic"]
    table.convene(review)
    hall.act(CHAIR, "open_session", review)
    examine(table, "land", cases["0102"])
    early = told(table, "demo_land_chief", "grant", cases["0102"], reasons="准予")
    assert early == "联合审批尚无结论，不能决定"
    table.opine_all(review)
    hall.act(CHAIR, "conclude", review, result="passed", reasons="一致同意")
    assert table.cases(review) == cases
    assert standing(table, review) == [
        (3, 0, "建设工程规划许可证核发、特殊建设工程消防设计审查、建筑工程施工许可证核发")
    ]
    hall.act("demo_land_chief", "grant", cases["0102"], reasons="准予")
    for code in ("0202", "0201"):
        assert table.state(review) == "concluded"
        grant(table, cases[code])
    assert table.state(review) == "finished"
    assert standing(table, review) == [(3, 3, "")]


def examine(table: Table, section: str, case: int) -> None:
    """Accept and recommend by the first officer of the section, all papers in."""
    table.hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (case,))
    officer = f"demo_{section}_officer_1"
    table.hall.act(officer, "accept", case)
    table.hall.act(officer, "recommend", case, opinion="grant", reasons="符合条件")


def grant(table: Table, case: int) -> None:
    """One case of section housing from its receipt to its permit."""
    examine(table, "housing", case)
    table.hall.act(CHAIR, "grant", case, reasons="准予")


def standing(table: Table, review: int) -> list[tuple[int, int, str]]:
    """How far the project is in its stages: items that count, items passed, what is missing."""
    project = table.one("select project_id from desk.matter where id = %s", review)
    stages: tuple[StageStanding, ...] = table.hall.store(SECRETARY).load_progress(project).stages
    assert all(each.done == (each.missing == "") for each in stages)
    return [(each.counted, each.passed, each.missing) for each in stages]


def ruled(table: Table, **changed: object) -> None:
    """Put an edition of 施工许可 with these parts changed in force."""
    plan = next(each for each in read_stages() if (each["process"], each["number"]) == (3, 3))
    body = {**stage_body(plan, table.ids), **changed}
    filed = table.hall.store("demo_cataloguer_1").file_act(Wish("draft_stage", uuid4(), body=body))
    table.hall.act("demo_cataloguer_2", "publish_stage", filed.matter_id)
    table.stages[3, 3] = filed.matter_id


def test_by_default_a_stage_is_done_when_every_item_is(table: Table) -> None:
    table.publish()
    review = table.concluded()
    cases = table.cases(review)
    grant(table, cases["0201"])
    assert table.state(review) == "concluded"
    assert standing(table, review) == [(2, 1, "特殊建设工程消防设计审查")]
    table.hall.act("demo_window_1", "withdraw", cases["0202"], **WITHDRAWAL)
    assert table.state(review) == "finished"  # all has ended; done it is not: a withdrawn case passes nothing
    assert standing(table, review) == [(2, 1, "特殊建设工程消防设计审查")]


def test_by_the_other_rule_only_mandatory_items_count(table: Table) -> None:
    """必办事项办结: the review waits for 施工许可证 alone, the optional case goes its own way."""
    table.publish()
    ruled(table, rollup="必办事项办结", mandatory=[table.ids["item", "0201"]])
    review = table.concluded()
    cases = table.cases(review)
    assert standing(table, review) == [(1, 0, "建筑工程施工许可证核发")]
    grant(table, cases["0201"])
    assert (table.state(review), table.state(cases["0202"])) == ("finished", "passed_on")
    assert standing(table, review) == [(1, 1, "")]
    grant(table, cases["0202"])
    assert (table.state(review), table.state(cases["0202"])) == ("finished", "granted")


def test_where_no_mandatory_item_is_applied_for_the_review_waits_for_all(table: Table) -> None:
    table.publish()
    ruled(table, rollup="必办事项办结", mandatory=[table.ids["item", "0201"]])
    review = table.in_session(items=[table.ids["item", "0202"]])
    table.opine_all(review)
    table.hall.act(CHAIR, "conclude", review, result="passed", reasons="同意")
    assert table.state(review) == "concluded"
    grant(table, table.cases(review)["0202"])
    assert table.state(review) == "finished"
    assert standing(table, review) == [(1, 0, "建筑工程施工许可证核发")]


def test_the_rule_needs_an_item_that_counts(table: Table) -> None:
    table.publish()
    with pytest.raises(DeskError, match="请至少标明一个必办事项"):
        ruled(table, rollup="必办事项办结", mandatory=[])
    stranger = [table.ids["item", "0101"]]
    with pytest.raises(DeskError, match="不存在或重复，请重新选择"):
        ruled(table, rollup="必办事项办结", mandatory=stranger)
    ruled(table, rollup="全部办结", mandatory=[])  # where all count, the mark says nothing
    ruled(table, rollup="必办事项办结")  # without a word about them all are 必办
    review = table.concluded()
    assert [each[0] for each in standing(table, review)] == [2]
