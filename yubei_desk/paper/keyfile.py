"""Files of the signing keys 密钥文件: written whole or not at all, readable by their owner only."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from yubei_desk.errors import BadInput

CAUSES = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件大小受限",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只能读",
    errno.ENOTDIR: "上级不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.EEXIST: "已有同名文件",
    errno.EIO: "磁盘读写出错",
}


def read_file(path: Path) -> bytes:
    """The bytes of a key file. Raises BadInput('key', sentence)."""
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput("key", f"本机没有签名密钥文件 {path.name}，请在本机重新申领签名密钥。") from error
    except OSError as error:
        raise BadInput("key", f"读不了签名密钥文件 {path}：{_cause(error)}。") from error


def write_file(path: Path, content: bytes) -> None:
    """Replace a key file in one step, mode 0600, its folder made if need be. Raises BadInput('key',
    sentence).
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except OSError as error:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise BadInput("key", f"写不了签名密钥文件 {path}：{_cause(error)}。") from error


def _cause(error: OSError) -> str:
    return CAUSES.get(error.errno or 0, f"系统错误 {error.errno}")
