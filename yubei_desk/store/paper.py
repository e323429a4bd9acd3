"""The facts of the papers 收件单, 受理通知书, 准予行政许可决定书, as the ledger has them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Row, text

from yubei_desk.domain.identifier import check_id_card, check_uscc, mask_id_card
from yubei_desk.errors import Refused
from yubei_desk.store.act import _verdict
from yubei_desk.store.case import PAPER_NAMES, UNSEEN
from yubei_desk.store.connect import Connected

FACTS = text("""select p.document_no, p.issued_on, a.id as act_id, encode(a.hash, 'hex') as hash,
  a.body, a.at, a.lending_id, coalesce(j.name, '') as project, f.*, i.name as item,
  e.promised_days, e.statutory_days, e.limit_unit,
  e.legal_basis, s.name as section, s.department, w.name as window, r.name as receiver, y.applicant,
  c.practice, a.letter, a.signature, k.public_key, g.number as certificate_number,
  g.name as certificate_name, coalesce(v.provisional, false) as provisional
from desk.paper p join desk.act a on a.id = p.act_id
join desk.case_file f on f.matter_id = p.matter_id join desk.item i on i.id = f.item_id
join desk.edition e on e.id = f.edition_id join desk.section s on s.id = a.section_id
join desk.section w on w.id = f.window_id join desk.staff r on r.id = f.receiver_id
join desk.case_party y on y.matter_id = f.matter_id
left join desk.matter m on m.id = p.matter_id left join desk.project j on j.matter_id = m.project_id
left join desk.signing_key k on k.id = a.key_id
left join desk.calendar_day v on v.day = f.promised_on
left join desk.certificate g on g.decision_id = a.id, desk.centre c
where p.matter_id = :id and p.form = :form
order by p.id desc limit 1""")
# What was handed in stands in the act of the receipt, which the window may read for good: a receipt printed
# again after acceptance, when the materials themselves are the section's alone, is the same receipt.
MATERIALS = text("""select m.position, m.name, r.originals, r.copies, r.form
from desk.material m join jsonb_to_recordset(cast(:body as jsonb) -> 'materials')
  as r(position int, form text, originals int, copies int) on r.position = m.position
where m.edition_id = :edition and r.form <> 'missing' order by m.position""")
FORMS = {"paper": "纸质", "electronic": "电子", "promised": "承诺补交"}


class PaperStore(Connected):
    """What a paper says; personal data on it is revealed, and so written down."""

    def load_paper(self, matter_id: int, form: str) -> Mapping[str, object]:
        """The facts of a case's newest paper of this form; raises Refused when there is none or it is not
        theirs to see.
        """
        with self._at_once() as connection:
            private = connection.execute(text("select * from law.reveal(:id)"), {"id": matter_id}).one()
        with self._together() as connection:
            row = connection.execute(FACTS, {"id": matter_id, "form": form}).one_or_none()
            if row is None:
                raise Refused(UNSEEN if form not in PAPER_NAMES else f"本件还没有{PAPER_NAMES[form]}")
            materials = [
                {**found._asdict(), "form": FORMS[found.form]}
                for found in connection.execute(MATERIALS, {"body": row.body, "edition": row.edition_id})
            ]
        verdict = _verdict(row, self._verify)
        return {
            **_facts(row),
            "signature": verdict,
            "applicant_id": printed_number(private.id_number, row.issued_on),
            "contact": private.contact,
            "phone": private.phone,
            "materials": materials,
        }


def printed_number(number: str, today: date) -> str:
    """A 统一社会信用代码 is public and printed whole; all else may be a person's, and is masked."""
    personal = check_id_card(number, today).verdict != "refuse"
    return mask_id_card(number) if personal or check_uscc(number).verdict == "refuse" else number


def _facts(row: Row[tuple[object, ...]]) -> dict[str, object]:
    body = json.loads(row.body)
    unit = "工作日" if row.limit_unit == "working" else "日"
    return {
        "number": row.number,
        "document_no": row.document_no,
        "item": row.item,
        "business": f"{row.business}　{row.project}".strip(),
        "applicant": row.applicant,
        "received_at": row.at,
        "applied_on": row.received_on,
        "accepted_on": row.accepted_on,
        "promised_on": row.promised_on,
        "promised_days": f"{row.promised_days} 个{unit}",
        "statutory_days": f"{row.statutory_days} 个{unit}",
        "receiver": row.receiver,
        "window": row.window,
        "section": row.section,
        "department": row.department,
        "legal_basis": row.legal_basis,
        "query_code": row.number,
        "provisional": "（暂定）" if row.provisional else "",
        "provisional_year": str(row.promised_on.year) if row.provisional else "",
        "hand_receipt": _hand_receipt(body),
        "promised_text": f"自受理之日起 {row.promised_days} 个{unit}内办结",
        "act_number": str(row.act_id),
        "chain_head": row.hash[:8],
        "practice": row.practice,
        "decided_on": row.issued_on,
        "reasons": body.get("reasons", ""),
        "decision_text": body.get("reasons", ""),
        "conditions": body.get("conditions", ""),
        "certificate_name": row.certificate_name or "",
        "certificate_number": row.certificate_number or "",
        "signer": "首席代表（代）" if row.lending_id else "首席代表",
    }


def _hand_receipt(body: Mapping[str, object]) -> str:
    """The number of the paper receipt an earlier day rests on, "" for a case received the day it came."""
    hand = body.get("hand_receipt")
    return str(hand.get("number", "")) if isinstance(hand, Mapping) and body.get("received_on") else ""
