"""What an attacker has: a login of the house, psql, and time."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.hall import Hall

Desk = psycopg.Connection[tuple[Any, ...]]
FILE = "insert into desk.act (matter_id, seen_version, kind, body, wish) values (%s, %s, %s, %s, %s)"
UNSEEN = "查无此件，或者您无权查看"


def file(desk: Desk, matter: int | None, seen: int | None, kind: str, **body: object) -> None:
    """One act, as psql would send it."""
    desk.execute(FILE, (matter, seen, kind, json.dumps(body, ensure_ascii=False), uuid4()))


def refusal(desk: Desk, statement: str, values: tuple[object, ...] = ()) -> tuple[str, str]:
    """SQLSTATE and sentence a statement must be refused with."""
    with pytest.raises(psycopg.Error) as refused:
        desk.execute(statement.encode(), values)
    return refused.value.sqlstate or "", refused.value.diag.message_primary or ""


def refused_act(desk: Desk, matter: int | None, seen: int | None, kind: str, **body: object) -> str:
    """The sentence an act must be refused with."""
    return refusal(desk, FILE, (matter, seen, kind, json.dumps(body, ensure_ascii=False), uuid4()))[1]


def one(desk: Desk, query: str, *values: object) -> Any:
    """The one value of a query."""
    row = desk.execute(query.encode(), values).fetchone()
    return row[0] if row else None


def trace(hall: Hall, matter: int) -> tuple[Any, ...] | None:
    """All that an act would leave behind on a matter."""
    query = """select m.state, m.version, m.position, m.chain_head,
      (select count(*) from desk.act a where a.matter_id = m.id) from desk.matter m where m.id = %s"""
    return hall.owner().execute(query, (matter,)).fetchone()


def receipt(hall: Hall, item: str = "0101") -> dict[str, object]:
    """The body of a receipt with nothing but the item and a name."""
    edition = one(
        hall.owner(),
        "select e.id from desk.edition e join desk.item i on i.id = item_id where code = %s",
        item,
    )
    return {
        "edition": edition,
        "applicant": {"name": "某公司", "masked": "某*"},
        "private": {},
        "materials": [],
    }
