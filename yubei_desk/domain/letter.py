"""The letter a decider signs 决定信: read line by line before a key touches it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from yubei_desk.errors import BadInput

TITLE = "渝北审批台决定信"
CHANGED = "决定信与您看到的办件不符，没有签署；请刷新后重新办理"


def read_letter(letter: str) -> dict[str, str]:
    """The lines of a letter by their first word; raises BadInput('signature') when it is not one."""
    title, *lines = letter.split("\n")
    if title != TITLE:
        raise BadInput("signature", CHANGED)
    return {word: rest for word, _, rest in (line.partition(" ") for line in lines)}


def check_letter(letter: str, *, known: Mapping[str, str], body: str) -> None:
    """Refuse to sign what is not what the screen showed: `known` lines must stand so, and the body must be
    ours.

    A server that lies about matter, version, act, wish, staff, key or body is found out here; raises
    BadInput('signature').
    """
    lines = read_letter(letter)
    expected = {**known, "body": hashlib.sha256(body.encode()).hexdigest()}
    if any(lines.get(word) != value for word, value in expected.items()):
        raise BadInput("signature", CHANGED)
