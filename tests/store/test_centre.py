"""A centre is founded once: a practice centre with everything, a real one with four people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from tests.cluster import MakeDatabase
from yubei_desk.errors import Refused
from yubei_desk.store.centre import create_centre, set_practice_time
from yubei_desk.store.migrate import engine_of

PLAN = json.loads((Path(__file__).parents[2] / "resources/demo/centre.json").read_text("utf-8"))


@pytest.fixture
def engine(any_database: MakeDatabase) -> Iterator[Engine]:
    made = engine_of(any_database().url())
    yield made
    made.dispose()


@pytest.fixture
def ask(engine: Engine) -> Callable[[str], list[Any]]:
    def rows(query: str) -> list[Any]:
        with engine.connect() as connection:
            return [tuple(row) if len(row) > 1 else row[0] for row in connection.execute(text(query))]

    return rows


def test_a_practice_centre_holds_the_whole_plan(engine: Engine, ask: Callable[[str], list[Any]]) -> None:
    create_centre(engine, PLAN, practice=True)
    for table, rows in (
        ("section", "sections"),
        ("staff", "posts"),
        ("item", "items"),
        ("lending", "lendings"),
    ):
        assert ask(f"select count(*) from desk.{table}") == [len(PLAN[rows])]
    assert ask("select count(*) from desk.material") == [
        sum(len(item["materials"]) for item in PLAN["items"])
    ]
    assert ask("select count(distinct digest) from desk.edition where state = 'published'") == [
        len(PLAN["items"])
    ]
    assert ask("select bool_and(digest = law.edition_digest(id)) from desk.edition") == [True]
    assert ask("select initials from desk.item where code = '0101'") == ["jsydghxkzhf"]
    assert "cqtb" not in ask("select initials from desk.section")[0]


def test_every_section_can_be_decided_for(engine: Engine, ask: Callable[[str], list[Any]]) -> None:
    create_centre(engine, PLAN, practice=True)
    assert ask("select section from law.deciders() where names = ''") == []
    land = ask("select names from law.deciders() where section = '规划自然资源审批科'")
    assert land == [
        "规划自然资源审批科首席代表、规划自然资源审批科副科长（代）、规划自然资源审批科副首席代表（代）"
    ]


def test_deputies_of_a_section_share_no_item(engine: Engine, ask: Callable[[str], list[Any]]) -> None:
    create_centre(engine, PLAN, practice=True)
    twice = """select 1 from desk.lending a join desk.lending b on b.authorisation_id = a.authorisation_id
        where a.id < b.id and a.item_ids && b.item_ids"""
    foreign = """select 1 from desk.lending l join desk.authorisation a on a.id = l.authorisation_id
        join desk.item i on i.id = any(l.item_ids) where i.section_id <> a.section_id"""
    assert ask(twice) == ask(foreign) == []


def test_the_calendar_counts_from_2004_and_marks_what_is_provisional(
    engine: Engine, ask: Callable[[str], list[Any]]
) -> None:
    create_centre(engine, PLAN, practice=True)
    assert ask("select min(day), max(day) from desk.calendar_day") == [(date(2004, 1, 1), date(2035, 12, 31))]
    assert ask("select min(day) from desk.calendar_day where provisional") == [date(2027, 1, 1)]
    assert ask("select law.due('2020-04-14', 2, 'working')") == [date(2020, 4, 16)]


def test_a_real_centre_begins_with_two_keepers_and_two_security_officers(
    engine: Engine, ask: Callable[[str], list[Any]]
) -> None:
    create_centre(engine, PLAN, practice=False)
    assert ask(
        "select s.login, d.duty from desk.duty d join desk.staff s on s.id = d.staff_id order by 1"
    ) == [
        ("keeper_1", "keeper"),
        ("keeper_2", "keeper"),
        ("security_1", "security"),
        ("security_2", "security"),
    ]
    assert ask("select code from desk.section") == ["office"]
    assert ask("select count(*) from desk.item") == ask("select count(*) from desk.authorisation") == [0]


@pytest.mark.parametrize(("first", "second"), [(False, False), (False, True), (True, False)])
def test_a_centre_is_founded_once(engine: Engine, first: bool, second: bool) -> None:
    create_centre(engine, PLAN, practice=first)
    with pytest.raises(Refused) as refused:
        create_centre(engine, PLAN, practice=second)
    assert "已经建立了中心" in refused.value.sentence


def test_a_practice_centre_stands_at_a_time_of_its_own(
    engine: Engine, ask: Callable[[str], list[Any]]
) -> None:
    create_centre(engine, PLAN, practice=True)
    at = datetime(2020, 4, 13, 16, 30, tzinfo=UTC)
    set_practice_time(engine, at)
    assert ask("select law.now(), law.today()") == [(at, date(2020, 4, 14))]
    set_practice_time(engine, None)
    assert ask("select abs(extract(epoch from law.now() - clock_timestamp())) < 5") == [True]


def test_a_real_centre_has_only_the_real_clock(engine: Engine, ask: Callable[[str], list[Any]]) -> None:
    create_centre(engine, PLAN, practice=False)
    with pytest.raises(Refused):
        set_practice_time(engine, datetime(2020, 4, 14, tzinfo=UTC))
    assert ask("select count(*) from desk.practice_time") == [0]


def test_a_plan_that_fails_leaves_nothing(engine: Engine, ask: Callable[[str], list[Any]]) -> None:
    lending = {**PLAN["lendings"][0], "deputy": "nobody"}
    with pytest.raises(KeyError):
        create_centre(engine, {**PLAN, "lendings": [lending]}, practice=True)
    assert ask("select count(*) from desk.centre") == ask("select count(*) from desk.staff") == [0]


def test_a_due_day_looked_up_near_by_is_the_one_the_whole_calendar_gives(
    engine: Engine, ask: Callable[[str], list[Any]]
) -> None:
    create_centre(engine, PLAN, practice=True)
    differing = """select s.day, n from desk.calendar_day s, unnest(array[1, 5, 20, 90, 250]) n
        where s.day between '2004-01-01' and '2034-06-30' and extract(day from s.day) in (1, 9, 24, 30)
          and (law.due(s.day, n, 'working') is distinct from
              (select d.day from desk.calendar_day d where d.working and d.number = s.number + n)
            or law.due(s.day, n, 'natural') is distinct from
              (select min(d.day) from desk.calendar_day d where d.working and d.day >= s.day + n))"""
    assert ask(differing) == []
    early = """select s.day, n from desk.calendar_day s, unnest(array[1, 5, 20, 90]) n
        where s.working and s.day between '2005-01-01' and '2035-01-01' and extract(day from s.day) in (1, 9)
          and law.warn(s.day, n) is distinct from (select d.day from desk.calendar_day d
            where d.working and d.number = s.number - greatest(3, n * 20 / 100))"""
    assert ask(early) == []
