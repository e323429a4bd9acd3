"""The room 事项清单: stages in editions, read, drafted, weighed, published by another than their drafter."""

from __future__ import annotations

from PySide6.QtCore import QDateTime
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.catalogue import Picks, StageEdition
from yubei_desk.ui.catalogue.browse import BrowseView
from yubei_desk.ui.catalogue.columns import edition_words
from yubei_desk.ui.catalogue.draft import DraftView
from yubei_desk.ui.catalogue.filing import EditionFiling
from yubei_desk.ui.catalogue.form import Draft
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MAIN_KEY, MoveBar
from yubei_desk.ui.sending import Sending
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.page import Page

HALL_OFFSET = 8 * 3600  # seconds: the hall's clock, whatever zone this machine is set to


class CataloguePage(Page):
    """Either the list with the edition chosen, or the desk of the drafter; what is drafted stays, whatever
    one looks at meanwhile, until it is filed or thrown away.
    """

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent=parent)
        self._desk = desk
        self._ready = False
        self.browse = BrowseView(desk, self)
        self.drafting = DraftView(desk, self)
        self.form = self.drafting.form
        self.sending = Sending(desk, "draft_stage", "catalogue", self._collect, self)
        self.filing = EditionFiling(desk, self)
        self.moves = MoveBar(self)
        self.blank = button(self.tr("新拟阶段"), self)
        self.revise = button(self.tr("以此版起草"), self)
        self.back = button(self.tr("返回清单"), self)
        self.discard = button(self.tr("放弃草稿"), self)
        self.send = button(self.tr("提交草稿"), self, kind="primary")
        self._views = QStackedWidget(self)
        self._feet: dict[QWidget, Foot] = {}
        self._build()
        self._connect()
        self._show_view(self.browse)

    def _build(self) -> None:
        for view in (self.browse, self.drafting):
            self._views.addWidget(view)
        self.body.addWidget(self._views, 1)
        reading = Foot([("↑↓", self.tr("换一个阶段")), (MAIN_KEY, self.tr("公布"))], self)
        for made in (self.blank, self.revise):
            reading.add(made)
        self.moves.join(reading)
        writing = Foot([(MAIN_KEY, self.tr("提交草稿"))], self)
        for made in (self.back, self.discard, self.send):
            writing.add(made)
        self._feet.update({self.browse: reading, self.drafting: writing})
        for foot in self._feet.values():
            self.set_foot(foot)
        self.first = self.browse.table

    def _connect(self) -> None:
        self.browse.shown.connect(self._show_edition)
        for broken in (self.browse.broke, self.drafting.broke, self.filing.refused, self.sending.unkept):
            broken.connect(self._failed)
        self.blank.clicked.connect(self._begin_blank)
        self.revise.clicked.connect(self._begin_revision)
        self.back.clicked.connect(self._go_back)
        self.discard.clicked.connect(self._throw_away)
        self.send.clicked.connect(self.file_draft)
        self.send.setShortcut(QKeySequence("Ctrl+Return"))
        QShortcut(QKeySequence("Ctrl+Enter"), self.send, self.send.click)  # the one of the number pad
        self.drafting.edited.connect(self.sending.touch)
        self.sending.recalled.connect(self._restore)
        self.sending.kept.connect(self._say_kept)
        self.sending.filed.connect(self._draft_filed)
        self.sending.refused.connect(self._refused)
        self.moves.move_requested.connect(self._start)
        self.filing.filed.connect(self._filed)
        self.filing.outdated.connect(self.reload)

    # -- the house's page

    def activate(self) -> None:
        """Load the list, the edition shown, and what an edition may name."""
        self.browse.load()
        self._desk.worker.run(self._desk.store.load_picks, done=self._show_picks, failed=self._failed)

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Another cataloguer may have drafted or published; out of sight later."""
        if self.isVisible():
            self.browse.load()

    def pending(self) -> bool:
        """Whether the law, or a project, is about to be asked for."""
        return self.drafting.waiting or self.browse.weigh.waiting

    def open_matter(self, matter_id: int) -> None:
        """Show this edition."""
        self._show_view(self.browse)
        self.browse.open_edition(matter_id)

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is filed; what is typed stays."""
        super().set_away(sentence)
        self.moves.set_away(sentence)
        self.filing.set_away(sentence)
        self.drafting.set_away(sentence)
        self._show_state()

    def _failed(self, error: Exception) -> None:
        report(error, self.messages)

    # -- which view

    def _show_view(self, view: BrowseView | DraftView) -> None:
        self._views.setCurrentWidget(view)
        for each, foot in self._feet.items():
            foot.setVisible(each is view)
        if view is self.drafting:
            self.set_heading(self.tr("事项清单"), self.tr("起草阶段的新版本，由另一位公布后施行"))
        else:
            self.set_heading(self.tr("事项清单"), self.tr("审批流程的阶段、牵头科室、席位和前置批文"))
        self._feet[self.drafting].say("")
        self._show_state()

    def _show_edition(self, edition: StageEdition) -> None:
        self.filing.show_file(edition)
        self.moves.show_moves(edition.moves)
        self._show_state()

    def _show_picks(self, picks: Picks) -> None:
        self.form.set_picks(picks)
        if not self._ready:  # ids kept in a draft mean nothing before
            self._ready = True
            self.sending.recall()
        self._show_state()

    def _show_state(self) -> None:
        halt = self.away or (self.tr("正在提交，请稍候。") if self.sending.busy else "")
        self.send.setEnabled(not halt)
        self.send.setToolTip(halt)
        self.send.setAccessibleDescription(halt)
        self.discard.setEnabled(not self.sending.lost)
        self.blank.setEnabled(self._ready)
        self.revise.setEnabled(self._ready and self.browse.edition is not None)
        # What may be filed already is not typed over: 提交 first finds out what became of it.
        self.form.setEnabled(not self.sending.lost)
        waiting = self.form.begun
        self.blank.setText(self.tr("继续起草") if waiting else self.tr("新拟阶段"))
        self.blank.setAccessibleName(self.blank.text())
        self.revise.setVisible(not waiting)

    # -- drafting

    def _begin_blank(self) -> None:
        if not self.form.begun:
            self.form.clear()
        self._open_form()

    def _begin_revision(self) -> None:
        if self.browse.edition is not None:
            self.form.begin(self.browse.edition)
            self._open_form()

    def _open_form(self) -> None:
        self.messages.silence()
        self._show_view(self.drafting)
        self.drafting.rehearse()
        self.form.fields["name"].setFocus()

    def _go_back(self) -> None:
        self.messages.silence()
        self._show_view(self.browse)

    def _throw_away(self) -> None:
        self.form.clear()
        self.sending.renew()
        self.sending.forget()
        self._go_back()

    def _collect(self) -> Draft:
        if not self.form.begun:
            return {}
        return {"title": self.form.fields["name"].text() or self.tr("未填名称"), "form": self.form.draft()}

    def _restore(self, draft: Draft) -> None:
        found = draft.get("form")
        self.form.restore(found if isinstance(found, dict) else {})
        self.sending.rest()
        self._open_form()
        self.messages.say(self.tr("已恢复上次未提交的草稿，请核对。"), "info")

    def _say_kept(self) -> None:
        now = QDateTime.currentDateTimeUtc().toOffsetFromUtc(HALL_OFFSET)
        self._feet[self.drafting].say(self.tr("草稿已自动保存 {0}").format(now.toString("HH:mm")))

    def file_draft(self) -> None:
        """File the draft; sound or not, it is another cataloguer's to publish."""
        if not self.send.isEnabled():
            return
        wrong = None if self.sending.lost else self.form.first_wrong()
        if wrong is not None:
            wrong.editor.setFocus()
            self.form.ensureWidgetVisible(wrong)
            return
        self.messages.silence()
        self.sending.send(self.form.act_body())
        self._show_state()

    def _draft_filed(self, matter_id: int) -> None:
        self._throw_away()
        self.messages.show_done(self.tr("草稿已提交，等另一位事项管理人员公布。"))
        self.said.emit(self.tr("已提交阶段草稿"))
        self.browse.open_edition(matter_id)
        self.browse.load()

    def _refused(self, error: Exception) -> None:
        self._show_state()
        report(error, self.messages, self.form.fields)
        wrong = next((field for field in self.form.fields.values() if field.has_error()), None)
        if wrong is not None:
            self.form.ensureWidgetVisible(wrong)

    # -- publishing

    def _start(self, move: Move) -> None:
        self.messages.silence()
        self.filing.start(move)

    def _filed(self, sentence: str) -> None:
        edition = self.browse.edition
        what = f"{edition.name} {edition_words(edition.edition)}" if edition else ""
        self.messages.show_done(f"{sentence}　{what}".strip())
        self.said.emit(sentence)
        self.browse.load()
