"""What the window is told before it receives: the catalogue of today, and whom it knows already."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.hall import Hall
from yubei_desk.domain.intake import Promise, ReceiptDays

NUMBER = "91500112MA5U12345X"


def know(hall: Hall) -> None:
    """Enter one applicant by a receipt."""
    applicant = {"kind": "企业", "name": "某某公司", "initials": "mmgs", "masked": "某某公司"}
    hall.receive(applicant=applicant, private={"id_number": NUMBER, "phone": "02367800000"})


def test_known_only_by_the_full_identifier_and_only_to_the_window(hall: Hall) -> None:
    know(hall)
    window = hall.store("demo_window_1")
    found = window.find_applicant(NUMBER)
    assert found is not None
    assert (found[0].name, found[0].phone, len(found[1])) == ("某某公司", "02367800000", 1)
    assert window.find_applicant(NUMBER[:-1]) is None
    assert hall.store("demo_land_chief").find_applicant(NUMBER) is None


def test_only_items_published_today(hall: Hall) -> None:
    window = hall.store("demo_window_1")
    before = {item.code for item in window.load_items()}
    assert "0101" in before
    hall.owner().execute(
        "update desk.edition set state = 'withdrawn'"
        " where item_id = (select id from desk.item where code = '0101')"
    )
    assert {item.code for item in window.load_items()} == before - {"0101"}


def test_what_the_window_still_holds(hall: Hall) -> None:
    """Receipts to answer, then accepted cases whose notice is to be handed over; nothing else."""
    window = hall.store("demo_window_1")
    waiting, other = hall.receive(), hall.receive("demo_window_2")
    hall.passed_on()
    accepted, granted = hall.accepted(), hall.granted()
    held = window.load_held()
    assert {row.matter_id for row in held} == {waiting, other, accepted, granted}
    by_id = {row.matter_id: row for row in held}
    assert [row.accepted_on is None for row in held] == [True, True, False, False]
    assert (by_id[waiting].mine, by_id[other].mine) == (True, False)
    assert by_id[waiting].state_label == "已接件"
    assert by_id[waiting].days_left == 5
    assert by_id[accepted].promised_on == window.load_case(accepted).promised_on
    assert by_id[granted].due_on is None
    assert by_id[granted].days_left is None


def test_an_acceptance_stays_until_the_next_working_day_is_over(hall: Hall) -> None:
    window = hall.store("demo_window_1")
    hall.set_time(datetime(2026, 11, 20, 9, tzinfo=UTC))  # a Friday
    accepted = hall.accepted()
    for day, stays in ((23, True), (24, False)):
        hall.set_time(datetime(2026, 11, day, 9, tzinfo=UTC))
        assert [row.matter_id for row in window.load_held()] == [accepted] * stays, day


def test_no_section_is_told_what_the_window_holds_for_others(hall: Hall) -> None:
    hall.receive()
    assert hall.store("demo_housing_officer_1").load_held() == ()


def test_a_promise_in_a_year_not_announced_is_provisional(hall: Hall) -> None:
    window = hall.store("demo_window_1")
    item = next(item for item in window.load_items() if item.code == "0101")
    hall.set_time(datetime(2026, 12, 30, 4, tzinfo=UTC))
    assert window.promise_day(item) == Promise(date(2027, 1, 4), True)
    assert window.promise_day(item, date(2026, 12, 28)) == Promise(date(2026, 12, 30), False)


def test_the_days_a_receipt_may_bear(hall: Hall) -> None:
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    days = hall.store("demo_window_1").load_receipt_days()
    assert days == ReceiptDays(date(2026, 11, 19), date(2026, 11, 24))
    assert days.fault(date(2026, 11, 19)) == ""
    assert days.fault(date(2026, 11, 18)) == "实际收件日最早可补录到 2026-11-19"
    assert days.fault(date(2026, 11, 25)) == "实际收件日不能晚于今日 2026-11-24"
    assert days.fault(date(2026, 11, 24)).startswith("今日收件不用补录")
    assert days.fault(None) == "请填写日期，例如 2026-11-19"
