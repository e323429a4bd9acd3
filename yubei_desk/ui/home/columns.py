"""Columns of the first page's lists: what changed, who decides, what was refused, what is unfinished."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from yubei_desk.domain.home import Attempt, EarlierReceipt, Followed, Meeting, Recent
from yubei_desk.domain.staff import Decider
from yubei_desk.ui.rows_model import Column
from yubei_desk.ui.widgets.day import day_text, moment_text


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft on this device, by its key and the room it goes on in."""

    key: str
    room: str


def _tr(words: str) -> str:
    return QCoreApplication.translate("home", words)


def recent_columns(today: Callable[[], date | None], own: Collection[str]) -> tuple[Column[Recent], ...]:
    """What changed lately; moments of `today` show the time alone, posts of one's `own` sections their own
    name alone.
    """

    def what(row: Recent) -> str:
        return next((row.what.removeprefix(name) for name in own if row.what.startswith(name)), row.what)

    return (
        Column(_tr("时间"), lambda row: moment_text(row.at, today()), 96, "secondary"),
        Column(_tr("办理"), what, 170 if own else 240),
        Column(_tr("事项"), lambda row: row.title, 190, "strong", stretch=True),
        Column(_tr("编号"), lambda row: row.number, 172, "secondary"),
    )


def meeting_columns() -> tuple[Column[Meeting], ...]:
    """Where and when one is expected, and whether one's seat is taken."""
    return (
        Column(_tr("会议日"), lambda row: f"{day_text(row.day)} {row.time}", 150),
        Column(_tr("联合审批"), lambda row: row.title, 240, "strong", stretch=True),
        Column(_tr("地点"), lambda row: row.place, 130, "secondary"),
        Column(
            _tr("我的席位"),
            lambda row: row.seat,
            96,
            "pill",
            lambda row: "warn" if row.seat == "已邀请" else "info",
        ),
    )


def decider_columns() -> tuple[Column[Decider], ...]:
    """Who decides today; a section where nobody can stands red."""
    return (
        Column(_tr("科室"), lambda row: row.section, 146),
        Column(
            _tr("今日签署"),
            lambda row: row.posts or _tr("无人可签"),
            200,
            "pill",
            lambda row: "info" if row.names else "danger",
            stretch=True,
        ),
    )


def attempt_columns(today: Callable[[], date | None]) -> tuple[Column[Attempt], ...]:
    """Refused attempts, for the auditor."""
    return (
        Column(_tr("时间"), lambda row: moment_text(row.at, today()), 96, "secondary"),
        Column(_tr("登录名"), lambda row: row.login, 150, "strong"),
        Column(_tr("所办"), lambda row: row.act or "—", 90),
        Column(_tr("拒绝理由"), lambda row: row.sentence, 240, stretch=True),
    )


def earlier_columns() -> tuple[Column[EarlierReceipt], ...]:
    """Receipts entered on a later day than the applicant came, for the auditor."""
    return (
        Column(_tr("编号"), lambda row: row.number, 172, "strong"),
        Column(_tr("实际收件日"), lambda row: day_text(row.given), 110),
        Column(_tr("录入日"), lambda row: day_text(row.entered), 110),
        Column(_tr("手工收件单"), lambda row: row.hand_receipt, 140, stretch=True),
        Column(_tr("录入人"), lambda row: row.post, 130, "secondary"),
    )


def followed_columns() -> tuple[Column[Followed], ...]:
    """The projects I was named to follow, and for which step."""
    return (
        Column(_tr("项目"), lambda row: row.project, 240, "strong", stretch=True),
        Column(_tr("环节"), lambda row: row.step, 200),
    )


def draft_columns(name: Callable[[Draft], str]) -> tuple[Column[Draft], ...]:
    """What was typed and not filed yet."""
    return (Column(_tr("未办完的填写"), name, 200, "strong", stretch=True),)
