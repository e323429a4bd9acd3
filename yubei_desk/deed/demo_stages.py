"""The stages of the demonstration 示范阶段: drafted by one cataloguer, published by another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import uuid4

from yubei_desk.domain.act import Wish
from yubei_desk.store.store import Store

STAGES = Path(__file__).parents[2] / "resources" / "demo" / "stages.json"
Plan = Mapping[str, Any]
Ids = Mapping[tuple[str, str], int]


def read_stages() -> list[dict[str, Any]]:
    """Five stages of five process types, their sections and items by code (DOMAIN 3.1)."""
    stages: list[dict[str, Any]] = json.loads(STAGES.read_text("utf-8"))["stages"]
    return stages


def publish_stages(drafter: Store, publisher: Store, stages: Iterable[Plan]) -> dict[tuple[int, int], int]:
    """Draft and publish each through the guard; their ids by (process, number)."""
    ids, made = drafter.load_codes(), {}
    for stage in stages:
        filed = drafter.file_act(Wish("draft_stage", uuid4(), body=stage_body(stage, ids)))
        publisher.file_act(Wish("publish_stage", uuid4(), filed.matter_id, seen=1))
        made[stage["process"], stage["number"]] = filed.matter_id
    return made


def stage_body(stage: Plan, ids: Ids) -> dict[str, object]:
    """What the act of drafting says: codes become ids."""
    lead = stage["lead"] and ids["section", stage["lead"]]
    seats = [ids["section", code] for code in stage["seats"]]
    items, gate = ([ids["item", code] for code in stage[key]] for key in ("items", "gate"))
    return {**stage, "lead": lead, "seats": seats, "items": items, "gate": gate}
