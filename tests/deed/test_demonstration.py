"""The practice centre: the article on its own days, every state by acts, made once however it begins."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.practice import BARE, Practice, practice_centre
from yubei_desk.deed.demo_cases import ZONE, Script
from yubei_desk.deed.demo_posts import read_posts
from yubei_desk.deed.demonstration import (
    Demonstration,
    _sources,
    ensure_practice_centre,
    make_cases,
    open_practice_centre,
    read_plan,
)
from yubei_desk.domain.identifier import check_uscc
from yubei_desk.errors import Refused
from yubei_desk.paper.sign import verify
from yubei_desk.store.doctor import examine

ROOT = Path(__file__).parents[2]
SMALL = Demonstration(recent=30)
ENDS = {
    "receive",
    "pass_on",
    "claim",
    "accept",
    "recommend",
    "grant",
    "refuse",
    "print_1",
    "confirm",
    "deliver",
}
OPEN = """import sys
from pathlib import Path
from yubei_desk.deed.demonstration import Demonstration, open_practice_centre
open_practice_centre(Path(sys.argv[1]), lambda told: print(told, flush=True),
                     Demonstration(int(sys.argv[2]), False))
"""


def begin(folder: Path, recent: int) -> subprocess.Popen[str]:
    """A first start in a process of its own."""
    line = [sys.executable, "-c", OPEN, str(folder), str(recent)]
    return subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=ROOT)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Practice]:
    """One practice centre for the tests that only read it or put back what they change."""
    with practice_centre(tmp_path_factory.mktemp("practice"), SMALL) as made:
        yield made


def test_the_article_stands_on_its_own_days(centre: Practice) -> None:
    told = centre.ask("""select i.code, m.state, f.received_on::text, f.decided_on::text
        from desk.case_file f join desk.case_party p using (matter_id)
        join desk.matter m on m.id = f.matter_id join desk.item i on i.id = f.item_id
        where p.applicant = '重庆联东金北实业有限公司' and f.received_on < '2021-01-01' order by 1""")
    assert told == [
        ("0101", "granted", "2020-04-14", "2020-04-16"),
        ("0102", "granted", "2020-04-14", "2020-04-21"),
    ]
    delivered = "select state from desk.matter where kind = 'certificate' order by id limit 1"
    assert centre.ask(delivered) == [("delivered",)]
    assert centre.ask("select at from desk.practice_time") == [(None,)]


def test_everything_was_filed_by_somebody_and_adds_up(centre: Practice) -> None:
    nobody = "select count(*) from desk.act where actor_id is null and caused_by is null"
    assert centre.ask(nobody) == [(0,)]
    assert [finding for finding in examine(centre.url, verify) if not finding.well] == []
    assert centre.ask("select count(*) from desk.act where at > clock_timestamp()") == [(0,)]


def test_applicants_have_codes_that_check_and_no_person_is_named(centre: Practice) -> None:
    codes = [row[0] for row in centre.ask("select id_number from desk.case_private")]
    assert {check_uscc(code).verdict for code in codes} == {"ok"}
    people = centre.ask("select distinct representative, contact from desk.case_private")
    assert people == [("法定代表人", "经办人")]


def test_the_plan_reaches_every_state_and_looks_alive() -> None:
    now = datetime(2026, 11, 24, 18, tzinfo=ZONE)
    days = [now.date() - timedelta(days=n) for n in range(62, -1, -1)]
    cases = list(Script(*_sources()).recent_cases(300, [day for day in days if day.weekday() < 5], now))
    ends = Counter(case.steps[-1][1].act for case in cases)
    assert len(cases) == 300
    assert set(ends) >= ENDS
    assert min(ends[act] for act in ("receive", "pass_on", "claim", "recommend", "grant")) >= 20
    assert all(at <= now for case in cases for at, _ in case.steps)
    assert not [case for case in cases if "联东金北" in case.company.name]


def test_every_case_of_any_number_is_filed_by_posts_that_exist() -> None:
    script, posts = Script(*_sources()), {post["login"] for post in read_plan()["posts"]}
    cases = [script.today_case(datetime(2026, 11, 24, 9, tzinfo=ZONE)) for _ in range(5000)]
    assert {step.login for case in cases for _, step in case.steps} <= posts
    ends = Counter(case.steps[-1][1].act for case in cases)
    assert ends["pass_on"] > 2000
    assert all(ends[act] for act in ("receive", "claim", "recommend", "grant"))


def test_a_login_sees_its_own_section_and_what_shares_its_projects(centre: Practice) -> None:
    posts = {post.login: post for post in read_posts(centre.folder)}
    assert (centre.folder / "demo.json").stat().st_mode & 0o777 == 0o600
    with psycopg.connect(
        centre.server.url("yubei", "demo_land_officer_1", posts["demo_land_officer_1"].password)
    ) as mine:
        seen = mine.execute("""select distinct s.code from desk.matter m join desk.section s
            on s.id = m.section_id where m.kind = 'case' and not exists (select from desk.matter o
              where o.project_id = m.project_id and o.section_id = any (law.my_sections()) and m.id <> o.id)
            """).fetchall()
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            mine.execute("select * from desk.case_private")
    assert seen == [("land",)]


def test_more_cases_come_through_the_same_guard(centre: Practice) -> None:
    before = centre.ask("select count(*) from desk.case_file")[0][0]
    heard: list[int] = []
    make_cases(centre.url, centre.folder, 8, heard.append)
    assert heard == list(range(1, 9))
    assert centre.ask("select count(*) from desk.case_file")[0][0] == before + 8


def test_an_older_law_is_brought_up_to_date_and_a_newer_one_refused(centre: Practice) -> None:
    centre.do("update law.version set digest = 'older'")
    told: list[str] = []
    ensure_practice_centre(centre.url, centre.folder, told.append, BARE)
    assert told == ["已把演练中心升级到本程序的版本。"]
    told.clear()
    ensure_practice_centre(centre.url, centre.folder, told.append, BARE)
    assert told == []
    tables = centre.ask("select tables from law.version")[0][0]
    centre.do("update law.version set tables = '9999'")
    with pytest.raises(Refused) as refused:
        ensure_practice_centre(centre.url, centre.folder, told.append, BARE)
    centre.do(f"update law.version set tables = '{tables}'")
    assert "请更新程序" in refused.value.sentence


def test_two_first_starts_at_once_end_with_one_centre(tmp_path: Path) -> None:
    starts = [begin(tmp_path, 0) for _ in range(2)]
    said = [start.communicate()[0] for start in starts]
    with practice_centre(tmp_path) as made:
        assert [start.returncode for start in starts] == [0, 0]
        assert sum("正在建立演练中心" in words for words in said) == 1
        assert made.ask("select count(*) from desk.centre") == [(1,)]
        post = read_posts(tmp_path)[0]
        psycopg.connect(made.server.url("yubei", post.login, post.password)).close()


def test_a_first_start_killed_in_the_middle_is_made_again(tmp_path: Path) -> None:
    start = begin(tmp_path, 300)
    assert start.stdout is not None
    assert any("正在办理示范办件" in line for line in start.stdout)
    start.kill()
    start.communicate()
    with practice_centre(tmp_path, replace(BARE, recent=3)) as made:
        assert made.ask("select datname from pg_database where datname like 'yubei%'") == [("yubei",)]
        assert made.ask("select count(*) from desk.case_file") == [(3,)]
        assert all(finding.well for finding in examine(made.url, verify))
        open_practice_centre(tmp_path, lambda told: None, SMALL)
        assert made.ask("select count(*) from desk.case_file") == [(3,)]
