"""The way into a checkout's environment 运行环境: return when it stands, else make it and start again in it.

Standard library only, and readable by Python 3.8, so that an old Python gets a sentence. What is imported
here is paid for at every start: whatever makes the environment is in `environment`.
"""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
WINDOWS = os.name == "nt"


def ensure(module: str, arguments: list[str], tests: bool = False, root: Path = ROOT) -> None:
    """Return inside a standing environment, else start `python -m module` in it, made first where need be.

    A standing one that this very Python made is entered as it runs: a second start would cost 25 ms.
    """
    inside = Path(sys.prefix).resolve() == (root / ".venv").resolve()
    if not stands(root, tests):
        kind = "tests" if tests else "program"
        restart(Path(sys.executable), ["-m", "yubei_desk.environment", kind, module, *arguments])
    elif inside:
        return
    elif same_python(root):
        enter(root)
    else:
        restart(interpreter(root), ["-m", module, *arguments])


def require_python(version: tuple[int, int]) -> None:
    """End the process with one sentence when Python is older than the program's."""
    if version < OLDEST:
        have, want = (".".join(map(str, pair)) for pair in (version, OLDEST))
        raise SystemExit(f"需要 Python {want} 或更新版本，当前是 {have}；请安装后重试。")


def pin_files(root: Path, tests: bool) -> list[Path]:
    """The files that name the environment's packages."""
    return [root / folder / "pins.txt" for folder in (("resources", "tests") if tests else ("resources",))]


def stamp(root: Path, tests: bool) -> Path:
    """The file whose presence says: these very pins stand here, for this Python."""
    digest = zlib.crc32(f"{sys.implementation.cache_tag} {_machine()}".encode())
    for path in pin_files(root, tests):
        digest = zlib.crc32(path.read_bytes(), digest)  # hashlib would cost a start 3 ms
    return root / ".venv" / f"stood-{digest:08x}"


def interpreter(root: Path) -> Path:
    """The environment's own Python."""
    return root / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")


def stands(root: Path, tests: bool) -> bool:
    """Whether the environment is complete for these pins and this Python."""
    return stamp(root, tests).exists() and interpreter(root).exists()


def same_python(root: Path) -> bool:
    """Whether the environment was made by the very Python that runs here."""
    told = (root / ".venv" / "pyvenv.cfg").read_text("utf-8").splitlines()
    home = Path(getattr(sys, "_base_executable", "")).parent
    return f"home = {home}" in told and "version = {}.{}.{}".format(*sys.version_info) in told


def enter(root: Path) -> None:
    """Look for packages where the environment's own Python does, and nowhere else."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = root / ".venv" / ("Lib" if WINDOWS else f"lib/{version}") / "site-packages"
    own = [path for path in sys.path if not path.endswith(("site-packages", "dist-packages"))]
    sys.path[:] = [*own, str(packages)]
    sys.prefix = sys.exec_prefix = str(root / ".venv")
    sys.executable = str(interpreter(root))


def _machine() -> str:
    """The processor's kind; the module `platform` would cost a start 2 ms."""
    return os.environ.get("PROCESSOR_ARCHITECTURE", "") if WINDOWS else os.uname().machine


def restart(python: Path, line: list[str]) -> None:
    """Continue as `python line`; on Windows exec would leave the console, so a child is waited for."""
    if WINDOWS:
        import subprocess

        raise SystemExit(subprocess.run([str(python), *line], check=False).returncode)
    sys.stdout.flush()
    os.execv(python, [str(python), *line])
