"""Filing 办理: one wish on its way from the pressed move through its dialog to the ledger."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final, cast
from uuid import UUID, uuid4

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.act import Filed, Move, Wish
from yubei_desk.domain.case import CaseFile
from yubei_desk.domain.letter import Shown
from yubei_desk.errors import BadInput, Refused, Stale, Unreachable
from yubei_desk.ui.case.attach import AttachDialog, wants_file
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.day import day_text

DRAFT_MS: Final = 400


class Filing(QObject):
    """At most one dialog at a time; what is typed in it is kept as a draft of this matter and act.

    Signals: `filed(label)` when the act stands; `outdated` when the case is not what the dialog was opened
    on and must be loaded again; `refused(error)` when the law said no, for the page to say it too.
    """

    filed = Signal(str)
    outdated = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._file: CaseFile | None = None
        self._away = ""
        self.dialog: MoveDialog | None = None
        self._wish, self._lost, self._key = uuid4(), False, ""
        self._pause = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self._pause.timeout.connect(self._keep)

    # -- the dialog

    def start(self, move: Move) -> None:
        """Open the dialog of a move, with what was typed in it before."""
        if self._file is None or self.dialog is not None:
            return
        heading = f"{self._file.number} · {self._file.applicant}"
        if wants_file(move):
            dialog: MoveDialog = AttachDialog(move, heading, self._page)
        else:
            dialog = MoveDialog(move, heading, self._summary(move), self._page)
        self._wish, self._lost, self.dialog = uuid4(), False, dialog
        self._key = f"case-{self._file.matter_id}-{move.act}"
        dialog.confirmed.connect(self._file_wish)
        dialog.edited.connect(self._pause.start)
        dialog.put_away.connect(self._put_away)
        dialog.finished.connect(self._closed)
        dialog.halt(self._away)
        dialog.open()
        self._desk.paper_worker.run(
            partial(_recall, self._desk.drafts.recall, self._key), self._recalled, self._draft_failed
        )

    def _summary(self, move: Move) -> list[tuple[str, str]]:
        assert self._file is not None
        lines = [(self.tr("事项"), self._file.item), (self.tr("申请人"), self._file.applicant)]
        if move.signed:
            lines += [
                (self.tr("承诺办结"), day_text(self._file.promised_on)),
                (self.tr("签名密钥"), self._desk.session.key_fingerprint),
            ]
        return lines

    def _closed(self) -> None:
        self._pause.stop()
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def set_away(self, sentence: str) -> None:
        """While the server is away the dialog keeps everything and confirms nothing."""
        self._away = sentence
        if self.dialog is not None:
            self.dialog.halt(sentence)
            if not sentence:
                self.dialog.messages.silence()

    def show_case(self, file: CaseFile | None) -> None:
        """The page shows this file now; an open dialog is told when the case moved under it."""
        before, self._file = self._file, file
        if self.dialog is None:
            return
        if file is None:
            self.dialog.halt(self.tr("本件已不能查看，不能再办；填写的内容已暂存。"))
        elif before is None or file.version != before.version:
            self._tell_news(file)

    def _tell_news(self, file: CaseFile) -> None:
        assert self.dialog is not None
        last = file.acts[-1]
        news = self.tr("{0} 由{1}办理“{2}”").format(f"{last.at:%H:%M}", last.actor, last.label)
        move = self._move()
        if move is None or move.why_not:
            why = (move.why_not if move else "") or self.tr("现在是“{0}”").format(file.state_label)
            self.dialog.halt(self.tr("{0}，{1}，不能再办这一环节；填写的内容已暂存。").format(news, why))
        else:
            self.dialog.halt(self._away)
            self.dialog.show_news(news)

    def _move(self) -> Move | None:
        """The move of the open dialog as the law has it now."""
        if self._file is None or self.dialog is None:
            return None
        act = self.dialog.move_shown.act
        return next((move for move in self._file.moves if move.act == act), None)

    # -- the wish

    def _file_wish(self, body: dict[str, object], pin: str) -> None:
        assert self._file is not None
        assert self.dialog is not None
        move = self._move() or self.dialog.move_shown  # a move that is gone is refused by the law itself
        seen = self._file.version if move.latest else None
        if wants_file(move):
            path = Path(str(body["blob"]))
            wish = Wish(move.act, self._wish, self._file.matter_id, seen)
            work: Callable[[], Filed] = partial(self._desk.deeds.attach_scan, wish, path)
        else:
            wish = Wish(move.act, self._wish, self._file.matter_id, seen, body)
            work = self._road(wish, move, pin)
        self._desk.worker.run(work, done=self._done, failed=self._failed)

    def _road(self, wish: Wish, move: Move, pin: str) -> Callable[[], Filed]:
        """Signed or not, and by the road that asks first after an answer that never came."""
        assert self._file is not None
        if self._lost:
            return partial(self._desk.deeds.finish_wish, wish, pin, Shown(self._file, move))
        if move.signed:
            return partial(self._desk.deeds.sign_and_file, wish, pin, Shown(self._file, move))
        return partial(self._desk.store.file_act, wish)

    def _done(self, _filed: Filed) -> None:
        self._desk.ring()
        if self.dialog is None:
            return
        label, key = self.dialog.move_shown.label, self._key
        self._pause.stop()
        self._desk.paper_worker.run(partial(self._desk.drafts.forget, key), self._kept, self._draft_failed)
        self.dialog.accept()
        self.filed.emit(label)

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
        self.dialog.restore(cast(dict[str, object], draft["typed"]))
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
        draft: dict[str, object] = {"wish": str(self._wish), "lost": self._lost, "typed": typed}
        work = partial(self._desk.drafts.keep, self._key, draft)
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
