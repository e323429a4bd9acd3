"""Tables 列表: how rows look and how the keyboard walks them, the same in every room."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from yubei_desk.ui import theme
from yubei_desk.ui.rows_model import KIND_ROLE, TONE_ROLE, RowsModel
from yubei_desk.ui.widgets.card import EmptyState
from yubei_desk.ui.widgets.light import SIDE, ground_and_ink, paint_light, pill_size, tone_of

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT: Final = 42
HEADER_HEIGHT: Final = 38
PAD: Final = 10
_INK: Final = {"text": "text", "strong": "text", "secondary": "secondary"}


class RowDelegate(QStyledItemDelegate):
    """Paints one cell: words, a pill, or a light as shape with words; asks no widget to do it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, rule and value of the cell."""
        opt: Any = option  # the stubs do not know the public members of QStyleOption
        rect: QRect = opt.rect
        chosen = bool(opt.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(rect, theme.colour("tint" if chosen else "surface"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        kind, words = str(index.data(KIND_ROLE)), str(index.data())
        if kind == "pill":
            self._paint_pill(painter, rect, words, str(index.data(TONE_ROLE)))
        elif kind == "light":
            self._paint_light(painter, rect, words, str(index.data(TONE_ROLE)))
        else:
            self._paint_words(painter, rect, words, kind, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRect, words: str, kind: str, index: Index) -> None:
        if kind == "strong":
            font = QFont(painter.font())
            font.setWeight(QFont.Weight.Medium)
            painter.setFont(font)
        painter.setPen(theme.colour(_INK[kind]))
        room = rect.adjusted(PAD, 0, -PAD, 0)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)

    def _paint_pill(self, painter: QPainter, rect: QRect, words: str, tone: str) -> None:
        if not words:
            return
        font = QFont(painter.font())
        font.setPixelSize(12)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = pill_size(painter.fontMetrics().horizontalAdvance(words))
        width = min(size.width(), rect.width() - PAD)
        top = rect.top() + (rect.height() - size.height()) / 2
        box = QRectF(rect.left() + PAD - 3, top, width, size.height())
        ground, ink = ground_and_ink(tone)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 11, 11)
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, round(width) - 12)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_light(self, painter: QPainter, rect: QRect, words: str, light: str) -> None:
        left = rect.left() + PAD + SIDE / 2
        paint_light(painter, QPointF(left, rect.top() + rect.height() / 2), light)
        if words:
            self._paint_pill(painter, rect.adjusted(SIDE + 8, 0, 0, 0), words, tone_of(light))

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Show words in full that the column is too narrow for."""
        opt: Any = option
        words = str(index.data() or "")
        wide = bool(QFontMetrics(view.font()).horizontalAdvance(words) > opt.rect.width() - 2 * PAD)
        QToolTip.showText(event.globalPos(), words if wide else "", view)
        return wide


