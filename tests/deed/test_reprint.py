"""Papers printed again 重印: whatever happens to a case afterwards, its papers say what they said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.hall import FACTS, OPINION, Hall
from tests.review import Table

WINDOW, OFFICER, CHIEF = "demo_window_1", "demo_land_officer_1", "demo_land_chief"
NUMBER, PHONE, PROJECT = "TEST91500112000009", "02367812345", "联东U谷渝北产业园"
DECIDED = {"reasons": "准予建设用地规划许可", **FACTS}


@dataclass
class Reprinted:
    """A case whose papers are printed again after each act; `first` has each form as it first printed."""

    hall: Hall
    case: int
    walked: set[str] = field(default_factory=lambda: {"receive"})
    first: dict[str, bytes] = field(default_factory=dict)

    def act(self, login: str, kind: str, **body: object) -> None:
        """File one act, then print everything again."""
        self.hall.act(login, kind, self.case, **body)
        self.walked.add(kind)
        self.expect_the_same()

    def attach(self, login: str) -> None:
        """Attach a scan."""
        blob = uuid4()
        self.hall.store(login).store_blob(blob, "application/pdf", b"%PDF-1.4\n")
        self.act(login, "attach", blob=str(blob), file_name="补充.pdf")

    def expect_the_same(self) -> None:
        """Each paper of the case, old or new, is byte for byte what it was."""
        deeds, store = self.hall.deeds(OFFICER), self.hall.store(OFFICER)
        for paper in store.load_case(self.case).papers:
            pdf = deeds.render_paper(self.case, paper.form).pdf
            assert self.first.setdefault(paper.form, pdf) == pdf, paper.form


def received(hall: Hall, phone: str = PHONE, name: str = "重庆联东金北实业有限公司") -> int:
    """A case of the same company each time, for a project of its own."""
    return hall.receive(
        project={"name": PROJECT if phone == PHONE else "另一个项目"},
        applicant={"kind": "企业", "name": name, "initials": "", "masked": ""},
        private={"id_number": NUMBER, "contact": "经办人", "phone": phone},
    )


@pytest.fixture
def reprinted(hall: Hall) -> Reprinted:
    hall.set_time(datetime(2026, 12, 28, 1, tzinfo=UTC))
    made = Reprinted(hall, received(hall))
    made.expect_the_same()
    return made


def to_acceptance(reprinted: Reprinted) -> None:
    """The way to the section, once back, and the acceptance two days later."""
    reprinted.attach(WINDOW)
    reprinted.act(WINDOW, "pass_on")
    reprinted.act(OFFICER, "hand_back", reason="材料放错了科室")
    reprinted.act(WINDOW, "pass_on")
    reprinted.hall.set_time(datetime(2026, 12, 30, 1, tzinfo=UTC))
    reprinted.act(OFFICER, "accept")


def to_decision(reprinted: Reprinted) -> None:
    """Everything the section may do before it decides."""
    reprinted.act(OFFICER, "claim")
    reprinted.act(OFFICER, "note", text="已核对用地范围")
    reprinted.act(OFFICER, "contact", with_whom="申请人", text="已电话说明")
    reprinted.attach(OFFICER)
    reprinted.act(OFFICER, "recommend", **OPINION, **FACTS)
    reprinted.act(CHIEF, "send_back", reason="请补充规划条件")
    reprinted.act(OFFICER, "recommend", **OPINION, **FACTS)


def test_papers_of_a_granted_case_never_change(reprinted: Reprinted) -> None:
    hall = reprinted.hall
    to_acceptance(reprinted)
    to_decision(reprinted)
    received(hall, "13800000000", "重庆联东金北实业（集团）有限公司")
    reprinted.act(CHIEF, "grant", **DECIDED)
    certificate = hall.certificate_of(reprinted.case)
    hall.act(OFFICER, "spoil_sheet", certificate, sheet=hall.print_sheet(certificate, 1), reason="卡纸")
    hall.make(certificate)
    hall.set_time(datetime(2027, 1, 8, 1, tzinfo=UTC))
    hall.act(WINDOW, "deliver", certificate, way="counter", collector="经办人", id_checked="true")
    reprinted.expect_the_same()
    assert set(reprinted.first) == {"receipt", "acceptance_notice", "grant_decision"}


def test_papers_of_a_refused_case_never_change(reprinted: Reprinted) -> None:
    to_acceptance(reprinted)
    to_decision(reprinted)
    reprinted.act(CHIEF, "refuse", reasons="不符合规划", legal_ground="城乡规划法 第三十八条")
    assert set(reprinted.first) == {"receipt", "acceptance_notice"}


def test_the_receipt_of_a_withdrawn_case_never_changes(reprinted: Reprinted) -> None:
    reprinted.act(WINDOW, "withdraw", reason="申请人撤件", request_signed="true")
    assert set(reprinted.first) == {"receipt"}


def test_the_papers_of_a_case_that_joins_a_review_never_change(reprinted: Reprinted) -> None:
    to_acceptance(reprinted)
    table = Table(reprinted.hall, made=0)
    table.publish()
    review = table.draft(
        stage=table.stages[3, 1],
        items=[table.ids["item", "0101"]],
        private={"id_number": NUMBER},
        project={"name": PROJECT},
    )
    assert list(table.cases(review).values()) == [reprinted.case]
    reprinted.expect_the_same()


def test_no_act_of_a_case_is_left_out_here(reprinted: Reprinted) -> None:
    """A new act may change what a paper says: it is walked above before it is allowed."""
    to_acceptance(reprinted)
    to_decision(reprinted)
    elsewhere = {"grant", "refuse", "withdraw", "receive_jointly", "join_review"}
    rows = reprinted.hall.owner().execute("select distinct act from law.transition where kind = 'case'")
    assert {str(row[0]) for row in rows.fetchall()} == reprinted.walked | elsewhere
