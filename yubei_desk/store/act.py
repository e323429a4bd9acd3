"""Filing acts 办理: the one statement by which anything changes, and reading what has been done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal
from uuid import UUID

import psycopg
from sqlalchemy import Connection, bindparam, text

from yubei_desk.domain.act import Act, Ask, Authorisation, Filed, Move, Wish
from yubei_desk.domain.letter import is_covered
from yubei_desk.errors import Unreachable
from yubei_desk.store.connect import Connected, Verify
from yubei_desk.store.refusal import AWAY

Verdict = Literal["", "valid", "broken"]

FILE = """insert into desk.act (matter_id, seen_version, kind, body, wish, letter, signature)
values (%s, %s, %s, %s, %s, %s, %s) returning id, matter_id, position"""
FILED = "select id, matter_id, position from desk.act where wish = %s"
MOVES = text("select * from law.moves(:matter_id) order by place")
ACTS = text("""select a.id, a.matter_id, a.position, a.kind, a.at, a.from_state, a.to_state,
  a.basis, a.body, a.letter, a.signature, k.public_key, coalesce(s.name, '系统依法') as actor,
  coalesce(d.label, '') as capacity, a.lending_id, encode(a.hash, 'hex') as hash,
  coalesce((select t.label from law.transition t where t.act = a.kind order by t.position limit 1),
  a.kind) as label
from desk.act a left join desk.staff s on s.id = a.actor_id
left join law.duty_kind d on d.duty = a.duty left join desk.signing_key k on k.id = a.key_id
where a.matter_id = any(:ids)
order by a.matter_id, a.position""").bindparams(bindparam("ids"))


class ActStore(Connected):
    """Acts, for whoever is signed in."""

    def file_act(self, wish: Wish) -> Filed:
        """File one act in one statement; the same wish twice is one act.

        Raises Refused, Stale, BadInput(field) or Unreachable; after Unreachable ask `find_wish`.
        """
        values = (
            wish.matter_id,
            wish.seen,
            wish.act,
            body_text(wish.body),
            wish.wish,
            wish.letter,
            wish.signature,
        )
        try:
            found = self._bare(FILE, values)
        except psycopg.errors.UniqueViolation as failure:
            if failure.diag.constraint_name != "act_wish_key":
                raise
            found = []  # the same wish on its way twice: the other one was filed
        filed = Filed(*found[0]) if found else self.find_wish(wish.wish)
        if filed is None:
            raise Unreachable(AWAY)
        return filed

    def find_wish(self, wish: UUID) -> Filed | None:
        """The act a wish became, when its answer never came; None when nothing was filed."""
        found = self._bare(FILED, (wish,))
        return Filed(*found[0]) if found else None

    def load_letter(self, wish: Wish) -> str:
        """The letter the decider signs, as the law composes it now; raises Refused, Stale or BadInput as
        filing would.
        """
        query = text("select law.letter(:matter_id, :seen, :act, :wish, :body)")
        values = {
            "matter_id": wish.matter_id,
            "seen": wish.seen,
            "act": wish.act,
            "wish": wish.wish,
            "body": body_text(wish.body),
        }
        with self._at_once() as connection:
            return str(connection.execute(query, values).scalar_one())

    def store_blob(self, blob: UUID, media_type: str, content: bytes) -> None:
        """Keep a scan until an act names it; at most 50 MiB."""
        with self._at_once() as connection:
            query = text(
                "insert into desk.blob (id, media_type, content) values (:id, :media_type, :content)"
            )
            connection.execute(query, {"id": blob, "media_type": media_type, "content": content})


def body_text(body: Mapping[str, object]) -> str:
    """The body as it is stored, hashed and signed: JSON in a fixed form."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _load_moves(connection: Connection, matter_id: int) -> tuple[Move, ...]:
    return tuple(
        Move(
            act=row.act,
            label=row.label,
            to_state=row.to_state,
            latest=row.latest,
            signed=row.signed,
            basis=row.basis,
            why_not=row.why_not,
            authorisation=_authorisation(row.authorisation),
            asks=tuple(_ask(ask) for ask in row.asks),
            position=row.place,
            primary=row.main,
            letter=row.letter or "",
        )
        for row in connection.execute(MOVES, {"matter_id": matter_id})
    )


def _ask(ask: Mapping[str, object]) -> Ask:
    choices = tuple(tuple(choice.split("=", 1)) for choice in ask["choices"])  # type: ignore[attr-defined]
    return Ask(**{**ask, "choices": choices})  # type: ignore[arg-type]


def _authorisation(found: Mapping[str, object] | None) -> Authorisation | None:
    if found is None:
        return None
    spans = {
        key: date.max if found[key] == "infinity" else date.fromisoformat(str(found[key]))
        for key in ("from_day", "to_day")
    }
    return Authorisation(**{**found, **spans})  # type: ignore[arg-type]


def _load_acts(connection: Connection, matter_ids: list[int], verify: Verify) -> tuple[Act, ...]:
    return tuple(
        Act(
            id=row.id,
            matter_id=row.matter_id,
            position=row.position,
            kind=row.kind,
            label=row.label,
            actor=row.actor,
            capacity=row.capacity + ("（代）" if row.lending_id else ""),
            at=row.at,
            from_state=row.from_state,
            to_state=row.to_state,
            basis=row.basis,
            body=json.loads(row.body),
            signature=_verdict(row, verify),
            mark=row.hash[:8],
        )
        for row in connection.execute(ACTS, {"ids": matter_ids})
    )


def _verdict(row: Any, verify: Verify) -> Verdict:
    """Valid when the key signed this letter and the letter speaks of this very act."""
    signature: bytes | None = row.signature
    if signature is None:
        return ""
    fine = is_covered(row.letter, row.matter_id, row.kind, row.body)
    return "valid" if fine and verify(row.public_key, row.letter, signature) else "broken"
