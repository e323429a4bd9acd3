"""Projects 项目 as counter and joint review need them: found, and their earlier approvals registered."""

from __future__ import annotations

from dataclasses import dataclass

from yubei_desk.domain.act import Act, Move


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """A registered project; `code` is its 投资项目统一代码, "" where none is known yet."""

    matter_id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """One project with its history and what the law lets the person signed in do to it."""

    matter_id: int
    code: str
    name: str
    version: int
    state_label: str
    acts: tuple[Act, ...]
    moves: tuple[Move, ...]
