"""An act that waited for its matter 等待: judged and timed when its turn comes, not when it was sent."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.hall import FACTS, Hall
from tests.law.attack import FILE, Desk, one
from tests.law.test_races import SIGNED, told, until_waiting
from tests.law.test_review_race import plain

CHIEF, OFFICER, OTHER = "demo_land_chief", "demo_land_officer_1", "demo_land_officer_2"
ENDINGS = {
    "duty": "update desk.duty set to_day = law.today() where staff_id = %s",
    "authorisation": "update desk.authorisation set revoked_from = law.today() where staff_id = %s",
    "key": "update desk.signing_key set revoked_from = law.today() where staff_id = %s",
}


def signed_grant(desk: Desk, matter: int) -> tuple[object, ...]:
    """A decision ready to be sent."""
    wish, body = uuid4(), json.dumps({"reasons": "准予", **FACTS}, ensure_ascii=False)
    letter = one(desk, "select law.letter(%s, 4, 'grant', %s, %s)", matter, wish, body)
    return matter, body, wish, letter, os.urandom(64)


@pytest.mark.parametrize("ending", ENDINGS.values(), ids=ENDINGS.keys())
def test_a_power_that_ended_meanwhile_decides_nothing(any_hall: Hall, ending: str) -> None:
    matter, chief, holder = any_hall.recommended(), any_hall.connect(CHIEF), any_hall.owner()
    staff = one(holder, "select id from desk.staff where login = %s", CHIEF)
    grant = signed_grant(chief, matter)
    with ThreadPoolExecutor(1) as pool:
        with holder.transaction():
            holder.execute("select from desk.matter where id = %s for update", (matter,))
            answer = pool.submit(told, chief, SIGNED, grant)
            until_waiting(any_hall, chief)
            any_hall.owner().execute(ending.encode(), (staff,))
        assert answer.result(10).startswith("YB001 ")
    assert one(holder, "select state from desk.matter where id = %s", matter) == "for_decision"


def test_time_does_not_run_backwards_in_a_chain(any_hall: Hall) -> None:
    matter, first, second = any_hall.accepted(), any_hall.connect(OFFICER), any_hall.connect(OTHER)
    with ThreadPoolExecutor(1) as pool:
        with first.transaction():
            first.execute(FILE, plain(first, matter, "note", text="甲"))
            answer = pool.submit(told, second, FILE, plain(second, matter, "note", text="丙"))
            until_waiting(any_hall, second)
            first.execute(FILE, plain(first, matter, "note", text="乙"))
        assert answer.result(10) == "done"
    query = "select body::jsonb ->> 'text' from desk.act where matter_id = %s and kind = 'note' order by at"
    said = any_hall.owner().execute(query.encode(), (matter,)).fetchall()
    assert said == [("甲",), ("乙",), ("丙",)]
