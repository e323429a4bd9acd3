"""Drafts of stages on bad days 起草阶段: missing, refused, lost on the way, done by another meanwhile."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.review import Table
from tests.store.test_catalogue import drafted, plan
from tests.ui.catalogue_room import DRAFTER, PUBLISHER, open_catalogue, revise, send, settle, show
from tests.ui.conftest import MakeDesk
from yubei_desk.domain.act import Wish


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


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
