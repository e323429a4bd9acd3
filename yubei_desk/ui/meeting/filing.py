"""Filing on a review and on a seat 会审办理: what the dialogs say above their fields, and what they offer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal

from yubei_desk.domain.act import Ask, Move
from yubei_desk.domain.meeting import ReviewFile, Seat, short_name
from yubei_desk.ui.filing import DecisionFiling
from yubei_desk.ui.meeting.opinion import OPINE, WORDS
from yubei_desk.ui.meeting.words import meeting_words, opinion_words
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.attach import AttachDialog, wants_file


class ReviewFiling(DecisionFiling[ReviewFile]):
    """Acts on the review shown: what the law asks by number is offered by name."""

    room = "meeting"

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        heading = f"{self._file.number} · {self._file.project}"
        if wants_file(move):
            return AttachDialog(move, heading, self._page)
        asks = tuple(self._named(self._file, ask) for ask in move.asks)
        return MoveDialog(replace(move, asks=asks), heading, self._summary(self._file, move), self._page)

    def _named(self, file: ReviewFile, ask: Ask) -> Ask:
        """Items, sections and issues are chosen by their names; the only one is chosen already."""
        offered: dict[str, tuple[tuple[str, str], ...]] = {
            "item": tuple((str(key), name) for key, name in file.more_items),
            "section": tuple((str(key), name) for key, name in file.more_sections),
            "issue": tuple(
                (str(issue.id), f"{short_name(issue.section)}：{issue.words}")
                for issue in file.issues
                if issue.open
            ),
        }
        if ask.field not in offered:
            return ask
        choices = offered[ask.field]
        only = choices[0][0] if len(choices) == 1 else ""
        return replace(ask, kind="choice", choices=choices, value=ask.value or only)

    def _summary(self, file: ReviewFile, move: Move) -> list[tuple[str, str]]:
        lines = [(self.tr("项目"), file.project), (self.tr("阶段"), f"{file.process} · {file.stage}")]
        if not move.signed:
            return lines
        waiting = sum(issue.open for issue in file.issues)
        return [
            *lines,
            (self.tr("会议"), meeting_words(file)),
            (self.tr("各席意见"), self._opinions(file)),
            (
                self.tr("未决问题"),
                self.tr("{0} 个，将成为条件").format(waiting) if waiting else self.tr("无"),
            ),
            (self.tr("签名密钥"), self._desk.session.key_fingerprint),
        ]

    def _opinions(self, file: ReviewFile) -> str:
        """How many said what, and who said nothing: 同意 6，未表态 1（消防救援）."""
        said = Counter(seat.opinion for seat in file.seats if seat.state == "opined")
        parts = [f"{opinion_words(opinion)} {count}" for opinion, count in said.items() if opinion]
        silent = [short_name(seat.section) for seat in file.seats if seat.state != "opined"]
        if silent:
            parts.append(self.tr("未表态 {0}（{1}）").format(len(silent), "、".join(silent)))
        return "，".join(parts)


class SeatFiling(DecisionFiling[Seat]):
    """Acts on my seat: sitting down, and the signed opinion.

    Signals: `opined` when the opinion stands; `words_typed(str)` when its dialog is left without signing.
    """

    opined = Signal()
    words_typed = Signal(str)
    room = "seat"
    heading = ""

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        lines = [(self.tr("席位"), self._file.section)]
        if move.signed:
            lines.append((self.tr("签名密钥"), self._desk.session.key_fingerprint))
        return MoveDialog(move, f"{self._file.number} · {self.heading}", lines, self._page)

    def _done(self, answer: Any) -> None:
        opined = self.dialog is not None and self.dialog.move_shown.act == OPINE
        super()._done(answer)
        if opined:
            self.opined.emit()

    def _put_away(self, typed: dict[str, object]) -> None:
        super()._put_away(typed)
        if self.dialog is not None and self.dialog.move_shown.act == OPINE:
            self.words_typed.emit(str(typed.get(WORDS, "")))
