"""An earlier receipt day 补录收件日: hidden until wanted, then with the hand receipt's number and scan."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from yubei_desk.domain.intake import ReceiptDays
from yubei_desk.errors import DeskError
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.day import DayEdit
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.file_drop import FileDrop
from yubei_desk.ui.widgets.materials import ChooseFile, choose_scan

WHOLE_DAY = len("20261124")


class HandReceipt(Card):
    """The day an applicant really came, when that was not today; `switch` and `note` stand wherever the page
    puts them. Signals: `edited` at every change, `day_changed` when another day stands, `changed` when the
    scan is on its way, stored or refused; `broke(error)` for what is no fault of the scan.
    """

    edited = Signal()
    day_changed = Signal()
    changed = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget, *, choose: ChooseFile = choose_scan) -> None:
        super().__init__(parent.tr("补录收件日"), parent)
        self._desk, self._choose = desk, choose
        self._days: ReceiptDays | None = None
        self._blob = ""
        # The worker answers in order: the first here is the one whose answer comes next.
        self._on_way: deque[object] = deque()
        self._receipt = object()
        self.switch = button("", parent, kind="link")
        self.note = theme.text_label("", parent, kind="hint")
        self.day = Field(self.tr("实际收件日"), DayEdit(self), required=True, parent=self)
        self.number = Field(self.tr("手工收件单编号"), QLineEdit(self), required=True, parent=self)
        shown = QLineEdit(self, readOnly=True)
        hint = self.tr("可把文件拖到这里")
        self.scan = Field(self.tr("手工收件单扫描件"), shown, required=True, hint=hint, parent=self)
        self.choose = button(self.tr("选择文件…"), self, icon="file")
        self.fields = {
            "received_on": self.day,
            "hand_receipt_number": self.number,
            "hand_receipt_blob": self.scan,
        }
        self._build()
        self._connect()
        self.fold()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, 0, place)
            grid.setColumnStretch(place, 1)
        self.heading.add_right(self.choose)
        self.add(grid)

    def _connect(self) -> None:
        self.switch.clicked.connect(self._turn)
        self.choose.clicked.connect(self._pick)
        FileDrop(self).files_given.connect(self.take)
        self.day.edited.connect(self._day_typed)
        self.day.left.connect(self._check_day)
        self.number.left.connect(self.number.check_required)
        for field in self.fields.values():
            field.edited.connect(self.edited)

    @property
    def wanted(self) -> bool:
        """Whether an earlier day is asked for."""
        return not self.isHidden()

    @property
    def busy(self) -> bool:
        """Whether the scan is still on its way to the store."""
        return bool(self._on_way)

    @property
    def received_on(self) -> date | None:
        """The earlier day, None for today or while it will not do."""
        day = self.day.value() if self.wanted and not self.day.has_error() else None
        return day if isinstance(day, date) else None

    def show_days(self, days: ReceiptDays) -> None:
        """Take these days as the law has them today."""
        self._days = days
        self.day.set_hint(self.tr("{0} 至今日前一日").format(days.earliest))
        self._say_note()
        if self.wanted and self._typed_day():
            self._check_day()

    def fold(self) -> None:
        """Today's receipt; what was typed here is gone."""
        self._show(False)
        self._blob, self._receipt = "", object()  # a scan still on its way belongs to no other receipt
        for field in self.fields.values():
            field.set_value(None)
            field.clear_error()

    def _turn(self) -> None:
        if self.wanted:
            self.fold()
        else:
            self._show(True)
            self.day.editor.setFocus()
        self.edited.emit()
        self.day_changed.emit()

    def _show(self, wanted: bool) -> None:
        self.setVisible(wanted)
        words = self.tr("改为今日收件") if wanted else self.tr("补录较早的收件日")
        self.switch.setText(words)
        self.switch.setAccessibleName(words)
        self._say_note()

    def _say_note(self) -> None:
        day = self.tr("今日收件 {0}").format(self._days.today) if self._days else ""
        self.note.setText("" if self.wanted else day)

    def _typed_day(self) -> str:
        editor = self.day.editor
        assert isinstance(editor, DayEdit)
        return editor.text().strip()

    def _day_typed(self) -> None:
        """Half a day is no fault yet."""
        if len(self._typed_day()) >= WHOLE_DAY:
            self._check_day()
        else:
            self.day_changed.emit()

    def _check_day(self) -> None:
        self.day.clear_error()
        if self._days is not None and self._typed_day():
            day = self.day.value()
            fault = self._days.fault(day if isinstance(day, date) else None)
            if fault:
                self.day.set_error(fault)
        self.day_changed.emit()

    def first_wrong(self) -> Field | None:
        """Check every field; the first one that is wrong, None when all are right or none is wanted."""
        if not self.wanted:
            return None
        self._check_day()
        for field in self.fields.values():
            if not field.has_error():
                field.check_required()
        return next((field for field in self.fields.values() if field.has_error()), None)

    def told(self) -> dict[str, object]:
        """What the act carries; nothing for a case received today."""
        if not self.wanted:
            return {}
        hand = {"number": self.number.text(), "blob": self._blob, "file_name": self.scan.text()}
        return {"received_on": self.day.text(), "hand_receipt": hand}

    def draft(self) -> dict[str, object]:
        """Everything as typed, the stored scan too."""
        if not self.wanted:
            return {}
        typed = {"day": self._typed_day(), "number": self.number.value(), "scan": self.scan.value()}
        return {**typed, "blob": self._blob}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Show what was typed before; an empty draft is a receipt of today."""
        self.fold()
        if draft:
            self._show(True)
            for name, field in (("day", self.day), ("number", self.number), ("scan", self.scan)):
                field.set_value(draft.get(name))
            self._blob = str(draft.get("blob", ""))

    # -- the scan

    def take(self, paths: list[str]) -> None:
        """Check and store the scan of the hand receipt."""
        if len(paths) != 1:
            self.scan.set_error(self.tr("请只放一个文件，多页请合并为一个 PDF。"))
            return
        path = Path(paths[0])
        self._on_way.append(self._receipt)
        work = partial(_store, self._desk, path)
        self._desk.worker.run(work, done=self._stored, failed=self._failed)
        self.changed.emit()

    def _pick(self) -> None:
        path = self._choose(self)
        if path:
            self.take([path])

    def _stored(self, found: tuple[UUID, str]) -> None:
        if self._on_way.popleft() is self._receipt:
            self._blob = str(found[0])
            self.scan.set_value(found[1])
            self.scan.set_good(self.tr("已存入"))
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        mine = self._on_way.popleft() is self._receipt
        if not isinstance(error, DeskError):
            self.broke.emit(error)
        elif mine:
            self.scan.set_error(error.sentence)
        self.changed.emit()


def _store(desk: Desk, path: Path) -> tuple[UUID, str]:
    return desk.deeds.store_scan(path), path.name
