"""The command line 命令行: what may follow `python3 -m yubei_desk`; standard library only."""

from __future__ import annotations

import argparse
from pathlib import Path

from yubei_desk import __version__

DESCRIPTION = "渝北审批台：政务服务中心的窗口受理、审批、联合审批与证照。不带参数即打开桌面。"


def _places(parser: argparse.ArgumentParser, default: object) -> None:
    """The two options that say where things are; taken before and after `admin` alike."""
    parser.add_argument(
        "--data-dir", type=Path, default=default, metavar="DIR", help="数据文件夹（默认为本用户的数据文件夹）"
    )
    parser.add_argument(
        "--database",
        default=default,
        metavar="URL",
        help="中心的共享数据库 postgresql://主机:端口/库名（默认使用本机内置数据库）",
    )


def _admin(commands: argparse.ArgumentParser) -> None:
    tasks = commands.add_subparsers(dest="task", required=True, metavar="TASK")

    def task(name: str, help: str) -> argparse.ArgumentParser:
        parser = tasks.add_parser(name, help=help, description=help)
        _places(parser, default=argparse.SUPPRESS)
        return parser

    create = task("create-centre", "建立一个中心的数据库（须以数据库超级用户的地址连接）")
    create.add_argument("--name", default="渝北区政务服务中心", help="中心名称（默认：%(default)s）")
    task("upgrade", "把数据库升级到本程序的版本")
    demo = task("demo", "建立演练中心并装入示范数据；--database 指向还没有的库名，即建在共享服务器上")
    demo.add_argument("--cases", type=_how_many, default=0, metavar="N", help="另经同一规则生成 N 件办件")
    logins = task("demo-logins", "列出演练中心的登录名（真实中心拒绝）")
    logins.add_argument("--json", action="store_true", help="以 JSON 输出")
    task("doctor", "检查数据库、权限、账本与日历，逐项报告")
    task("watch", "收集被拒绝的尝试、结束久置的事务；由所有者常驻运行")


def _how_many(words: str) -> int:
    """A number of cases to make; raises what argparse turns into its sentence."""
    if not words.isascii() or not words.isdecimal():
        raise argparse.ArgumentTypeError("应为不小于 0 的整数")
    return int(words)


def parser(tasks: bool = True) -> argparse.ArgumentParser:
    """The whole command line, `admin` with its tasks or without; parsing ends the process by itself at
    --help, --version and a bad option.
    """
    whole = argparse.ArgumentParser(prog="python3 -m yubei_desk", description=DESCRIPTION)
    whole.add_argument("--version", action="version", version=f"yubei_desk {__version__}")
    whole.set_defaults(command="", task="")
    _places(whole, default=None)
    whole.add_argument("--offscreen-check", action="store_true", help="不用屏幕走遍每个房间并截图，供验收")
    commands = whole.add_subparsers(dest="command", metavar="COMMAND")
    admin = commands.add_parser("admin", help="管理员命令", description="管理员命令")
    if tasks:
        _admin(admin)
    return whole


def parse(line: list[str]) -> argparse.Namespace:
    """What was asked: data_dir (Path or None), database (str or None), offscreen_check, command ("" or
    "admin"), task, and the task's own options name, cases, json. Ends the process as `parser` says.
    """
    return parser(tasks="admin" in line).parse_args(line)
