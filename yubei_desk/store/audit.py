"""Checking the books 查账: every chain and every signature, worked out here and not by the database under
suspicion.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import TupleRow, namedtuple_row

from yubei_desk.domain.letter import is_covered

Verify = Callable[[bytes, str, bytes], bool]
AT_ONCE = 2000

ACTS = """select a.*, (extract(epoch from a.at) * 1000000)::bigint as micros,
  coalesce(f.number, c.number, '') as number, k.public_key, k.staff_id as key_of,
  coalesce(k.confirmed_on <= (a.at at time zone 'Asia/Shanghai')::date
    and (a.at at time zone 'Asia/Shanghai')::date < k.revoked_from, false) as key_valid,
  exists (select from law.transition t where t.act = a.kind and t.kind = m.kind and t.signed) as must_sign
from desk.act a join desk.matter m on m.id = a.matter_id left join desk.signing_key k on k.id = a.key_id
left join desk.case_file f on f.matter_id = a.matter_id
left join desk.certificate c on c.matter_id = a.matter_id
order by a.matter_id, a.position"""
HEADS = "select id, position, chain_head, state from desk.matter"


@dataclass
class Books:
    """What was found: how many acts and signatures, and a sentence for each fault."""

    acts: int = 0
    signed: int = 0
    broken: list[str] = field(default_factory=list)
    unsigned: list[str] = field(default_factory=list)


def check_ledger(connection: psycopg.Connection[TupleRow], verify: Verify) -> Books:
    """Walk every act of every matter in one snapshot; the connection is the owner's."""
    books = Books()
    heads = {row[0]: row[1:] for row in connection.execute(HEADS)}
    last: tuple[int, int, bytes, str] = (0, 0, b"", "")
    with connection.cursor(name="ledger", row_factory=namedtuple_row) as cursor:
        cursor.itersize = AT_ONCE
        act: Any
        for act in cursor.execute(ACTS):
            if act.matter_id != last[0]:
                _close(last, heads, books)
                last = (act.matter_id, 0, b"", "")
            _check_act(act, last, books)
            _check_signature(act, verify, books)
            books.acts += 1
            last = (act.matter_id, act.position, act.hash, act.to_state)
    _close(last, heads, books)
    books.broken += [f"事项 {matter}：办理记录全部缺失" for matter in heads if heads[matter][0]]
    return books


def _close(last: tuple[int, int, bytes, str], heads: dict[int, Any], books: Books) -> None:
    """A matter ends where its own row says it stands: nothing missing at its end."""
    matter, position, head, state = last
    if matter and heads.pop(matter) != (position, head, state):
        books.broken.append(f"事项 {matter}：末尾与登记不符（第 {position} 条之后）")


def _check_act(act: Any, last: tuple[int, int, bytes, str], books: Books) -> None:
    where = f"事项 {act.matter_id} {act.number}".rstrip()
    if act.position != last[1] + 1:
        books.broken.append(f"{where}：第 {last[1]} 条之后缺失")
    elif act.prev_hash != last[2]:
        books.broken.append(f"{where}：第 {act.position} 条接不上前一条")
    if act_hash(act) != act.hash:
        books.broken.append(f"{where}：第 {act.position} 条（{act.kind}）被改动")


def _check_signature(act: Any, verify: Verify, books: Books) -> None:
    if act.signature is None and not act.must_sign:
        return
    books.signed += 1
    if not _signed_well(act, verify):
        where = f"事项 {act.matter_id} {act.number}".rstrip()
        books.unsigned.append(f"{where}：第 {act.position} 条（{act.kind}）签名无效")


def _signed_well(act: Any, verify: Verify) -> bool:
    """The letter speaks of this act, and the actor's own key, valid that day, signed it."""
    if act.signature is None or act.letter is None or not act.key_valid or act.key_of != act.actor_id:
        return False
    said = {f"wish {act.wish}", f"from {act.from_state}", f"to {act.to_state}"}
    ours = is_covered(act.letter, act.matter_id, act.kind, act.body) and said <= set(act.letter.split("\n"))
    return ours and verify(act.public_key, act.letter, act.signature)


def act_hash(act: Any) -> bytes:
    """SHA-256 over what an act says and the hash before it, in the text PostgreSQL gives a jsonb array."""
    parts = [
        *(act.matter_id, act.section_id, act.position, act.kind, act.seen_version, act.body, str(act.wish)),
        *(act.letter, act.signature.hex() if act.signature is not None else None, act.key_id, act.actor_id),
        *(act.duty, act.authorisation_id, act.lending_id, act.micros, act.from_state, act.to_state),
        *(act.basis, act.caused_by, act.prev_hash.hex()),
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).digest()
