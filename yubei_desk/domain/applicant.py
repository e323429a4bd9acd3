"""Applicants 申请人: companies and persons, what the window types of them and what is already known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Applicant:
    """`kind` is 企业, 自然人 or 其他组织; `id_number` a 统一社会信用代码 or ID-card number in full (never
    in lists).
    """

    kind: str
    name: str
    id_number: str
    representative: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Running:
    """A case the same applicant has running: its number, item and state in words."""

    matter_id: int
    number: str
    item: str
    state: str
