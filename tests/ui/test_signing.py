"""Deciding on screen 签署: officer and chief in real windows, and everything that can come between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, PIN, Hall
from tests.ui.cases import CHIEF, OFFICER, PART, last_act, page_at, press
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab, words_of
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk

CHINA = ZoneInfo("Asia/Shanghai")


def answered(qtbot: QtBot, desk: Desk) -> None:
    qtbot.waitUntil(lambda: not desk.worker.busy)


def test_officer_recommends_and_chief_signs_by_keyboard(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    matter_id = hall.accepted()
    officer_desk = make_desk(OFFICER)
    officer = page_at(qtbot, officer_desk, matter_id)
    dialog = press(qtbot, officer_desk, officer, "recommend")
    for name, value in {"opinion": "grant", "reasons": "符合用途管制要求", **FACTS}.items():
        dialog.form.fields[name].set_value(value)
    with qtbot.waitSignal(officer.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    answered(qtbot, officer_desk)
    assert last_act(hall, officer, OFFICER).kind == "recommend"

    chief_desk = make_desk(CHIEF)
    chief = page_at(qtbot, chief_desk, matter_id)
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
    answered(qtbot, chief_desk)
    act = last_act(hall, chief)
    assert (act.kind, act.signature, chief.state.text()) == ("grant", "valid", "准予")
    assert chief.filing.dialog is None


def test_a_wrong_pin_is_said_at_the_pin_and_changes_nothing(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    dialog = press(qtbot, desk, page, "grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    dialog.pin.set_value("111222")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "签名口令不对" in dialog.pin.error())
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert last_act(hall, page).kind == "recommend"
    dialog.pin.set_value(PIN)
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()


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
    check_page: CheckPage,
    tmp_path: Path,
    login: str,
    happens: Callable[[Hall], None],
    sentence: str,
) -> None:
    matter_id = hall.recommended()
    happens(hall)
    desk = make_desk(login)
    page = page_at(qtbot, desk, matter_id)
    assert not page.bar.buttons["grant"].isEnabled()
    assert page.bar.buttons["grant"].toolTip() == sentence
    assert sentence in words_of(page.bar)
    grab(page, PART, tmp_path / "forbidden.png")
    check_page(page)


def test_who_recommended_does_not_decide(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    matter_id = hall.accepted()
    hall.act(CHIEF, "recommend", matter_id, opinion="grant", reasons="符合", **FACTS)
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, matter_id)
    assert page.bar.buttons["grant"].toolTip() == "拟办人不得自行决定"
    assert not page.bar.buttons["grant"].isEnabled()


def test_a_deputy_signs_as_deputy_until_the_last_day(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    first, second = hall.recommended(), hall.recommended()
    desk = make_desk("demo_land_deputy")
    page = page_at(qtbot, desk, first)
    dialog = press(qtbot, desk, page, "grant")
    assert any("规划自然资源审批科首席代表" in words for words in words_of(dialog))
    dialog.pin.set_value(PIN)
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    answered(qtbot, desk)
    assert last_act(hall, page).capacity.endswith("（代）")
    today = datetime.now(CHINA).date()
    hall.owner().execute("update desk.lending set to_day = %s", (today,))
    page.open_matter(second)
    answered(qtbot, desk)
    assert page.file is not None
    assert page.file.matter_id == second
    assert not {"grant", "refuse", "send_back"} & {move.act for move in page.file.moves}


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
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    grab(page, QSize(1158, 676), tmp_path / f"chief-{name}.png")
    dialog = press(qtbot, desk, page, "grant")
    grab(dialog, QSize(680, 720), tmp_path / f"signing-{name}.png")
    check_page(dialog)
