"""Jump 跳转: one box from which anything in the hall is reached by number, name or pinyin initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from yubei_desk.domain.home import JumpRow
from yubei_desk.ui import theme

PAUSE_MS: Final = 150
ROWS: Final = 9


class JumpBox(QLineEdit):
    """The search box of the head with its list.

    `search_requested(words)` once typing pauses; answer with `show_results(words, rows)`. `chosen(JumpRow)`
    by Enter or click. Ctrl+K comes here, Down and Up walk the list, Esc leaves.
    """

    search_requested = Signal(str)
    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setProperty("kind", "search")
        self.setPlaceholderText(self.tr("搜索受理编号、申请人、拼音首字母（Ctrl+K）"))
        self.setAccessibleName(self.tr("跳转搜索"))
        self.setClearButtonEnabled(True)
        self._lens = self.addAction(theme.line_icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._rows: tuple[JumpRow, ...] = ()
        self._sheet = QFrame(window)
        self._sheet.setObjectName("jump_list")
        self._list = QListWidget(self._sheet)
        self._empty = theme.text_label("", self._sheet, kind="hint")
        self._build()

    def _build(self) -> None:
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("搜索结果"))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self._sheet)
        column.setContentsMargins(6, 6, 6, 6)
        column.addWidget(self._list)
        column.addWidget(self._empty)
        self._sheet.hide()
        self._pause.timeout.connect(self._search)
        self.textEdited.connect(self._on_edited)
        self._list.itemClicked.connect(self._take)
        QShortcut(QKeySequence("Ctrl+K"), self.window(), self.come_here)

    def come_here(self) -> None:
        """Put the keyboard into the box with its words selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def results(self) -> tuple[JumpRow, ...]:
        """What the list shows now."""
        return self._rows if self._sheet.isVisibleTo(self.window()) else ()

    def show_results(self, words: str, rows: Sequence[JumpRow]) -> None:
        """Show what was found for `words`; an answer to words no longer in the box is dropped."""
        if words != self.text().strip() or not self.hasFocus():
            return
        self._rows = tuple(rows)
        self._list.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.title}　{row.subtitle}".strip(), self._list)
            item.setToolTip(item.text())
        self._list.setCurrentRow(0)
        self._list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._empty.setText(
            self.tr("没有找到“{0}”。可以试受理编号的后几位，或名称的拼音首字母。").format(words)
        )
        self._place(len(rows))

    def _place(self, rows: int) -> None:
        below = self.mapTo(self.window(), QPoint(0, self.height() + 4))
        width = max(self.width(), 420)
        left = min(below.x(), self.window().width() - width - 8)
        height = min(rows, ROWS) * 38 + 16 if rows else 44
        self._sheet.setGeometry(left, below.y(), width, height)
        self._sheet.raise_()
        self._sheet.show()

    def _on_edited(self) -> None:
        if self.text().strip():
            self._pause.start()
        else:
            self._pause.stop()
            self._sheet.hide()

    def _search(self) -> None:
        words = self.text().strip()
        if words:
            self.search_requested.emit(words)

    def _take(self, _item: QListWidgetItem | None = None) -> None:
        row = self._rows[self._list.currentRow()]
        self._leave()
        self.clear()
        self.chosen.emit(row)

    def _leave(self) -> None:
        self._pause.stop()
        self._sheet.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Up walk the list, Enter goes there, Esc leaves."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        step = steps.get(Qt.Key(event.key()))
        shown = bool(self.results())
        if step is not None and shown:
            self._list.setCurrentRow((self._list.currentRow() + step) % len(self._rows))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take() if shown else self._search()
        elif event.key() == Qt.Key.Key_Escape:
            self._leave()
            self.clearFocus()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Fold the list away when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        self._leave()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the lens in the ink of a new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_lens"):
            self._lens.setIcon(theme.line_icon("search"))
