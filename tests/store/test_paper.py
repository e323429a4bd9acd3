"""Facts of the papers: who may have them, that the showing is written down, and which numbers are masked."""

from __future__ import annotations

from datetime import date

import pytest

from tests.hall import FACTS, Hall
from yubei_desk.errors import Refused
from yubei_desk.store.paper import printed_number

DAY = date(2020, 4, 17)
WINDOW, OFFICER, STRANGER = "demo_window_1", "demo_land_officer_1", "demo_housing_officer_1"


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("91110000600037341L", "91110000600037341L"),
        ("11010519491231002X", "110105********002X"),
        ("110105194912310021", "110105********0021"),
        ("护照E1234567890", "护照E123***7890"),
        ("", ""),
    ],
    ids=("company", "person", "person mistyped", "passport", "none"),
)
def test_only_a_companys_number_is_printed_whole(number: str, printed: str) -> None:
    assert printed_number(number, DAY) == printed


def test_a_paper_of_another_section_is_not_told(hall: Hall) -> None:
    case_id = hall.accepted()
    with pytest.raises(Refused, match="查无此件，或者您无权查看"):
        hall.store(STRANGER).load_paper(case_id, "acceptance_notice")


def test_a_paper_that_does_not_exist_yet_is_named(hall: Hall) -> None:
    case_id = hall.passed_on()
    with pytest.raises(Refused, match="本件还没有受理通知书"):
        hall.store(OFFICER).load_paper(case_id, "acceptance_notice")


def test_printing_personal_data_is_written_down(hall: Hall) -> None:
    case_id = hall.receive()
    hall.store(WINDOW).load_paper(case_id, "receipt")
    readings = hall.owner().execute(
        "select s.login, r.what from desk.reading r join desk.staff s on s.id = r.staff_id"
        " where r.matter_id = %s",
        (case_id,),
    )
    assert (WINDOW, "private") in readings.fetchall()


def test_only_materials_handed_in_stand_on_the_receipt(hall: Hall) -> None:
    rows = [
        {"position": 1, "form": "paper", "originals": 2, "copies": 1},
        {"position": 2, "form": "electronic", "originals": 0, "copies": 1},
        {"position": 3, "form": "missing", "originals": 0, "copies": 0},
    ]
    facts = hall.store(WINDOW).load_paper(hall.receive(materials=rows), "receipt")
    materials = facts["materials"]
    assert isinstance(materials, list)
    assert [(row["position"], row["form"], row["originals"]) for row in materials] == [
        (1, "纸质", 2),
        (2, "电子", 0),
    ]


def test_a_deputys_decision_says_so(hall: Hall) -> None:
    case_id = hall.recommended()
    hall.act("demo_land_deputy", "grant", case_id, reasons="准予建设用地规划许可", **FACTS)
    facts = hall.store(OFFICER).load_paper(case_id, "grant_decision")
    assert facts["signer"] == "首席代表（代）"
    assert facts["signature"] == "valid"
    assert facts["certificate_name"] == "建设用地规划许可证"
