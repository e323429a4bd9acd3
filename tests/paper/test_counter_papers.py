"""Papers of the counter 窗口文书: a day that is still 暂定 says so, a receipt entered later says whence."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.hall import Hall
from tests.paper.reading import form, pages, readings, sample
from yubei_desk.paper.render import render

WINDOW, OFFICER = "demo_window_1", "demo_land_officer_1"
NOTE = "2027年的放假安排尚未公布"


@pytest.mark.parametrize(
    ("at", "item", "promised", "provisional"),
    [
        (datetime(2026, 12, 28, 4, tzinfo=UTC), "0101", "2026年12月30日", False),
        (datetime(2026, 12, 30, 4, tzinfo=UTC), "0101", "2027年1月4日", True),
    ],
    ids=("announced", "not yet"),
)
def test_a_notice_marks_a_promise_of_a_year_not_announced(
    hall: Hall, at: datetime, item: str, promised: str, provisional: bool
) -> None:
    hall.set_time(at)
    matter_id = hall.receive(item=item)
    hall.act(WINDOW, "pass_on", matter_id)
    hall.act(OFFICER, "accept", matter_id)
    pdf = hall.deeds(WINDOW).render_paper(matter_id, "acceptance_notice").pdf
    for read in readings(pdf).values():
        assert f"承诺办结日为{promised}{'（暂定）' if provisional else ''}。" in read
        assert read.count(f"{promised}（暂定）") == 2 * provisional
        assert (NOTE in read) == provisional
    assert len(pages(pdf)) == 1
    assert hall.store(WINDOW).load_case(matter_id).provisional == provisional


def test_a_receipt_entered_later_tells_its_real_day_and_hand_receipt(hall: Hall) -> None:
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    matter_id = hall.receive_late("2026-11-20", "手收0012345")
    for read in readings(hall.deeds(WINDOW).render_paper(matter_id, "receipt").pdf).values():
        assert "补录：本件实际收件日为2026年11月20日，以手工收件单（编号手收0012345）为凭" in read
        assert "2026年11月24日" in read
    ordinary = hall.deeds(WINDOW).render_paper(hall.receive(), "receipt").pdf
    assert all("补录" not in read for read in readings(ordinary).values())


def test_a_long_name_keeps_its_provisional_notice_whole() -> None:
    facts = sample(
        "acceptance_notice",
        promised_on=date(2027, 1, 4),
        provisional="（暂定）",
        provisional_year="2027",
        item="建设项目" * 20,
    )
    for read in readings(render(form("acceptance_notice"), facts)).values():
        assert NOTE in read
        assert "2027年1月4日（暂定）" in read


NOTHING: dict[str, Any] = {
    "applicant": {"name": "张三", "initials": "zs", "masked": "张*"},
    "private": {},
    "materials": [],
}


def test_a_receipt_without_identifier_or_materials_prints_and_says_so(hall: Hall) -> None:
    matter_id = hall.receive(**NOTHING)
    pdf = hall.deeds(WINDOW).render_paper(matter_id, "receipt").pdf
    for read in readings(pdf).values():
        assert "申请人张三证件号码未提供" in read
        assert "联系人未提供联系电话未提供" in read
        assert "形式接件时没有收到任何材料。本单仅证明" in read
    assert len(pages(pdf)) == 1


def test_a_receipt_of_an_application_that_says_nothing_of_the_person_prints(hall: Hall) -> None:
    matter_id = hall.receive(applicant={}, private={}, materials=[])
    for read in readings(hall.deeds(WINDOW).render_paper(matter_id, "receipt").pdf).values():
        assert "申请人未提供证件号码未提供" in read


def test_the_receipt_of_many_applicants_prints(hall: Hall) -> None:
    """What the ledger took as a name cannot be shortened any more: a consortium of five stands whole."""
    many = "、".join(f"重庆市渝北区第{number}建设投资有限公司" for number in "一二三四五")
    assert len(many) > 80
    who = {"kind": "企业", "name": many, "initials": "", "masked": many}
    matter_id = hall.receive(applicant=who, project={"name": "前沿科技城基础设施" * 10})
    for read in readings(hall.deeds(WINDOW).render_paper(matter_id, "receipt").pdf).values():
        assert many in read
        assert "前沿科技城基础设施" * 10 in read
