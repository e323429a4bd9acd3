"""The embedded server 内置数据库: starts, is found again, survives being killed, and is shut to strangers."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import psycopg
import pytest

from tests.cluster import DEBIAN, VERSIONS
from yubei_desk.errors import Unreachable
from yubei_desk.store.embedded import Server, delete_cluster, start_server, stop_server

Start = Callable[..., Server]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder below one that only its owner may enter."""
    closed = tmp_path / "closed 文件夹"
    closed.mkdir(mode=0o700)
    return closed / "data"


@pytest.fixture
def start(data_dir: Path) -> Iterator[Start]:
    """Start the server of the data folder, without the care for power cuts; deleted after the test."""
    begin = partial(start_server, data_dir, fsync=False, auth_delay=False)
    yield begin
    delete_cluster(begin())


def ask(server: Server, question: str) -> str:
    """One value from the superuser's connection."""
    with psycopg.connect(server.url()) as connection:
        row = connection.execute(question.encode()).fetchone()
    assert row
    return str(row[0])


def postmaster(server: Server) -> int:
    """The process number of the server."""
    return int((server.folder / "postmaster.pid").read_text().split()[0])


def test_a_second_start_attaches(start: Start) -> None:
    first = start()
    assert start() == first
    assert ask(first, "select pg_is_in_recovery()") == "False"


def test_two_starts_at_once_end_on_one_server(start: Start) -> None:
    with ThreadPoolExecutor(4) as pool:
        servers = list(pool.map(lambda _: start(), range(4)))
    assert len(set(servers)) == 1


def test_what_was_committed_survives_stop_and_kill(start: Start) -> None:
    server = start()
    with psycopg.connect(server.url()) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('留')")
    stop_server(server)
    server = start()
    os.kill(postmaster(server), signal.SIGKILL)
    server = start()
    assert ask(server, "select word from kept") == "留"


def test_a_taken_port_is_no_problem(start: Start) -> None:
    server = start()
    stop_server(server)
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections just closed linger
        squatter.bind((server.host, server.port))
        squatter.listen()
        again = start()
        assert again.port != server.port


def test_a_foreign_server_on_the_port_is_not_taken_for_ours(start: Start, cluster: Server) -> None:
    """A dead server leaves its port behind; by the time we look another may listen there."""
    server = start()
    stop_server(server)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    lines = [dead.pid, server.folder, 1, cluster.port, "", "127.0.0.1", "1 1", "ready"]
    (server.folder / "postmaster.pid").write_text("".join(f"{line}\n" for line in lines))
    again = start()
    assert again.port != cluster.port
    assert ask(again, "show data_directory") == str(server.folder)


def test_only_the_password_opens_it(start: Start, data_dir: Path) -> None:
    server = start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(replace(server, password="wrong").url())
    assert ask(server, "select rolpassword ~ '^SCRAM-SHA-256' from pg_authid where rolcanlogin") == "True"
    assert ask(server, "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'") == "0"
    assert ask(server, "show listen_addresses") == "127.0.0.1"
    assert ask(server, "show unix_socket_directories") == ""
    assert (data_dir / "server.password").stat().st_mode & 0o777 == 0o600
    assert server.password not in repr(server)


def test_a_wrong_password_costs_half_a_second(start: Start) -> None:
    assert ask(start(auth_delay=True), "show auth_delay.milliseconds") == "500ms"


def test_the_log_keeps_refusals_and_no_statements(start: Start) -> None:
    server = start()
    refusal = "do $$ begin raise log 'refused YB001 %', session_user; end $$"
    with psycopg.connect(server.url(), autocommit=True) as connection:
        connection.execute("create role stranger login password 'p'")
    with psycopg.connect(server.url(user="stranger", password="p"), autocommit=True) as connection:
        with connection.transaction(force_rollback=True):
            connection.execute(refusal)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select '张三的身份证号' from pg_authid")
    stop_server(server)
    logged = [line for path in server.logs.glob("*.json") for line in path.read_text("utf-8").splitlines()]
    lines = [each for each in map(json.loads, logged) if each.get("user") == "stranger"]
    assert [(each["error_severity"], each["message"], each["dbname"]) for each in lines] == [
        ("LOG", "refused YB001 stranger", "postgres"),
        ("ERROR", "permission denied for table pg_authid", "postgres"),
    ]
    assert lines[1]["state_code"] == "42501"
    assert not [line for line in logged if "张三" in line]


def test_it_keeps_what_it_acknowledges(start: Start) -> None:
    server = start(fsync=True)
    kept = ("fsync", "synchronous_commit", "full_page_writes", "data_checksums")
    assert [ask(server, f"show {each}") for each in kept] == ["on"] * 4
    assert ask(server, "show timezone") == "Asia/Shanghai"
    assert ask(server, "select upper('ä') || length('渝北')") == "Ä2"


def test_a_data_folder_made_again_gets_a_new_server(start: Start, data_dir: Path) -> None:
    first = start()
    delete_cluster(first)
    for path in data_dir.iterdir():
        path.unlink()
    second = start()
    assert second.password != first.password


def test_a_half_made_cluster_is_made_again(start: Start) -> None:
    first = start()
    delete_cluster(first)
    half = first.folder.with_name(first.folder.name + ".new")
    (half / "base").mkdir(parents=True)
    assert ask(start(), "select 1") == "1"
    assert not half.exists()


def test_a_folder_that_cannot_be_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unreachable, match="内置数据库无法启动"):
        start_server(tmp_path / "file" / "data")


@pytest.mark.parametrize("version", VERSIONS)
def test_each_server_version_starts(start: Start, version: int) -> None:
    folder = DEBIAN if version == 15 else None
    server = start(bin_folder=folder)
    assert ask(server, "show server_version").startswith(f"{version}.")
    assert ask(server, "show server_encoding") == "UTF8"


AS_NOBODY = """
import os, sys
from pathlib import Path
import psycopg
from yubei_desk.store.embedded import delete_cluster, start_server
"".encode("idna")  # psycopg's last import: nobody may not be able to enter the interpreter's folder
if os.geteuid() == 0:
    os.setgroups([]), os.setgid(65534), os.setuid(65534)
server = start_server(Path(sys.argv[1]))
with psycopg.connect(server.url()) as connection:
    print(server.folder.relative_to(sys.argv[1]), connection.execute("select 1").fetchone())
delete_cluster(server)
"""


def test_an_ordinary_user_has_it_inside_the_data_folder() -> None:
    with tempfile.TemporaryDirectory(prefix="yubei") as home:
        if os.geteuid() == 0:
            os.chown(home, 65534, 65534)
        line = [sys.executable, "-c", AS_NOBODY, f"{home}/数据 夹"]
        done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("cluster (1,)\n", "")
