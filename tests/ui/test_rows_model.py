"""Rows 列表行: changes by difference keep what is chosen and where one reads."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from yubei_desk.ui.rows_model import TONE_ROLE, Column, RowsModel
from yubei_desk.ui.widgets.table import HEADER_HEIGHT, ROW_HEIGHT, TableView


@dataclass(frozen=True)
class Row:
    """A line of a list under test."""

    id: int
    words: str = ""


def make_model() -> RowsModel[Row]:
    columns = [
        Column[Row]("编号", lambda row: str(row.id), 80, "secondary", sort=lambda row: row.id),
        Column[Row]("时限", lambda row: row.words, kind="pill", tone=lambda _row: "warn", stretch=True),
    ]
    return RowsModel(columns, lambda row: row.id)


def rows_of(ids: list[int], words: str = "") -> list[Row]:
    return [Row(number, words) for number in ids]


@pytest.fixture
def table(qtbot: QtBot) -> TableView[Row]:
    model = make_model()
    view = TableView(model, "测试列表")
    model.setParent(view)
    qtbot.addWidget(view)
    view.resize(400, HEADER_HEIGHT + 5 * ROW_HEIGHT)
    view.show()
    return view


def model_of(view: TableView[Row]) -> RowsModel[Row]:
    model = view.model()
    assert isinstance(model, RowsModel)
    return model


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.lists(st.integers(0, 12), unique=True),
    after=st.lists(st.integers(0, 12), unique=True),
    changed=st.booleans(),
)
def test_any_list_becomes_any_other(before: list[int], after: list[int], changed: bool) -> None:
    model = make_model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_rows(rows_of(before))
    held = {number: QPersistentModelIndex(model.index_of(number)) for number in before}
    target = rows_of(after, "新" if changed else "")
    model.set_rows(target)
    assert model.rows == tuple(target)
    for number, index in held.items():
        assert index.isValid() == (number in after)
        if index.isValid():
            assert model.rows[index.row()].id == number
    assert tester.parent() is model


def test_two_rows_with_one_key_are_a_bug() -> None:
    with pytest.raises(ValueError, match="one key"):
        make_model().set_rows(rows_of([1, 1]))


def test_only_what_changed_is_told(qtbot: QtBot) -> None:
    model = make_model()
    model.set_rows(rows_of([1, 2, 3, 4]))
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.modelReset.connect(lambda: told.append((-1, -1)))
    model.set_rows([Row(1), Row(2, "改"), Row(3, "改"), Row(4)])
    assert told == [(1, 2)]


def test_data_is_a_look_up_by_role() -> None:
    model = make_model()
    model.set_rows([Row(7, "剩 2 个工作日")])
    index = model.index(0, 1)
    assert index.data() == "剩 2 个工作日"
    assert index.data(TONE_ROLE) == "warn"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "时限 剩 2 个工作日"
    assert model.headerData(0, Qt.Orientation.Horizontal) == "编号"


def test_more_is_asked_for_once(qtbot: QtBot, table: TableView[Row]) -> None:
    model = model_of(table)
    with qtbot.waitSignal(model.more_requested):
        model.set_rows(rows_of(list(range(30))), more=True)
        table.scrollToBottom()
    assert not model.canFetchMore(table.rootIndex())


def test_selection_and_place_survive(table: TableView[Row]) -> None:
    model = model_of(table)
    model.set_rows(rows_of(list(range(10, 60))))
    table.choose_key(30)
    table.scrollTo(model.index_of(30), table.ScrollHint.PositionAtTop)
    at_top = model.row_at(table.indexAt(table.viewport().rect().topLeft()))
    model.set_rows([Row(1), Row(2), *rows_of(list(range(10, 61)), "改")])
    assert table.current_row() == Row(30, "改")
    now_at_top = model.row_at(table.indexAt(table.viewport().rect().topLeft()))
    assert at_top is not None
    assert now_at_top is not None
    assert at_top.id == now_at_top.id


def test_sorting_by_a_header_keeps_the_choice(table: TableView[Row]) -> None:
    model = model_of(table)
    model.set_rows(rows_of([3, 1, 2]))
    table.choose_key(1)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [row.id for row in model.rows] == [3, 2, 1]
    assert table.current_row() == Row(1)
    model.set_rows([*rows_of([3, 1, 2]), Row(5)])
    assert [row.id for row in model.rows] == [5, 3, 2, 1]
    table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert [row.id for row in model.rows] == [3, 1, 2, 5]


def test_enter_opens_and_space_previews(qtbot: QtBot, table: TableView[Row]) -> None:
    model_of(table).set_rows(rows_of([1, 2, 3]))
    table.choose_key(2)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    with qtbot.waitSignal(table.previewed) as previewed:
        QTest.keyClick(table, Qt.Key.Key_Space)
    assert opened.args == previewed.args == [Row(2)]
    table.step(1)
    assert table.current_row() == Row(3)
    table.step(5)
    assert table.current_row() == Row(3)


def test_home_and_end_go_to_the_first_and_last_row(qtbot: QtBot, table: TableView[Row]) -> None:
    model_of(table).set_rows(rows_of(list(range(20))))
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert [row.id for row in table.chosen_rows()] == [0], "the row the keyboard came to is seen"
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_End)
    assert [row.id for row in table.chosen_rows()] == [19]
    assert table.visualRect(table.currentIndex()).bottom() <= table.viewport().rect().bottom()
    QTest.keyClick(table, Qt.Key.Key_Home)
    assert table.current_row() == Row(0)
    assert table.verticalScrollBar().value() == 0
    model_of(table).set_rows([])
    QTest.keyClick(table, Qt.Key.Key_End)
    assert table.current_row() is None


def test_letters_do_not_search(table: TableView[Row]) -> None:
    model_of(table).set_rows([Row(1), Row(22), Row(3)])
    table.choose_key(1)
    QTest.keyClicks(table, "2")
    assert table.current_row() == Row(1)


def test_several_rows_can_be_chosen(qtbot: QtBot) -> None:
    model = make_model()
    view = TableView(model, "多选", many=True)
    model.setParent(view)
    qtbot.addWidget(view)
    model.set_rows(rows_of([1, 2, 3]))
    view.selectAll()
    assert view.chosen_rows() == (Row(1), Row(2), Row(3))
    model.set_rows([replace(Row(3), words="改"), Row(1)])
    assert {row.id for row in view.chosen_rows()} == {1, 3}
