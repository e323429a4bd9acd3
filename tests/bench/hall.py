"""The hall of the benchmark: a real server that writes to disk, a practice centre of many sections, its
desks.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.store import migrate
from yubei_desk.store.act import ActStore
from yubei_desk.store.centre import create_centre
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.embedded import Server, delete_cluster, start_server
from yubei_desk.store.login import make_logins

PLAN = Path(__file__).parents[2] / "resources" / "demo" / "centre.json"
DATABASE = "bench"
PASSWORD = "measured-not-guessed"
SEED = b"the benchmark's own signing key."
BODY = {"opinion": "grant", "reasons": "经审查，符合法定条件。"}


@dataclass(frozen=True, slots=True)
class Hall:
    """A running server with `sections` sections: chief_n, officer_n of section n, and one window."""

    server: Server
    place: Place
    sections: int

    def store(self, login: str) -> ActStore:
        """The acts of one post."""
        return ActStore(open_engine(self.place, login, PASSWORD))

    def superuser(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The owner's connection, in autocommit."""
        return psycopg.connect(self.server.url(DATABASE), autocommit=True)


@contextmanager
def open_hall(sections: int) -> Iterator[Hall]:
    """Found it in a folder of its own; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="yubei-bench-"))
    server = start_server(folder, auth_delay=False)
    try:
        migrate.create_database(server.url(), DATABASE)
        engine = migrate.engine_of(server.url(DATABASE))
        migrate.upgrade(engine)
        _found(engine, sections)
        engine.dispose()
        yield Hall(server, Place(server.host, server.port, DATABASE), sections)
    finally:
        delete_cluster(server)


def _found(engine: Engine, sections: int) -> None:
    plan = _plan(json.loads(PLAN.read_text("utf-8")), sections)
    create_centre(engine, plan, practice=True)
    make_logins(engine, {post["login"]: PASSWORD for post in plan["posts"]})
    key = Ed25519PrivateKey.from_private_bytes(SEED)
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        for number in range(1, sections + 1):
            public = (
                key.public_key().public_bytes_raw()
                if number == 1
                else signer(number).public_key().public_bytes_raw()
            )
            driver.execute(
                """insert into desk.signing_key (staff_id, public_key, fingerprint, confirmed_by,
                second_by, confirmed_on)
                select s.id, %s, s.login, a.id, b.id, '2020-01-01' from desk.staff s, desk.staff a,
                desk.staff b
                where s.login = %s and a.login = 'security_1' and b.login = 'security_2'""",
                (public, f"chief_{number}"),
            )


def signer(number: int) -> Ed25519PrivateKey:
    """The key of chief_n."""
    return Ed25519PrivateKey.from_private_bytes(SEED[:-2] + number.to_bytes(2, "big") if number > 1 else SEED)


def _plan(demo: dict[str, Any], sections: int) -> dict[str, Any]:
    """The demonstration's plan with `sections` sections of one item each, none with a certificate."""
    numbers = range(1, sections + 1)
    section = {"department": "区局", "document_mark": "测", "review_body": "", "court": ""}
    item = {key: value for key, value in demo["items"][0].items() if key != "section"}
    posts = [
        {"login": f"{duty}_{n}", "name": f"{duty} {n}", "duty": duty, "section": f"s{n}"}
        for n in numbers
        for duty in ("chief", "officer")
    ]
    desks = [
        {"login": f"{duty}_{n}", "name": f"{duty} {n}", "duty": duty, "section": "hall"}
        for duty in ("security", "cataloguer")
        for n in (1, 2)
    ]
    return {
        **demo,
        "lendings": [],
        "sections": [{**section, "code": "hall", "name": "窗口", "kind": "hall"}]
        + [{**section, "code": f"s{n}", "name": f"科室{n}", "kind": "section"} for n in numbers],
        "posts": [
            {"login": "window_1", "name": "window 1", "duty": "window", "section": "hall"},
            *desks,
            *posts,
        ],
        "items": [{**item, "code": f"i{n}", "section": f"s{n}", "certificate_form": None} for n in numbers],
    }


def receive(hall: Hall, window: ActStore, section: int) -> int:
    """A case of section n at the window, handed to the section; its id."""
    body = {
        "edition": section,
        "applicant": {"kind": "企业", "name": "测速有限公司", "initials": "csyxgs", "masked": "测＊"},
        "private": {},
        "materials": [{"position": place, "form": "paper", "originals": 1} for place in range(1, 9)],
    }
    filed = file(window, "receive", None, None, body)
    file(window, "pass_on", filed.matter_id, 1, {})
    return filed.matter_id


def file(store: ActStore, act: str, matter_id: int | None, seen: int | None, body: dict[str, Any]) -> Filed:
    """One act under a fresh wish."""
    return store.file_act(Wish(act, uuid4(), matter_id, seen, body))
