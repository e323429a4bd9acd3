"""The conclusion of a joint review 会审结论: what it waits for, what it brings about, what ends it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import one
from tests.law.standing import WITHDRAWAL
from tests.review import APPLICANT, CHAIR, CLOSED, END, SECRETARY, Table, at, table_on_monday, told
from yubei_desk.domain.act import Wish

WINDOW, FIRE, LAND = "demo_window_1", "demo_fire_chief", "demo_land_chief"


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


def test_nothing_is_decided_before_the_conclusion(table: Table) -> None:
    """Then the conditions of the seats and the open issues stand in the question of the chief."""
    hall, review = table.hall, table.in_session()
    case = table.cases(review)["0201"]
    hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (case,))
    hall.act(SECRETARY, "accept", case)
    hall.act(SECRETARY, "recommend", case, opinion="grant", reasons="符合条件", conditions="开工前复核")
    assert told(table, CHAIR, "grant", case, reasons="准予") == "联合审批尚无结论，不能决定"
    table.opine_all(review, "fire")
    table.opine(review, "fire", "conditions", conditions="拓宽疏散楼梯")
    hall.act("demo_water_chief", "raise", review, text="排水方案未批", owner="建设单位")
    hall.act(CHAIR, "conclude", review, **END)
    asked = """select q ->> 'value' from law.moves(%s), jsonb_array_elements(asks) q
      where act = 'grant' and q ->> 'field' = 'conditions'"""
    assert one(hall.connect(CHAIR), asked, case) == "开工前复核\n拓宽疏散楼梯\n排水方案未批"
    hall.act(CHAIR, "grant", case, reasons="准予")


def test_one_refusal_ends_no_other_and_the_last_ends_the_review(table: Table) -> None:
    hall, review = table.hall, table.concluded()
    first, second = table.cases(review).values()
    hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (first,))
    hall.act(SECRETARY, "accept", first)
    hall.act(SECRETARY, "recommend", first, opinion="refuse", reasons="不符")
    hall.act(CHAIR, "refuse", first, reasons="不符合规划", legal_ground="建筑法第八条")
    assert (table.state(review), table.state(second)) == ("concluded", "passed_on")
    hall.act(WINDOW, "withdraw", second, **WITHDRAWAL)
    assert table.state(review) == "finished"
    finish = "select duty, actor_id is null, caused_by is not null from desk.act where kind = 'finish'"
    assert hall.owner().execute(finish).fetchall() == [("law", True, True)]


def test_a_company_withdraws_in_mid_session(table: Table) -> None:
    """The session goes on; its conclusion opens nothing anew and finishes at once."""
    review = table.in_session()
    for case in table.cases(review).values():
        table.hall.act(WINDOW, "withdraw", case, **WITHDRAWAL)
    assert table.state(review) == "in_session"
    table.opine_all(review)
    table.hall.act(CHAIR, "conclude", review, **END)
    assert table.state(review) == "finished"
    assert table.one("select count(*) from desk.case_file") == 3  # with the one the project was known by


def test_concluded_twice(table: Table) -> None:
    review = table.concluded()
    again = "当前状态为“已有结论”，不能办理这个环节"
    assert told(table, CHAIR, "conclude", review, **END) == again
    assert told(table, FIRE, "opine", table.seats(review)["fire"], opinion="object", words="x") == CLOSED
    assert told(table, CHAIR, "cancel", review, reason="x") == again


def test_who_took_the_application_does_not_decide(table: Table) -> None:
    """A chief of the lead who drafted the review has received its cases; one who only concludes has not."""
    hall = table.hall
    project = table.project()
    wish = Wish("draft_review", uuid4(), body=review_body(table, project))
    review = hall.store(CHAIR).file_act(wish).matter_id
    case = table.cases(review)["0201"]
    hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (case,))
    hall.act(SECRETARY, "accept", case)
    hall.act(SECRETARY, "recommend", case, opinion="grant", reasons="符合")
    assert told(table, CHAIR, "grant", case, reasons="准予") == "收件人不得自行决定"


def review_body(table: Table, project: int) -> dict[str, object]:
    name = table.one("select name from desk.project where matter_id = %s", project)
    return {
        "stage": table.stages[3, 3],
        "project": {"name": name},
        "applicant": {"name": "重庆联东金北实业有限公司", "masked": "重庆**公司"},
        "private": APPLICANT,
        "items": [table.ids["item", "0201"]],
        "materials": [],
    }


def test_the_outer_limit_of_what_is_handled_jointly(table: Table) -> None:
    """许可法 42 II: 45 working days from the first acceptance, however long a single item may take."""
    hall, owner = table.hall, table.hall.owner()
    owner.execute(
        "update desk.edition set statutory_days = 90 where item_id = %s", (table.ids["item", "0201"],)
    )
    cases = table.cases(table.draft())
    owner.execute("update desk.case_material set form = 'paper'")
    hall.act(SECRETARY, "accept", cases["0202"])
    at(table, 3)
    hall.act(SECRETARY, "accept", cases["0201"])
    days = "select statutory_on from desk.case_file where matter_id = %s"
    assert table.one(days, cases["0201"]) == table.one("select law.due('2026-03-02', 45, 'working')")
    assert table.one(days, cases["0202"]) == table.one("select law.due('2026-03-02', 15, 'working')")
