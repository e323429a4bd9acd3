"""What the window is told before it receives: the catalogue of today, and whom it knows already."""

from __future__ import annotations

from tests.hall import Hall

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
