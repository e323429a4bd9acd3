"""The room 工作台: what waits for me today, what changed lately, who decides today, what is unfinished."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.home import Attempt, Audit, EarlierReceipt, Followed, Home, Meeting, Recent
from yubei_desk.domain.staff import Decider
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.home.columns import (
    Draft,
    attempt_columns,
    decider_columns,
    draft_columns,
    earlier_columns,
    followed_columns,
    meeting_columns,
    recent_columns,
)
from yubei_desk.ui.message import report
from yubei_desk.ui.progress import ProgressDialog
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.card import Card, FigureCard
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.table import TableView

IN_A_ROW: Final = 5
SIDE: Final = 420
FEW: Final = 150  # pixels: a list of three rows
DRAFT_ROOMS: Final = ("intake", "stage", "case", "certificate", "catalogue")

# Room and list it opens, caption, tone, count.
Figure = tuple[str, str, str, str, int]


class HomePage(Page):
    """Figures that open their lists, and the lists that tell of the hall; all of it follows the bell."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_heading(self.tr("工作台"), self.tr("今天等着您办的，都在这里"))
        self._desk = desk
        self._today: date | None = None
        self.figures: dict[tuple[str, str], FigureCard] = {}
        own = {duty.section for duty in desk.session.duties if duty.section_id in desk.session.section_ids}
        self.recent: RowsModel[Recent] = RowsModel(recent_columns(self._day, own), _matter, self)
        self.deciders: RowsModel[Decider] = RowsModel(decider_columns(), _section, self)
        self.attempts: RowsModel[Attempt] = RowsModel(attempt_columns(self._day), _itself, self)
        self.earlier: RowsModel[EarlierReceipt] = RowsModel(earlier_columns(), _matter, self)
        self.meetings: RowsModel[Meeting] = RowsModel(meeting_columns(), _matter, self)
        self.followed: RowsModel[Followed] = RowsModel(followed_columns(), _itself, self)
        self.drafts: RowsModel[Draft] = RowsModel(draft_columns(self._draft_name), _itself, self)
        self._build()

    def _day(self) -> date | None:
        return self._today

    def _draft_name(self, draft: Draft) -> str:
        words = {
            "intake": self.tr("综合受理：未接件的申请"),
            "stage": self.tr("发起联审：未发起的申请"),
            "case": self.tr("办件：未办完的环节"),
            "certificate": self.tr("证照：未办完的环节"),
            "catalogue": self.tr("事项清单：未提交的阶段草稿"),
        }
        return words[draft.room]

    def _build(self) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        recent = self._list(
            self.recent, self.tr("最近动态"), self.tr("有人办理您看得到的办件时，这里会出现。")
        )
        attempts = self._list(self.attempts, self.tr("被拒绝的尝试"), self.tr("没有人被规则拒绝过。"))
        earlier = self._list(
            self.earlier, self.tr("补录的收件"), self.tr("按较早的实际收件日补录的办件，都列在这里。")
        )
        meetings = self._list(self.meetings, self.tr("近期会议"), self.tr("召集联合审批后，会议显示在这里。"))
        followed = self._list(self.followed, self.tr("我跟踪的项目"), "")
        deciders = self._list(self.deciders, self.tr("今日谁可签署"), self.tr("中心还没有审批科。"))
        drafts = self._list(self.drafts, self.tr("我的暂存"), self.tr("填写到一半的内容会保存在本机。"))
        self._attempts_card, self._earlier_card = attempts, earlier
        self._meetings_card, self._followed_card = meetings, followed
        left, right = QVBoxLayout(), QVBoxLayout()
        for column, cards in (
            (left, (meetings, followed, recent, attempts, earlier)),
            (right, (drafts, deciders)),
        ):
            column.setSpacing(12)
            for card in cards:
                column.addWidget(card, 1)
        for card in (meetings, followed, drafts):
            card.setMaximumHeight(FEW + 60)
        deciders.setFixedWidth(SIDE)
        drafts.setFixedWidth(SIDE)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(left, 1)
        across.addLayout(right)
        self.body.addLayout(self._grid)
        self.body.addLayout(across, 1)
        for card in (attempts, earlier, meetings, followed):
            card.hide()

    def _list(self, model: RowsModel[Any], name: str, empty: str) -> Card:
        card = Card(name, self)
        table: TableView[Any] = TableView(model, name, self)
        table.set_empty_words(self.tr("暂无"), empty)
        table.opened.connect(self._open)
        card.add(table)
        return card

    # -- loading

    def activate(self) -> None:
        """Load everything the page shows."""
        work = partial(_load, self._desk)
        self._desk.worker.run(work, done=self._show, failed=self._failed)

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Something moved: figures and lists may be others, and how far a project is."""
        for dialog in self.findChildren(ProgressDialog):
            dialog.show_changed(ids)
        if self.isVisible():
            self.activate()

    def set_away(self, sentence: str) -> None:
        """Away from the server the project in front stays readable; nothing is filed."""
        super().set_away(sentence)
        for dialog in self.findChildren(ProgressDialog):
            dialog.set_away(sentence)

    def _failed(self, error: Exception) -> None:
        report(error, self.messages)

    def _show(self, found: tuple[Home, tuple[Draft, ...]]) -> None:
        home, drafts = found
        self._today = home.today
        self._show_figures(home)
        self.recent.set_rows(home.recent)
        self.deciders.set_rows(home.deciders)
        self._show_audit(home.audit)
        self.meetings.set_rows(home.meetings)
        self._meetings_card.setVisible(bool(home.meetings))
        self.followed.set_rows(home.followed)
        self._followed_card.setVisible(bool(home.followed))
        self.drafts.set_rows(drafts)

    def _show_audit(self, audit: Audit | None) -> None:
        for card in (self._attempts_card, self._earlier_card):
            card.setVisible(audit is not None)
        if audit is not None:
            self.attempts.set_rows(tuple(dict.fromkeys(audit.attempts)))
            self.earlier.set_rows(audit.earlier)
            shown, count = len(audit.earlier), audit.earlier_count
            words = (
                self.tr("补录的收件（共 {0} 件）")
                if shown == count
                else self.tr("补录的收件（共 {0} 件，最近 {1} 件）")
            )
            self._earlier_card.set_title(words.format(count, shown))

    def _show_figures(self, home: Home) -> None:
        for place, (room, name, caption, tone, count) in enumerate(self._figures_of(home)):
            key = (room, name)
            if key not in self.figures:
                card = FigureCard(caption, tone, self)
                card.opened.connect(partial(self.list_requested.emit, room, name))
                self._grid.addWidget(card, place // IN_A_ROW, place % IN_A_ROW)
                self.figures[key] = card
            self.figures[key].show_figure(f"{count:,}")

    def _figures_of(self, home: Home) -> list[Figure]:
        """The lights of my sections, then what waits in each state."""
        figures: list[Figure] = []
        if home.lights is not None:
            figures += [
                ("worklist", "red", self.tr("超期"), "danger", home.lights.red),
                ("worklist", "yellow", self.tr("临近期限"), "warn", home.lights.yellow),
                ("worklist", "green", self.tr("正常在办"), "ok", home.lights.green),
                ("worklist", "mine", self.tr("我领办的"), "info", home.lights.mine),
            ]
        figures += [(each.room, each.filter, each.label, "info", each.count) for each in home.waiting]
        return figures

    def _open(self, row: object) -> None:
        if isinstance(row, (Recent, EarlierReceipt)):
            self.open_requested.emit("case", row.matter_id)
        elif isinstance(row, Meeting):
            self.open_requested.emit("meeting", row.matter_id)
        elif isinstance(row, Followed):
            dialog = ProgressDialog(self._desk, row.matter_id, self)
            dialog.set_away(self.away)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
        elif isinstance(row, Draft):
            whole = row.room == "intake" or row.key == row.room  # what was typed there is no matter yet
            matter = "0" if whole else row.key.split("-")[1]
            self.open_requested.emit(row.room, int(matter))


def _load(desk: Desk) -> tuple[Home, tuple[Draft, ...]]:
    """The page and the drafts of rooms one may enter: `intake`, `case-<matter>-<act>`, `certificate-…`,
    `catalogue`.
    """
    kept = desk.drafts.keys()
    drafts = [Draft(key, key.partition("-")[0]) for key in kept]
    home = desk.store.load_home(desk.session)
    return home, tuple(
        draft for draft in drafts if draft.room in desk.session.rooms and draft.room in DRAFT_ROOMS
    )


def _matter(row: Recent | Meeting | EarlierReceipt) -> int:
    return row.matter_id


def _section(row: Decider) -> int:
    return row.section_id


def _itself(row: Any) -> Any:
    return row
