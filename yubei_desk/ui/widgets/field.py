"""Fields 填写项: a label, its editor, and one sentence under it that says what is expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.day import DayEdit
from yubei_desk.ui.widgets.pick_edit import PickEdit


class LongText(QPlainTextEdit):
    """Several lines of words in which Tab goes on to the next field."""

    def __init__(self, parent: QWidget | None = None, *, lines: int = 3) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 24)


class Choice(QComboBox):
    """A choice among (value, label) pairs; nothing is chosen until somebody chooses."""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_choices(choices)
        self.currentIndexChanged.connect(self._show_empty)
        self._show_empty()

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer other pairs; what was chosen stays chosen when it is still offered."""
        kept = self.value()
        self.clear()
        for value, label in choices:
            self.addItem(label, value)
        self.setPlaceholderText(self.tr("请选择"))
        self.set_value(kept)

    def value(self) -> str:
        """The chosen value, "" for none."""
        return str(self.currentData() or "")

    def set_value(self, value: str) -> None:
        """Choose a value; one that is not offered chooses nothing."""
        self.setCurrentIndex(self.findData(value))

    def _show_empty(self) -> None:
        theme.restyle(self, empty="true" if self.currentIndex() < 0 else "false")

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the form, it never changes a choice by accident."""
        event.ignore()


class Field(QWidget):
    """A labelled editor with one line under it for the hint or the error.

    The editor's accessible name is the label, its accessible description the sentence under it. Signals:
    `edited` for every change of the value, `left` when the keyboard goes on (the moment to check).
    """

    edited = Signal()
    left = Signal()

    def __init__(
        self,
        label: str,
        editor: QWidget,
        *,
        required: bool = False,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.editor = editor
        self.label = label
        self.required = required
        self._hint = hint
        self._mark = theme.text_label("*" if required else "", self, tone="danger")
        self._name = theme.text_label(label, self, kind="label")
        self._line = theme.text_label("", self, kind="hint")
        self._line.setWordWrap(True)
        self._build()
        editor.setAccessibleName(f"{label}（{self.tr('必填')}）" if required else label)
        editor.installEventFilter(self)
        _changes(editor).connect(self._on_edited)
        self.clear_error()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._name)
        head.addWidget(self._mark)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        ticks = isinstance(self.editor, QCheckBox)  # a tick box carries its words itself
        self._name.setHidden(ticks)
        self._mark.setHidden(ticks or not self.required)
        column.addWidget(self.editor)
        column.addWidget(self._line)
        column.addStretch(1)
        self._name.setBuddy(self.editor)
        self.setFocusProxy(self.editor)

    def set_error(self, sentence: str) -> None:
        """Say under the editor, in one sentence, what is wrong and what is expected."""
        self._say(sentence, "danger", "error")

    def set_warning(self, sentence: str) -> None:
        """Say under the editor what looks odd but may stand."""
        self._say(sentence, "warn", "warn")

    def set_good(self, sentence: str = "") -> None:
        """Mark the value as checked, with a word where it came from."""
        self._say(sentence or self._hint, "ok" if sentence else "", "ok")

    def clear_error(self) -> None:
        """Go back to the hint."""
        self._say(self._hint, "", "")

    def set_hint(self, hint: str) -> None:
        """Say another hint."""
        self._hint = hint
        if not self.has_error():
            self.clear_error()

    def has_error(self) -> bool:
        """Whether the field says that its value is wrong."""
        return bool(self.editor.property("state") == "error")

    def error(self) -> str:
        """The sentence under the field when its value is wrong, else ""."""
        return self._line.text() if self.has_error() else ""

    def value(self) -> object:
        """What was typed: str, bool for a tick, `datetime.date` or None for a day."""
        return value_of(self.editor)

    def text(self) -> str:
        """What was typed, as stripped words; a day as 2026-11-24, a tick as ""."""
        value = self.value()
        return "" if value is None or isinstance(value, bool) else str(value).strip()

    def set_value(self, value: object) -> None:
        """Fill the editor; None empties it."""
        set_value(self.editor, value)

    def check_required(self) -> bool:
        """Whether a required field is filled; when not, it says so itself."""
        filled = self.value() is True if isinstance(self.editor, QCheckBox) else bool(self.text())
        if self.required and not filled and not self.has_error():
            choose = isinstance(self.editor, QComboBox | QCheckBox | PickEdit)
            words = self.tr("请选择{0}。") if choose else self.tr("请填写{0}。")
            self.set_error(words.format(self.label))
        return filled or not self.required

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the keyboard leaves the editor."""
        if isinstance(event, QFocusEvent) and _goes_on(event):
            self.left.emit()
        return super().eventFilter(watched, event)

    def _say(self, sentence: str, tone: str, state: str) -> None:
        self._line.setText(sentence)
        self._line.setVisible(bool(sentence))
        theme.restyle(self._line, tone=tone)
        theme.restyle(self.editor, state=state)
        self.editor.setAccessibleDescription(sentence)

    def _on_edited(self) -> None:
        if self.editor.property("state"):
            self.clear_error()
        self.edited.emit()


def _goes_on(event: QFocusEvent) -> bool:
    popup = event.reason() == Qt.FocusReason.PopupFocusReason
    return event.type() == QEvent.Type.FocusOut and not popup


class _Kind:
    """How one class of editor tells its change, its value, and takes one."""

    def __init__(
        self,
        signal: str,
        read: Callable[..., object],
        write: Callable[..., None],
    ) -> None:
        self.signal, self.read, self.write = signal, read, write


def _words(value: object) -> str:
    return "" if value is None else str(value)


_KINDS: dict[type[QWidget], _Kind] = {
    DayEdit: _Kind("textChanged", DayEdit.day, DayEdit.set_day),
    PickEdit: _Kind("changed", PickEdit.value, lambda w, v: w.set_value(_words(v))),
    Choice: _Kind("currentIndexChanged", Choice.value, lambda w, v: w.set_value(_words(v))),
    QCheckBox: _Kind("toggled", QCheckBox.isChecked, lambda w, v: w.setChecked(bool(v))),
    QPlainTextEdit: _Kind("textChanged", QPlainTextEdit.toPlainText, lambda w, v: w.setPlainText(_words(v))),
    QComboBox: _Kind("currentTextChanged", QComboBox.currentText, lambda w, v: w.setCurrentText(_words(v))),
    QLineEdit: _Kind("textChanged", QLineEdit.text, lambda w, v: w.setText(_words(v))),
}


def _kind_of(editor: QWidget) -> _Kind:
    for kind, habits in _KINDS.items():
        if isinstance(editor, kind):
            return habits
    raise TypeError(f"{type(editor).__name__} is no editor of the house")


def _changes(editor: QWidget) -> SignalInstance:
    signal: SignalInstance = getattr(editor, _kind_of(editor).signal)
    return signal


def value_of(editor: QWidget) -> object:
    """What an editor holds: str, bool, or a date or None."""
    return _kind_of(editor).read(editor)


def set_value(editor: QWidget, value: object) -> None:
    """Fill an editor of any of the house's kinds."""
    _kind_of(editor).write(editor, value)


def number_of(words: str) -> int | float | None:
    """The number typed (full-width digits and thousands commas allowed), None when it is not one."""
    try:
        number = Decimal(words.replace(",", "").replace("，", ""))
    except InvalidOperation:
        return None
    if not number.is_finite():
        return None
    return int(number) if number == number.to_integral_value() else float(number)
