"""One desk of the benchmark, a process of its own: our acts, the peer's statements, the ringer."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from typing import Any, ClassVar
from uuid import uuid4

import psycopg

from tests.bench.hall import BODY, PASSWORD, file, signer
from yubei_desk.deed.decision import DecisionDeeds
from yubei_desk.domain.act import Wish
from yubei_desk.domain.letter import Shown
from yubei_desk.paper.sign import verify
from yubei_desk.store.act import body_text
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.listen import DeskListener
from yubei_desk.store.store import Store
from yubei_desk.work.bell import Bell

CHECK = """select 1 from desk.staff s join desk.duty d on d.staff_id = s.id
where s.login = session_user and d.section_id = %s and d.duty = 'chief' and d.from_day <= current_date and
  current_date < d.to_day"""


class MemoryKey:
    """A chief's key already unlocked: what is measured is the act, not the PIN's deliberate slowness."""

    def __init__(self, number: int) -> None:
        self._key = signer(number)
        self.fingerprint = f"chief_{number}"

    def sign(self, pin: str, letter: str) -> bytes:
        """64 bytes over the letter."""
        return self._key.sign(letter.encode())


@dataclass
class Desk:
    """The chief of section `number` with their cases: `open` to recommend, `waiting` to grant, a list a
    round.
    """

    PHASES: ClassVar = ("recommend", "peer_recommend", "call", "grant", "peer_grant", "undo")
    place: Place
    number: int
    open: list[int]
    waiting: list[list[int]]

    def begin(self) -> None:
        """Sign in twice: as our desk, and as the peer's client."""
        login = f"chief_{self.number}"
        self.store = Store(open_engine(self.place, login, PASSWORD), verify)
        self.deeds = DecisionDeeds(self.store, MemoryKey(self.number), self.store.load_session(login))
        self.peer = psycopg.connect(self.place.dsn(login, PASSWORD))
        self.peer.autocommit = True
        self.ringer = Bell(RingOnly(self.place.dsn(login, PASSWORD)))
        self.ringer.start()
        self.version = dict.fromkeys(self.open, 3)
        self.round = 0
        self._read()

    def _read(self) -> None:
        """A chief decides on what the screen shows: the cases of this round are read before."""
        waiting = self.waiting[self.round] if self.round < len(self.waiting) else []
        files = [self.store.load_case(matter_id) for matter_id in waiting]
        self.shown = {
            file.matter_id: Shown(file, next(move for move in file.moves if move.act == "grant"))
            for file in files
        }

    def recommend(self) -> None:
        """Ours, unsigned."""
        for matter_id in self.open:
            file(self.store, "recommend", matter_id, self.version[matter_id], BODY)
            self.ringer.ring()

    def grant(self) -> None:
        """Ours, signed."""
        for matter_id in self.waiting[self.round]:
            wish = Wish("grant", uuid4(), matter_id, 4, {"reasons": "准予"})
            self.deeds.sign_and_file(wish, "", self.shown[matter_id])
            self.ringer.ring()

    def peer_recommend(self) -> None:
        """The peer's, on the same cases."""
        for matter_id in self.open:
            self._peer(matter_id, "for_decision")

    def peer_grant(self) -> None:
        """The peer's, on the same cases."""
        for matter_id in self.waiting[self.round]:
            self._peer(matter_id, "granted")

    def call(self) -> None:
        """One call of a bare server-side function."""
        for matter_id in self.open:
            values = (matter_id, "recommend", "for_decision", body_text(BODY), uuid4())
            self.peer.execute("select peer.approve(%s, %s, %s, %s, %s)", values)

    def undo(self) -> None:
        """Send everything recommended back, for the next round."""
        for matter_id in self.open:
            file(self.store, "send_back", matter_id, self.version[matter_id] + 1, {"reason": "再看"})
            self.version[matter_id] += 2
        self.round += 1
        self._read()

    def _peer(self, matter_id: int, target: str) -> None:
        with self.peer.transaction():
            found: Any = self.peer.execute(
                "select state, section_id, position from peer.matter where id = %s for update", (matter_id,)
            ).fetchone()
            assert self.peer.execute(CHECK, (found[1],)).fetchone()
            self.peer.execute(
                "update peer.matter set state = %s, version = version + 1, position = position + 1"
                " where id = %s",
                (target, matter_id),
            )
            self.peer.execute(
                """insert into peer.act (matter_id, kind, body, wish, actor_id, position, at, from_state,
                to_state)
                values (%s, 'recommend', %s, %s, 1, %s, clock_timestamp(), %s, %s)""",
                (matter_id, body_text(BODY), uuid4(), found[2] + 1, found[0], target),
            )


class RingOnly(DeskListener):
    """Hears and rings, and asks nothing: what the bell costs those who act."""

    def catch_up(self) -> None:
        """Nothing is shown here."""


def run_desk(desk: Desk, gate: Barrier) -> None:
    """Go through the rounds in step with the other desks."""
    desk.begin()
    gate.wait()
    for _ in desk.waiting:
        for phase in Desk.PHASES:
            gate.wait()
            getattr(desk, phase)()
            gate.wait()
    desk.ringer.stop()
    desk.store.close()
    desk.peer.close()
