"""How editions of stages stand in lists 阶段版本列表."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from yubei_desk.domain.catalogue import EditionRow
from yubei_desk.ui.rows_model import Column
from yubei_desk.ui.widgets.day import day_text

STATE_TONES: Final[Mapping[str, str]] = {"draft": "warn", "published": "ok", "retired": "muted"}
DRAFTS: Final = "draft"


def _tr(words: str) -> str:
    return QCoreApplication.translate("catalogue", words)


def chips() -> tuple[tuple[str, str], ...]:
    """The filters of the list."""
    return (("", _tr("全部阶段")), (DRAFTS, _tr("待公布草稿")))


def list_columns() -> tuple[Column[EditionRow], ...]:
    """The columns of the list: of each stage its edition in force and its drafts."""
    return (
        Column(_tr("流程"), lambda row: str(row.process), 46, "secondary", accessible=_process_words),
        Column(_tr("阶段"), lambda row: f"{row.number}　{row.name}", 160, "strong", stretch=True),
        Column(_tr("版本"), lambda row: edition_words(row.edition), 76),
        Column(_tr("状态"), lambda row: row.state_label, 84, "pill", lambda row: STATE_TONES[row.state]),
    )


def history_columns() -> tuple[Column[EditionRow], ...]:
    """The columns of the editions of one stage, the newest first."""
    return (
        Column(_tr("版本"), lambda row: edition_words(row.edition), 76, "strong"),
        Column(_tr("状态"), lambda row: row.state_label, 84, "pill", lambda row: STATE_TONES[row.state]),
        Column(_tr("施行"), force_words, 200),
        Column(_tr("起草"), lambda row: row.drafter, 120, "secondary", stretch=True),
    )


def edition_words(edition: int) -> str:
    """第 2 版."""
    return _tr("第 {0} 版").format(edition)


def force_words(row: EditionRow) -> str:
    """From when to when it is in force."""
    if row.from_day is None:
        return "—"
    first = day_text(row.from_day)
    return (
        _tr("{0} 至 {1}").format(first, day_text(row.to_day)) if row.to_day else _tr("{0} 起").format(first)
    )


def _process_words(row: EditionRow) -> str:
    return _tr("审批流程类型 {0} {1}").format(row.process, row.process_name)
