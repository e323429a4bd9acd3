"""Fixtures of all tests: the two servers, a fresh database per test, a screen, and no thread left behind."""

from __future__ import annotations

import gc
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster import VERSIONS, Cluster, Database, MakeDatabase, make_clusters
from tests.hall import Hall, Halls
from yubei_desk.store.embedded import Server
from yubei_desk.work.tidy import collect_due

if not shutil.which("Xvfb") and not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Threads Qt (also for painting), its platform plugin and the graphics driver start and keep for a while.
QT_OWN = ("QXcbEventQueue", "QDBus", "Thread (pooled)", "gmain", "gdbus", "pool-", "dconf", "llvmpipe-")


@pytest.fixture(scope="session")
def clusters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Cluster]]:
    """The clusters of the run by major version; each starts when first asked for."""
    yield from make_clusters(tmp_path_factory)


@pytest.fixture(scope="session")
def cluster(clusters: dict[int, Cluster]) -> Server:
    """The embedded server of the run."""
    return clusters[18].server()


@pytest.fixture(scope="session")
def cluster15(clusters: dict[int, Cluster]) -> Server:
    """Debian's PostgreSQL 15, the oldest in use; ask `any_database` where the machine may lack it."""
    return clusters[15].server()


@contextmanager
def _dropped_after(cluster: Cluster, make: Callable[[], Database]) -> Iterator[MakeDatabase]:
    made: list[Database] = []

    def one_more() -> Database:
        made.append(make())
        return made[-1]

    yield one_more
    for database in made:
        cluster.drop(database)


@pytest.fixture
def database(clusters: dict[int, Cluster]) -> Iterator[MakeDatabase]:
    """`database()` makes one more copy of the template on the embedded server, dropped after the test."""
    with _dropped_after(clusters[18], clusters[18].copy) as make:
        yield make


@pytest.fixture
def blank_database(clusters: dict[int, Cluster]) -> Iterator[MakeDatabase]:
    """`blank_database()` makes one more empty database on the embedded server, dropped after the test."""
    with _dropped_after(clusters[18], clusters[18].blank) as make:
        yield make


@pytest.fixture(params=VERSIONS, ids="postgres{}".format)
def any_database(request: pytest.FixtureRequest, clusters: dict[int, Cluster]) -> Iterator[MakeDatabase]:
    """Like `database`, on each server version this machine has: the test runs once on each."""
    with _dropped_after(clusters[request.param], clusters[request.param].copy) as make:
        yield make


@pytest.fixture(scope="session")
def halls(tmp_path_factory: pytest.TempPathFactory) -> Halls:
    """The founded centres of the run, one a server version, with one set of signing keys."""
    return Halls(tmp_path_factory.mktemp("hall"))


@pytest.fixture
def hall(halls: Halls, clusters: dict[int, Cluster]) -> Iterator[Hall]:
    """A fresh demonstration centre on the embedded server, dropped after the test."""
    with halls.open(clusters[18]) as found:
        yield found


@pytest.fixture(params=VERSIONS, ids="postgres{}".format)
def any_hall(request: pytest.FixtureRequest, halls: Halls, clusters: dict[int, Cluster]) -> Iterator[Hall]:
    """Like `hall`, on each server version this machine has."""
    with halls.open(clusters[request.param]) as found:
        yield found


def _native_threads() -> dict[int, str]:
    """Names of this process's threads by id, where the system tells (Linux)."""
    found = {}
    for task in Path("/proc/self/task").glob("*"):
        try:
            found[int(task.name)] = (task / "comm").read_text().strip()
        except (FileNotFoundError, ProcessLookupError):
            continue  # ended while we looked
    return {tid: name for tid, name in found.items() if not name.startswith(QT_OWN)}


@pytest.fixture(scope="session", autouse=True)
def _tidy_by_hand() -> None:
    """As in the program, no widget dies on a worker's thread: memory is tidied between tests."""
    gc.disable()


@pytest.fixture(autouse=True)
def _tidied() -> Iterator[None]:
    yield
    collect_due()


@pytest.fixture(autouse=True)
def no_thread_left() -> Iterator[None]:
    """Fail the test that leaves a thread of ours running; it has two seconds to end it."""
    before, natives = set(threading.enumerate()), _native_threads()
    yield
    deadline = time.monotonic() + 2
    for thread in set(threading.enumerate()) - before:
        if not isinstance(thread, threading._DummyThread):
            thread.join(max(0.0, deadline - time.monotonic()))
            assert not thread.is_alive(), f"the test left {thread} running"
    left = _native_threads().keys() - natives.keys()
    while left and time.monotonic() < deadline:
        os.sched_yield()
        left = _native_threads().keys() - natives.keys()
    assert not left, f"the test left {sorted(_native_threads()[tid] for tid in left)} running"
