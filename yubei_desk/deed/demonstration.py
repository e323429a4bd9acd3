"""The practice centre 演练中心: made from the source article on first use, its cases filed one by one through
the guard.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from yubei_desk.deed.demo_cases import ZONE, Case, Script, Step
from yubei_desk.deed.demo_desks import Desks, Running
from yubei_desk.deed.demo_posts import FILE, hand_out, read_posts
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
CASES = 300

Told = Callable[[str], None]


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
        now = datetime.now(ZONE)
        script = Script(*_sources())
        cases = list(script.article_cases()) if content.article else []
        cases += script.recent_cases(content.recent, _working_days(desks, now), now)
        acts = _in_order(cases)
        for number, (at, running, step) in enumerate(acts):
            if number % 100 == 0:
                told(f"正在办理示范办件……{100 * number // len(acts)}%")
            set_practice_time(owner, at)
            desks.file(running, step)
        set_practice_time(owner, None)
    finally:
        desks.close()


def _in_order(cases: Iterable[Case]) -> list[tuple[datetime, Running, Step]]:
    acts = []
    for case in cases:
        running = Running(case)
        acts += [(at, running, step) for at, step in case.steps]
    return sorted(acts, key=lambda act: act[0])


def _working_days(desks: Desks, now: datetime) -> list[date]:
    """The latest working days, today among them once the hall has closed."""
    last = now.date() if now.time() >= CLOSING else now.date() - timedelta(days=1)
    first = last - timedelta(days=3 * WORKING_DAYS)
    calendar = desks.store("demo_window_1").load_calendar(first, last)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if calendar.day(day).working][-WORKING_DAYS:]
