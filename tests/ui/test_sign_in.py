"""Sign-in 登录: by keyboard, with the demonstration posts, and on days when the server is away."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.samples import OFFERS
from yubei_desk.ui.sign_in import SignInWindow, Tone
from yubei_desk.ui.widgets.field import Field


@pytest.fixture
def window(qtbot: QtBot) -> SignInWindow:
    made = SignInWindow()
    qtbot.addWidget(made)
    made.show()
    return made


def line(field: Field) -> QLineEdit:
    assert isinstance(field.editor, QLineEdit)
    return field.editor


def visible_words(window: SignInWindow) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_enter_signs_in(qtbot: QtBot, window: SignInWindow) -> None:
    QTest.keyClicks(window.login.editor, " demo_land_chief ")
    QTest.keyClicks(window.password.editor, "p w")
    with qtbot.waitSignal(window.sign_in_requested) as asked:
        QTest.keyClick(window.password.editor, Qt.Key.Key_Return)
    assert asked.args == ["demo_land_chief", "p w"]


@pytest.mark.parametrize("width", [1120, 1920])
def test_the_form_stands_in_the_middle_of_its_ground(window: SignInWindow, width: int) -> None:
    """Without offers the ground is wide; the form is not."""
    window.resize(width, 680)
    QApplication.processEvents()
    brand = window.findChild(QWidget, "brand")
    assert brand is not None
    left = window.enter.mapTo(window, QPoint(0, 0)).x() - brand.width()
    right = window.width() - brand.width() - left - window.enter.width()
    assert abs(left - right) <= 1
    assert window.enter.width() == window.login.width() == 420


def test_an_empty_field_is_told(window: SignInWindow) -> None:
    told: list[str] = []
    window.sign_in_requested.connect(lambda login, _password: told.append(login))
    window.enter.click()
    assert window.login.error() == "请填写登录名。"
    assert window.password.error() == "请填写密码。"
    assert told == []


def test_a_wrong_password_keeps_what_was_typed(window: SignInWindow) -> None:
    window.login.set_value("demo_land_chief")
    window.password.set_value("wrong")
    window.set_busy(True)
    assert not window.enter.isEnabled()
    window.show_error("password", "密码不正确，请核对大小写后重新输入。")
    assert window.enter.isEnabled()
    assert window.password.error() == "密码不正确，请核对大小写后重新输入。"
    assert line(window.password).selectedText() != ""
    assert window.login.text() == "demo_land_chief"


def test_the_password_is_not_shown(window: SignInWindow) -> None:
    assert line(window.password).echoMode() == QLineEdit.EchoMode.Password


def offers_of(window: SignInWindow) -> list[QPushButton]:
    return [made for made in window.findChildren(QPushButton) if made.property("kind") == "offer"]


def test_a_post_is_filled_in_by_a_click_and_entered_by_two(qtbot: QtBot, window: SignInWindow) -> None:
    window.show_staff(OFFERS)
    qtbot.waitUntil(lambda: len(offers_of(window)) == 3)
    offers_of(window)[2].click()
    assert (window.login.text(), window.password.text()) == ("demo_land_chief", "x2")
    with qtbot.waitSignal(window.sign_in_requested) as asked:
        QTest.mouseDClick(offers_of(window)[0], Qt.MouseButton.LeftButton)
    assert asked.args == ["demo_window_1", "aB3#"]


def test_posts_stand_under_their_sections(qtbot: QtBot, window: SignInWindow) -> None:
    window.show_staff(OFFERS)
    qtbot.waitUntil(lambda: "规划自然资源审批科" in visible_words(window))
    assert visible_words(window).count("规划自然资源审批科") == 1
    window.show_staff(())
    assert "演练岗位" not in visible_words(window)


@pytest.mark.parametrize(
    ("tone", "head"), [("ok", "已连接"), ("danger", "未连接"), ("warn", "正在重连"), ("muted", "正在连接")]
)
def test_the_connection_is_told(window: SignInWindow, tone: Tone, head: str) -> None:
    window.show_connection("10.8.0.12", tone)
    assert head in visible_words(window)
    assert "10.8.0.12" in visible_words(window)


@pytest.mark.parametrize(
    ("letter", "shift", "warned"),
    [("a", False, False), ("A", True, False), ("A", False, True), ("a", True, True), ("3", False, False)],
)
def test_capital_lock_is_warned_of(window: SignInWindow, letter: str, shift: bool, warned: bool) -> None:
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, modifier, letter)
    QApplication.sendEvent(window.password.editor, press)
    assert ("大写锁定" in visible_words(window)) == warned


def test_the_theme_is_asked_for(qtbot: QtBot, window: SignInWindow) -> None:
    with qtbot.waitSignal(window.theme_requested) as asked:
        window._switch.click()
    assert asked.args == ["dark"]


FIRST_PAINT = """
import os, sys
from pathlib import Path
from yubei_desk.app import Program
from yubei_desk.settings import Settings
from yubei_desk.ui import theme
application = theme.make_application("desk")
theme.dress(application, "light")
program = Program(Path(sys.argv[1]), "postgresql://127.0.0.1:1/nowhere", Settings())
program.shown.connect(lambda: (print(*sys.modules, flush=True), os._exit(0)))
program.start()
application.exec()
"""


def test_nothing_heavier_than_qt_is_read_before_the_first_paint(tmp_path: Path) -> None:
    line = [sys.executable, "-c", FIRST_PAINT, str(tmp_path)]
    loaded = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split()
    heavy = {
        "sqlalchemy",
        "psycopg",
        "reportlab",
        "pypinyin",
        "pypdfium2",
        "cryptography",
        "alembic",
        "segno",
    }
    assert not {name.split(".")[0] for name in loaded} & heavy
    assert {name for name in loaded if name.startswith("PySide6.Qt")} == {
        "PySide6.QtCore",
        "PySide6.QtGui",
        "PySide6.QtWidgets",
    }
