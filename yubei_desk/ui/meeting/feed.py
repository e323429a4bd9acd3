"""The feeds 看板更新: keep the board and the review under discussion as the law has them, by loading only
what the bell rang for.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from yubei_desk.domain.meeting import Board, ReviewFile, merge_cards
from yubei_desk.ui.desk import Desk


class BoardFeed(QObject):
    """One load at a time; what rings meanwhile comes after it. Signals: `loaded(Board)`; `failed(error)`."""

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.board: Board | None = None
        self._stale: set[int] = set()
        self._all_stale = True
        self._busy = False

    def note(self, ids: frozenset[int]) -> None:
        """These matters changed; empty: anything may have."""
        self._stale |= ids
        self._all_stale = self._all_stale or not ids

    def catch_up(self) -> None:
        """Load what is not up to date, if anything."""
        if self._busy or not (self._stale or self._all_stale):
            return
        changed = None if self._all_stale or self.board is None else tuple(sorted(self._stale))
        self._busy, self._all_stale, self._stale = True, False, set()
        work = partial(_load_part, self._desk, changed)
        self._desk.worker.run(work, self._take, self._fail, always=self._end)

    def _end(self) -> None:
        self._busy = False
        if self._stale:
            self.catch_up()

    def _take(self, found: tuple[tuple[int, ...] | None, Board]) -> None:
        changed, fresh = found
        if changed is not None and self.board is not None:
            fresh = merge_cards(self.board, changed, fresh)
        self.board = fresh
        self.loaded.emit(fresh)

    def _fail(self, error: Exception) -> None:
        """Whatever was missed is asked for whole the next time."""
        self._all_stale = True
        self.failed.emit(error)


def _load_part(desk: Desk, changed: tuple[int, ...] | None) -> tuple[tuple[int, ...] | None, Board]:
    return changed, desk.store.load_board(changed)


class ReviewFeed(QObject):
    """The review `wanted`, by its own number or that of one of its seats, 0 for none. One load at a time;
    what rings meanwhile comes after it. Signals: `loaded(ReviewFile)`; `failed(error)`.
    """

    loaded = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.file: ReviewFile | None = None
        self.wanted = self._asked = 0
        self._stale: frozenset[int] = frozenset()
        self._all_stale = self._missed = self._busy = False

    def want(self, matter_id: int) -> None:
        """Load all of this review; 0: nothing is wanted any more."""
        self.wanted, self._all_stale = matter_id, True
        self.file = self.file if matter_id else None
        self.catch_up()

    def note(self, ids: frozenset[int]) -> None:
        """These matters changed; empty: anything may have."""
        if self.file is not None:
            self._stale |= ids & self.file.ids
        self._all_stale = self._all_stale or not ids

    def catch_up(self) -> None:
        """Load what is not up to date, if anything."""
        if self._busy or not self.wanted or not (self._stale or self._all_stale):
            return
        changed, whole = self._stale, self._all_stale or self._missed
        self._busy, self._asked, self._stale = True, self.wanted, frozenset()
        self._all_stale = self._missed = False
        shown = self.file if self.file is not None and self.file.matter_id == self.wanted else None
        work = partial(self._desk.store.load_review, self.wanted, again=shown is not None)
        if shown is not None and not whole:
            work = partial(self._desk.store.refresh_review, shown, changed)
        self._desk.worker.run(work, self._take, self._fail, always=self._end)

    def _end(self) -> None:
        self._busy = False
        self.catch_up()

    def _take(self, file: ReviewFile) -> None:
        if self.wanted in {file.matter_id, *(seat.matter_id for seat in file.seats)}:
            self.wanted, self.file = file.matter_id, file
            self.loaded.emit(file)

    def _fail(self, error: Exception) -> None:
        """Whatever was missed is asked for whole the next time."""
        self._missed = True
        if self._asked == self.wanted:
            self.failed.emit(error)
