"""The command line as a stranger meets it: help, version, and one sentence where the desk cannot open."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from yubei_desk import __version__, arguments
from yubei_desk.__main__ import folder_complaint, screen_complaint
from yubei_desk.settings import Settings, read_settings, write_settings

ROOT = Path(__file__).parent.parent


def run(*line: str, display: str = "") -> subprocess.CompletedProcess[str]:
    """`python -m yubei_desk` with this line on a machine without a screen, unless `display` names one."""
    environment = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "QT_QPA_PLATFORM")
    }
    environment |= {"DISPLAY": display} if display else {}
    command = [sys.executable, "-m", "yubei_desk", *line]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)


def test_version_and_help() -> None:
    assert run("--version").stdout == f"yubei_desk {__version__}\n"
    told = run("--help").stdout
    assert all(word in told for word in ("--data-dir", "--database", "--offscreen-check", "admin"))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--colour", "不认识的参数 --colour"),
        ("admin demo --json", "不认识的参数 --json"),
        ("admin", "还缺任务"),
        (
            "admin wach",
            "没有 wach 这个任务，可用的是 create-centre、upgrade、demo、demo-logins、doctor、watch",
        ),
        ("dotor", "没有 dotor 这个命令，可用的是 admin"),
        ("--data-dir", "--data-dir 后面要写一个值"),
        ("--offscreen-check=yes", "--offscreen-check 不带值"),
        ("--dat x", "--dat 不够明确，可能是 --data-dir、--database"),
        ("admin demo --cases 3.5", "--cases 应为不小于 0 的整数"),
    ],
)
def test_a_wrong_line_is_one_sentence(line: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        arguments.parse(line.split())
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(f"{words}；用法见 python3 -m yubei_desk")
    assert said.endswith(" --help\n")
    assert said.count("\n") == 1


def test_help_speaks_as_the_rest_does() -> None:
    told = run("admin", "demo", "--help").stdout
    assert told.startswith("用法：python3 -m yubei_desk admin demo [-h]")
    assert "选项:" in told
    assert "显示这段说明" in told
    assert "options" not in told


def test_an_unknown_option_is_refused() -> None:
    told = run("--colour")
    assert told.returncode == 2
    assert "--colour" in told.stderr


@pytest.mark.parametrize(("display", "words"), [("", "未设置 DISPLAY"), (":987", "连不上图形界面 :987")])
def test_without_a_screen_one_sentence(tmp_path: Path, display: str, words: str) -> None:
    told = run("--data-dir", str(tmp_path), display=display)
    assert told.returncode == 1
    assert words in told.stderr
    assert told.stderr.count("\n") == 1


def test_a_screen_that_qt_was_told_of_is_believed() -> None:
    assert screen_complaint({"QT_QPA_PLATFORM": "offscreen"}) == ""


def test_a_data_folder_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    told = run("--data-dir", str(tmp_path / "taken" / "desk"), "--offscreen-check")
    assert told.returncode == 1
    assert f"数据文件夹 {tmp_path / 'taken' / 'desk'} 不可写" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize("given", ["", "/srv/desks", "relative"])
def test_the_data_folder_is_where_this_system_keeps_them(given: str) -> None:
    script = "from yubei_desk.settings import data_folder as ours; import platformdirs; print(ours(None)); "
    script += "print(platformdirs.user_data_path('yubei_desk', appauthor=False))"
    environment = dict(os.environ, XDG_DATA_HOME=given)
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, cwd=ROOT, env=environment)
    ours, theirs = told.stdout.split()
    assert ours == theirs


def test_the_data_folder_is_private(tmp_path: Path) -> None:
    assert folder_complaint(tmp_path / "desk") == ""
    assert (tmp_path / "desk").stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "desk").iterdir()) == []


def test_settings_are_kept_and_told_apart_from_nonsense(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == (Settings(), ())
    write_settings(tmp_path, Settings(theme="dark", printer='前台 "一号"'))
    assert read_settings(tmp_path) == (Settings(theme="dark", printer='前台 "一号"'), ())
    (tmp_path / "settings.toml").write_text('theme = "pink"\nprinter = 7\ncolour = "red"\n', "utf-8")
    settings, complaints = read_settings(tmp_path)
    assert settings == Settings()
    assert [sentence for sentence in complaints if "只能是 light、dark 之一" in sentence]
    assert [sentence for sentence in complaints if "“printer”应为加引号的文字" in sentence]
    assert [sentence for sentence in complaints if "没有名为“colour”的设置" in sentence]


def test_settings_that_are_no_toml_are_said(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("theme = ", "utf-8")
    settings, complaints = read_settings(tmp_path)
    assert settings == Settings()
    assert "不是有效的 TOML 文件" in complaints[0]


@pytest.mark.parametrize("words", ["-5", "x", "²", ""])
def test_a_number_of_cases_is_a_number(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        arguments.parse(["admin", "demo", f"--cases={words}"])
    assert "应为不小于 0 的整数" in capsys.readouterr().err
