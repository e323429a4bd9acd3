"""Reads the hand-written table of authority: people, sentences, states and every cell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TEXT = (Path(__file__).parent / "authority.txt").read_text("utf-8")
PEOPLE = dict(re.findall(r"\b(\w{4,5})\s+(demo_\w+)", TEXT))
KINDS = ("case", "certificate", "review", "seat", "stage", "project")
WORDS = r"(?:^|\s{2,})(yes|none|duty|state|sect|inst|askd|drft|othr|lent|flws|shar)\s+(\S.*?)(?=\s{2,}|$)"
SENTENCES = dict(re.findall(WORDS, TEXT.split("\ncase receive")[0], re.M))
BLOCK = re.compile(
    r"^(case|certificate|review|seat|stage|project) (\w+) +\S.*\n(state .*)\n((?:\w+ .*\n)+)", re.M
)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: a person tries an act on a matter of a kind in a state, and what comes of it."""

    kind: str
    state: str
    act: str
    who: str
    word: str


def states(kind: str) -> dict[str, str]:
    """Every state of a kind with its word in the office."""
    listed = TEXT.split(f"States of a {kind}:")[1].split("States of a")[0]
    return dict(re.findall(r"([a-z_]+) ([\u4e00-\u9fff]+)", listed))


def cells() -> Iterator[Cell]:
    """The whole table; `others` stands for every state of the kind that has no line of its own."""
    for kind, act, head, body in BLOCK.findall(TEXT):
        people = head.split()[1:]
        lines = {state: words for state, *words in map(str.split, body.splitlines())}
        for state in dict.fromkeys([*lines.keys() - {"others"}, *states(kind)]):
            words = lines[state] if state in lines else lines["others"]
            assert len(words) == len(people), (act, state)
            for who, word in zip(people, words, strict=True):
                yield Cell(kind, state, act, who, word)
