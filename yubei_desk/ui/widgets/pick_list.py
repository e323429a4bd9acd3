"""Several of a long list 多项选择: found and added one at a time, those chosen stand below in their order."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from yubei_desk.domain.catalogue import Pick
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.pick_edit import PickEdit


class PickRow(QWidget):
    """One chosen: `removed(id)` by its cross, `marked(id, bool)` by its tick."""

    removed = Signal(int)
    marked = Signal(int, bool)

    def __init__(self, pick: Pick, mark: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.mark = QCheckBox(mark, self)
        self.mark.setAccessibleName(f"{pick.name}：{mark}")
        self.mark.setChecked(pick.mandatory)
        self.mark.setVisible(bool(mark))
        self.remove = QToolButton(self)
        theme.set_icon(self.remove, "close")
        self.remove.setAccessibleName(self.tr("移除：{0}").format(pick.name))
        self.remove.setToolTip(self.remove.accessibleName())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(theme.text_label(pick.code if pick.section else "", self, kind="hint"))
        row.addWidget(ElidedLabel(pick.name, self), 3)
        row.addWidget(ElidedLabel(pick.section, self, kind="hint"), 2)
        row.addWidget(self.mark)
        row.addWidget(self.remove)
        self.remove.clicked.connect(lambda _checked=False: self.removed.emit(pick.id))
        self.mark.toggled.connect(lambda on: self.marked.emit(pick.id, on))


class PickList(QWidget):
    """`chosen` in the order they were added; `field` finds the next one and says what is wrong. `changed`
    when another is chosen, or marked where the list marks (`mark` is the word beside the tick).
    """

    changed = Signal()

    def __init__(self, label: str, parent: QWidget, *, hint: str = "", mark: str = "") -> None:
        super().__init__(parent)
        self._offered: dict[int, Pick] = {}
        self._chosen: tuple[Pick, ...] = ()
        self._mark, self._marking = mark, False
        self.rows: dict[int, PickRow] = {}
        self.search = PickEdit((), self)
        self.field = Field(label, self.search, hint=hint, parent=self)
        # It stands behind its editor: from the rows between them Tab would go back. The stubs know no None.
        self.field.setFocusProxy(None)  # type: ignore[arg-type]
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.field)
        self.search.changed.connect(self._add_found)

    @property
    def chosen(self) -> tuple[Pick, ...]:
        """What is chosen, each with its mark."""
        return self._chosen

    def set_offered(self, picks: Sequence[Pick]) -> None:
        """What may be chosen."""
        self._offered = {pick.id: pick for pick in picks}
        self._offer()

    def choose(self, ids: Sequence[int], unmarked: Collection[int] = ()) -> None:
        """Choose these, all but the unmarked ones marked; ids that are not offered are left out."""
        picks = (self._offered[each] for each in ids if each in self._offered)
        self._show([replace(pick, mandatory=pick.id not in unmarked) for pick in picks])

    def set_marking(self, marking: bool) -> None:
        """Whether the chosen can be marked now."""
        if marking != self._marking:
            self._marking = marking
            self._show(self._chosen)

    def _add_found(self) -> None:
        found = self._offered.get(int(self.search.value() or 0))
        if found is not None:
            self.search.set_value("")
            self._show([*self._chosen, found])
            self.changed.emit()

    def _remove(self, which: int) -> None:
        place = [pick.id for pick in self._chosen].index(which)
        self._show([pick for pick in self._chosen if pick.id != which])
        near = self._chosen[min(place, len(self._chosen) - 1)].id if self._chosen else 0
        (self.rows[near].remove if near else self.search).setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _set_mark(self, which: int, on: bool) -> None:
        self._chosen = tuple(replace(p, mandatory=on) if p.id == which else p for p in self._chosen)
        self.changed.emit()

    def _show(self, picks: Sequence[Pick]) -> None:
        for old in self.rows.values():
            old.setParent(None)
            old.deleteLater()
        self._chosen = tuple(picks)
        self.rows = {pick.id: self._make(pick) for pick in self._chosen}
        after: QWidget = self.search
        for row in self.rows.values():
            for part in (row.mark, row.remove):
                QWidget.setTabOrder(after, part)
                after = part
        self._offer()

    def _make(self, pick: Pick) -> PickRow:
        row = PickRow(pick, self._mark if self._marking else "", self)
        row.removed.connect(self._remove)
        row.marked.connect(self._set_mark)
        self._column.addWidget(row)
        return row

    def _offer(self) -> None:
        """What is chosen already is not offered again."""
        left = (pick for pick in self._offered.values() if pick.id not in self.rows)
        self.search.set_choices([(str(pick.id), label_of(pick)) for pick in left])


def label_of(pick: Pick) -> str:
    """How one is offered: an item with its number and section, a section by its name."""
    return f"{pick.code}　{pick.name}　{pick.section}" if pick.section else pick.name
