"""Stages kept as data 事项清单 in a real window on a real database: read, drafted, published by another."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import Table
from tests.store.test_catalogue import drafted, plan
from tests.ui.catalogue_room import (
    DRAFTER,
    PART,
    PUBLISHER,
    names,
    open_catalogue,
    publish,
    revise,
    send,
    settle,
    show,
)
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, clipped, grab
from yubei_desk.ui.catalogue.page import CataloguePage


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def lines(page: CataloguePage) -> list[str]:
    """The list as text."""
    model = page.browse._rows
    return [
        " ".join(str(model.index(row, column).data()) for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


def test_a_draft_from_the_edition_in_force_is_published_by_another(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    assert lines(page)[0] == "3 1　立项用地规划许可 第 1 版 已公布"
    revise(qtbot, page, table.stages[3, 3])
    form = page.form
    assert form.fields["name"].text() == "施工许可"
    assert names(form.lists["items"]) == ["特殊建设工程消防设计审查", "建筑工程施工许可证核发"]
    assert page.drafting.verdict.text() == "符合规则"
    form.fields["total_days"].set_value("15")
    form.lists["seats"].rows[table.ids["section", "traffic"]].remove.click()
    QTest.keyClicks(form.lists["seats"].search, "rlsb")
    QTest.keyClick(form.lists["seats"].search, Qt.Key.Key_Return)
    assert names(form.lists["seats"])[-1] == "人力社保审批科"
    settle(qtbot, page)
    send(qtbot, page)
    edition = page.browse.edition
    assert edition is not None
    assert (edition.state_label, edition.total_days, edition.edition) == ("草稿", 15, 2)
    assert not page.moves.buttons["publish_stage"].isEnabled()
    assert page.moves.buttons["publish_stage"].toolTip() == "起草人不得自行公布"
    assert page._desk.drafts.keys() == ()


def test_another_publishes_it_and_the_edition_before_stays_in_history(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    draft = drafted(table, **plan(table))
    page = open_catalogue(qtbot, make_desk)
    show(qtbot, page, draft)
    other = open_catalogue(qtbot, make_desk, PUBLISHER)
    other.browse.process.set_value("3")
    other.browse.chips._chips["draft"].click()
    settle(qtbot, other)
    assert lines(other) == ["3 3　施工许可 第 2 版 草稿"]
    show(qtbot, other, draft)
    publish(qtbot, other)
    assert table.state(draft) == "published"
    assert table.state(table.stages[3, 3]) == "retired"
    page.matters_changed(frozenset({draft}))
    settle(qtbot, page)
    assert page.browse.edition is not None
    assert page.browse.edition.state_label == "已公布"
    past = [row.edition for row in page.browse._past.rows]
    assert past == [2, 1]
    page.browse.parts.setCurrentIndex(2)
    page.browse.history.choose_key(table.stages[3, 3])
    settle(qtbot, page)
    assert page.browse.edition.matter_id == table.stages[3, 3]
    assert page.browse.sheet.state.text() == "已停用"


def test_every_fault_stands_at_its_place_while_it_is_written(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    revise(qtbot, page, table.stages[3, 2])
    form, item = page.form, table.ids
    form.fields["lead"].set_value("")
    form.lists["seats"].choose([item["section", "fire"]])
    form.lists["gate"].choose([item["item", "0201"]])
    form.lists["items"].choose([item["item", "0102"], item["item", "0101"]])
    form.fields["rollup"].set_value("必办事项办结")
    for row in form.lists["items"].rows.values():
        row.mark.click()
    settle(qtbot, page)
    told = {name: field._line.text() for name, field in form.fields.items()}
    assert told["lead"] == "阶段没有牵头科室，请指定"
    assert told["items"] == "【建设用地规划许可证核发】已在【立项用地规划许可】阶段，一个事项只能属于一个阶段"
    assert told["seats"].splitlines() == [
        "【建设用地规划许可证核发】所属的规划自然资源审批科没有席位，请增加",
        "【建设工程规划许可证核发】所属的规划自然资源审批科没有席位，请增加",
    ]
    assert told["gate"] == "前置事项【建筑工程施工许可证核发】不在更早的阶段，前置会成环"
    assert told["rollup"] == "办结规则为“必办事项办结”，请至少标明一个必办事项"
    assert page.drafting.verdict.text() == "6 处不符"


def test_a_faulty_draft_may_be_filed_and_dropped_but_not_published(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    revise(qtbot, page, table.stages[3, 2])
    page.form.fields["lead"].set_value("")
    page.form.lists["gate"].choose([table.ids["item", "0201"]])
    page.form.fields["rollup"].set_value("必办事项办结")
    page.form.lists["items"].rows[table.ids["item", "0102"]].mark.click()
    settle(qtbot, page)
    send(qtbot, page)
    sheet = page.browse.sheet
    assert sheet.faults["lead"].text() == "阶段没有牵头科室，请指定"
    assert sheet.faults["mandatory"].text() == "办结规则为“必办事项办结”，请至少标明一个必办事项"
    assert sheet.gate.fault.text() == "前置事项【建筑工程施工许可证核发】不在更早的阶段，前置会成环"
    edition = page.browse.edition
    assert edition is not None
    other = open_catalogue(qtbot, make_desk, PUBLISHER)
    show(qtbot, other, edition.matter_id)
    assert not other.moves.buttons["publish_stage"].isEnabled()
    assert other.moves.buttons["publish_stage"].toolTip() == "阶段没有牵头科室，请指定"
    other.moves.buttons["drop_stage"].click()
    settle(qtbot, other)
    assert other.filing.dialog is not None
    other.filing.dialog.confirm.click()
    settle(qtbot, other)
    assert table.state(edition.matter_id) == "retired"


def test_marks_are_asked_for_where_the_rule_reads_them(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    revise(qtbot, page, table.stages[3, 3])
    items = page.form.lists["items"]
    assert all(row.mark.isHidden() for row in items.rows.values())
    assert "mandatory" not in page.form.act_body()
    page.form.fields["rollup"].set_value("必办事项办结")
    items.rows[table.ids["item", "0202"]].mark.click()
    assert page.form.act_body()["mandatory"] == [table.ids["item", "0201"]]
    settle(qtbot, page)
    send(qtbot, page)
    edition = page.browse.edition
    assert edition is not None
    assert [(pick.code, pick.mandatory) for pick in edition.items] == [("0202", False), ("0201", True)]


def test_an_edition_and_a_draft_are_weighed_on_a_project(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    table.project()
    page = open_catalogue(qtbot, make_desk)
    show(qtbot, page, table.stages[3, 3])
    check = page.browse.weigh.check
    assert check.summary.text() == "还缺：建设工程规划许可证核发"
    page.browse.weigh.name.set_value("联东U谷渝北产业园")
    settle(qtbot, page)
    assert check.project.text() == "已登记项目：联东U谷渝北产业园"
    assert check.summary.text() == "前置批文齐备"
    page.revise.click()
    page.drafting.weigh.name.set_value("联东U谷渝北产业园")
    settle(qtbot, page)
    assert page.drafting.weigh.check.summary.text() == "前置批文齐备"
    page.form.lists["gate"].choose([table.ids["item", code] for code in ("0102", "0101")])
    page.form.edited.emit()
    settle(qtbot, page)
    assert page.drafting.weigh.check.summary.text() == "还缺：建设用地规划许可证核发"
    assert table.one("select count(*) from desk.stage where process = 3 and number = 3") == 1


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_page_stands_the_walk(
    qtbot: QtBot,
    table: Table,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    tmp_path: Path,
    name: str,
) -> None:
    wear_theme("light" if name == "light" else "dark")
    told = {"lead": None, "rollup": "必办事项办结", "mandatory": [table.ids["item", "0201"]]}
    draft = drafted(table, **{**plan(table, seats=[table.ids["section", "land"]]), **told})
    page = open_catalogue(qtbot, make_desk, PUBLISHER)
    show(qtbot, page, draft)
    for part in range(page.browse.parts.count()):
        page.browse.parts.setCurrentIndex(part)
        qtbot.waitUntil(lambda: not clipped(page))
        grab(page, PART, tmp_path / f"{part}.png")
        check_page(page)
    page.revise.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: not clipped(page))
    grab(page, PART, tmp_path / "draft.png")
    check_page(page)


def test_the_room_opens_to_cataloguers_alone(hall: Hall) -> None:
    assert "catalogue" in hall.session(DRAFTER).rooms
    for login in ("demo_window_1", "demo_land_chief", "demo_keeper_1", "demo_overseer"):
        assert "catalogue" not in hall.session(login).rooms
