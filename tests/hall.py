"""A hall 大厅 under test: the demonstration centre with logins and keys, and its people at their desks."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from psycopg import sql

from tests.cluster import Cluster, Database
from yubei_desk.deed.deeds import Deeds
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.staff import Session
from yubei_desk.paper.sign import FileSigner, make_key, verify
from yubei_desk.store import migrate
from yubei_desk.store.centre import create_centre, enrol_keys, set_practice_time
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.login import make_logins
from yubei_desk.store.store import Store

ROOT = Path(__file__).parent.parent
PLAN: dict[str, Any] = json.loads((ROOT / "resources" / "demo" / "centre.json").read_text("utf-8"))
PASSWORD = "practice-makes-perfect"
PIN = "246813"
CHIEFS = [post["login"] for post in PLAN["posts"] if post["duty"] == "chief"]
SIGNERS = (*CHIEFS, "demo_land_deputy", "demo_land_deputy_2", "demo_housing_deputy")
USCC = "91500112MA5U12345A"
FACTS = {
    "project": "联东U谷渝北产业园",
    "approving_authority": "重庆市渝北区人民政府",
    "approval_number": "渝北府地〔2020〕12号",
    "location": "重庆市渝北区前沿科技城",
    "area": "53,333平方米",
    "land_use": "工业用地",
    "scale": "总建筑面积106,000平方米",
    "acquisition": "招拍挂出让",
    "attachments": "用地红线图一份",
}
OPINION = {"opinion": "grant", "reasons": "符合国土空间规划和用途管制要求"}


@dataclass
class Hall:
    """One practice centre of a test; stores and connections it hands out are closed with it."""

    database: Database
    folder: Path
    stores: dict[str, Store] = field(default_factory=dict)
    connections: list[psycopg.Connection[tuple[Any, ...]]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def place(self) -> Place:
        """Where the centre is."""
        return Place(self.database.server.host, self.database.server.port, self.database.name)

    def store(self, login: str) -> Store:
        """The store of one post, opened once."""
        if login not in self.stores:
            self.stores[login] = Store(open_engine(self.place, login, PASSWORD), verify)
        return self.stores[login]

    def session(self, login: str) -> Session:
        """Who signs in, as of now."""
        return self.store(login).load_session(login)

    def deeds(self, login: str) -> Deeds:
        """The deeds of one post, their key in `folder`."""
        session = self.session(login)
        signer = FileSigner(self.folder / "keys" / login, session.key_fingerprint, lambda: datetime.now(UTC))
        return Deeds(self.store(login), signer, session, ROOT / "forms")

    def connect(self, login: str) -> psycopg.Connection[tuple[Any, ...]]:
        """What a person has with psql and their own password; in autocommit."""
        return self._kept(psycopg.connect(self.database.url(login, PASSWORD), autocommit=True))

    def owner(self) -> psycopg.Connection[tuple[Any, ...]]:
        """The superuser's connection; in autocommit."""
        return self._kept(psycopg.connect(self.database.url(), autocommit=True))

    def _kept(self, connection: psycopg.Connection[tuple[Any, ...]]) -> psycopg.Connection[tuple[Any, ...]]:
        self.connections.append(connection)
        return connection

    def set_time(self, at: datetime | None) -> None:
        """Set the practice clock; None for the real time."""
        engine = migrate.engine_of(self.database.url())
        set_practice_time(engine, at)
        engine.dispose()

    def act(self, login: str, kind: str, matter_id: int, **body: object) -> Filed:
        """File one act on the version that stands, signed where the law asks for it."""
        with psycopg.connect(self.database.url()) as owner:
            found = owner.execute("select version from desk.matter where id = %s", (matter_id,)).fetchone()
            signed = owner.execute("select bool_or(signed) from law.transition where act = %s", (kind,))
            assert found is not None
            wish = Wish(kind, uuid4(), matter_id, found[0], body)
            must_sign = bool((signed.fetchone() or (False,))[0])
        return self.deeds(login).sign_and_file(wish, PIN) if must_sign else self.store(login).file_act(wish)

    def receive(self, login: str = "demo_window_1", item: str = "0101", **body: object) -> int:
        """A complete application of a company; a new applicant each time unless `private` says otherwise."""
        with psycopg.connect(self.database.url()) as owner:
            query = "select e.id from desk.edition e join desk.item i on i.id = e.item_id where i.code = %s"
            found = owner.execute(query, (item,)).fetchone()
        assert found is not None
        rows = next(each for each in PLAN["items"] if each["code"] == item)["materials"]
        told: dict[str, object] = {
            "edition": found[0],
            "applicant": {
                "kind": "企业",
                "name": "重庆联东金北实业有限公司",
                "initials": "cqldjbsyyxgs",
                "masked": "重庆**公司",
            },
            "private": {
                "id_number": f"TEST{next(self.numbers):014d}",
                "contact": "经办人",
                "phone": "02367812345",
            },
            "project": {"name": "联东U谷渝北产业园"},
            "materials": [
                {"position": n, "form": "paper", "originals": row["originals"], "copies": row["copies"]}
                for n, row in enumerate(rows, 1)
            ],
        }
        return self.store(login).file_act(Wish("receive", uuid4(), body={**told, **body})).matter_id

    def receive_late(self, received_on: str, number: str, login: str = "demo_window_1") -> int:
        """The same, entered later than the day it was handed in, on a hand receipt of this number."""
        blob = uuid4()
        self.store(login).store_blob(blob, "application/pdf", b"%PDF-1.4\n")
        hand = {"number": number, "blob": str(blob), "file_name": "手工收件单.pdf"}
        return self.receive(login, received_on=received_on, hand_receipt=hand)

    def passed_on(self) -> int:
        """A case of item 0101 that waits in the section land."""
        matter_id = self.receive()
        self.act("demo_window_1", "pass_on", matter_id)
        return matter_id

    def accepted(self) -> int:
        """The same, accepted by the officer."""
        matter_id = self.passed_on()
        self.act("demo_land_officer_1", "accept", matter_id)
        return matter_id

    def recommended(self) -> int:
        """The same, waiting for the chief."""
        matter_id = self.accepted()
        self.act("demo_land_officer_1", "recommend", matter_id, **OPINION, **FACTS)
        return matter_id

    def granted(self) -> int:
        """The same, granted and signed by the chief."""
        matter_id = self.recommended()
        self.act("demo_land_chief", "grant", matter_id, reasons="准予建设用地规划许可", **FACTS)
        return matter_id

    def certificate_of(self, case_id: int) -> int:
        """The certificate a granted case brought about."""
        with psycopg.connect(self.database.url()) as owner:
            query = "select matter_id from desk.certificate where case_id = %s"
            found = owner.execute(query, (case_id,)).fetchone()
        assert found is not None
        return int(found[0])

    def print_sheet(self, certificate: int, copy_no: int, login: str = "demo_land_officer_1") -> int:
        """The sheet of a copy that went to the printer."""
        self.act(login, "print_sheet", certificate, copy_no=copy_no, digest="0" * 64)
        with psycopg.connect(self.database.url()) as owner:
            found = owner.execute("select max(id) from desk.sheet").fetchone()
        assert found is not None
        return int(found[0])

    def make(self, certificate: int, login: str = "demo_land_officer_1") -> None:
        """Both copies printed and confirmed: ready to be handed over."""
        for copy_no in (1, 2):
            self.act(login, "confirm_sheet", certificate, sheet=self.print_sheet(certificate, copy_no))

    def close(self) -> None:
        """Close everything handed out."""
        for store in self.stores.values():
            store.close()
        for connection in self.connections:
            connection.close()


