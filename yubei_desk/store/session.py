"""Signing in and the first page 工作台: who I am, what waits, who decides today, what the jump box finds."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, text

from yubei_desk.domain.deadline import Calendar, Day
from yubei_desk.domain.home import (
    Attempt,
    Audit,
    EarlierReceipt,
    Followed,
    Home,
    JumpRow,
    Meeting,
    Recent,
    Waiting,
)
from yubei_desk.domain.staff import Decider, Duty, Session
from yubei_desk.errors import Refused
from yubei_desk.store.connect import Connected
from yubei_desk.store.worklist import _count_lights

DECIDERS = text("select section_id, section, names from law.deciders()")
COUNT_STATES = text("""select m.kind, m.state, count(*) as how_many
from desk.matter m
where m.open and m.kind in ('case', 'certificate')
  and (:hall or m.section_id = any((select law.my_sections())::int[]))
group by 1, 2""")
# The last act of each case that moved lately. The section stands in the query itself: row security asks its
# dear questions only of acts that are not of one's own section.
RECENT = text("""select f.matter_id, f.number, i.name as title,
  coalesce(s.name, '系统依法') || ' ' || coalesce((select t.label from law.transition t where t.act = a.kind
  limit 1), a.kind) as what, a.at
from (select distinct on (o.matter_id) o.* from (select x.id, x.matter_id, x.kind, x.actor_id, x.at
    from desk.act x where x.id > (select coalesce(max(y.id), 0) - 1000 from desk.act y)
    and (:hall or x.section_id = any((select law.my_sections())::int[]))) o
  order by o.matter_id, o.id desc) a
join desk.case_file f on f.matter_id = a.matter_id join desk.item i on i.id = f.item_id
left join desk.staff s on s.id = a.actor_id
order by a.id desc limit 20""")
# The reviews that have been called in which a section of mine has a seat or leads, the next meeting first.
MEETINGS = text("""select m.id, p.name || ' · ' || g.name as title, r.meeting_on, r.meeting_at, r.place,
  coalesce((select t.label from desk.matter s join law.state t on t.kind = s.kind and t.state = s.state
    where s.parent_id = m.id and s.kind = 'seat' and s.section_id = any(:mine) order by s.id limit 1), '牵头')
from desk.matter m join desk.review r on r.matter_id = m.id join desk.stage g on g.matter_id = r.stage_id
join desk.project p on p.matter_id = m.project_id
where m.kind = 'review' and m.open and m.state in ('convened', 'in_session')
  and (m.section_id = any(:mine) or exists (select from desk.matter s
    where s.parent_id = m.id and s.kind = 'seat' and s.section_id = any(:mine)))
order by r.meeting_on, r.meeting_at, m.id limit 20""")
FOLLOWED = text("""select f.project_id, p.name, f.step
from desk.follow f join desk.project p on p.matter_id = f.project_id
where f.staff_id = (select law.my_id()) order by f.act_id desc limit 50""")
# What was tried, in the law's word; words that are no act stand as they were sent.
ATTEMPTS = text("""select p.at, p.login, coalesce((select t.label from law.transition t where t.act = p.act
  order by t.position limit 1), case p.act when 'reveal' then '查看个人信息' else p.act end), p.sentence
from desk.attempt p order by p.at desc limit 30""")
# Entered on a later day than the applicant came (LAW receive), the newest first.
EARLIER = text("""select f.matter_id, f.number, f.received_on, (select p.issued_on from desk.paper p
    where p.matter_id = f.matter_id and p.form = 'receipt'), f.hand_receipt, s.name,
  count(*) over () as how_many
