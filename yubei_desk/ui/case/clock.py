"""The clock 时限: light, promised and statutory day, and why it is that day, counted out day by day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal, cast

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from yubei_desk.domain.case import CaseFile
from yubei_desk.domain.deadline import (
    Calendar,
    DeadlineRow,
    Explanation,
    Pause,
    Unit,
    explain_deadline,
    words_of_light,
)
from yubei_desk.errors import BadInput
from yubei_desk.ui import theme
from yubei_desk.ui.rows_model import Column, RowsModel
from yubei_desk.ui.widgets.bars import Banner, button
from yubei_desk.ui.widgets.card import Card, Facts
from yubei_desk.ui.widgets.day import day_text, long_day_text
from yubei_desk.ui.widgets.light import Light
from yubei_desk.ui.widgets.table import TableView

ANSWER_DAYS: Final = 5  # 行政许可法 第三十二条第一款第四项
JOINT_DAYS: Final = 45  # 行政许可法 第四十二条第二款
BEYOND: Final = timedelta(days=40)  # so that a count that disagrees still has days to walk on

Which = Literal["answer", "promised", "statutory"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit of a case: so many days from a start; `stored` is the day the ledger has."""

    name: str
    start: date
    days: int
    unit: Unit
    pauses: tuple[Pause, ...]
    stored: date
    why: str


def explain(load: Callable[[date, date], Calendar], limit: Limit) -> Explanation:
    """Count a limit out on the ledger's own calendar; for the worker. Raises BadInput('clock') where the
    calendar ends.
    """
    calendar = load(limit.start, limit.stored + BEYOND)
    try:
        return explain_deadline(calendar, limit.start, limit.days, limit.unit, limit.pauses)
    except LookupError as failure:
        raise BadInput("clock", f"{failure}，请系统管理补录工作日历") from failure


class ClockCard(Card):
    """The light in words and the days that count. `explain_requested(Limit)` by one of its questions."""

    explain_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("时限"))
        self.light = Light("", "", self)
        self.heading.add_right(self.light)
        self._facts = Facts(self)
        self.add(self._facts)
        self.questions: dict[str, QPushButton] = {}
        self.limits: dict[str, Limit] = {}
        asked = QVBoxLayout()
        asked.setSpacing(0)
        asked.setAlignment(Qt.AlignmentFlag.AlignLeft)
        for which in ("answer", "promised", "statutory"):
            made = button("", self, kind="link")
            made.clicked.connect(lambda _checked=False, which=which: self._ask(which))
            self.questions[which] = made
            asked.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(asked)

    def show_case(self, file: CaseFile) -> None:
        """Show the clock as it stands."""
        words = words_of_light(file.days_left) if file.days_left is not None else self.tr("已停止计时")
        self.light.show_light(file.light, words)
        facts = [
            (self.tr("受理"), day_text(file.accepted_on)),
            (self.tr("承诺办结"), day_text(file.promised_on)),
            (self.tr("法定期限"), day_text(file.statutory_on)),
        ]
        if file.accepted_on is None:
            facts = [
                (self.tr("收件"), day_text(file.received_on)),
                (self.tr("答复期限"), day_text(file.due_on)),
            ]
        if file.outer_on is not None:
            facts.append((self.tr("联合办理期限"), day_text(file.outer_on)))
        self._facts.show_facts(facts)
        self.limits = _limits_of(file, self)
        for which, made in self.questions.items():
            limit = self.limits.get(which)
            made.setVisible(limit is not None)
            if limit is not None:
                day = self.tr("{0}月{1}日").format(limit.stored.month, limit.stored.day)
                made.setText(self.tr("{0}为什么是{1}？").format(limit.name, day))
                made.setAccessibleName(made.text())

    def _ask(self, which: str) -> None:
        self.explain_requested.emit(self.limits[which])


def _limits_of(file: CaseFile, words: QWidget) -> dict[str, Limit]:
    if file.accepted_on is None and file.due_on is not None:
        why = words.tr("行政许可法 第三十二条第一款第四项：五个工作日内一次性答复")
        name = words.tr("答复期限")
        return {
            "answer": Limit(name, file.received_on, ANSWER_DAYS, "working", file.pauses, file.due_on, why)
        }
    found: dict[str, Limit] = {}
    unit = cast(Unit, file.limit_unit)
    for which, name, days, stored in (
        ("promised", words.tr("承诺日"), file.promised_days, file.promised_on),
        ("statutory", words.tr("法定日"), file.statutory_days, file.statutory_on),
    ):
        if file.start_on is not None and stored is not None:
            why = words.tr("{0}；期限以工作日计算：行政许可法 第八十二条").format(file.legal_basis)
            found[which] = Limit(name, file.start_on, days, unit, file.pauses, stored, why)
    if file.joint_from is not None and file.statutory_on is not None and file.statutory_on == file.outer_on:
        why = words.tr("联合办理自首次受理起四十五个工作日：行政许可法 第四十二条第二款、第八十二条")
        name = words.tr("联合办理的法定日")
        found["statutory"] = Limit(name, file.joint_from, JOINT_DAYS, "working", (), file.statutory_on, why)
    return found


def _columns(words: QWidget) -> tuple[Column[DeadlineRow], ...]:
    return (
        Column(words.tr("日期"), lambda row: long_day_text(row.day), 220),
        Column(
            words.tr("第几日"),
            lambda row: str(row.number) if row.number is not None else words.tr("不计"),
            90,
            "pill",
            lambda row: "info" if row.number is not None else "muted",
        ),
        Column(words.tr("说明"), lambda row: row.note, 200, "secondary", stretch=True),
    )


class ExplainDialog(QDialog):
    """One limit counted out from its start day to its last, each day with its number or why it has none."""

    def __init__(self, limit: Limit, explanation: Explanation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.explanation = explanation
        self.setWindowTitle(self.tr("{0}：{1}").format(limit.name, long_day_text(limit.stored)))
        self.resize(QSize(640, 560))
        self.verdict = Banner(self)
        self._tell(limit)
        why = theme.text_label(limit.why, self, kind="hint")
        why.setWordWrap(True)
        model = RowsModel[DeadlineRow](_columns(self), lambda row: row.day, self)
        self.table = TableView[DeadlineRow](model, self.tr("逐日计算"), self)
        model.set_rows(explanation.rows)
        leave = button(self.tr("关闭"), self)
        leave.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.verdict)
        column.addWidget(why)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        column.addLayout(foot)

    def _tell(self, limit: Limit) -> None:
        due = self.explanation.due
        counted = (
            self.tr("自{0}起第 {1} 个工作日") if limit.unit == "working" else self.tr("自{0}起第 {1} 日")
        )
        counted = counted.format(day_text(limit.start), limit.days)
        if due != limit.stored:
            sentence = self.tr("逐日计算得 {0}，台账登记为 {1}，两者不符，请报告系统管理。").format(
                day_text(due), day_text(limit.stored)
            )
            self.verdict.say(sentence, "danger", basis=counted, can_close=False)
            return
        basis = self.tr("起算日不计，休息日不计，与台账登记一致。")
        if self.explanation.provisional:
            basis = self.tr("其中有尚未公布放假安排的年份，暂定；公布后可能变动。")
        tone = "warn" if self.explanation.provisional else "ok"
        self.verdict.say(f"{counted}：{long_day_text(due)}", tone, basis=basis, can_close=False)
