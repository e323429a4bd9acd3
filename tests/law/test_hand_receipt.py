"""An earlier receipt day 补录收件日: only with the hand receipt's number and scan, and not far back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import Desk, file, one, receipt, refused_act

WINDOW, OTHER = "demo_window_1", "demo_window_2"
NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)
TODAY = date(2026, 11, 24)
EARLIER = "2026-11-20"
NUMBER = "手收0012345"
OUTSIDE = "实际收件日应在 2026-11-19 至 2026-11-24 之间"
NO_NUMBER = "补录较早的收件日，请填写手工收件单编号"
NO_SCAN = "补录较早的收件日，请附手工收件单扫描件"
NOT_MINE = "附件不存在或已用于其他办件，请重新添加"


def scan(desk: Desk) -> str:
    """A scan stored by whoever sits at this desk."""
    blob = uuid4()
    values = (blob, "application/pdf", b"%PDF-1.4\n")
    desk.execute("insert into desk.blob (id, media_type, content) values (%s, %s, %s)", values)
    return str(blob)


@pytest.fixture
def day(any_hall: Hall) -> Hall:
    """A hall that stands at noon of 2026-11-24."""
    any_hall.set_time(NOON)
    return any_hall


def test_an_earlier_day_wants_number_and_scan(day: Hall) -> None:
    desk, body = day.connect(WINDOW), {**receipt(day), "received_on": EARLIER}
    blob = scan(desk)
    for hand, sentence in (
        (None, NO_NUMBER),
        ("words", NO_NUMBER),
        ({"blob": blob}, NO_NUMBER),
        ({"number": " \u200b\u3000", "blob": blob}, NO_NUMBER),
        ({"number": NUMBER}, NO_SCAN),
        ({"number": NUMBER, "blob": None}, NO_SCAN),
        ({"number": NUMBER, "blob": "no uuid"}, NOT_MINE),
        ({"number": NUMBER, "blob": str(uuid4())}, NOT_MINE),
        ({"number": NUMBER, "blob": scan(day.connect(OTHER))}, NOT_MINE),
    ):
        assert refused_act(desk, None, None, "receive", **body, hand_receipt=hand) == sentence, hand
    assert one(day.owner(), "select count(*) from desk.case_file") == 0


@pytest.mark.parametrize(
    "said", ["2026-11-18", "2026-11-25", "2027-11-24", "2026-02-30", "20261120", "昨天", "", "-infinity", 5]
)
def test_no_day_beyond_the_few_the_hall_allows(day: Hall, said: object) -> None:
    desk = day.connect(WINDOW)
    hand = {"number": NUMBER, "blob": scan(desk)}
    body = {**receipt(day), "received_on": said, "hand_receipt": hand}
    assert refused_act(desk, None, None, "receive", **body) == OUTSIDE


def test_with_both_the_case_stands_on_its_real_day(day: Hall) -> None:
    desk = day.connect(WINDOW)
    blob = scan(desk)
    hand = {"number": NUMBER, "blob": blob, "file_name": "手工收件单.pdf"}
    file(desk, None, None, "receive", **receipt(day), received_on=EARLIER, hand_receipt=hand)
    owner = day.owner()
    query = """select f.received_on, left(f.number, 14), m.due_on, a.at, t.blob_id, t.file_name
      from desk.case_file f join desk.matter m on m.id = f.matter_id
      join desk.act a on a.matter_id = m.id join desk.attachment t on t.matter_id = m.id"""
    assert owner.execute(query).fetchall() == [
        (date(2026, 11, 20), "50011220261120", date(2026, 11, 27), NOON, UUID(blob), "手工收件单.pdf")
    ]
    again = {**receipt(day), "received_on": EARLIER, "hand_receipt": hand}
    assert refused_act(desk, None, None, "receive", **again) == NOT_MINE


def test_todays_day_wants_nothing_and_the_last_day_allowed_is_allowed(day: Hall) -> None:
    desk = day.connect(WINDOW)
    file(desk, None, None, "receive", **receipt(day), received_on=TODAY.isoformat())
    last = TODAY - timedelta(days=5)
    hand = {"number": NUMBER, "blob": scan(desk)}
    file(desk, None, None, "receive", **receipt(day), received_on=last.isoformat(), hand_receipt=hand)
    found = day.owner().execute("select received_on from desk.case_file order by matter_id").fetchall()
    assert found == [(TODAY,), (last,)]
