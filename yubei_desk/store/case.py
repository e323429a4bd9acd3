"""The file of one case 办件, as its reader may see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.act import Act
from yubei_desk.domain.applicant import Applicant
from yubei_desk.domain.case import Attachment, CaseFile, CaseMaterial, IssuedPaper, RelatedCertificate
from yubei_desk.errors import Refused
from yubei_desk.store.act import _load_acts, _load_moves
from yubei_desk.store.connect import Connected, Verify

UNSEEN = "查无此件，或者您无权查看"
# Each opening of an auditor's is written down; loading again what is open is none, as long as the day lasts.
OPEN = text("select law.open_matter(:id) where not (:again and law.has_opened(:id))")
CASE = text("""select m.id, m.version, m.state, t.label as state_label,
  nullif(m.due_on, 'infinity') as due_on, nullif(m.warn_on, 'infinity') as warn_on, m.section_id,
  s.name as section, s.department, coalesce(h.name, '') as handler, f.*, i.name as item,
  e.number as edition_no, e.promised_days, e.statutory_days, e.limit_unit, e.start_event, e.legal_basis,
  coalesce(p.applicant, f.masked_applicant) as applicant, w.name as window, r.name as receiver,
  coalesce(j.code, '') as project_code, coalesce(j.name, '') as project_name,
  law.now() as loaded_at, law.today() as today, q.accepted_on as joint_from,
  case when k.state <> 'cancelled' or f.statutory_on = q.outer_on then q.outer_on end as outer_on,
  case when k.state <> 'cancelled' then q.number else '' end as review,
  d.number - (select c.number from desk.calendar_day c where c.day = law.today()) as counted,
  coalesce((select v.provisional from desk.calendar_day v where v.day = f.promised_on), false) as provisional
from desk.matter m join desk.case_file f on f.matter_id = m.id join desk.item i on i.id = f.item_id
join desk.edition e on e.id = f.edition_id join desk.section s on s.id = m.section_id
join desk.section w on w.id = f.window_id join desk.staff r on r.id = f.receiver_id
join law.state t on t.kind = m.kind and t.state = m.state
left join desk.case_party p on p.matter_id = m.id left join desk.staff h on h.id = m.handler_id
left join desk.project j on j.matter_id = m.project_id left join desk.review q on q.matter_id = m.parent_id
left join desk.matter k on k.id = q.matter_id
left join desk.calendar_day d on d.day = m.due_on
where m.id = :id""")
MATERIALS = text("""select c.position, c.name, c.necessity, c.form, c.originals, c.copies,
  coalesce(t.blob_id::text, '') as blob, coalesce(t.file_name, '') as file_name
from desk.case_material c
left join desk.attachment t on t.matter_id = c.matter_id and t.material_position = c.position
where c.matter_id = :id
order by c.position""")
ATTACHMENTS = text("""select t.blob_id::text, t.file_name, t.material_position, b.digest, t.act_id
from desk.attachment t join desk.blob b on b.id = t.blob_id
where t.matter_id = :id
order by t.id""")
# What an act says, in the words the law asked with; the fields of a certificate's form stand behind them.
SAID = text("""select a.id, q.label, coalesce((select split_part(c, '=', 2) from unnest(q.choices) c
  where split_part(c, '=', 1) = v.value), v.value) as value
from desk.act a join desk.matter m on m.id = a.matter_id cross join lateral (
  select k.field, k.label, k.choices, k.position from law.ask k where k.kind = m.kind and k.act = a.kind
  union all
  select o.field, o.label, '{}', 1000 + o.position from desk.case_file f join desk.item i on i.id = f.item_id
  join desk.form_field o on o.form = i.certificate_form where f.matter_id = a.matter_id
) q cross join lateral (select a.body::jsonb ->> q.field as value) v
where a.matter_id = :id and v.value <> '' and q.field <> all ('{blob,stage,item,section,issue}')
  and jsonb_typeof(a.body::jsonb -> q.field) in ('string', 'number')
