"""Samples 样例: moves, acts and people for screens under test; posts, never persons."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Literal

from yubei_desk.domain.act import Act, Ask, Authorisation, Move
from yubei_desk.domain.item import Material
from yubei_desk.domain.staff import Duty, Session
from yubei_desk.ui.offers import StaffOffer

Signature = Literal["", "valid", "broken"]
CHINA = timezone(timedelta(hours=8))
NOW = datetime(2020, 4, 17, 10, 42, tzinfo=CHINA)
SESSION = Session(
    4,
    "demo_land_chief",
    "规划首席代表",
    "重庆市渝北区政务服务中心",
    True,
    NOW,
    NOW,
    (Duty("chief", "首席代表", 1, "规划自然资源审批科"), Duty("officer", "经办", 1, "规划自然资源审批科")),
    ("worklist", "certificate"),
)
OFFERS = (
    StaffOffer("demo_window_1", "aB3#", "综合窗口一", "综合窗口", "窗口"),
    StaffOffer("demo_land_officer", "x1", "规划经办一", "规划自然资源审批科", "经办"),
    StaffOffer("demo_land_chief", "x2", "规划首席代表", "规划自然资源审批科", "首席代表"),
)
AUTHORISATION = Authorisation(
    1,
    "渝北规资授〔2020〕3 号",
    "规划自然资源审批科",
    "建设用地规划许可证核发等 12 项",
    date(2020, 1, 1),
    date(2021, 1, 1),
    signed_as="首席代表",
)
ASKS = (
    Ask("opinion", "决定意见", "long_text", True, hint="写入决定书，申请人可以看到。"),
    Ask("ground", "理由", "choice", True, (("meets", "符合法定条件、标准"), ("promise", "容缺后补"))),
    Ask("days", "附加条件天数", "number", False),
    Ask("from_day", "生效日", "date", False),
    Ask("present", "申请人在场", "bool", False),
)
MATERIALS = (
    Material(1, "建设用地规划许可证申请表", "必要", 1, 0),
    Material(2, "营业执照复印件", "必要", 0, 1),
    Material(3, "勘测定界图", "容缺后补", 1, 2),
)


def make_move(
    act: str,
    label: str,
    position: int = 1,
    *,
    why_not: str | None = None,
    primary: bool = False,
    signed: bool = False,
    asks: tuple[Ask, ...] = (),
) -> Move:
    """A move as the law would hand it out."""
    held = AUTHORISATION if signed else None
    basis = "行政许可法 第三十八条"
    return Move(act, label, "granted", True, signed, basis, why_not, held, asks, position, primary)


def make_act(position: int, label: str, actor: str, opinion: str = "", signature: Signature = "") -> Act:
    """One line of a history."""
    body = {"opinion": opinion} if opinion else {}
    at = datetime(2020, 4, 10 + position, 9, 42, tzinfo=CHINA)
    basis = "行政许可法 第三十二条"
    return Act(
        position,
        417,
        position,
        "act",
        label,
        actor,
        "经办",
        at,
        None,
        "x",
        basis,
        body,
        signature,
        "a1b2c3d4",
    )
