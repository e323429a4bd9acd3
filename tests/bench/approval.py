"""One approval: our act against a client's own lock, check, update, insert and commit on tables of the
same shape.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from multiprocessing.synchronize import Barrier
from time import perf_counter

from tests.bench.desk import Desk, run_desk
from tests.bench.hall import Hall, file, open_hall, receive
from tests.bench.row import Row, at_least

ROUNDS = 5
EACH = {1: 150, 16: 40}
PEER = """
create schema peer;
create table peer.matter (like desk.matter including all);
create table peer.act (id bigint generated always as identity primary key, matter_id bigint not null
  references peer.matter, kind text, body text,
  wish uuid unique, actor_id int references desk.staff, position int, at timestamptz, from_state text,
  to_state text, unique (matter_id, position));
insert into peer.matter overriding system value select * from desk.matter;
create function peer.approve(m bigint, kind text, target text, body text, wish uuid) returns void language
  plpgsql security definer as $$
declare x peer.matter; begin
  select * into x from peer.matter where id = m for no key update;
  if not exists (select from desk.staff s join desk.duty d on d.staff_id = s.id where s.login =
  session_user and d.section_id = x.section_id) then raise 'no'; end if;
  update peer.matter set state = target, version = version + 1, position = position + 1 where id = m;
  insert into peer.act (matter_id, kind, body, wish, actor_id, position, at, from_state, to_state)
  select m, kind, body, wish, s.id, x.position + 1, clock_timestamp(), x.state, target from desk.staff s
  where s.login = session_user;
end $$;
grant usage on schema peer to yubei_staff;
grant select, insert, update on all tables in schema peer to yubei_staff;
grant execute on function peer.approve to yubei_staff;
"""


def measure() -> Iterator[Row]:
    """Rows for recommend and grant, at one desk and at sixteen."""
    for desks in (1, 16):
        with open_hall(desks) as hall:
            yield from _measure(hall, desks)


def _measure(hall: Hall, desks: int) -> Iterator[Row]:
    work = {n: _prepare(hall, n, EACH[desks]) for n in range(1, desks + 1)}
    with hall.superuser() as owner:
        owner.execute(PEER)
        owner.execute("vacuum analyze")
    times = _run(hall, desks, work)
    total = EACH[desks] * desks
    rates = {phase: [total / seconds for seconds in found] for phase, found in times.items()}
    named = f"{desks} desk{'s' if desks > 1 else ''}"
    lock = "lock + check + update + insert + commit"
    yield at_least(f"recommend, {named}", rates["recommend"], rates["peer_recommend"], lock, 1.0)
    yield at_least(
        f"recommend, {named} (to one call)", rates["recommend"], rates["call"], "one server-side call", 0
    )
    yield at_least(f"grant signed, {named}", rates["grant"], rates["peer_grant"], lock, 0.8)
    yield at_least(
        f"grant signed, {named} (to one call)", rates["grant"], rates["call"], "one server-side call", 0
    )


def _prepare(hall: Hall, section: int, each: int) -> tuple[list[int], list[list[int]]]:
    """Cases under examination, to be recommended again and again; and per round cases that wait for a
    decision.
    """
    window, officer = hall.store("window_1"), hall.store(f"officer_{section}")

    def accepted() -> int:
        matter_id = receive(hall, window, section)
        file(officer, "accept", matter_id, 2, {})
        return matter_id

    def recommended() -> int:
        matter_id = accepted()
        file(officer, "recommend", matter_id, 3, {"opinion": "grant", "reasons": "符合"})
        return matter_id

    found = [accepted() for _ in range(each)], [[recommended() for _ in range(each)] for _ in range(ROUNDS)]
    window.close()
    officer.close()
    return found


def _run(
    hall: Hall, desks: int, work: dict[int, tuple[list[int], list[list[int]]]]
) -> dict[str, list[float]]:
    """Every desk a process of its own; the phases of a round follow one another, started together."""
    context = multiprocessing.get_context("spawn")
    gate: Barrier = context.Barrier(desks + 1)
    processes = [
        context.Process(target=run_desk, args=(Desk(hall.place, n, *work[n]), gate))
        for n in range(1, desks + 1)
    ]
    for process in processes:
        process.start()
    times: dict[str, list[float]] = {phase: [] for phase in Desk.PHASES}
    gate.wait()
    for _ in range(ROUNDS):
        for phase in Desk.PHASES:
            gate.wait()
            begun = perf_counter()
            gate.wait()
            times[phase].append(perf_counter() - begun)
    for process in processes:
        process.join()
        assert process.exitcode == 0, "a desk of the benchmark failed"
    return times
