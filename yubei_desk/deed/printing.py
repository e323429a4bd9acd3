"""Printing 打印: facts of the ledger on an office form; a certificate's sheet is on the books before it
is on paper.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from yubei_desk.domain.act import Wish
from yubei_desk.domain.certificate import BROKEN, CertificateFile
from yubei_desk.domain.paper import Offset, Rendered
from yubei_desk.errors import BadInput, Refused
from yubei_desk.paper.calibration import calibration_sheet
from yubei_desk.paper.load import load_form
from yubei_desk.paper.page import draw_pages
from yubei_desk.paper.qr import find_faults, read_square, square_text
from yubei_desk.paper.render import render
from yubei_desk.store.store import Store

PRINT_DPI = 300


class PrintingDeeds:
    """Papers and certificates; `forms` is the folder of the office's forms."""

    def __init__(self, store: Store, forms: Path) -> None:
        self._store = store
        self._forms = forms

    def render_paper(self, matter_id: int, form: str) -> Rendered:
        """A paper of a case; raises Refused when there is none or its decision does not verify, BadInput
        for what cannot be printed.
        """
        facts = self._store.load_paper(matter_id, form)
        if facts["signature"] == "broken":
            raise Refused(BROKEN)
        return self._render(form, facts, f"{facts['number']}-{form}")

    def render_certificate(self, matter_id: int, copy_no: int) -> Rendered:
        """A certificate's page as it prints; raises Refused when the decision behind it does not verify or
        did not grant what would be printed, BadInput('copy_no') for a copy there is none of.
        """
        certificate = self._store.load_certificate(matter_id)
        if certificate.signature != "valid" or certificate.decision is None:
            raise Refused(BROKEN)
        facts = certificate_facts(certificate, copy_no)
        square = read_square(str(facts["qr_text"]))
        for fault in find_faults(square, certificate.decision, certificate.frozen):
            raise Refused(f"{fault}，不得打印，请报告审计监督")
        return self._render(certificate.form, facts, certificate.number)

    def print_sheet(self, wish: Wish, copy_no: int, blank_serial: str) -> Rendered:
        """Render a sheet, file it, and hand the pages back for the printer: no sheet leaves without its
        line in the ledger.
        """
        assert wish.matter_id is not None
        rendered = self.render_certificate(wish.matter_id, copy_no)
        body = {**wish.body, "copy_no": copy_no, "blank_serial": blank_serial, "digest": rendered.digest}
        self._store.file_act(replace(wish, body=body))
        return rendered

    def render_calibration(self, form: str, offset: Offset) -> Rendered:
        """The sheet with rulers, of the size of this form, on which the offset is told."""
        return rendered(calibration_sheet(load_form(self._forms / form), offset), f"{form}-calibration")

    def _render(self, form: str, facts: Mapping[str, object], name: str) -> Rendered:
        return rendered(render(load_form(self._forms / form), facts), name)


def rendered(pdf: bytes, name: str) -> Rendered:
    """A PDF with its pages as pictures for a printer."""
    return Rendered(f"{name}.pdf", pdf, draw_pages(pdf, PRINT_DPI), hashlib.sha256(pdf).hexdigest())


def certificate_facts(certificate: CertificateFile, copy_no: int) -> dict[str, object]:
    """What stands on a certificate: the frozen facts, number, holder, issuer, day and the text of its QR
    code; raises BadInput('copy_no') for a copy there is none of.
    """
    assert certificate.decision is not None
    copies = dict(certificate.copies)
    if copy_no not in copies:
        raise BadInput("copy_no", f"本证照共 {len(copies)} 本，没有第 {copy_no} 本，请重新选择")
    facts = {
        **certificate.facts,
        "number": certificate.number,
        "holder": certificate.holder,
        "issuer": certificate.department,
        "issued_on": certificate.issued_on,
        "copy": copies[copy_no],
        "practice": certificate.practice,
    }
    return {
        **facts,
        "qr_text": square_text(
            certificate.number,
            certificate.holder,
            certificate.issued_on,
            certificate.digest,
            certificate.decision,
        ),
    }
