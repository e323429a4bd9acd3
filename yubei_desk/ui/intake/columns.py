"""Columns of what the window still holds 窗口在手: what is to be done, by when, for whom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from yubei_desk.domain.deadline import words_of_light
from yubei_desk.domain.intake import HeldRow
from yubei_desk.ui.rows_model import Column
from yubei_desk.ui.widgets.day import day_text

Printed = Callable[[int], bool]


def _tr(words: str) -> str:
    return QCoreApplication.translate("intake", words)


def chips() -> tuple[tuple[str, str], ...]:
    """The filters of the list."""
    return (
        ("all", _tr("全部")),
        ("received", _tr("待转科室")),
        ("notice", _tr("待出受理通知书")),
        ("mine", _tr("我收的")),
    )


def belongs(row: HeldRow, key: str, printed: Printed) -> bool:
    """Whether a row stands under this filter."""
    if key == "received":
        return row.accepted_on is None
    if key == "notice":
        return row.accepted_on is not None and not printed(row.matter_id)
    return row.mine or key == "all"


def columns(printed: Printed) -> tuple[Column[HeldRow], ...]:
    """In the order they are read; `printed` tells whose notice went to this desk's printer."""
    return (
        Column(
            _tr("待办"),
            lambda row: task_words(row, printed),
            112,
            "pill",
            tone=lambda row: task_tone(row, printed),
        ),
        Column(_tr("剩余时限"), light_words, 132, "light", tone=lambda row: row.light),
        Column(_tr("申请人"), lambda row: row.applicant, 130, "strong", stretch=True),
        Column(_tr("事项"), lambda row: row.item, 130, stretch=True),
        Column(_tr("编号"), short_number, 122, "secondary", accessible=lambda row: row.number),
        Column(_tr("期限"), day_words, 126, "secondary"),
    )


def task_words(row: HeldRow, printed: Printed) -> str:
    """What the window has to do for it."""
    if row.accepted_on is None:
        return _tr("待转科室")
    return _tr("本机已打印") if printed(row.matter_id) else _tr("待出通知书")


def task_tone(row: HeldRow, printed: Printed) -> str:
    """What waits is blue, or amber where an applicant waits for a paper."""
    if row.accepted_on is None:
        return "info"
    return "ok" if printed(row.matter_id) else "warn"


def short_number(row: HeldRow) -> str:
    """The day and the serial: the region before them is the same in the whole hall."""
    return row.number[-13:]


def light_words(row: HeldRow) -> str:
    """剩 2 个工作日, 今日到期, 超期 1 个工作日."""
    return words_of_light(row.days_left) if row.days_left is not None else _tr("已停止计时")


def day_words(row: HeldRow) -> str:
    """The day to answer by, or the day promised; 暂定 beside it while that year's holidays are unknown."""
    day = day_text(row.promised_on or row.due_on)
    return _tr("{0} 暂定").format(day) if row.provisional else day
