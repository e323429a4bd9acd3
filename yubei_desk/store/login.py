"""Logins 登录名: for staff on the books only; passwords travel as SCRAM verifiers, never as text."""

from __future__ import annotations

from collections.abc import Mapping

import psycopg
from sqlalchemy import Connection, Engine, text

from yubei_desk.errors import BadInput
from yubei_desk.store.migrate import OWNER
from yubei_desk.store.refusal import translated

SHORTEST = 10


def make_login(engine: Engine, login: str, password: str) -> None:
    """Make a login for someone on the staff, or set its password anew; `engine` is the superuser's.

    Raises Refused when nobody on the staff has this login.
    """
    make_logins(engine, {login: password})


def make_logins(engine: Engine, passwords: Mapping[str, str]) -> None:
    """The same for several people in one transaction: all or none."""
    with translated(), engine.begin() as connection:
        connection.execute(text(f"set local role {OWNER}"))
        for login, password in passwords.items():
            values = {"login": login, "verifier": _verifier(connection, login, password)}
            connection.execute(text("select law.make_login(:login, :verifier)"), values)


def change_password(engine: Engine, password: str) -> None:
    """The person signed in on `engine` takes a new password; raises BadInput('password') when too poor."""
    with translated(), engine.connect() as connection:
        driver = _driver(connection)
        if len(password) < SHORTEST or password == driver.info.user:
            raise BadInput("password", f"新口令至少 {SHORTEST} 位，且不能与登录名相同")
        driver.pgconn.change_password(driver.info.user.encode(), password.encode())


def _verifier(connection: Connection, login: str, password: str) -> str:
    """What the server keeps instead of the password (RFC 5803), made here."""
    server = _driver(connection).pgconn
    return server.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()


def _driver(connection: Connection) -> psycopg.Connection[tuple[object, ...]]:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver
