"""The square on a certificate 二维码: read from the printed page by another reader, and checked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp

from tests.paper.reading import form, picture, sample, small_form
from yubei_desk.errors import BadInput
from yubei_desk.paper.qr import claim_letter, read_verify_text, verify_text
from yubei_desk.paper.render import render
from yubei_desk.paper.sign import PublicKey, make_key, open_key

PIN = "246813"
CLAIM = ("地字第500112202000009号", "重庆联东金北实业有限公司", date(2020, 4, 16), "0f" * 32)


@pytest.fixture
def key(tmp_path: Path) -> PublicKey:
    """The decider's key on this device."""
    return make_key(tmp_path, PIN)


def scan(code: str, **facts: object) -> str:
    """The text a phone reads from the first page as printed at 300 dpi."""
    (found,) = zxingcpp.read_barcodes(picture(render(form(code), sample(code, **facts)), 300))
    return str(found.text)


def test_a_signed_square_is_scanned_and_verified(key: PublicKey, tmp_path: Path) -> None:
    opened = open_key(tmp_path, key.fingerprint, PIN, datetime.now(UTC))
    signature = opened.sign(claim_letter(*CLAIM, key.fingerprint))
    text = verify_text(*CLAIM, key.fingerprint, signature)
    scanned = scan("land_use_permit", qr_text=text)
    assert scanned == text
    claim = read_verify_text(scanned, key.raw)
    assert claim.signed is True
    assert (claim.number, claim.holder, claim.issued_on) == CLAIM[:3]
    assert claim.digest == CLAIM[3][:32]


def test_one_changed_character_or_another_key_is_found_out(key: PublicKey, tmp_path: Path) -> None:
    opened = open_key(tmp_path, key.fingerprint, PIN, datetime.now(UTC))
    text = verify_text(*CLAIM, key.fingerprint, opened.sign(claim_letter(*CLAIM, key.fingerprint)))
    other = make_key(tmp_path / "other", PIN)
    assert read_verify_text(text, other.raw).signed is False
    for changed in (text.replace("联东", "联西"), text.replace("04-16", "04-17"), text[:-2] + "!!"):
        assert read_verify_text(changed, key.raw).signed is False


def test_an_unsigned_square_does_not_pass_for_signed(key: PublicKey) -> None:
    text = scan("land_use_permit", qr_text=verify_text(*CLAIM, key.fingerprint))
    assert read_verify_text(text, key.raw).signed is None


@pytest.mark.parametrize("text", ["", "https://example.com", "证照校验1\n编号 1"])
def test_another_square_is_no_square_of_ours(text: str) -> None:
    with pytest.raises(BadInput, match="不是本系统证照上的二维码"):
        read_verify_text(text, b"\0" * 32)


def test_a_day_that_is_none_is_refused(key: PublicKey) -> None:
    text = verify_text(*CLAIM, key.fingerprint).replace("2020-04-16", "2020-04-31")
    with pytest.raises(BadInput, match="不是日期"):
        read_verify_text(text, key.raw)


def test_a_claim_is_one_line_each(key: PublicKey) -> None:
    with pytest.raises(BadInput, match="“持证人”应为一行文字"):
        verify_text(CLAIM[0], "甲\n公钥指纹 00", *CLAIM[2:], key.fingerprint)


def test_the_receipt_bears_the_number_the_jump_box_takes() -> None:
    assert scan("receipt") == "5001122020041400017"


def test_a_square_too_fine_to_read_is_refused(tmp_path: Path) -> None:
    small = small_form(tmp_path, '[[qr]]\ntext = "{words}"\nat = [20, 20]\nsize = 15\n')
    with pytest.raises(BadInput, match="二维码内容过长") as refused:
        render(small, {"words": "渝" * 100})
    assert refused.value.field == "words"