class TableView(QTableView, Generic[T]):
    """A table of the house over a RowsModel.

    Signals: `opened(row)` by Enter or double click; `previewed(row)` by Space;
    `current_row_changed(row | None)`.
    """

    opened = Signal(object)
    previewed = Signal(object)
    current_row_changed = Signal(object)

    def __init__(
        self, model: RowsModel[T], name: str, parent: QWidget | None = None, *, many: bool = False
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._top: QPersistentModelIndex | None = None
        self._empty = EmptyState("", "", self.viewport())
        self._empty.hide()
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setAccessibleName(name)
        self._set_habits(many)
        self._set_columns()
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.doubleClicked.connect(self._open_index)
        model.rows_changing.connect(self._keep_place)
        model.rows_changed.connect(self._return_to_place)

    def _set_habits(self, many: bool) -> None:
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.hide()

    def _set_columns(self) -> None:
        header = self.horizontalHeader()
        header.setAccessibleName(self.tr("{0}的列标题").format(self.accessibleName()))
        header.setFixedHeight(HEADER_HEIGHT)
        header.setHighlightSections(False)
        header.setMinimumSectionSize(36)
        for number, column in enumerate(self._rows.columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            header.resizeSection(number, column.width)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)
        if any(column.sort for column in self._rows.columns):
            self.setSortingEnabled(True)
            header.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            header.installEventFilter(self)

    def set_empty_words(self, title: str, hint: str) -> None:
        """What the table says while it has no rows: what would appear here, and what to do next."""
        self._empty.show_words(title, hint)
        self._place_empty()

    def current_row(self) -> T | None:
        """The row the keyboard stands on."""
        return self._rows.row_at(self.currentIndex())

    def chosen_rows(self) -> tuple[T, ...]:
        """All selected rows, from the top down."""
        numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self._rows.rows[number] for number in numbers)

    def choose_key(self, key: Hashable) -> bool:
        """Put the keyboard on the row with this key; False when it is not shown."""
        index = self._rows.index_of(key)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index)
        return index.isValid()

    def step(self, rows: int) -> None:
        """Go `rows` down (negative: up), stopping at the ends."""
        here = self.currentIndex().row()
        target = min(max(here + rows, 0), self._rows.rowCount() - 1)
        if target >= 0:
            self.setCurrentIndex(self._rows.index(target, 0))

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Home and End go to the first and the last row: whole rows are chosen here, never a column."""
        moves = QAbstractItemView.CursorAction
        last = self._rows.rowCount() - 1
        if action not in (moves.MoveHome, moves.MoveEnd) or last < 0:
            return super().moveCursor(action, modifiers)
        return self._rows.index(0 if action == moves.MoveHome else last, max(self.currentIndex().column(), 0))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The row the keyboard comes to stand on is seen to be chosen."""
        super().focusInEvent(event)
        here = self.currentIndex()
        clicked = event.reason() == Qt.FocusReason.MouseFocusReason  # the click chooses by itself
        if here.isValid() and not clicked and not self.selectionModel().hasSelection():
            self.setCurrentIndex(here)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row, Space previews it; everything else is the table's own."""
        row = self.current_row()
        if row is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(row)
        elif row is not None and event.key() == Qt.Key.Key_Space:
            self.previewed.emit(row)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """On the header Left and Right go to the columns that sort, Space and Enter turn the order round."""
        if watched is self.horizontalHeader() and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            turn = event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if event.type() == QEvent.Type.KeyPress and (step or turn):
                self._sort_by_key(step or 0)
                return True
        return super().eventFilter(watched, event)

    def _sort_by_key(self, step: int) -> None:
        """Sort by the next column that can (step 1, -1), or the other way round (0)."""
        header = self.horizontalHeader()
        able = [number for number, column in enumerate(self._rows.columns) if column.sort]
        here, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        if here not in able:
            here, order = able[0], Qt.SortOrder.AscendingOrder
        elif step:
            here = able[(able.index(here) + step) % len(able)]
        else:
            order = Qt.SortOrder(1 - order.value)
        self.sortByColumn(here, order)

    def keyboardSearch(self, search: str) -> None:
        """Letters are the room's shortcuts, not a search in the first column."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the empty words in the middle."""
        super().resizeEvent(event)
        self._place_empty()

    def _place_empty(self) -> None:
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(self._rows.rowCount() == 0 and self._empty.has_words())

    def _open_index(self, index: QModelIndex) -> None:
        self.opened.emit(self._rows.row_at(index))

    def _tell_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.current_row_changed.emit(self._rows.row_at(current))

    def _keep_place(self) -> None:
        at_top = self.verticalScrollBar().value() == 0
        self._top = None if at_top else QPersistentModelIndex(self.indexAt(self.viewport().rect().topLeft()))

    def _return_to_place(self) -> None:
        if self._top is not None and self._top.isValid():
            offset = self.verticalScrollBar().value() % ROW_HEIGHT
            self.verticalScrollBar().setValue(self._top.row() * ROW_HEIGHT + offset)
        self._place_empty()
