"""Signing keys 签名密钥: the right PIN signs, anything else is a sentence; the files are their owner's."""

from __future__ import annotations

import json
import os
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import FileSigner, PublicKey, fingerprint, make_key, verify

PIN = "246813"
LETTER = "渝北审批台决定信\nmatter 417\nact grant"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def key(tmp_path: Path) -> PublicKey:
    """A key in `tmp_path`."""
    return make_key(tmp_path, PIN)


def signer(folder: Path, key: PublicKey) -> FileSigner:
    """Whoever sits at this device at noon."""
    return FileSigner(folder, key.fingerprint, lambda: NOON)


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process may grow beyond 16 bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (16, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_signed_verifies_and_nothing_else(tmp_path: Path, key: PublicKey) -> None:
    signature = signer(tmp_path, key).sign(PIN, LETTER)
    assert len(signature) == 64
    assert verify(key.raw, LETTER, signature)
    assert not verify(key.raw, LETTER + " ", signature)
    assert not verify(make_key(tmp_path, PIN).raw, LETTER, signature)
    assert not verify(key.raw, LETTER, os.urandom(64))
    assert not verify(key.raw, LETTER, b"")
    assert not verify(b"short", LETTER, signature)


def test_the_fingerprint_can_be_read_aloud(key: PublicKey) -> None:
    assert fingerprint(key.raw) == key.fingerprint
    assert [len(group) for group in key.fingerprint.split(" ")] == [4] * 8


def test_full_width_digits_are_the_same_pin(tmp_path: Path, key: PublicKey) -> None:
    assert verify(key.raw, LETTER, signer(tmp_path, key).sign(" ２４６８１３ ", LETTER))


def test_a_wrong_pin_is_told_with_the_tries_left(tmp_path: Path, key: PublicKey) -> None:
    with pytest.raises(BadInput, match="还可再试 4 次") as refused:
        signer(tmp_path, key).sign("135792", LETTER)
    assert refused.value.field == "pin"


@pytest.mark.parametrize("pin", ["", "12345", "111111", "１１１１１１"])
def test_a_weak_pin_makes_no_key(tmp_path: Path, pin: str) -> None:
    with pytest.raises(BadInput, match="至少 6 位") as refused:
        make_key(tmp_path, pin)
    assert refused.value.field == "pin"
    assert not list(tmp_path.iterdir())


def test_files_are_their_owners_only(tmp_path: Path) -> None:
    key = make_key(tmp_path / "keys", PIN)
    with pytest.raises(BadInput):
        signer(tmp_path / "keys", key).sign("135792", LETTER)
    files = list((tmp_path / "keys").iterdir())
    assert {path.suffix for path in files} == {".key", ".secret", ".tries"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_neither_private_key_nor_pin_stands_in_the_file(tmp_path: Path, key: PublicKey) -> None:
    (path,) = tmp_path.glob("*.key")
    assert PIN not in path.read_text("utf-8")
    assert set(json.loads(path.read_bytes())) == {"public", "salt", "nonce", "sealed", "version", "seal"}


@pytest.mark.parametrize("field", ["public", "salt", "nonce", "sealed", "seal"])
def test_a_damaged_file_is_told_from_a_wrong_pin(tmp_path: Path, key: PublicKey, field: str) -> None:
    (path,) = tmp_path.glob("*.key")
    body = json.loads(path.read_bytes())
    body[field] = ("1" if body[field][0] == "0" else "0") + body[field][1:]
    path.write_text(json.dumps(body), "utf-8")
    _expect_damage(tmp_path, key)


@pytest.mark.parametrize("content", ["", "[]", "{}", "\x00" * 40])
def test_a_torn_file_is_damaged(tmp_path: Path, key: PublicKey, content: str) -> None:
    (path,) = tmp_path.glob("*.key")
    path.write_text(content, "utf-8")
    _expect_damage(tmp_path, key)


def _expect_damage(folder: Path, key: PublicKey) -> None:
    with pytest.raises(BadInput, match="已损坏") as refused:
        signer(folder, key).sign(PIN, LETTER)
    assert refused.value.field == "key"
    assert not list(folder.glob("*.tries")), "damage costs no try"


def test_a_file_copied_to_another_device_does_not_open(tmp_path: Path, key: PublicKey) -> None:
    (path,) = tmp_path.glob("*.key")
    make_key(tmp_path / "other", PIN)
    (tmp_path / "other" / path.name).write_bytes(path.read_bytes())
    _expect_damage(tmp_path / "other", key)


@pytest.mark.parametrize("wanted", ["", "../../etc", "00 11"])
def test_a_key_that_is_not_here_is_refused(tmp_path: Path, key: PublicKey, wanted: str) -> None:
    with pytest.raises(BadInput) as refused:
        FileSigner(tmp_path, wanted, lambda: NOON).sign(PIN, LETTER)
    assert refused.value.field == "key"


def test_a_full_disk_refuses_a_new_key_and_leaves_no_rest(tmp_path: Path) -> None:
    with full_disk(), pytest.raises(BadInput, match="文件大小受限") as refused:
        make_key(tmp_path, PIN)
    assert refused.value.field == "key"
    assert not list(tmp_path.iterdir())


def test_on_a_full_disk_no_try_goes_uncounted(tmp_path: Path, key: PublicKey) -> None:
    """Even the right PIN is refused where the try cannot be written down first."""
    with full_disk(), pytest.raises(BadInput) as refused:
        signer(tmp_path, key).sign(PIN, LETTER)
    assert refused.value.field == "key"
    assert verify(key.raw, LETTER, signer(tmp_path, key).sign(PIN, LETTER))


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(BadInput, match="写不了签名密钥文件") as refused:
        make_key(tmp_path / "file" / "keys", PIN)
    assert refused.value.field == "key"
