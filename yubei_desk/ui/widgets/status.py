"""Status bar 状态栏: connection, who decides today, printer, signing key, practice mark, clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from yubei_desk.domain.staff import Decider
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.day import long_day_text
from yubei_desk.ui.widgets.elided import ElidedLabel

TICK_MS: Final = 5000
QUIET_MS: Final = 8000


class StatusBar(QFrame):
    """The thin line across the foot of the window; every value is told to it."""

    def __init__(self, now: datetime, practice: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setFixedHeight(28)
        self._base = now
        self._since = QElapsedTimer()
        self._since.start()
        self.connection = theme.text_label("", self)
        self.said = ElidedLabel("", self)
        self.deciders = theme.text_label("", self)
        self.printer = theme.text_label("", self)
        self.key = theme.text_label("", self)
        self.practice = theme.text_label(self.tr("演练"), self)
        self.practice.setObjectName("practice")
        self.practice.setToolTip(self.tr("这是演练中心，所办事项不具法律效力。"))
        self.practice.setVisible(practice)
        self.clock = theme.text_label("", self)
        self._build()
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.timeout.connect(self.said.clear)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._show_clock)
        self._tick.start(TICK_MS)
        self._show_clock()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 14, 0)
        row.setSpacing(22)
        row.addWidget(self.connection)
        row.addWidget(self.said)
        row.addStretch(1)
        for label in (self.deciders, self.printer, self.key, self.practice, self.clock):
            row.addWidget(label)

    def set_connection(self, words: str, tone: str) -> None:
        """Say where the server is (ok, warn, danger); a dot goes before the words."""
        self._tell(self.connection, f"● {words}", tone)

    def set_printer(self, words: str, tone: str = "") -> None:
        """Say which printer is at this desk, and how it is."""
        self._tell(self.printer, self.tr("打印机：{0}").format(words), tone)

    def set_key(self, words: str, tone: str = "") -> None:
        """Say whether the signing key is at hand."""
        self._tell(self.key, self.tr("签名密钥：{0}").format(words), tone)

    def set_deciders(self, deciders: Sequence[Decider], own: Sequence[int] = ()) -> None:
        """Say who decides today in one's own sections; the tooltip names all. Red where nobody can."""
        nobody = self.tr("无人可签")
        lines = [f"{held.section}：{held.names or nobody}" for held in deciders]
        near = [held for held in deciders if held.section_id in own] or list(deciders)
        first = f"{near[0].section} {near[0].posts or nobody}" if near else ""
        more = self.tr(" 等 {0} 个科室").format(len(near)) if len(near) > 1 else ""
        alone = any(not held.names for held in near)
        words = self.tr("今日签署：{0}{1}").format(first, more) if near else ""
        self._tell(self.deciders, words, "danger" if alone else "")
        self.deciders.setToolTip("\n".join(lines))

    def set_now(self, now: datetime) -> None:
        """Set the hall's clock, which goes on from there."""
        self._base = now
        self._since.restart()
        self._show_clock()

    def say(self, sentence: str) -> None:
        """Say a quiet line for eight seconds."""
        self.said.setText(sentence)
        self._quiet.start(QUIET_MS)

    def _show_clock(self) -> None:
        now = self._base + timedelta(milliseconds=self._since.elapsed())
        self.clock.setText(f"{long_day_text(now.date())} {now:%H:%M}")

    def _tell(self, label: QWidget, words: str, tone: str) -> None:
        label.setProperty("text", words)
        theme.restyle(label, tone=tone)
