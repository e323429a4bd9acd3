"""Printing deeds on a real centre: every paper of a case renders from the ledger, and only what verifies."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from tests.hall import FACTS, Hall
from yubei_desk.domain.act import Wish
from yubei_desk.domain.paper import PageImage, Rendered
from yubei_desk.errors import BadInput, Refused, Stale

OFFICER, WINDOW = "demo_land_officer_1", "demo_window_1"
APPLICANT = "重庆联东金北实业有限公司"
ITEM = "建设用地规划许可证核发"


def words_on(rendered: Rendered) -> str:
    """All words of a PDF, without the breaks a reader does not see."""
    document = pypdfium2.PdfDocument(rendered.pdf)
    found = "".join(document[number].get_textpage().get_text_bounded() for number in range(len(document)))
    document.close()
    return "".join(found.split())


def square_on(page: PageImage) -> str:
    """The text of the square on a printed page."""
    picture = Image.frombytes("RGB", (page.width, page.height), page.data)
    return str(zxingcpp.read_barcodes(picture)[0].text)


def print_wish(hall: Hall, certificate: int) -> Wish:
    """A wish to print, on the version that stands."""
    return Wish(
        "print_sheet", uuid4(), certificate, hall.store(OFFICER).load_certificate(certificate).version
    )


def count_sheets(hall: Hall, certificate: int) -> int:
    """How many sheets the books know of."""
    return len(hall.store(OFFICER).load_certificate(certificate).sheets)


def grant_with_noise(hall: Hall) -> int:
    """A case granted by a chief at psql, with 64 random bytes where the signature belongs."""
    case_id = hall.recommended()
    store = hall.store("demo_land_chief")
    body = {"reasons": "准予建设用地规划许可", **FACTS}
    wish = Wish("grant", uuid4(), case_id, store.load_case(case_id).version, body)
    store.file_act(replace(wish, letter=store.load_letter(wish), signature=os.urandom(64)))
    return case_id


def test_the_receipt_says_what_was_received(hall: Hall) -> None:
    case_id = hall.receive()
    case = hall.store(WINDOW).load_case(case_id)
    rendered = hall.deeds(WINDOW).render_paper(case_id, "receipt")
    words = words_on(rendered)
    for expected in (case.number, APPLICANT, ITEM, "综合窗口一号", "规划自然资源审批科", "02367812345"):
        assert expected in words, expected
    for material in case.materials:
        assert material.name in words, material.name
    assert case.acts[0].mark in words
    assert rendered.name == f"{case.number}-receipt.pdf"


def test_the_acceptance_notice_carries_the_promised_day(hall: Hall) -> None:
    case_id = hall.accepted()
    case = hall.store(OFFICER).load_case(case_id)
    words = words_on(hall.deeds(OFFICER).render_paper(case_id, "acceptance_notice"))
    assert case.promised_on is not None
    day = case.promised_on
    number = case.papers[-1].document_no
    for expected in (number, APPLICANT, ITEM, f"{day.year}年{day.month}月{day.day}日", "2个工作日"):
        assert expected in words, expected


def test_the_decision_names_text_certificate_and_act(hall: Hall) -> None:
    case_id = hall.granted()
    case = hall.store(OFFICER).load_case(case_id)
    words = words_on(hall.deeds(OFFICER).render_paper(case_id, "grant_decision"))
    decided = next(act for act in case.acts if act.kind == "grant")
    certificate = case.certificates[0]
    for expected in ("准予建设用地规划许可", case.number, certificate.name, certificate.number, decided.mark):
        assert expected in words, expected
    assert "首席代表" in words


def test_the_permit_bears_its_frozen_facts_and_a_square_that_names_the_key(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    certificate = hall.store(OFFICER).load_certificate(certificate_id)
    rendered = hall.deeds(OFFICER).render_certificate(certificate_id, 1)
    words = words_on(rendered)
    for expected in (certificate.number, APPLICANT, certificate.department, *FACTS.values()):
        assert "".join(expected.split()) in words, expected
    square = square_on(rendered.pages[0])
    assert certificate.number in square
    assert certificate.decision is not None
    assert certificate.decision.key.replace(" ", "") in square
    assert f"决定环节 {certificate.decision.act_id}\n校验 {certificate.decision.mark}" in square
    assert certificate.digest[:32] in square
    assert rendered.digest == hashlib.sha256(rendered.pdf).hexdigest()


def test_the_same_facts_give_the_same_page(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    digests = {hall.deeds(login).render_certificate(certificate_id, 1).digest for login in (OFFICER, WINDOW)}
    assert len(digests) == 1


def test_a_copy_that_does_not_exist_is_a_sentence_at_its_field(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    with pytest.raises(BadInput, match="第 3 本") as refusal:
        hall.deeds(OFFICER).render_certificate(certificate_id, 3)
    assert refusal.value.field == "copy_no"


def test_a_sheet_is_on_the_books_with_its_digest_before_it_prints(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    rendered = hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "渝证0001")
    certificate = hall.store(OFFICER).load_certificate(certificate_id)
    sheet = certificate.sheets[0]
    assert (sheet.copy_no, sheet.copy_kind, sheet.blank_serial, sheet.state) == (
        1,
        "正本",
        "渝证0001",
        "printed",
    )
    assert certificate.acts[-1].body["digest"] == rendered.digest
    assert certificate.state == "printed"


def test_no_pages_come_back_for_a_sheet_the_law_refuses(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    early = print_wish(hall, certificate_id)
    hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "")
    with pytest.raises(Stale):
        hall.deeds(WINDOW).print_sheet(early, 1, "")
    with pytest.raises(BadInput, match="这一本已打印"):
        hall.deeds(WINDOW).print_sheet(print_wish(hall, certificate_id), 1, "")
    assert count_sheets(hall, certificate_id) == 1


def test_a_blank_is_used_once(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "渝证0001")
    with pytest.raises(BadInput, match="空白证编号已经用过") as refusal:
        hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 2, "渝证0001")
    assert refusal.value.field == "blank_serial"


def test_the_same_wish_twice_is_one_sheet(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    wish = print_wish(hall, certificate_id)
    first, second = (hall.deeds(OFFICER).print_sheet(wish, 1, "") for _ in range(2))
    assert first.digest == second.digest
    assert count_sheets(hall, certificate_id) == 1


def test_nothing_is_printed_on_a_signature_that_does_not_verify(hall: Hall) -> None:
    case_id = grant_with_noise(hall)
    certificate_id = hall.certificate_of(case_id)
    assert hall.store(OFFICER).load_certificate(certificate_id).signature == "broken"
    with pytest.raises(Refused, match="签名无效"):
        hall.deeds(OFFICER).render_certificate(certificate_id, 1)
    with pytest.raises(Refused, match="签名无效"):
        hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "")
    with pytest.raises(Refused, match="签名无效"):
        hall.deeds(OFFICER).render_paper(case_id, "grant_decision")
    assert count_sheets(hall, certificate_id) == 0


def test_a_decision_in_other_words_than_were_signed_is_not_printed(hall: Hall) -> None:
    case_id = hall.granted()
    hall.owner().execute("set session_replication_role = replica")
    hall.owner().execute("alter table desk.act disable trigger keep")
    more = "update desk.act set body = replace(body, '准予', '准予并免验') where matter_id = %s and kind = %s"
    hall.owner().execute(more, (case_id, "grant"))
    with pytest.raises(Refused, match="签名无效"):
        hall.deeds(OFFICER).render_paper(case_id, "grant_decision")


def test_nothing_is_printed_that_the_decision_did_not_grant(hall: Hall) -> None:
    """What the database's owner writes into a certificate afterwards is not what the chief signed."""
    certificate_id = hall.certificate_of(hall.granted())
    hall.owner().execute("alter table desk.certificate disable trigger user")
    hall.owner().execute(
        "update desk.certificate set facts = replace(facts, '53,333', '93,333') where matter_id = %s",
        (certificate_id,),
    )
    certificate = hall.store(OFFICER).load_certificate(certificate_id)
    assert "93,333" in certificate.frozen
    assert certificate.signature == "valid"
    with pytest.raises(Refused, match="证照内容不是这份决定所准予的内容，不得打印"):
        hall.deeds(OFFICER).render_certificate(certificate_id, 1)


