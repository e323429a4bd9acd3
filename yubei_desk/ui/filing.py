"""Filing 办理: one wish on its way from the pressed move through its dialog to the ledger, in any room."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Generic, Protocol, TypeVar, cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.act import Act, Move, Wish
from yubei_desk.domain.letter import Decidable, Shown
from yubei_desk.errors import BadInput, Refused, Stale, Unreachable
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.attach import wants_file
from yubei_desk.work.worker import Worker

DRAFT_MS: Final = 400


class Matter(Protocol):
    """What filing must know of the matter a page shows, whatever its kind."""

    @property
    def matter_id(self) -> int: ...
    @property
    def version(self) -> int: ...
    @property
    def state_label(self) -> str: ...
    @property
    def acts(self) -> tuple[Act, ...]: ...
    @property
    def moves(self) -> tuple[Move, ...]: ...


F = TypeVar("F", bound=Matter)


class Filing(QObject, Generic[F]):
    """At most one dialog at a time; what is typed in it is kept as a draft of this matter and act.

    A room says which dialog a move opens and which work files its wish (`_make_dialog`, `_work`). Signals:
    `filed(sentence)` when the act stands; `outdated` when the matter is not what the dialog was opened on and
    must be loaded again; `refused(error)` when the law said no, for the page to say it too.
    """

    filed = Signal(str)
    outdated = Signal()
    refused = Signal(object)
    room = ""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._on_page: F | None = None  # what the page shows; `_file` stays what an open dialog is about
        self._file: F | None = None
        self._away = self._gone = ""  # why nothing is confirmed: the server, the matter
        self.dialog: MoveDialog | None = None
        self._wish, self._lost, self._key = uuid4(), False, ""
        self._proposed: Mapping[str, object] = {}
        self._pause = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._pause.timeout.connect(self._keep)

    # -- what a room says

    @abstractmethod
    def _make_dialog(self, move: Move) -> MoveDialog:
        """The dialog a move opens."""

    @abstractmethod
    def _work(self, wish: Wish, move: Move, pin: str) -> tuple[Worker, Callable[[], object]]:
        """The thread and the work that file the wish; `self._lost` after an answer that never came."""

    def _draft(self, typed: Mapping[str, object]) -> dict[str, object]:
        """What comes back when the move is pressed again: the words, and the wish where it may stand."""
        return {"wish": str(self._wish), "lost": self._lost, "typed": dict(typed)}

    # -- the dialog

    def start(self, move: Move, proposed: Mapping[str, object] | None = None) -> None:
        """Open the dialog of a move with what was typed in it before, and over it what is proposed."""
        if self._file is None or self.dialog is not None:
            return
        self._wish, self._lost, self.dialog = uuid4(), False, self._make_dialog(move)
        self._key = f"{self.room}-{self._file.matter_id}-{move.act}"
        self.dialog.confirmed.connect(self._confirmed)
        self.dialog.edited.connect(self._pause.start)
        self.dialog.put_away.connect(self._put_away)
        self.dialog.finished.connect(self._closed)
        self.dialog.restore(proposed or {})
        self.dialog.halt(self._away)
        self.dialog.open()
        self._proposed = proposed or {}
        work = partial(_recall, self._desk.drafts.recall, self._key)
        self._desk.paper_worker.run(work, self._recalled, self._draft_failed)

    def _closed(self) -> None:
        self._pause.stop()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog, self._file, self._gone = None, self._on_page, ""

    def set_away(self, sentence: str) -> None:
        """While the server is away the dialog keeps everything and confirms nothing."""
        self._away = sentence
        if self.dialog is not None:
            self.dialog.halt(sentence or self._gone)
            if not sentence and not self._gone:
                self.dialog.messages.silence()

    def show_file(self, file: F | None) -> None:
        """The page shows this matter now; an open dialog hears when its own moved, and files on no other."""
        before, self._on_page = self._file, file
        if self.dialog is None:
            self._file = file
        elif file is None:
            self._halt(self.tr("本件已不能查看，不能再办；填写的内容已暂存。"))
        elif before is None or file.matter_id != before.matter_id:
            self._halt(self.tr("页面已转到另一件，本件不能再办；填写的内容已暂存。"))
        else:
            self._file = file
            if self._gone or file.version != before.version:
                self._tell_news(file)

    def _halt(self, sentence: str) -> None:
        """Nothing is confirmed for this reason, whatever the server does; "" lets it again."""
        self._gone = sentence
        if self.dialog is not None:
            self.dialog.halt(self._away or sentence)

    def _tell_news(self, file: F) -> None:
        assert self.dialog is not None
        last = file.acts[-1]
        news = self.tr("{0} 由{1}办理“{2}”").format(f"{last.at:%H:%M}", last.actor, last.label)
        move = self._move()
        if move is None or move.why_not:
            why = (move.why_not if move else "") or self.tr("现在是“{0}”").format(file.state_label)
            self._halt(self.tr("{0}，{1}，不能再办这一环节；填写的内容已暂存。").format(news, why))
        else:
            self._halt("")
            self.dialog.show_news(news)

    def _move(self) -> Move | None:
        """The move of the open dialog as the law has it now."""
        if self._file is None or self.dialog is None:
            return None
        act = self.dialog.move_shown.act
        return next((move for move in self._file.moves if move.act == act), None)

    # -- the wish

    def _confirmed(self, body: dict[str, object], pin: str) -> None:
        assert self._file is not None
        assert self.dialog is not None
        move = self._move() or self.dialog.move_shown  # a move that is gone is refused by the law itself
        seen = self._file.version if move.latest else None
        worker, work = self._work(Wish(move.act, self._wish, self._file.matter_id, seen, body), move, pin)
        worker.run(work, done=self._done, failed=self._failed)

    def _done(self, _answer: Any) -> None:
        if self.dialog is not None:
            sentence = self.tr("已办理：{0}").format(self.dialog.move_shown.label)
            self._leave()
            self.filed.emit(sentence)

    def _leave(self) -> None:
        """The act stands: nothing of it is a draft any more, and every desk may look."""
        self._desk.ring()
        self._pause.stop()
        work = partial(self._desk.drafts.forget, self._key)
        self._desk.paper_worker.run(work, self._kept, self._draft_failed)
        if self.dialog is not None:
            self.dialog.accept()

    def _failed(self, error: Exception) -> None:
        self._lost = isinstance(error, Unreachable)
        if self.dialog is None:
            self.refused.emit(error)
            return
        self.dialog.show_failure(error)
        self._keep()
        if self._lost:  # what was sent may stand already: it is asked for as it was, not rewritten
            self.dialog.form.setEnabled(False)
        elif isinstance(error, Refused):
            self.refused.emit(error)
        if isinstance(error, Refused | Stale) or (isinstance(error, BadInput) and error.field == "signature"):
            self.outdated.emit()

    # -- the draft

    def _recalled(self, found: tuple[str, dict[str, object]]) -> None:
        key, draft = found
        if self.dialog is None or key != self._key or not draft or self.dialog.touched:
            return
        self._wish, self._lost = UUID(str(draft["wish"])), bool(draft["lost"])
        typed = cast(dict[str, object], draft["typed"])
        # what is proposed was chosen just now; only what may stand already goes before it
        self.dialog.restore(typed if self._lost else {**typed, **self._proposed})
        self.dialog.form.setEnabled(not self._lost)
        if self._lost:
            words = self.tr("上次提交没有收到答复。再次确认时先向中心查对，不会重复办理。")
            self.dialog.messages.say(words, "info")
        else:
            self.dialog.messages.show_done(self.tr("已恢复上次未办完时填写的内容，请核对。"))

    def _keep(self) -> None:
        if self.dialog is not None:
            self._put_away(self.dialog.form.draft())

    def _put_away(self, typed: dict[str, object]) -> None:
        if self.dialog is None or not (self.dialog.touched or self._lost):
            return
        work = partial(self._desk.drafts.keep, self._key, self._draft(typed))
        self._desk.paper_worker.run(work, self._kept, self._draft_failed)

    def _kept(self, _nothing: None) -> None:
        """A draft kept or thrown away says nothing."""

    def _draft_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            report(error, self.dialog.messages)
        else:
            self.refused.emit(error)


def _recall(recall: Callable[[str], dict[str, object]], key: str) -> tuple[str, dict[str, object]]:
    return key, recall(key)


class Deciding(Matter, Decidable, Protocol):
    """A matter on which one may also decide."""


D = TypeVar("D", bound=Deciding)


class DecisionFiling(Filing[D]):
    """Filing where acts carry words, a scan, or a signature over what was on the screen."""

    _seen: Shown | None = None

    def start(self, move: Move, proposed: Mapping[str, object] | None = None) -> None:
        """Open the dialog; what a signature has to cover is worked out now, not after it was given."""
        super().start(move, proposed)
        if move.signed and self._file is not None:
            self._shown(move)

    def _shown(self, move: Move) -> Shown:
        assert self._file is not None
        if self._seen is None or self._seen.file is not self._file or self._seen.move is not move:
            self._seen = Shown(self._file, move)
        return self._seen

    def _work(self, wish: Wish, move: Move, pin: str) -> tuple[Worker, Callable[[], object]]:
        return self._desk.worker, self._road(wish, move, pin)

    def _road(self, wish: Wish, move: Move, pin: str) -> Callable[[], object]:
        """Signed or not, and by the road that asks first after an answer that never came."""
        assert self._file is not None
        if wants_file(move):
            path = Path(str(wish.body["blob"]))
            body = {name: value for name, value in wish.body.items() if name != "blob"}
            return partial(self._desk.deeds.attach_scan, replace(wish, body=body), path)
        if self._lost:
            return partial(self._desk.deeds.finish_wish, wish, pin, self._shown(move))
        if move.signed:
            return partial(self._desk.deeds.sign_and_file, wish, pin, self._shown(move))
        return partial(self._desk.store.file_act, wish)
