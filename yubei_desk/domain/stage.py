"""Stages 阶段 of a construction project: one section leads, several sit at the table (国办发〔2019〕11号)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Stage:
    """One edition of a stage; `process` is 审批流程类型 1 to 5, `number` 1 to 5, draft or published;
    `draftable` when the law lets the person signed in open a review of it today.
    """

    id: int
    process: int
    process_name: str
    number: int
    edition: int
    name: str
    lead: str
    mode: str
    basis: str
    state: str
    draftable: bool = False


@dataclass(frozen=True, slots=True)
class StagePart:
    """One line of a simulation: a seat, an item of the stage or of its gate; `done` when it is passed.

    `id` of the section or item; `running` when a case of it runs and will be linked; `mine` when the person
    signed in works in its section; `mandatory` for an item the stage is not done without;
    `registered` when an earlier approval or 无需办理 stands, which can be voided.
    """

    part: Literal["seat", "item", "gate"]
    name: str
    section: str
    done: bool
    id: int = 0
    running: bool = False
    mine: bool = False
    mandatory: bool = True
    registered: bool = False
