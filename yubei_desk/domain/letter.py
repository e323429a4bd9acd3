"""The letter a decider signs 决定信: read line by line before a key touches it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol
from uuid import UUID

from yubei_desk.domain.act import Act, Move
from yubei_desk.domain.case import Attachment, CaseFile, CaseMaterial
from yubei_desk.errors import BadInput

TITLE = "渝北审批台决定信"
LINES = (
    "centre",
    "matter",
    "kind",
    "version",
    "from",
    "act",
    "to",
    "wish",
    "staff",
    "key",
    "authorisation",
    "lending",
    "edition",
    "body",
    "materials",
    "time",
    "after",
)
CHANGED = "决定信与您看到的办件不符，没有签署；请刷新后重新办理"
OTHER_KEY = "中心登记的签名密钥与本机的不同，没有签署；请退出后重新登录，仍不行请联系安全管理员"


class Decidable(Protocol):
    """What a decider has before them, whatever its kind: a case, a joint review, or a seat at one, whose
    number and materials are those of its review.
    """

    @property
    def kind(self) -> str: ...
    @property
    def matter_id(self) -> int: ...
    @property
    def number(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def materials(self) -> tuple[CaseMaterial, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...
    @property
    def acts(self) -> tuple[Act, ...]: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen showed when the decider pressed: the file of the matter, the move with its 授权书.

    `lines` are what a letter has to say about it, worked out when it is shown: nobody waits for that.
    """

    file: Decidable
    move: Move
    lines: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", _lines_shown(self.file, self.move))


def read_letter(letter: str) -> dict[str, str]:
    """The lines of a letter by their first word; raises BadInput('signature') when it is not one.

    Every line stands once and in its place: a letter with two `act` lines would read two ways.
    """
    title, *rest = letter.split("\n")
    lines = [line.partition(" ") for line in rest]
    if title != TITLE or tuple(word for word, _, _ in lines) != LINES:
        raise BadInput("signature", CHANGED)
    return {word: line for word, _, line in lines}


def is_covered(letter: str, matter_id: int, kind: str, body: str) -> bool:
    """Whether a letter speaks of this matter, this act and just this body."""
    try:
        lines = read_letter(letter)
    except BadInput:
        return False
    return (lines["matter"].split(" ")[0], lines["act"], lines["body"]) == (
        str(matter_id),
        kind,
        digest(body),
    )


def write_letter(lines: Mapping[str, str]) -> str:
    """The letter these lines make."""
    return "\n".join([TITLE, *(f"{word} {lines[word]}" for word in LINES)])


def complete_letter(ahead: str, wish: UUID, body: str, now: datetime) -> dict[str, str]:
    """The lines of a letter that came with the move, with the decider's wish, body digest and time."""
    own = {"wish": str(wish), "body": body, "time": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    return {**read_letter(ahead), **own}


def check_letter(
    lines: Mapping[str, str], *, known: Mapping[str, str], body: str, shown: Shown | None = None
) -> None:
    """Refuse to sign what is not what the screen showed; `body` is the digest of what was written.

    A value of `known` is a whole line or its first words. A server that lies about matter, version, act,
    wish, staff, key, body, and with `shown` about number, states, 授权书, edition, materials, files or
    history, is found out here; raises BadInput('signature'), or BadInput('key') when only the key differs.
    """
    expected = {**known, "body": body, **(shown.lines if shown else {})}
    wrong = [word for word, value in expected.items() if not f"{lines[word]} ".startswith(f"{value} ")]
    if wrong == ["key"]:
        raise BadInput("key", OTHER_KEY)
    if wrong or (shown and not _agrees(lines, shown)):
        raise BadInput("signature", CHANGED)


def _lines_shown(file: Decidable, move: Move) -> dict[str, str]:
    held = move.authorisation
    return {
        "matter": f"{file.matter_id} {file.number}",
        "kind": file.kind,
        "version": str(file.version),
        "from": file.state,
        "act": move.act,
        "to": move.to_state,
        "authorisation": str(held.id) if held else "-",
        "edition": f"{file.edition_id} {edition_digest(file)}" if isinstance(file, CaseFile) else "-",
        "materials": material_digest(file),
    }


def _agrees(lines: Mapping[str, str], shown: Shown) -> bool:
    """Whether the decision is lent exactly when the screen said so, and follows an act the screen showed."""
    held = shown.move.authorisation
    lent = bool(held and held.lent_by)
    return (lines["lending"] != "-") == lent and any(
        lines["after"].startswith(act.mark) for act in shown.file.acts
    )


def edition_digest(file: CaseFile) -> str:
    """SHA-256 (hex) of the edition the case is pinned to, as the ledger words it."""
    rows = [[row.position, row.name, row.necessity] for row in file.materials]
    return digest(
        _as_ledger(
            [
                file.edition_no,
                file.promised_days,
                file.statutory_days,
                file.limit_unit,
                file.start_event,
                file.legal_basis,
                rows or None,
            ]
        )
    )


def material_digest(file: Decidable) -> str:
    """SHA-256 (hex) of the material rows and the digests of all files, in order, as the ledger words it."""
    rows = [[row.position, row.name, row.form, row.originals, row.copies] for row in file.materials]
    files = [attachment.digest for attachment in file.attachments]
    return digest(_as_ledger([rows or None, files or None]))


def _as_ledger(values: list[object]) -> str:
    """JSON with the blanks PostgreSQL's jsonb writes."""
    return json.dumps(values, ensure_ascii=False)


def digest(words: str) -> str:
    """SHA-256 (hex) of these words."""
    return hashlib.sha256(words.encode()).hexdigest()
