"""Chips 筛选: filters in one row, each with its count, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class ChipBar(QWidget):
    """A row of filters; `chosen(key)` when a person chooses another. Left and Right walk the row."""

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._labels: dict[str, str] = {}
        self._chips: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self.setAccessibleName(name)
        self._group.buttonClicked.connect(self._tell)

    def set_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Offer these (key, label) filters; the first is chosen when the chosen one is gone."""
        kept = self.key()
        for chip in self._chips.values():
            self._group.removeButton(chip)
            chip.deleteLater()
        self._labels = dict(chips)
        self._chips = {key: self._make(place, key) for place, key in enumerate(self._labels)}
        self.choose(kept if kept in self._chips else next(iter(self._chips), ""))

    def _make(self, place: int, key: str) -> QPushButton:
        chip = QPushButton(self._labels[key], self)
        chip.setProperty("kind", "chip")
        chip.setCheckable(True)
        chip.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        chip.setAccessibleName(f"{self._name} {self._labels[key]}")
        self._group.addButton(chip)
        self._row.insertWidget(place, chip)
        return chip

    def set_counts(self, counts: dict[str, int]) -> None:
        """Write each filter's count behind its label; a filter without one shows its label alone."""
        for key, chip in self._chips.items():
            shown = f"{self._labels[key]} {counts[key]:,}" if key in counts else self._labels[key]
            chip.setText(shown)
            chip.setAccessibleName(f"{self._name} {shown}")

    def key(self) -> str:
        """The key of the chosen filter, "" while there is none."""
        return next((key for key, chip in self._chips.items() if chip.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a filter without telling anybody."""
        if key in self._chips:
            self._chips[key].setChecked(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose the neighbour."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = steps.get(Qt.Key(event.key()))
        keys = list(self._chips)
        if step is None or not keys:
            super().keyPressEvent(event)
            return
        target = keys[(keys.index(self.key()) + step) % len(keys)]
        self._chips[target].setFocus(Qt.FocusReason.TabFocusReason)
        self._chips[target].click()

    def _tell(self) -> None:
        self.chosen.emit(self.key())
