"""The server goes down in mid-sentence 断线: a banner, every word kept, back by itself, then it is filed."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.hall import OPINION, Hall, Halls
from tests.stories.conftest import MakeSeat
from yubei_desk.ui.case.page import CasePage

REASONS = "写到一半，服务器断了"


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    """A hall on a server of its own, since this story kills it."""
    cluster = Cluster(18, tmp_path / "server")
    (tmp_path / "desk").mkdir()
    try:
        with Halls(tmp_path / "desk").open(cluster) as found:
            yield found
    finally:
        cluster.delete()


def kill(hall: Hall) -> None:
    """What a power cut does to the server; test servers flush late, so what stands is written down first."""
    hall.owner().execute("checkpoint")
    pid = int((hall.database.server.folder / "postmaster.pid").read_text("utf-8").splitlines()[0])
    os.kill(pid, signal.SIGQUIT)  # an immediate stop of the server and all its children


def start_again(hall: Hall) -> None:
    """The same server at the same address, its log replayed."""
    server = hall.database.server
    line: list[str | Path] = [server.bin / "pg_ctl", "-D", server.folder, "-w", "-t", "30"]
    line += ["-o", f"-c port={server.port}", "start"]
    owner = server.folder.stat().st_uid if os.geteuid() == 0 else None
    subprocess.run(line, cwd=server.folder.parent, check=True, stdout=subprocess.DEVNULL, user=owner)


def test_a_half_typed_form_outlives_the_server(hall: Hall, seat: MakeSeat) -> None:
    matter_id = hall.accepted()
    desk = seat("demo_land_officer_1")
    window = desk.open()
    window.open_matter("case", matter_id)
    page = window.page("case")
    assert isinstance(page, CasePage)
    desk.wait(lambda: page.file is not None)
    page.bar.buttons["recommend"].click()
    desk.wait(lambda: page.filing.dialog is not None)
    desk.settle()
    dialog = page.filing.dialog
    assert dialog is not None
    dialog.form.fields["opinion"].set_value(OPINION["opinion"])
    dialog.form.fields["reasons"].set_value(REASONS)
    kill(hall)
    desk.wait(lambda: window.banner.isVisible())
    assert "失去联系" in window.banner.sentence()
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["reasons"].text() == REASONS
    start_again(hall)
    desk.wait(lambda: not window.banner.isVisible())
    desk.settle()
    assert dialog.form.fields["reasons"].text() == REASONS
    dialog.confirm.click()
    desk.wait(lambda: page.file is not None and page.file.state == "for_decision")
    query = "select body::jsonb ->> 'reasons' from desk.act where kind = 'recommend'"
    assert hall.owner().execute(query).fetchall() == [(REASONS,)]
