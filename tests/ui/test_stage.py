"""Opening a joint review 发起联审 in a real window on a real database."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.law.test_stages import ruled
from tests.review import SECRETARY, Table
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab, words_of
from tests.ui.stage_room import COMPANY, PROJECT, WINDOW, name, open_stage, pick, row, settle, ticks
from tests.ui.test_intake_files import PDF, drop
from yubei_desk.deed.demo_stages import publish_stages, read_stages
from yubei_desk.domain.act import Wish
from yubei_desk.ui.stage.page import StagePage

GATE = "【建设工程规划许可证核发】尚未审批通过，无法申报【施工许可】阶段"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def send(qtbot: QtBot, page: StagePage) -> int:
    """Press 发起联审, look at the receipt, and go on to the review."""
    page.send.click()
    qtbot.waitUntil(lambda: page.receipt is not None)
    receipt = page.receipt
    assert receipt is not None
    settle(qtbot, page)
    # Nothing handed in is no receipt: it says so, and the review stands all the same.
    assert receipt.print.isEnabled() or "材料" in receipt.messages.sentence()
    with qtbot.waitSignal(page.open_requested) as told:
        receipt.reject()
    settle(qtbot, page)
    assert told.args is not None
    room, review = told.args
    assert room == "meeting"
    return int(review)


def test_one_wish_one_receipt_and_a_case_for_each_item(
    qtbot: QtBot, table: Table, make_desk: MakeDesk, tmp_path: Path
) -> None:
    project = table.project()
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    name(qtbot, page)
    assert page.form.check.project.text() == f"已登记项目：{PROJECT}"
    assert page.form.check.verdict.text() == "可以发起"
    assert page.form.check.seats.text().startswith("住建委行政审批科、规划自然资源审批科")
    for check in ticks(page):
        check.click()
    names = [mark.name for mark in page.form.materials.marks()]
    assert names.count("授权委托书及受托人身份证明") == 1
    assert "施工合同和中标通知书" in names
    for line in page.form.materials.rows:
        line.set_form("paper")
    path = tmp_path / "消防设计文件.pdf"
    path.write_bytes(PDF)
    drop(page.form.materials.rows[names.index("消防设计文件")], path)
    settle(qtbot, page)
    review = send(qtbot, page)
    assert page._desk.deeds.render_paper(review, "receipt").pdf.startswith(b"%PDF")
    assert table.state(review) == "drafted"
    assert table.one("select project_id from desk.matter where id = %s", review) == project
    cases = "select count(*) from desk.matter where parent_id = %s and kind = 'case' and state = 'passed_on'"
    assert table.one(cases, review) == 2
    assert table.one("select count(*) from desk.paper where matter_id = %s and form = 'receipt'", review) == 1
    assert table.one("select file_name from desk.attachment where matter_id = %s", review) == path.name
    assert page._desk.drafts.keys() == ()
    assert not page.form.begun


def test_why_it_cannot_be_opened_stays_when_the_draft_is_kept(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_stage(qtbot, make_desk, "demo_land_officer_1")
    pick(page, table)
    name(qtbot, page)
    page.sending.keep()
    settle(qtbot, page)
    assert page.send.toolTip().endswith("您今日没有这项职责。")
    assert page.send.toolTip() in words_of(page)


def test_what_is_missing_says_so_at_its_field_and_everything_stays(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_stage(qtbot, make_desk)
    page.send.click()
    assert page.form.stage.process.error() == "请选择审批流程类型。"
    assert page.form.form.fields["project_name"].error().endswith("请填写项目名称。")
    pick(page, table)
    name(qtbot, page, "一个新项目")
    assert page.form.check.project.text().startswith("新项目")
    assert page.form.check.summary.text() == "还缺：建设工程规划许可证核发"
    page.send.click()
    qtbot.waitUntil(lambda: page.form.stage.number.error() == GATE)
    pick(page, table, 1)
    settle(qtbot, page)
    page.send.click()
    qtbot.waitUntil(lambda: page.form.items.fault == "联合办理须至少勾选一个事项")
    assert page.form.form.fields["name"].text() == COMPANY
    assert page.form.form.fields["project_name"].text() == "一个新项目"
    ticks(page)[0].click()
    assert page.form.items.fault == ""
    assert table.state(send(qtbot, page)) == "drafted"


def test_a_second_review_of_the_stage_is_refused_and_names_the_first(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    table.draft()
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    name(qtbot, page)
    ticks(page)[0].click()
    page.send.click()
    qtbot.waitUntil(lambda: "已有联审" in page.form.stage.number.error())
    assert page.form.items.ticked


def test_a_stage_replaced_meanwhile_speaks_at_the_stage(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    table.project()
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    name(qtbot, page)
    ticks(page)[0].click()
    page.form.materials.rows[0].set_form("paper")
    old = table.stages[3, 3]
    table.publish()
    page.send.click()
    qtbot.waitUntil(lambda: "请重新选择阶段" in page.form.stage.number.error())
    page.activate()
    settle(qtbot, page)
    stage = page.form.stage.stage
    assert stage is not None
    assert (stage.id, stage.id == old) == (table.stages[3, 3], False)
    assert page.form.materials.marks()[0].form == "paper"
    send(qtbot, page)


def test_a_draft_comes_back_whole(qtbot: QtBot, table: Table, make_desk: MakeDesk, tmp_path: Path) -> None:
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    name(qtbot, page)
    ticks(page)[1].click()
    path = tmp_path / "申请表.pdf"
    path.write_bytes(PDF)
    drop(page.form.materials.rows[0], path)
    settle(qtbot, page)
    page.sending.keep()
    settle(qtbot, page)
    again = open_stage(qtbot, make_desk)
    settle(qtbot, again)
    assert again.form.draft() == page.form.draft()
    assert again.form.body() == page.form.body()
    assert again.sending.wish == page.sending.wish
    assert "已恢复" in again.messages.sentence()
    again.anew.click()
    settle(qtbot, again)
    assert again._desk.drafts.keys() == ()


def test_a_lost_answer_is_found_by_its_wish(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    page = open_stage(qtbot, make_desk)
    pick(page, table, 1)
    name(qtbot, page)
    ticks(page)[0].click()
    wish = Wish("draft_review", page.sending.wish, body=page.form.body())
    first = table.hall.store(WINDOW).file_act(wish).matter_id
    assert send(qtbot, page) == first
    assert table.one("select count(*) from desk.review") == 1


def test_unticked_and_ticked_again_nothing_handed_in_is_lost(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    settle(qtbot, page)
    first, second = ticks(page)
    first.click()
    page.form.materials.rows[0].set_form("electronic")
    kept = page.form.materials.marks()[0].name
    first.click()
    assert page.form.materials.marks() == ()
    second.click()
    first.click()
    forms = {mark.name: mark.form for mark in page.form.materials.marks()}
    assert forms[kept] == "electronic"


def test_consent_is_asked_for_advice_only(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    advice = {"process": 3, "number": 1, "name": "立项用地规划许可", "mode": "预审服务", "basis": "内部规则"}
    told = {"lead": table.ids["section", "land"], "seats": [table.ids["section", "land"]]}
    body = {**advice, **told, "items": [table.ids["item", "0101"]], "gate": []}
    made = table.hall.store("demo_cataloguer_1").file_act(Wish("draft_stage", uuid4(), body=body)).matter_id
    table.hall.act("demo_cataloguer_2", "publish_stage", made)
    table.stages[3, 1] = made
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    settle(qtbot, page)
    assert page.form.stage.consent.isHidden()
    pick(page, table, 1)
    name(qtbot, page)
    page.send.click()
    assert page.form.stage.consent.error().startswith("请选择")
    page.form.stage.consent.set_value(True)
    review = send(qtbot, page)
    assert table.one("select mode from desk.review where matter_id = %s", review) == "预审服务"
    assert table.one("select count(*) from desk.matter where kind = 'case' and parent_id = %s", review) == 0


def test_what_a_stage_can_be_done_without_is_marked(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    """By its roll-up rule only the fire review is 可选; under the default nothing is."""
    ruled(table, rollup="必办事项办结", mandatory=[table.ids["item", "0201"]])
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    settle(qtbot, page)
    marked = [words for words in words_of(page.form.items) if words.startswith("可选")]
    assert marked == ["可选　住建委行政审批科"]
    assert len(ticks(page)) == 2
    pick(page, table, 1)
    settle(qtbot, page)
    assert not [words for words in words_of(page.form.items) if words.startswith("可选")]


def test_who_may_open_it_is_told_by_the_law(qtbot: QtBot, table: Table, make_desk: MakeDesk) -> None:
    lead = open_stage(qtbot, make_desk, SECRETARY)
    pick(lead, table)
    assert lead.send.isEnabled()
    pick(lead, table, 1)
    assert not lead.send.isEnabled()
    assert "规划自然资源审批科发起" in lead.send.toolTip()
    lead.set_away("服务器暂时连不上")
    assert lead.send.toolTip() == "服务器暂时连不上"


def test_an_edition_published_meanwhile_takes_the_place_of_the_one_picked(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    project = table.project()
    page = open_stage(qtbot, make_desk)
    pick(page, table)
    name(qtbot, page)
    ticks(page)[1].click()
    drafter, publisher = table.hall.store("demo_cataloguer_1"), table.hall.store("demo_cataloguer_2")
    plan = next(each for each in read_stages() if (each["process"], each["number"]) == (3, 3))
    new = publish_stages(drafter, publisher, [{**plan, "basis": "新的依据"}])[3, 3]
    page.matters_changed(frozenset({project}))
    settle(qtbot, page)
    assert page.form.stage.stage is not None
    assert page.form.stage.stage.id == table.stages[3, 3], "the bell told of no stage"
    page.matters_changed(frozenset({new}))
    settle(qtbot, page)
    assert page.form.stage.stage.id == new
    assert [check.isChecked() for check in ticks(page)] == [False, True]
    assert page.form.form.fields["name"].text() == COMPANY
    assert page.form.check.verdict.text() == "可以发起"


def test_the_page_stands_the_walk_in_both_themes(
    qtbot: QtBot,
    table: Table,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    tmp_path: Path,
) -> None:
    table.project()
    page = open_stage(qtbot, make_desk, "demo_land_chief")
    pick(page, table)
    name(qtbot, page, "一个新项目")
    name(qtbot, page)
    ticks(page)[0].click()
    settle(qtbot, page)
    for theme in ("light", "dark"):
        wear_theme(theme)
        grab(page, QSize(1158, 680), tmp_path / f"draft_{theme}.png")
    check_page(page)
    assert page.form.left.needed_height() <= page.form.left.viewport().height()
    assert row(page, "建设工程规划许可证核发").buttons["register_prior"].isHidden()
