"""Certificates in the store: the list and its order, how many wait where, and who sees none of it."""

from __future__ import annotations

import pytest

from tests.hall import Hall
from yubei_desk.domain.act import Filed
from yubei_desk.errors import Refused

WINDOW, OFFICER, STRANGER = "demo_window_1", "demo_land_officer_1", "demo_housing_officer_1"


def printed(hall: Hall, certificate: int, copy_no: int) -> Filed:
    """Put a sheet on the books."""
    return hall.act(OFFICER, "print_sheet", certificate, copy_no=copy_no, digest="0" * 64)


def confirm_all(hall: Hall, certificate: int) -> None:
    """Confirm every sheet that waits for it."""
    for sheet in hall.store(OFFICER).load_certificate(certificate).sheets:
        hall.act(OFFICER, "confirm_sheet", certificate, sheet=sheet.id)


@pytest.fixture
def certificates(hall: Hall) -> list[int]:
    """Four certificates, oldest first: waiting to be made, printed, made, delivered."""
    found = [hall.certificate_of(hall.granted()) for _ in range(4)]
    for certificate in found[1:]:
        printed(hall, certificate, 1)
    for certificate in found[2:]:
        printed(hall, certificate, 2)
        confirm_all(hall, certificate)
    hall.act(OFFICER, "deliver", found[3], way="counter", collector="申请人", id_checked=True)
    return found


def test_the_newest_stands_first_and_what_is_delivered_waits_no_more(
    hall: Hall, certificates: list[int]
) -> None:
    rows = hall.store(OFFICER).load_certificates()
    assert [row.matter_id for row in rows] == certificates[2::-1]
    assert [row.state_label for row in rows] == ["已制证", "待核对", "待制证"]
    assert len({row.number for row in rows}) == 3


@pytest.mark.parametrize(("state", "place"), [("to_make", 0), ("printed", 1), ("made", 2), ("delivered", 3)])
def test_a_state_shows_its_own(hall: Hall, certificates: list[int], state: str, place: int) -> None:
    rows = hall.store(WINDOW).load_certificates(state)
    assert [row.matter_id for row in rows] == [certificates[place]]


def test_the_counts_are_those_of_the_list(hall: Hall, certificates: list[int]) -> None:
    assert hall.store(OFFICER).count_certificates() == {"": 3, "to_make": 1, "printed": 1, "made": 1}


def test_another_section_sees_none_and_no_count(hall: Hall, certificates: list[int]) -> None:
    store = hall.store(STRANGER)
    assert store.load_certificates() == ()
    assert store.load_certificates("delivered") == ()
    assert store.count_certificates() == {"": 0}
    with pytest.raises(Refused, match="查无此件，或者您无权查看"):
        store.load_certificate(certificates[0])


def test_a_certificate_comes_with_sheets_acts_and_moves(hall: Hall, certificates: list[int]) -> None:
    certificate = hall.store(OFFICER).load_certificate(certificates[1])
    assert [(sheet.copy_kind, sheet.state_label) for sheet in certificate.sheets] == [("正本", "待核对")]
    assert [act.kind for act in certificate.acts] == ["issue", "print_sheet"]
    may = {move.act for move in certificate.moves if move.why_not is None}
    assert may == {"print_sheet", "confirm_sheet", "spoil_sheet"}
    assert certificate.copies == ((1, "正本"), (2, "副本"))
    assert certificate.signature == "valid"
