"""Certificates 证照: what waits to be made, its sheets, and the facts printed on it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from yubei_desk.domain.act import Act, Move

BROKEN: Final = "签名无效：这份决定的签名与账本不符，不得打印，请报告审计监督"
STILL_ALLOWED: Final = ("spoil_sheet",)


def halt_moves(moves: tuple[Move, ...]) -> tuple[Move, ...]:
    """On a decision whose signature does not verify nothing is printed, confirmed or handed over; what was
    printed may be taken back.
    """
    return tuple(
        move if move.act in STILL_ALLOWED else replace(move, why_not=move.why_not or BROKEN) for move in moves
    )


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """One line of the list 待制证 / 待核对 / 已制证 / 已送达."""

    matter_id: int
    version: int
    number: str
    name: str
    holder: str
    case_number: str
    section: str
    state: str
    state_label: str
    issued_on: date


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet: copy number and 正本/副本, blank serial, and whether it is printed, confirmed or
    spoiled.
    """

    id: int
    copy_no: int
    copy_kind: str
    blank_serial: str
    state: str
    state_label: str
    printed_by: str
    printed_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """The signed act behind a certificate, word for word, as whoever checks it away from the server needs it.

    `mark` is the first eight characters of its hash, `key` the fingerprint of `public_key` (32 bytes).
    """

    act_id: int
    mark: str
    letter: str
    body: str
    signature: bytes
    key: str
    public_key: bytes


@dataclass(frozen=True, slots=True)
class CertificateFile:
    """A certificate with its frozen facts; `signature` tells whether its decision verifies.

    `frozen` is the text of the facts as the ledger keeps them; `decision` is None where it may not be seen.
    """

    matter_id: int
    version: int
    number: str
    name: str
    form: str
    state: str
    state_label: str
    holder: str
    case_id: int
    case_number: str
    section: str
    department: str
    issued_on: date
    frozen: str
    decision: Decision | None
    copies: tuple[tuple[int, str], ...]
    sheets: tuple[Sheet, ...]
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
    signature: str
    practice: bool

    @property
    def facts(self) -> Mapping[str, object]:
        """The facts its form prints."""
        facts: dict[str, object] = json.loads(self.frozen)
        return facts

    @property
    def digest(self) -> str:
        """The SHA-256 (hex) of the facts as the ledger keeps them."""
        return hashlib.sha256(self.frozen.encode()).hexdigest()