order by a.id, q.position""")
CERTIFICATES = text("""select c.matter_id, c.name, c.number, t.label
from desk.certificate c join desk.matter m on m.id = c.matter_id
join law.state t on t.kind = 'certificate' and t.state = m.state
where c.case_id = :id
order by c.matter_id""")
PAPERS = text("select form, document_no, issued_on, act_id from desk.paper where matter_id = :id order by id")
PAUSES = text(
    "select from_day, coalesce(to_day, law.today()) from desk.pause where matter_id = :id order by from_day"
)
PAPER_NAMES = {"receipt": "收件单", "acceptance_notice": "受理通知书", "grant_decision": "准予行政许可决定书"}


class CaseStore(Connected):
    """Cases."""

    def load_case(self, matter_id: int, again: bool = False) -> CaseFile:
        """The file of one case; an auditor's opening is written down first, unless it is open already and
        loaded `again`. Raises Refused when it is not theirs to see.
        """
        with self._at_once() as connection:
            connection.execute(OPEN, {"id": matter_id, "again": again})
        with self._together() as connection:
            row = connection.execute(CASE, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            return _case_file(connection, row, self._verify)

    def reveal_applicant(self, matter_id: int) -> Applicant:
        """The personal data of a case, for those who work on it; the showing is written down."""
        with self._at_once() as connection:
            private = connection.execute(text("select * from law.reveal(:id)"), {"id": matter_id}).one()
            party = connection.execute(
                text("select a.applicant from desk.case_party a where a.matter_id = :id"), {"id": matter_id}
            ).scalar_one()
        return Applicant(
            "",
            party,
            private.id_number,
            private.representative,
            private.contact,
            private.phone,
            private.address,
        )

    def load_blob(self, blob: UUID) -> tuple[str, bytes]:
        """A scan's media type and bytes; raises Refused when its case is not theirs to see."""
        with self._at_once() as connection:
            row = connection.execute(
                text("select media_type, content from desk.blob where id = :id"), {"id": blob}
            ).one_or_none()
        if row is None:
            raise Refused("没有这个附件，或者您无权查看")
        return row.media_type, row.content


def _case_file(connection: Connection, row: Row[tuple[object, ...]], verify: Verify) -> CaseFile:
    key = {"id": row.id}
    return CaseFile(
        **{each.name: row._mapping[each.name] for each in fields(CaseFile) if each.name in row._mapping},
        days_left=_days_left(row.counted, row.due_on, row.today),
        light=_light(row.due_on, row.warn_on, row.today),
        materials=tuple(CaseMaterial(*found) for found in connection.execute(MATERIALS, key)),
        attachments=tuple(Attachment(*found) for found in connection.execute(ATTACHMENTS, key)),
        acts=_with_words(connection, _load_acts(connection, [row.id], verify)),
        moves=_load_moves(connection, row.id),
        certificates=tuple(RelatedCertificate(*found) for found in connection.execute(CERTIFICATES, key)),
        papers=tuple(
            IssuedPaper(found.form, PAPER_NAMES.get(found.form, found.form), *found[1:])
            for found in connection.execute(PAPERS, key)
        ),
        pauses=tuple((found[0], found[1]) for found in connection.execute(PAUSES, key)),
    )


def _with_words(connection: Connection, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    said: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    if acts:
        for act_id, label, value in connection.execute(SAID, {"id": acts[0].matter_id}):
            said[act_id].append((label, value))
    return tuple(replace(act, said=tuple(said[act.id])) for act in acts)


def _days_left(counted: int | None, due_on: date | None, today: date) -> int | None:
    """Working days between two days as `deadline.days_left` counts them: a weekend after the due day is
    overdue, one before it is not the due day.
    """
    if counted is None or due_on is None or due_on == today:
        return counted
    return min(counted, -1) if due_on < today else max(counted, 1)


def _light(due_on: date | None, warn_on: date | None, today: date) -> str:
    if due_on is None or warn_on is None:
        return ""
    return "red" if due_on < today else "yellow" if warn_on <= today else "green"
