"""The desk of a drafter 起草台: the form, and beside it what the law and a project would say of it now."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.catalogue import Rehearsal, StageFault
from yubei_desk.errors import BadInput
from yubei_desk.ui import theme
from yubei_desk.ui.catalogue.form import Draft, EditionForm
from yubei_desk.ui.catalogue.weigh import WeighPane
from yubei_desk.ui.desk import Desk, StoreDoor
from yubei_desk.ui.widgets.card import SIDE_WIDTH, Card
from yubei_desk.ui.widgets.light import Pill

PAUSE_MS: Final = 500
Answer = tuple[Draft, int, Rehearsal]


class DraftView(QWidget):
    """The law is asked whenever the hands rest and there is enough to ask about; nothing is filed by it.

    Signals: `edited` at every change; `broke(error)` for what is no fault of anything typed.
    """

    edited = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._away = ""
        self.form = EditionForm(self)
        self.verdict = Pill("", "muted", self)
        self.about = theme.text_label("", self, kind="hint")
        self.about.setWordWrap(True)
        self.weigh = WeighPane(desk, self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._build()
        self._pause.timeout.connect(self.rehearse)
        self.form.edited.connect(self._on_edited)
        self.weigh.found.connect(self.rehearse)
        self.weigh.broke.connect(self.broke)

    def _build(self) -> None:
        card = Card(self.tr("规则检查"), self)
        card.heading.add_right(self.verdict)
        card.add(self.about)
        side = QWidget(self)
        side.setFixedWidth(SIDE_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self.weigh, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.form, 1)
        row.addWidget(side)
        self._say(None)

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is asked; what is typed stays."""
        self._away = sentence

    @property
    def waiting(self) -> bool:
        """Whether something is about to be asked."""
        return self._pause.isActive() or self.weigh.waiting

    def _on_edited(self) -> None:
        self._pause.start()
        self.edited.emit()

    def rehearse(self) -> None:
        """Ask the law about what stands here now."""
        self._pause.stop()
        if self._away or not self.form.complete():
            self._say(None)
            self.weigh.show_parts(())
            return
        work = partial(_rehearse, self._desk.store, self.form.act_body(), self.weigh.project)
        self._desk.worker.run(work, done=self._show, failed=self._failed)

    def _show(self, answer: Answer) -> None:
        body, project, rehearsal = answer
        if (body, project) != (self.form.act_body(), self.weigh.project):
            return  # an answer to what no longer stands here
        self.form.show_faults(rehearsal.faults)
        self._say(rehearsal)
        self.weigh.show_parts(rehearsal.parts)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BadInput) and error.field in self.form.fields:
            self.form.show_faults([StageFault(error.field, error.sentence)])
        else:
            self.broke.emit(error)

    def _say(self, rehearsal: Rehearsal | None) -> None:
        if rehearsal is None:
            self.verdict.show_words("", "muted")
            self.about.setText(self.tr("填好流程类型、序号、名称和依据后，随写随查；不会保存。"))
        elif rehearsal.faults:
            count = len(rehearsal.faults)
            self.verdict.show_words(self.tr("{0} 处不符").format(count), "warn")
            self.about.setText(self.tr("可以先提交草稿；改正左侧标出的内容后才能公布。"))
        else:
            self.verdict.show_words(self.tr("符合规则"), "ok")
            self.about.setText(self.tr("提交后由另一位事项管理人员公布。"))


def _rehearse(store: StoreDoor, body: Draft, project: int) -> Answer:
    return body, project, store.rehearse_stage(body, project)
