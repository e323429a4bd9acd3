"""Progress 项目进度: a ring to the last certificate, all cases across sections, who follows them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QCoreApplication, QSize
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.domain.project import (
    STEPS,
    CaseProgress,
    FollowStaff,
    Progress,
    ProjectFile,
    StageStanding,
)
from yubei_desk.errors import Refused
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk, StoreDoor
from yubei_desk.ui.follow import ACTS, ContactLines, FollowFiling
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.moves import MoveBar
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.bars import Foot
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.ring import Ring
from yubei_desk.ui.widgets.table import TableView

SIZE: Final = QSize(1120, 620)
Answer = tuple[Progress, ProjectFile, tuple[FollowStaff, ...]]


def _tr(words: str) -> str:
    return QCoreApplication.translate("progress", words)


def _step_words(row: CaseProgress) -> str:
    return _tr("第 {0} 步，共 {1} 步").format(row.step, STEPS)


def _tone(row: CaseProgress) -> str:
    return "ok" if row.step == STEPS else "warn" if row.tight else "info"


def _forecast(row: CaseProgress) -> str:
    """When it was decided, else when at its usual pace it will be."""
    if row.decided_on:
        return _tr("{0} 办结").format(day_text(row.decided_on))
    if row.expected_on is None:
        return _tr("同类办件不足，暂不预计")
    words = _tr("预计 {0}，恐变黄灯") if row.tight else _tr("预计 {0}")
    return words.format(day_text(row.expected_on))


def progress_columns() -> tuple[Column[CaseProgress], ...]:
    """The timetable: planned against real, a line for each case."""
    return (
        Column(_tr("事项"), lambda row: row.item, 200, "strong", stretch=True),
        Column(_tr("科室"), lambda row: row.section, 150, "secondary"),
        Column(_tr("状态"), lambda row: row.state_label, 120, "pill", _tone),
        Column(
            _tr("环节"), lambda row: "●" * row.step + "○" * (STEPS - row.step), 90, accessible=_step_words
        ),
        Column(_tr("接件"), lambda row: day_text(row.received_on), 104),
        Column(_tr("计划办结"), lambda row: day_text(row.planned_on), 104),
        Column(_tr("实际或预计"), _forecast, 210),
    )


class ProgressDialog(QDialog):
    """One project, live: `reload` when the bell tells of one of its matters. Who follows it is named here,
    and what they told its people is written down.
    """

    def __init__(self, desk: Desk, project_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._project_id = desk, project_id
        self._known: frozenset[int] = frozenset({project_id})
        self.setWindowTitle(self.tr("项目进度"))
        self.messages = MessageBar(self)
        self.ring = Ring(self.tr("项目进度"), self)
        self._name = theme.text_label("", self, kind="page")
        self._count = theme.text_label("", self)
        self._followers = theme.text_label("", self, kind="hint")
        self.stages = StagePills(self)
        self.rows: RowsModel[CaseProgress] = RowsModel(progress_columns(), lambda row: row.matter_id, self)
        self.table = TableView(self.rows, self.tr("项目的全部办件"), self)
        self.table.set_empty_words(
            self.tr("这个项目还没有办件"), self.tr("窗口接件或联合审批作出结论后，办件显示在这里。")
        )
        self.contacts = ContactLines(self)
        self.moves = MoveBar(self)
        self.filing = FollowFiling(desk, self)
        self.resize(SIZE)
        self._build()
        self._connect()
        self.reload()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.addStretch(1)
        for part in (self._name, self._count, self.stages, self._followers):
            words.addWidget(part)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addWidget(self.ring)
        head.addLayout(words, 1)
        column = QVBoxLayout()
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.messages)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self.contacts)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addLayout(column, 1)
        foot = Foot([("Esc", self.tr("关闭"))], self)
        foot.add(self.moves)
        outer.addWidget(foot)

    def _connect(self) -> None:
        self.moves.move_requested.connect(self._start)
        self.filing.filed.connect(self._filed)
        self.filing.outdated.connect(self.reload)
        self.filing.refused.connect(self._failed)

    def show_changed(self, matter_ids: Collection[int]) -> None:
        """The bell rang, for anything where it names nothing; a case opened a moment ago is not known here
        yet, its project is.
        """
        if not matter_ids or self._known.intersection(matter_ids):
            self.reload()

    def set_away(self, sentence: str) -> None:
        """Without the server nobody is named; what is shown and typed stays."""
        self.moves.set_away(sentence)
        self.filing.set_away(sentence)

    def reload(self) -> None:
        """Ask again; what is shown stays until the answer is there."""
        ask = partial(_ask, self._desk.store, self._project_id)
        self._desk.worker.run(ask, done=self._show, failed=self._failed)

    def _failed(self, failure: Exception) -> None:
        if isinstance(failure, Refused):  # no longer theirs to see: nothing more is done to it from here
            self.filing.show_file(None)
            self.moves.show_moves([])
        report(failure, self.messages)

    def _start(self, move: Move) -> None:
        self.messages.silence()
        self.filing.start(move)

    def _filed(self, sentence: str) -> None:
        self.messages.show_done(sentence)
        self.reload()

    def _show(self, answer: Answer) -> None:
        progress, file, staff = answer
        self._known = frozenset({self._project_id, *(case.matter_id for case in progress.cases)})
        ended = sum(case.step == STEPS for case in progress.cases)
        tight = sum(case.tight for case in progress.cases)
        words = self.tr("{0} 个办件，{1} 个已全部办结").format(len(progress.cases), ended)
        self._count.setText(words + (self.tr("，{0} 个恐变黄灯").format(tight) if tight else ""))
        self._name.setText(progress.project.name)
        named = "；".join(f"{each.step} {each.name}" for each in progress.followers)
        self._followers.setText(self.tr("跟踪服务：{0}").format(named or self.tr("尚未安排")))
        self.ring.show_share(progress.share)
        self.stages.show_stages(progress.stages)
        self.rows.set_rows(progress.cases)
        self.contacts.show_acts(file.acts, progress.today)
        self.filing.show_people(progress, staff)
        self.filing.show_file(file)
        self.moves.show_moves([move for move in file.moves if move.act in ACTS])


class StagePills(QWidget):
    """The stages the project has met on, each with how many of the items that count are passed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 2, 0, 2)
        self._row.setSpacing(8)
        self._row.addStretch(1)
        self._pills: tuple[Pill, ...] = ()
        self.hide()

    def show_stages(self, stages: Sequence[StageStanding]) -> None:
        """Show these, in the order of the process."""
        for old in self._pills:
            old.setParent(None)
            old.deleteLater()
        self._pills = tuple(self._make(stage) for stage in stages)
        for place, pill in enumerate(self._pills):
            self._row.insertWidget(place, pill)
        self.setVisible(bool(stages))

    def _make(self, stage: StageStanding) -> Pill:
        words = self.tr("{0} 已办结") if stage.done else self.tr("{0} {1}/{2} 项通过")
        pill = Pill(
            words.format(stage.name, stage.passed, stage.counted), "ok" if stage.done else "info", self
        )
        lacking = self.tr("；还缺：{0}").format(stage.missing) if stage.missing else ""
        pill.setToolTip(self.tr("办结规则：{0}{1}").format(stage.rollup, lacking))
        pill.setAccessibleName(f"{pill.text()}，{pill.toolTip()}")
        return pill


def _ask(store: StoreDoor, project_id: int) -> Answer:
    return store.load_progress(project_id), store.load_project(project_id), store.load_follow_staff()
