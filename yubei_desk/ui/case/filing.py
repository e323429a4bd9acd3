"""Filing on a case 办件办理: which dialog a move opens, and what it says above the fields."""

from __future__ import annotations

from yubei_desk.domain.act import Move
from yubei_desk.domain.case import CaseFile
from yubei_desk.ui.filing import DecisionFiling
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.attach import AttachDialog, wants_file
from yubei_desk.ui.widgets.day import day_text


class CaseFiling(DecisionFiling[CaseFile]):
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
