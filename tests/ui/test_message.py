"""Messages 提示: every foreseeable failure has its place and tone; an unforeseen one is kept under an id."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from yubei_desk.errors import BadInput, Cancelled, Refused, Stale, Unreachable
from yubei_desk.ui.message import CrashDialog, CrashDoor, MessageBar, install_excepthook, report
from yubei_desk.ui.widgets.field import Field


@pytest.fixture
def bar(qtbot: QtBot) -> MessageBar:
    made = MessageBar()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def hooks() -> Iterator[None]:
    """Puts the hooks back that a test installs its own over."""
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


@pytest.mark.parametrize(
    ("error", "tone"),
    [
        (Refused("拟办人不得自行决定。", "许可法 第三十四条"), "warn"),
        (Stale("10:42 由规划经办一办理"), "info"),
        (Unreachable("服务器没有应答。"), "danger"),
        (BadInput("elsewhere", "请填写事项。"), "warn"),
        (Cancelled(), "ok"),
    ],
)
def test_each_failure_has_its_tone(bar: MessageBar, error: Refused, tone: str) -> None:
    report(error, bar)
    assert bar.sentence() == error.sentence
    assert bar.property("tone") == tone
    assert bar.accessibleName().startswith(error.sentence)


def test_a_refusal_names_its_article(bar: MessageBar) -> None:
    bar.show_refusal(Refused("拟办人不得自行决定。", "许可法 第三十四条"))
    assert "许可法 第三十四条" in bar.accessibleName()


def test_bad_input_goes_to_its_field(qtbot: QtBot, bar: MessageBar) -> None:
    field = Field("统一社会信用代码", QLineEdit())
    qtbot.addWidget(field)
    report(BadInput("id_number", "校验位不符，应为 X。"), bar, {"id_number": field})
    assert field.error() == "校验位不符，应为 X。"
    assert bar.sentence() == ""


def test_good_news_goes_away_by_itself(qtbot: QtBot, bar: MessageBar) -> None:
    bar.show_done("已受理。")
    bar._quiet.setInterval(1)
    bar.show_done("已受理。")
    qtbot.waitUntil(lambda: bar.sentence() == "")


def test_a_refusal_stays_until_it_is_put_away(qtbot: QtBot, bar: MessageBar) -> None:
    bar._quiet.setInterval(1)
    bar.show_done("已受理。")
    bar.show_refusal(Refused("不行。"))
    assert not bar._quiet.isActive()
    assert bar.sentence() == "不行。"


def test_a_bug_is_kept_under_an_id_and_the_program_stays(
    qtbot: QtBot, bar: MessageBar, hooks: None, tmp_path: Path, dressed: QApplication
) -> None:
    door = install_excepthook(tmp_path / "log")
    with qtbot.waitSignal(door.crashed) as crashed:
        report(ZeroDivisionError("1/0"), bar)
    crash_id, details, path = crashed.args or ("", "", "")
    assert "ZeroDivisionError" in details
    assert crash_id in path
    assert "ZeroDivisionError" in Path(path).read_text(encoding="utf-8")
    qtbot.waitUntil(lambda: len(open_dialogs(dressed)) == 1)
    (dialog,) = open_dialogs(dressed)
    go_on = next(part for part in dialog.findChildren(QPushButton) if part.property("kind") == "primary")
    go_on.click()
    qtbot.waitUntil(lambda: open_dialogs(dressed) == [])


def open_dialogs(application: QApplication) -> list[CrashDialog]:
    """The crash dialogs on the screen."""
    return [
        part for part in application.topLevelWidgets() if isinstance(part, CrashDialog) and part.isVisible()
    ]


def test_a_fault_that_repeats_opens_one_dialog(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> None:
    door = CrashDoor(tmp_path)
    for _again in range(3):
        door.caught(ValueError, ValueError("画不出来"), None)
    qtbot.waitUntil(lambda: len(open_dialogs(dressed)) == 1)
    assert len(list(tmp_path.glob("crash-*.txt"))) == 3
    open_dialogs(dressed)[0].accept()
    qtbot.waitUntil(lambda: open_dialogs(dressed) == [])


def test_a_fault_on_another_thread_comes_through_the_same_door(
    qtbot: QtBot, hooks: None, tmp_path: Path, dressed: QApplication
) -> None:
    door = install_excepthook(tmp_path)
    thread = threading.Thread(target=lambda: [][0])
    with qtbot.waitSignal(door.crashed) as crashed:
        thread.start()
        thread.join()
    assert "IndexError" in (crashed.args or ["", ""])[1]
    qtbot.waitUntil(lambda: len(open_dialogs(dressed)) == 1)
    open_dialogs(dressed)[0].accept()


def test_a_log_that_cannot_be_written_is_told(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> None:
    blocked = tmp_path / "log"
    blocked.write_text("a file where a folder should be")
    door = CrashDoor(blocked)
    with qtbot.waitSignal(door.crashed) as crashed:
        door.caught(ValueError, ValueError("x"), None)
    assert "未能写入" in (crashed.args or ["", "", ""])[2]
    qtbot.waitUntil(lambda: len(open_dialogs(dressed)) == 1)
    open_dialogs(dressed)[0].accept()
