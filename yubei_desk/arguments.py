"""The command line 命令行: what may follow `python3 -m yubei_desk`; standard library only."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any, Final, NoReturn

from yubei_desk import __version__

# What argparse finds wrong, in its words and in ours; it offers no other hold on them.
FAULTS: Final = (
    (r"unrecognized arguments: (.+)", "不认识的参数 {0}"),
    (r"the following arguments are required: (.+)", "还缺{0}"),
    (r"argument (.+): expected one argument", "{0} 后面要写一个值"),
    (r"argument (.+): ignored explicit argument .+", "{0} 不带值"),
    (r"argument (.+): invalid choice: (.+) \(.*choose from (.+)\)", "没有 {1} 这个{0}，可用的是 {2}"),
    (r"ambiguous option: (.+) could match (.+)", "{0} 不够明确，可能是 {1}"),
    (r"argument (.+): (.+)", "{0} {1}"),
)
DESCRIPTION = "渝北审批台：政务服务中心的窗口受理、审批、联合审批与证照。不带参数即打开桌面。"


class Line(argparse.ArgumentParser):
    """A command line that explains itself in the office's language: what is wrong with it in one sentence."""

    def __init__(self, **given: Any) -> None:
        super().__init__(add_help=False, **given)
        self.options = self.add_argument_group("选项")
        self.options.add_argument("-h", "--help", action="help", help="显示这段说明")

    def format_help(self) -> str:
        """All of --help."""
        return super().format_help().replace("usage: ", "用法：", 1)

    def error(self, message: str) -> NoReturn:
        """Ends the process with 2."""
        self.exit(2, f"{_sentence(message)}；用法见 {self.prog} --help\n")


def _sentence(fault: str) -> str:
    for pattern, words in FAULTS:
        if found := re.fullmatch(pattern, fault, re.DOTALL):
            return words.format(*(part.replace("'", "").replace(", ", "、") for part in found.groups()))
    return f"命令行写得不对（{fault}）"


def _places(parser: Line, default: object) -> None:
    """The two options that say where things are; taken before and after `admin` alike."""
    parser.options.add_argument(
        "--data-dir", type=Path, default=default, metavar="DIR", help="数据文件夹（默认为本用户的数据文件夹）"
    )
    parser.options.add_argument(
        "--database",
        default=default,
        metavar="URL",
        help="中心的共享数据库 postgresql://主机:端口/库名（默认使用本机内置数据库）",
    )


def _admin(commands: Line) -> None:
    tasks = commands.add_subparsers(title="任务", dest="task", required=True, metavar="任务")

    def task(name: str, help: str) -> Line:
        parser = tasks.add_parser(name, help=help, description=help)
        _places(parser, default=argparse.SUPPRESS)
        return parser

    create = task("create-centre", "建立一个中心的数据库（须以数据库超级用户的地址连接）")
    create.options.add_argument("--name", default="渝北区政务服务中心", help="中心名称（默认：%(default)s）")
    task("upgrade", "把数据库升级到本程序的版本")
    demo = task("demo", "建立演练中心并装入示范数据；--database 指向还没有的库名，即建在共享服务器上")
    demo.options.add_argument(
        "--cases", type=_how_many, default=0, metavar="N", help="另经同一规则生成 N 件办件"
    )
    logins = task("demo-logins", "列出演练中心的登录名（真实中心拒绝）")
    logins.options.add_argument("--json", action="store_true", help="以 JSON 输出")
    task("doctor", "检查数据库、权限、账本与日历，逐项报告")
    task("watch", "收集被拒绝的尝试、结束久置的事务；由所有者常驻运行")


def _how_many(words: str) -> int:
    """A number of cases to make; raises what argparse turns into its sentence."""
    if not words.isascii() or not words.isdecimal():
        raise argparse.ArgumentTypeError("应为不小于 0 的整数")
    return int(words)


def parser(tasks: bool = True) -> Line:
    """The whole command line, `admin` with its tasks or without; parsing ends the process by itself at
    --help, --version and a bad option.
    """
    whole = Line(prog="python3 -m yubei_desk", description=DESCRIPTION)
    whole.options.add_argument(
        "--version", action="version", version=f"yubei_desk {__version__}", help="显示版本号"
    )
    whole.set_defaults(command="", task="")
    _places(whole, default=None)
    whole.options.add_argument(
        "--offscreen-check", action="store_true", help="不用屏幕走遍每个房间并截图，供验收"
    )
    commands = whole.add_subparsers(title="命令", dest="command", metavar="命令")
    admin = commands.add_parser("admin", help="管理员命令", description="管理员命令")
    if tasks:
        _admin(admin)
    return whole


def parse(line: list[str]) -> argparse.Namespace:
    """What was asked: data_dir (Path or None), database (str or None), offscreen_check, command ("" or
    "admin"), task, and the task's own options name, cases, json. Ends the process as `parser` says.
    """
    return parser(tasks="admin" in line).parse_args(line)
