"""The counter's form 收件登记: item, applicant, receipt day and materials on one screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.applicant import Applicant, Running
from yubei_desk.domain.case import CaseMaterial
from yubei_desk.domain.intake import Promise
from yubei_desk.domain.item import Item
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.intake.days import DaysCard
from yubei_desk.ui.intake.hand import HandReceipt
from yubei_desk.ui.intake.picker import ItemPicker
from yubei_desk.ui.widgets.applicant_form import ApplicantForm
from yubei_desk.ui.widgets.card import Card, Facts, ScrollColumn, SidePanel
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.material_files import MaterialFiles
from yubei_desk.ui.widgets.materials import MaterialCard, MaterialList
from yubei_desk.ui.widgets.progress import StepBar

DONE = 4  # all steps


class CounterForm(QWidget):
    """What is typed and ticked of one application. Signals: `edited` at every change, `changed` when a file
    is on its way or has come, `broke(error)` for what is no fault of anything typed.
    """

    edited = Signal()
    changed = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, received: Card, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: Item | None = None  # whose materials stand on the screen
        self._awaited: Mapping[str, object] = {}  # a draft whose item is not loaded yet
        steps = (self.tr("选择事项"), self.tr("申请人信息"), self.tr("材料核验"), self.tr("接件"))
        self.steps = StepBar(steps, self)
        self.picker = ItemPicker(self)
        self.hand = HandReceipt(desk, self)
        self.form = ApplicantForm(desk.session.now.date(), self)
        self.days = DaysCard(self)
        self.materials = MaterialList(self)
        self.material_card = MaterialCard(self.materials, self.tr("选择事项后，列出应交的材料。"), self)
        self.files = MaterialFiles(desk, self.materials, self)
        self.running = Facts(self)
        self._build(received)
        self._connect()

    def _build(self, received: Card) -> None:
        self.left, self.side = ScrollColumn(self), SidePanel(self)
        self.picker.heading.add_right(self.hand.note)
        self.picker.heading.add_right(self.hand.switch)
        for part in (self.picker, self.hand, self.form):
            self.left.add(part)
        self._running_card = Card(self.tr("同一申请人在办"), self)
        self._running_card.add(self.running)
        self._running_card.hide()
        for card in (received, self.days, self.material_card, self._running_card):
            self.side.add(card)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self.steps)
        column.addWidget(self.left, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(12)
        row.addLayout(column, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        self.picker.picked.connect(self._show_item)
        self.picker.let_go.connect(self._let_go)
        for changed in (self.form.edited, self.hand.edited, self.materials.changed):
            changed.connect(self._on_edited)
        self.form.identified.connect(self._look_up)
        self.hand.day_changed.connect(self._load_promise)
        for part in (self.hand, self.files):
            part.changed.connect(self.changed)
            part.broke.connect(self.broke)

    def load(self) -> None:
        """Load what is published today, and today's days."""
        store, worker = self._desk.store, self._desk.worker
        worker.run(store.load_receipt_days, done=self.hand.show_days, failed=self._failed)
        worker.run(store.load_items, done=self._show_items, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.broke.emit(error)

    # -- steps

    def _on_edited(self) -> None:
        self.show_step()
        self.edited.emit()

    def show_step(self, received: bool = False) -> None:
        """Light the first step that is still open; a fault that only warns does not hold it."""
        open_steps = (self.picker.item is None, not self.form.named, self.material_card.show_count())
        self.steps.show_step(DONE if received else open_steps.index(True) if any(open_steps) else 3)

    # -- the item

    def _show_items(self, items: tuple[Item, ...]) -> None:
        self.picker.show_items(items)
        draft, self._awaited = self._awaited, {}
        if draft:
            self._restore_item(draft)

    def _show_item(self, item: Item) -> None:
        self.form.fields["name"].setFocus()
        if self._shown is None or self._shown.edition_id != item.edition_id:
            self._show_materials(item)
        self._load_promise()
        self._on_edited()

    def _show_materials(self, item: Item | None) -> None:
        self._shown = item
        self.files.clear()
        self.materials.show_materials(item.materials if item else ())

    def _let_go(self) -> None:
        """The materials stay as ticked: most often the same item is picked again."""
        self.days.clear()
        self._on_edited()

    def _load_promise(self) -> None:
        item = self.picker.item
        if item is not None:
            start = self.hand.received_on if item.start_event == "收到" else None
            work = partial(_promise, self._desk.store.promise_day, item, start)
            self._desk.worker.run(work, done=self._show_promise, failed=self._failed)

    def _show_promise(self, found: tuple[Item, Promise]) -> None:
        if self.picker.item is found[0]:
            self.days.show_promise(*found)

    # -- the applicant

    def _look_up(self, number: str) -> None:
        work = partial(self._desk.store.find_applicant, number)
        self._desk.worker.run(work, done=self._show_known, failed=self._failed)

    def _show_known(self, found: tuple[Applicant, tuple[Running, ...]] | None) -> None:
        known = found is not None and self.form.show_known(found[0])
        self._show_running(found[1] if found and known else ())

    def _show_running(self, running: tuple[Running, ...]) -> None:
        self.running.show_facts([(each.item, each.state) for each in running])
        self._running_card.setVisible(bool(running))

    # -- what is typed

    @property
    def busy(self) -> bool:
        """Whether a file is still on its way to the store."""
        return self.files.busy or self.hand.busy

    @property
    def begun(self) -> bool:
        """Whether there is anything worth keeping."""
        return self._shown is not None or self.form.begun or self.hand.wanted

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by the name the law speaks of it."""
        hand = self.hand.fields if self.hand.wanted else {}
        return {**self.form.fields, **hand, "item": self.picker.search}

    def ready(self) -> bool:
        """Whether it can be sent; what is missing says so itself and takes the keyboard."""
        wrong = self.hand.first_wrong()
        if self.picker.item is None:
            self.picker.demand()
        elif wrong is not None:
            wrong.editor.setFocus()
        self.show_focused()
        return self.picker.item is not None and wrong is None

    def show_focused(self) -> None:
        """Scroll to where the keyboard was sent."""
        here = self.window().focusWidget()
        if here is not None and self.left.isAncestorOf(here):
            self.left.ensureWidgetVisible(here)

    def show_top(self) -> None:
        """Scroll to the beginning of form and panel."""
        for column in (self.left, self.side):
            column.verticalScrollBar().setValue(0)

    def body(self) -> dict[str, object]:
        """What the act carries; without an item the law refuses it, in its own words."""
        edition = self.picker.item.edition_id if self.picker.item else None
        told = {"edition": edition, "materials": self.files.body(), "business": "新办"}
        return {**self.form.values(), **self.hand.told(), **told}

    def draft(self) -> dict[str, object]:
        """Everything as typed, with a `title` to know it by; empty when nothing was."""
        if not self.begun:
            return {}
        item = self.picker.item or self._shown
        name = self.form.fields["name"].text() or self.tr("未填申请人")
        return {
            "title": f"{name} · {item.name if item else self.tr('未选事项')}",
            "item": item.code if item else "",
            "form": self.form.draft(),
            "hand": self.hand.draft(),
            "materials": [asdict(mark) for mark in self.materials.marks()],
            "files": self.files.draft(),
        }

    def restore(self, draft: Mapping[str, object]) -> None:
        """Show what was typed before; its item follows when the catalogue is loaded."""
        self.clear()
        for part, name in ((self.form, "form"), (self.hand, "hand")):
            typed = draft.get(name)
            if isinstance(typed, dict):
                part.restore(typed)
        self._restore_item(draft)
        self.show_step()

    def _restore_item(self, draft: Mapping[str, object]) -> None:
        if not draft.get("item"):
            return
        if not self.picker.pick_code(draft["item"]):
            self._awaited = draft
            return
        rows = draft.get("materials")
        if isinstance(rows, list):
            self.materials.set_marks([CaseMaterial(**row) for row in rows])
        self.files.restore(draft.get("files"))

    def clear(self) -> None:
        """An empty form."""
        self.form.clear()
        self.clear_item()

    def clear_item(self) -> None:
        """Another item for the applicant who stands in the form."""
        self._awaited = {}
        self.picker.clear()
        self.hand.fold()
        self._show_materials(None)
        self.days.clear()
        self._show_running(())
        self.form.check_identifier()
        self.show_step()

    def lock(self, locked: bool) -> None:
        """Let nothing be typed."""
        for part in (self.form, self.picker, self.hand, self.materials):
            part.setEnabled(not locked)


def _promise(
    promise_day: Callable[[Item, date | None], Promise], item: Item, start: date | None
) -> tuple[Item, Promise]:
    return item, promise_day(item, start)
