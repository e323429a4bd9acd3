"""The one mapping from what PostgreSQL answers to what an office day calls it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError, TimeoutError

from yubei_desk.errors import BadInput, Refused, Stale, Unreachable

AWAY = "数据库暂时连不上，已录入的内容都在，恢复后可继续"
BUSY = "本件正被其他人办理，请稍候再试"
FORBIDDEN = "您没有这项权限"
PASSWORD = "用户名或口令不对，请重新输入"
NO_PASSWORD = "没有给出口令：请设环境变量 PGPASSWORD，或写进 ~/.pgpass"
TLS = "与服务器的加密连接建立不了：请核对主机名、服务器证书和 sslrootcert 指明的根证书"
FULL = "数据库连接已满，请稍候再试"
ODD = "内容里有不能保存的字符（例如从别处粘贴的控制字符），请删去后再试"
SIZE = "附件为空或超过 50 MB，请换一个文件"

LOST = ("08", "57P", "58")
PASSWORD_STATES = ("28P01", "28000")


@contextmanager
def translated() -> Iterator[None]:
    """Raise errors.* for what PostgreSQL refuses; whatever is not foreseen passes through as the bug it
    is.
    """
    try:
        yield
    except DBAPIError as failure:
        known = foreseen(failure.orig) if isinstance(failure.orig, psycopg.Error) else None
        if known is None:
            raise
        raise known from failure
    except psycopg.Error as failure:
        known = foreseen(failure)
        if known is None:
            raise
        raise known from failure
    except TimeoutError as failure:
        raise Unreachable(AWAY) from failure


def foreseen(failure: psycopg.Error) -> Exception | None:
    """The office's word for a driver's error, None when there is none."""
    state, sentence = failure.sqlstate or "", failure.diag.message_primary or ""
    if state == "YB001":
        return Refused(sentence, failure.diag.message_hint or "")
    if state == "YB002":
        return Stale(sentence)
    if state == "YB004":
        return BadInput(failure.diag.message_detail or "", sentence)
    if state in ("22021", "22P05"):
        return BadInput("", ODD)
    if failure.diag.constraint_name == "blob_size_check":
        return BadInput("blob", SIZE)
    if state == "42501":
        return Refused(FORBIDDEN)
    if state in ("55P03", "40P01", "57014"):
        return Refused(BUSY)
    if state == "53300":
        return Unreachable(FULL)
    if state in PASSWORD_STATES or "password authentication failed" in str(failure):
        return BadInput("password", PASSWORD)
    if not state and "no password supplied" in str(failure):
        return BadInput("password", NO_PASSWORD)
    if not state and any(words in str(failure) for words in ("certificate", "does not support SSL")):
        return Unreachable(TLS)
    if state.startswith(LOST) or (not state and isinstance(failure, psycopg.OperationalError)):
        return Unreachable(AWAY)
    return None
