"""The joint review 联合审批: the board of the reviews one sees, and the file of one, seats and issues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, text

from yubei_desk.domain.act import Act
from yubei_desk.domain.case import Attachment, CaseMaterial
from yubei_desk.domain.meeting import AgendaItem, Board, Card, Issue, ReviewFile, Seat, SeatDot
from yubei_desk.errors import Refused
from yubei_desk.store.act import _load_acts, _load_moves
from yubei_desk.store.case import ATTACHMENTS, MATERIALS, OPEN, UNSEEN, _with_words
from yubei_desk.store.connect import Connected

# What ended lately still stands on the board, so that a meeting day can be looked back on.
KEPT = 40
# One statement for the whole board; a seat's opinion comes only to those whom row security shows it.
# The reviews to show are found first, and each is asked once who may see it.
SHOWN = f"""select r.matter_id from desk.review r join desk.matter m on m.id = r.matter_id
  where m.open and m.state <> '' union all
  (select r.matter_id from desk.review r join desk.matter m on m.id = r.matter_id
   where not m.open and m.state = 'finished' order by r.matter_id desc limit {KEPT})"""
CHANGED = """select r.matter_id from desk.review r join desk.matter m on m.id = r.matter_id
  where m.state not in ('', 'cancelled') and r.matter_id in (select unnest(cast(%(ids)s as bigint[]))
    union select x.parent_id from desk.matter x where x.id = any (%(ids)s) and x.parent_id is not null
    union select i.review_id from desk.review_item i where i.case_id = any (%(ids)s))"""
BOARD = """with mine as materialized (select law.my_sections() as sections),
shown as materialized ({shown})
select law.now(), law.today(), r.*
from (select) one left join lateral (
  select m.id, m.version, v.number, coalesce(p.name, '') as project, g.name as stage, m.state, w.label,
    n.name as lead, v.round, v.meeting_on, v.meeting_at, v.place, v.at_item, v.at_item_since, v.result,
    coalesce(i.names, '{{}}') as items, coalesce(s.dots, '[]') as seats, coalesce(q.open, 0) as issues,
    coalesce(q.last, '') as last_issue, coalesce(i.opened, 0), coalesce(i.ended, 0),
    m.section_id = any (mine.sections) or coalesce(s.mine, false)
  from shown o join desk.matter m on m.id = o.matter_id join desk.review v on v.matter_id = m.id
  join desk.stage g on g.matter_id = v.stage_id join desk.section n on n.id = m.section_id
  join law.state w on w.kind = 'review' and w.state = m.state cross join mine
  left join desk.project p on p.matter_id = m.project_id
  left join lateral (select array_agg(t.name order by y.position) as names, count(y.case_id)::int as opened,
      (count(*) filter (where not c.open))::int as ended
    from desk.review_item y join desk.item t on t.id = y.item_id left join desk.matter c on c.id = y.case_id
    where y.review_id = m.id) i on true
  left join lateral (select bool_or(x.section_id = any (mine.sections)) as mine,
      jsonb_agg(jsonb_build_array(x.id, z.name, x.state, coalesce(e.opinion, ''),
        coalesce(x.state = 'opined' and e.opined_round < v.round, false), x.section_id = any (mine.sections))
        order by x.id) as dots
    from desk.matter x join desk.section z on z.id = x.section_id left join desk.seat e on e.matter_id = x.id
    where x.parent_id = m.id and x.kind = 'seat') s on true
  left join lateral (select count(*)::int as open,
      (array_agg(z.name || '：' || u.words order by u.id desc))[1] as last
    from desk.issue u join desk.section z on z.id = u.section_id
    where u.review_id = m.id and u.settled_act is null) q on true
) r on true
order by r.meeting_on nulls last, r.meeting_at, r.id"""
REVIEW = text("""select m.id as matter_id, m.version, v.number, m.state, w.label as state_label, v.mode,
  c.name as process, g.name as stage, g.basis as stage_basis, v.stage_id, m.section_id, n.name as lead,
  h.name as window, coalesce(p.applicant, v.masked_applicant) as applicant, m.project_id,
  coalesce(j.name, '') as project, coalesce(j.code, '') as project_code, v.round, v.meeting_on, v.meeting_at,
  v.place, v.at_item, v.at_item_since, v.result, v.outer_on, law.now() as loaded_at,
  coalesce((select max(a.id) from desk.act a where a.matter_id = m.id and a.kind = 'adjourn'), 0)
    as adjourned_act,
  exists (select from desk.seat t where t.review_id = m.id) as opinions_shown
