"""Sending 提交: the wish of an act that opens a matter, and its draft, kept as typed until it is filed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.errors import Unreachable
from yubei_desk.ui.desk import Desk, DraftDoor

DRAFT_MS = 400

Draft = dict[str, object]
Shelf = tuple[tuple[str, str], ...]


class Sending(QObject):
    """The wish of `act` opens one matter, however often it is sent. `collect` gives what stands on the
    screen, with a `title` to know it by; it is kept as a draft under `key`. Drafts are read and written on
    the paper worker, one after the other. `busy` until an answer has come, `lost` while what was sent may be
    filed though no answer came.

    Signals: `recalled(draft)` when an application kept before is taken up; `kept` when a draft is safe,
    `aside` when it is so under a key of its own; `shelved(shelf)` with (key, title) of all put aside;
    `filed(matter)`; `refused(error)` when nothing was filed; `unkept(error)` when the disk does not take a
    draft: what is typed stands on the screen only.
    """

    recalled = Signal(dict)
    kept = Signal()
    aside = Signal()
    shelved = Signal(tuple)
    filed = Signal(int)
    refused = Signal(Exception)
    unkept = Signal(Exception)

    def __init__(self, desk: Desk, act: str, key: str, collect: Callable[[], Draft], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._act, self._key, self._collect = desk, act, key, collect
        self._wish = uuid4()
        self.lost = self.busy = False
        self._pause = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._pause.timeout.connect(self.keep)

    @property
    def wish(self) -> UUID:
        """What makes this application one case, however often it is sent."""
        return self._wish

    def touch(self) -> None:
        """Something was typed: keep it once the hands rest."""
        self._pause.start()

    def rest(self) -> None:
        """What was changed last is not an application to keep."""
        self._pause.stop()

    def renew(self) -> None:
        """Another application, with a wish of its own."""
        self._wish, self.lost = uuid4(), False
        self._pause.stop()

    # -- drafts

    def recall(self, key: str = "") -> None:
        """Take up the application kept under this key, if there is one; "" for the one left on the screen."""
        self._on_disk(partial(_take_up, self._desk.drafts, self._key, key or self._key), self._take)

    def _take(self, found: tuple[Draft, Shelf]) -> None:
        draft, shelf = found
        if draft and self._collect():  # somebody was faster with their hands than the disk: neither is lost
            self._shelve(draft, self._show_shelf)
            self.touch()
            return
        if draft:
            self._wish, self.lost = UUID(str(draft["wish"])), bool(draft.get("lost"))
            self.recalled.emit(draft)
        self._show_shelf(shelf)

    def _show_shelf(self, shelf: Shelf) -> None:
        self.shelved.emit(shelf)

    def keep(self) -> None:
        """Keep what stands on the screen now; an empty form needs no draft."""
        self._pause.stop()
        if self._collect():
            self._on_disk(partial(self._desk.drafts.keep, self._key, self._draft()), self._say_kept)
        else:
            self.forget()

    def put_aside(self) -> None:
        """Keep what stands on the screen under a key of its own; at `aside` the screen is free again."""
        self._pause.stop()
        self._shelve(self._draft(), self._say_aside)

    def _shelve(self, draft: Draft, done: Callable[[Shelf], None]) -> None:
        own = f"{self._key}-{draft['wish']}"
        self._on_disk(partial(_put_aside, self._desk.drafts, self._key, own, draft), done)

    def _say_aside(self, shelf: Shelf) -> None:
        self.aside.emit()
        self._show_shelf(shelf)

    def forget(self) -> None:
        """The application is filed and seen, or thrown away."""
        self._pause.stop()
        self._on_disk(partial(self._desk.drafts.forget, self._key), self._say_nothing)

    def _draft(self) -> Draft:
        return {**self._collect(), "wish": str(self._wish), "lost": self.lost}

    def _on_disk(self, work: Callable[[], object], done: Callable[..., object]) -> None:
        self._desk.paper_worker.run(work, done=done, failed=self._say_unkept)

    def _say_unkept(self, error: Exception) -> None:
        self.unkept.emit(error)

    def _say_kept(self, _nothing: object) -> None:
        self.kept.emit()

    def _say_nothing(self, _nothing: object) -> None:
        """A draft thrown away says nothing."""

    # -- the wish

    def send(self, body: Draft) -> None:
        """File it; after a lost answer the same wish is looked up first."""
        # As lost until answered: after a crash on the way nothing is typed over what may be filed.
        self.lost = self.busy = True
        self.keep()
        work = partial(self._desk.deeds.finish_wish, Wish(self._act, self._wish, body=body))
        self._desk.worker.run(work, done=self._done, failed=self._failed)

    def _done(self, filed: Filed) -> None:
        self.busy = False
        self._desk.ring()
        self.filed.emit(filed.matter_id)

    def _failed(self, error: Exception) -> None:
        self.lost, self.busy = isinstance(error, Unreachable), False
        self.keep()
        self.refused.emit(error)


def _shelf(drafts: DraftDoor, screen: str) -> Shelf:
    kept = drafts.keys()
    found = ((key, str(drafts.recall(key).get("title", ""))) for key in kept if key.startswith(f"{screen}-"))
    return tuple((key, title) for key, title in found if title)


def _take_up(drafts: DraftDoor, screen: str, key: str) -> tuple[Draft, Shelf]:
    """A draft put aside becomes the one on the `screen` before its own file goes: a crash may double it."""
    draft = drafts.recall(key)
    if draft and key != screen:
        drafts.keep(screen, draft)
        drafts.forget(key)
    return draft, _shelf(drafts, screen)


def _put_aside(drafts: DraftDoor, screen: str, key: str, draft: Draft) -> Shelf:
    drafts.keep(key, draft)
    drafts.forget(screen)
    return _shelf(drafts, screen)
