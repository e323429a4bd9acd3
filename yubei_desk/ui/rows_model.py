"""Rows 列表行: the one table model of the house, frozen rows shown through columns, changed by difference."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
Kind = Literal["text", "strong", "secondary", "pill", "light"]
Role = Qt.ItemDataRole

KIND_ROLE: Final = int(Role.UserRole) + 1
TONE_ROLE: Final = int(Role.UserRole) + 2
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True)
class Column(Generic[T]):
    """How one value of a row is shown.

    `tone` is ok, warn, danger, info or muted for a pill, and green, yellow, red or "" for a light.
    `width` is in pixels; `stretch` lets the column take what is left over; `sort` gives a comparable value
    and makes the header a switch; `accessible` is what a screen reader says (title and text when absent).
    """

    title: str
    text: Callable[[T], str]
    width: int = 120
    kind: Kind = "text"
    tone: Callable[[T], str] | None = None
    sort: Callable[[T], Any] | None = None
    accessible: Callable[[T], str] | None = None
    stretch: bool = False
    right: bool = False


_Look = Callable[[Any, Column[Any]], object]


def _spoken(row: Any, column: Column[Any]) -> str:
    return column.accessible(row) if column.accessible else f"{column.title} {column.text(row)}".strip()


def _side(_row: Any, column: Column[Any]) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (
        Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
    )


_LOOKS: Final[Mapping[int, _Look]] = {
    int(Role.DisplayRole): lambda row, column: column.text(row),
    int(Role.AccessibleTextRole): _spoken,
    int(Role.TextAlignmentRole): _side,
    KIND_ROLE: lambda _row, column: column.kind,
    TONE_ROLE: lambda row, column: column.tone(row) if column.tone else "",
}


class RowsModel(QAbstractTableModel, Generic[T]):
    """Frozen rows in columns; `set_rows` changes only what differs, so that selection and scroll survive.

    Signals: `rows_changing` before and `rows_changed` after every `set_rows`; `more_requested` when the view
    has come to the end of rows that were given with `more=True`.
    """

    rows_changing = Signal()
    rows_changed = Signal()
    more_requested = Signal()

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._rows: list[T] = []
        self._given: tuple[T, ...] = ()
        self._more = False
        self._sorted_by: tuple[int, bool] | None = None

    @property
    def columns(self) -> tuple[Column[T], ...]:
        """The columns in the order they are shown."""
        return self._columns

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows in the order they are shown."""
        return tuple(self._rows)

    def row_at(self, index: Index) -> T | None:
        """The row behind an index of this model, None when the index is nowhere."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, key: Hashable) -> QModelIndex:
        """The index of the row with this key in the first column; an invalid one when there is none."""
        for number, row in enumerate(self._rows):
            if self._key(row) == key:
                return self.index(number, 0)
        return QModelIndex()

    def set_rows(self, rows: Sequence[T], more: bool = False) -> None:
        """Show these rows; ValueError when two of them carry one key. `more` says that others lie behind."""
        keys = [self._key(row) for row in rows]
        if len(set(keys)) != len(keys):
            raise ValueError("two rows carry one key")
        self.rows_changing.emit()
        self._given = tuple(rows)
        self._more = more
        target = self._in_order()
        self._remove_gone(set(keys))
        self._reorder(target)
        self._insert_new(target)
        self._show_changed(target)
        self.rows_changed.emit()

    def _in_order(self) -> list[T]:
        rows = list(self._given)
        if self._sorted_by is not None:
            column, descending = self._sorted_by
            sort = self._columns[column].sort
            if sort is not None:
                rows.sort(key=sort, reverse=descending)
        return rows

    def _remove_gone(self, staying: set[Hashable]) -> None:
        gone = [number for number, row in enumerate(self._rows) if self._key(row) not in staying]
        for first, last in reversed(list(_runs(gone))):
            self.beginRemoveRows(_NOWHERE, first, last)
            del self._rows[first : last + 1]
            self.endRemoveRows()

    def _reorder(self, target: Sequence[T]) -> None:
        here = {self._key(row): row for row in self._rows}
        wanted = [self._key(row) for row in target if self._key(row) in here]
        if wanted == list(here):
            return
        self.layoutAboutToBeChanged.emit()
        place = {key: number for number, key in enumerate(wanted)}
        old = self.persistentIndexList()
        new = [self.index(place[self._key(self._rows[index.row()])], index.column()) for index in old]
        self._rows = [here[key] for key in wanted]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _insert_new(self, target: Sequence[T]) -> None:
        here = {self._key(row) for row in self._rows}
        fresh = [number for number, row in enumerate(target) if self._key(row) not in here]
        for first, last in _runs(fresh):
            self.beginInsertRows(_NOWHERE, first, last)
            self._rows[first:first] = target[first : last + 1]
            self.endInsertRows()

    def _show_changed(self, target: Sequence[T]) -> None:
        changed = [
            number for number, (old, new) in enumerate(zip(self._rows, target, strict=True)) if old != new
        ]
        self._rows = list(target)
        for first, last in _runs(changed):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column that has `sort`; any other restores the order they were given in."""
        sortable = 0 <= column < len(self._columns) and self._columns[column].sort is not None
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder) if sortable else None
        self._reorder(self._in_order())

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows are loaded."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(Role.DisplayRole)) -> Any:
        """A look-up by role: words, alignment, what a screen reader says, kind and tone."""
        look = _LOOKS.get(role)
        if look is None or not index.isValid():
            return None
        return look(self._rows[index.row()], self._columns[index.column()])

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = int(Role.DisplayRole)) -> Any:
        """The title of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return self._columns[section].title
        if role == Role.TextAlignmentRole:
            return _side(None, self._columns[section])
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether rows lie behind the ones loaded."""
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index) -> None:
        """Ask once for the rows behind the last one."""
        self._more = False
        self.more_requested.emit()


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Contiguous runs (first, last) of ascending numbers."""
    start = 0
    for place, number in enumerate(numbers):
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield numbers[start], number
            start = place + 1
