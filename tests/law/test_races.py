"""Several desks at once 并发: one wins, the others are told who; numbers have no gaps, a wish is one act."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar
from uuid import uuid4

import psycopg

from tests.hall import FACTS, OPINION, Hall
from tests.law.attack import FILE, Desk, one, receipt
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.store.act import ActStore
from yubei_desk.store.connect import open_engine

LAND = ("demo_land_officer_1", "demo_land_officer_2", "demo_land_chief", "demo_land_deputy")
SIGNED = """insert into desk.act (matter_id, seen_version, kind, body, wish, letter, signature)
values (%s, 4, 'grant', %s, %s, %s, %s)"""
T = TypeVar("T")


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """All deeds in the same moment, a thread each."""
    start = Barrier(len(deeds))

    def wait_and_do(deed: Callable[[], T]) -> T:
        start.wait(10)
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(wait_and_do, deeds))


def told(desk: Desk, statement: str, values: tuple[object, ...]) -> str:
    """`done`, or SQLSTATE and sentence."""
    try:
        desk.execute(statement.encode(), values)
    except psycopg.DatabaseError as refusal:
        return f"{refusal.sqlstate} {refusal.diag.message_primary}"
    return "done"


def until_waiting(hall: Hall, desk: Desk) -> None:
    """Return when this desk stands in line for a lock."""
    query, deadline = "select wait_event_type from pg_stat_activity where pid = %s", time.monotonic() + 10
    while one(hall.owner(), query, desk.info.backend_pid) != "Lock":
        assert time.monotonic() < deadline, "nobody waits"


def winners(hall: Hall, matter: int, act: str, answers: Sequence[str]) -> None:
    """One act was filed, seven desks were told by whom."""
    query = """select s.name from desk.act a join desk.staff s on s.id = a.actor_id
      where a.matter_id = %s and a.kind = %s"""
    ((name,),) = hall.owner().execute(query, (matter, act)).fetchall()
    assert answers.count("done") == 1
    stale = [answer for answer in answers if answer != "done"]
    assert len(stale) == 7
    assert all(answer.startswith("YB002 ") and f"由{name}办理" in answer for answer in stale), stale


def test_eight_desks_recommend_one_version(any_hall: Hall) -> None:
    matter, body = any_hall.accepted(), json.dumps({**OPINION, **FACTS}, ensure_ascii=False)
    desks = [any_hall.connect(login) for login in LAND * 2]
    wishes = [(matter, 3, "recommend", body, uuid4()) for _ in desks]
    answers = at_once([partial(told, d, FILE, w) for d, w in zip(desks, wishes, strict=True)])
    winners(any_hall, matter, "recommend", answers)
    assert one(any_hall.owner(), "select version from desk.matter where id = %s", matter) == 4


def test_eight_signatures_on_one_version(any_hall: Hall) -> None:
    matter, body = any_hall.recommended(), json.dumps({"reasons": "准予", **FACTS}, ensure_ascii=False)
    desks = [any_hall.connect(login) for login in ("demo_land_chief", "demo_land_deputy") * 4]
    wishes = []
    for desk in desks:
        wish = uuid4()
        letter = one(desk, "select law.letter(%s, 4, 'grant', %s, %s)", matter, wish, body)
        wishes.append((matter, body, wish, letter, os.urandom(64)))
    answers = at_once([partial(told, d, SIGNED, w) for d, w in zip(desks, wishes, strict=True)])
    winners(any_hall, matter, "grant", answers)
    assert one(any_hall.owner(), "select count(*) from desk.certificate") == 1


def test_a_copy_is_printed_once(any_hall: Hall) -> None:
    made = any_hall.certificate_of(any_hall.granted())
    desks = [any_hall.connect(login) for login in ("demo_window_1", "demo_window_3", *LAND[:2])]
    body = json.dumps({"copy_no": 1, "digest": "0" * 64})
    answers = at_once([partial(told, d, FILE, (made, 1, "print_sheet", body, uuid4())) for d in desks])
    assert sorted(answer[:5] for answer in answers) == ["YB002"] * 3 + ["done"]
    late = told(desks[0], FILE, (made, 2, "print_sheet", body, uuid4()))
    assert late.startswith("YB004 这一本已打印")
    assert one(any_hall.owner(), "select count(*) from desk.sheet") == 1


def test_numbers_of_certificates_have_no_gaps(any_hall: Hall) -> None:
    """A decision rolled back gives its number to the next; those waiting behind it wait."""
    matters = [any_hall.recommended() for _ in range(6)]
    desks, body = (
        [any_hall.connect("demo_land_chief") for _ in matters],
        json.dumps({"reasons": "准予", **FACTS}),
    )

    def grant(desk: Desk, matter: int, keep: bool) -> None:
        wish = uuid4()
        letter = one(desk, "select law.letter(%s, 4, 'grant', %s, %s)", matter, wish, body)
        with desk.transaction(force_rollback=not keep):
            desk.execute(SIGNED.encode(), (matter, body, wish, letter, os.urandom(64)))

    at_once([partial(grant, d, m, n % 2 == 0) for n, (d, m) in enumerate(zip(desks, matters, strict=True))])
    numbers = any_hall.owner().execute("select number from desk.certificate order by number").fetchall()
    year = one(any_hall.owner(), "select to_char(law.today(), 'YYYY')")
    assert numbers == [(f"地字第500112{year}{n:05d}号",) for n in (1, 2, 3)]
    papers = "select document_no from desk.paper where form = 'grant_decision' order by 1"
    assert any_hall.owner().execute(papers).fetchall() == [(f"渝北规资准〔{year}〕{n}号",) for n in (1, 2, 3)]


def stores(hall: Hall, login: str, count: int) -> list[ActStore]:
    return [ActStore(open_engine(hall.place, login, "practice-makes-perfect")) for _ in range(count)]


def file_together(hall: Hall, login: str, wish: Wish) -> list[Filed]:
    """One wish from four desks at once: a repeated click, or an answer that never came."""
    desks = stores(hall, login, 4)
    try:
        return at_once([partial(d.file_act, wish) for d in desks])
    finally:
        for desk in desks:
            desk.close()


def test_one_wish_is_one_case(any_hall: Hall) -> None:
    filed = file_together(any_hall, "demo_window_1", Wish("receive", uuid4(), body=receipt(any_hall)))
    assert len(set(filed)) == 1
    for table in ("act", "matter", "case_file", "case_party", "case_private", "applicant"):
        assert one(any_hall.owner(), f"select count(*) from desk.{table}") == 1, table


def test_one_wish_is_one_act(any_hall: Hall) -> None:
    matter = any_hall.accepted()
    filed = file_together(any_hall, LAND[0], Wish("claim", uuid4(), matter, 3))
    assert len(set(filed)) == 1
    assert one(any_hall.owner(), "select version from desk.matter where id = %s", matter) == 4
    filed = file_together(any_hall, LAND[0], Wish("note", uuid4(), matter, body={"text": "甲"}))
    assert len(set(filed)) == 1
    assert one(any_hall.owner(), "select position from desk.matter where id = %s", matter) == 5


def test_one_project_code_is_one_project(any_hall: Hall) -> None:
    wish = {**receipt(any_hall), "project": {"code": "P1", "name": "联东U谷"}}
    bodies = [
        json.dumps({**wish, "business": business}, ensure_ascii=False)
        for business in ("新办", "变更", "延续")
    ]
    desks = [any_hall.connect(login) for login in ("demo_window_1", "demo_window_2", "demo_window_3")]
    filings = [
        partial(told, d, FILE, (None, None, "receive", body, uuid4()))
        for d, body in zip(desks, bodies, strict=True)
    ]
    answers = at_once(filings)
    assert answers == ["done"] * 3
    counts = "select count(*), count(distinct project_id) from desk.matter where kind = 'case'"
    assert any_hall.owner().execute(counts).fetchone() == (3, 1)
    assert one(any_hall.owner(), "select count(*) from desk.matter where kind = 'project'") == 1


def test_one_named_project_of_a_company_is_one_project(any_hall: Hall) -> None:
    """Without a code its name and its applicant tell it; windows that name it at once wait for each other."""
    known = {**receipt(any_hall), "private": {"id_number": "TEST91500112000001"}}
    desks = [any_hall.connect(login) for login in ("demo_window_1", "demo_window_2", "demo_window_3")]
    desks[0].execute(FILE, (None, None, "receive", json.dumps(known), uuid4()))
    bodies = [
        json.dumps({**known, "project": {"name": "联东U谷"}, "business": business}, ensure_ascii=False)
        for business in ("新办", "变更", "延续")
    ]
    filings = [
        partial(told, d, FILE, (None, None, "receive", body, uuid4()))
        for d, body in zip(desks, bodies, strict=True)
    ]
    assert at_once(filings) == ["done"] * 3
    assert one(any_hall.owner(), "select count(*) from desk.matter where kind = 'project'") == 1


def test_two_changes_of_what_somebody_holds_are_both_on_the_badge(any_hall: Hall) -> None:
    chief = "(select id from desk.staff where login = 'demo_land_chief')"
    changes = (
        f"update desk.duty set to_day = '2031-01-01' where staff_id = {chief}",
        f"update desk.authorisation set to_day = '2030-01-01' where staff_id = {chief}",
        f"update desk.signing_key set revoked_from = '2032-01-01' where staff_id = {chief}",
    )
    at_once([partial(any_hall.owner().execute, change.encode()) for change in changes])
    drifted = "select login from (table law.badge except table law.badge_due) more"
    assert any_hall.owner().execute(drifted).fetchall() == []
    held = (
        "select array(select p.to_day::text from unnest(powers) p), keys[1].revoked_from::text from law.badge"
    )
    ((days, key),) = any_hall.owner().execute(f"{held} where login = 'demo_land_chief'".encode()).fetchall()
    assert (sorted(days), key) == (["2030-01-01", "2031-01-01"], "2032-01-01")
