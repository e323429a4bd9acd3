"""Picking an item 选择事项: by pinyin initials, words or number; what is picked stands in the field."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from yubei_desk.domain.item import Item
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.field import Field

OUTSIDE = "目录外事项"
LIST_HEIGHT = 126


class ItemPicker(Card):
    """`item` is what is picked. Whoever types over it lets it go, so that nothing is received under an item
    no longer read on the screen; Esc brings it back. Signals: `picked(Item)`, `let_go`.
    """

    picked = Signal(object)
    let_go = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.tr("选择事项"), parent)
        self.item: Item | None = None
        self._former: Item | None = None
        self._items: tuple[Item, ...] = ()
        self._writing = False
        self.typed = QLineEdit(self)
        self._hint = self.tr("输入拼音首字母、名称或编号；Enter 选第一项，↓ 进入列表")
        self.search = Field(self.tr("事项"), self.typed, required=True, hint=self._hint, parent=self)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("可选事项"))
        self.list.setFixedHeight(LIST_HEIGHT)
        for part in (self.search, self.list):
            self.add(part)
        self.search.edited.connect(self._on_typed)
        self.typed.returnPressed.connect(self._pick_first)
        self.list.itemActivated.connect(self._pick_line)
        self.list.itemClicked.connect(self._pick_line)

    def show_items(self, items: tuple[Item, ...]) -> None:
        """Offer these; what is picked stays picked."""
        self._items = items
        self._offer()

    def pick(self, item: Item) -> None:
        """Show this item as the one picked, the list folded away."""
        self.item = self._former = item
        self._write(f"{item.code}　{item.name}　{item.section}")
        self.list.hide()
        self.search.set_hint("")  # the room of its line is the form's below
        self.search.set_good()
        self.picked.emit(item)

    def pick_code(self, code: object) -> bool:
        """Pick the item with this code; False when it is not offered."""
        found = next((item for item in self._items if item.code == code), None)
        if found is not None:
            self.pick(found)
        return found is not None

    def clear(self) -> None:
        """Nothing is picked, and nothing typed."""
        self.item = self._former = None
        self._write("")
        self._unfold()
        self.search.clear_error()

    def demand(self) -> None:
        """Say at the field that an item is to be picked."""
        self._unfold()
        self.search.set_error(self.tr("请从列表选择事项，可输入拼音首字母、名称或编号。"))
        self.typed.setFocus()

    def _write(self, words: str) -> None:
        self._writing = True
        self.search.set_value(words)
        self._writing = False

    def _on_typed(self) -> None:
        if self._writing:
            return
        self._unfold()
        if self._former is not None:
            words = self.tr("请从下面另选；按 Esc 恢复“{0}”").format(self._former.name)
            self.search.set_warning(words)
        if self.item is not None:
            self.item = None
            self.let_go.emit()

    def _unfold(self) -> None:
        self.search.set_hint(self._hint)
        self.list.show()
        self._offer()

    def _offer(self) -> None:
        """What the words find; what no catalogue knows is received as 目录外事项."""
        self.list.clear()
        found = [item for item in self._items if item.matches(self.search.text())]
        for item in found or [each for each in self._items if each.name == OUTSIDE]:
            line = QListWidgetItem(f"{item.code}　{item.name}　{item.section}", self.list)
            line.setData(Qt.ItemDataRole.UserRole, item)

    def _pick_first(self) -> None:
        if self.item is None and self.list.count():
            self._pick_line(self.list.item(0))

    def _pick_line(self, line: QListWidgetItem) -> None:
        self.pick(line.data(Qt.ItemDataRole.UserRole))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes into the list; Esc brings back what was picked before."""
        typing = self.window().focusWidget() is self.typed
        if event.key() == Qt.Key.Key_Down and typing and self.list.count():
            self._unfold()
            self.list.setCurrentRow(0)
            self.list.setFocus()
        elif event.key() == Qt.Key.Key_Escape and self._former is not None and self.list.isVisible():
            self.typed.setFocus()
            self.pick(self._former)
        else:
            super().keyPressEvent(event)
