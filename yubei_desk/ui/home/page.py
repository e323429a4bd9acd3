"""The room 工作台: what waits for me today, what changed lately, who decides today, what I left unfinished."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.home import Attempt, Home, Recent, Waiting
from yubei_desk.domain.staff import Decider
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.home.columns import (
    Draft,
    attempt_columns,
    decider_columns,
    draft_columns,
    recent_columns,
)
from yubei_desk.ui.message import report
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.bars import Foot
from yubei_desk.ui.widgets.card import Card, FigureCard
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.table import TableView

IN_A_ROW: Final = 4
SIDE: Final = 400


class HomePage(Page):
    """Figures that open their lists, and the lists that tell of the hall; all of it follows the bell."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_heading(self.tr("工作台"), self.tr("今天等着您办的，都在这里"))
        self._desk = desk
        self._today: date | None = None
        self._loaded = False
        self.figures: dict[str, FigureCard] = {}
        self._grid = QGridLayout()
        self.recent = self._table(RowsModel(recent_columns(self._day), _matter_of, self), self.tr("最近动态"))
        self.deciders = self._table(
            RowsModel(decider_columns(), _section_of, self), self.tr("今日谁可签署")
        )
        self.attempts = self._table(
            RowsModel(attempt_columns(self._day), _attempt_key, self), self.tr("被拒绝的尝试")
        )
        self.drafts = self._table(RowsModel(draft_columns(self._draft_name), _draft_key, self), self.tr("暂存"))
        self._build()
        self._connect()

    def _table(self, model: RowsModel, name: str) -> TableView:  # type: ignore[type-arg]
        return TableView(model, name, self)