@dataclass
class Halls:
    """The founded centre each cluster copies its halls from; founded once, when first asked for."""

    folder: Path
    founded: dict[int, str] = field(default_factory=dict)
    keys: Mapping[str, tuple[bytes, str]] = field(default_factory=dict)

    @contextmanager
    def open(self, cluster: Cluster) -> Iterator[Hall]:
        """A fresh copy of the founded centre, dropped afterwards."""
        if cluster.version not in self.founded:
            self.founded[cluster.version] = self._found(cluster)
        name = cluster.new_name()
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY WAL_LOG").format(
            *map(sql.Identifier, (name, migrate.OWNER, self.founded[cluster.version]))
        )
        cluster.execute(made)
        with psycopg.connect(cluster.server().url(), autocommit=True) as connection:
            migrate.admit(connection, name)
        hall = Hall(Database(cluster.server(), name), self.folder)
        try:
            yield hall
        finally:
            hall.close()
            cluster.drop(hall.database)

    def _found(self, cluster: Cluster) -> str:
        made = cluster.copy()
        self.keys = self.keys or {login: self._make_key(login) for login in SIGNERS}
        engine = migrate.engine_of(made.url())
        create_centre(engine, PLAN, practice=True)
        make_logins(engine, {post["login"]: PASSWORD for post in PLAN["posts"]})
        enrol_keys(engine, self.keys)
        engine.dispose()
        return made.name

    def _make_key(self, login: str) -> tuple[bytes, str]:
        key = make_key(self.folder / "keys" / login, PIN)
        return key.raw, key.fingerprint


MakeHall = Callable[[], Hall]
