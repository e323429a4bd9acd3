"""The practice centre 演练中心: made from the source article on first use, its cases filed one by one through
the guard.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any

from yubei_desk.deed.demo_cases import ZONE, Act, Case, Script
from yubei_desk.deed.demo_desks import Desks, Running
from yubei_desk.deed.demo_posts import FILE, hand_out, read_posts
from yubei_desk.deed.demo_reviews import Moments, sittings
from yubei_desk.deed.demo_stages import publish_stages, read_stages
from yubei_desk.store.centre import create_centre, set_practice_time
from yubei_desk.store.embedded import Server, start_server
from yubei_desk.store.practice import (
    DATABASE,
    Owner,
    database_stands,
    lock_folder,
    new_database,
    place_of,
    require_practice,
    upgrade_centre,
)

RESOURCES = Path(__file__).parents[2] / "resources" / "demo"
WORKING_DAYS = 45
CLOSING = time(17)
FIRST_DAY = datetime(
    2020, 1, 2, 9, tzinfo=ZONE
)  # when the stages come into force: the centre's first working day
CASES = 300

Told = Callable[[str], None]
Stages = dict[tuple[int, int], tuple[dict[str, Any], int]]  # plan and matter by process and number


@dataclass(frozen=True, slots=True)
class Demonstration:
    """How much a new practice centre holds; the tests make do with less."""

    recent: int = CASES
    article: bool = True


def open_practice_centre(data_dir: Path, told: Told, content: Demonstration | None = None) -> Server:
    """The private embedded server of a data folder with its practice centre, made on first use.

    Raises Unreachable, or Refused when the centre is newer than this program.
    """
    told("正在启动内置数据库……")
    server = start_server(data_dir)
    ensure_practice_centre(server.url(DATABASE), data_dir, told, content)
    return server


def ensure_practice_centre(
    superuser: str, data_dir: Path, told: Told, content: Demonstration | None = None
) -> None:
    """A practice centre at the superuser's URL: made when the database is not there, else brought up to date.

    Two callers at once make one; what a killed one left is made again. Raises Refused for a real centre.
    """
    with lock_folder(data_dir):
        if not database_stands(superuser):
            _make(superuser, data_dir, told, content or Demonstration())
            return
        require_practice(superuser)
        if upgrade_centre(superuser):
            told("已把演练中心升级到本程序的版本。")


def make_cases(superuser: str, data_dir: Path, how_many: int, progress: Callable[[int], None]) -> None:
    """File so many more cases, received today; `progress` hears how many are there after each."""
    require_practice(superuser)
    desks = Desks(place_of(superuser), read_posts(data_dir), data_dir)
    script = Script(*_sources())
    try:
        for number in range(1, how_many + 1):
            case = script.today_case(datetime.now(ZONE))
            running = Running(case)
            for _, step in case.steps:
                desks.file(running, step)
            progress(number)
    finally:
        desks.close()


def _make(superuser: str, data_dir: Path, told: Told, content: Demonstration) -> None:
    plan = read_plan()
    told("首次使用：正在建立演练中心……")
    (data_dir / FILE).unlink(missing_ok=True)
    with new_database(superuser) as (owner, place):
        create_centre(owner, plan, practice=True)
        told("正在为各岗位建立登录名和签名密钥……")
        posts = hand_out(owner, plan, data_dir)
        _fill(owner, Desks(place, posts, data_dir), told, content)


def read_plan() -> dict[str, Any]:
    """The demonstration's sections, posts and catalogue: resources/demo/centre.json."""
    plan: dict[str, Any] = json.loads((RESOURCES / "centre.json").read_text("utf-8"))
    return plan


def _sources() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    article, words = (
        json.loads((RESOURCES / name).read_text("utf-8")) for name in ("article.json", "cases.json")
    )
    return read_plan(), article, words


def _fill(owner: Owner, desks: Desks, told: Told, content: Demonstration) -> None:
    """All cases act by act in the order of time, the practice clock set to each; real time afterwards."""
    try:
        set_practice_time(owner, FIRST_DAY)
        stages = _publish(desks)
        acts = sorted(_acts(desks, content, stages), key=itemgetter(0))
        for number, (at, file) in enumerate(acts):
            if number % 100 == 0:
                told(f"正在办理示范办件……{100 * number // len(acts)}%")
            set_practice_time(owner, at)
            file()
        set_practice_time(owner, None)
    finally:
        desks.close()


def _publish(desks: Desks) -> Stages:
    """The stages in force, drafted by one cataloguer and published by the other."""
    plans = read_stages()
    made = publish_stages(desks.store("demo_cataloguer_1"), desks.store("demo_cataloguer_2"), plans)
    return {
        (plan["process"], plan["number"]): (plan, made[plan["process"], plan["number"]]) for plan in plans
    }


def _acts(desks: Desks, content: Demonstration, stages: Stages) -> Iterator[Act]:
    """Everything that was done, case by case and review by review."""
    now = datetime.now(ZONE)
    days = _working_days(desks, now)
    script = Script(*_sources())
    if content.article:
        yield from _case_acts(desks, script.article_cases())
        for sitting in sittings(desks, read_plan(), script.companies(), stages, Moments(days, now)):
            yield from sitting.acts()
    yield from _case_acts(desks, script.recent_cases(content.recent, days, now))


def _case_acts(desks: Desks, cases: Iterable[Case]) -> Iterator[Act]:
    for case in cases:
        running = Running(case)
        for at, step in case.steps:
            yield at, partial(desks.file, running, step)


def _working_days(desks: Desks, now: datetime) -> list[date]:
    """The latest working days, today among them once the hall has closed."""
    last = now.date() if now.time() >= CLOSING else now.date() - timedelta(days=1)
    first = last - timedelta(days=3 * WORKING_DAYS)
    calendar = desks.store("demo_window_1").load_calendar(first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if calendar.day(day).working][-WORKING_DAYS:]
