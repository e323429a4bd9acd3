"""Opining and concluding: the key signs what the board showed of the review, nothing a server makes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.hall import PASSWORD, PIN, ROOT, Hall
from tests.review import CHAIR, TOPIC, Table
from yubei_desk.deed.deeds import Deeds
from yubei_desk.domain.act import Wish
from yubei_desk.domain.letter import CHANGED, Shown
from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import FileSigner, verify
from yubei_desk.store.connect import open_engine
from yubei_desk.store.store import Store

FIRE = "demo_fire_chief"
SAYS = {
    "opine": {"opinion": "agree", "words": "同意"},
    "conclude": {"result": "passed", "reasons": "一致同意"},
}
WHO = {"opine": FIRE, "conclude": CHAIR}


class LyingStore(Store):
    """The store of a desk whose server puts something else into the letter it is asked for."""

    lie: tuple[str, str] = ("", "")

    def load_letter(self, wish: Wish) -> str:
        """The true letter, one piece of it replaced."""
        return super().load_letter(wish).replace(*self.lie, 1)


@pytest.fixture
def review(hall: Hall) -> int:
    """A review in session; every seat but fire has opined."""
    table = Table(hall)
    table.publish()
    review = table.draft()
    today = hall.session(CHAIR).now.date()
    hall.act(CHAIR, "convene", review, meeting_on=str(today), **TOPIC)
    hall.act(CHAIR, "open_session", review)
    for code, seat in table.seats(review).items():
        if code != "fire":
            hall.act(f"demo_{code}_chief", "opine", seat, **SAYS["opine"])
    return review


def seen(hall: Hall, review: int, act: str) -> Shown:
    """What the screen of whoever signs the act shows."""
    file = hall.store(WHO[act]).load_review(review)
    shown = file if act == "conclude" else file.my_seat
    assert shown is not None
    return Shown(shown, next(move for move in shown.moves if move.act == act))


def wish_of(shown: Shown) -> Wish:
    act = shown.move.act
    return Wish(act, uuid4(), shown.file.matter_id, shown.file.version, SAYS[act])


def test_a_seat_opines_and_the_chair_concludes_with_the_letter_shown(hall: Hall, review: int) -> None:
    for act in ("opine", "conclude"):
        shown = seen(hall, review, act)
        assert shown.move.letter
        assert shown.move.authorisation is not None
        hall.deeds(WHO[act]).sign_and_file(wish_of(shown), PIN, shown)
    file = hall.store(CHAIR).load_review(review)
    assert (file.state, file.acts[-1].signature) == ("concluded", "valid")
    assert {seat.opined.signature for seat in file.seats if seat.opined} == {"valid"}


@pytest.mark.parametrize("act", ["opine", "conclude"])
@pytest.mark.parametrize(
    "lie",
    [
        ("matter ", "matter 9"),
        ("联审", "联会"),
        ("version ", "version 1"),
        ("kind ", "kind case "),
        ("edition -", "edition 7 abc"),
        ("authorisation ", "authorisation 9"),
        ("materials ", "materials 0"),
        ("after ", "after 0"),
        ("\nto ", "\nto un"),
    ],
)
def test_a_server_that_lies_about_a_review_gets_no_signature(
    hall: Hall, review: int, act: str, lie: tuple[str, str]
) -> None:
    if act == "conclude":
        hall.act(FIRE, "opine", hall.store(FIRE).load_review(review).seats[2].matter_id, **SAYS["opine"])
    shown = seen(hall, review, act)
    shown = replace(shown, move=replace(shown.move, letter=shown.move.letter.replace(*lie, 1)))
    store = LyingStore(open_engine(hall.place, WHO[act], PASSWORD), verify)
    store.lie = lie
    session = hall.session(WHO[act])
    signer = FileSigner(hall.folder / "keys" / WHO[act], session.key_fingerprint, lambda: datetime.now(UTC))
    deeds = Deeds(store, signer, session, ROOT / "forms")
    try:
        with pytest.raises(BadInput) as refused:
            deeds.sign_and_file(wish_of(shown), PIN, shown)
    finally:
        store.close()
    assert (refused.value.field, refused.value.sentence) == ("signature", CHANGED)


def test_a_material_that_came_unseen_is_not_opined_on(hall: Hall, review: int) -> None:
    shown = seen(hall, review, "opine")
    blob = uuid4()
    hall.store("demo_housing_officer_1").store_blob(blob, "image/png", b"\x89PNG\r\n\x1a\n")
    hall.act("demo_housing_officer_1", "attach", review, blob=str(blob), file_name="补图.png")
    with pytest.raises(BadInput, match="与您看到的办件不符"):
        hall.deeds(FIRE).sign_and_file(wish_of(shown), PIN, shown)
