"""Opening a joint review 发起联审: one joint application, from the empty form to its receipt."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.project import PriorScans, ProjectFile
from yubei_desk.errors import BadInput
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.sending import Sending
from yubei_desk.ui.stage.form import StageForm
from yubei_desk.ui.stage.prior import PriorFiling
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.files import FilesDialog
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

HALL_OFFSET = 8 * 3600  # seconds: the hall's clock, whatever zone this machine is set to


class StagePage(Page):
    """One form at a time; its wish is one review, however often it is sent. Whoever may not open the review
    of a stage still sees what it would meet, and registers what their section gave the project before.

    What is typed stays whoever goes away.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent.tr("发起联审"), parent=parent)
        self._desk = desk
        self.form = StageForm(desk, self)
        self.sending = Sending(desk, "draft_review", "review", self.form.draft, self)
        self.filing = PriorFiling(desk, self)
        self.receipt: PaperDialog | None = None
        self.send = button(self.tr("发起联审"), self, kind="primary")
        self.anew = button(self.tr("清空"), self)
        self._build()
        self._connect()
        self._show_state()
        self.sending.recall()

    def _build(self) -> None:
        self.body.addWidget(self.form, 1)
        self._foot = Foot((("Ctrl+Enter", self.tr("发起")),), self)
        self.anew.setToolTip(self.tr("清空这一份，另填一份"))
        for part in (self.anew, self.send):
            self._foot.add(part)
        self.set_foot(self._foot)

    def _connect(self) -> None:
        self.form.edited.connect(self.sending.touch)
        self.form.changed.connect(self._show_state)
        self.form.changed.connect(self._load_project)
        self.form.broke.connect(self._failed)
        self.form.check.prior_wanted.connect(self.filing.begin)
        self.form.check.scans_wanted.connect(self._show_scans)
        self.filing.filed.connect(self._registered)
        self.filing.outdated.connect(self._load_project)
        self.filing.refused.connect(self._failed)
        self.sending.recalled.connect(self._restore)
        self.sending.kept.connect(self._say_kept)
        self.sending.filed.connect(self._filed)
        self.sending.refused.connect(self._refused)
        self.sending.unkept.connect(self._failed)
        self.send.clicked.connect(self.open_review)
        self.send.setShortcut(QKeySequence("Ctrl+Return"))
        QShortcut(QKeySequence("Ctrl+Enter"), self.send, self.send.click)  # the one of the number pad
        self.anew.clicked.connect(self.start_anew)

    # -- the house's page

    def activate(self) -> None:
        """Load the stages in force and the catalogue of today."""
        self.form.load()
        if not self.form.begun:
            self.form.stage.process.editor.setFocus()

    def matters_changed(self, ids: frozenset[int]) -> None:
        """The bell: the project may have got a permit meanwhile; out of sight later."""
        if self.isVisible():
            self.form.reload(ids)

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is opened or registered; what is typed stays."""
        super().set_away(sentence)
        self.filing.set_away(sentence)
        self.form.check.set_away(sentence)
        self._show_state()

    # -- drafts

    def _say_kept(self) -> None:
        now = QDateTime.currentDateTimeUtc().toOffsetFromUtc(HALL_OFFSET)
        if self.send.isEnabled():  # why it is not stays in sight
            self._foot.say(self.tr("草稿已自动保存 {0}").format(now.toString("HH:mm")))

    def _restore(self, draft: dict[str, object]) -> None:
        self.form.restore(draft)
        self.sending.rest()
        self.messages.say(self.tr("已恢复上次未发起的内容，请核对。"), "info")
        self._show_state()

    def start_anew(self) -> None:
        """An empty form with a wish of its own."""
        self.form.clear()
        self.sending.renew()
        self.sending.forget()
        self.messages.silence()
        self._foot.say("")
        self._show_state()
        self.form.stage.process.editor.setFocus()

    # -- opening

    def open_review(self) -> None:
        """Open the review that stands on the screen."""
        if self.send.isEnabled() and (self.sending.lost or self.form.ready()):
            self.messages.silence()
            self.form.items.demand("")
            self.sending.send(self.form.body())
            self._show_state()

    def _filed(self, matter_id: int) -> None:
        self.start_anew()
        self.said.emit(self.tr("已发起联审"))
        self._show_receipt(matter_id)

    def _show_receipt(self, matter_id: int) -> None:
        """The one receipt of the application, for the applicant who waits; then the review on the board."""
        render = partial(self._desk.deeds.render_paper, matter_id, "receipt")
        self.receipt = PaperDialog(self._desk, self.tr("收件单"), render, self)
        self.receipt.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.receipt.finished.connect(lambda _: self._leave(matter_id))
        self.receipt.open()

    def _leave(self, matter_id: int) -> None:
        self.receipt = None
        self.open_requested.emit("meeting", matter_id)

    def _refused(self, error: Exception) -> None:
        self._show_state()
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, BadInput) and error.field == "item":
            self.form.items.demand(error.sentence)
        else:
            report(error, self.messages, self.form.fields)
        here = self.window().focusWidget()
        if here is not None and self.form.left.isAncestorOf(here):
            self.form.left.ensureWidgetVisible(here)

    def _show_state(self) -> None:
        stage = self.form.stage.stage
        halt = self.away
        if self.sending.busy:
            halt = halt or self.tr("正在发起，请稍候。")
        elif self.form.busy:
            halt = halt or self.tr("附件正在存入，请稍候。")
        elif stage is not None and not stage.draftable:
            lead = stage.lead
            halt = halt or self.tr("本阶段由综合窗口或{0}发起，您今日没有这项职责。").format(lead)
        self._foot.say(halt)
        self.send.setEnabled(not halt)
        self.send.setToolTip(halt)
        self.send.setAccessibleDescription(halt)
        self.anew.setEnabled(not self.sending.lost)
        # What may be filed already is not typed over: 发起 first finds out what became of it.
        self.form.lock(self.sending.lost)

    # -- earlier approvals

    def _load_project(self) -> None:
        row = self.form.project.row
        if row is None:
            self.filing.show_file(None)
            self.form.check.show_file(None)
            return
        work = partial(self._desk.store.load_project, row.matter_id)
        self._desk.worker.run(work, done=self._show_project, failed=self._failed)

    def _show_project(self, file: ProjectFile) -> None:
        row = self.form.project.row
        if row is not None and row.matter_id == file.matter_id:
            self.filing.show_file(file)
            self.form.check.show_file(file)

    def _show_scans(self, file: ProjectFile) -> None:
        title = self.tr("已有批文 · {0}").format(file.name)
        dialog = FilesDialog(self._desk, PriorScans(file.scans), title, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _registered(self, sentence: str) -> None:
        self.messages.show_done(sentence)
        self.form.reload(frozenset())
