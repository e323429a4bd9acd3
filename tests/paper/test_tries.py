"""Wrong tries 口令试错: counted on disk, the wait grows, and neither restart nor clock gives new ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import make_key, sign
from yubei_desk.paper.tries import FREE, begin_try, end_tries

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The record of a key's tries."""
    return tmp_path / "00.tries"


def use_up(path: Path, now: datetime = NOON) -> None:
    """Five wrong tries."""
    assert [begin_try(path, now) for _ in range(FREE)] == [4, 3, 2, 1, 0]


def expect_locked(path: Path, now: datetime, minutes: int) -> None:
    """Refused, naming the minutes to wait."""
    with pytest.raises(BadInput, match=f"请 {minutes} 分钟后再试") as refused:
        begin_try(path, now)
    assert refused.value.field == "pin"


def test_five_wrong_tries_lock_for_a_minute(path: Path) -> None:
    use_up(path)
    expect_locked(path, NOON, 1)
    expect_locked(path, NOON + timedelta(seconds=59), 1)
    assert begin_try(path, NOON + MINUTE) == 0


def test_each_further_one_doubles_the_wait_up_to_a_day(path: Path) -> None:
    use_up(path)
    now, waits = NOON, []
    for _ in range(14):
        wait = MINUTE
        while True:
            try:
                begin_try(path, now + wait)
            except BadInput:
                wait *= 2
            else:
                break
        waits.append(wait // MINUTE)
        now += wait
    assert waits == sorted(waits)
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] <= 2 * 24 * 60


def test_waiting_while_locked_costs_nothing(path: Path) -> None:
    use_up(path)
    for _ in range(20):
        expect_locked(path, NOON, 1)
    assert begin_try(path, NOON + MINUTE) == 0


def test_the_right_pin_forgets_the_wrong_ones(path: Path) -> None:
    begin_try(path, NOON)
    end_tries(path)
    assert begin_try(path, NOON) == FREE - 1


def test_a_clock_set_back_does_not_open_the_lock(path: Path) -> None:
    use_up(path)
    early = NOON - timedelta(days=400)
    expect_locked(path, early, 1)
    expect_locked(path, early + timedelta(seconds=30), 1)
    assert begin_try(path, early + MINUTE) == 0


@pytest.mark.parametrize("content", ["", "[]", '{"wrong": "x", "at": ""}', '{"wrong": 0}'])
def test_breaking_the_record_gains_nothing(path: Path, content: str) -> None:
    path.write_text(content, "utf-8")
    expect_locked(path, NOON, 1)


def test_the_lock_outlives_a_restart(tmp_path: Path) -> None:
    """Each try reads the key's folder anew, as a fresh start of the program does."""
    key = make_key(tmp_path, "246813")
    for _ in range(FREE):
        with pytest.raises(BadInput, match="签名口令不对"):
            sign(tmp_path, key.fingerprint, "135792", "信", NOON)
    with pytest.raises(BadInput, match="已输错 5 次"):
        sign(tmp_path, key.fingerprint, "246813", "信", NOON)
    assert len(sign(tmp_path, key.fingerprint, "246813", "信", NOON + MINUTE)) == 64
    with pytest.raises(BadInput, match="还可再试 4 次"):
        sign(tmp_path, key.fingerprint, "135792", "信", NOON + MINUTE)
