"""Filing on an edition 版本办理: 公布 by another cataloguer, 弃用草稿."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from yubei_desk.domain.act import Move, Wish
from yubei_desk.domain.catalogue import StageEdition
from yubei_desk.ui.catalogue.columns import edition_words
from yubei_desk.ui.filing import Filing
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.work.worker import Worker


class EditionFiling(Filing[StageEdition]):
    """Acts on the edition shown; the dialog says what comes into force and what ends by it."""

    room = "catalogue"

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        file = self._file
        facts = [
            (self.tr("审批流程类型"), file.process_name),
            (self.tr("阶段"), f"{file.number}　{file.name}"),
            (self.tr("版本"), edition_words(file.edition)),
            (self.tr("起草"), file.acts[0].actor),
        ]
        if move.primary:
            ends = self.tr("自今日起施行，现行版本同时停用；已发起的联审仍按原版本办理")
            facts.append((self.tr("施行"), ends))
        return MoveDialog(move, f"{file.name} · {edition_words(file.edition)}", facts, self._page)

    def _work(self, wish: Wish, _move: Move, _pin: str) -> tuple[Worker, Callable[[], object]]:
        road = self._desk.deeds.finish_wish if self._lost else self._desk.store.file_act
        return self._desk.worker, partial(road, wish)
