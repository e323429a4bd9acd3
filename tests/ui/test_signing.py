"""Deciding on screen 签署: officer and chief in real windows, and everything that can come between."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, PIN, Hall
from tests.ui.cases import CHIEF, OFFICER, PART, Sit
from tests.ui.conftest import CheckPage, grab, words_of

CHINA = ZoneInfo("Asia/Shanghai")


def test_officer_recommends_and_chief_signs_by_keyboard(hall: Hall, qtbot: QtBot, sit: Sit) -> None:
    matter_id = hall.accepted()
    officer = sit(OFFICER, matter_id)
    dialog = officer.press("recommend")
    for name, value in {"opinion": "grant", "reasons": "符合用途管制要求", **FACTS}.items():
        dialog.form.fields[name].set_value(value)
    with qtbot.waitSignal(officer.page.said):
        QTest.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    officer.answered()
    assert officer.last_act().kind == "recommend"

    chief = sit(CHIEF, matter_id)
    QTest.keyClick(chief.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    chief.wait(lambda: chief.page.filing.dialog)
    signing = chief.page.filing.dialog
    assert signing is not None
    assert any("授权书" in words for words in words_of(signing))
    assert signing.form.fields["reasons"].text() == "符合用途管制要求"
    assert signing.form.fields["area"].text() == FACTS["area"]
    signing.pin.editor.setFocus()
    QTest.keyClicks(signing.pin.editor, PIN)
    with qtbot.waitSignal(chief.page.said) as said:
        QTest.keyClick(signing.pin.editor, Qt.Key.Key_Return)
    assert said.args == ["已办理：准予"]
    chief.answered()
    act = chief.last_act()
    assert (act.kind, act.signature, chief.page.state.text()) == ("grant", "valid", "准予")
    assert chief.page.filing.dialog is None


def test_a_wrong_pin_is_said_at_the_pin_and_changes_nothing(hall: Hall, sit: Sit) -> None:
    seat = sit(CHIEF, hall.recommended())
    dialog = seat.press("grant")
    dialog.form.fields["conditions"].set_value("按期开工")
    dialog.pin.set_value("111222")
    dialog.confirm.click()
    seat.wait(lambda: "签名口令不对" in dialog.pin.error())
    assert dialog.form.fields["conditions"].text() == "按期开工"
    assert seat.last_act().kind == "recommend"
    seat.confirm(dialog, PIN)


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
    sit: Sit,
    check_page: CheckPage,
    tmp_path: Path,
    login: str,
    happens: Callable[[Hall], None],
    sentence: str,
) -> None:
    matter_id = hall.recommended()
    happens(hall)
    seat = sit(login, matter_id)
    assert not seat.page.bar.buttons["grant"].isEnabled()
    assert seat.page.bar.buttons["grant"].toolTip() == sentence
    assert sentence in words_of(seat.page.bar)
    grab(seat.page, PART, tmp_path / "forbidden.png")
    check_page(seat.page)


def test_who_recommended_does_not_decide(hall: Hall, sit: Sit) -> None:
    matter_id = hall.accepted()
    hall.act(CHIEF, "recommend", matter_id, opinion="grant", reasons="符合", **FACTS)
    seat = sit(CHIEF, matter_id)
    assert seat.page.bar.buttons["grant"].toolTip() == "拟办人不得自行决定"
    assert not seat.page.bar.buttons["grant"].isEnabled()


def test_a_deputy_signs_as_deputy_until_the_last_day(hall: Hall, sit: Sit) -> None:
    first, second = hall.recommended(), hall.recommended()
    seat = sit("demo_land_deputy", first)
    dialog = seat.press("grant")
    assert any("规划自然资源审批科首席代表" in words for words in words_of(dialog))
    seat.confirm(dialog, PIN)
    assert seat.last_act().capacity.endswith("（代）")
    today = datetime.now(CHINA).date()
    hall.owner().execute("update desk.lending set to_day = %s", (today,))
    seat.page.open_matter(second)
    seat.answered()
    assert seat.page.file is not None
    assert seat.page.file.matter_id == second
    assert not {"grant", "refuse", "send_back"} & {move.act for move in seat.page.file.moves}
