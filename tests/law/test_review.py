"""The joint review 联合审批 in the law: gate, session, opinions, conclusion."""

from __future__ import annotations

from datetime import date

import pytest

from tests.hall import Hall
from tests.review import CHAIR, TOPIC, Table


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def test_from_gate_to_parallel_cases(table: Table) -> None:
    hall, review = table.hall, table.draft()
    seats = table.seats(review)
    assert list(seats) == ["housing", "land", "fire", "ecology", "water", "city", "traffic"]
    today = hall.store(CHAIR).load_session(CHAIR).now.date()
    hall.act(CHAIR, "convene", review, meeting_on=str(today), **TOPIC)
    hall.act(CHAIR, "open_session", review)
    for code, seat in seats.items():
        hall.act(f"demo_{code}_chief", "opine", seat, opinion="agree", words="同意")
    hall.act(CHAIR, "conclude", review, result="passed", reasons="各科室一致同意")
    assert table.state(review) == "concluded"
    assert isinstance(today, date)
