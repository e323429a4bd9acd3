"""Power cuts 断电: a hall on a server of its own, which a test kills and starts again."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.cluster import Cluster
from tests.hall import Hall, Halls


def hall_apart(folder: Path) -> Iterator[Hall]:
    """A hall whose server no other test shares; gone afterwards."""
    cluster = Cluster(18, folder / "server")
    (folder / "desk").mkdir()
    try:
        with Halls(folder / "desk").open(cluster) as found:
            yield found
    finally:
        cluster.delete()


def kill(hall: Hall) -> None:
    """What a power cut does to the server; test servers flush late, so what stands is written down first."""
    hall.owner().execute("checkpoint")
    pid = int((hall.database.server.folder / "postmaster.pid").read_text("utf-8").splitlines()[0])
    server = os.pidfd_open(pid)
    os.kill(pid, signal.SIGQUIT)  # an immediate stop of the server and all its children
    gone, _, _ = select.select([server], [], [], 30)
    os.close(server)
    assert gone, "the server outlived the power cut"


def start_again(hall: Hall) -> None:
    """The same server at the same address, its log replayed."""
    server = hall.database.server
    line: list[str | Path] = [server.bin / "pg_ctl", "-D", server.folder, "-w", "-t", "30"]
    line += ["-o", f"-c port={server.port}", "start"]
    owner = server.folder.stat().st_uid if os.geteuid() == 0 else None
    subprocess.run(line, cwd=server.folder.parent, check=True, stdout=subprocess.DEVNULL, user=owner)
