"""Ask form 办理填写: the fields an act must bring, made from the law's own list of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from yubei_desk.domain.act import Ask
from yubei_desk.domain.printable import unprintable
from yubei_desk.ui.widgets.day import DayEdit
from yubei_desk.ui.widgets.field import Choice, Field, LongText, number_of
from yubei_desk.ui.widgets.pick_edit import PickEdit

MANY: Final = 12  # a longer list is searched, not unrolled


def _editor_for(ask: Ask, parent: QWidget) -> QWidget:
    match ask.kind:
        case "long_text":
            return LongText(parent)
        case "choice":
            made = PickEdit if len(ask.choices) > MANY else Choice
            return made(ask.choices, parent)
        case "date":
            return DayEdit(parent)
        case "bool":
            return QCheckBox(ask.label, parent)
        case "text" | "number":
            return QLineEdit(parent)


class AskForm(QWidget):
    """One field per ask, filled with what was proposed, checked when the keyboard leaves it. `edited` at
    every change.

    `fields` maps the ask's name to its Field; `body()` gives what the wish carries: str, int, float, bool,
    and days as 2026-11-24.
    """

    edited = Signal()

    def __init__(self, asks: Sequence[Ask], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._asks = {ask.field: ask for ask in asks}
        self.fields: dict[str, Field] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        for ask in asks:
            field = Field(
                ask.label, _editor_for(ask, self), required=ask.required, hint=ask.hint, parent=self
            )
            if ask.value:
                field.set_value(ask.value)
            field.left.connect(lambda ask=ask: self._check_typed(ask))
            self.add_field(ask.field, field)

    def add_field(self, name: str, field: Field) -> None:
        """Put one more field below the others, checked by whoever adds it; its draft is kept with theirs."""
        field.edited.connect(self.edited)
        self._column.addWidget(field)
        self.fields[name] = field

    def add_below(self, widget: QWidget) -> None:
        """Put a button below the fields."""
        self._column.addWidget(widget)

    def first_wrong(self) -> Field | None:
        """Check every field; the first one that is wrong, None when all are right."""
        for ask in self._asks.values():
            if self._check_typed(ask):
                self.fields[ask.field].check_required()
        return next((field for field in self.fields.values() if field.has_error()), None)

    def _check_typed(self, ask: Ask) -> bool:
        """Whether what was typed, if anything, has the shape the ask expects."""
        field = self.fields[ask.field]
        if isinstance(field.editor, DayEdit) and field.editor.text().strip() and field.value() is None:
            field.set_error(self.tr("请填写日期，例如 2026-11-24。"))
        elif isinstance(field.editor, PickEdit) and field.editor.is_unfound():
            field.set_error(self.tr("请从列表中选择{0}，可输入名称、拼音首字母查找。").format(ask.label))
        elif ask.kind == "number" and field.text() and number_of(field.text()) is None:
            field.set_error(self.tr("{0}应为数字，例如 12 或 126.5。").format(ask.label))
        elif ask.kind in ("text", "long_text") and (char := unprintable(field.text())):
            shown = char if char.isprintable() else self.tr("不可见字符")
            words = self.tr("“{0}”（U+{1}）没有字形，印不出来，请改用规范汉字。")
            field.set_error(words.format(shown, f"{ord(char):04X}"))
        return not field.has_error()

    def body(self) -> dict[str, object]:
        """What the wish brings; optional fields left empty are absent."""
        values = {name: self._value(ask) for name, ask in self._asks.items()}
        return {name: value for name, value in values.items() if value not in (None, "")}

    def _value(self, ask: Ask) -> object:
        field = self.fields[ask.field]
        value = field.value()
        if ask.kind == "number":
            return number_of(field.text())
        if isinstance(value, date):
            return value.isoformat()
        return value.strip() if isinstance(value, str) else value

    def draft(self) -> dict[str, object]:
        """Everything typed, as typed, to be kept and given to `restore`."""
        return {
            name: field.editor.text() if isinstance(field.editor, DayEdit) else field.value()
            for name, field in self.fields.items()
        }

    def restore(self, draft: Mapping[str, object]) -> None:
        """Fill in what was typed before; names this form does not have are left out."""
        for name, value in draft.items():
            if name in self.fields:
                self.fields[name].set_value(value)
