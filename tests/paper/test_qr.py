"""The square on a certificate 二维码: read from the printed page by another reader, and checked."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import zxingcpp

from tests.paper.reading import form, picture, sample, small_form
from yubei_desk.domain.certificate import Decision
from yubei_desk.domain.letter import LINES, TITLE
from yubei_desk.errors import BadInput
from yubei_desk.paper.qr import find_faults, read_square, square_text
from yubei_desk.paper.render import render
from yubei_desk.paper.sign import PublicKey, make_key, open_key

PIN = "246813"
FACTS = {"area": "53333.50", "land_use": "工业用地"}
FROZEN = json.dumps(FACTS, ensure_ascii=False)
BODY = '{"reasons": "准予", "area": 53333.50, "land_use": "工业用地"}'
CLAIM = ("地字第500112202000009号", "重庆联东金北实业有限公司", date(2020, 4, 16))
DIGEST = hashlib.sha256(FROZEN.encode()).hexdigest()


@pytest.fixture
def key(tmp_path: Path) -> PublicKey:
    """The decider's key on this device."""
    return make_key(tmp_path, PIN)


@pytest.fixture
def decision(key: PublicKey, tmp_path: Path) -> Decision:
    """A grant of the afternoon of 16 April 2020, signed with it."""
    lines = dict.fromkeys(LINES, "-") | {
        "act": "grant",
        "body": hashlib.sha256(BODY.encode()).hexdigest(),
        "time": "2020-04-16T07:00:00Z",
    }
    letter = "\n".join([TITLE, *(f"{word} {line}" for word, line in lines.items())])
    signature = open_key(tmp_path, key.fingerprint, PIN, datetime.now(UTC)).sign(letter)
    return Decision(417, "0f1e2d3c", letter, BODY, signature, key.fingerprint, key.raw)


def scan(code: str, **facts: object) -> str:
    """The text a phone reads from the first page as printed at 300 dpi."""
    (found,) = zxingcpp.read_barcodes(picture(render(form(code), sample(code, **facts)), 300))
    return str(found.text)


def faults(text: str, decision: Decision, frozen: str = FROZEN) -> list[str]:
    return list(find_faults(read_square(text), decision, frozen))


def test_a_square_is_scanned_and_proves_its_decision(decision: Decision) -> None:
    text = square_text(*CLAIM, DIGEST, decision)
    scanned = scan("land_use_permit", qr_text=text)
    assert scanned == text
    square = read_square(scanned)
    assert (square.number, square.holder, square.issued_on) == CLAIM
    assert (square.act, square.mark, square.digest) == ("417", "0f1e2d3c", DIGEST[:32])
    assert faults(scanned, decision) == []


def test_what_was_changed_on_the_way_is_found_out(decision: Decision, tmp_path: Path) -> None:
    text = square_text(*CLAIM, DIGEST, decision)
    other = make_key(tmp_path / "other", PIN)
    other_body = BODY.replace("工业", "商业")
    other_facts = FROZEN.replace("工业", "商业")
    told = hashlib.sha256(other_facts.encode()).hexdigest()
    cases = {
        "公钥": faults(text, replace(decision, public_key=other.raw)),
        "签名": faults(text[:-2] + "!!", decision),
        "环节": faults(text.replace("决定环节 417", "决定环节 418"), decision),
        "决定信": faults(text, replace(decision, letter=decision.letter.replace("grant", "refuse"))),
        "决定内容": faults(text, replace(decision, body=other_body)),
        "摘要": faults(text, decision, other_facts),
        "所准予": faults(square_text(*CLAIM, told, decision), decision, other_facts),
        "发证日期": faults(text.replace("2020-04-16", "2020-04-18"), decision),
        "不完整": faults(text, replace(decision, letter="准予")),
    }
    assert all(any(word in fault for fault in found) for word, found in cases.items()), cases


def test_a_letter_signed_just_before_midnight_may_arrive_after_it(decision: Decision) -> None:
    late = replace(decision, letter=decision.letter.replace("07:00:00", "15:58:00"))
    for day in (16, 17, 18):
        text = square_text(*CLAIM[:2], date(2020, 4, day), DIGEST, late)
        assert ("发证日期不是作出决定之日" in faults(text, late)) == (day == 18)


@pytest.mark.parametrize("text", ["", "https://example.com", "证照校验1\n编号 1"])
def test_another_square_is_no_square_of_ours(text: str) -> None:
    with pytest.raises(BadInput, match="不是本系统证照上的二维码"):
        read_square(text)


def test_a_day_that_is_none_is_refused(decision: Decision) -> None:
    text = square_text(*CLAIM, DIGEST, decision).replace("2020-04-16", "2020-04-31")
    with pytest.raises(BadInput, match="不是日期"):
        read_square(text)


def test_a_claim_is_one_line_each(decision: Decision) -> None:
    with pytest.raises(BadInput, match="“持证人”应为一行文字"):
        square_text(CLAIM[0], "甲\n公钥指纹 00", CLAIM[2], DIGEST, decision)


def test_the_receipt_bears_the_number_the_jump_box_takes() -> None:
    assert scan("receipt") == "5001122020041400017"


def test_a_square_too_fine_to_read_is_refused(tmp_path: Path) -> None:
    small = small_form(tmp_path, '[[qr]]\ntext = "{words}"\nat = [20, 20]\nsize = 15\n')
    with pytest.raises(BadInput, match="二维码内容过长") as refused:
        render(small, {"words": "渝" * 100})
    assert refused.value.field == "words"
