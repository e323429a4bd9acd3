"""The 45 working days of what is handled jointly 联合办理期限 (许可法 42 II)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.hall import Hall
from tests.review import CHAIR, SECRETARY, Table, at, table_on_monday


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


def test_the_first_acceptance_starts_the_outer_limit_of_the_review(table: Table) -> None:
    review = table.draft()
    days = "select accepted_on::text, outer_on from desk.review where matter_id = %s"
    assert table.hall.owner().execute(days, (review,)).fetchone() == (None, None)
    for code in ("0202", "0201"):
        case = table.cases(review)[code]
        table.hall.owner().execute("update desk.case_material set form = 'paper'")
        table.hall.act(SECRETARY, "accept", case)
        at(table, 3)
    limit = table.one("select law.due('2026-03-02', 45, 'working')")
    assert table.hall.owner().execute(days, (review,)).fetchone() == ("2026-03-02", limit)


def test_a_case_accepted_before_it_was_linked_starts_nothing(table: Table) -> None:
    running = table.receive()
    table.for_decision(running)
    own = table.one("select statutory_on from desk.case_file where matter_id = %s", running)
    at(table, 2)
    review = table.draft()
    assert table.one("select outer_on from desk.review where matter_id = %s", review) is None
    assert table.one("select statutory_on from desk.case_file where matter_id = %s", running) == own


def test_a_new_table_gives_no_new_outer_limit(table: Table) -> None:
    """Cancelled and drafted again: what was accepted at the first table keeps its 45 days at the second."""
    old = table.draft()
    table.hall.owner().execute("update desk.case_material set form = 'paper'")
    table.hall.act(SECRETARY, "accept", table.cases(old)["0202"])
    table.hall.act(CHAIR, "cancel", old, reason="改期重办", separately="true")
    at(table, 10)
    new = table.draft()
    days = "select accepted_on::text, outer_on from desk.review where matter_id = %s"
    limit = table.one("select law.due('2026-03-02', 45, 'working')")
    assert table.hall.owner().execute(days, (new,)).fetchone() == ("2026-03-02", limit)


def test_nothing_is_promised_past_the_outer_limit(table: Table) -> None:
    """An item ticked late is promised within the 45 days of its review, whatever it may take alone."""
    review = table.draft(items=[table.ids["item", "0202"]])
    table.hall.owner().execute("update desk.case_material set form = 'paper'")
    table.hall.act(SECRETARY, "accept", table.cases(review)["0202"])
    last = table.one("select law.due('2026-03-02', 45, 'working')")
    table.hall.set_time(datetime(last.year, last.month, last.day - 1, 1, tzinfo=UTC))
    table.hall.act(SECRETARY, "add_item", review, item=table.ids["item", "0201"])
    table.hall.owner().execute("update desk.case_material set form = 'paper'")
    late = table.cases(review)["0201"]
    table.hall.act(SECRETARY, "accept", late)
    days = "select promised_on, statutory_on from desk.case_file where matter_id = %s"
    assert table.hall.owner().execute(days, (late,)).fetchone() == (last, last)
