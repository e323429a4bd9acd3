"""The page 联合审批: the board on every desk, the review under discussion, and the bar of moves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QScreen, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.meeting import Board, ReviewFile, first_card
from yubei_desk.errors import DeskError, Refused, Unreachable
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.board import BoardView
from yubei_desk.ui.meeting.doors import ChooseFolder, Doors, ask_folder
from yubei_desk.ui.meeting.feed import BoardFeed, ReviewFeed
from yubei_desk.ui.meeting.filing import ReviewFiling, SeatFiling
from yubei_desk.ui.meeting.pane import ReviewPane
from yubei_desk.ui.meeting.parts import moves_beside
from yubei_desk.ui.meeting.screen import all_screens
from yubei_desk.ui.message import report
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.page import Page

PLACED = ("next_item", "raise", "settle", "draft_review")  # these stand elsewhere on the page
OF_SEAT = ("take_seat", "opine")
ROLL_MS = 10_000


class MeetingPage(Page):
    """The reviews one sees as cards, one of them in the pane. The bell brings what changed, and nothing
    else: the chosen card, the open tab and every typed word stay.
    """

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        screens: Callable[[], list[QScreen]] = all_screens,
        choose_folder: ChooseFolder = ask_folder,
    ) -> None:
        super().__init__("", "", parent)
        self.title = self.tr("联合审批")
        self._desk = desk
        self.doors = Doors(desk, self, screens=screens, choose_folder=choose_folder)
        self._roll = QTimer(self, interval=ROLL_MS)  # signing in rings no bell
        self.feed, self.table = BoardFeed(desk, self), ReviewFeed(desk, self)
        self.filing, self.seat_filing = ReviewFiling(desk, self), SeatFiling(desk, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.board, self.pane = BoardView(self), ReviewPane(self._desk, self)
        self.summary = theme.text_label("", self, kind="label")
        self.live = Pill("", "muted", self)
        self.show_screen = button(self.tr("投屏（F11）"), self, icon="eye")
        self.begin = button(self.tr("发起联审"), self, icon="plus")
        self.begin.setVisible("stage" in self._desk.session.rooms)
        self.head = QHBoxLayout()
        self.head.setSpacing(10)
        self.head.addWidget(self.summary)
        self.head.addStretch(1)
        self.calendar = button(self.tr("会议日历（F9）"), self, icon="calendar")
        self.papers = button(self.tr("会议文书"), self)
        self.doors.fill_menu(self.papers)
        for part in (self.live, self.calendar, self.show_screen, self.papers, self.begin):
            self.head.addWidget(part)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.board, 1)
        middle.addWidget(self.pane)
        self.body.addLayout(self.head)
        self.body.addLayout(middle, 1)
        self.bar = MoveBar(self)
        keys = [
            ("Ctrl+1～5", self.tr("各部分")),
            ("F11", self.tr("投屏")),
            ("Ctrl+Enter", self.tr("主要环节")),
        ]
        self.foot = Foot(keys, self)
        self.bar.join(self.foot)
        self.set_foot(self.foot)
        self._offer_papers(None)

    def _connect(self) -> None:
        self.board.chosen.connect(self.table.want)
        self.feed.loaded.connect(self._show_board)
        self.feed.failed.connect(self._refused)
        self.table.loaded.connect(self._loaded)
        self.table.failed.connect(self._load_failed)
        self.bar.move_requested.connect(self.start)
        self.show_screen.clicked.connect(self.doors.toggle_screen)
        self.begin.clicked.connect(partial(self.open_requested.emit, "stage", 0))
        self.doors.said.connect(self.said)
        self.doors.failed.connect(self._refused)
        self._roll.timeout.connect(self._call_roll)
        self._roll.start()
        self.calendar.clicked.connect(self.doors.open_calendar)
        self.doors.review_chosen.connect(self.open_matter)
        QShortcut(QKeySequence("F9"), self, self.doors.open_calendar)
        QShortcut(QKeySequence("F11"), self, self.doors.toggle_screen)
        pane = self.pane
        pane.agenda.move_requested.connect(self.filing.start)
        pane.pad.opinion_requested.connect(self.seat_filing.start)
        pane.pad.draft_failed.connect(self._refused)
        self.seat_filing.opined.connect(pane.pad.clear)
        self.seat_filing.words_typed.connect(pane.pad.take_back)
        pane.issues.move_requested.connect(self._start_issue)
        pane.materials.opened.connect(self.doors.open_files)
        pane.progress.clicked.connect(self.doors.open_project)
        for filing in (self.filing, self.seat_filing):
            filing.filed.connect(self._filed)
            filing.outdated.connect(self._load_anew)
            filing.refused.connect(self._refused)

    # -- loading

    def activate(self) -> None:
        """Catch up with what the bell rang for while the page was not in sight."""
        self.feed.catch_up()
        self.table.catch_up()

    def reload(self) -> None:
        """F5: everything again."""
        self.feed.note(frozenset())
        self.feed.catch_up()
        self._load_anew()

    def _load_anew(self) -> None:
        self.table.want(self.table.wanted)

    def open_matter(self, matter_id: int) -> None:
        """Show this review, or the one this seat belongs to."""
        self.messages.silence()
        self.board.choose(matter_id)
        self.table.want(matter_id)

    def matters_changed(self, ids: frozenset[int]) -> None:
        """The bell: load the cards it rang for, and what is shown of the review when it is among them."""
        self.feed.note(ids)
        self.table.note(ids)
        if self.isVisible() or self.doors.screen is not None:
            self.feed.catch_up()
            self.table.catch_up()
            self.doors.matters_changed(ids)

    def _show_board(self, board: Board) -> None:
        self.board.show_board(board)
        self._tell_live("")
        discussed = sum(card.state == "in_session" for card in board.cards)
        today = sum(card.meeting_on == board.today for card in board.cards)
        self.summary.setText(
            self.tr("在审 {0} 件　今日会议 {1} 场　会审中 {2} 件").format(
                sum(card.column != "concluded" for card in board.cards), today, discussed
            )
        )
        if not self.table.wanted and (card := first_card(board)) is not None:
            self.open_matter(card.matter_id)

    def _loaded(self, file: ReviewFile) -> None:
        self.board.choose(file.matter_id)
        other = self.pane.file is None or self.pane.file.matter_id != file.matter_id
        self.show_review(file)
        if other:
            self._call_roll()

    def show_review(self, file: ReviewFile) -> None:
        """Show a review in the pane, its moves in the bar, its item on the screen of the room."""
        self.pane.show_review(file)
        mine = file.my_seat
        own = [move for move in mine.moves if move.act in OF_SEAT] if mine else []
        self.bar.show_moves(moves_beside([*file.moves, *own], PLACED))
        self.seat_filing.heading = file.project
        self.filing.show_file(file)
        self.seat_filing.show_file(mine)
        self.set_heading(self.tr("联合审批"), f"{file.project} · {file.stage}")
        self.doors.show_review(file)
        self._offer_papers(file)

    def _offer_papers(self, file: ReviewFile | None) -> None:
        why_not = self.tr("先选一件联审。")
        if file is not None:
            why_not = "" if file.meeting_on else self.tr("召集会议后才有会议文书。")
            if not file.opinions_shown:
                why_not = self.tr("会议文书只供席位科室、牵头科室和审计监督查看。")
        self.papers.setEnabled(not why_not)
        self.papers.setToolTip(why_not)
        self.papers.setAccessibleDescription(why_not)

    def _call_roll(self) -> None:
        """Ask who is on line at the table shown."""
        if self.isVisible() and self.pane.file is not None and not self.away:
            work = partial(self._desk.store.load_online, self.pane.file.matter_id)
            self._desk.worker.run(work, self.pane.show_online, self._roll_failed)

    def _roll_failed(self, error: Exception) -> None:
        """Who is on line is no matter to stop anybody for: asked again in a moment."""
        if not isinstance(error, DeskError):
            raise error

    def _load_failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self.table.want(0)
            self.filing.show_file(None)
            self.seat_filing.show_file(None)
            self.bar.show_moves(())
            self.pane.show_nothing(error.sentence, self.tr("在看板上选另一张卡片。"))
            self.set_heading(self.tr("联合审批"), "")
            self._offer_papers(None)
        elif isinstance(error, Unreachable) and self.pane.file is None:
            self.pane.show_nothing(error.sentence, self.tr("连接恢复后自动显示。"))
        else:
            report(error, self.messages)

    def set_away(self, sentence: str) -> None:
        """Grey the moves with the reason and say since when; back again, catch up with the meeting."""
        super().set_away(sentence)
        self.away = sentence
        for part in (self.bar, self.pane, self.filing, self.seat_filing):
            part.set_away(sentence)
        self._tell_live(sentence)
        self.doors.set_away(sentence)
        if not sentence and self.board.board is not None:
            self.reload()

    def _tell_live(self, sentence: str) -> None:
        board = self.board.board
        since = f"{board.now:%H:%M}" if board else ""
        if sentence or self.away:
            self.live.show_words(self.tr("未同步 · 停在 {0}").format(since), "danger")
        else:
            self.live.show_words(self.tr("● 实时同步"), "ok")

    # -- what a person does

    def start(self, move: Move) -> None:
        """Open the dialog of a move of the review or of my seat."""
        if move.act == "opine":
            self.seat_filing.start(move, self.pane.pad.proposed())
        elif move.act in OF_SEAT:
            self.seat_filing.start(move)
        else:
            self.filing.start(move)

    def _start_issue(self, move: Move, issue: str) -> None:
        self.filing.start(move, {"issue": issue} if issue else None)

    def _filed(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.messages.silence()
        self.feed.note(frozenset({self.table.wanted}))
        self.feed.catch_up()
        self._load_anew()

    def _refused(self, error: Exception) -> None:
        report(error, self.messages)
