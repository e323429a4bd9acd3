"""A joint review 联合审批 under test: stages in force, a project past its gate, the people at the table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.hall import Hall
from yubei_desk.deed.demo_names import practice_code
from yubei_desk.deed.demo_stages import publish_stages, read_stages
from yubei_desk.domain.act import Wish
from yubei_desk.errors import DeskError

CHAIR, SECRETARY = "demo_housing_chief", "demo_housing_officer_1"
TOPIC = {"meeting_at": "09:30", "place": "三楼会议室"}
END = {"result": "partly", "reasons": "按多数意见"}
APPLICANT = {"id_number": practice_code(77), "contact": "经办人", "phone": "02367812345"}

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
CLOSED = "会审尚未召集、已休会或已有结论，现在不能办理"


def table_on_monday(hall: Hall) -> Table:
    """The stages in force since this Monday."""
    hall.set_time(MONDAY)
    made = Table(hall)
    made.publish()
    return made


def told(table: Table, login: str, act: str, matter: int, **body: object) -> str:
    """The sentence of a refusal that the screen, too, would show."""
    with pytest.raises(DeskError) as refused:
        table.hall.act(login, act, matter, **body)
    return refused.value.sentence


def at(table: Table, days: int) -> None:
    """So many days after the Monday."""
    table.hall.set_time(MONDAY + timedelta(days=days))


@dataclass
class Table:
    """Process 3 in force from today; a project whose gate to 施工许可 is passed."""

    hall: Hall
    stages: dict[tuple[int, int], int] = field(default_factory=dict)
    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    made: int | None = None

    def publish(self, *processes: int) -> None:
        """Publish the stages of these processes, of 一般社会投资 where none is named."""
        drafter, publisher = self.hall.store("demo_cataloguer_1"), self.hall.store("demo_cataloguer_2")
        self.ids = drafter.load_codes()
        self.stages = publish_stages(
            drafter, publisher, [each for each in read_stages() if each["process"] in (processes or (3,))]
        )

    def one(self, query: str, *values: object) -> Any:
        """The one value the owner reads."""
        row = self.hall.owner().execute(query.encode(), values).fetchone()
        return row[0] if row else None

    def project(self) -> int:
        """The project of a case whose 建设工程规划许可证 is registered as an earlier approval; made once."""
        if self.made is not None:
            return self.made
        case = self.hall.receive(private=APPLICANT)
        project: int = self.one("select project_id from desk.matter where id = %s", case)
        self.made = project
        self.approve(project)
        return project

    def approve(self, project: int) -> None:
        """Register the 建设工程规划许可证 this project had before."""
        blob = uuid4()
        officer = self.hall.store("demo_land_officer_1")
        officer.store_blob(blob, "application/pdf", b"%PDF-1.4 scan")
        paper = {
            "number": "建字第500112202000001号",
            "issued_on": "2020-04-21",
            "blob": str(blob),
            "file_name": "建字.pdf",
        }
        officer.file_act(
            Wish("register_prior", uuid4(), project, body={"item": self.ids["item", "0102"], **paper})
        )

    def draft(self, **body: object) -> int:
        """A review of stage 3 with both its items ticked, drafted at the window."""
        self.project()
        told: dict[str, object] = {
            "stage": self.stages.get((3, 3)),
            "project": {"name": "联东U谷渝北产业园"},
            "applicant": {
                "kind": "企业",
                "name": "重庆联东金北实业有限公司",
                "initials": "cqldjbsyyxgs",
                "masked": "重庆**公司",
            },
            "private": APPLICANT,
            "items": [self.ids["item", code] for code in ("0201", "0202")],
            "materials": [{"position": 1, "name": "建筑工程施工许可申请表", "form": "paper", "originals": 1}],
        }
        return (
            self.hall.store("demo_window_1")
            .file_act(Wish("draft_review", uuid4(), body={**told, **body}))
            .matter_id
        )

    def receive(self, item: str = "0201", **body: object) -> int:
        """An application for the project at the counter."""
        told: dict[str, Any] = {"private": APPLICANT, "project": {"name": "联东U谷渝北产业园"}, **body}
        return self.hall.receive(item=item, **told)

    def for_decision(self, case: int) -> None:
        """A case of housing brought before the chief, whatever was missing."""
        self.hall.owner().execute(
            "update desk.case_material set form = 'paper' where matter_id = %s", (case,)
        )
        if self.state(case) == "received":
            self.hall.act("demo_window_1", "pass_on", case)
        self.hall.act(SECRETARY, "accept", case)
        self.hall.act(SECRETARY, "recommend", case, opinion="grant", reasons="符合条件")

    def as_service(self) -> None:
        """The stage as 预审服务: no application, no clock."""
        self.hall.owner().execute(
            "update desk.stage set mode = '预审服务' where matter_id = %s", (self.stages[3, 3],)
        )

    def seats(self, review: int) -> dict[str, int]:
        """The seats' matters by the code of their section."""
        rows = self.hall.owner().execute(
            "select s.code, m.id from desk.matter m join desk.section s on s.id = m.section_id"
            " where m.parent_id = %s and m.kind = 'seat' order by m.id",
            (review,),
        )
        return dict(rows.fetchall())

    def cases(self, review: int) -> dict[str, int]:
        """The cases of a review by the code of their item; an item without one yet is left out."""
        rows = self.hall.owner().execute(
            "select i.code, x.case_id from desk.review_item x join desk.item i on i.id = x.item_id"
            " where x.review_id = %s and x.case_id is not null order by x.position",
            (review,),
        )
        return dict(rows.fetchall())

    def state(self, matter: int) -> str:
        """The state of any matter."""
        return str(self.one("select state from desk.matter where id = %s", matter))

    def in_session(self, **body: object) -> int:
        """A review drafted, convened for today and opened."""
        review = self.draft(**body)
        self.convene(review)
        self.hall.act(CHAIR, "open_session", review)
        return review

    def convene(self, review: int, day: str | None = None) -> None:
        """Call the meeting for a day, today unless another is told."""
        meeting_on = day or self.one("select law.today()::text")
        self.hall.act(CHAIR, "convene", review, meeting_on=meeting_on, **TOPIC)

    def opine(self, review: int, code: str, opinion: str = "agree", **body: object) -> None:
        """The chief of one seat speaks."""
        told = {"opinion": opinion, "words": "意见如上", **body}
        self.hall.act(f"demo_{code}_chief", "opine", self.seats(review)[code], **told)

    def opine_all(self, review: int, *but: str) -> None:
        """Every chief agrees but those of these sections."""
        for code in self.seats(review).keys() - set(but):
            self.opine(review, code)

    def concluded(self) -> int:
        """A review everybody agreed to."""
        review = self.in_session()
        self.opine_all(review)
        self.hall.act(CHAIR, "conclude", review, **END)
        return review
