"""Identifiers: the vectors of the handbook, and what a check digit promises."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yubei_desk.domain import identifier
from yubei_desk.domain.check_digit import USCC_ALPHABET, id_card_digit, organisation_digit, uscc_digit
from yubei_desk.domain.identifier import Finding, check_cert_id, check_phone, check_uscc, make_cert_id

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text("utf-8"))
TODAY = date.fromisoformat(VECTORS["_about"]["as_of"])
CHECKS: dict[str, Callable[[str], Finding]] = {
    "uscc": identifier.check_uscc,
    "id_card": lambda text: identifier.check_id_card(text, TODAY),
    "project_code": identifier.check_project_code,
    "cert_id": identifier.check_cert_id,
    "construction_permit_no": identifier.check_construction_permit_no,
    "planning_no": identifier.check_planning_no,
    "item_code": identifier.check_item_code,
    "document_no": identifier.check_document_no,
}
CASES = [
    pytest.param(kind, verdict, vector["value"], id=f"{kind}-{verdict}-{vector['value']}")
    for kind in CHECKS
    for group, verdict in (("valid", "ok"), ("invalid", "refuse"), ("warn", "warn"))
    for vector in VECTORS[kind][group]
]
usccs = st.text(USCC_ALPHABET, min_size=16, max_size=16).map(
    lambda body: (first := body[:8] + body[8:] + organisation_digit(body[8:16])) + uscc_digit(first)
)
id_cards = st.builds(
    lambda place, born, serial: (first := f"{place:06}{born:%Y%m%d}{serial:03}") + id_card_digit(first),
    st.integers(110000, 659999),
    st.dates(date(1900, 1, 1), TODAY),
    st.integers(0, 999),
)
serials = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=20)


@pytest.mark.parametrize(("kind", "verdict", "value"), CASES)
def test_vector(kind: str, verdict: str, value: str) -> None:
    finding = CHECKS[kind](value)
    assert finding.verdict == verdict
    assert (finding.sentence == "") == (verdict == "ok")


@pytest.mark.parametrize("kind", CHECKS)
@pytest.mark.parametrize("text", ["", " ", "不知道", "１", "٣" * 18, "9" * 500, "A" * 43, "\x00"])
def test_nonsense_never_passes_and_never_raises(kind: str, text: str) -> None:
    finding = CHECKS[kind](text)
    assert finding.verdict != "ok"
    assert finding.sentence


@pytest.mark.parametrize("kind", CHECKS)
@given(text=st.text(max_size=60))
def test_a_normalised_value_is_a_fixed_point(kind: str, text: str) -> None:
    finding = CHECKS[kind](text)
    assert CHECKS[kind](finding.value) == finding


def test_sentences_name_what_is_expected() -> None:
    assert check_uscc("91110000600037341M").sentence == "校验位不符，请核对各位（按前 17 位，第 18 位应为 L）"
    assert "第 18 位“O”" in check_uscc("91110000600037341O").sentence
    assert "现为 16 位" in check_uscc("9111000060003734").sentence
    assert "2013" in CHECKS["id_card"]("500112971301001").sentence
    assert "今天之后" in CHECKS["id_card"]("500112203012310014").sentence
    assert "应写作 渝（市）环准〔2023〕55号" in CHECKS["document_no"]("渝（市）环准[2023]第055号").sentence


def test_typing_habits_are_forgiven() -> None:
    assert check_uscc(" 9111 0000 6000 3734 1l ") == Finding("91110000600037341L", "ok")
    assert CHECKS["id_card"]("１１０１０５１９４９１２３１００２x").value == "11010519491231002X"
    assert CHECKS["project_code"]("25095001160401831030").value == "2509-500116-04-01-831030"
    assert CHECKS["project_code"]("2509—500116–04-01－831030").verdict == "ok"
    assert CHECKS["planning_no"]("地字第 130733201400013 号").verdict == "ok"


@given(usccs, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_any_changed_character_of_a_uscc_is_refused(value: str, place: int, char: str) -> None:
    assert check_uscc(value).verdict == "ok"
    changed = value[:place] + char + value[place + 1 :]
    assert check_uscc(changed).verdict == ("ok" if changed == value else "refuse")


@given(id_cards, st.integers(0, 16), st.sampled_from("0123456789"))
def test_any_changed_digit_of_an_id_card_is_refused(value: str, place: int, digit: str) -> None:
    assert CHECKS["id_card"](value).verdict == "ok"
    changed = value[:place] + digit + value[place + 1 :]
    assert CHECKS["id_card"](changed).verdict == ("ok" if changed == value else "refuse")


@given(st.sampled_from([row["value"] for row in VECTORS["project_code"]["valid"][:10]]), st.integers(5, 23))
def test_any_changed_digit_of_a_new_project_code_is_refused(value: str, place: int) -> None:
    for digit in set("0123456789") - {value[place]} if value[place] != "-" else ():
        assert CHECKS["project_code"](value[:place] + digit + value[place + 1 :]).verdict == "refuse"


@given(usccs, usccs, st.integers(0, 999), serials, st.integers(1, 999), st.integers(0, 200))
def test_a_made_cert_id_passes_and_any_changed_character_does_not(
    definer: str, issuer: str, kind: int, serial: str, version: int, place: int
) -> None:
    made = make_cert_id(f"{definer}{kind:03}", issuer, serial, version)
    assert check_cert_id(made) == Finding(made, "ok")
    start = len("1.2.156.3005.2.")
    place = start + place % (len(made) - start)
    if made[place] != ".":
        changed = made[:place] + ("1" if made[place] == "0" else "0") + made[place + 1 :]
        assert check_cert_id(changed).verdict == "refuse"


def test_a_cert_id_is_not_made_of_wrong_parts() -> None:
    for kind, issuer, serial, version in (
        ("1" * 20, "500112", "1", 1),
        ("1" * 21, "50011", "1", 1),
        ("1" * 21, "500112", "", 1),
        ("1" * 21, "500112", "1", 1000),
    ):
        with pytest.raises(ValueError, match="not the parts"):
            make_cert_id(kind, issuer, serial, version)


def test_a_cert_id_around_a_bad_issuer_warns() -> None:
    made = make_cert_id("11100000000013338W009", "11500112009345671T", "1", 1)
    assert check_cert_id(made).verdict == "warn"


@pytest.mark.parametrize(
    ("typed", "value", "verdict"),
    [
        ("13800138000", "13800138000", "ok"),
        ("+86 138-0013-8000", "13800138000", "ok"),
        ("（023）67123456", "023-67123456", "ok"),
        ("67123456", "67123456", "ok"),
        ("86123456", "86123456", "ok"),
        ("0851-8612345转801", "0851-8612345-801", "ok"),
        ("400 820 8820", "400-820-8820", "ok"),
        ("12800138000", "12800138000", "warn"),
        ("1380013800", "1380013800", "warn"),
        ("", "", "warn"),
    ],
)
def test_phone(typed: str, value: str, verdict: str) -> None:
    finding = check_phone(typed)
    assert (finding.value, finding.verdict) == (value, verdict)


def test_masks() -> None:
    mask = VECTORS["id_card"]["mask"]
    assert identifier.mask_id_card(mask["value"]) == mask["masked"]
    assert identifier.mask_id_card("12345") == "*****"
    assert [identifier.mask_name(name) for name in ("汪滨", "欧阳某某", "")] == ["汪＊", "欧＊", ""]
