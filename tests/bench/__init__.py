"""The benchmark: every promise of speed as a ratio against a peer measured in the same run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from tests.bench.row import Row

NAMES = ("approval", "worklist", "bell", "start", "certificate", "meeting")


def main(line: list[str]) -> int:
    """Run the named measurements (all when none is named) and print a table; `--json FILE` keeps it. Never
    fails on a figure.
    """
    parser = argparse.ArgumentParser(prog="python3 -m tests bench")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="NAME", help="、".join(NAMES))
    parser.add_argument("--json", type=Path, metavar="FILE")
    asked = parser.parse_args(line)
    rows: list[Row] = []
    for row in _measure(asked.names or list(NAMES)):
        rows.append(row)
        print(row.line(), flush=True)
    if asked.json:
        asked.json.write_text(
            json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1), "utf-8"
        )
    return 0


def _measure(names: list[str]) -> Iterator[Row]:
    for name in names:
        measure: Callable[[], Iterator[Row]] = import_module(f"tests.bench.{name}").measure
        yield from measure()
