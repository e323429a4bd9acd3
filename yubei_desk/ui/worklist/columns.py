"""Columns of the worklist: the light with its words, whose case, which item, how far, by when."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from yubei_desk.domain.case import WorkRow
from yubei_desk.domain.deadline import words_of_light
from yubei_desk.ui.rows_model import Column
from yubei_desk.ui.widgets.day import day_text

# A narrow page leaves these out, so that applicant and item can be read; the pane shows them.
SPARE = (6, 7)
STATE, NARROW, WIDE = 4, 90, 118  # 特别程序中 fits the one, 已转科室待受理 the other


def _tr(words: str) -> str:
    return QCoreApplication.translate("worklist", words)


def light_words(row: WorkRow) -> str:
    """剩 2 个工作日, 今日到期, 超期 1 个工作日; 暂定 before it until the year's holidays are known."""
    if row.days_left is None:
        return _tr("未起算")
    words = words_of_light(row.days_left)
    return _tr("暂定 {0}").format(words) if row.provisional else words


def handler_words(row: WorkRow) -> str:
    """The post of the handler without its section's name, which is the list's own."""
    return row.handler.removeprefix(row.section) or _tr("未领办")


def columns() -> tuple[Column[WorkRow], ...]:
    """In the order they are read."""
    return (
        Column(_tr("剩余时限"), light_words, 154, "light", tone=lambda row: row.light),
        Column(_tr("编号"), lambda row: row.number, 170, "secondary"),
        Column(_tr("申请人"), lambda row: row.applicant, 150, "strong", stretch=True),
        Column(_tr("事项"), lambda row: row.item, 150, stretch=True),
        Column(_tr("状态"), lambda row: row.state_label, NARROW),
        Column(_tr("经办"), handler_words, 80, "secondary"),
        Column(_tr("收件日"), lambda row: day_text(row.received_on), 100, "secondary"),
        Column(_tr("期限"), lambda row: day_text(row.due_on), 100, "secondary"),
    )
