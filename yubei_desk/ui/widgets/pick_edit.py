"""Picking from a long list 查找选择: words, pinyin initials or numbers are typed, the found is offered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

OFFERED: Final = 9  # lines of the list one sees at once


class PickEdit(QLineEdit):
    """One of many (value, label) pairs, found while its label is typed. Whoever types over it lets it go.

    Enter takes the line the keyboard stands on, else the first offered; ↓, and a click into the empty field,
    offer all. `changed` when another value is chosen, or none.
    """

    changed = Signal()

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        self._value = ""
        self._names = QStringListModel(self)
        self._offers = QCompleter(self._names, self)
        self._offers.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._offers.setMaxVisibleItems(OFFERED)
        self._offers.setWidget(self)
        popup = self._offers.popup()
        assert popup is not None
        self._popup = popup
        popup.setAccessibleName(self.tr("可选的内容"))
        self.setPlaceholderText(self.tr("输入名称、拼音首字母或编号查找"))
        self.set_choices(choices)
        self.textEdited.connect(self._on_typed)
        self._offers.activated.connect(self._take)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other pairs; what was chosen stays chosen while it is offered."""
        self._choices, self._keys = dict(choices), {}
        self.set_value(self._value)

    def value(self) -> str:
        """The chosen value, "" for none."""
        return self._value

    def set_value(self, value: str) -> None:
        """Choose a value; one that is not offered chooses nothing."""
        self.setText(self._choices.get(value, ""))
        self._choose(value if value in self._choices else "")

    def is_unfound(self) -> bool:
        """Whether words stand here that have not been made a choice."""
        return bool(self.text().strip()) and not self._value

    def _choose(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.changed.emit()

    def _on_typed(self) -> None:
        self._choose("")
        self._offer(self.text())

    def _offer(self, words: str) -> None:
        if not self._keys:
            self._keys = _keys(self._choices)
        wanted = words.lower().split()
        found = [value for value, keys in self._keys.items() if all(word in keys for word in wanted)]
        self._names.setStringList([self._choices[value] for value in found])
        if found:
            self._offers.complete()
        else:
            self._popup.hide()

    def _take(self, label: str) -> None:
        self._popup.hide()
        self.set_value(next((value for value, name in self._choices.items() if name == label), ""))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click into the empty field unrolls the list."""
        super().mouseReleaseEvent(event)
        if not self.text() and event.button() == Qt.MouseButton.LeftButton:
            self._offer("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses what is offered, Down opens the list; else a line of words like any other."""
        open_list = self._popup.isVisible()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (open_list or self.is_unfound()):
            names, here = self._names.stringList(), self._popup.currentIndex()
            if names:
                self._take(names[here.row()] if open_list and here.isValid() else names[0])
            event.accept()
        elif event.key() == Qt.Key.Key_Down and not open_list:
            self._offer("" if self._value else self.text())
            event.accept()
        else:
            super().keyPressEvent(event)


def _keys(choices: Mapping[str, str]) -> dict[str, str]:
    """What each value is found by. The words of pinyin take longer to read than the first window to show."""
    from yubei_desk.domain.pinyin import initials

    return {value: f"{label} {initials(label)}".lower() for value, label in choices.items()}
