"""The square on a certificate 二维码: it can be checked with the decider's public key, without a network."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import segno

from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import fingerprint, verify

HEAD = "证照校验1"
LABELS = ("编号", "持证人", "发证日期", "内容摘要", "公钥指纹")
SIGNATURE = "签名"


@dataclass(frozen=True, slots=True)
class Claim:
    """What a square claims; `signed` is True when the signature holds, None when there is none."""

    number: str
    holder: str
    issued_on: date
    digest: str
    fingerprint: str
    signed: bool | None


def claim_letter(number: str, holder: str, issued_on: date, digest: str, key: str) -> str:
    """The short text the decider signs: one labelled line each, read by people and machines alike.

    `digest` is the SHA-256 of the frozen facts in hex (its first 32 digits are printed), `key` the
    fingerprint of the decider's public key.
    """
    values = (number, holder, issued_on.isoformat(), digest[:32], key.replace(" ", ""))
    for label, value in zip(LABELS, values, strict=True):
        if not value or "\n" in value:
            raise BadInput("qr_text", f"二维码中的“{label}”应为一行文字。")
    return "\n".join([HEAD, *(f"{label} {value}" for label, value in zip(LABELS, values, strict=True))])


def verify_text(
    number: str, holder: str, issued_on: date, digest: str, key: str, signature: bytes | None = None
) -> str:
    """The text of the square: `claim_letter` and, where it was signed, the Ed25519 signature over it."""
    letter = claim_letter(number, holder, issued_on, digest, key)
    if signature is None:
        return letter
    return f"{letter}\n{SIGNATURE} {base64.urlsafe_b64encode(signature).decode().rstrip('=')}"


def read_verify_text(text: str, public_key: bytes) -> Claim:
    """What a scanned square claims, checked against the 32 bytes of a public key.

    `signed` is False when the key is another one or a single character was changed. Raises BadInput where the
    text is no square of ours.
    """
    letter, _, signature = text.partition(f"\n{SIGNATURE} ")
    head, *lines = letter.split("\n")
    parts = [line.partition(" ") for line in lines]
    if head != HEAD or tuple(label for label, _, _ in parts) != LABELS:
        raise BadInput("qr_text", "这不是本系统证照上的二维码。")
    number, holder, day, digest, key = (value for _, _, value in parts)
    try:
        issued_on = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput("qr_text", f"二维码中的发证日期“{day}”不是日期。") from error
    return Claim(number, holder, issued_on, digest, key, _signed(letter, key, signature, public_key))


def _signed(letter: str, key: str, signature: str, public_key: bytes) -> bool | None:
    if not signature:
        return None
    try:
        raw = base64.b64decode(signature + "=" * (-len(signature) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return False
    return key == fingerprint(public_key).replace(" ", "") and verify(public_key, letter, raw)


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
