"""The ledger and the forms agree: each paper of a real case prints, and says what the ledger holds."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import zxingcpp

from tests.hall import FACTS, Hall
from tests.paper.reading import form, pages, picture, readings, solid
from yubei_desk.paper.qr import find_faults, read_square

WHO = {"acceptance_notice": "demo_land_officer_1", "grant_decision": "demo_land_chief"}


def expect_agreement(hall: Hall, matter_id: int, code: str, login: str) -> Mapping[str, object]:
    """The paper prints, and says what the ledger told this person; its facts."""
    facts = hall.store(login).load_paper(matter_id, code)
    assert {name for name, field in form(code).fields.items() if not field.optional} <= facts.keys()
    pdf = hall.deeds(login).render_paper(matter_id, code).pdf
    for read in readings(pdf).values():
        assert str(facts["number"]) in read
        assert str(facts["item"]) in read
        assert "重庆联东金北实业有限公司" in read
        assert f"校验{facts['chain_head']}" in read
    assert all("演练" in page for page in pages(pdf))
    return facts


@pytest.mark.parametrize(("code", "login"), WHO.items())
def test_a_paper_of_a_real_case_prints(hall: Hall, code: str, login: str) -> None:
    expect_agreement(hall, hall.granted(), code, login)


def test_the_receipt_lists_what_the_window_took_in(hall: Hall) -> None:
    matter_id = hall.passed_on()
    facts = expect_agreement(hall, matter_id, "receipt", "demo_window_1")
    materials = facts["materials"]
    assert isinstance(materials, list)
    assert len(materials) == 7
    pdf = hall.deeds("demo_window_1").render_paper(matter_id, "receipt").pdf
    assert all(solid(row["name"]) in readings(pdf)["pdfium"] for row in materials)


def test_a_receipt_printed_again_after_acceptance_is_the_same(hall: Hall) -> None:
    """The materials are the section's alone by then; what was handed in stands in the receipt's own act."""
    matter_id = hall.passed_on()
    before = hall.deeds("demo_window_1").render_paper(matter_id, "receipt").pdf
    hall.act("demo_land_officer_1", "accept", matter_id)
    assert hall.deeds("demo_window_1").render_paper(matter_id, "receipt").pdf == before
    assert not hall.store("demo_window_1").load_case(matter_id).materials


def test_a_short_decision_stays_on_one_page(hall: Hall) -> None:
    pdf = hall.deeds("demo_land_chief").render_paper(hall.granted(), "grant_decision").pdf
    assert len(pages(pdf)) == 1


@pytest.mark.parametrize(("copy_no", "kind"), [(1, "正本"), (2, "副本")])
def test_a_certificate_of_a_real_case_prints(hall: Hall, copy_no: int, kind: str) -> None:
    certificate_id = hall.certificate_of(hall.granted())
    certificate = hall.store("demo_window_1").load_certificate(certificate_id)
    rendered = hall.deeds("demo_window_1").render_certificate(certificate_id, copy_no)
    for read in readings(rendered.pdf).values():
        assert all(text in read for text in FACTS.values())
        assert certificate.number in read
        assert f"（{kind}）" in read
    (square,) = zxingcpp.read_barcodes(picture(rendered.pdf, 300))
    claim = read_square(square.text)
    assert (claim.number, claim.holder, claim.issued_on) == (
        certificate.number,
        certificate.holder,
        certificate.issued_on,
    )
    assert certificate.decision is not None
    assert certificate.digest.startswith(claim.digest)
    assert list(find_faults(claim, certificate.decision, certificate.frozen)) == []
