"""Administrators' commands 管理员命令: found a centre, keep it up to date, look after it; words on the
terminal.
"""

from __future__ import annotations

import json
import secrets
import signal
import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from yubei_desk.deed.demo_posts import Post, read_posts
from yubei_desk.deed.demonstration import (
    ensure_practice_centre,
    make_cases,
    open_practice_centre,
    read_plan,
)
from yubei_desk.errors import DeskError, Refused
from yubei_desk.paper.sign import verify
from yubei_desk.store.centre import create_centre, founding_posts
from yubei_desk.store.doctor import examine
from yubei_desk.store.embedded import start_server
from yubei_desk.store.login import make_logins
from yubei_desk.store.practice import (
    DATABASE,
    new_database,
    place_of,
    require_practice,
    upgrade_centre,
)
from yubei_desk.store.watch import Watch

SHARED_ONLY = "create-centre 建立真实中心，须用 --database 指明共享服务器的超级用户地址"
NOTHING_YET = "这个数据文件夹 {} 里还没有演练中心，请先运行 python3 -m yubei_desk admin demo"
OWN_FOLDER = "这个数据文件夹已有本机的演练中心，请用 --data-dir 为共享的演练中心另选一处"
STOPPED = "已停止。"
WATCH_SECONDS = 5.0
PROGRESS = 100


def main(asked: Namespace) -> int:
    """Run one command; 0 when done, 1 with one sentence on stderr for what was foreseeable."""
    tasks = {
        "create-centre": _create_centre,
        "upgrade": _upgrade,
        "demo": _demo,
        "demo-logins": _demo_logins,
        "doctor": _doctor,
        "watch": _watch,
    }
    try:
        return tasks[asked.task](asked)
    except DeskError as failure:
        print(failure.sentence, file=sys.stderr)
    except KeyboardInterrupt:
        print(f"\n{STOPPED}", file=sys.stderr)
    except BrokenPipeError:
        pass  # whoever read the list has seen enough
    return 1


def _create_centre(asked: Namespace) -> int:
    if not asked.database:
        raise Refused(SHARED_ONLY)
    plan = read_plan()
    plan["centre"]["name"] = asked.name
    passwords = {login: secrets.token_urlsafe(12) for login in founding_posts(plan)}
    with new_database(asked.database) as (owner, _):
        create_centre(owner, plan, practice=False)
        make_logins(owner, passwords)
    place = place_of(asked.database)
    print(f"已建立“{asked.name}”（{place.host}:{place.port}/{place.dbname}）。首次口令只显示这一次：")
    for login, password in passwords.items():
        print(f"  {login:<12} {password}")
    print("请把口令当面交给各人，现在即可登录。检查用 admin doctor；收集被拒绝的尝试须常驻运行 admin watch。")
    return 0


def _upgrade(asked: Namespace) -> int:
    changed = upgrade_centre(_superuser(asked))
    print("已升级到本程序的版本。" if changed else "数据库已是本程序的版本，没有改动。")
    return 0


def _demo(asked: Namespace) -> int:
    if asked.database:
        _keep_apart(asked.data_dir)
        ensure_practice_centre(asked.database, asked.data_dir, _tell)
        superuser = asked.database
    else:
        superuser = open_practice_centre(asked.data_dir, _tell).url(DATABASE)
    if asked.cases > 0:
        make_cases(superuser, asked.data_dir, asked.cases, _Counter(asked.cases))
    print("演练中心已就绪。")
    return 0


def _demo_logins(asked: Namespace) -> int:
    superuser = _superuser(asked)
    require_practice(superuser)
    posts, place = read_posts(asked.data_dir), place_of(superuser)
    if asked.json:
        where = {"host": place.host, "port": place.port, "dbname": place.dbname}
        print(json.dumps({**where, "logins": [asdict(post) for post in posts]}, ensure_ascii=False, indent=1))
        return 0
    print(f"psql -h {place.host} -p {place.port} -d {place.dbname} -U 登录名")
    for post in posts:
        print(_line(post))
    return 0


def _line(post: Post) -> str:
    pin = f"　签名口令 {post.pin}" if post.pin else ""
    return f"{post.login:<26} {post.password}  {post.name}（{'、'.join(post.duties)}）{pin}"


def _doctor(asked: Namespace) -> int:
    well = True
    for finding in examine(_superuser(asked), verify):
        print(f"{'正常' if finding.well else '异常'}　{finding.what}：{finding.told}", flush=True)
        well = well and finding.well
    print("全部正常。" if well else "有异常，请按上面标明“异常”的各项处理。")
    return 0 if well else 1


def _watch(asked: Namespace) -> int:
    watch = Watch(_superuser(asked))
    # A service says SIGTERM, and what a shell starts in the background is born deaf to Ctrl+C.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    _tell("值守中，按 Ctrl+C 结束。")
    try:
        while True:
            kept, ended = watch.round()
            if kept or ended:
                _tell(f"收集被拒绝的尝试 {kept} 次，结束久置的事务 {ended} 个。")
            watch.wait(WATCH_SECONDS)
    except KeyboardInterrupt:
        return 0


def _superuser(asked: Namespace) -> str:
    """The superuser's URL of the centre meant: the shared one named, else the embedded one already made."""
    if asked.database:
        return str(asked.database)
    if not (asked.data_dir / "server.password").exists():
        raise Refused(NOTHING_YET.format(asked.data_dir))
    return start_server(asked.data_dir).url(DATABASE)


def _keep_apart(data_dir: Path) -> None:
    if (data_dir / "server.password").exists():
        raise Refused(OWN_FOLDER)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


class _Counter:
    """The line that tells how many of `total` are done."""

    def __init__(self, total: int) -> None:
        self._total = total

    def __call__(self, number: int) -> None:
        if number % PROGRESS == 0 or number == self._total:
            end = "\n" if number == self._total else ""
            print(f"\r已生成 {number} / {self._total} 件", end=end, file=sys.stderr, flush=True)