def test_an_auditor_opens_the_decision_with_the_certificate(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    seen = hall.store("demo_auditor").load_certificate(certificate_id)
    assert seen.signature == "valid"
    hall.deeds("demo_auditor").render_certificate(certificate_id, 1)


def test_a_paper_that_is_not_there_yet_is_a_sentence(hall: Hall) -> None:
    with pytest.raises(Refused, match="本件还没有准予行政许可决定书"):
        hall.deeds(OFFICER).render_paper(hall.accepted(), "grant_decision")


def test_a_reprint_is_the_same_official_version(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    first = hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "")
    sheet = hall.store(OFFICER).load_certificate(certificate_id).sheets[0]
    hall.act(OFFICER, "spoil_sheet", certificate_id, sheet=sheet.id, reason="卡纸")
    again = hall.deeds(OFFICER).print_sheet(print_wish(hall, certificate_id), 1, "")
    assert again.digest == first.digest
    sheets = hall.store(OFFICER).load_certificate(certificate_id).sheets
    assert [(each.state, each.reason) for each in sheets] == [("spoiled", "卡纸"), ("printed", "")]


def test_the_permit_says_its_day_in_the_offices_words(hall: Hall) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    day: date = hall.store(OFFICER).load_certificate(certificate_id).issued_on
    words = words_on(hall.deeds(OFFICER).render_certificate(certificate_id, 1))
    assert f"{day.year}年{day.month}月{day.day}日" in words
