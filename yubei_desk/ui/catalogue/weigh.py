"""Weighing an edition 阶段预演: this project, this stage: these seats, these items, missing these permits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from yubei_desk.domain.stage import StagePart
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.widgets.card import Card, ScrollColumn
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.project_finder import ProjectFinder
from yubei_desk.ui.widgets.stage_check import CheckCard


class WeighPane(ScrollColumn):
    """`project` is the id of the project it is weighed on, 0 for none. Signals: `found` when another is
    named, `broke(error)`.
    """

    found = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        card = Card(self.tr("用哪个项目预演"), self)
        hint = self.tr("输入名称或代码；只核对它已有的批文，不显示其他内容")
        self.name = Field(self.tr("项目"), QLineEdit(self), hint=hint, parent=self)
        self._finder = ProjectFinder(desk, self.name, None, self)
        self.check = CheckCard(self)
        card.add(self.name)
        for part in (card, self.check):
            self.add(part)
        self._finder.found.connect(self.found)
        self._finder.broke.connect(self.broke)

    @property
    def project(self) -> int:
        """The project named."""
        return self._finder.row.matter_id if self._finder.row else 0

    @property
    def waiting(self) -> bool:
        """Whether a project is about to be looked for."""
        return self._finder.waiting

    def show_parts(self, parts: Sequence[StagePart]) -> None:
        """What the edition would mean for the project named."""
        self.check.show_parts(parts, self._finder.row, self.name.text())
