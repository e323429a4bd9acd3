"""The feed 看板更新: keeps the board as the law has it, by loading only what the bell rang for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from yubei_desk.domain.meeting import Board, merge_cards
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
