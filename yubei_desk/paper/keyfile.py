"""Files of the signing keys 密钥文件: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
from pathlib import Path

from yubei_desk.errors import BadInput


def read_file(path: Path) -> bytes:
    """The bytes of a key file. Raises BadInput('key', sentence)."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput("key", f"本机没有签名密钥文件 {path.name}，请在本机重新申领签名密钥。") from error
    except OSError as error:
        raise BadInput("key", f"读不了签名密钥文件 {path}：{error.strerror}。") from error


def write_file(path: Path, content: bytes) -> None:
    """Replace a key file in one step, mode 0600. Raises BadInput('key', sentence)."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise BadInput("key", f"写不了签名密钥文件 {path}：{error.strerror}。") from error
