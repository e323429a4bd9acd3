"""The calendar of meetings 会议日历: the month left, the chosen week as a list right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.meeting_calendar import Convened, MonthPage, month_beside
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.month import MonthGrid
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.table import TableView

SIZE = QSize(1240, 640)


class CalendarDialog(QDialog):
    """Live: asks again when the bell rings. Signals: `review_chosen(matter)`; `said(sentence)` when calendar
    files were saved.
    """

    review_chosen = Signal(int)
    said = Signal(str)

    def __init__(self, desk: Desk, choose_folder: Callable[[QWidget], str], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._choose_folder = desk, choose_folder
        self._wanted: date | None = None
        self._day: date | None = None
        self._stale = self._busy = False
        self.setWindowTitle(self.tr("会议日历"))
        self.resize(SIZE)
        self.messages = MessageBar(self)
        self._month = theme.text_label("", self, kind="page")
        self.before, self.after = (button(words, self) for words in (self.tr("上月"), self.tr("下月")))
        self.today = button(self.tr("今天"), self)
        self.grid = MonthGrid(self)
        self._week = theme.text_label("", self, kind="section")
        self.rows: RowsModel[Convened] = RowsModel(_columns(self), lambda row: row.matter_id, self)
        self.list = TableView(self.rows, self.tr("本周会议"), self)
        self.list.set_empty_words(self.tr("这一周没有会议"), self.tr("按 ↑ ↓ 看别的周。"))
        self.enter = button(self.tr("打开联审"), self, kind="primary")
        self.save = button(self.tr("存日历文件…"), self)
        self._build()
        self._connect()
        self.grid.setFocus()
        self.reload()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._month)
        head.addStretch(1)
        for made in (self.before, self.today, self.after):
            head.addWidget(made)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(head)
        left.addWidget(self.grid, 1)
        right.setSpacing(10)
        right.addWidget(self._week)
        right.addWidget(self.list, 1)
        middle = QHBoxLayout()
        middle.setContentsMargins(24, 20, 24, 16)
        middle.setSpacing(20)
        middle.addLayout(left, 5)
        middle.addLayout(right, 5)
        keys = [
            ("← → ↑ ↓", self.tr("选日")),
            ("PgUp PgDn", self.tr("上月下月")),
            ("Enter", self.tr("进入当日、打开联审")),
            ("Esc", self.tr("关闭")),
        ]
        foot = Foot(keys, self)
        foot.add(self.save)
        foot.add(self.enter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.messages)
        outer.addLayout(middle, 1)
        outer.addWidget(foot)

    def _connect(self) -> None:
        self.before.clicked.connect(partial(self._turn, -1))
        self.after.clicked.connect(partial(self._turn, 1))
        self.today.clicked.connect(lambda: self._go(self.grid.page.today if self.grid.page else None))
        self.grid.day_chosen.connect(self._go)
        self.grid.entered.connect(self._enter)
        self.list.opened.connect(self._open)
        self.list.current_row_changed.connect(self._offer)
        self.enter.clicked.connect(lambda: self._open(self.list.current_row()))
        self.save.clicked.connect(self._save)
        self._offer(None)

    # -- loading

    def show_changed(self) -> None:
        """The bell rang: a meeting may have been called or moved."""
        self.reload()

    def reload(self) -> None:
        """Ask for the month of the day wanted; what is shown stays until the answer is there."""
        self._stale = self._busy
        if not self._busy:
            self._busy = True
            work = partial(self._desk.store.load_month, self._wanted)
            self._desk.worker.run(work, self._show, self._failed, always=self._ended)

    def _ended(self) -> None:
        self._busy = False
        if self._stale:
            self.reload()

    def _failed(self, error: Exception) -> None:
        report(error, self.messages)

    def _show(self, page: MonthPage) -> None:
        self._wanted = self._wanted or page.today
        if page.first != self._wanted.replace(day=1):
            return  # another month was asked for meanwhile: it comes next
        self.messages.silence()
        self._month.setText(self.tr("{0}年{1}月").format(page.first.year, page.first.month))
        self.grid.show_page(page, self._wanted)
        self._show_week(page, self._wanted)

    def _show_week(self, page: MonthPage, day: date) -> None:
        monday = day - timedelta(days=day.weekday())
        words = self.tr("{0} 至 {1} 的会议")
        self._week.setText(words.format(f"{monday:%m-%d}", f"{monday + timedelta(days=6):%m-%d}"))
        self.rows.set_rows(page.week_of(day))
        first = next(iter(page.meetings_on(day)), None)
        if first is not None and day != self._day:  # the bell moves nobody from the meeting chosen
            self.list.choose_key(first.matter_id)
        self._day = day
        self._offer(self.list.current_row())

    # -- what a person does

    def _turn(self, months: int) -> None:
        if self._wanted is not None:
            self._go(month_beside(self._wanted, months))

    def _go(self, day: date | None) -> None:
        page = self.grid.page
        if day is None or page is None:
            return
        self._wanted = day
        if day.replace(day=1) == page.first:
            self.grid.show_page(page, day)
            self._show_week(page, day)
        else:
            self.reload()

    def _enter(self, day: date) -> None:
        """Into the day: its only meeting is opened, of several one is chosen in the list."""
        assert self.grid.page is not None
        meetings = self.grid.page.meetings_on(day)
        if len(meetings) == 1:
            self._open(meetings[0])
        elif self.rows.rows:
            self.list.setFocus()

    def _offer(self, row: Convened | None) -> None:
        self.enter.setEnabled(row is not None)
        self.save.setEnabled(row is not None and row.papers)

    def _open(self, row: Convened | None) -> None:
        if row is not None:
            self.review_chosen.emit(row.matter_id)
            self.accept()

    def _save(self) -> None:
        row = self.list.current_row()
        folder = self._choose_folder(self) if row is not None else ""
        if row is not None and folder:
            work = partial(self._desk.deeds.save_invitations, row.matter_id, Path(folder))
            self._desk.paper_worker.run(work, self._saved, self._failed)

    def _saved(self, paths: tuple[Path, ...]) -> None:
        folder = paths[0].parent if paths else ""
        sentence = self.tr("已存 {0} 份会议通知到 {1}").format(len(paths), folder)
        self.messages.show_done(sentence)
        self.said.emit(sentence)


def _columns(words: QWidget) -> tuple[Column[Convened], ...]:
    return (
        Column(words.tr("日期"), lambda row: f"{row.meeting_on:%m-%d}", 64),
        Column(words.tr("时间"), lambda row: row.meeting_at, 64, "strong"),
        Column(words.tr("项目"), lambda row: row.project, 150, stretch=True),
        Column(words.tr("阶段"), lambda row: row.stage, 100, "secondary"),
        Column(words.tr("地点"), lambda row: row.place, 104, "secondary"),
        Column(words.tr("本席"), lambda row: row.seat, 92, "pill", lambda _row: "info"),
    )
