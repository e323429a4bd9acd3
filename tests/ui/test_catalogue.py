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
from tests.ui.catalogue_room import DRAFTER, PART, PUBLISHER, names, open_catalogue, settle, show
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, clipped, grab
from yubei_desk.domain.act import Wish
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


def revise(qtbot: QtBot, page: CataloguePage, edition: int) -> None:
    """Begin a draft from this edition."""
    show(qtbot, page, edition)
    page.revise.click()
    settle(qtbot, page)


def send(qtbot: QtBot, page: CataloguePage) -> None:
    with qtbot.waitSignal(page.said):
        page.send.click()
    settle(qtbot, page)


def publish(qtbot: QtBot, page: CataloguePage) -> None:
    page.moves.buttons["publish_stage"].click()
    settle(qtbot, page)
    dialog = page.filing.dialog
    assert dialog is not None
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    settle(qtbot, page)


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
    other = open_catalogue(qtbot, make_desk, PUBLISHER)
    other.browse.chips._chips["draft"].click()
    settle(qtbot, other)
    assert lines(other) == ["3 3　施工许可 第 2 版 草稿"]
    show(qtbot, other, edition.matter_id)
    publish(qtbot, other)
    assert table.state(edition.matter_id) == "published"
    assert table.state(table.stages[3, 3]) == "retired"
    page.matters_changed(frozenset({edition.matter_id}))
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
    send(qtbot, page)  # a draft it may be
    sheet = page.browse.sheet
    assert sheet.faults["lead"].text() == told["lead"]
    assert sheet.faults["mandatory"].text() == told["rollup"]
    assert sheet.gate.fault.text() == told["gate"]
    edition = page.browse.edition
    assert edition is not None
    other = open_catalogue(qtbot, make_desk, PUBLISHER)
    show(qtbot, other, edition.matter_id)
    assert not other.moves.buttons["publish_stage"].isEnabled()
    assert other.moves.buttons["publish_stage"].toolTip() == told["lead"]
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


def test_what_is_missing_says_so_and_what_is_drafted_stays(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    page.blank.click()
    page.send.click()
    assert page.form.fields["process"].error() == "请选择审批流程类型。"
    assert page.form.fields["basis"].error() == "请填写依据。"
    page.form.fields["name"].set_value("施工许可")
    page.form.fields["total_days"].set_value("1000")
    page.form.lists["items"].search.setText("无此事项")
    page.send.click()
    assert page.form.fields["total_days"].error() == "总时限应为 1 至 999 个工作日，不限则留空。"
    assert page.form.fields["items"].error().startswith("请从列表中选择")
    page.form.lists["items"].search.setText("")
    for name, value in {"process": "3", "number": "3", "basis": "内部规则", "total_days": ""}.items():
        page.form.fields[name].set_value(value)
    page.form.lists["items"].choose([table.ids["item", "0201"]])
    settle(qtbot, page)
    page.sending.keep()
    settle(qtbot, page)
    again = open_catalogue(qtbot, make_desk)
    assert again.messages.sentence() == "已恢复上次未提交的草稿，请核对。"
    assert again.form.act_body() == page.form.act_body()
    assert again.sending.wish == page.sending.wish
    again.back.click()
    assert again.blank.text() == "继续起草"
    assert again.revise.isHidden()
    again.blank.click()
    again.discard.click()
    settle(qtbot, again)
    assert (again._desk.drafts.keys(), again.form.begun) == ((), False)


def test_a_refusal_of_the_law_stands_at_its_field_and_nothing_is_lost(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_catalogue(qtbot, make_desk)
    revise(qtbot, page, table.stages[3, 3])
    page.form.fields["name"].set_value("施工许可" * 1500)
    page.form.fields["total_days"].set_value("20")
    page.send.click()
    settle(qtbot, page)
    assert page.form.fields["name"].error() == "“阶段名称”最多 4000 字"
    page.form.fields["name"].set_value("施工许可（并联）")
    page.set_away("服务器暂时连不上")
    assert (page.send.isEnabled(), page.send.toolTip()) == (False, "服务器暂时连不上")
    page.set_away("")
    settle(qtbot, page)
    send(qtbot, page)
    assert page.browse.edition is not None
    assert (page.browse.edition.name, page.browse.edition.total_days) == ("施工许可（并联）", 20)


def test_a_lost_answer_is_found_by_its_wish(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    page = open_catalogue(qtbot, make_desk)
    revise(qtbot, page, table.stages[3, 3])
    page.form.fields["name"].set_value("施工许可（并联）")
    wish = Wish("draft_stage", page.sending.wish, body=page.form.act_body())
    first = table.hall.store(DRAFTER).file_act(wish).matter_id
    settle(qtbot, page)
    send(qtbot, page)
    assert page.browse.edition is not None
    assert page.browse.edition.matter_id == first


def test_two_cataloguers_publish_one_draft_and_one_is_told_so(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    draft = drafted(table, **plan(table))
    page = open_catalogue(qtbot, make_desk, PUBLISHER)
    show(qtbot, page, draft)
    page.moves.buttons["publish_stage"].click()
    settle(qtbot, page)
    table.hall.act(PUBLISHER, "publish_stage", draft)
    page.matters_changed(frozenset({draft}))
    settle(qtbot, page)
    dialog = page.filing.dialog
    assert dialog is not None
    assert not dialog.confirm.isEnabled()
    assert "事项管理二岗办理“公布”，现在是“已公布”" in dialog.messages.sentence()
    dialog.reject()


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