from desk.matter o join desk.matter m on m.id = case o.kind when 'seat' then o.parent_id else o.id end
join desk.review v on v.matter_id = m.id join desk.stage g on g.matter_id = v.stage_id
join desk.process c on c.code = g.process join desk.section n on n.id = m.section_id
join desk.section h on h.id = v.window_id join law.state w on w.kind = 'review' and w.state = m.state
left join desk.case_party p on p.matter_id = m.id left join desk.project j on j.matter_id = m.project_id
where o.id = :id""")
ITEMS = text("""select i.item_id, i.position, t.name, s.name as section, c.id as case_id,
  coalesce(f.number, '') as case_number, coalesce(c.state, '') as case_state,
  coalesce(w.label, '') as case_label
from desk.review_item i join desk.item t on t.id = i.item_id join desk.section s on s.id = t.section_id
left join desk.matter c on c.id = i.case_id left join desk.case_file f on f.matter_id = c.id
left join law.state w on w.kind = 'case' and w.state = c.state
where i.review_id = :id order by i.position""")
SEATS = text("""select x.id as matter_id, x.version, x.state, w.label as state_label, x.section_id,
  n.name as section, n.department, coalesce(s.opinion, '') as opinion, coalesce(s.words, '') as words,
  coalesce(s.conditions, '') as conditions, s.opined_act, coalesce(s.opined_round, 0) as opined_round,
  coalesce(s.absent_rounds, 0) as absent_rounds, s.invited_on,
  x.section_id = any ((select law.my_sections())::int[]) as mine
from desk.matter x join desk.section n on n.id = x.section_id
join law.state w on w.kind = 'seat' and w.state = x.state left join desk.seat s on s.matter_id = x.id
where x.parent_id = :id and x.kind = 'seat' and (cast(:only as bigint[]) is null or x.id = any(:only))
order by x.id""")
AT_TABLE = text("select law.now() as now, law.on_review(:id) as mine")
ISSUES = text("""select i.id, i.section_id, n.name as section, i.words, i.owner, i.due_on,
  coalesce(p.name, '') as raised_by, a.at as raised_at, coalesce(q.name, '') as settled_by,
  b.at as settled_at, coalesce(b.body::jsonb ->> 'text', '') as settled_words
