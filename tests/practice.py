"""A practice centre on an embedded server of its own, made as a first start makes it and deleted after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from yubei_desk.deed.demonstration import Demonstration, open_practice_centre
from yubei_desk.store.embedded import Server, delete_cluster, start_server
from yubei_desk.store.practice import DATABASE

BARE = Demonstration(recent=0, article=False)


@dataclass(frozen=True, slots=True)
class Practice:
    """Its server and its data folder."""

    server: Server
    folder: Path

    @property
    def url(self) -> str:
        """The superuser's URL of the centre."""
        return self.server.url(DATABASE)

    def ask(self, query: str) -> list[Any]:
        """What the superuser reads."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def do(self, *statements: str) -> None:
        """What the superuser does."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def practice_centre(folder: Path, content: Demonstration = BARE) -> Iterator[Practice]:
    """Open it, and delete the server whatever happens."""
    try:
        yield Practice(open_practice_centre(folder, lambda sentence: None, content), folder)
    finally:
        delete_cluster(start_server(folder))
