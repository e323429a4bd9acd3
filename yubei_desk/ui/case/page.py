"""The page 办件: the file as the chief sees it when signing, and the bar of moves, the law speaking."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from yubei_desk.domain.applicant import Applicant
from yubei_desk.domain.case import CaseFile, IssuedPaper
from yubei_desk.domain.deadline import Explanation
from yubei_desk.errors import Refused, Unreachable
from yubei_desk.ui import theme
from yubei_desk.ui.case.clock import ClockCard, ExplainDialog, Limit, explain
from yubei_desk.ui.case.filing import CaseFiling
from yubei_desk.ui.case.papers import PapersPart
from yubei_desk.ui.case.summary import ProposalCard, SummaryCard
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.widgets.bars import Foot
from yubei_desk.ui.widgets.card import SIDE_WIDTH, Beside, Card, EmptyState, ScrollColumn
from yubei_desk.ui.widgets.files import FilesPart
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.paper_dialog import PaperDialog
from yubei_desk.ui.widgets.timeline import Timeline

PARTS_KEYS = "Ctrl+1～3"
ROOM = 560  # pixels a card of facts needs beside another


class CasePage(Page):
    """One case at a time; without one it says how to get there. Nothing on it edits itself: an act is
    filed, and the case is loaded again.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("办件")
        self._desk = desk
        self._wanted = 0
        self._loading = self._again = self._outdated = self._opening = False
        self.file: CaseFile | None = None
        self.filing = CaseFiling(desk, self)
        self._build()
        self._connect()
        self._show_nothing(
            self.tr("这里显示一个办件的全卷"),
            self.tr("按 Ctrl+K 输入受理编号或申请人拼音首字母，或从列表中打开。"),
        )

    def _build(self) -> None:
        self.empty = EmptyState("", "", self)
        self.parts = QTabWidget(self)
        self.parts.tabBar().setAccessibleName(self.tr("办件各部分"))
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setDrawBase(False)
        self.state, self.handler = Pill("", "info", self), Pill("", "muted", self)
        self.parts.setCornerWidget(self._corner())
        self.files, self.papers = FilesPart(self._desk, self), PapersPart(self)
        self.parts.addTab(self._overview(), self.tr("概要"))
        self.parts.addTab(self.files, self.tr("材料"))
        self.parts.addTab(self.papers, self.tr("文书证照"))
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self.parts, 1)
        self.bar = MoveBar(self)
        keys = [(PARTS_KEYS, self.tr("各部分")), ("Ctrl+Enter", self.tr("主要环节"))]
        self.foot = Foot(keys, self)
        self.bar.join(self.foot)
        self.set_foot(self.foot)

    def _corner(self) -> QWidget:
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 0, 6)
        row.setSpacing(8)
        row.addWidget(self.handler)
        row.addWidget(self.state)
        return corner

    def _overview(self) -> QWidget:
        """What a chief reads before signing, the clock and the time line beside it."""
        self.summary, self.proposal, self.clock = SummaryCard(self), ProposalCard(self), ClockCard(self)
        self.timeline = Timeline(self)
        self.unseen = theme.text_label(self.tr("按您的职责，不显示本件的办理经过。"), self, kind="hint")
        self.unseen.setWordWrap(True)
        acts = Card(self.tr("办理经过"), self)
        acts.add(self.timeline)
        acts.add(self.unseen)
        self.left, self.right = ScrollColumn(self), ScrollColumn(self)
        for column, name in ((self.left, self.tr("基本情况")), (self.right, self.tr("时限和办理经过"))):
            column.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and page keys scroll it
            column.setAccessibleName(name)
        self.first = self.left
        self.right.setFixedWidth(SIDE_WIDTH + 30)
        self.left.add(Beside((self.proposal, self.summary), ROOM, self))
        self.right.add(self.clock)
        self.right.add(acts)
        overview = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.left, 1)
        row.addWidget(self.right)
        outer = QVBoxLayout(overview)
        outer.setContentsMargins(0, 12, 0, 0)
        outer.addLayout(row)
        return overview

    def _connect(self) -> None:
        self.bar.move_requested.connect(self.filing.start)
        self.filing.filed.connect(self._filed)
        self.filing.outdated.connect(self._load)
        self.filing.refused.connect(self._refused)
        self.summary.reveal_requested.connect(self._reveal)
        self.clock.explain_requested.connect(self._explain)
        self.papers.paper_opened.connect(self._open_paper)
        self.papers.certificate_opened.connect(partial(self.open_requested.emit, "certificate"))
        for number in range(self.parts.count()):
            keys = QKeySequence(f"Ctrl+{number + 1}")
            QShortcut(keys, self, lambda number=number: self.parts.setCurrentIndex(number))

    # -- showing a case

    def open_matter(self, matter_id: int) -> None:
        """Show this case."""
        if self._wanted != matter_id:
            self._wanted = matter_id
            self.summary.hide_private()
            self.messages.silence()
        self._opening = True
        self._load()

    def activate(self) -> None:
        """Catch up with what the bell rang for while the page was not in sight."""
        if self._outdated:
            self._load()

    def reload(self) -> None:
        """F5: load the shown case again."""
        self._load()

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Load again when the bell rang for the case or one of its certificates; out of sight only later."""
        own = {self._wanted}
        if self.file is not None:
            own |= {certificate.matter_id for certificate in self.file.certificates}
        if ids and not ids & own:
            return
        self._outdated = True
        if self.isVisible():
            self._load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever leaves the page leaves nothing personal on it."""
        super().hideEvent(event)
        self.summary.hide_private()

    def set_away(self, sentence: str) -> None:
        """Grey the moves with the reason; what is loaded can still be read."""
        super().set_away(sentence)
        self.bar.set_away(sentence)
        self.filing.set_away(sentence)

    def _load(self) -> None:
        if not self._wanted:
            return
        if self._loading:
            self._again = True
            return
        open_already = self.file is not None and self.file.matter_id == self._wanted and not self._opening
        self._loading, self._outdated, self._opening = True, False, False
        work = partial(self._desk.store.load_case, self._wanted, again=open_already)
        self._desk.worker.run(work, self._loaded, self._load_failed, always=self._load_ended)

    def _load_ended(self) -> None:
        self._loading = False
        if self._again:
            self._again = False
            self._load()

    def _loaded(self, file: CaseFile) -> None:
        if file.matter_id == self._wanted:
            self.show_case(file)

    def show_case(self, file: CaseFile) -> None:
        """Show a file; where the same case is shown again, scroll and keyboard stay where they are."""
        same = self.file is not None and self.file.matter_id == file.matter_id
        if not same:  # what was revealed of the case before may have come while this one was on its way
            self.summary.hide_private()
        places = [column.verticalScrollBar().value() for column in (self.left, self.right)]
        if self.file is None or not same or self.file.acts != file.acts:
            awaited = next((move.label for move in file.moves if move.primary), "")
            words = self.tr("待办：{0}").format(awaited) if awaited else ""
            self.timeline.show_acts(file.acts, words, file.loaded_at.date())
        self.unseen.setVisible(not file.acts)
        self.file = file
        self.set_heading(file.item, f"{file.number} · {file.applicant}")
        self.state.show_words(file.state_label, "info")
        held = self.tr("经办：{0}").format(file.handler) if file.handler else ""
        self.handler.show_words(held, "muted")
        for part in (self.summary, self.proposal, self.clock, self.papers):
            part.show_case(file)
        self.files.show_file(file)
        for number, words, count in (
            (1, self.tr("材料"), len(file.materials)),
            (2, self.tr("文书证照"), len(file.papers) + len(file.certificates)),
        ):
            self.parts.setTabText(number, f"{words} {count}" if count else words)
        self.bar.show_moves(file.moves)
        self.parts.show()
        self.bar.show()
        self.foot.show_hint(PARTS_KEYS, True)
        self.empty.hide()
        for column, place in zip((self.left, self.right), places, strict=True):
            column.verticalScrollBar().setValue(place if same else 0)
        self.filing.show_file(file)

    def _load_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            hint = self.tr("请核对受理编号，或按 Ctrl+K 查找您可以查看的办件。")
            self._show_nothing(error.sentence, hint)
        elif isinstance(error, Unreachable) and self.file is None:
            self._show_nothing(error.sentence, self.tr("连接恢复后自动显示。"))
        else:
            report(error, self.messages)

    def _show_nothing(self, title: str, hint: str) -> None:
        self.file = None
        self.filing.show_file(None)
        self.bar.show_moves(())
        self.parts.hide()
        self.foot.show_hint(PARTS_KEYS, False)
        self.bar.hide()
        self.empty.show_words(title, hint)
        self.empty.show()
        self.set_heading(self.tr("办件"), "")

    # -- what a person does

    def _filed(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.messages.silence()
        self.parts.setFocus(Qt.FocusReason.OtherFocusReason)
        self._load()

    def _refused(self, error: Exception) -> None:
        report(error, self.messages)

    def _reveal(self) -> None:
        work = partial(self._desk.store.reveal_applicant, self._wanted)
        self._desk.worker.run(work, done=self._revealed, failed=self._refused)

    def _revealed(self, applicant: Applicant) -> None:
        self.summary.show_private(applicant)

    def _explain(self, limit: Limit) -> None:
        work = partial(_explained, self._desk, limit)
        self._desk.worker.run(work, done=self._show_explanation, failed=self._refused)

    def _show_explanation(self, found: tuple[Limit, Explanation]) -> None:
        dialog = ExplainDialog(*found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _open_paper(self, paper: IssuedPaper) -> None:
        assert self.file is not None
        render = partial(self._desk.deeds.render_paper, self.file.matter_id, paper.form)
        title = f"{paper.name}　{paper.document_no or self.file.number}"
        dialog = PaperDialog(self._desk, title, render, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()


def _explained(desk: Desk, limit: Limit) -> tuple[Limit, Explanation]:
    return limit, explain(desk.store.load_calendar, limit)
