"""Projects 项目: found by name or code, loaded with what may be done to them."""

from __future__ import annotations

from sqlalchemy import text

from yubei_desk.domain.case import Attachment
from yubei_desk.domain.project import (
    CaseProgress,
    Follower,
    FollowStaff,
    Progress,
    ProjectFile,
    ProjectRow,
    StageStanding,
)
from yubei_desk.errors import Refused
from yubei_desk.store.act import _load_acts, _load_moves
from yubei_desk.store.case import UNSEEN
from yubei_desk.store.connect import Connected

# Those one sees; a cataloguer, who sees none, is told names and codes alone.
FIND = text("""select f.matter_id, f.code, f.name
from (select p.matter_id, coalesce(p.code, '') as code, p.name from desk.project p
  where strpos(p.name, :words) > 0 or p.code = :words
  union select n.matter_id, n.code, n.name from law.project_names(:words) n) f
order by f.name = :words or f.code = :words desc, f.name, f.matter_id limit 12""")
ONE = text("""select m.id, coalesce(p.code, '') as code, p.name, m.version, m.state,
  t.label as state_label
from desk.matter m join desk.project p on p.matter_id = m.id
join law.state t on t.kind = m.kind and t.state = m.state where m.id = :id""")
# Each under the name of its item; row security says whose they are to see.
SCANS = text("""select t.blob_id::text, i.name || '　' || t.file_name, null, b.digest, t.act_id
from desk.prior r join desk.item i on i.id = r.item_id join desk.attachment t on t.act_id = r.act_id
join desk.blob b on b.id = t.blob_id
where r.project_id = :id and r.voided_act is null order by t.id""")
PROGRESS = text("""select matter_id, item, section, number, state, state_label, received_on, accepted_on,
  planned_on, expected_on, decided_on, delivered_on, nullif(warn_on, 'infinity') as warn_on, step
from law.progress(:id)""")
STAGES = text("select number, name, rollup, counted, passed, missing from law.stages_of(:id)")
STAFF = text("select login, name, duty, section from law.follow_staff()")
FOLLOWERS = text("""select f.step, s.name, s.id = law.my_id() as mine from desk.follow f
join desk.staff s on s.id = f.staff_id where f.project_id = :id order by f.step""")
NAMED = text("""select p.matter_id, coalesce(p.code, '') as code, p.name, law.today() as today
from desk.project p where p.matter_id = :id and law.reads_project(p.matter_id)""")


class ProjectStore(Connected):
    """Projects, for whoever is signed in."""

    def find_projects(self, words: str) -> tuple[ProjectRow, ...]:
        """At most twelve projects whose name has these words or whose code they are; those just so first."""
        with self._at_once() as connection:
            return tuple(ProjectRow(**row._mapping) for row in connection.execute(FIND, {"words": words}))

    def load_project(self, matter_id: int) -> ProjectFile:
        """One project; raises Refused when it is not theirs to see."""
        with self._together() as connection:
            row = connection.execute(ONE, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            return ProjectFile(
                matter_id=row.id,
                code=row.code,
                name=row.name,
                version=row.version,
                state=row.state,
                state_label=row.state_label,
                acts=_load_acts(connection, [matter_id], self._verify),
                moves=_load_moves(connection, matter_id),
                scans=tuple(Attachment(*each) for each in connection.execute(SCANS, {"id": matter_id})),
            )

    def load_progress(self, matter_id: int) -> Progress:
        """All cases of a project with states and days, whosever they are.

        Raises Refused for whoever has no part in the project, even if they know it by name.
        """
        with self._together() as connection:
            row = connection.execute(NAMED, {"id": matter_id}).one_or_none()
            if row is None:
                raise Refused(UNSEEN)
            cases = connection.execute(PROGRESS, {"id": matter_id})
            followers = connection.execute(FOLLOWERS, {"id": matter_id})
            stages = connection.execute(STAGES, {"id": matter_id})
            return Progress(
                ProjectRow(row.matter_id, row.code, row.name),
                tuple(CaseProgress(**case._mapping) for case in cases),
                tuple(Follower(**each._mapping) for each in followers),
                row.today,
                tuple(StageStanding(**each._mapping) for each in stages),
            )

    def load_follow_staff(self) -> tuple[FollowStaff, ...]:
        """Who may be named today to follow a project."""
        with self._at_once() as connection:
            return tuple(FollowStaff(**row._mapping) for row in connection.execute(STAFF))
