"""Progress 进度: where one stands in a sequence of steps, and how far long work has come."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.card import rule


class StepBar(QFrame):
    """Numbered steps in one line: done ones ticked, the present one lit."""

    def __init__(self, steps: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._names = tuple(steps)
        self._step = 0
        self._parts: list[tuple[QLabel, QLabel]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(10)
        for number, name in enumerate(steps):
            if number:
                row.addWidget(rule(self), 1, Qt.AlignmentFlag.AlignVCenter)
            disc = theme.text_label("", self, kind="step")
            disc.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label = theme.text_label(name, self, kind="step_name")
            row.addWidget(disc)
            row.addWidget(label)
            self._parts.append((disc, label))
        self.show_step(0)

    @property
    def step(self) -> int:
        """The present step, counted from 0."""
        return self._step

    def show_step(self, step: int) -> None:
        """Light step `step` (from 0) and tick the ones before it; `len(steps)` ticks all."""
        self._step = step
        for number, (disc, label) in enumerate(self._parts):
            state = "done" if number < step else "now" if number == step else "next"
            disc.setText("✓" if state == "done" else str(number + 1))
            theme.restyle(disc, state=state)
            theme.restyle(label, state=state)
        here = self._names[min(step, len(self._names) - 1)]
        words = self.tr("第 {0} 步，共 {1} 步：{2}")
        self.setAccessibleName(words.format(min(step + 1, len(self._names)), len(self._names), here))


class Progress(QFrame):
    """Long work: what is being done, how far it is, and a way to stop it; hidden while nothing runs."""

    cancel_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "message")
        self._words = theme.text_label("", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setMinimumWidth(160)
        self._cancel = QPushButton(self.tr("停止"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(14)
        row.addWidget(self._words)
        row.addWidget(self._bar, 1)
        row.addWidget(self._cancel)
        self._cancel.clicked.connect(self.cancel_requested)
        self.hide()

    def start(self, words: str, total: int = 0, *, can_cancel: bool = True) -> None:
        """Show work beginning: `total` steps, or 0 when nobody knows how many."""
        self._words.setText(words)
        self._bar.setRange(0, total)
        self._bar.setValue(0)
        self._bar.setAccessibleName(words)
        self._cancel.setVisible(can_cancel)
        self._cancel.setAccessibleName(f"{self._cancel.text()} {words}")
        self._cancel.setEnabled(True)
        self.show()

    def show_done(self, done: int, words: str = "") -> None:
        """Show `done` steps done, and other words if given."""
        self._bar.setValue(done)
        if words:
            self._words.setText(words)

    def finish(self) -> None:
        """Hide again."""
        self.hide()
