"""Opening 开门: the centre behind this desk, and the desk of the person who signs in; runs in the
worker's thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from yubei_desk.deed.calibration import Offsets
from yubei_desk.deed.deeds import Deeds
from yubei_desk.deed.demo_posts import read_posts
from yubei_desk.deed.demonstration import open_practice_centre
from yubei_desk.deed.drafts import Drafts
from yubei_desk.domain.staff import Session
from yubei_desk.errors import DeskError, Unreachable
from yubei_desk.paper.sign import FileSigner, verify
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.listen import DeskListener
from yubei_desk.store.practice import DATABASE
from yubei_desk.store.refusal import AWAY
from yubei_desk.store.store import Store
from yubei_desk.store.watch import Watch
from yubei_desk.ui.offers import StaffOffer

FORMS = Path(__file__).parents[1] / "forms"


@dataclass(frozen=True, slots=True)
class Centre:
    """Where the centre is; on a practice centre whom one may play; `watch` when this machine keeps the
    server.
    """

    place: Place
    offers: tuple[StaffOffer, ...]
    watch: Callable[[], object] | None


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything one person's desk stands on."""

    session: Session
    store: Store
    deeds: Deeds
    drafts: Drafts
    listener: DeskListener
    offsets: Offsets


def open_centre(data_dir: Path, database: str, told: Callable[[str], None]) -> Centre:
    """The shared centre at `database`, else the private embedded one, made on first use; raises
    Unreachable.
    """
    if database:
        place = Place.of_url(database)
        if psycopg.pq.PGconn.ping(place.dsn("", "").encode()) != psycopg.pq.Ping.OK:
            raise Unreachable(AWAY)
        return Centre(place, (), None)
    server = open_practice_centre(data_dir, told)
    watch = Watch(server.url(DATABASE))
    place = Place(server.host, server.port, DATABASE)
    return Centre(place, _offers(data_dir), watch.round)


def _offers(data_dir: Path) -> tuple[StaffOffer, ...]:
    return tuple(
        StaffOffer(post.login, post.password, post.name, post.section, "、".join(post.duties), post.pin)
        for post in read_posts(data_dir)
    )


def open_desk(centre: Centre, data_dir: Path, login: str, password: str) -> Opened:
    """The desk of one person; raises BadInput('password'), Refused (no duty, another version) or
    Unreachable.
    """
    store = Store(open_engine(centre.place, login, password), verify)
    try:
        store.check_version()
        session = store.load_session(login)
    except DeskError:
        store.close()
        raise
    signer = FileSigner(data_dir / "keys" / login, session.key_fingerprint, lambda: datetime.now(UTC))
    deeds = Deeds(store, signer, session, FORMS)
    return Opened(
        session,
        store,
        deeds,
        Drafts(data_dir / "drafts" / login),
        DeskListener(centre.place.dsn(login, password)),
        Offsets(data_dir / "printers"),
    )