from desk.issue i join desk.section n on n.id = i.section_id join desk.act a on a.id = i.act_id
left join desk.staff p on p.id = a.actor_id left join desk.act b on b.id = i.settled_act
left join desk.staff q on q.id = b.actor_id
where i.review_id = :id order by i.settled_act is not null, i.id""")
MORE_ITEMS = text("""select t.id, t.name from desk.stage_item g join desk.item t on t.id = g.item_id
where g.stage_id = :stage and t.id <> all(:ticked) order by g.position""")
MORE_SECTIONS = text("""select s.id, s.name from desk.section s
where s.kind = 'section' and s.id <> all(:seated) order by s.id""")


class MeetingStore(Connected):
    """Joint reviews."""

    def load_board(self, changed: tuple[int, ...] | None = None) -> Board:
        """All reviews that are not over, and those that ended last; with `changed`, only the reviews these
        matters (reviews, seats, parallel cases) belong to.
        """
        if changed is None:
            found = self._bare(BOARD.format(shown=SHOWN), {}, prepare=True)
        else:
            with self._planned_once() as connection:
                driver: Any = connection.connection.driver_connection
                found = driver.execute(BOARD.format(shown=CHANGED), {"ids": list(changed)}).fetchall()
        now, today = found[0][:2]
        return Board(tuple(_card(row[2:]) for row in found if row[2] is not None), now, today)

    def load_review(self, matter_id: int, again: bool = False) -> ReviewFile:
        """The file of one review, asked for by its own number or that of one of its seats; an auditor's
        opening is written down first, unless it is open already and loaded `again`. Raises Refused when it
        is not theirs to see.
        """
        with self._at_once() as connection:
            connection.execute(OPEN, {"id": matter_id, "again": again})
        with self._planned_once() as connection:
            row = connection.execute(REVIEW, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            return self._review_file(connection, row)

    def refresh_review(self, file: ReviewFile, changed: frozenset[int]) -> ReviewFile:
        """The file as it stands now. Where nothing but seats of it has `changed`, a person at its table
        reads those and what may be done now; else it is all read anew. Raises Refused as load_review.
        """
        told, key = changed & file.ids, {"id": file.matter_id}
        if file.my_seat is not None and told <= {seat.matter_id for seat in file.seats}:
            with self._planned_once() as connection:
                table = connection.execute(AT_TABLE, key).one()
                if table.mine:
                    rows = connection.execute(SEATS, {**key, "only": list(told)}).all()
                    fresh = {each.matter_id: each for each in self._seats(connection, rows, file)}
                    return replace(
                        file,
                        seats=tuple(fresh.get(seat.matter_id, seat) for seat in file.seats),
                        moves=_load_moves(connection, file.matter_id),
                        loaded_at=table.now,
                    )
        return self.load_review(file.matter_id, again=True)

    def load_online(self, review_id: int) -> frozenset[int]:
        """The sections at this table at whose desks somebody is signed in now; none for who is not at it."""
        return frozenset(self._bare("select law.on_line(%s)", (review_id,))[0][0])

    def _review_file(self, connection: Connection, row: Row[Any]) -> ReviewFile:
        key = {"id": row.matter_id}
        found = connection.execute(SEATS, {**key, "only": None}).all()
        items = tuple(AgendaItem(**each._mapping) for each in connection.execute(ITEMS, key))
        ticked = {"stage": row.stage_id, "ticked": [item.item_id for item in items]}
        seated = {"seated": [seat.section_id for seat in found]}
        file = ReviewFile(
            **{name: value for name, value in row._mapping.items() if name != "stage_id"},
            items=items,
            seats=(),
            issues=tuple(Issue(**each._mapping) for each in connection.execute(ISSUES, key)),
            materials=tuple(CaseMaterial(*each) for each in connection.execute(MATERIALS, key)),
            attachments=tuple(Attachment(*each) for each in connection.execute(ATTACHMENTS, key)),
            acts=_with_words(connection, _load_acts(connection, [row.matter_id], self._verify)),
            moves=_load_moves(connection, row.matter_id),
            more_items=_pairs(connection.execute(MORE_ITEMS, ticked).all()),
            more_sections=_pairs(connection.execute(MORE_SECTIONS, seated).all()),
        )
        return replace(file, seats=self._seats(connection, found, file))

    def _seats(self, connection: Connection, rows: Sequence[Row[Any]], file: ReviewFile) -> tuple[Seat, ...]:
        """These seats at the table of a review, with what was done at each."""
        acts: defaultdict[int, tuple[Act, ...]] = defaultdict(tuple)
        for act in _load_acts(connection, [row.matter_id for row in rows], self._verify):
            acts[act.matter_id] = (*acts[act.matter_id], act)
        return tuple(
            Seat(
                **row._mapping,
                number=file.number,
                materials=file.materials,
                attachments=file.attachments,
                acts=acts[row.matter_id],
                moves=_load_moves(connection, row.matter_id) if row.mine else (),
            )
            for row in rows
        )


def _card(row: tuple[Any, ...]) -> Card:
    *facts, items, seats, issues, last, opened, ended, mine = row
    dots = tuple(SeatDot(*each) for each in seats)
    values: list[Any] = [*facts, tuple(items), dots, issues, last, opened, ended, mine]
    return Card(*values)


def _pairs(rows: Any) -> tuple[tuple[int, str], ...]:
    return tuple((row[0], row[1]) for row in rows)
