"""The program from the sign-in window to sign-out: who may come in, what is said on bad days, what stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.hall import PASSWORD, Hall
from tests.stories.conftest import PATIENCE_MS, MakeSeat
from tests.ui.conftest import words_of
from yubei_desk.app import Program
from yubei_desk.settings import Settings, read_settings
from yubei_desk.ui import theme


def test_each_duty_sees_its_own_rooms_and_no_others(seat: MakeSeat) -> None:
    rooms = {
        "demo_window_1": ("home", "intake", "case", "stage", "meeting", "certificate"),
        "demo_land_chief": ("home", "worklist", "case", "stage", "meeting", "certificate"),
        "demo_keeper_1": ("home",),
        "demo_overseer": ("home", "case", "meeting"),
        "demo_auditor": ("home", "case", "meeting", "certificate"),
    }
    for login, expected in rooms.items():
        assert seat(login).open().room_keys == expected


def test_a_wrong_password_is_said_at_its_field_and_the_login_stays(seat: MakeSeat) -> None:
    desk = seat("demo_land_chief")
    desk.program.start()
    desk.wait(lambda: desk.program.centre is not None)
    sign_in = desk.program.sign_in
    sign_in.login.set_value("demo_land_chief")
    sign_in.password.set_value("guessed")
    sign_in.sign_in_requested.emit("demo_land_chief", "guessed")
    desk.wait(sign_in.password.has_error)
    assert "口令不对" in sign_in.password.error()
    assert sign_in.login.text() == "demo_land_chief"
    assert desk.program.window is None


def test_a_login_without_duty_today_is_told(hall: Hall, seat: MakeSeat) -> None:
    hall.owner().execute(
        "update desk.duty set to_day = current_date - 1, from_day = '2020-01-01' from desk.staff s"
        " where s.id = staff_id and s.login = 'demo_overseer'"
    )
    desk = seat("demo_overseer")
    desk.program.start()
    desk.wait(lambda: desk.program.centre is not None)
    desk.program.sign_in.sign_in_requested.emit("demo_overseer", PASSWORD)
    desk.wait(desk.program.sign_in.login.has_error)
    assert "没有任何职责" in desk.program.sign_in.login.error()


def test_a_clock_wrong_by_a_day_is_said_and_changes_nothing(
    qtbot: QtBot, hall: Hall, dressed: QApplication
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    program = Program(hall.folder, hall.database.url(), Settings(), clock=lambda: tomorrow)
    program.start()
    qtbot.waitUntil(lambda: program.centre is not None, timeout=PATIENCE_MS)
    program.sign_in.sign_in_requested.emit("demo_window_1", PASSWORD)
    qtbot.waitUntil(lambda: program.window is not None, timeout=PATIENCE_MS)
    assert program.window is not None
    assert "本机时钟与服务器相差约 24.0 小时" in program.window.banner.sentence()
    matter_id = hall.receive()
    at = hall.owner().execute("select at from desk.act where matter_id = %s", (matter_id,)).fetchone()
    assert at is not None
    assert abs(at[0] - datetime.now(UTC)) < timedelta(minutes=1)
    program.stop()
    program.sign_in.close()


def test_sign_out_forgets_the_person_and_lets_the_next_one_in(seat: MakeSeat) -> None:
    desk = seat("demo_land_officer_1")
    desk.open().sign_out_requested.emit()
    assert desk.program.window is None
    assert desk.program.sign_in.isVisible()
    assert desk.program.sign_in.password.text() == ""
    desk.login = "demo_window_1"
    desk.program.sign_in.sign_in_requested.emit("demo_window_1", PASSWORD)
    desk.wait(lambda: desk.program.window is not None)
    assert "intake" in desk.window.room_keys


def test_the_theme_is_kept_on_this_machine(hall: Hall, seat: MakeSeat) -> None:
    desk = seat("demo_overseer")
    desk.open().theme_requested.emit("dark")
    assert theme.current_theme() == "dark"
    assert read_settings(hall.folder)[0].theme == "dark"
    (hall.folder / "settings.toml").unlink()


def test_ctrl_k_finds_a_case_and_goes_there(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.accepted()
    number = hall.store("demo_land_chief").load_case(matter_id).number
    desk = seat("demo_land_chief")
    window = desk.open()
    window.activateWindow()
    window.jump.come_here()
    QTest.keyClicks(window.jump, number)
    desk.wait(lambda: window.jump.results())
    assert window.jump.results()[0].matter_id == matter_id


def test_a_server_that_is_away_is_said_and_tried_again(
    qtbot: QtBot, dressed: QApplication, tmp_path: Path
) -> None:
    program = Program(tmp_path, "postgresql://127.0.0.1:1/yubei", Settings())
    program.start()
    qtbot.waitUntil(lambda: "每 5 秒自动重试" in "".join(words_of(program.sign_in)), timeout=PATIENCE_MS)
    program.sign_in.sign_in_requested.emit("demo_window_1", PASSWORD)
    assert "还没有连上中心" in program.sign_in.login.error()
    program.stop()
    program.sign_in.close()
