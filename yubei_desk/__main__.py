"""`python3 -m yubei_desk`: opens the desk, or runs an administrator's command 管理员命令."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path

from yubei_desk import bootstrap


def screen_complaint(environment: dict[str, str]) -> str:
    """Why no window can open here, in one sentence; empty where one can or Qt was told how."""
    if not sys.platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    display = environment.get("DISPLAY")
    if not display:
        return "没有图形界面（未设置 DISPLAY）：请在桌面环境中运行，或用 --offscreen-check 作无屏检查。"
    import ctypes

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(display.encode(), None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"连不上图形界面 {display}：请检查 DISPLAY 与 X 服务器的访问权限。" if refused else ""


def folder_complaint(folder: Path) -> str:
    """Why nothing can be kept in the data folder, in one sentence, empty when all is well; makes it."""
    probe = folder / f".writable-{os.getpid()}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        return f"数据文件夹 {folder} 不可写（{error.strerror}）：请检查权限和磁盘，或用 --data-dir 另选一处。"
    return ""


def main(line: list[str]) -> int:
    """Run one command line; the answer is the process's exit code."""
    bootstrap.require_python(sys.version_info[:2])
    if not bootstrap.stands(bootstrap.ROOT, tests=False):
        from yubei_desk import arguments

        arguments.parse(line)  # a wrong line need not wait until the environment is made
    bootstrap.ensure("yubei_desk", line)
    from yubei_desk import arguments, settings

    asked = arguments.parse(line)
    asked.data_dir = settings.data_folder(asked.data_dir)
    complaint = folder_complaint(asked.data_dir)
    if not complaint and not asked.command and not asked.offscreen_check:
        complaint = screen_complaint(dict(os.environ))
    if complaint:
        print(complaint, file=sys.stderr)
        return 1
    if asked.command == "admin":
        from yubei_desk import commands

        return commands.main(asked)
    if asked.offscreen_check:
        from yubei_desk import walk

        return walk.main(asked)
    gc.disable()  # a start leaves nothing to collect; afterwards the window's thread does it (work.tidy)
    from yubei_desk import app

    return app.main(asked)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
