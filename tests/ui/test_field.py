"""Fields 填写项: what is typed, what is said about it, and days and numbers as clerks write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCalendarWidget, QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import shown, words_of
from tests.ui.samples import CHINA
from yubei_desk.ui.widgets.day import DayEdit, day_text, long_day_text, moment_text, read_day
from yubei_desk.ui.widgets.field import Choice, Field, LongText, number_of
from yubei_desk.ui.widgets.pick_edit import PickEdit

SECTIONS = [
    ("1", "住建委行政审批科"),
    ("2", "规划自然资源审批科"),
    ("3", "消防救援审批科"),
    ("4", "水利审批科"),
]


def test_the_error_stands_under_its_field_and_is_read_out(qtbot: QtBot) -> None:
    field = Field("联系电话", QLineEdit(), required=True, hint="手机或座机")
    shown(qtbot, field)
    assert field.editor.accessibleName() == "联系电话（必填）"
    assert field.editor.accessibleDescription() == "手机或座机"
    field.set_error("应为 11 位手机号，现有 10 位。")
    assert field.has_error()
    assert field.editor.accessibleDescription() == "应为 11 位手机号，现有 10 位。"
    assert field.editor.property("state") == "error"
    QTest.keyClicks(field.editor, "1")
    assert not field.has_error()
    assert "手机或座机" in words_of(field)


@pytest.mark.parametrize(
    ("editor", "value", "empty"),
    [
        (QLineEdit, "渝", ""),
        (LongText, "两行\n字", ""),
        (lambda: Choice([("a", "甲"), ("b", "乙")]), "b", ""),
        (DayEdit, date(2020, 4, 17), None),
        (QCheckBox, True, False),
        (lambda: editable_combo(), "自拟", ""),
        (lambda: PickEdit(SECTIONS), "3", ""),
    ],
)
def test_every_editor_gives_back_what_it_was_given(
    qtbot: QtBot, editor: type[QWidget], value: object, empty: object
) -> None:
    field = Field("项", editor(), required=True)
    qtbot.addWidget(field)
    assert field.value() == empty
    assert not field.check_required()
    with qtbot.waitSignal(field.edited):
        field.set_value(value)
    assert field.value() == value
    assert field.check_required()
    field.set_value(None)
    assert field.value() == empty


def editable_combo() -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    return made


def test_a_stranger_is_no_editor(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    with pytest.raises(TypeError, match="QLabel"):
        Field("项", label)


def test_a_field_tells_when_the_keyboard_leaves(qtbot: QtBot) -> None:
    box = QWidget()
    column = QVBoxLayout(box)
    first, second = Field("甲", QLineEdit()), Field("乙", QLineEdit())
    column.addWidget(first)
    column.addWidget(second)
    shown(qtbot, box)
    box.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.editor.hasFocus)
    with qtbot.waitSignal(first.left):
        QTest.keyClick(first.editor, Qt.Key.Key_Tab)
    assert second.editor.hasFocus()


def test_warnings_and_good_marks_are_not_errors(qtbot: QtBot) -> None:
    field = Field("联系电话", QLineEdit())
    qtbot.addWidget(field)
    field.set_warning("号码少见，请核对。")
    assert (field.has_error(), field.error()) == (False, "")
    field.set_good("由电子营业执照读取")
    assert field.editor.property("state") == "ok"
    field.set_hint("手机或座机")
    assert field.editor.accessibleDescription() == "手机或座机"


def test_a_choice_keeps_what_was_chosen(qtbot: QtBot) -> None:
    choice = Choice([("a", "甲"), ("b", "乙")])
    qtbot.addWidget(choice)
    choice.set_value("b")
    choice.set_choices([("b", "乙"), ("c", "丙")])
    assert choice.value() == "b"
    choice.set_choices([("c", "丙")])
    assert choice.value() == ""


@pytest.mark.parametrize(
    ("words", "number"),
    [("12", 12), ("126.5", 126.5), ("1,200", 1200), ("１２", 12), ("十二", None), ("nan", None), ("", None)],
)
def test_numbers_are_read_as_written(words: str, number: float | None) -> None:
    assert number_of(words) == number


@given(st.dates(date(1000, 1, 1), date(9999, 12, 31)))
def test_a_day_is_read_in_every_writing(day: date) -> None:
    writings = (
        day.isoformat(),
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {read_day(words) for words in writings} == {day}
    assert read_day(day_text(day)) == day


@pytest.mark.parametrize("words", ["", "2020-02-30", "明天", "2020-4", "20-4-17"])
def test_what_is_no_day_is_none(words: str) -> None:
    assert read_day(words) is None


def test_days_and_moments_as_the_hall_writes_them() -> None:
    moment = datetime(2020, 4, 17, 10, 42, tzinfo=CHINA)
    assert long_day_text(date(2020, 4, 17)) == "2020年4月17日 周五"
    assert moment_text(moment, date(2020, 4, 17)) == "10:42"
    assert moment_text(moment, date(2020, 4, 18)) == "04-17 10:42"
    assert moment_text(moment, date(2021, 1, 1)) == "2020-04-17 10:42"
    assert day_text(None) == ""


def test_a_day_can_be_picked(qtbot: QtBot) -> None:
    edit = DayEdit()
    shown(qtbot, edit)
    edit.set_day("20200417")
    QTest.keyClick(edit, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = edit.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.selectedDate() == QDate(2020, 4, 17)
    with qtbot.waitSignal(edit.day_changed) as told:
        calendar.clicked.emit(QDate(2020, 4, 20))
    assert told.args == [date(2020, 4, 20)]
    assert edit.text() == "2020-04-20"


def test_one_of_many_is_found_by_words_and_initials(qtbot: QtBot) -> None:
    field = Field("牵头科室", PickEdit(SECTIONS), required=True)
    shown(qtbot, field)
    editor = field.editor
    assert isinstance(editor, PickEdit)
    QTest.keyClicks(editor, "xfjy")
    assert offered(editor) == ["消防救援审批科"]
    assert editor.is_unfound()
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert (field.value(), editor.text()) == ("3", "消防救援审批科")
    assert not editor._popup.isVisible()
    QTest.keyClick(editor, Qt.Key.Key_Down)
    assert len(offered(editor)) == 4
    QTest.keyClick(editor._popup, Qt.Key.Key_Down)
    QTest.keyClick(editor._popup, Qt.Key.Key_Down)
    QTest.keyClick(editor._popup, Qt.Key.Key_Return)
    assert field.value() == "2"
    QTest.keyClicks(editor, "zzz")
    assert (field.value(), editor.is_unfound(), editor._popup.isVisible()) == ("", True, False)
    assert not field.check_required()
    assert field.error() == "请选择牵头科室。"
    assert editor.text() == "规划自然资源审批科zzz"
    editor.clear()
    QTest.mouseClick(editor, Qt.MouseButton.LeftButton)
    assert len(offered(editor)) == 4
    QTest.keyClick(editor._popup, Qt.Key.Key_Escape)
    assert (editor._popup.isVisible(), field.value()) == (False, "")
    editor.set_choices(SECTIONS[:2])
    editor.set_value("3")
    assert (field.value(), editor.text()) == ("", "")


def offered(editor: PickEdit) -> list[str]:
    """What the open list offers."""
    assert editor._popup.isVisible()
    return editor._names.stringList()
