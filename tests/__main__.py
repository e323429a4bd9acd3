"""`python3 -m tests`: every check of the house; with arguments only that pytest selection, `bench` the
benchmark.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from yubei_desk import bootstrap

STEPS = (
    ("ruff", ["-m", "ruff", "check", "."]),
    ("mypy", ["-m", "mypy", "yubei_desk", "tests"]),
    ("import-linter", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
)
WHOLE = ("-n", "2", "--dist", "worksteal")  # two processes halve the time; more would only wait for two cores


def main(line: list[str]) -> int:
    """Exit code of the first step that fails, else of pytest, whose closing line is the last one printed."""
    bootstrap.require_python(sys.version_info[:2])
    bootstrap.ensure("tests", line, tests=True)
    if line[:1] == ["bench"]:
        from tests import bench

        return bench.main(line[1:])
    if line:
        return run(["-m", "pytest", *line])
    for name, step in STEPS:
        print(f"== {name}", flush=True)
        code = run(step)
        if code:
            return code
    return run(["-m", "pytest", *WHOLE])


def run(step: list[str]) -> int:
    """One tool in the environment's Python, from the top of the checkout."""
    return subprocess.run([sys.executable, *step], cwd=Path(__file__).parent.parent, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
