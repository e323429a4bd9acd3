"""Minutes 会议纪要 of a joint review, read from the acts of the review and its seats."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.act import Act
from yubei_desk.domain.invitation import Invitation
from yubei_desk.domain.minutes import (
    AgendaItem,
    IssueRecord,
    Minutes,
    SeatRecord,
    Session,
    read_conclusion,
    read_notes,
    read_opinions,
    read_paper_opinions,
    read_presences,
    read_sessions,
    stamp_of,
    standing_opinion,
    word,
)
from yubei_desk.errors import Refused
from yubei_desk.store.act import _load_acts
from yubei_desk.store.case import UNSEEN
from yubei_desk.store.connect import Connected

APART = "席位意见只有席位科室、牵头科室和审计监督可以查看"
UNCALLED = "联合审批还没有召集，没有会议纪要和意见汇总表"
# The seats are matters of their own: an auditor opens them with their review.
OPEN = text("""select law.open_matter(m.id) from desk.matter m
where (m.id = :id or m.parent_id = :id and m.kind = 'seat') and not (:again and law.has_opened(m.id))""")
REVIEW = text("""select r.matter_id as review_id, r.number, r.mode, g.name as stage, p.name as process,
  j.name as project, coalesce(j.code, '') as project_code, s.name as lead, s.department, c.practice,
  coalesce(y.applicant, r.masked_applicant) as applicant
from desk.review r join desk.matter m on m.id = r.matter_id join desk.stage g on g.matter_id = r.stage_id
join desk.process p on p.code = g.process join desk.section s on s.id = m.section_id
join desk.project j on j.matter_id = m.project_id left join desk.case_party y on y.matter_id = m.id,
desk.centre c where r.matter_id = :id""")
SEATS = text("""select x.matter_id, x.position, s.name as section, s.department, x.invited_on
from desk.seat x join desk.matter m on m.id = x.matter_id join desk.section s on s.id = m.section_id
where x.review_id = :id order by x.position""")
AGENDA = text("""select x.position, i.name as item, s.name as section, coalesce(f.number, '') as case_number,
  e.promised_days, e.limit_unit
from desk.review_item x join desk.item i on i.id = x.item_id join desk.section s on s.id = i.section_id
join desk.edition e on e.id = x.edition_id left join desk.case_file f on f.matter_id = x.case_id
where x.review_id = :id order by x.position""")
ISSUES = text("""select i.act_id, i.settled_act, s.name as section
from desk.issue i join desk.section s on s.id = i.section_id where i.review_id = :id order by i.id""")
LABELS = text("""select a.field, split_part(c, '=', 1) as value, split_part(c, '=', 2) as label
from law.ask a, unnest(a.choices) c
where (a.kind, a.act) in (('seat', 'opine'), ('review', 'conclude'))""")
INVITATIONS = text("""select c.id::text as centre_id, m.id as seat_id, r.number, s.name as section,
  g.name as stage, j.name as project, r.round, r.meeting_on, r.meeting_at, r.place,
  v.state = 'cancelled' as cancelled,
  (select max(a.at) from desk.act a where a.matter_id = v.id and a.kind in ('convene', 'cancel')) as told_at
