"""Lines that give way 省略: whole where there is room, an ellipsis and a tooltip where there is not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import clipped, grab, shown
from tests.ui.samples import NOW
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.status import StatusBar

LONG = "5001122026112500001 · 重庆联东金北实业有限公司渝北前沿科技城分公司"
HINTS = [("Ctrl+1～3", "各部分"), ("Ctrl+Enter", "主要环节")]


def test_a_long_name_ends_in_dots_and_is_whole_in_the_tooltip(qtbot: QtBot, tmp_path: Path) -> None:
    label = ElidedLabel(LONG, kind="hint")
    label.resize(160, 20)
    shown(qtbot, label)
    assert label.shown().endswith("…")
    assert LONG.startswith(label.shown()[:-1])
    assert (label.text(), label.toolTip()) == (LONG, LONG)
    cut = label.grab().toImage()
    label.setText(label.shown())
    assert label.toolTip() == ""
    assert label.grab().toImage() == cut, "what is painted is what `shown` says"
    label.setText(LONG)
    label.resize(label.sizeHint())
    assert (label.shown(), label.toolTip()) == (LONG, "")


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """What a foot stands on: as a window of its own it could not be narrower than its hints."""
    made = QWidget()
    made.resize(1158, 60)
    shown(qtbot, made)
    return made


def make_foot(ground: QWidget, width: int) -> Foot:
    foot = Foot(HINTS, ground)
    foot.add(button("退回补正"))
    foot.add(button("准予许可", kind="primary"))
    foot.resize(width, foot.sizeHint().height())
    foot.show()
    return foot


@pytest.mark.parametrize(
    ("width", "hints", "whole"), [(1158, True, True), (560, False, True), (330, False, False)]
)
def test_a_foot_gives_up_its_hints_before_its_quiet_line(
    ground: QWidget, tmp_path: Path, width: int, hints: bool, whole: bool
) -> None:
    foot = make_foot(ground, width)
    foot.say("草稿已自动保存 10:25，可随时继续")
    grab(foot, QSize(width, foot.height()), tmp_path / "foot.png")
    assert foot._hints.isVisible() is hints
    assert (foot._note.shown() == foot._note.text()) is whole
    assert clipped(foot) == []


def test_hints_come_back_with_the_room(ground: QWidget) -> None:
    foot = make_foot(ground, 560)
    foot.say("草稿已自动保存 10:25，可随时继续")
    assert not foot._hints.isVisible()
    foot.say("")
    assert foot._hints.isVisible()
    assert foot.minimumSizeHint().width() < 330


def test_a_hint_that_goes_makes_room(ground: QWidget) -> None:
    foot = make_foot(ground, 560)
    note = "草稿已保存 10:25"
    foot.say(note)
    assert not foot._hints.isVisible()
    foot.show_hint("Ctrl+1～3", False)
    assert foot._hints.isVisible()
    assert foot.hints() == ["Ctrl+Enter"]
    foot.show_hint("Ctrl+Enter", False)
    assert not foot._hints.isVisible()
    assert clipped(foot) == []


def test_the_status_line_gives_way_to_what_is_always_there(qtbot: QtBot) -> None:
    status = StatusBar(NOW, practice=True)
    status.set_connection("已连接", "ok")
    status.set_printer("证照专用 A4")
    status.say(LONG * 2)
    shown(qtbot, status)
    status.resize(760, 28)
    QApplication.processEvents()
    assert status.said.shown().endswith("…")
    assert clipped(status) == []
