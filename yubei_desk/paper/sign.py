"""Signing keys 签名密钥: the chief's private half rests on this device, sealed by the PIN; letters are
signed and verified.

A key file is AES-256-GCM under HKDF(scrypt(PIN) + device secret), authenticated under the device secret
besides, so that damage is told from a wrong PIN. Clock and folder enter as arguments.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from yubei_desk.errors import BadInput
from yubei_desk.paper.keyfile import read_file, write_file
from yubei_desk.paper.tries import begin_try, end_tries, wrong_pin

SECRET = "device.secret"
SHORTEST_PIN = 6
VERDICTS = 2048
SCRYPT = {"n": 2**15, "r": 8, "p": 1}  # 32 MB and about 0.1 s a try
DAMAGED = "签名密钥文件已损坏，请重新申领签名密钥。"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half: 32 bytes, and the fingerprint two security officers compare with the 授权书."""

    raw: bytes
    fingerprint: str


class Signer(Protocol):
    """Whatever holds a private key: a file on this device today, a token tomorrow."""

    @property
    def fingerprint(self) -> str:
        """Of the public half."""

    def sign(self, pin: str, letter: str) -> bytes:
        """64 bytes over the letter's UTF-8. Raises BadInput('pin' or 'key', sentence)."""


@dataclass(frozen=True, slots=True)
class FileSigner:
    """The key with this fingerprint in `folder`; `now` tells the time the wrong tries are counted by."""

    folder: Path
    fingerprint: str
    now: Callable[[], datetime]

    def sign(self, pin: str, letter: str) -> bytes:
        """64 bytes over the letter's UTF-8. Raises BadInput('pin' or 'key', sentence)."""
        return sign(self.folder, self.fingerprint, pin, letter, self.now())


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key whose PIN was given once, for many letters in a row (the demonstration centre, measurements)."""

    fingerprint: str
    private: Ed25519PrivateKey

    def sign(self, letter: str) -> bytes:
        """64 bytes over the letter's UTF-8."""
        return self.private.sign(letter.encode())


def fingerprint(public_key: bytes) -> str:
    """SHA-256 of the 32 bytes, the first 32 hex digits in groups of four."""
    digits = sha256(public_key).hexdigest()[:32]
    return " ".join(digits[i : i + 4] for i in range(0, 32, 4))


@lru_cache(maxsize=VERDICTS)
def verify(public_key: bytes, letter: str, signature: bytes) -> bool:
    """Whether `signature` is Ed25519 of `letter` under the 32 bytes `public_key`; malformed ones are
    False. A file that is read again at every ring asks the same question: the answer never changes.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, letter.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def make_key(folder: Path, pin: str) -> PublicKey:
    """Make a key pair and keep its private half in `folder`, files 0600. Raises BadInput('pin' or 'key')."""
    pin = _plain(pin)
    if len(pin) < SHORTEST_PIN or len(set(pin)) == 1:
        raise BadInput("pin", f"签名口令至少 {SHORTEST_PIN} 位，且不能全部相同。")
    if not (folder / SECRET).exists():
        write_file(folder / SECRET, os.urandom(32))
    private = Ed25519PrivateKey.generate()
    raw = private.public_key().public_bytes_raw()
    key = PublicKey(raw, fingerprint(raw))
    secret = read_file(folder / SECRET)
    salt, nonce = os.urandom(16), os.urandom(12)
    sealed = AESGCM(_sealing_key(pin, salt, secret)).encrypt(nonce, private.private_bytes_raw(), raw)
    body = {
        "public": raw.hex(),
        "salt": salt.hex(),
        "nonce": nonce.hex(),
        "sealed": sealed.hex(),
        "version": "1",
    }
    write_file(_path(folder, key.fingerprint), json.dumps({**body, "seal": _seal(body, secret)}).encode())
    return key


def sign(folder: Path, key: str, pin: str, letter: str, now: datetime) -> bytes:
    """64 bytes over the letter's UTF-8 with the key of fingerprint `key`. Raises BadInput('pin' or 'key')."""
    return open_key(folder, key, pin, now).sign(letter)


def open_key(folder: Path, key: str, pin: str, now: datetime) -> OpenKey:
    """Unseal a key. Every try is written down before it is made; five wrong ones lock the key for a
    growing time.

    Raises BadInput: field `pin` for a wrong PIN or a locked key, `key` for one that is not here or damaged.
    """
    path = _path(folder, key)
    secret, body = _read(folder, path)
    left = begin_try(path.with_suffix(".tries"), now)
    salt, nonce, sealed, raw = (bytes.fromhex(body[name]) for name in ("salt", "nonce", "sealed", "public"))
    try:
        private = AESGCM(_sealing_key(_plain(pin), salt, secret)).decrypt(nonce, sealed, raw)
    except InvalidTag as error:
        raise wrong_pin(left) from error
    end_tries(path.with_suffix(".tries"))
    return OpenKey(fingerprint(raw), Ed25519PrivateKey.from_private_bytes(private))


def _read(folder: Path, path: Path) -> tuple[bytes, dict[str, str]]:
    """The device secret and the checked content of a key file."""
    stored, secret = read_file(path), read_file(folder / SECRET)
    try:
        body = json.loads(stored)
        seal = body.pop("seal")
    except (ValueError, AttributeError, KeyError, TypeError) as error:
        raise BadInput("key", DAMAGED) from error
    if not isinstance(seal, str) or not compare_digest(seal.encode(), _seal(body, secret).encode()):
        raise BadInput("key", DAMAGED)
    return secret, body


def _path(folder: Path, key: str) -> Path:
    digits = key.replace(" ", "")
    if not digits or not set(digits) <= set("0123456789abcdef"):
        raise BadInput("key", f"“{key}”不是签名密钥的指纹。")
    return folder / f"{digits}.key"


def _seal(body: dict[str, str], secret: bytes) -> str:
    return hmac_digest(secret, json.dumps(body, sort_keys=True).encode(), "sha256").hex()


def _sealing_key(pin: str, salt: bytes, secret: bytes) -> bytes:
    stretched = Scrypt(salt=salt, length=32, **SCRYPT).derive(pin.encode())
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"yubei_desk key 1").derive(stretched + secret)


def _plain(pin: str) -> str:
    """Full-width digits of a Chinese input method are the same PIN."""
    return unicodedata.normalize("NFKC", pin).strip()
