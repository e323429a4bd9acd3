"""The joint review: an opinion on thirty other boards, a conclusion that opens eight cases, the board's way
to the screen.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from time import perf_counter

from tests.bench.board import READY, Seen, show_boards
from tests.bench.desk import RingOnly
from tests.bench.hall import DATABASE, PASSWORD, Hall, open_hall
from tests.bench.paint import measure_paint
from tests.bench.review import ITEMS, SEATS, Table
from tests.bench.row import Row, under
from yubei_desk.work.bell import Bell

PROJECTS, BOARDS, PROGRAMS = 40, 30, 5
CONCLUDED = 9
ROUNDS = 20
PATIENCE_S = 300  # everything starts on the cores of one machine
SPEAKERS = range(7, SEATS + 1)
OPINIONS = ("agree", "object")
AT_REST = (READY, "")


def measure() -> Iterator[Row]:
    """Three rows on one hall: conclude, open, repaint."""
    with open_hall(SEATS) as hall:
        table = Table(hall)
        board, *_ = [table.review(number) for number in range(PROJECTS)]
        yield _conclude(table)
        with hall.superuser() as owner:
            owner.execute("vacuum analyze")
        url = f"postgresql://{hall.place.host}:{hall.place.port}/{DATABASE}"
        name = f"click to painted board, {PROJECTS} x {SEATS}"
        yield measure_paint(url, "chief_2", name, 250, "meeting")
        yield _repaint(hall, table, *board)
        table.close()


def _conclude(table: Table) -> Row:
    """Signed, from the press to the answer, each with eight cases opened; the first warms the server."""
    times = []
    for number in range(CONCLUDED + 1):
        review, seats = table.review(PROJECTS + number)
        for section, seat in seats.items():
            table.opine(section, seat, "agree")
        begun = perf_counter()
        table.conclude(review)
        times.append(1000 * (perf_counter() - begun))
    return under(f"conclude with {ITEMS} parallel cases", times[1:], 500)


def _repaint(hall: Hall, table: Table, review: int, seats: dict[int, int]) -> Row:
    """From the commit of a chief's opinion to its paint, on the card and in the review that lies open, on
    each of thirty other boards, all of them one machine's.
    """
    times: list[float] = []
    ringer = Bell(RingOnly(hall.place.dsn("chief_7", PASSWORD)))
    ringer.start()
    with _boards(hall, review) as boards:
        for number in range(ROUNDS):
            section, opinion = SPEAKERS[number % len(SPEAKERS)], OPINIONS[number // len(SPEAKERS) % 2]
            table.opine(section, seats[section], opinion)
            committed = perf_counter()
            ringer.ring()
            seen = boards.await_all((seats[section], opinion))
            times += [1000 * (at - committed) for at in seen]
            boards.await_all(AT_REST)
    ringer.stop()
    return under(f"opinion to repaint on {BOARDS} other boards", times, 300)


@contextmanager
def _boards(hall: Hall, review: int) -> Iterator[Boards]:
    """Thirty desks that show the board, a few to a program; officers of every seat twice, and chiefs."""
    officers = [f"officer_{number}" for number in range(1, SEATS + 1)]
    logins = [*officers, *officers, *(f"chief_{number}" for number in range(1, SEATS + 1))][:BOARDS]
    context = multiprocessing.get_context("spawn")
    pipes, programs = [], []
    for first in range(PROGRAMS):
        ours, theirs = context.Pipe()
        mine = {number: logins[number] for number in range(first, BOARDS, PROGRAMS)}
        program = context.Process(target=show_boards, args=(hall.place, mine, review, theirs), daemon=True)
        program.start()
        theirs.close()  # a program that dies is heard of
        pipes.append(ours)
        programs.append(program)
    boards = Boards(pipes)
    boards.await_all(AT_REST)
    yield boards
    for pipe in pipes:
        pipe.send("stop")
    for program in programs:
        program.join()
        assert program.exitcode == 0, "a board of the benchmark failed"


class Boards:
    """What the boards have told, kept until it is asked for."""

    def __init__(self, pipes: list[Connection]) -> None:
        self._pipes = pipes
        self._told: dict[int, deque[Seen]] = {number: deque() for number in range(BOARDS)}

    def await_all(self, wanted: tuple[int, str]) -> list[float]:
        """When each board told this."""
        found: dict[int, float] = {}
        deadline = perf_counter() + PATIENCE_S
        while True:
            for number, told in self._told.items():
                while number not in found and told:
                    seat, opinion, at = told.popleft()
                    if (seat, opinion) == wanted:
                        found[number] = at
            if len(found) == BOARDS:
                return list(found.values())
            ready = wait(self._pipes, deadline - perf_counter())
            assert ready, f"only {len(found)} of {BOARDS} boards told it"
            for pipe in ready:
                assert isinstance(pipe, Connection)
                number, seen = pipe.recv()
                self._told[number].append(seen)
