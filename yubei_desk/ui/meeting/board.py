"""The board 会审看板: four columns of cards; what is chosen stays chosen wherever its card moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QVBoxLayout, QWidget

from yubei_desk.domain.meeting import Board, Card
from yubei_desk.ui import theme
from yubei_desk.ui.meeting.cards import CardDelegate, Index
from yubei_desk.ui.meeting.words import (
    COLUMN_TONE,
    COLUMNS,
    ItemClock,
    card_words,
    column_hint,
    column_title,
)
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.card import EmptyState
from yubei_desk.ui.widgets.light import Pill

LEAST = 150
SECOND_MS = 1000


class CardList(QListView):
    """The cards of one column; `walked(step)` when the keyboard leaves it to the left or right."""

    walked = Signal(int)

    def __init__(self, model: RowsModel[Card], name: str, hint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._empty = EmptyState("", hint, self.viewport())
        self.setProperty("kind", "board")
        self.setAccessibleName(name)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setTabKeyNavigation(False)
        model.rows_changed.connect(self._place_empty)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go to the neighbour, everything else is the list's own."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step:
            self.walked.emit(step)
        else:
            super().keyPressEvent(event)

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:
        """A card of the same height is painted anew where it stands; a list would lay out all of them."""
        card = self._model.row_at(first)
        if first == last and card is not None and self.painter.stays_as_high(card):
            self.update(first)
        else:
            super().dataChanged(first, last, list(roles))

    @property
    def painter(self) -> CardDelegate:
        """What paints the cards."""
        delegate = self.itemDelegate()
        assert isinstance(delegate, CardDelegate)
        return delegate

    def show_time(self) -> None:
        """Paint anew what a second changes of the cards in sight, and no more."""
        first = max(0, self.indexAt(QPoint(1, 1)).row())
        for row in range(first, self.model().rowCount()):
            place = self.visualRect(self.model().index(row, 0))
            if place.top() > self.viewport().height():
                break
            self.viewport().update(self.painter.corner(place))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Let the painter of the cards know how much of them is asked for."""
        self.painter.region = event.region()
        super().paintEvent(event)
        self.painter.region = None

    def keyboardSearch(self, search: str) -> None:
        """Letters are no search here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names break anew, and the empty words stay in the middle."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self._place_empty()

    def _place_empty(self) -> None:
        self._empty.setGeometry(self.viewport().rect())
        self._empty.setVisible(self.model().rowCount() == 0)


class BoardColumn(QFrame):
    """A column with its heading, the number of its cards, and the cards."""

    def __init__(
        self, key: str, elapsed: Callable[[int], str], today: Callable[[], date], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "column")
        self.key = key
        title = column_title(key)
        spoken = Column[Card](
            title, lambda card: card.project, accessible=lambda card: card_words(card, today())
        )
        self.model = RowsModel[Card]((spoken,), lambda card: card.matter_id, self)
        self.cards = CardList(self.model, title, column_hint(key), self)
        self.cards.setItemDelegate(CardDelegate(self.cards, elapsed, today))
        self._count = Pill("0", COLUMN_TONE[key], self)
        head = QHBoxLayout()
        head.setContentsMargins(4, 0, 4, 0)
        head.setSpacing(8)
        head.addWidget(theme.text_label(title, self, kind="section"))
        head.addWidget(self._count)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 12, 10, 6)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.cards, 1)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for four on the smallest screen."""
        return QSize(LEAST, 200)

    def show_cards(self, cards: list[Card]) -> None:
        """Show these cards by difference."""
        self.model.set_rows(cards)
        self._count.show_words(str(len(cards)), COLUMN_TONE[self.key])


class BoardView(QWidget):
    """All four columns; `chosen(matter)` when a person chose another card."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board: Board | None = None
        self._clocks: dict[int, ItemClock] = {}
        self._key = 0
        self._quiet = False  # while cards move nobody chooses
        self.columns = [BoardColumn(key, self._elapsed, self._today, self) for key in COLUMNS]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for number, column in enumerate(self.columns):
            row.addWidget(column, 1)
            column.cards.walked.connect(lambda step, number=number: self._walk(number, step))
            column.cards.selectionModel().selectionChanged.connect(
                lambda _now, _before, column=column: self._tell(column)
            )
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self.columns[1].cards.show_time)
        self._second.start()

    def show_board(self, board: Board) -> None:
        """Show these cards by difference; the chosen one stays chosen in whichever column it stands now."""
        self.board = board
        clocks = {card.matter_id: self._clocks.get(card.matter_id) or ItemClock() for card in board.cards}
        self._clocks = clocks
        for card in board.cards:
            clocks[card.matter_id].show(card.at_item_since, board.now)
        self._quiet = True
        for column in self.columns:
            column.show_cards([card for card in board.cards if card.column == column.key])
        self._quiet = False
        self.choose(self._key)

    def card(self, key: int) -> Card | None:
        """The card of a review, None when it is not on the board."""
        cards = self.board.cards if self.board else ()
        return next((card for card in cards if card.matter_id == key), None)

    def choose(self, key: int) -> None:
        """Mark the card of this review, and no other; tells nobody."""
        self._key, self._quiet = key, True
        for column in self.columns:
            index = column.model.index_of(key)
            marks = column.cards.selectionModel()
            if not index.isValid():
                marks.clear()
            elif not marks.isSelected(index):
                marks.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
                column.cards.scrollTo(index)
        self._quiet = False

    def _tell(self, column: BoardColumn) -> None:
        marked = column.cards.selectionModel().selectedIndexes()
        card = column.model.row_at(marked[0]) if marked else None
        if card is not None and not self._quiet and card.matter_id != self._key:
            self.choose(card.matter_id)
            self.chosen.emit(card.matter_id)

    def _walk(self, number: int, step: int) -> None:
        """To the nearest column that has cards."""
        way = range(number + step, len(self.columns) if step > 0 else -1, step)
        for next_to in way:
            column = self.columns[next_to]
            if column.model.rows:
                column.cards.setFocus(Qt.FocusReason.OtherFocusReason)
                column.cards.setCurrentIndex(column.model.index(0, 0))
                return

    def _elapsed(self, matter_id: int) -> str:
        clock = self._clocks.get(matter_id)
        return clock.words() if clock else ""

    def _today(self) -> date:
        return self.board.today if self.board else date.min
