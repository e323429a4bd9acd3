"""Editions of stages 阶段版本: what keeps one from being published, what drafting one may say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.hall import Hall
from tests.law.test_review import DRAFTER, LAND, PUBLISHER, drafted, edition, told
from tests.review import Table


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


UNSOUND: list[tuple[int, dict[str, Any], str]] = [
    (3, {"lead": None}, "阶段没有牵头科室，请指定"),
    (3, {"items": []}, "阶段没有事项，请至少选择一个"),
    (3, {"seats": []}, "阶段没有席位，请至少选择一个科室"),
    (
        3,
        {"items": ["0102"]},
        "【建设工程规划许可证核发】已在【工程建设许可】阶段，一个事项只能属于一个阶段",
    ),
    (2, {"items": ["0105"]}, "【建设工程规划许可证核发】是【施工许可】阶段的前置批文，不能移出本阶段"),
    (3, {"seats": ["land"]}, "【建筑工程施工许可证核发】所属的住建委行政审批科没有席位，请增加"),
    (2, {"gate": ["0201"]}, "前置事项【建筑工程施工许可证核发】不在更早的阶段，前置会成环"),
    (3, {"gate": ["0201"]}, "前置事项【建筑工程施工许可证核发】不在更早的阶段，前置会成环"),
]


def test_an_unsound_edition_is_not_published(table: Table) -> None:
    kinds = {"items": "item", "gate": "item", "seats": "section"}
    for number, changed, fault in UNSOUND:
        ids = {
            key: [table.ids[kinds[key], code] for code in codes] if codes else codes
            for key, codes in changed.items()
        }
        stage = drafted(table, **edition(table, number, **ids))
        assert told(table, PUBLISHER, "publish_stage", stage) == fault
        assert table.state(stage) == "draft"


def test_a_drafter_does_not_publish(table: Table) -> None:
    stage = drafted(table, **edition(table))
    assert told(table, DRAFTER, "publish_stage", stage) == "起草人不得自行公布"
    assert told(table, LAND, "publish_stage", stage) == "您今日没有办理这个环节的职责"


CROOKED_EDITIONS: list[tuple[dict[str, object], str]] = [
    ({"process": 9}, "请选择审批流程类型，阶段序号为 1 至 5"),
    ({"process": "x"}, "请选择审批流程类型，阶段序号为 1 至 5"),
    ({"number": "6"}, "请选择审批流程类型，阶段序号为 1 至 5"),
    ({"number": {"a": 1}}, "请选择审批流程类型，阶段序号为 1 至 5"),
    ({"mode": "x"}, "请从列表中选择“办理方式”"),
    ({"rollup": "x"}, "请从列表中选择“办结规则”"),
    ({"total_days": "x"}, "“总时限（工作日）”应为整数"),
    ({"total_days": "　"}, "“总时限（工作日）”应为整数"),
    ({"total_days": "999999999999999"}, "总时限应为 1 至 999 个工作日"),
    ({"items": "x"}, "“items”应为列表"),
    ({"gate": {"0101": 1}}, "“gate”应为列表"),
    ({"mandatory": {"0101": 1}}, "“mandatory”应为列表"),
    ({"mandatory": [None]}, "“mandatory”应为列表"),
    ({"lead": 999999}, "所选事项或科室不存在或重复，请重新选择"),
    ({"mandatory": [999999]}, "所选事项或科室不存在或重复，请重新选择"),
    ({"items": ["x"]}, "所选事项或科室不存在或重复，请重新选择"),
    ({"seats": [{"a": 1}]}, "所选事项或科室不存在或重复，请重新选择"),
    ({"seats": [3, 3]}, "所选事项或科室不存在或重复，请重新选择"),
    ({"name": " "}, "请填写“阶段名称”"),
]


def test_a_crooked_edition_is_refused_in_words(table: Table) -> None:
    for changed, sentence in CROOKED_EDITIONS:
        assert told(table, DRAFTER, "draft_stage", None, **edition(table, **changed)) == sentence, changed


def test_what_an_edition_leaves_open_is_the_usual(table: Table) -> None:
    stage = drafted(table, **edition(table, mode="", rollup="", total_days=""))
    query = "select mode, rollup, total_days from desk.stage where matter_id = %s"
    assert table.hall.owner().execute(query, (stage,)).fetchall() == [("联合办理", "全部办结", None)]
