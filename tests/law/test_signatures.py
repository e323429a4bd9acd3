"""Signed decisions 签署: whose letter, whose key, on what day; and what does not verify prints nothing."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.hall import FACTS, PIN, Hall
from tests.law.attack import Desk, one
from yubei_desk.domain.act import Wish
from yubei_desk.errors import BadInput, DeskError, Refused
from yubei_desk.paper.sign import make_key

CHIEF, DEPUTY, OFFICER = "demo_land_chief", "demo_land_deputy", "demo_land_officer_1"
GRANT: dict[str, object] = {"reasons": "准予建设用地规划许可", **FACTS}
BODY = json.dumps(GRANT, ensure_ascii=False)
SIGNED = """insert into desk.act (matter_id, seen_version, kind, body, wish, letter, signature)
values (%s, 4, 'grant', %s, %s, %s, %s)"""
LETTER = "select law.letter(%s, 4, 'grant', %s, %s)"
ANOTHER = "决定信与办件不符，请重新签署"


def told(
    desk: Desk, matter: int, letter: str | None, wish: UUID, signature: bytes | None, body: str = BODY
) -> str:
    """The sentence a signed grant is refused with."""
    with pytest.raises(psycopg.DatabaseError) as refused:
        desk.execute(SIGNED, (matter, body, wish, letter, signature))
    return refused.value.diag.message_primary or ""


def change(hall: Hall, statement: str, *values: object) -> None:
    """What a security officer's act will do one day, by the superuser's hand."""
    hall.owner().execute(statement.encode(), values)


def why_not(hall: Hall, login: str, matter: int) -> str | None:
    """What the button 准予 says."""
    row = (
        hall.connect(login)
        .execute("select why_not from law.moves(%s) where act = 'grant'", (matter,))
        .fetchone()
    )
    return row[0] if row else "no button"


def refused(hall: Hall, login: str, matter: int) -> str:
    """What the guard says, the button agreeing."""
    with pytest.raises(DeskError) as found:
        hall.act(login, "grant", matter, **GRANT)
    assert why_not(hall, login, matter) in (found.value.sentence, "no button")
    return found.value.sentence


def test_a_random_signature_is_filed_but_never_printed(any_hall: Hall) -> None:
    """PostgreSQL cannot do the mathematics: every reader does, and nothing is printed on what is false."""
    matter, desk, wish = any_hall.recommended(), any_hall.connect(CHIEF), uuid4()
    letter = one(desk, LETTER, matter, wish, BODY)
    desk.execute(SIGNED, (matter, BODY, wish, letter, os.urandom(64)))
    certificate = any_hall.certificate_of(matter)
    for login in ("demo_window_1", OFFICER, CHIEF):
        acts = any_hall.store(login).load_case(matter).acts
        assert [act.signature for act in acts if act.kind == "grant"] == ["broken"]
        deeds = any_hall.deeds(login)
        wanted = Wish("print_sheet", uuid4(), certificate, 1)
        for printing in (
            partial(deeds.render_paper, matter, "grant_decision"),
            partial(deeds.render_certificate, certificate, 1),
            partial(deeds.print_sheet, wanted, 1, ""),
        ):
            with pytest.raises(Refused) as stopped:
                printing()
            assert stopped.value.sentence.startswith("签名无效")
    assert one(any_hall.owner(), "select count(*) from desk.sheet") == 0


def test_a_decision_needs_its_own_letter(any_hall: Hall) -> None:
    matter, other = any_hall.recommended(), any_hall.recommended()
    desk, wish, signature = any_hall.connect(CHIEF), uuid4(), os.urandom(64)
    letter = one(desk, LETTER, matter, wish, BODY)
    assert told(desk, matter, None, wish, None) == "本环节须由签名密钥签署"
    assert told(desk, matter, None, wish, signature) == "本环节须由签名密钥签署"
    assert told(desk, matter, letter, wish, os.urandom(63)) == "签名应为 64 字节"
    assert told(desk, matter, "准予", wish, signature) == ANOTHER
    assert told(desk, other, letter, wish, signature) == ANOTHER
    assert told(desk, matter, letter, uuid4(), signature) == ANOTHER
    another_body = json.dumps({**GRANT, "area": "99,999平方米"}, ensure_ascii=False)
    assert told(desk, matter, letter, wish, signature, another_body) == ANOTHER
    for line in letter.split("\n"):
        forged = letter.replace(line, line + "0")
        assert told(desk, matter, forged, wish, signature) == ANOTHER, line
    unsigned = SIGNED.replace("4, 'grant'", "null, 'note'")
    with pytest.raises(psycopg.DatabaseError, match="本环节不签署"):
        desk.execute(unsigned, (matter, '{"text": "x"}', uuid4(), "x", signature))


def test_an_old_letter_is_signed_anew(hall: Hall) -> None:
    matter, desk, wish = hall.recommended(), hall.connect(CHIEF), uuid4()
    letter = one(desk, LETTER, matter, wish, BODY)
    hall.set_time(datetime.now(UTC) + timedelta(minutes=6))
    assert told(desk, matter, letter, wish, os.urandom(64)) == "签署超过五分钟未送达，请重新签署"


def test_a_letter_of_an_earlier_version_is_another(hall: Hall) -> None:
    matter, desk, wish = hall.recommended(), hall.connect(CHIEF), uuid4()
    letter = one(desk, LETTER, matter, wish, BODY)
    hall.act(CHIEF, "claim", matter)
    late = SIGNED.replace("4, 'grant'", "5, 'grant'")
    with pytest.raises(psycopg.DatabaseError, match=ANOTHER):
        desk.execute(late, (matter, BODY, wish, letter, os.urandom(64)))


def test_a_note_makes_no_decision_stale(any_hall: Hall) -> None:
    matter, wish = any_hall.recommended(), uuid4()
    any_hall.act(OFFICER, "note", matter, text="已核对")
    any_hall.act(OFFICER, "contact", matter, with_whom="经办人", text="已告知")
    filed = any_hall.deeds(CHIEF).sign_and_file(Wish("grant", wish, matter, 4, GRANT), PIN)
    assert filed.position == 7
    acts = any_hall.store(CHIEF).load_case(matter).acts
    assert [act.signature for act in acts if act.kind == "grant"] == ["valid"]


@pytest.mark.parametrize(
    "fault",
    [
        "delete from desk.signing_key where staff_id = %s",
        "update desk.signing_key set second_by = null where staff_id = %s",
        "update desk.signing_key set confirmed_on = law.today() + 1 where staff_id = %s",
        "update desk.signing_key set revoked_from = law.today() where staff_id = %s",
    ],
)
def test_a_key_counts_once_confirmed_and_until_revoked(hall: Hall, fault: str) -> None:
    matter, desk = hall.recommended(), hall.connect(CHIEF)
    wish, chief = uuid4(), one(hall.owner(), "select id from desk.staff where login = %s", CHIEF)
    letter = one(desk, LETTER, matter, wish, BODY)
    change(hall, fault, chief)
    assert told(desk, matter, letter, wish, os.urandom(64)) == "您今日没有经确认的签名密钥，不能签署"
    assert refused(hall, CHIEF, matter) == "您今日没有经确认的签名密钥，不能签署"


def test_the_key_on_the_books_is_the_key_that_signs(hall: Hall) -> None:
    """A key made on another device is not on the books: the desk refuses before anything is filed."""
    matter = hall.recommended()
    deeds, key = hall.deeds(CHIEF), make_key(hall.folder / "elsewhere" / str(uuid4()), PIN)
    change(
        hall,
        "update desk.signing_key set fingerprint = %s, public_key = %s where staff_id = %s",
        key.fingerprint,
        key.raw,
        one(hall.owner(), "select id from desk.staff where login = %s", CHIEF),
    )
    with pytest.raises(BadInput):
        deeds.sign_and_file(Wish("grant", uuid4(), matter, 4, GRANT), PIN)
    assert one(hall.owner(), "select state from desk.matter where id = %s", matter) == "for_decision"


@pytest.mark.parametrize(
    "fault",
    [
        "update desk.authorisation set to_day = law.today() where section_id = %s",
        "update desk.authorisation set from_day = law.today() + 1 where section_id = %s",
        "update desk.authorisation set revoked_from = law.today() where section_id = %s",
        "update desk.authorisation set confirmed_by = null where section_id = %s",
        "update desk.authorisation set item_ids = '{1}' where section_id = %s",
    ],
)
def test_a_chief_decides_on_paper_only(hall: Hall, fault: str) -> None:
    matter = hall.recommended()
    item = one(hall.owner(), "select item_id from desk.case_file where matter_id = %s", matter)
    section = one(hall.owner(), "select section_id from desk.matter where id = %s", matter)
    change(hall, fault.replace("{1}", f"{{{item + 1}}}"), section)
    assert refused(hall, CHIEF, matter) == "您今日没有覆盖本事项的授权书，不能代表部门决定"
    assert refused(hall, DEPUTY, matter) == "您今日没有办理这个环节的职责"


@pytest.mark.parametrize(
    "fault",
    [
        "update desk.lending set to_day = law.today() where deputy_id = %s",
        "update desk.lending set from_day = law.today() + 1 where deputy_id = %s",
        "update desk.lending set revoked_from = law.today() where deputy_id = %s",
        "update desk.lending set confirmed_by = null where deputy_id = %s",
        "update desk.lending set item_ids = '{}' where deputy_id = %s",
        "update desk.duty set to_day = law.today() where staff_id = %s",
    ],
)
def test_a_deputy_decides_on_their_days_and_items_only(hall: Hall, fault: str) -> None:
    matter = hall.recommended()
    assert why_not(hall, DEPUTY, matter) is None
    change(hall, fault, one(hall.owner(), "select id from desk.staff where login = %s", DEPUTY))
    away = "您今日没有任何职责，请联系安全管理员"  # without any duty there is no desk to sign in at
    expected = away if "desk.duty" in fault else "您今日没有办理这个环节的职责"
    assert refused(hall, DEPUTY, matter) == expected


def test_a_deputy_signs_as_deputy(any_hall: Hall) -> None:
    matter = any_hall.recommended()
    any_hall.act(DEPUTY, "grant", matter, **GRANT)
    query = (
        "select duty, authorisation_id is not null, lending_id is not null from desk.act where kind = 'grant'"
    )
    assert any_hall.owner().execute(query).fetchall() == [("chief", True, True)]
    assert [act.capacity for act in any_hall.store(CHIEF).load_case(matter).acts][-1] == "首席代表（代）"
