"""Deciding 决定 on the real ledger: the key signs what the screen showed, and nothing a server makes up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.hall import FACTS, PASSWORD, PIN, ROOT, Hall
from yubei_desk.deed.decision import DecisionDeeds
from yubei_desk.deed.deeds import Deeds
from yubei_desk.domain.act import Wish
from yubei_desk.domain.letter import CHANGED, OTHER_KEY, Shown
from yubei_desk.errors import BadInput, Refused, Stale
from yubei_desk.paper.sign import FileSigner, verify
from yubei_desk.store.connect import open_engine
from yubei_desk.store.store import Store

CHIEF = "demo_land_chief"
BODY = {"reasons": "准予建设用地规划许可", **FACTS}


class LyingStore(Store):
    """The store of a desk whose server puts something else into the letter."""

    lie: tuple[str, str] = ("", "")

    def load_letter(self, wish: Wish) -> str:
        """The true letter, one piece of it replaced."""
        return super().load_letter(wish).replace(*self.lie, 1)


def wish_of(shown: Shown) -> Wish:
    return Wish(shown.move.act, uuid4(), shown.file.matter_id, shown.file.version, BODY)


def seen(hall: Hall, matter_id: int, act: str = "grant", login: str = CHIEF) -> Shown:
    """What the chief's screen shows."""
    file = hall.store(login).load_case(matter_id)
    return Shown(file, next(move for move in file.moves if move.act == act))


def lied(shown: Shown, lie: tuple[str, str] | None) -> Shown:
    """The same with a lie in the letter that came with the move, or without such a letter."""
    letter = shown.move.letter.replace(*lie, 1) if lie else ""
    return replace(shown, move=replace(shown.move, letter=letter))


def deeds_on(hall: Hall, store: Store, folder: str = CHIEF) -> Deeds:
    session = hall.session(CHIEF)
    signer = FileSigner(hall.folder / "keys" / folder, session.key_fingerprint, lambda: datetime.now(UTC))
    return Deeds(store, signer, session, ROOT / "forms")


def decisions(hall: Hall) -> int:
    found = hall.owner().execute("select count(*) from desk.act where signature is not null").fetchone()
    assert found is not None
    return int(found[0])


