"""Mishaps 意外 while a case is being decided: second place, a lost answer, a lost server, a lost power."""

from __future__ import annotations

from tests.hall import FACTS, PIN, Hall
from tests.ui.cases import CHIEF, OFFICER, Sit
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.errors import Unreachable
from yubei_desk.store.store import Store

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


def expired(hall: Hall) -> None:
    hall.owner().execute("update desk.authorisation set to_day = '2026-01-01'")


def test_who_was_faster_is_told_and_nothing_typed_is_lost(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    dialog.form.fields["conditions"].set_value("三年内开工")
    matter_id = seat.matter_id()
    hall.act("demo_land_deputy", "claim", matter_id)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    seat.wait(lambda: "规划自然资源审批科副科长办理“领办”" in dialog.messages.sentence())
    seat.answered()
    assert seat.page.file is not None
    assert seat.page.file.handler == "规划自然资源审批科副科长"
    assert dialog.form.fields["conditions"].text() == "三年内开工"
    assert dialog.pin.text() == ""
    seat.confirm(dialog, PIN)
    assert dict(seat.last_act().said)["附带条件"] == "三年内开工"


def test_a_case_that_moved_away_under_the_dialog_says_so_and_keeps_the_draft(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    dialog.form.fields["conditions"].set_value("三年内开工")
    matter_id = seat.matter_id()
    hall.act(CHIEF, "send_back", matter_id, reason="补充踏勘")
    seat.page.matters_changed(frozenset({matter_id}))
    seat.wait(lambda: "办理“退回”" in dialog.messages.sentence())
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["conditions"].text() == "三年内开工"
    dialog.reject()
    seat.wait(lambda: not seat.desk.paper_worker.busy)
    hall.act(OFFICER, "recommend", matter_id, opinion="grant", reasons="已补充", **FACTS)
    seat.page.reload()
    seat.wait(lambda: seat.page.state.text() == "待决定")
    again = seat.press("grant")
    assert again.form.fields["conditions"].text() == "三年内开工"
    assert "已恢复" in again.messages.sentence()


def notes(hall: Hall, matter_id: int) -> int:
    return [act.kind for act in hall.store(OFFICER).load_case(matter_id).acts].count("note")


def test_an_answer_that_never_came_is_found_not_filed_twice(hall: Hall, sit: Sit) -> None:
    matter_id = hall.accepted()
    seat = sit(OFFICER, matter_id, LostAnswer(hall.store(OFFICER)))
    dialog = seat.press("note")
    dialog.form.fields["text"].set_value("已电话核对")
    dialog.confirm.click()
    seat.wait(lambda: "数据库暂时连不上" in dialog.messages.sentence())
    assert dialog.form.fields["text"].text() == "已电话核对"
    seat.confirm(dialog)
    assert notes(hall, matter_id) == 1
    assert seat.desk.drafts.keys() == ()


def test_after_a_crash_the_same_wish_goes_on(hall: Hall, sit: Sit) -> None:
    matter_id = hall.accepted()
    crashed = sit(OFFICER, matter_id, LostAnswer(hall.store(OFFICER)))
    dialog = crashed.press("note")
    dialog.form.fields["text"].set_value("已电话核对")
    dialog.confirm.click()
    crashed.wait(lambda: "数据库暂时连不上" in dialog.messages.sentence())
    crashed.answered()

    seat = sit(OFFICER, matter_id)
    again = seat.press("note")
    assert again.form.fields["text"].text() == "已电话核对"
    assert "不会重复办理" in again.messages.sentence()
    seat.confirm(again)
    assert notes(hall, matter_id) == 1


def test_a_case_that_went_out_of_sight_halts_the_dialog(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    chief = hall.session(CHIEF).staff_id
    hall.owner().execute("update desk.duty set to_day = '2026-01-01' where staff_id = %s", (chief,))
    seat.page.reload()
    seat.wait(lambda: "不能查看" in dialog.messages.sentence())
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["conditions"].text() == "按期开工"
    dialog.reject()


def test_while_the_server_is_away_moves_are_grey_with_the_reason(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    seat.page.set_away(AWAY)
    assert (dialog.confirm.isEnabled(), dialog.messages.sentence()) == (False, AWAY)
    assert seat.page.bar.buttons["refuse"].toolTip() == AWAY
    seat.page.set_away("")
    assert dialog.confirm.isEnabled()
    assert seat.page.bar.buttons["refuse"].isEnabled()


def test_an_authorisation_that_ends_while_signing_is_refused_at_the_page(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    expired(hall)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    seat.wait(lambda: "您今日没有覆盖本事项的授权书" in seat.page.messages.sentence())
    seat.answered()
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert not seat.page.bar.buttons["grant"].isEnabled()
    assert seat.last_act().kind == "recommend"
