"""The owner's watch 值守: refused attempts and rolled-back looks into the books, idle transactions ended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from yubei_desk.store.refusal import FORBIDDEN, translated

CHUNK = 4 << 20
MARK = "yubei_attempt "
READING = "yubei_reading "
GRANT_STOPPED = "42501"

FILES = """select name, current_setting('log_directory') || '/' || name from pg_ls_logdir()
where name like '%.json' and size > 0 order by modification, name"""
READ = "select pg_read_binary_file(%s, %s, %s, true)"
# The log writes its zone as an abbreviation that is ambiguous (CST): the server's setting says which it is.
KEEP = """insert into desk.attempt (at, login, sqlstate, act, matter_id, sentence, origin)
select cast(%(at)s as timestamp) at time zone current_setting('log_timezone'),
  s.login, %(sqlstate)s, %(act)s, %(matter)s, %(sentence)s, %(origin)s
from desk.staff s where s.login = %(login)s
on conflict (origin) do nothing"""
# The books have every look already, but for those whose reader rolled back.
KEEP_READING = """insert into desk.reading (staff_id, matter_id, what, at, day)
select s.id, m.id, %(what)s, l.at, cast(l.at at time zone 'Asia/Shanghai' as date)
from desk.staff s, desk.matter m, (select cast(%(at)s as timestamptz) as at) l
where s.login = %(login)s and m.id = %(matter)s and not exists (select from desk.reading r
  where r.staff_id = s.id and r.matter_id = m.id and r.what = %(what)s and r.at = l.at)"""
# Idle, or busy with nothing: whoever has written and does not commit holds up the counter of numbers for all.
END_IDLE = """select count(pg_terminate_backend(a.pid))
from pg_stat_activity a join desk.staff s on s.login = a.usename
cross join make_interval(secs => %s) patience
where a.datname = current_database()
  and (a.state like 'idle in transaction%%' and a.state_change < clock_timestamp() - patience
    or a.backend_xid is not null and a.xact_start < clock_timestamp() - patience)"""


class Watch:
    """Reads the server's jsonlog through the server itself, so that it may stand on another machine.

    An attempt is known by its session and line of the log: nothing is taken twice, whatever is read again.
    """

    def __init__(self, superuser: str, idle_seconds: float = 60) -> None:
        """`superuser` is a DSN or URL of the centre's database; longer idling in a transaction is ended."""
        self._superuser = superuser
        self._idle_seconds = idle_seconds
        self._read: dict[str, int] = {}

    def round(self) -> tuple[int, int]:
        """Harvest what is new and end who is idle: (attempts kept, sessions ended); raises Unreachable."""
        with translated(), psycopg.connect(self._superuser, autocommit=True) as connection:
            return self._harvest(connection), self._end_idle(connection)

    def wait(self, seconds: float) -> None:
        """Wait on the server, so that its end is noticed at once; raises Unreachable."""
        with translated(), psycopg.connect(self._superuser, autocommit=True) as connection:
            connection.execute("select pg_sleep(%s)", (seconds,))

    def _harvest(self, connection: psycopg.Connection[TupleRow]) -> int:
        kept = 0
        database = connection.info.dbname
        for name, path in connection.execute(FILES).fetchall():
            for chunk in self._chunks(connection, name, path):
                found = [
                    each
                    for each in map(_attempt, chunk.splitlines())
                    if each and each["database"] == database
                ]
                with connection.cursor() as cursor:
                    cursor.executemany(KEEP, found)
                    kept += max(cursor.rowcount, 0)
                    cursor.executemany(KEEP_READING, _readings(chunk, database))
        return kept

    def _chunks(self, connection: psycopg.Connection[TupleRow], name: str, path: str) -> Iterator[bytes]:
        """Whole lines behind the last ones read; a line still being written waits for the next round.

        A line longer than a chunk is no refusal (a message may quote what was typed): passed over.
        """
        while True:
            start = self._read.get(name, 0)
            row = connection.execute(READ, (path, start, CHUNK)).fetchone()
            data: bytes = row[0] if row and row[0] else b""
            whole, _, _ = data.rpartition(b"\n")
            if not whole and len(data) < CHUNK:
                return
            yield whole
            self._read[name] = start + (len(whole) + 1 if whole else CHUNK)

    def _end_idle(self, connection: psycopg.Connection[TupleRow]) -> int:
        row = connection.execute(END_IDLE, (self._idle_seconds,)).fetchone()
        return int(row[0]) if row else 0


def _attempt(line: bytes) -> dict[str, Any] | None:
    """A refusal by the guard (its LOG line) or by GRANT and row security (ERROR 42501); else None."""
    if MARK.encode() not in line and GRANT_STOPPED.encode() not in line:
        return None
    entry = _entry(line)
    if entry is None:
        return None
    origin = {
        "at": entry["timestamp"][:23],
        "login": entry.get("user"),
        "database": entry.get("dbname"),
        "origin": f"{entry['session_id']}:{entry['line_num']}",
    }
    message: str = entry.get("message", "")
    if entry["error_severity"] == "LOG" and message.startswith(MARK):
        told = json.loads(message.removeprefix(MARK))
        return {**{key: told[key] for key in ("sqlstate", "act", "matter", "sentence")}, **origin}
    if entry["error_severity"] == "ERROR" and entry.get("state_code") == GRANT_STOPPED:
        return {
            "sqlstate": GRANT_STOPPED,
            "act": "",
            "matter": None,
            "sentence": f"{FORBIDDEN}（{message}）",
            **origin,
        }
    return None


def _readings(chunk: bytes, database: str) -> list[dict[str, Any]]:
    """The looks a chunk of the log tells of, those of this database."""
    entries = [entry for line in chunk.splitlines() if READING.encode() in line and (entry := _entry(line))]
    return [
        json.loads(entry["message"].removeprefix(READING))
        for entry in entries
        if entry["error_severity"] == "LOG"
        and entry["message"].startswith(READING)
        and entry.get("dbname") == database
    ]


def _entry(line: bytes) -> dict[str, Any] | None:
    """A line of the log; None for the tail of one longer than a chunk."""
    try:
        found: dict[str, Any] = json.loads(line)
    except json.JSONDecodeError:
        return None
    return found
