"""The desks of the demonstration 示范经办: every post at its own login, filing through the guard like anyone
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from uuid import uuid4

from yubei_desk.deed.deeds import Deeds
from yubei_desk.deed.demo_cases import Case, Step
from yubei_desk.deed.demo_posts import Post
from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.item import Item
from yubei_desk.paper.sign import OpenKey, open_key, verify
from yubei_desk.store.connect import Place, open_engine
from yubei_desk.store.store import Store

FORMS = Path(__file__).parents[2] / "forms"
SIGNED = ("grant", "refuse", "opine", "conclude")


@dataclass(frozen=True)
class HeldKey:
    """The key of a post, its PIN stretched once and not anew for every signature."""

    folder: Path
    fingerprint: str
    pin: str

    @cached_property
    def _open(self) -> OpenKey:
        return open_key(self.folder, self.fingerprint, self.pin, datetime.now(UTC))

    def sign(self, pin: str, letter: str) -> bytes:
        """64 bytes over the letter's UTF-8; raises BadInput('key' or 'pin') when it cannot be opened."""
        return self._open.sign(letter)


@dataclass
class Running:
    """A case under way: its matter and the version it stands at, the same of its certificate."""

    case: Case
    matter_id: int = 0
    seen: int = 0
    certificate_id: int = 0
    certificate_seen: int = 1


class Desks:
    """The posts of a centre at work, each signed in once; `close` signs them out."""

    def __init__(self, place: Place, posts: tuple[Post, ...], data_dir: Path) -> None:
        self._place = place
        self._posts = {post.login: post for post in posts}
        self._data_dir = data_dir
        self._stores: dict[str, Store] = {}
        self._signed_in: dict[str, Deeds] = {}

    def close(self) -> None:
        """Sign everybody out."""
        for store in self._stores.values():
            store.close()

    def store(self, login: str) -> Store:
        """The store of a post."""
        if login not in self._stores:
            engine = open_engine(self._place, login, self._posts[login].password)
            self._stores[login] = Store(engine, verify)
        return self._stores[login]

    def file(self, running: Running, step: Step) -> None:
        """File one act of a case, as its post would; raises what filing raises."""
        if step.act == "receive":
            self._receive(running, step)
        elif step.act in ("print_1", "print_2", "confirm", "deliver"):
            self._file_certificate(running, step)
        else:
            latest = step.act != "contact"
            wish = Wish(step.act, uuid4(), running.matter_id, running.seen if latest else None, step.body)
            self.file_wish(step.login, wish)
            running.seen += latest

    def file_wish(self, login: str, wish: Wish) -> Filed:
        """File any act as this post, signed where it is a decision."""
        if wish.act in SIGNED:
            return self._deeds(login).sign_and_file(wish, "")
        return self.store(login).file_act(wish)

    @cached_property
    def ids(self) -> dict[tuple[str, str], int]:
        """The ids of sections and items by ('section' or 'item', code)."""
        return self.store("demo_window_1").load_codes()

    @cached_property
    def _items(self) -> dict[str, Item]:
        return {item.code: item for item in self.store("demo_window_1").load_items()}

    def item(self, code: str) -> Item:
        """A published item by its code."""
        return self._items[code]

    def _receive(self, running: Running, step: Step) -> None:
        company, project = running.case.company, running.case.project
        body = {
            **_complete(self.item(running.case.item)),
            "applicant": company.applicant(),
            "private": company.private(),
            "project": {"name": project} if project else None,
        }
        filed = self.store(step.login).file_act(Wish("receive", uuid4(), body=body))
        running.matter_id, running.seen = filed.matter_id, 1

    def _file_certificate(self, running: Running, step: Step) -> None:
        store = self.store(step.login)
        if not running.certificate_id:
            running.certificate_id = store.load_case(running.matter_id).certificates[0].matter_id
        kind = {"confirm": "confirm_sheet", "deliver": "deliver"}.get(step.act, "print_sheet")
        body = dict(step.body)
        if step.act == "confirm":
            sheets = store.load_certificate(running.certificate_id).sheets
            body["sheet"] = next(sheet.id for sheet in sheets if sheet.state == "printed")
        wish = Wish(kind, uuid4(), running.certificate_id, running.certificate_seen, body)
        if kind == "print_sheet":
            self._deeds(step.login).print_sheet(wish, int(step.act[-1]), "")
        else:
            store.file_act(wish)
        running.certificate_seen += 1

    def _deeds(self, login: str) -> Deeds:
        """The deeds of a post; a decider's key is opened once, not stretched anew for every signature."""
        if login not in self._signed_in:
            store = self.store(login)
            session = store.load_session(login)
            signer = HeldKey(self._data_dir / "keys" / login, session.key_fingerprint, self._posts[login].pin)
            self._signed_in[login] = Deeds(store, signer, session, FORMS)
        return self._signed_in[login]


def _complete(item: Item) -> dict[str, object]:
    """The edition and a complete set of papers of an item, all 容缺后补 rows handed in too."""
    rows = [
        {"position": row.position, "form": "paper", "originals": row.originals, "copies": row.copies}
        for row in item.materials
        if row.necessity != "非必要"
    ]
    return {"edition": item.edition_id, "materials": rows}
