"""The law against the hand-written table 职权表: every cell tried with the person's own login."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.hall import FACTS, OPINION, Hall
from tests.law.grid import KINDS, PEOPLE, SENTENCES, Cell, cells, states
from tests.law.standing import Standing

Row = tuple[Any, ...]
Desk = psycopg.Connection[Row]
UNOPENED = "unopened"
SIGNED = ("grant", "refuse", "conclude", "opine", "not_applicable", "void_prior")
BY_BODY = ("othr", "lent")  # the button stands, what the act brings is refused
PRINT = {"copy_no": 1, "blank_serial": "", "digest": "0" * 64}
BODIES: dict[str, dict[str, object]] = {
    "hand_back": {"reason": "材料不属本科室"},
    "recommend": {**OPINION, **FACTS},
    "send_back": {"reason": "请补充现场核查"},
    "grant": {"reasons": "准予建设用地规划许可", **FACTS},
    "refuse": {"reasons": "不符合规划", "legal_ground": "城乡规划法第三十八条"},
    "withdraw": {"reason": "申请人不再建设", "request_signed": "true"},
    "note": {"text": "已电话核实"},
    "contact": {"with_whom": "经办人", "text": "已告知"},
    "print_sheet": PRINT,
    "deliver": {"way": "counter", "collector": "经办人", "id_checked": "true"},
}
FILE = """insert into desk.act (matter_id, seen_version, kind, body, wish, letter, signature)
values (%s, %s, %s, %s, %s, %s, %s)"""
LETTER = "select law.letter(%s, %s, %s, %s, %s)"
MOVES = "select act, why_not from law.moves(%s)"
VERSION = "select version from desk.matter where id = %s"


def test_the_table_is_whole(hall: Hall) -> None:
    found, owner = list(cells()), hall.owner()
    for kind in KINDS:
        assert states(kind) == dict(
            owner.execute("select state, label from law.state where kind = %s", (kind,)).fetchall()
        )
    acts = owner.execute("select distinct kind, act from law.transition where reach <> 'law'").fetchall()
    assert {(cell.kind, cell.act) for cell in found} == set(acts)
    assert {cell.word for cell in found} == SENTENCES.keys()
    duties = owner.execute(
        "select distinct duty from desk.duty join desk.staff s on s.id = staff_id where login = any(%s)",
        (list(PEOPLE.values()),),
    ).fetchall()
    assert set(duties) == set(owner.execute("select duty from law.duty_kind").fetchall())


def test_every_target_is_a_state(hall: Hall) -> None:
    """The guard moves a matter by the row of its new state: one without a row would stay where it is."""
    strays = """select t.kind, t.act from law.transition t where t.to_state <> '='
      and not exists (select from law.state s where s.kind = t.kind and s.state = t.to_state)"""
    assert hall.owner().execute(strays).fetchall() == []


def test_every_cell(hall: Hall) -> None:
    reviews = Standing(hall)
    matters = {**reviews.matters(), "case": make_cases(hall), "certificate": make_certificates(hall)}
    people = {who: hall.connect(login) for who, login in PEOPLE.items()}
    receipt = hall.owner().execute("select body from desk.act where kind = 'receive' limit 1").fetchone()
    assert receipt is not None
    bodies = {**BODIES, **reviews.bodies, "receive": json.loads(receipt[0])}
    moves = {
        (who, matter): dict(desk.execute(MOVES, (matter,)).fetchall())
        for who, desk in people.items()
        for each in matters.values()
        for matter in each.values()
    }
    wrong: list[tuple[Cell, str]] = []
    for cell in cells():
        matter = matters[cell.kind].get(cell.state)
        told = attempt(people[cell.who], hall, matter, cell.act, bodies)
        if told != expected(cell):
            wrong.append((cell, told))
        if matter is not None and not agrees(moves[cell.who, matter], cell, told):
            wrong.append((cell, f"button {moves[cell.who, matter].get(cell.act)}"))
    assert wrong == []


def expected(cell: Cell) -> str:
    """What the guard says in a cell."""
    sentence: str = SENTENCES[cell.word]
    return "yes" if cell.word == "yes" else sentence.replace("…", states(cell.kind).get(cell.state, ""))


def agrees(buttons: Mapping[str, str | None], cell: Cell, told: str) -> bool:
    """Whether the buttons say what the guard said: no button where no rule leans on a duty held."""
    if cell.word in ("none", "duty", "state"):
        return cell.act not in buttons
    if cell.word in BY_BODY:
        return cell.act in buttons and buttons[cell.act] is None
    return cell.act in buttons and (buttons[cell.act] or "yes") == told


def attempt(
    desk: Desk, hall: Hall, matter: int | None, act: str, bodies: Mapping[str, Mapping[str, object]]
) -> str:
    """Try an act with this person's login and take it back: `yes`, or the sentence of the refusal."""
    seen = version(hall, matter)
    wish, body = uuid4(), json.dumps({**bodies.get(act, {}), **sheet(hall, matter, act)}, ensure_ascii=False)
    before = tried(desk, LETTER, (matter, seen, act, wish, body)) if act in SIGNED else "yes"
    with desk.transaction(force_rollback=True):
        letter = signature = None
        if act in SIGNED and before == "yes":
            row = desk.execute(LETTER, (matter, seen, act, wish, body)).fetchone()
            letter, signature = row[0] if row else "", os.urandom(64)
        if act in ("attach", "register_prior", "outside_opinion"):
            body = json.dumps({**json.loads(body), "file_name": "补充.pdf", "blob": str(store_blob(desk))})
        told = tried(desk, FILE, (matter, seen, act, body, wish, letter, signature))
    assert before in ("yes", told), (act, before, told)
    return told


