"""Filing on a case 办件办理: which dialog a move opens, and the road its wish takes to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from yubei_desk.domain.act import Move, Wish
from yubei_desk.domain.case import CaseFile
from yubei_desk.domain.letter import Shown
from yubei_desk.ui.case.attach import AttachDialog, wants_file
from yubei_desk.ui.filing import Filing
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.work.worker import Worker


class CaseFiling(Filing[CaseFile]):
    """Acts on the case shown: words, a scan, or a signature over what was on the screen."""

    room = "case"

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        heading = f"{self._file.number} · {self._file.applicant}"
        if wants_file(move):
            return AttachDialog(move, heading, self._page)
        return MoveDialog(move, heading, self._summary(self._file, move), self._page)

    def _summary(self, file: CaseFile, move: Move) -> list[tuple[str, str]]:
        lines = [(self.tr("事项"), file.item), (self.tr("申请人"), file.applicant)]
        if move.signed:
            lines += [
                (self.tr("承诺办结"), day_text(file.promised_on)),
                (self.tr("签名密钥"), self._desk.session.key_fingerprint),
            ]
        return lines

    def _work(self, wish: Wish, move: Move, pin: str) -> tuple[Worker, Callable[[], object]]:
        return self._desk.worker, self._road(wish, move, pin)

    def _road(self, wish: Wish, move: Move, pin: str) -> Callable[[], object]:
        """Signed or not, and by the road that asks first after an answer that never came."""
        assert self._file is not None
        if wants_file(move):
            path = Path(str(wish.body["blob"]))
            return partial(
                self._desk.deeds.attach_scan, Wish(wish.act, wish.wish, wish.matter_id, wish.seen), path
            )
        if self._lost:
            return partial(self._desk.deeds.finish_wish, wish, pin, Shown(self._file, move))
        if move.signed:
            return partial(self._desk.deeds.sign_and_file, wish, pin, Shown(self._file, move))
        return partial(self._desk.store.file_act, wish)
