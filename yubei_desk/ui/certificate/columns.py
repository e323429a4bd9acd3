"""How certificates and their sheets stand in lists 证照列表."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QCoreApplication

from yubei_desk.domain.certificate import CertificateRow, Sheet
from yubei_desk.ui.rows_model import Column
from yubei_desk.ui.widgets.day import day_text

STATE_TONES: Final[Mapping[str, str]] = {"to_make": "warn", "printed": "info", "made": "ok"}
SHEET_TONES: Final[Mapping[str, str]] = {"printed": "info", "confirmed": "ok", "spoiled": "muted"}


def _tr(words: str) -> str:
    return QCoreApplication.translate("certificate", words)


def chips() -> tuple[tuple[str, str], ...]:
    """The filters of the list; "" is everything that still waits for something."""
    return (
        ("", _tr("全部待办")),
        ("to_make", _tr("待制证")),
        ("printed", _tr("待核对")),
        ("made", _tr("已制证")),
        ("delivered", _tr("已送达")),
    )


def row_columns() -> tuple[Column[CertificateRow], ...]:
    """The columns of the list."""
    return (
        Column(_tr("状态"), lambda row: row.state_label, 74, "pill", lambda row: tone_of_state(row.state)),
        Column(_tr("证照编号"), lambda row: row.number, 200, "strong", sort=lambda row: row.number),
        Column(_tr("持证人"), lambda row: row.holder, 110, stretch=True, sort=lambda row: row.holder),
    )


def sheet_columns() -> tuple[Column[Sheet], ...]:
    """The columns of a certificate's sheets."""
    return (
        Column(_tr("哪一本"), copy_of, 92, "strong"),
        Column(_tr("空白证编号"), lambda sheet: sheet.blank_serial or "—", 90, "secondary", stretch=True),
        Column(
            _tr("状态"), lambda sheet: sheet.state_label, 92, "pill", lambda sheet: SHEET_TONES[sheet.state]
        ),
    )


def tone_of_state(state: str) -> str:
    """The tone of a certificate's state; what is over is quiet."""
    return STATE_TONES.get(state, "muted")


def copy_of(sheet: Sheet) -> str:
    """第 1 本 正本."""
    return copy_name(sheet.copy_no, sheet.copy_kind)


def copy_name(number: int, kind: str) -> str:
    """第 1 本 正本."""
    return _tr("第{0}本 {1}").format(number, kind)


def sheet_title(sheet: Sheet) -> str:
    """A sheet in one line: which copy, its blank, who printed it and when."""
    blank = _tr("空白证 {0}").format(sheet.blank_serial) if sheet.blank_serial else _tr("普通纸")
    printed = _tr("{0} {1} 打印").format(
        f"{day_text(sheet.printed_at.date())} {sheet.printed_at:%H:%M}", sheet.printed_by
    )
    return f"{copy_of(sheet)}　{blank}　{printed}"
