"""Settings of this machine 本机设置: the one list of them, read from and written to settings.toml."""

from __future__ import annotations

import os
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

FILE = "settings.toml"
KINDS: dict[type, str] = {str: "加引号的文字", int: "整数", bool: "true 或 false"}


def _setting(default: Any, help: str, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": help, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting of a machine: key, type, default, help. What all desks share is in the database."""

    database: str = _setting("", "中心的共享数据库 postgresql://主机:端口/库名；空着即用本机内置数据库")
    theme: str = _setting("light", "界面主题", choices=("light", "dark"))
    printer: str = _setting("", "打印机名称；空着即用系统默认打印机")


def data_folder(chosen: Path | None) -> Path:
    """The folder that keeps all of this machine: the one chosen, else the user's (Windows: all users')."""
    if chosen is not None:
        return chosen.expanduser().absolute()
    shared = os.name == "nt"
    if (
        not shared and os.uname().sysname == "Linux"
    ):  # the XDG rule itself: platformdirs would cost each start 5 ms
        given = os.environ.get("XDG_DATA_HOME", "")
        return Path(given if given.startswith("/") else "~/.local/share").expanduser() / "yubei_desk"
    import platformdirs  # a package: not there yet while the environment is being made

    found = platformdirs.site_data_path if shared else platformdirs.user_data_path
    return found("yubei_desk", appauthor=False)


def read_settings(folder: Path) -> tuple[Settings, tuple[str, ...]]:
    """The settings of a data folder, and one sentence per line that cannot be taken (its default stands)."""
    path = folder / FILE
    if not path.exists():
        return Settings(), ()
    import tomllib  # a start without a settings file does not pay for it

    try:
        given = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(), (f"{path} 不是有效的 TOML 文件（{error}）。",)
    except OSError as error:
        return Settings(), (f"{path} 读不出来（{error.strerror}）。",)
    known = {each.name: each for each in fields(Settings)}
    complaints = {key: _complaint(known.get(key), key, value) for key, value in given.items()}
    taken = {key: value for key, value in given.items() if not complaints[key]}
    return Settings(**taken), tuple(f"{path}：{text}" for text in complaints.values() if text)


def _complaint(known: Field[Any] | None, key: str, value: object) -> str:
    if known is None:
        return f"没有名为“{key}”的设置。"
    if type(value) is not type(known.default):
        return f"“{key}”应为{KINDS[type(known.default)]}，现在是 {value!r}。"
    choices = known.metadata["choices"]
    if choices and value not in choices:
        return f"“{key}”只能是 {'、'.join(choices)} 之一，现在是 {value!r}。"
    return ""


def write_settings(folder: Path, settings: Settings) -> None:
    """Replace settings.toml as a whole, each under its help; raises OSError, and the old file stands."""
    import json

    lines = ["# 渝北审批台的本机设置；删去一行即恢复默认"]
    for each in fields(Settings):
        choices = "、".join(each.metadata["choices"])
        lines += ["", f"# {each.metadata['help']}" + (f"（{choices}）" if choices else "")]
        lines.append(f"{each.name} = {json.dumps(getattr(settings, each.name), ensure_ascii=False)}")
    fresh = folder / f"{FILE}.new"
    fresh.write_text("\n".join(lines) + "\n", "utf-8")
    fresh.replace(folder / FILE)
