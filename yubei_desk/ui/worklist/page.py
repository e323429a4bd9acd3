"""The room 审批: the open cases of my sections by days left, found by light, state and words."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Final
from uuid import uuid4

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from yubei_desk.domain.act import Filed, Move, Wish
from yubei_desk.domain.case import CaseFile, LightCounts, WorkFilter, WorkPage, WorkRow, merge_rows
from yubei_desk.ui.desk import Desk, StoreDoor
from yubei_desk.ui.message import report
from yubei_desk.ui.rows_model import RowsModel
from yubei_desk.ui.widgets.bars import Foot
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.field import Choice
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.table import TableView
from yubei_desk.ui.worklist.columns import NARROW, SPARE, STATE, WIDE, columns
from yubei_desk.ui.worklist.pane import CasePane

PAUSE_MS: Final = 200
ROOMY: Final = 1400  # pixels: from this width on the page shows all columns
MINE: Final = "mine"
Sections = tuple[int, ...]
Place = tuple[date, int] | None
Answer = tuple[WorkFilter, Place, WorkPage]


class WorklistPage(Page):
    """The list, and beside it the case the keyboard stands on. After a bell only what changed is loaded."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent=parent)
        self.set_heading(self.tr("审批"), "、".join(dict.fromkeys(d.section for d in desk.session.duties)))
        self._desk = desk
        self._after: Place = None
        self._asked: Place = None  # the page behind this place was asked for
        self._filed_on = 0  # the matter of the wish on its way
        self._loaded = False
        self._filter = WorkFilter()
        self.chips = ChipBar(self.tr("筛选"), self)
        self.states = Choice((), self)
        self.words = QLineEdit(self)
        self.model: RowsModel[WorkRow] = RowsModel(columns(), lambda row: row.matter_id, self)
        self.table: TableView[WorkRow] = TableView(self.model, self.tr("办件列表"), self)
        self.first = self.table
        self.pane = CasePane(self)
        self._typing = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._walking = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        lights = (("red", self.tr("超期")), ("yellow", self.tr("临近")), ("green", self.tr("正常")))
        self.chips.set_chips((("", self.tr("全部")), *lights, (MINE, self.tr("我领办的"))))
        self.states.setAccessibleName(self.tr("状态"))
        self.states.setFixedWidth(150)
        self.words.setProperty("kind", "search")
        self.words.setAccessibleName(self.tr("查找办件"))
        self.words.setPlaceholderText(self.tr("编号、拼音首字母或名称（Ctrl+F）"))
        self.words.setClearButtonEnabled(True)
        self.words.setFixedWidth(260)
        self.table.set_empty_words(
            self.tr("没有这样的办件"), self.tr("窗口转来的办件会出现在这里；也可以换一个筛选。")
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.chips, 1)
        head.addWidget(self.states)
        head.addWidget(self.words)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self.table, 1)
        across.addWidget(self.pane)
        self.body.addLayout(head)
        self.body.addLayout(across, 1)
        keys = [("↑↓", self.tr("换一件")), ("Enter", self.tr("打开")), ("Ctrl+F", self.tr("查找"))]
        self.foot = Foot(keys, self)
        self.set_foot(self.foot)

    def _connect(self) -> None:
        self.chips.chosen.connect(self._change_filter)
        self.states.currentIndexChanged.connect(self._change_filter)
        self.words.textEdited.connect(self._typing.start)
        self._typing.timeout.connect(self._change_filter)
        self.model.more_requested.connect(self._load_more)
        self.table.opened.connect(self._open)
        self.table.current_row_changed.connect(self._row_chosen)
        self._walking.timeout.connect(self._load_file)
        self.pane.open_requested.connect(partial(self.open_requested.emit, "case"))
        self.pane.move_requested.connect(self._file)
        QShortcut(QKeySequence("Ctrl+F"), self, self._find)
        self.words.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what the pane shows too where the columns would become too narrow to read."""
        super().resizeEvent(event)
        roomy = event.size().width() >= ROOMY
        for number in SPARE:
            self.table.setColumnHidden(number, not roomy)
        self.table.setColumnWidth(STATE, WIDE if roomy else NARROW)

    # -- what is shown

    def activate(self) -> None:
        """Load the first page of the list; the states to choose from only once."""
        self._load()
        if not self._loaded:
            self._desk.worker.run(
                self._desk.store.load_case_states, done=self._show_states, failed=self._failed
            )
        self._loaded = True

    def _show_states(self, states: tuple[tuple[str, str], ...]) -> None:
        self.states.currentIndexChanged.disconnect(self._change_filter)
        self.states.set_choices((("", self.tr("全部状态")), *states))
        self.states.set_value(self._filter.state)
        self.states.currentIndexChanged.connect(self._change_filter)

    def _load(self) -> None:
        work = partial(_load, self._desk.store, self._sections, self._filter, None)
        self._desk.worker.run(work, done=self._show_page, failed=self._failed)

    def _load_more(self) -> None:
        if self._asked == self._after:
            return  # on its way already
        self._asked = self._after
        work = partial(_load, self._desk.store, self._sections, self._filter, self._after)
        self._desk.worker.run(work, done=self._show_more, failed=self._failed)

    @property
    def _sections(self) -> Sections:
        return self._desk.session.section_ids

    def _show_page(self, answer: Answer) -> None:
        wanted, _, page = answer
        if wanted != self._filter:
            return  # a filter no longer chosen
        self._show_rows(page.rows, page)
        if self.table.current_row() is None and page.rows:
            self.table.step(1)
        self._row_chosen(self.table.current_row())  # the same case may stand otherwise now

    def _show_more(self, answer: Answer) -> None:
        wanted, after, page = answer
        if (wanted, after) == (self._filter, self._after):  # else it continues a list no longer shown
            self._show_rows((*self.model.rows, *page.rows), page)

    def _show_rows(self, rows: tuple[WorkRow, ...], page: WorkPage) -> None:
        self._after, self._asked = page.next_after, None
        self.model.set_rows(rows, more=page.next_after is not None)
        self._show_counts(page.counts)
        self.foot.say(self.tr("已显示 {0} 件").format(f"{len(rows):,}"))

    def _show_counts(self, counts: LightCounts) -> None:
        lights = {"red": counts.red, "yellow": counts.yellow, "green": counts.green}
        self.chips.set_counts({"": counts.all, **lights, MINE: counts.mine})

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Load the rows of these matters, and no others; everything when anything may have changed."""
        if not self._loaded:
            return
        if not ids:
            self._load()
            return
        work = partial(_load_changed, self._desk.store, self._sections, self._filter, tuple(ids))
        self._desk.worker.run(work, done=self._merge, failed=self._failed)

    def _merge(self, answer: tuple[WorkFilter, tuple[int, ...], WorkPage]) -> None:
        wanted, ids, page = answer
        if wanted != self._filter:
            return
        rows = merge_rows(self.model.rows, ids, page.rows, self._after)
        self.model.set_rows(rows, more=self._after is not None)
        self._show_counts(page.counts)
        row = self.table.current_row()
        self.pane.show_row(row)
        if row is not None and row.matter_id in ids:
            self._load_file()

    # -- what a person does

    def show_list(self, name: str) -> None:
        """Show a light, what I hold, or a state."""
        light = name in ("", "red", "yellow", "green", MINE)
        self._typing.stop()
        self.words.clear()
        self.chips.choose(name if light else "")
        self._filter = self._chosen(state="" if light else name)
        self.states.set_value(self._filter.state)
        self._load()

    def _chosen(self, state: str) -> WorkFilter:
        key = self.chips.key()
        return WorkFilter("" if key == MINE else key, key == MINE, state, self.words.text().strip())

    def _change_filter(self) -> None:
        wanted = self._chosen(state=self.states.value())
        if wanted != self._filter:
            self._filter = wanted
            self._load()

    def _find(self) -> None:
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """In the words Esc empties them, before it means to leave the room; ↓ and Enter go into the list."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape and self.words.text():
            self._clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_to_list()
        else:
            return super().eventFilter(watched, event)
        return True

    def _clear(self) -> None:
        self.words.clear()
        self._go_to_list()

    def _go_to_list(self) -> None:
        self._typing.stop()
        self._change_filter()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, row: WorkRow) -> None:
        self.open_requested.emit("case", row.matter_id)

    def _row_chosen(self, row: WorkRow | None) -> None:
        self.pane.show_row(row)
        self._walking.start()

    def _load_file(self) -> None:
        row = self.pane.row
        if row is not None and not self.away:
            work = partial(self._desk.store.load_case, row.matter_id)
            self._desk.worker.run(work, done=self.pane.show_file, failed=self._file_missing)

    def _file_missing(self, error: Exception) -> None:
        self.pane.show_missing(getattr(error, "sentence", ""))
        report(error, self.messages)

    def _file(self, move: Move) -> None:
        file = self.pane.file
        if isinstance(file, CaseFile):
            self._filed_on = file.matter_id
            self.pane.moves.set_busy(True)
            wish = Wish(move.act, uuid4(), file.matter_id, file.version if move.latest else None)
            work = partial(self._desk.store.file_act, wish)
            self._desk.worker.run(work, done=self._filed, failed=self._refused, always=self._not_busy)

    def _filed(self, filed: Filed) -> None:
        self._desk.ring()
        self.messages.silence()
        self.said.emit(self.tr("已办理"))
        self.matters_changed(frozenset((filed.matter_id,)))

    def _refused(self, error: Exception) -> None:
        """Say why, and show the case as it stands now: most often somebody else was first."""
        report(error, self.messages)
        self.matters_changed(frozenset((self._filed_on,)))

    def _not_busy(self) -> None:
        self.pane.moves.set_busy(False)

    def _failed(self, error: Exception) -> None:
        report(error, self.messages)

    def pending(self) -> bool:
        """The words typed, or the case the keyboard walked to, are not asked for yet."""
        return self._typing.isActive() or self._walking.isActive()

    def set_away(self, sentence: str) -> None:
        """What is loaded stays readable; moves are grey with the reason."""
        super().set_away(sentence)
        self.pane.moves.set_away(sentence)


def _load(store: StoreDoor, sections: Sections, wanted: WorkFilter, after: Place) -> Answer:
    return wanted, after, store.load_worklist(sections, wanted, after)


def _load_changed(
    store: StoreDoor, sections: Sections, wanted: WorkFilter, ids: tuple[int, ...]
) -> tuple[WorkFilter, tuple[int, ...], WorkPage]:
    return wanted, ids, store.load_changed(sections, wanted, ids)
