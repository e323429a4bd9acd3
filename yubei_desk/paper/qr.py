"""The square on a certificate 二维码: which decision granted it, so that both can be compared away from the
server.

The number is given after the decision was signed, so no signature covers it. The square carries the
decision's own: with the letter and body of that act, from an exported ledger, `find_faults` tells whether the
key signed them and whether the certificate says what they granted.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

import segno

from yubei_desk.domain.certificate import Decision
from yubei_desk.domain.letter import read_letter
from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import fingerprint, verify

HEAD = "证照校验1"
LABELS = ("编号", "持证人", "发证日期", "内容摘要", "决定环节", "校验", "公钥指纹", "决定签名")
HALL = timezone(timedelta(hours=8))
ON_THE_WAY = timedelta(minutes=5)  # what a letter may take from the key to the ledger


@dataclass(frozen=True, slots=True)
class Square:
    """What a square says: of the certificate, and of the act that decided it; `signature` is the act's."""

    number: str
    holder: str
    issued_on: date
    digest: str
    act: str
    mark: str
    key: str
    signature: bytes


def square_text(number: str, holder: str, issued_on: date, digest: str, decision: Decision) -> str:
    """The text of a square: one labelled line each, read by people and machines alike.

    `digest` is the SHA-256 of the frozen facts in hex (its first 32 digits are printed).
    """
    signature = base64.urlsafe_b64encode(decision.signature).decode().rstrip("=")
    key, act = decision.key.replace(" ", ""), str(decision.act_id)
    values = (number, holder, issued_on.isoformat(), digest[:32], act, decision.mark, key, signature)
    for label, value in zip(LABELS, values, strict=True):
        if not value or "\n" in value:
            raise BadInput("qr_text", f"二维码中的“{label}”应为一行文字。")
    return "\n".join([HEAD, *(f"{label} {value}" for label, value in zip(LABELS, values, strict=True))])


def read_square(text: str) -> Square:
    """What a scanned square says; raises BadInput where the text is no square of ours."""
    head, *lines = text.split("\n")
    parts = [line.partition(" ") for line in lines]
    if head != HEAD or tuple(label for label, _, _ in parts) != LABELS:
        raise BadInput("qr_text", "这不是本系统证照上的二维码。")
    number, holder, day, digest, act, mark, key, signature = (value for _, _, value in parts)
    try:
        issued_on = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput("qr_text", f"二维码中的发证日期“{day}”不是日期。") from error
    return Square(number, holder, issued_on, digest, act, mark, key, _bytes_of(signature))


def _bytes_of(signature: str) -> bytes:
    """The signature's bytes; none where it is not written as one, so that it does not verify."""
    try:
        return base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def find_faults(square: Square, decision: Decision, frozen: str) -> Iterator[str]:
    """Every reason why this decision did not grant the certificate of this square; none when it did.

    `frozen` is the certificate's facts as the ledger keeps them. Whether the key was the decider's that day
    is for the list of keys to say, and number and holder stand in the ledger alone.
    """
    if square.key != fingerprint(decision.public_key).replace(" ", ""):
        yield "公钥不是二维码所写的那一把"
    if not verify(decision.public_key, decision.letter, square.signature):
        yield "二维码中的签名不是这封决定信的签名"
    if (square.act, square.mark) != (str(decision.act_id), decision.mark):
        yield "二维码所写的不是这个决定环节"
    yield from _letter_faults(square, decision)
    if hashlib.sha256(frozen.encode()).hexdigest()[:32] != square.digest:
        yield "证照内容与二维码中的摘要不符"
    granted = json.loads(decision.body, parse_int=str, parse_float=_plain)
    if any(value != granted.get(name, "") for name, value in json.loads(frozen).items()):
        yield "证照内容不是这份决定所准予的内容"


def _letter_faults(square: Square, decision: Decision) -> Iterator[str]:
    try:
        lines = read_letter(decision.letter)
    except BadInput:
        yield "决定信不完整"
        return
    if lines["body"] != hashlib.sha256(decision.body.encode()).hexdigest():
        yield "决定内容与决定信不符"
    if lines["act"] != "grant":
        yield "这封决定信不是准予"
    signed = datetime.fromisoformat(lines["time"]).astimezone(HALL)
    if square.issued_on not in {(signed + late).date() for late in (-ON_THE_WAY, ON_THE_WAY)}:
        yield "发证日期不是作出决定之日"


def _plain(number: str) -> str:
    """A number as the ledger writes it: all its digits, no exponent."""
    return format(Decimal(number), "f")


@lru_cache(maxsize=64)
def dark_runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Modules along one side, quiet zone of 4 included, and the dark runs (column, row, length) row by row.

    Error correction M (15 %), UTF-8, fixed mask: the same text always gives the same square.
    """
    symbol = segno.make_qr(text, error="m", mode="byte", encoding="utf-8", mask=3, boost_error=False)
    runs: list[tuple[int, int, int]] = []
    for row, modules in enumerate(symbol.matrix):
        start = None
        for column, dark in enumerate((*modules, 0)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                runs.append((start + 4, row + 4, column - start))
                start = None
    return len(symbol.matrix) + 8, tuple(runs)
