"""What every office of random acts 随机办理 shares: people at their desks, a ledger that stays in order."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Set
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.hall import Hall
from tests.law.attack import Desk
from yubei_desk.errors import DeskError

MONDAY = datetime(2026, 9, 21, 1, tzinfo=UTC)  # 中秋, 国庆 and a make-up working day lie ahead


class Ledger(RuleBasedStateMachine):
    """A hall whose clock goes on; whatever is tried, chains verify and states change by the table."""

    paths: ClassVar[Set[tuple[str, str, str]]] = frozenset()

    def __init__(self, hall: Hall) -> None:
        super().__init__()
        self.hall, self.owner, self.now = hall, hall.owner(), MONDAY
        hall.set_time(self.now)
        self.desks: dict[str, Desk] = {}

    @rule(days=st.integers(0, 2))
    def pass_days(self, days: int) -> None:
        """The practice clock goes on."""
        self.now += timedelta(days=days)
        self.hall.set_time(self.now)

    def buttons(self, who: str, matter: int) -> dict[str, str | None]:
        """What the person's screen offers."""
        if who not in self.desks:
            self.desks[who] = self.hall.connect(who)
        found = self.desks[who].execute("select act, why_not from law.moves(%s)", (matter,))
        return dict(found.fetchall())

    def file(self, who: str, act: str, matter: int, body: dict[str, object]) -> str:
        """The sentence of the refusal, empty when the act stands."""
        try:
            self.hall.act(who, act, matter, **body)
        except DeskError as refusal:
            return refusal.sentence
        return ""

    def standing(self, matter: int) -> list[tuple[Any, ...]]:
        """The matter's row."""
        return self.rows("select m::text from desk.matter m where id = %s", matter)

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the superuser reads."""
        return self.owner.execute(query.encode(), values).fetchall()

    @invariant()
    def the_chain_verifies(self) -> None:
        """Each act hashes what it says and the act before it; the matter carries the last one."""
        matters = "select id, version, position, chain_head, latest_hash, state from desk.matter"
        for matter, version, position, head, latest, state in self.rows(matters):
            acts = self.rows(ACTS, matter)
            previous = b""
            for told, prev_hash, found, _ in acts:
                assert prev_hash == previous
                assert hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).digest() == found
                previous = found
            moved = [(told, found) for told, _, found, is_latest in acts if is_latest]
            assert (position, head) == (len(acts), previous)
            assert (version, latest) == (len(moved), moved[-1][1])
            assert [told[2] for told, *_ in acts] == list(range(1, len(acts) + 1))
            assert state == moved[-1][0][16]

    @invariant()
    def states_change_by_the_table(self) -> None:
        """Only the paths of the law, each beginning where the last one ended."""
        query = """select matter_id, from_state, kind, to_state from desk.act a
          where kind <> 'register' and seen_version is not null order by matter_id, position"""
        at: dict[int, str] = {}
        for matter, before, act, after in self.rows(query):
            assert (before, act, after) in self.paths
            assert before == at.get(matter, "")
            at[matter] = after


ACTS = """select jsonb_build_array(matter_id, section_id, position, kind, seen_version, body, wish, letter,
    encode(signature, 'hex'), key_id, actor_id, duty, authorisation_id, lending_id,
    (extract(epoch from at) * 1000000)::bigint, from_state, to_state, basis, caused_by,
    encode(prev_hash, 'hex')),
  prev_hash, hash, seen_version is not null
from desk.act where matter_id = %s order by position"""


def steps(examples: int, count: int) -> settings:
    """So many examples of so many steps, the same in every run."""
    return settings(
        max_examples=examples,
        stateful_step_count=count,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
