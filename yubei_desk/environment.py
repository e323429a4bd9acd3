"""Making the environment 运行环境 of a checkout on a fresh machine: system packages, `.venv`, pinned wheels.

Standard library only, and readable by Python 3.8; under a lock, so that two first starts both open.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yubei_desk.bootstrap import ROOT, WINDOWS, interpreter, pin_files, restart, stamp, stands

VENV_PACKAGE = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"

# Shared libraries Qt opens on Linux and the Debian package of each: offscreen, then xcb, then printing.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libcups.so.2": "libcups2",
}

# What the tests use beyond that, where it can be had: a program or a path, and the Debian package of each.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "xauth": "xauth",
    "pdftotext": "poppler-utils",
    "/usr/lib/postgresql/15/bin/postgres": "postgresql-15",
}


class CannotStand(Exception):
    """The environment cannot be made here; the text is one sentence with the line to run."""


def main(kind: str, module: str, *arguments: str) -> None:
    """Make the environment of the program or of the tests, then go on as `python -m module` in it.

    Ends the process with code 1 and one sentence on stderr when the environment cannot be made.
    """
    try:
        stand_up(ROOT, tests=kind == "tests")
    except CannotStand as error:
        raise SystemExit(str(error)) from None
    restart(interpreter(ROOT), ["-m", module, *arguments])


def stand_up(root: Path, tests: bool) -> None:
    """Make `.venv` anew, or add the test tools to a standing one; a second caller waits and finds it done."""
    if stands(root, tests):
        return
    with locked(root):
        if stands(root, tests):
            return
        refuse_foreign(root / ".venv")
        print("正在准备运行环境，首次约需一两分钟……", file=sys.stderr, flush=True)
        provide_packages(tests)
        if not stands(root, tests=False):
            make_venv(root)
        install(root, tests)
        stamp(root, tests=False).touch()
        stamp(root, tests).touch()


def refuse_foreign(venv: Path) -> None:
    """Raise CannotStand when `.venv` is something that no `python -m venv` made; it is not ours to delete."""
    made = (venv / "pyvenv.cfg").exists() and not venv.is_symlink()
    empty = not venv.is_symlink() and venv.is_dir() and not any(files for _, _, files in os.walk(venv))
    if (venv.exists() or venv.is_symlink()) and not made and not empty:
        raise CannotStand(f"{venv} 不是虚拟环境，请移走后重试。")


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the checkout's lock; the system lets go of it when the process dies."""
    try:
        handle = (root / ".venv.lock").open("a+")
    except OSError as error:
        raise CannotStand(f"{root} 不可写（{error.strerror}），无法准备运行环境。") from error
    with handle:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def provide_packages(tests: bool) -> None:
    """Install missing system packages as root, else raise CannotStand with the one line that does."""
    missing = missing_packages()
    extras = missing_tools() if tests else []
    if not missing and not extras:
        return
    line = ["apt-get", "install", "-y", "--no-install-recommends", *missing, *extras]
    if not WINDOWS and os.geteuid() == 0 and shutil.which("apt-get"):
        apt(line)
        missing, extras = missing_packages(), missing_tools() if tests else []
    command = "sudo apt-get update && sudo " + " ".join(line)
    if missing:
        raise CannotStand(f"缺少系统软件包，请先运行：{command}")
    if extras:
        print(f"测试将不使用 {' '.join(extras)}；需要时运行：{command}", file=sys.stderr)


def apt(line: list[str]) -> None:
    """One installation, package lists refreshed first; what it did not bring is found by looking again."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    subprocess.run(["apt-get", "update"], env=environment, stdout=sys.stderr, check=False)
    if subprocess.run(line, env=environment, stdout=sys.stderr, check=False).returncode:
        for package in line[4:]:  # one unknown package must not keep the others away
            subprocess.run([*line[:4], package], env=environment, stdout=sys.stderr, check=False)


def missing_packages() -> list[str]:
    """Debian packages without which the environment or Qt cannot work; empty on other systems than Linux."""
    if not sys.platform.startswith("linux"):
        return []
    needed = [] if importlib.util.find_spec("ensurepip") else [VENV_PACKAGE]
    return needed + [package for library, package in LIBRARIES.items() if not opens(library)]


def missing_tools() -> list[str]:
    """Debian packages the tests would use and can do without."""
    if not sys.platform.startswith("linux"):
        return []
    return [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]


def opens(library: str) -> bool:
    """Whether the dynamic linker finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def make_venv(root: Path) -> None:
    """Replace `.venv` by a fresh one; the old one is renamed first: half deleted it would look foreign."""
    venv, old = root / ".venv", root / ".venv.old"
    shutil.rmtree(old, ignore_errors=True)
    if venv.exists():
        venv.replace(old)
        shutil.rmtree(old, ignore_errors=True)
    base = getattr(sys, "_base_executable", sys.executable)
    run([base, "-m", "venv", str(venv)], f"无法建立虚拟环境 {venv}")


def install(root: Path, tests: bool) -> None:
    """Bring the pinned wheels into `.venv` by pip, under the user's own configuration of pip."""
    line = [str(interpreter(root)), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for path in pin_files(root, tests):
        line += ["-r", str(path)]
    run([*line, "--only-binary=:all:"], "无法安装所需的 Python 包（见上），请检查网络或 pip 的设置")


def run(line: list[str], complaint: str) -> None:
    """Run one step, its output on stderr; raise CannotStand with the complaint and the line when it fails."""
    if subprocess.run(line, stdout=sys.stderr, check=False).returncode:
        raise CannotStand(f"{complaint}；失败的命令：{' '.join(line)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
