"""My opinion 我的意见: what my seat says, typed here, signed in the dialog; kept as typed until it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from yubei_desk.domain.act import Ask, Move
from yubei_desk.domain.meeting import Seat
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.filing import DRAFT_MS
from yubei_desk.ui.meeting.words import opinion_words, seat_words
from yubei_desk.ui.moves import MoveButton
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.field import LongText
from yubei_desk.ui.widgets.light import Pill

OPINE, OPINION, WORDS = "opine", "opinion", "words"
TONES = {"agree": "ok", "conditions": "warn", "object": "danger", "not_concerned": "muted"}


class OpinionPad(Card):
    """The pad of one seat. Signals: `opinion_requested(Move, proposed)` when an opinion is pressed;
    `draft_failed(error)`.

    What is typed belongs to the seat: another round, another item or the bell change nothing of it.
    """

    opinion_requested = Signal(object, dict)
    draft_failed = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent.tr("我的意见") if parent else "", parent)
        self._desk = desk
        self._seat: Seat | None = None
        self._away = ""
        self._stands = Pill("", "muted", self)
        self.heading.add_right(self._stands)
        self._given = theme.text_label("", self, kind="hint")
        self._given.setWordWrap(True)
        self.text = LongText(self, lines=2)
        self.text.setAccessibleName(self.tr("意见内容"))
        self.text.setPlaceholderText(self.tr("写下意见，再选一种表态；签署前仍可修改。"))
        self.buttons: dict[str, MoveButton] = {}
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._pause = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._build()

    def _build(self) -> None:
        self.body.setSpacing(10)
        self.add(self._given)
        self.add(self.text)
        self.add(self._row)
        self.text.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._keep)

    def show_seat(self, seat: Seat | None, said: str = "") -> None:
        """Show my seat, None hides the pad; `said` is what is told of the opinion given."""
        if self._pause.isActive() and (seat is None or seat.matter_id != self._seat_id()):
            self._pause.stop()
            self._keep()  # the last words belong to the seat that leaves
        before, self._seat = self._seat, seat
        self.setVisible(seat is not None)
        if seat is None:
            return
        if before is None or before.matter_id != seat.matter_id:
            self._recall(seat)
        words = opinion_words(seat.opinion) if seat.state == "opined" else ""
        self._stands.show_words(
            words or seat.state_label, TONES.get(seat.opinion, "muted") if words else "muted"
        )
        self._given.setText(said or seat_words(seat))
        self._show_choices(next((move for move in seat.moves if move.act == OPINE), None), seat.moves)

    def _show_choices(self, move: Move | None, moves: Sequence[Move]) -> None:
        """A button per opinion, as the law words them."""
        ask = next((each for each in move.asks if each.field == OPINION), None) if move else None
        if ask is not None and set(self.buttons) != {value for value, _ in ask.choices}:
            self._make_choices(ask)
        for made in self.buttons.values():
            made.show_moves(moves)
        self.text.setVisible(move is not None)

    def _make_choices(self, ask: Ask) -> None:
        for value, label in ask.choices:
            made = MoveButton(OPINE, self, words=label, value=value, kind="opinion")
            made.setAccessibleName(self.tr("表态：{0}").format(label))
            made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            theme.restyle(made, tone="danger" if TONES.get(value) == "danger" else "")
            made.set_away(self._away)
            made.move_requested.connect(self._ask)
            self._row.addWidget(made, len(label))
            self.buttons[value] = made

    def set_away(self, sentence: str) -> None:
        """Grey the opinions with this reason; one may go on typing."""
        self._away = sentence
        for made in self.buttons.values():
            made.set_away(sentence)

    def proposed(self, opinion: str = "") -> dict[str, object]:
        """What the signing dialog begins with."""
        typed = {OPINION: opinion, WORDS: self.text.toPlainText().strip()}
        return {name: value for name, value in typed.items() if value}

    def _ask(self, move: Move, opinion: str) -> None:
        self.opinion_requested.emit(move, self.proposed(opinion))

    # -- what is typed

    def take_back(self, words: str) -> None:
        """The signing dialog was left: what was typed in it is what the pad says."""
        if words != self.text.toPlainText():
            self.text.setPlainText(words)

    def clear(self) -> None:
        """The opinion stands: the pad is free again."""
        self.text.clear()
        self._pause.stop()
        self._keep()

    def _seat_id(self) -> int:
        return self._seat.matter_id if self._seat else 0

    def _key(self) -> str:
        return f"meeting-pad-{self._seat_id()}" if self._seat else ""

    def _recall(self, seat: Seat) -> None:
        self.text.clear()
        self._pause.stop()
        key = self._key()
        drafts = self._desk.drafts
        self._desk.paper_worker.run(lambda: (key, drafts.recall(key)), self._recalled, self._failed)

    def _recalled(self, found: tuple[str, dict[str, object]]) -> None:
        key, kept = found
        if key == self._key() and kept.get(WORDS) and not self.text.toPlainText():
            self.text.setPlainText(str(kept[WORDS]))

    def _keep(self) -> None:
        key, typed, drafts = self._key(), self.text.toPlainText(), self._desk.drafts
        if key:
            keep = (lambda: drafts.keep(key, {WORDS: typed})) if typed else (lambda: drafts.forget(key))
            self._desk.paper_worker.run(keep, self._kept, self._failed)

    def _kept(self, _nothing: None) -> None:
        """A draft kept says nothing."""

    def _failed(self, error: Exception) -> None:
        self.draft_failed.emit(error)