from desk.review r join desk.matter v on v.id = r.matter_id join desk.stage g on g.matter_id = r.stage_id
join desk.project j on j.matter_id = v.project_id join desk.seat x on x.review_id = r.matter_id
join desk.matter m on m.id = x.matter_id join desk.section s on s.id = m.section_id, desk.centre c
where r.matter_id = :id order by x.position""")


class MinutesStore(Connected):
    """What was said at the table, for whoever sees the seats' opinions."""

    def load_minutes(self, review_id: int, again: bool = False) -> Minutes:
        """A review as its acts tell it; an auditor's opening is written down first, unless it is open already
        and loaded `again`. Raises Refused where it, or its seats, are not theirs to see, or nobody was
        called together yet.
        """
        with self._at_once() as connection:
            connection.execute(OPEN, {"id": review_id, "again": again})
        with self._together() as connection:
            row = connection.execute(REVIEW, {"id": review_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            seats = connection.execute(SEATS, {"id": review_id}).all()
            if not seats:
                raise Refused(APART)
            acts = _load_acts(connection, [review_id, *(seat.matter_id for seat in seats)], self._verify)
            return _minutes(connection, row, seats, acts)

    def load_invitations(self, review_id: int) -> tuple[Invitation, ...]:
        """One for each seat, of the round that was convened last; raises Refused as `load_minutes` does."""
        with self._at_once() as connection:
            rows = connection.execute(INVITATIONS, {"id": review_id}).all()
        if not rows:
            raise Refused(APART)
        if rows[0].meeting_on is None:
            raise Refused(UNCALLED)
        return tuple(Invitation(**row._mapping) for row in rows)


def _minutes(
    connection: Connection,
    row: Row[tuple[object, ...]],
    seats: Sequence[Row[tuple[object, ...]]],
    acts: tuple[Act, ...],
) -> Minutes:
    key, told = {"id": row.review_id}, defaultdict[int, list[Act]](list)
    for act in acts:
        told[act.matter_id].append(act)
    own = told[row.review_id]
    sessions = read_sessions(own)
    if not sessions:
        raise Refused(UNCALLED)
    labels = {found.value: found.label for found in connection.execute(LABELS)}
    agenda = tuple(_agenda_item(found) for found in connection.execute(AGENDA, key))
    conclusion = read_conclusion(own, labels)
    return Minutes(
        **row._mapping,
        sessions=sessions,
        agenda=agenda,
        seats=tuple(
            _seat(seat, told[seat.matter_id], sessions, labels, concluded=conclusion is not None)
            for seat in seats
        ),
        papers=read_paper_opinions(own, labels),
        issues=_issues(own, connection.execute(ISSUES, key).all()),
        notes=read_notes(own, agenda),
        conclusion=conclusion,
        last=conclusion.stamp if conclusion else stamp_of(own[-1]),
        fault=_fault(acts, {seat.matter_id: seat.section for seat in seats}),
    )


def _agenda_item(row: Row[tuple[object, ...]]) -> AgendaItem:
    unit = "工作日" if row.limit_unit == "working" else "日"
    promised = f"{row.promised_days} 个{unit}"
    return AgendaItem(row.position, row.item, row.section, row.case_number, promised)


def _seat(
    row: Row[tuple[object, ...]],
    acts: Sequence[Act],
    sessions: Sequence[Session],
    labels: Mapping[str, str],
    *,
    concluded: bool,
) -> SeatRecord:
    opinions = read_opinions(acts, sessions, labels)
    stands = standing_opinion(acts, opinions)
    return SeatRecord(
        row.position,
        row.section,
        row.department,
        row.invited_on,
        read_presences(acts, sessions, concluded=concluded),
        stands,
        tuple(each for each in opinions if each is not stands),
    )


def _issues(acts: Sequence[Act], rows: Sequence[Row[tuple[object, ...]]]) -> tuple[IssueRecord, ...]:
    by_id = {act.id: act for act in acts}
    issues = []
    for row in rows:
        raised, settled = by_id[row.act_id], by_id.get(row.settled_act)
        due_on = word(raised, "due_on")
        issues.append(
            IssueRecord(
                row.section,
                word(raised, "text"),
                word(raised, "owner"),
                date.fromisoformat(due_on) if due_on else None,
                stamp_of(raised),
                stamp_of(settled) if settled else None,
                word(settled, "text") if settled else "",
            )
        )
    return tuple(issues)


def _fault(acts: Sequence[Act], sections: Mapping[int, str]) -> str:
    """The first signed act whose signature fails, or whose letter speaks of other words than the ledger."""
    for act in acts:
        if act.signature == "broken":
            return f"{sections.get(act.matter_id, '牵头科室')}的“{act.label}”"
    return ""