def tried(desk: Desk, statement: str, values: Row) -> str:
    """`yes` when the statement stands, else the first line of the refusal; undone either way."""
    try:
        with desk.transaction(force_rollback=True):
            desk.execute(statement.encode(), values)
    except psycopg.DatabaseError as refusal:
        return refusal.diag.message_primary or ""
    return "yes"


def store_blob(desk: Desk) -> UUID:
    """A scan of this person's."""
    blob = uuid4()
    desk.execute("insert into desk.blob (id, media_type, content) values (%s, 'image/png', 'x')", (blob,))
    return blob


def version(hall: Hall, matter: int | None) -> int | None:
    """The version that stands."""
    row = hall.connections[0].execute(VERSION, (matter,)).fetchone()
    return row[0] if row else None


def sheet(hall: Hall, matter: int | None, act: str) -> dict[str, object]:
    """The sheet an act is about, the next copy to print or the first that stands; the issue to settle."""
    if act == "settle":
        issues = "select coalesce(min(id), 0) from desk.issue where review_id = %s"
        row = hall.connections[0].execute(issues, (matter,)).fetchone()
        return {"issue": row[0] if row else 0}
    query = "select min(id), count(*) from desk.sheet where certificate_id = %s and state <> 'spoiled'"
    row = hall.connections[0].execute(query, (matter,)).fetchone()
    first, standing = row or (None, 0)
    if act == "print_sheet":
        return {"copy_no": min(standing + 1, 2)}
    return {"sheet": first or 0, "reason": "卡纸"} if act.endswith("_sheet") else {}


def make_cases(hall: Hall) -> dict[str, int]:
    """A case in every state: by acts where acts lead there, else by the superuser's hand."""
    owner = hall.owner()
    passed_on, accepted = hall.passed_on, hall.accepted
    granted, refused, withdrawn = hall.granted(), hall.recommended(), hall.receive()
    hall.act("demo_land_chief", "refuse", refused, **BODIES["refuse"])
    hall.act("demo_window_1", "withdraw", withdrawn, **BODIES["withdraw"])
    made = {
        **{"received": hall.receive(), "passed_on": passed_on(), "examining": accepted()},
        **{"for_decision": hall.recommended(), "granted": granted, "refused": refused},
        "withdrawn": withdrawn,
    }
    roads = {
        **{"correcting": passed_on, "not_required": passed_on, "not_accepted": passed_on},
        **{"suspended": accepted, "terminated": accepted},
        **{"granted_on_promise": hall.granted, "revoked": hall.granted, "recalled": hall.granted},
    }
    return {**made, **by_hand(owner, {state: road() for state, road in roads.items()})}


def make_certificates(hall: Hall) -> dict[str, int]:
    """A certificate in every state."""
    owner = hall.owner()
    made = {state: hall.certificate_of(hall.granted()) for state in states("certificate")}
    hall.act("demo_window_1", "print_sheet", made["printed"], **PRINT)
    for state in ("made", "delivered", "held", "superseded", "revoked", "cancelled", "expired"):
        for copy in (1, 2):
            hall.act("demo_window_1", "print_sheet", made[state], **{**PRINT, "copy_no": copy})
            query = "select max(id) from desk.sheet where certificate_id = %s"
            row = owner.execute(query, (made[state],)).fetchone()
            hall.act("demo_window_1", "confirm_sheet", made[state], sheet=row[0] if row else 0)
    hall.act("demo_window_1", "deliver", made["delivered"], **BODIES["deliver"])
    later = ("held", "superseded", "revoked", "cancelled", "expired")
    by_hand(owner, {state: made[state] for state in later})
    for state in ("to_make", "printed", "made", "delivered"):
        row = owner.execute("select state from desk.matter where id = %s", (made[state],)).fetchone()
        assert row == (state,)
    return made


def by_hand(owner: Desk, wanted: Mapping[str, int]) -> Mapping[str, int]:
    """Put matters into states whose acts come with later work; only the superuser can."""
    for state, matter in wanted.items():
        owner.execute("update desk.matter set state = %s where id = %s", (state, matter))
    return wanted
