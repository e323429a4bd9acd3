"""Certificates 证照: what waits to be made, checked and handed over, and the facts for the paper."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.certificate import CertificateFile, CertificateRow, Decision, Sheet, halt_moves
from yubei_desk.errors import Refused
from yubei_desk.store.act import _load_acts, _load_moves
from yubei_desk.store.case import OPEN, UNSEEN
from yubei_desk.store.connect import Connected, Verify

LIST = """select c.matter_id, m.version, c.number, c.name, c.holder, f.number as case_number,
  s.name as section, m.state, t.label, c.issued_on
from desk.matter m join desk.certificate c on c.matter_id = m.id
join desk.case_file f on f.matter_id = c.case_id join desk.section s on s.id = m.section_id
join law.state t on t.kind = m.kind and t.state = m.state
where m.kind = 'certificate' and {filters}
order by m.id desc limit 200"""
ONE = text("""select c.*, m.version as seen, m.state, t.label as state_label,
  f.number as case_number, s.name as section, s.department, k.copies,
  d.id as act_id, left(encode(d.hash, 'hex'), 8) as mark, d.letter, d.body, d.signature as signed,
  y.fingerprint as key, y.public_key, (select z.practice from desk.centre z) as practice
from desk.certificate c join desk.matter m on m.id = c.matter_id
join desk.case_file f on f.matter_id = c.case_id join desk.section s on s.id = m.section_id
join law.state t on t.kind = m.kind and t.state = m.state
join desk.certificate_kind k on k.form = c.form left join desk.act d on d.id = c.decision_id
left join desk.signing_key y on y.id = d.key_id
where c.matter_id = :id""")
# Whoever looks at a certificate looks at the decision behind it: an auditor opens the case as well.
OPEN_CASE = text("""select law.open_matter(c.case_id) from desk.certificate c
where c.matter_id = :id and not (:again and law.has_opened(c.case_id))""")
SHEETS = text("""select s.id, s.copy_no, s.copy_kind, s.blank_serial, s.state, s.reason, a.at,
  p.name as printed_by
from desk.sheet s join desk.act a on a.id = s.printed_act join desk.staff p on p.id = a.actor_id
where s.certificate_id = :id
order by s.id""")
COUNTS = text("""select m.state, count(*) as how_many
from desk.matter m join desk.certificate c on c.matter_id = m.id
where m.kind = 'certificate' and m.open
group by 1""")
SHEET_STATES = {"printed": "待核对", "confirmed": "核对无误", "spoiled": "已作废"}


class CertificateStore(Connected):
    """Certificates and their sheets."""

    def load_certificates(self, state: str = "") -> tuple[CertificateRow, ...]:
        """The latest 200 in this state (empty = all that are still open), newest first."""
        filters = "m.state = :state" if state else "m.open"
        with self._at_once() as connection:
            return tuple(
                CertificateRow(*row)
                for row in connection.execute(text(LIST.format(filters=filters)), {"state": state})
            )

    def count_certificates(self) -> Mapping[str, int]:
        """How many open certificates stand in each state, and under "" all of them; delivered ones are not
        counted: their number only grows.
        """
        with self._at_once() as connection:
            counts = {row.state: row.how_many for row in connection.execute(COUNTS)}
        return {"": sum(counts.values()), **counts}

    def load_certificate(self, matter_id: int, again: bool = False) -> CertificateFile:
        """A certificate with its sheets, moves and the verdict on the decision behind it; raises Refused
        when not theirs to see.
        """
        with self._at_once() as connection:
            for opening in (OPEN, OPEN_CASE):
                connection.execute(opening, {"id": matter_id, "again": again})
        with self._together() as connection:
            row = connection.execute(ONE, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            return _certificate_file(connection, row, self._verify)


def _certificate_file(
    connection: Connection, row: Row[tuple[object, ...]], verify: Verify
) -> CertificateFile:
    decision = [act for act in _load_acts(connection, [row.case_id], verify) if act.id == row.decision_id]
    signature = decision[0].signature if decision else "broken"
    moves = _load_moves(connection, row.matter_id)
    return CertificateFile(
        matter_id=row.matter_id,
        version=row.seen,
        number=row.number,
        name=row.name,
        form=row.form,
        state=row.state,
        state_label=row.state_label,
        holder=row.holder,
        case_id=row.case_id,
        case_number=row.case_number,
        section=row.section,
        department=row.department,
        issued_on=row.issued_on,
        frozen=row.facts,
        decision=_decision(row),
        copies=tuple(enumerate(row.copies, start=1)),
        sheets=tuple(_sheet(found) for found in connection.execute(SHEETS, {"id": row.matter_id})),
        acts=_load_acts(connection, [row.matter_id], verify),
        moves=moves if signature == "valid" else halt_moves(moves),
        signature=signature,
        practice=row.practice,
    )


def _decision(row: Row[tuple[object, ...]]) -> Decision | None:
    if row.key is None:
        return None
    return Decision(row.act_id, row.mark, row.letter, row.body, row.signed, row.key, row.public_key)


def _sheet(row: Row[tuple[object, ...]]) -> Sheet:
    return Sheet(
        row.id,
        row.copy_no,
        row.copy_kind,
        row.blank_serial,
        row.state,
        SHEET_STATES[row.state],
        row.printed_by,
        row.at,
        row.reason,
    )
