"""Filing at the counter 窗口办理: the dialog of a move that asks for words, such as 撤件."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yubei_desk.domain.act import Move, Wish
from yubei_desk.domain.case import CaseFile
from yubei_desk.ui.filing import Filing
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.work.worker import Worker


class CounterFiling(Filing[CaseFile]):
    """Acts of the window on one case; a draft of theirs is the same in the room of the case."""

    room = "case"

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        summary = [(self.tr("事项"), self._file.item), (self.tr("申请人"), self._file.applicant)]
        return MoveDialog(move, f"{self._file.number} · {self._file.applicant}", summary, self._page)

    def _work(self, wish: Wish, _move: Move, _pin: str) -> tuple[Worker, Callable[[], object]]:
        road = self._desk.deeds.finish_wish if self._lost else self._desk.store.file_act
        return self._desk.worker, partial(road, wish)