from desk.case_file f join desk.staff s on s.id = f.receiver_id
where f.hand_receipt <> '' order by f.matter_id desc limit 300""")
# The states out of which a duty of mine leads on: nothing else waits for me.
MINE = text("""select distinct t.kind, s.state
from law.transition t cross join unnest(t.from_states) as s(state)
where t.duties && :duties""")
JUMP = text("""(select f.matter_id, 'case' as kind,
  f.number || '　' || coalesce(p.applicant, f.masked_applicant) as title,
  i.name || '　' || s.label as subtitle
from desk.case_file f join desk.matter m on m.id = f.matter_id
join desk.item i on i.id = f.item_id join law.state s on s.kind = m.kind and s.state = m.state
left join desk.case_party p on p.matter_id = f.matter_id
where f.number ^@ :words or p.initials ^@ lower(:words) or (length(:words) >= 2 and p.applicant ^@ :words)
order by m.open desc, f.matter_id desc limit 12)
union all (select r.matter_id, 'meeting', r.number || '　' || j.name, g.name || '　' || s.label
from desk.review r join desk.matter m on m.id = r.matter_id join desk.stage g on g.matter_id = r.stage_id
join desk.project j on j.matter_id = m.project_id
join law.state s on s.kind = m.kind and s.state = m.state
left join desk.case_party p on p.matter_id = r.matter_id
where r.number ^@ :words or r.number ^@ ('联审' || :words) or p.initials ^@ lower(:words)
  or (length(:words) >= 2 and (j.name ^@ :words or p.applicant ^@ :words))
order by m.open desc, r.matter_id desc limit 6)""")
WORDS = (
    ("case", "received", "待转科室", "intake"),
    ("case", "passed_on", "待受理", "worklist"),
    ("case", "examining", "审查中", "worklist"),
    ("case", "for_decision", "待决定", "worklist"),
    ("certificate", "to_make", "待制证", "certificate"),
    ("certificate", "printed", "待核对", "certificate"),
    ("certificate", "made", "待送达", "certificate"),
)


class SessionStore(Connected):
    """Who is signed in, and the first page."""

    def load_session(self, login: str) -> Session:
        """The person signed in with today's duties; raises Refused when the login belongs to nobody on
        the staff.
        """
        with self._at_once() as connection:
            row = connection.execute(text("select * from law.session()")).one_or_none()
        if row is None:
            raise Refused("这个登录名没有对应的在册人员，请联系安全管理员")
        if not row.rooms:
            raise Refused("您今日没有任何职责，请联系安全管理员")
        duties = tuple(Duty(d["duty"], d["label"], d["section_id"], d["section"]) for d in row.duties)
        return Session(
            row.staff_id,
            login,
            row.name,
            row.centre,
            row.practice,
            row.now,
            row.clock,
            duties,
            tuple(row.rooms),
            row.fingerprint,
        )

    def load_home(self, session: Session) -> Home:
        """What waits for the person, by light; their rooms decide which lists a figure may open."""
        with self._together() as connection:
            today: date = connection.execute(text("select law.today()")).scalar_one()
            lists = "worklist" in session.rooms
            lights = _count_lights(connection, list(session.section_ids)) if lists else None
            scope = {"hall": "worklist" not in session.rooms}
            recent = tuple(Recent(*row) for row in connection.execute(RECENT, scope))
            found = [Decider(*row) for row in connection.execute(DECIDERS)]
            deciders = tuple(sorted(found, key=lambda each: each.section_id not in session.section_ids))
            waiting = _waiting(connection, session)
            mine = {"mine": list(session.section_ids)}
            meetings = tuple(Meeting(*row) for row in connection.execute(MEETINGS, mine))
            followed = tuple(Followed(*row) for row in connection.execute(FOLLOWED))
            return Home(today, waiting, lights, recent, deciders, _audit(connection), meetings, followed)

    def load_deciders(self) -> tuple[Decider, ...]:
        """Who decides today, section by section."""
        with self._at_once() as connection:
            return tuple(Decider(*row) for row in connection.execute(DECIDERS))

    def load_calendar(self, first: date, last: date) -> Calendar:
        """The working-day calendar between two days, both included."""
        query = text(
            "select day, number, working, provisional, note from desk.calendar_day"
            " where day between :a and :b order by day"
        )
        with self._at_once() as connection:
            return Calendar([Day(*row) for row in connection.execute(query, {"a": first, "b": last})])

    def find_matters(self, words: str) -> tuple[JumpRow, ...]:
        """What the jump box finds: cases and joint reviews by the start of their number, of the applicant's
        name or initials; reviews by that of their project too.
        """
        with self._at_once() as connection:
            return (
                tuple(JumpRow(*row) for row in connection.execute(JUMP, {"words": words.strip()}))
                if words.strip()
                else ()
            )


def _audit(connection: Connection) -> Audit | None:
    if not connection.execute(text("select law.i_hold('{auditor}')")).scalar_one():
        return None
    earlier = connection.execute(EARLIER).all()
    return Audit(
        tuple(Attempt(*row) for row in connection.execute(ATTEMPTS)),
        tuple(EarlierReceipt(*row[:-1]) for row in earlier),
        earlier[0].how_many if earlier else 0,
    )


def _waiting(connection: Connection, session: Session) -> tuple[Waiting, ...]:
    hall = "intake" in session.rooms
    counted = {
        (row.kind, row.state): row.how_many for row in connection.execute(COUNT_STATES, {"hall": hall})
    }
    duties = [duty.duty for duty in session.duties]
    mine = {(row.kind, row.state) for row in connection.execute(MINE, {"duties": duties})}
    return tuple(
        Waiting(label, counted.get((kind, state), 0), "plain", room, state)
        for kind, state, label, room in WORDS
        if room in session.rooms and (kind, state) in mine
    )
