"""The pane 会审现场: the review under discussion, beside the board."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from yubei_desk.domain.meeting import ReviewFile, short_name
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.dots import DotRow
from yubei_desk.ui.meeting.issues import IssuesPart
from yubei_desk.ui.meeting.opinion import OpinionPad
from yubei_desk.ui.meeting.parts import AgendaCard, MaterialsPart, SeatsPart
from yubei_desk.ui.meeting.words import (
    COLUMN_TONE,
    RESULT_TONE,
    ItemClock,
    limit_words,
    meeting_words,
    opined_words,
    result_words,
)
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import EmptyState, ScrollColumn
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.timeline import Timeline

WIDTH = 404
SECOND_MS = 1000


class ReviewPane(QWidget):
    """One review at a time in five parts; it edits nothing, it shows what was loaded."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._clock = ItemClock()
        self.file: ReviewFile | None = None
        self.empty = EmptyState("", "", self)
        self.inside = QWidget(self)
        self._name = theme.text_label("", self, kind="page")
        self._name.setWordWrap(True)
        self._about = theme.text_label("", self, kind="hint")
        self._about.setWordWrap(True)
        self._state, self.timer = Pill("", "muted", self), Pill("", "info", self)
        self.online = Pill("", "muted", self)
        self.progress = button(self.tr("项目进度"), self, kind="link")
        self.dots = DotRow(self)
        self.parts = QTabWidget(self)
        self.parts.tabBar().setAccessibleName(self.tr("联审各部分"))
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setDrawBase(False)
        self.agenda, self.pad = AgendaCard(self), OpinionPad(desk, self)
        self.seats, self.issues, self.materials = SeatsPart(self), IssuesPart(self), MaterialsPart(self)
        self.acts = Timeline(self)
        self._build()
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._tick)
        self._second.start()
        self.show_nothing(self.tr("未选联审"), self.tr("在看板上选一张卡片，这里显示议程、意见和问题。"))

    def _build(self) -> None:
        now, past = ScrollColumn(self), ScrollColumn(self)
        now.add(self.pad)
        now.add(self.agenda)
        past.add(self.acts)
        tabs = (
            (now, self.tr("会场")),
            (self.seats, self.tr("席位")),
            (self.issues, self.tr("问题")),
            (self.materials, self.tr("材料")),
            (past, self.tr("经过")),
        )
        for number, (part, title) in enumerate(tabs):
            part.body.setContentsMargins(0, 12, 0, 0)
            part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # arrows and page keys scroll it
            part.setAccessibleName(title)
            self.parts.addTab(part, title)
            QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self, partial(self.parts.setCurrentIndex, number))
        self.now, self.past = now, past
        self.parts.currentChanged.connect(self._show_part)
        pills = QHBoxLayout()
        pills.setSpacing(8)
        pills.addWidget(self._state)
        pills.addWidget(self.timer)
        pills.addWidget(self.online)
        pills.addStretch(1)
        pills.addWidget(self.progress)
        inner = QVBoxLayout(self.inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addWidget(self._name)
        inner.addWidget(self._about)
        inner.addLayout(pills)
        inner.addWidget(self.dots)
        inner.addWidget(self.parts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.inside, 1)
        column.addWidget(self.empty, 1)

    def minimumSizeHint(self) -> QSize:
        """The width is given, the parts scroll."""
        return QSize(WIDTH, 240)

    def show_nothing(self, title: str, hint: str) -> None:
        """Say why no review is shown."""
        self.file = None
        self.inside.hide()
        self.pad.show_seat(None)
        self.empty.show_words(title, hint)
        self.empty.show()

    def show_review(self, file: ReviewFile) -> None:
        """Show a review; where the same one is shown again, tab, scroll and typed words stay."""
        same = self.file is not None and self.file.matter_id == file.matter_id
        self.file = file
        self._name.setText(file.project)
        when = "　".join(part for part in (meeting_words(file), limit_words(file)) if part)
        self._about.setText(f"{file.number} · {file.process} · {file.stage}\n{when}")
        self._show_state(file)
        self.dots.show_seats(file.seats)
        self.agenda.show_review(file)
        mine = file.my_seat
        said = opined_words(mine, file.loaded_at) if mine and mine.state == "opined" else ""
        self.pad.show_seat(mine, said)
        self._show_part()
        waiting = sum(issue.open for issue in file.issues)
        answered = sum(seat.state == "opined" for seat in file.seats)
        self._name_tab(1, self.tr("席位 {0}/{1}").format(answered, len(file.seats)))
        self._name_tab(2, self.tr("问题 {0}").format(waiting) if waiting else self.tr("问题"))
        if not same:
            self.show_online(frozenset())
            self.now.verticalScrollBar().setValue(0)
        self.empty.hide()
        self.inside.show()

    def _name_tab(self, number: int, words: str) -> None:
        """A tab that is named anew is laid out anew with all it holds, even under the same name."""
        if self.parts.tabText(number) != words:
            self.parts.setTabText(number, words)

    def _show_part(self) -> None:
        """Show what is new in the part in sight; the others follow when somebody looks at them."""
        part = self.parts.currentWidget()
        if self.file is None:
            return
        if isinstance(part, SeatsPart | IssuesPart | MaterialsPart):
            part.show_review(self.file)
        elif part is self.past:
            self.acts.show_acts(self.file.acts, today=self.file.loaded_at.date())

    def _show_state(self, file: ReviewFile) -> None:
        tones = {"in_session": COLUMN_TONE["discussed"], "adjourned": COLUMN_TONE["correcting"]}
        ended = result_words(file.result) if file.state in ("concluded", "finished") else ""
        tone = RESULT_TONE.get(file.result, "muted") if ended else tones.get(file.state, "muted")
        words = f"{file.state_label}：{ended}" if ended else file.state_label
        self._state.show_words(words, tone)
        self._clock.show(file.at_item_since if file.speaking else None, file.loaded_at)
        self._tick()

    def _tick(self) -> None:
        words = self._clock.words()
        item = self.file.at_item if self.file else 0
        self.timer.show_words(self.tr("议题 {0} · {1}").format(item, words) if words else "", "info")

    def show_online(self, sections: frozenset[int]) -> None:
        """Say at how many seats' desks somebody is signed in; which, to whoever asks."""
        seats = self.file.seats if self.file else ()
        here = [short_name(seat.section) for seat in seats if seat.section_id in sections]
        away = [short_name(seat.section) for seat in seats if seat.section_id not in sections]
        words = self.tr("在线 {0}/{1}").format(len(here), len(seats)) if sections else ""
        self.online.show_words(words, "muted" if away else "ok")
        names = (self.tr("在线"), here), (self.tr("不在线"), away)
        told = "；".join(f"{name}：{'、'.join(those)}" for name, those in names if those)
        self.online.setToolTip(told)
        self.online.setAccessibleName(told)

    def set_away(self, sentence: str) -> None:
        """Grey what would be filed, with this reason; reading and typing go on."""
        self.agenda.next.set_away(sentence)
        self.pad.set_away(sentence)
        self.issues.set_away(sentence)
