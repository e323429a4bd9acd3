"""Wrong tries of a PIN 口令试错: counted on disk, so that neither a restart nor a crash gives new ones."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from yubei_desk.errors import BadInput
from yubei_desk.paper.keyfile import read_file, write_file

FREE = 5
FIRST_WAIT = timedelta(minutes=1)  # after the fifth wrong try, twice as long after each further one
LONGEST_WAIT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tries:
    """Tries since the last right PIN, and the time of the last one."""

    wrong: int
    at: datetime

    @property
    def wait(self) -> timedelta:
        """How long after `at` no try is taken."""
        if self.wrong < FREE:
            return timedelta()
        doubled: int = 1 << min(self.wrong - FREE, 20)
        return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def begin_try(path: Path, now: datetime) -> int:
    """Write one more try down and return how many are left after it. Raises BadInput('pin') while locked."""
    tries = _read(path, now)
    if now < tries.at:  # the clock was set back: the wait begins anew instead of growing by the difference
        tries = Tries(tries.wrong, now)
        _write(path, tries)
    if now < tries.at + tries.wait:
        raise BadInput(
            "pin", f"签名口令已输错 {tries.wrong} 次，请 {_minutes(tries.at + tries.wait - now)} 分钟后再试。"
        )
    _write(path, Tries(tries.wrong + 1, now))
    return max(0, FREE - tries.wrong - 1)


def end_tries(path: Path) -> None:
    """The PIN was right: forget the wrong ones."""
    path.unlink(missing_ok=True)


def wrong_pin(left: int) -> BadInput:
    """What to say after a wrong PIN with `left` tries to go."""
    return BadInput(
        "pin", f"签名口令不对，还可再试 {left} 次。" if left else "签名口令不对，密钥已暂时锁定，请稍后再试。"
    )


def _read(path: Path, now: datetime) -> Tries:
    """A record nobody can read counts as used up: breaking it gains nothing."""
    if not path.exists():
        return Tries(0, now)
    try:
        stored = json.loads(read_file(path))
        return Tries(int(stored["wrong"]), datetime.fromisoformat(stored["at"]).astimezone(UTC))
    except (ValueError, KeyError, TypeError, OverflowError):
        return Tries(FREE, now)


def _write(path: Path, tries: Tries) -> None:
    write_file(path, json.dumps({"wrong": tries.wrong, "at": tries.at.isoformat()}).encode())


def _minutes(wait: timedelta) -> int:
    return ceil(wait / timedelta(minutes=1))
