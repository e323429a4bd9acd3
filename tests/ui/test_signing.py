"""Deciding on screen 签署: officer and chief in real windows, and everything that can come between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, PIN, Hall
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab, shown, words_of
from yubei_desk.domain.act import Act, Filed, Wish
from yubei_desk.errors import Unreachable
from yubei_desk.store.store import Store
from yubei_desk.ui import theme
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.moves import MoveDialog

OFFICER, CHIEF = "demo_land_officer_1", "demo_land_chief"
CHINA = ZoneInfo("Asia/Shanghai")
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


def page_at(qtbot: QtBot, desk: Desk, matter_id: int) -> CasePage:
    page = CasePage(desk)
    page.resize(QSize(1158, 676))
    shown(qtbot, page)
    page.open_matter(matter_id)
    qtbot.waitUntil(lambda: not desk.worker.busy)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def press(qtbot: QtBot, page: CasePage, act: str) -> MoveDialog:
    """Press a move and wait until its draft was looked for."""
    page.bar.buttons[act].click()
    dialog = page.filing.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not page._desk.paper_worker.busy)
    return dialog


def last_act(hall: Hall, page: CasePage, login: str = CHIEF) -> Act:
    assert page.file is not None
    return hall.store(login).load_case(page.file.matter_id).acts[-1]


def answered(qtbot: QtBot, page: CasePage) -> None:
    qtbot.waitUntil(lambda: not page._desk.worker.busy)


def test_officer_recommends_and_chief_signs_by_keyboard(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    matter_id = hall.accepted()
    officer = page_at(qtbot, make_desk(OFFICER), matter_id)
    dialog = press(qtbot, officer, "recommend")
    for name, value in {"opinion": "grant", "reasons": "符合用途管制要求", **FACTS}.items():
        dialog.form.fields[name].set_value(value)
    with qtbot.waitSignal(officer.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    answered(qtbot, officer)
    assert last_act(hall, officer, OFFICER).kind == "recommend"

    chief = page_at(qtbot, make_desk(CHIEF), matter_id)
    QTest.keyClick(chief, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: chief.filing.dialog is not None)
    signing = chief.filing.dialog
    assert signing is not None
    assert any("授权书" in words for words in words_of(signing))
    assert signing.form.fields["reasons"].text() == "符合用途管制要求"
    assert signing.form.fields["area"].text() == FACTS["area"]
    signing.pin.editor.setFocus()
    QTest.keyClicks(signing.pin.editor, PIN)
    with qtbot.waitSignal(chief.said) as said:
        QTest.keyClick(signing.pin.editor, Qt.Key.Key_Return)
    assert said.args == ["已办理：准予"]
    answered(qtbot, chief)
    act = last_act(hall, chief)
    assert (act.kind, act.signature, chief.state.text()) == ("grant", "valid", "准予")
    assert chief.filing.dialog is None


def test_a_wrong_pin_is_said_at_the_pin_and_changes_nothing(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    dialog = press(qtbot, page, "grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    dialog.pin.set_value("111222")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "签名口令不对" in dialog.pin.error())
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert last_act(hall, page).kind == "recommend"
    dialog.pin.set_value(PIN)
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()


def test_who_was_faster_is_told_and_nothing_typed_is_lost(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, page, "grant")
    dialog.form.fields["conditions"].set_value("三年内开工")
    assert page.file is not None
    matter_id = page.file.matter_id
    hall.act("demo_land_deputy", "claim", matter_id)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "规划自然资源审批科副科长办理“领办”" in dialog.messages.sentence())
    answered(qtbot, page)
    assert page.file.version < hall.store(CHIEF).load_case(matter_id).version or page.file.handler
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
    dialog = press(qtbot, page, "grant")
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
    again = press(qtbot, page, "grant")
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
    dialog = press(qtbot, page, "note")
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
    dialog = press(qtbot, page, "note")
    dialog.form.fields["text"].set_value("已电话核对")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "数据库暂时连不上" in dialog.messages.sentence())
    qtbot.waitUntil(lambda: not desk.paper_worker.busy)

    again = press(qtbot, page_at(qtbot, desk, matter_id), "note")
    assert again.form.fields["text"].text() == "已电话核对"
    assert "不会重复办理" in again.messages.sentence()
    again.confirm.click()
    qtbot.waitUntil(lambda: not desk.worker.busy)
    kinds = [act.kind for act in hall.store(OFFICER).load_case(matter_id).acts]
    assert kinds.count("note") == 1


def test_a_case_that_went_out_of_sight_halts_the_dialog(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    dialog = press(qtbot, page, "grant")
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
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    dialog = press(qtbot, page, "grant")
    page.set_away(AWAY)
    assert (dialog.confirm.isEnabled(), dialog.messages.sentence()) == (False, AWAY)
    assert page.bar.buttons["refuse"].toolTip() == AWAY
    page.set_away("")
    assert dialog.confirm.isEnabled()
    assert page.bar.buttons["refuse"].isEnabled()


def expired(hall: Hall) -> None:
    hall.owner().execute("update desk.authorisation set to_day = '2026-01-01'")


def no_key(hall: Hall) -> None:
    hall.owner().execute("update desk.signing_key set revoked_from = '2026-01-01'")


@pytest.mark.parametrize(
    ("login", "happens", "sentence"),
    [
        (CHIEF, expired, "您今日没有覆盖本事项的授权书，不能代表部门决定"),
        (CHIEF, no_key, "您今日没有经确认的签名密钥，不能签署"),
    ],
)
def test_what_the_law_forbids_is_grey_with_its_own_sentence(
    hall: Hall,
    qtbot: QtBot,
    make_desk: MakeDesk,
    login: str,
    happens: Callable[[Hall], None],
    sentence: str,
) -> None:
    matter_id = hall.recommended()
    happens(hall)
    page = page_at(qtbot, make_desk(login), matter_id)
    assert not page.bar.buttons["grant"].isEnabled()
    assert page.bar.buttons["grant"].toolTip() == sentence
    assert sentence in words_of(page.bar)


def test_who_recommended_does_not_decide(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    matter_id = hall.accepted()
    hall.act(CHIEF, "recommend", matter_id, opinion="grant", reasons="符合", **FACTS)
    page = page_at(qtbot, make_desk(CHIEF), matter_id)
    assert page.bar.buttons["grant"].toolTip() == "拟办人不得自行决定"
    assert not page.bar.buttons["grant"].isEnabled()


def test_a_deputy_signs_as_deputy_until_the_last_day(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    first, second = hall.recommended(), hall.recommended()
    page = page_at(qtbot, make_desk("demo_land_deputy"), first)
    dialog = press(qtbot, page, "grant")
    assert any("规划自然资源审批科首席代表" in words for words in words_of(dialog))
    dialog.pin.set_value(PIN)
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    answered(qtbot, page)
    assert last_act(hall, page).capacity.endswith("（代）")
    today = datetime.now(CHINA).date()
    hall.owner().execute("update desk.lending set to_day = %s", (today,))
    page.open_matter(second)
    answered(qtbot, page)
    assert page.file is not None
    assert page.file.matter_id == second
    assert not {"grant", "refuse", "send_back"} & {move.act for move in page.file.moves}


def test_an_authorisation_that_ends_while_signing_is_refused_at_the_page(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    dialog = press(qtbot, page, "grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    expired(hall)
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "您今日没有覆盖本事项的授权书" in page.messages.sentence())
    answered(qtbot, page)
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert not page.bar.buttons["grant"].isEnabled()
    assert last_act(hall, page).kind == "recommend"


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_signing_dialog_stands_the_walk(
    hall: Hall,
    qtbot: QtBot,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    tmp_path: Path,
    name: theme.Theme,
) -> None:
    wear_theme(name)
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    grab(page, QSize(1158, 676), tmp_path / f"chief-{name}.png")
    dialog = press(qtbot, page, "grant")
    grab(dialog, QSize(680, 720), tmp_path / f"signing-{name}.png")
    check_page(dialog)
