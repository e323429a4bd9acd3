"""Mishaps 意外 while a case is being decided: second place, a lost answer, a lost server, a lost power."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from tests.hall import FACTS, PIN, Hall
from tests.ui.cases import CHIEF, OFFICER, last_act, page_at, press
from tests.ui.conftest import MakeDesk
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.errors import Unreachable
from yubei_desk.store.store import Store
from yubei_desk.ui.desk import Desk

AWAY = "10:42 起与服务器失去联系，正在自动重连。"


class LostAnswer:
    """A store whose first answer to an act never comes: the act is filed, the wire is cut."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cut = True

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def file_act(self, wish: Wish) -> Filed:
        """File, and lose the answer once."""
        filed = self._store.file_act(wish)
        if self._cut:
            self._cut = False
            raise Unreachable("数据库暂时连不上，已录入的内容都在，恢复后可继续")
        return filed


def answered(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.worker.busy)


def expired(hall: Hall) -> None:
    hall.owner().execute("update desk.authorisation set to_day = '2026-01-01'")


def test_who_was_faster_is_told_and_nothing_typed_is_lost(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    dialog.form.fields["conditions"].set_value("三年内开工")
    assert page.file is not None
    matter_id = page.file.matter_id
    hall.act("demo_land_deputy", "claim", matter_id)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "规划自然资源审批科副科长办理“领办”" in dialog.messages.sentence())
    answered(qtbot, desk)
    assert page.file.handler == "规划自然资源审批科副科长"
    assert dialog.form.fields["conditions"].text() == "三年内开工"
    assert dialog.pin.text() == ""
    dialog.pin.set_value(PIN)
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    assert dict(last_act(hall, page).said)["附带条件"] == "三年内开工"


def test_a_case_that_moved_away_under_the_dialog_says_so_and_keeps_the_draft(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    dialog.form.fields["conditions"].set_value("三年内开工")
    assert page.file is not None
    matter_id = page.file.matter_id
    hall.act(CHIEF, "send_back", matter_id, reason="补充踏勘")
    page.matters_changed(frozenset({matter_id}))
    qtbot.waitUntil(lambda: "办理“退回”" in dialog.messages.sentence())
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["conditions"].text() == "三年内开工"
    dialog.reject()
    qtbot.waitUntil(lambda: not desk.paper_worker.busy)
    hall.act(OFFICER, "recommend", matter_id, opinion="grant", reasons="已补充", **FACTS)
    page.reload()
    qtbot.waitUntil(lambda: page.state.text() == "待决定")
    again = press(qtbot, desk, page, "grant")
    assert again.form.fields["conditions"].text() == "三年内开工"
    assert "已恢复" in again.messages.sentence()


def test_an_answer_that_never_came_is_found_not_filed_twice(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    matter_id = hall.accepted()
    made = make_desk(OFFICER)
    lossy = LostAnswer(hall.store(OFFICER))
    desk = replace(made, store=lossy)  # type: ignore[arg-type]
    page = page_at(qtbot, desk, matter_id)
    dialog = press(qtbot, desk, page, "note")
    dialog.form.fields["text"].set_value("已电话核对")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "数据库暂时连不上" in dialog.messages.sentence())
    assert dialog.form.fields["text"].text() == "已电话核对"
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    kinds = [act.kind for act in hall.store(OFFICER).load_case(matter_id).acts]
    assert kinds.count("note") == 1
    qtbot.waitUntil(lambda: not desk.paper_worker.busy)
    assert desk.drafts.keys() == ()


def test_after_a_crash_the_same_wish_goes_on(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    matter_id = hall.accepted()
    desk = make_desk(OFFICER)
    lossy = replace(desk, store=LostAnswer(hall.store(OFFICER)))  # type: ignore[arg-type]
    page = page_at(qtbot, lossy, matter_id)
    dialog = press(qtbot, desk, page, "note")
    dialog.form.fields["text"].set_value("已电话核对")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "数据库暂时连不上" in dialog.messages.sentence())
    qtbot.waitUntil(lambda: not desk.paper_worker.busy)

    again = press(qtbot, desk, page_at(qtbot, desk, matter_id), "note")
    assert again.form.fields["text"].text() == "已电话核对"
    assert "不会重复办理" in again.messages.sentence()
    again.confirm.click()
    qtbot.waitUntil(lambda: not desk.worker.busy)
    kinds = [act.kind for act in hall.store(OFFICER).load_case(matter_id).acts]
    assert kinds.count("note") == 1


def test_a_case_that_went_out_of_sight_halts_the_dialog(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    chief = hall.session(CHIEF).staff_id
    hall.owner().execute("update desk.duty set to_day = '2026-01-01' where staff_id = %s", (chief,))
    page.reload()
    qtbot.waitUntil(lambda: "不能查看" in dialog.messages.sentence())
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["conditions"].text() == "按期开工"
    dialog.reject()


def test_while_the_server_is_away_moves_are_grey_with_the_reason(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    page.set_away(AWAY)
    assert (dialog.confirm.isEnabled(), dialog.messages.sentence()) == (False, AWAY)
    assert page.bar.buttons["refuse"].toolTip() == AWAY
    page.set_away("")
    assert dialog.confirm.isEnabled()
    assert page.bar.buttons["refuse"].isEnabled()


def test_an_authorisation_that_ends_while_signing_is_refused_at_the_page(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    expired(hall)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "您今日没有覆盖本事项的授权书" in page.messages.sentence())
    answered(qtbot, desk)
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert not page.bar.buttons["grant"].isEnabled()
    assert last_act(hall, page).kind == "recommend"
