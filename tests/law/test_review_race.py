"""Several desks at one table 会审并发: the order decides, nobody is stale in vain, a conclusion is whole."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.hall import Hall
from tests.law.attack import FILE, Desk, one
from tests.law.test_races import at_once, told, until_waiting
from tests.power import hall_apart, kill, start_again
from tests.review import APPLICANT, CHAIR, CLOSED, END, SECRETARY, Table

SIGNED = """insert into desk.act (matter_id, seen_version, kind, body, wish, letter, signature)
values (%s, %s, %s, %s, %s, %s, %s)"""
VOICE = {"opinion": "agree", "words": "同意"}


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def signed(desk: Desk, matter: int, act: str, body: Mapping[str, object]) -> tuple[object, ...]:
    """An act ready to be sent: its letter as the law composes it now, and bytes the server cannot tell."""
    seen = one(desk, "select version from desk.matter where id = %s", matter)
    wish, text = uuid4(), json.dumps(body, ensure_ascii=False)
    letter = one(desk, "select law.letter(%s, %s, %s, %s, %s)", matter, seen, act, wish, text)
    return matter, seen, act, text, wish, letter, os.urandom(64)


def plain(desk: Desk, matter: int, act: str, **body: object) -> tuple[object, ...]:
    seen = one(desk, "select version from desk.matter where id = %s", matter)
    return matter, seen, act, json.dumps(body, ensure_ascii=False), uuid4()


def test_seven_chiefs_opine_at_once(table: Table) -> None:
    """Each seat is a matter of its own: nobody is stale."""
    seats = table.seats(table.in_session())
    desks = {code: table.hall.connect(f"demo_{code}_chief") for code in seats}
    wishes = {code: signed(desks[code], seat, "opine", VOICE) for code, seat in seats.items()}
    assert at_once([partial(told, desks[code], SIGNED, wishes[code]) for code in seats]) == ["done"] * 7
    assert table.one("select count(*) from desk.seat where opinion = 'agree'") == 7


def test_two_chairs_press_next_at_once(table: Table) -> None:
    review = table.in_session()
    desks = [table.hall.connect(CHAIR), table.hall.connect(SECRETARY)]
    wishes = [plain(desk, review, "next_item") for desk in desks]
    answers = at_once([partial(told, d, FILE, w) for d, w in zip(desks, wishes, strict=True)])
    assert sorted(answer[:5] for answer in answers) == ["YB002", "done"]
    assert table.one("select at_item from desk.review") == 2


@pytest.mark.parametrize("ending", ["adjourn", "conclude"])
def test_an_opinion_sent_as_the_session_ends(table: Table, ending: str) -> None:
    """An opinion that waits behind the end of the session is told so; it is never filed after it."""
    review = table.in_session()
    table.opine_all(review)
    seat = table.seats(review)["fire"]
    chair, fire = table.hall.connect(CHAIR), table.hall.connect("demo_fire_chief")
    voice = signed(fire, seat, "opine", {**VOICE, "opinion": "object"})
    with chair.transaction():
        if ending == "conclude":
            chair.execute(SIGNED, signed(chair, review, "conclude", END))
        else:
            chair.execute(FILE, plain(chair, review, "adjourn", reason="补充材料"))
        fire.execute("set lock_timeout = '300ms'")  # it waits for the session's end, whatever that is
        assert told(fire, SIGNED, voice).startswith("55P03")
    fire.execute("set lock_timeout = 0")
    assert told(fire, SIGNED, voice) == f"YB001 {CLOSED}"
    assert table.one("select opinion from desk.seat where matter_id = %s", seat) == "agree"


def test_a_session_ends_after_the_opinion_it_waited_for(table: Table) -> None:
    review = table.in_session()
    table.opine_all(review, "fire")
    seat = table.seats(review)["fire"]
    chair, fire = table.hall.connect(CHAIR), table.hall.connect("demo_fire_chief")
    with fire.transaction():
        fire.execute(SIGNED, signed(fire, seat, "opine", VOICE))
        waiting = plain(chair, review, "adjourn", reason="补充材料")
        chair.execute("set lock_timeout = '300ms'")
        assert told(chair, FILE, waiting).startswith("55P03")
    table.hall.act(CHAIR, "conclude", review, **END)
    assert table.state(review) == "concluded"


def test_a_file_that_waited_for_an_opinion_is_newer_than_it(table: Table) -> None:
    """Sent before the opinion, filed after it: the chief has not read it and is asked anew."""
    review, blob = table.in_session(), uuid4()
    seats = table.seats(review)
    water, fire = (table.hall.connect(f"demo_{code}_chief") for code in ("water", "fire"))
    window = table.hall.connect("demo_window_1")
    window.execute("insert into desk.blob (id, media_type, content) values (%s, 'image/png', 'x')", (blob,))
    with ThreadPoolExecutor(1) as pool:
        with water.transaction():
            water.execute(SIGNED, signed(water, seats["water"], "opine", VOICE))
            file = plain(window, review, "attach", file_name="修改图.png", blob=str(blob))
            answer = pool.submit(told, window, FILE, file)
            until_waiting(table.hall, window)
            fire.execute(SIGNED, signed(fire, seats["fire"], "opine", VOICE))
        assert answer.result(10) == "done"
    table.hall.act(CHAIR, "adjourn", review, reason="补充材料")
    table.convene(review)
    assert (table.state(seats["fire"]), table.state(seats["water"])) == ("invited", "invited")


def test_two_desks_draft_one_review(table: Table) -> None:
    project = table.project()
    desks = [table.hall.connect(login) for login in ("demo_window_1", "demo_window_2")]
    name = table.one("select name from desk.project where matter_id = %s", project)
    body = {
        "stage": table.stages[3, 3],
        "project": {"name": name},
        "applicant": {"name": "重庆联东金北实业有限公司"},
        "private": APPLICANT,
        "items": [table.ids["item", "0201"]],
    }
    wishes = [(None, None, "draft_review", json.dumps(body, ensure_ascii=False), uuid4()) for _ in desks]
    answers = at_once([partial(told, d, FILE, w) for d, w in zip(desks, wishes, strict=True)])
    assert sorted(answer[:5] for answer in answers) == ["YB004", "done"]
    assert table.one("select count(*) from desk.review") == 1


def test_the_last_case_ends_as_the_review_concludes(table: Table) -> None:
    """Whichever is first, the second finishes the review; neither waits for the other in a ring."""
    review = table.in_session(items=[table.ids["item", "0201"]])
    table.opine_all(review)
    (case,) = table.cases(review).values()
    chair, window = table.hall.connect(CHAIR), table.hall.connect("demo_window_1")
    leave = plain(window, case, "withdraw", reason="不再建设", request_signed="true")
    end = signed(chair, review, "conclude", END)
    answers = at_once([partial(told, chair, SIGNED, end), partial(told, window, FILE, leave)])
    assert (answers, table.state(review)) == (["done", "done"], "finished")


def test_two_editions_published_at_once(table: Table) -> None:
    """One after the other: never two in force."""
    owner = table.hall.owner()
    body = owner.execute(
        "select a.body from desk.act a join desk.stage g on g.matter_id = a.matter_id"
        " where a.kind = 'draft_stage' and g.process = 3 and g.number = 3"
    ).fetchone()
    assert body is not None
    drafter = table.hall.connect("demo_cataloguer_1")
    for _ in range(2):
        drafter.execute(FILE, (None, None, "draft_stage", body[0], uuid4()))
    drafts = [row[0] for row in owner.execute("select matter_id from desk.stage where from_day = 'infinity'")]
    desks = [table.hall.connect("demo_cataloguer_2") for _ in drafts]
    wishes = [plain(d, m, "publish_stage") for d, m in zip(desks, drafts, strict=True)]
    assert at_once([partial(told, d, FILE, w) for d, w in zip(desks, wishes, strict=True)]) == ["done"] * 2
    in_force = "select count(*) from desk.stage g where number = 3 and law.in_force(g, law.today())"
    assert table.one(in_force) == 1


@pytest.fixture
def own_hall(tmp_path: Path) -> Iterator[Hall]:
    """This test kills its server."""
    yield from hall_apart(tmp_path)


def test_a_conclusion_under_a_kill_is_all_or_nothing(own_hall: Hall) -> None:
    """预审服务 opens its cases with the conclusion: killed before the commit there is neither."""
    table = Table(own_hall)
    table.publish()
    own_hall.owner().execute(
        "update desk.stage set mode = '预审服务' where matter_id = %s", (table.stages[3, 3],)
    )
    review = table.in_session(consent="true")
    table.opine_all(review)
    before = table.one("select count(*) from desk.act")
    chair = own_hall.connect(CHAIR)
    chair.execute("begin")
    chair.execute(SIGNED, signed(chair, review, "conclude", END))
    assert one(chair, "select state from desk.matter where id = %s", review) == "concluded"
    kill(own_hall)
    with pytest.raises(psycopg.OperationalError):
        chair.execute("commit")
    start_again(own_hall)
    assert (table.state(review), table.cases(review)) == ("in_session", {})
    assert table.one("select count(*) from desk.act") == before
    own_hall.store(CHAIR).close()
    del own_hall.stores[CHAIR]
    own_hall.act(CHAIR, "conclude", review, **END)
    assert len(table.cases(review)) == 2
