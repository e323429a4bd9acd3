"""What a project already has 已有批文: registered with its scan, or waived by signature."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from yubei_desk.domain.act import Move, Wish
from yubei_desk.domain.project import ProjectFile
from yubei_desk.domain.stage import StagePart
from yubei_desk.ui.filing import DecisionFiling
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.attach import AttachDialog, wants_file
from yubei_desk.work.worker import Worker


class PriorFiling(DecisionFiling[ProjectFile]):
    """Acts on the project shown that speak of one item: 登记已有批文 with its scan, 无需办理 and 撤销登记
    signed.
    """

    _part: StagePart | None = None

    def begin(self, move: Move, part: StagePart) -> None:
        """Open the dialog of a move for this item; each item has a draft of its own."""
        if self.dialog is None:
            self._part, self.room = part, f"prior-{part.id}"
            self.start(move)

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        assert self._part is not None
        bare = replace(move, asks=tuple(ask for ask in move.asks if ask.field != "item"))
        summary = [(self.tr("项目"), self._file.name), (self.tr("事项"), self._part.name)]
        if wants_file(bare):
            return AttachDialog(bare, self._file.name, self._page, summary=summary)
        if bare.signed:
            summary.append((self.tr("签名密钥"), self._desk.session.key_fingerprint))
        return MoveDialog(bare, self._file.name, summary, self._page)

    def _work(self, wish: Wish, move: Move, pin: str) -> tuple[Worker, Callable[[], object]]:
        assert self._part is not None
        return super()._work(replace(wish, body={**wish.body, "item": self._part.id}), move, pin)
