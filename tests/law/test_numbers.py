"""Numbers 编号: what the counters give when a day or a year goes beyond the digits a number is padded to."""

from __future__ import annotations

from tests.hall import Hall

WINDOW, OFFICER = "demo_window_1", "demo_land_officer_1"


def set_counter(hall: Hall, kind: str, period: str, value: int) -> None:
    """So many numbers of this kind were given in this period."""
    hall.owner().execute(
        "insert into desk.counter (kind, region, period, value)"
        " select %s, c.region_code, to_char(law.today(), %s), %s from desk.centre c"
        " on conflict (kind, region, period) do update set value = excluded.value",
        (kind, period, value),
    )


def serials(numbers: list[str], shortest: str) -> list[str]:
    """What of each number differs from the others' common beginning."""
    return [number[shortest.index("99999") :] for number in numbers]


def test_the_hundred_thousandth_case_of_a_day_has_a_sixth_digit(hall: Hall) -> None:
    set_counter(hall, "case", "YYYYMMDD", 99_998)
    numbers = [hall.store(WINDOW).load_case(hall.receive()).number for _ in range(3)]
    assert serials(numbers, numbers[0]) == ["99999", "100000", "100001"]


def test_the_hundred_thousandth_certificate_of_a_year_has_a_sixth_digit(hall: Hall) -> None:
    set_counter(hall, "land_use_permit", "YYYY", 99_998)
    made = [hall.certificate_of(hall.granted()) for _ in range(3)]
    numbers = [hall.store(OFFICER).load_certificate(each).number for each in made]
    assert serials(numbers, numbers[0]) == ["99999号", "100000号", "100001号"]


def test_a_document_number_has_no_zeros_and_no_end(hall: Hall) -> None:
    set_counter(hall, "grant_decision", "YYYY", 99_999)
    hall.owner().execute(
        "update desk.counter set region = (select code from desk.section where code = 'land')"
        " where kind = 'grant_decision'"
    )
    papers = hall.store(OFFICER).load_case(hall.granted()).papers
    assert papers[-1].document_no.endswith("100000号")
