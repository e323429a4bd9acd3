"""The facts of the papers 收件单, 受理通知书, 准予行政许可决定书, as the ledger has them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.identifier import check_id_card, check_uscc, mask_id_card
from yubei_desk.errors import Refused
from yubei_desk.store.act import _verdict
from yubei_desk.store.case import PAPER_NAMES, UNSEEN
from yubei_desk.store.connect import Connected

FACTS = text("""select p.document_no, p.issued_on, a.id as act_id, encode(a.hash, 'hex') as hash,
  a.kind, a.body, a.at, a.lending_id, coalesce(j.name, '') as project, f.*, i.name as item,
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
# One receipt for all items of a joint application; in 联合办理 each has its case from the same act on.
JOINT = text("""select p.document_no, p.issued_on, a.id as act_id, encode(a.hash, 'hex') as hash, a.body,
  a.at, v.number, v.mode, g.name as stage, j.name as project, s.name as section, s.department,
  w.name as window, r.name as receiver, y.applicant, c.practice
from desk.paper p join desk.act a on a.id = p.act_id join desk.review v on v.matter_id = p.matter_id
join desk.stage g on g.matter_id = v.stage_id join desk.section s on s.id = a.section_id
join desk.section w on w.id = v.window_id join desk.staff r on r.id = a.actor_id
join desk.case_party y on y.matter_id = v.matter_id join desk.matter m on m.id = v.matter_id
join desk.project j on j.matter_id = m.project_id, desk.centre c
where p.matter_id = :id and p.form = :form
order by p.id desc limit 1""")
JOINT_ITEMS = text("""select x.position, i.name, s.name as section, e.promised_days, e.limit_unit,
  coalesce(f.number, '') as number
from jsonb_array_elements_text(cast(:body as jsonb) -> 'items') with ordinality as x(item, position)
join desk.item i on i.id::text = x.item join desk.section s on s.id = i.section_id
join desk.review_item v on v.review_id = :id and v.item_id = i.id join desk.edition e on e.id = v.edition_id
left join desk.case_file f on f.matter_id = v.case_id and :joint order by x.position""")
JOINT_MATERIALS = text("""select r.position, r.name, coalesce(r.originals, 0) as originals,
  coalesce(r.copies, 0) as copies, r.form
from jsonb_to_recordset(cast(:body as jsonb) -> 'materials')
  as r(position int, name text, form text, originals int, copies int)
where r.form <> 'missing' order by r.position""")
FORMS = {"paper": "纸质", "electronic": "电子", "promised": "承诺补交"}


class PaperStore(Connected):
    """What a paper says; personal data on it is revealed, and so written down."""

    def load_paper(self, matter_id: int, form: str) -> Mapping[str, object]:
        """The facts of the newest paper of this form of a case, or the receipt of a joint application;
        raises Refused when there is none or it is not theirs to see.
        """
        with self._at_once() as connection:
            private = connection.execute(text("select * from law.reveal(:id)"), {"id": matter_id}).one()
        with self._together() as connection:
            facts = self._of_case(connection, matter_id, form) or _of_review(connection, matter_id, form)
            if facts is None:
                raise Refused(UNSEEN if form not in PAPER_NAMES else f"本件还没有{PAPER_NAMES[form]}")
            issued_on = facts.pop("issued_on")
        return {
            **facts,
            "applicant_id": printed_number(private.id_number or "", issued_on),
            "contact": private.contact,
            "phone": private.phone,
        }

    def _of_case(self, connection: Connection, matter_id: int, form: str) -> dict[str, Any] | None:
        row = connection.execute(FACTS, {"id": matter_id, "form": form}).one_or_none()
        if row is None:
            return None
        handed = connection.execute(MATERIALS, {"body": row.body, "edition": row.edition_id})
        materials, verdict = _material_rows(handed), _verdict(row, self._verify)
        return {**_facts(row), "materials": materials, "signature": verdict, "issued_on": row.issued_on}


def _material_rows(found: Iterable[Row[Any]]) -> list[dict[str, object]]:
    return [{**row._asdict(), "form": FORMS[row.form]} for row in found]


def _of_review(connection: Connection, matter_id: int, form: str) -> dict[str, Any] | None:
    row = connection.execute(JOINT, {"id": matter_id, "form": form}).one_or_none()
    if row is None:
        return None
    joint = row.mode == "联合办理"
    found = connection.execute(JOINT_ITEMS, {"body": row.body, "id": matter_id, "joint": joint}).all()
    items = [{**each._asdict(), "promised": f"{each.promised_days} 个{_unit(each)}"} for each in found]
    return {
        "number": row.number,
        "item": f"{row.mode}（{row.stage}）" + (f"，共 {len(items)} 项" if items else ""),
        "items": items,
        "business": row.project,
        "applicant": row.applicant,
        "received_at": row.at,
        "applied_on": row.issued_on,
        "receiver": row.receiver,
        "window": row.window,
        "section": row.section,
        "department": row.department,
        "query_code": row.number,
        "promised_text": "各事项自受理之日起分别计算" if joint else "预审服务不起算办理期限",
        "application": joint,
        "consultation": not joint,
        "act_number": str(row.act_id),
        "chain_head": row.hash[:8],
        "practice": row.practice,
        "materials": _material_rows(connection.execute(JOINT_MATERIALS, {"body": row.body})),
        "signature": "",
        "issued_on": row.issued_on,
    }


def _unit(row: Row[Any]) -> str:
    return "工作日" if row.limit_unit == "working" else "日"


def printed_number(number: str, today: date) -> str:
    """A 统一社会信用代码 is public and printed whole; all else may be a person's, and is masked."""
    personal = check_id_card(number, today).verdict != "refuse"
    return mask_id_card(number) if personal or check_uscc(number).verdict == "refuse" else number


def _facts(row: Row[tuple[object, ...]]) -> dict[str, object]:
    body = json.loads(row.body)
    unit = _unit(row)
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
        "application": True,
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
