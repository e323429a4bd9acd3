"""Follow-up 跟踪服务: a person named for a project and step, and what they were told by whom."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import zip_longest
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from yubei_desk.domain.act import Act, Ask, Move, Wish
from yubei_desk.domain.project import FollowStaff, Progress, ProjectFile
from yubei_desk.ui import theme
from yubei_desk.ui.filing import Filing
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.widgets.day import moment_text
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.work.worker import Worker

FOLLOW, CONTACT = "follow", "contact"
ACTS: Final = (FOLLOW, CONTACT)  # what else may be done to a project has its place in other rooms
STEP, PERSON = "step", "login"
SHOWN: Final = 3


class FollowFiling(Filing[ProjectFile]):
    """安排跟踪 and 联系记录 on the project shown: people are chosen by name, steps are proposed."""

    room = "project"
    _staff: tuple[FollowStaff, ...] = ()
    _steps: tuple[str, ...] = ()

    def show_people(self, progress: Progress, staff: Sequence[FollowStaff]) -> None:
        """Who may be named, and the steps one may name them for: those followed already stand first."""
        followed = (each.step for each in progress.followers)
        whole = self.tr("全程")
        self._steps = tuple(dict.fromkeys([*followed, whole, *(stage.name for stage in progress.stages)]))
        self._staff = tuple(staff)

    def _make_dialog(self, move: Move) -> MoveDialog:
        assert self._file is not None
        asks = tuple(self._named(ask) for ask in move.asks)
        summary = [(self.tr("项目"), f"{self._file.name}　{self._file.code}".strip())]
        dialog = MoveDialog(replace(move, asks=asks), self._file.name, summary, self._page)
        if move.act == FOLLOW:
            self._propose_steps(dialog)
        return dialog

    def _named(self, ask: Ask) -> Ask:
        if ask.field == STEP:
            return replace(ask, hint=self.tr("例如 施工许可；同一环节再次安排，即由新的人接替"))
        if ask.field != PERSON:
            return ask
        choices = tuple((each.login, f"{each.name}　{each.duty}　{each.section}") for each in self._staff)
        return replace(
            ask, kind="choice", choices=choices, hint=self.tr("服务专员、窗口、各科室经办或首席代表")
        )

    def _propose_steps(self, dialog: MoveDialog) -> None:
        editor = dialog.form.fields[STEP].editor
        assert isinstance(editor, QLineEdit)
        offers = QCompleter(list(self._steps), editor)
        offers.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = offers.popup()
        assert popup is not None
        popup.setAccessibleName(self.tr("常用环节"))
        editor.setCompleter(offers)

    def _work(self, wish: Wish, _move: Move, _pin: str) -> tuple[Worker, Callable[[], object]]:
        road = self._desk.deeds.finish_wish if self._lost else self._desk.store.file_act
        return self._desk.worker, partial(road, wish)


class ContactLines(QWidget):
    """What was told to whom, the latest first; hidden while there is nothing, or nothing one may read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(theme.text_label(self.tr("联系记录"), self, kind="label"))
        self._lines = tuple(ElidedLabel("", self) for _ in range(SHOWN))
        for line in self._lines:
            self._column.addWidget(line)
        self.hide()

    def show_acts(self, acts: Sequence[Act], today: date) -> None:
        """The contacts among these acts; `today` shortens their moments."""
        contacts = [act for act in reversed(acts) if act.kind == CONTACT]
        for line, act in zip_longest(self._lines, contacts[:SHOWN]):
            line.setText(_contact_words(act, today) if act else "")
            line.setVisible(act is not None)
        self.setVisible(bool(contacts))


def _contact_words(act: Act, today: date) -> str:
    said = f"{act.body.get('with_whom', '')}：{act.body.get('text', '')}"
    return f"{moment_text(act.at, today)}　{act.actor}　{said}"