def test_the_chief_signs_what_the_screen_showed(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    filed = hall.deeds(CHIEF).sign_and_file(wish_of(shown), PIN, shown)
    file = hall.store(CHIEF).load_case(filed.matter_id)
    assert file.state == "granted"
    assert file.acts[-1].signature == "valid"


def test_a_letter_agrees_after_scans_and_notes_came(hall: Hall) -> None:
    matter_id = hall.recommended()
    blob = uuid4()
    officer = hall.store("demo_land_officer_1")
    officer.store_blob(blob, "application/pdf", b"%PDF-1.4 x")
    hall.act("demo_land_officer_1", "attach", matter_id, blob=str(blob), file_name="踏勘照片.pdf")
    hall.act("demo_land_officer_1", "note", matter_id, text="已电话核对")
    shown = seen(hall, matter_id)
    assert hall.deeds(CHIEF).sign_and_file(wish_of(shown), PIN, shown).matter_id == matter_id


@pytest.mark.parametrize(
    "lie",
    [
        ("act grant", "act refuse"),
        ("to granted", "to refused"),
        ("from for_decision", "from examining"),
        ("matter ", "matter 9"),
        (" 500112", " 500113"),
        ("version ", "version 1"),
        ("kind case", "kind certificate"),
        ("authorisation ", "authorisation 9"),
        ("lending -", "lending 1 abc"),
        ("edition ", "edition 7"),
        ("body ", "body 0"),
        ("materials ", "materials 0"),
        ("after ", "after 0"),
        ("staff ", "staff 1"),
        ("wish ", "wish 0"),
        ("act grant", "act grant\nact refuse"),
        ("渝北审批台", "渝北"),
        ("\nlending -", ""),
    ],
)
@pytest.mark.parametrize("ahead", [True, False], ids=["with the move", "asked for"])
def test_a_server_that_lies_gets_no_signature(hall: Hall, lie: tuple[str, str], ahead: bool) -> None:
    if ahead and lie[0] in ("body ", "wish "):
        lie = ("act grant", "act accept")  # those lines the desk writes itself
    shown = lied(seen(hall, hall.recommended()), lie if ahead else None)
    store = LyingStore(open_engine(hall.place, CHIEF, PASSWORD), verify)
    store.lie = lie
    try:
        with pytest.raises(BadInput) as refused:
            deeds_on(hall, store).sign_and_file(wish_of(shown), PIN, shown)
    finally:
        store.close()
    assert (refused.value.field, refused.value.sentence) == ("signature", CHANGED)
    assert decisions(hall) == 0


def test_a_clock_set_meanwhile_costs_one_more_letter(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    clock = iter([datetime.now(UTC), *[datetime.now(UTC) + timedelta(days=1)] * 3])
    session = hall.session(CHIEF)
    signer = FileSigner(hall.folder / "keys" / CHIEF, session.key_fingerprint, lambda: datetime.now(UTC))
    deeds = DecisionDeeds(hall.store(CHIEF), signer, session, clock=lambda: next(clock))
    assert deeds.sign_and_file(wish_of(shown), PIN, shown).matter_id == shown.file.matter_id


def test_material_that_came_unseen_is_not_signed(hall: Hall) -> None:
    matter_id = hall.recommended()
    shown = seen(hall, matter_id)
    blob = uuid4()
    hall.store("demo_land_officer_1").store_blob(blob, "image/png", b"\x89PNG\r\n\x1a\n")
    hall.act("demo_land_officer_1", "attach", matter_id, blob=str(blob), file_name="补充.png")
    with pytest.raises(BadInput, match="与您看到的办件不符"):
        hall.deeds(CHIEF).sign_and_file(wish_of(shown), PIN, shown)
    assert decisions(hall) == 0


def test_another_key_than_the_registered_one_is_told(hall: Hall) -> None:
    shown = lied(seen(hall, hall.recommended()), None)
    store = LyingStore(open_engine(hall.place, CHIEF, PASSWORD), verify)
    store.lie = ("\nkey ", "\nkey 0000 ")
    try:
        with pytest.raises(BadInput) as refused:
            deeds_on(hall, store).sign_and_file(wish_of(shown), PIN, shown)
    finally:
        store.close()
    assert (refused.value.field, refused.value.sentence) == ("key", OTHER_KEY)


def test_wrong_pins_are_counted_and_lock_the_key(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    deeds = hall.deeds(CHIEF)
    told = []
    for _try in range(6):
        with pytest.raises(BadInput) as refused:
            deeds.sign_and_file(wish_of(shown), "111222", shown)
        assert refused.value.field == "pin"
        told.append(refused.value.sentence)
    assert "还可再试 4 次" in told[0]
    assert "已暂时锁定" in told[4]
    assert "分钟后再试" in told[5]
    assert decisions(hall) == 0
    for tries in (hall.folder / "keys" / CHIEF).glob("*.tries"):
        tries.unlink()


def test_a_key_that_is_not_on_this_device_is_told(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    with pytest.raises(BadInput, match="本机没有签名密钥文件") as refused:
        deeds_on(hall, hall.store(CHIEF), "nowhere").sign_and_file(wish_of(shown), PIN, shown)
    assert refused.value.field == "key"


def test_a_frozen_key_cannot_sign(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    deeds = hall.deeds(CHIEF)
    hall.owner().execute("update desk.signing_key set revoked_from = '2000-01-01'")
    with pytest.raises(Refused, match="没有经确认的签名密钥"):
        deeds.sign_and_file(wish_of(shown), PIN, shown)


def test_a_lost_answer_is_found_and_never_filed_twice(hall: Hall) -> None:
    shown = seen(hall, hall.recommended())
    deeds, wish = hall.deeds(CHIEF), wish_of(shown)
    filed = deeds.finish_wish(wish, PIN, shown)
    assert deeds.finish_wish(wish, PIN, shown) == filed
    assert decisions(hall) == 1


def test_who_comes_second_is_told_who_was_first(hall: Hall) -> None:
    matter_id = hall.recommended()
    shown = seen(hall, matter_id)
    hall.act(CHIEF, "send_back", matter_id, reason="请补充踏勘意见")
    with pytest.raises(Stale, match="规划自然资源审批科首席代表办理“退回”"):
        hall.deeds(CHIEF).sign_and_file(wish_of(shown), PIN, shown)
