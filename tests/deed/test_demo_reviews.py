"""The joint reviews of the practice centre: stages in force, four tables of the article's projects."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pytest

from tests.practice import Practice, practice_centre
from yubei_desk.deed.demo_cases import ZONE
from yubei_desk.deed.demo_reviews import Moments
from yubei_desk.deed.demo_stages import read_stages
from yubei_desk.deed.demonstration import Demonstration
from yubei_desk.paper.sign import verify
from yubei_desk.store.doctor import examine

REVIEWS = """select p.name, g.name, m.state, (select string_agg(x.state, ' ' order by s.position)
  from desk.seat s join desk.matter x on x.id = s.matter_id where s.review_id = r.matter_id)
from desk.review r join desk.matter m on m.id = r.matter_id join desk.stage g on g.matter_id = r.stage_id
join desk.project p on p.matter_id = m.project_id order by r.matter_id"""
CASES = """select i.code, c.state from desk.review_item x join desk.item i on i.id = x.item_id
join desk.matter c on c.id = x.case_id join desk.matter m on m.id = x.review_id
where m.state = 'concluded' order by 1"""


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    with practice_centre(tmp_path_factory.mktemp("practice"), Demonstration(recent=0)) as made:
        yield made


def test_every_stage_is_in_force_published_by_another_than_its_drafter(centre: Practice) -> None:
    assert len(read_stages()) == 24
    told = centre.ask("""select m.state, count(*), count(distinct g.process) from desk.stage g
        join desk.matter m on m.id = g.matter_id where g.from_day = '2020-01-02' group by 1""")
    assert told == [("published", 24, 5)]
    both = "select count(distinct actor_id) from desk.act where kind in ('draft_stage', 'publish_stage')"
    assert centre.ask(both) == [(2,)]


def test_four_reviews_stand_where_a_day_leaves_them(centre: Practice) -> None:
    told = {(project, stage): (state, seats) for project, stage, state, seats in centre.ask(REVIEWS)}
    seated = "seated opined opined opined seated invited invited"
    assert told == {
        ("联东金北工业地块项目", "施工许可"): ("concluded", " ".join(["opined"] * 7)),
        ("飞机维修项目", "施工许可"): ("in_session", seated),
        ("研发生产基地", "工程建设许可"): ("adjourned", "opined opined seated invited opined"),
        ("重庆南方集团渝北开发项目", "竣工验收"): ("drafted", " ".join(["invited"] * 5)),
    }
    issues = centre.ask(
        "select m.state from desk.issue i join desk.matter m on m.id = i.review_id order by 1"
    )
    assert issues == [("adjourned",), ("in_session",)]
    assert centre.ask("select count(*) from desk.prior where kind = 'prior'") == [(3,)]


def test_the_parallel_cases_run_and_all_was_filed_by_somebody(centre: Practice) -> None:
    assert centre.ask(CASES) == [("0201", "examining"), ("0202", "for_decision")]
    nobody = "select count(*) from desk.act where actor_id is null and caused_by is null"
    assert centre.ask(nobody) == [(0,)]
    assert centre.ask("select count(*) from desk.act where at > clock_timestamp()") == [(0,)]
    assert [finding for finding in examine(centre.url, verify) if not finding.well] == []


def test_projects_are_served_by_somebody(centre: Practice) -> None:
    followed = """select p.name, f.step, s.login from desk.follow f join desk.project p
        on p.matter_id = f.project_id join desk.staff s on s.id = f.staff_id order by f.act_id"""
    assert centre.ask(followed) == [
        ("飞机维修项目", "全程", "demo_leader"),
        ("飞机维修项目", "施工许可阶段", "demo_specialist"),
        ("联东金北工业地块项目", "施工许可阶段", "demo_specialist"),
    ]


def test_moments_are_working_days_back_or_minutes_before_now() -> None:
    moments = Moments([date(2026, 11, 20), date(2026, 11, 23)], datetime(2026, 11, 24, 9, 5, tzinfo=ZONE))
    assert moments.at("d1 14:30") == datetime(2026, 11, 20, 14, 30, tzinfo=ZONE)
    assert moments.at("m16") == datetime(2026, 11, 24, 8, 49, tzinfo=ZONE)
    said = {"meeting_on": "@m16", "meeting_at": "@m16", "due_on": "@m-7200", "place": "三楼会议室"}
    assert moments.fill(said) == {
        "meeting_on": "2026-11-24",
        "meeting_at": "08:49",
        "due_on": "2026-11-29",
        "place": "三楼会议室",
    }
