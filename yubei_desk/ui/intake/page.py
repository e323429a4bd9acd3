"""The page 综合受理: pick the item, take the applicant and the materials, receive, pass on."""

from __future__ import annotations

from dataclasses import asdict
from functools import partial
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.applicant import Applicant, Running
from yubei_desk.domain.case import CaseMaterial
from yubei_desk.domain.intake import Promise
from yubei_desk.domain.item import Item
from yubei_desk.errors import DeskError, Unreachable
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.intake.files import MaterialFiles
from yubei_desk.ui.intake.form import ApplicantForm
from yubei_desk.ui.intake.received import ReceivedCase
from yubei_desk.ui.message import report
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.card import Card, Facts, ScrollColumn, SidePanel
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.materials import MaterialList
from yubei_desk.ui.widgets.page import Page

DRAFT = "intake"
DRAFT_MS = 400


class IntakePage(Page):
    """One form at a time; its wish is one case, however often it is sent."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(self.tr("综合受理"), parent=parent)
        self._desk = desk
        self._items: tuple[Item, ...] = ()
        self._item: Item | None = None
        self._wish, self._lost = uuid4(), False
        self._draft = desk.drafts.recall(DRAFT)
        self._pause = QTimer(self, interval=DRAFT_MS, singleShot=True)
        self.typed = QLineEdit(self)
        hint = self.tr("输入拼音首字母、名称或编号")
        self.search = Field(self.tr("事项"), self.typed, required=True, hint=hint, parent=self)
        self.list = QListWidget(self)
        self.form = ApplicantForm(desk.session.now.date(), self)
        self.materials = MaterialList(self)
        self.files = MaterialFiles(desk, self.materials, self)
        self.facts, self.running = Facts(self), Facts(self)
        self.received = ReceivedCase(desk, self)
        self.moves = self.received.moves
        self.receive = button(self.tr("接件"), self, kind="primary")
        self.again = button(self.tr("再收一件"), self)
        self.same = button(self.tr("同一申请人再收一件"), self)
        self._build()
        self._connect()
        if self._draft:
            self._restore()

    def _build(self) -> None:
        self.list.setAccessibleName(self.tr("可选事项"))
        self.list.setFixedHeight(126)
        pick = Card(self.tr("选择事项"), self)
        left, side = ScrollColumn(self), SidePanel(self)
        self._cards: dict[QWidget, Card] = {}
        for part in (self.search, self.list):
            pick.add(part)
        left.add(pick)
        left.add(self.form)
        side.add(self.received)
        for title, inside in (
            (self.tr("办理时限"), self.facts),
            (self.tr("材料清单"), self.materials),
            (self.tr("同一申请人在办"), self.running),
        ):
            card = Card(title, self)
            card.add(inside)
            side.add(card)
            self._cards[inside] = card
        row = QHBoxLayout()
        row.addWidget(left, 1)
        row.addWidget(side)
        self.body.addLayout(row, 1)
        self._foot = Foot((("Ctrl+Enter", self.tr("接件")),), self)
        received = self.received
        for pressed in (self.again, self.same, received.print, received.notice, self.moves, self.receive):
            self._foot.add(pressed)
        self.set_foot(self._foot)
        self._cards[self.running].hide()
        self._show_buttons()

    def _connect(self) -> None:
        self._pause.timeout.connect(self._keep)
        self.search.edited.connect(self._search)
        self.typed.returnPressed.connect(self._pick_first)
        self.list.itemActivated.connect(self._picked)
        self.list.itemClicked.connect(self._picked)
        self.form.edited.connect(self._pause.start)
        self.form.identified.connect(self._look_up)
        self.materials.changed.connect(self._pause.start)
        self.files.changed.connect(self._show_buttons)
        self.files.broke.connect(self._failed)
        self.receive.clicked.connect(self.send)
        self.receive.setShortcut(Qt.Modifier.CTRL | Qt.Key.Key_Return)
        self.again.clicked.connect(self.start_anew)
        self.same.clicked.connect(self.start_next)
        self.received.changed.connect(self._show_case)
        self.received.broke.connect(self._unshown)

    def activate(self) -> None:
        """Load what is published today."""
        self._desk.worker.run(self._desk.store.load_items, done=self._show_items, failed=self._failed)

    def _show_items(self, items: tuple[Item, ...]) -> None:
        self._items = items
        self._offer()
        wanted = self._draft.get("item")
        chosen = next((item for item in items if item.code == wanted), None)
        if chosen is not None and self._item is None:
            self._show_item(chosen)
            rows = self._draft.get("materials")
            if isinstance(rows, list):
                self.materials.set_marks([CaseMaterial(**row) for row in rows])
            self.files.restore(self._draft.get("files"))

    def _search(self) -> None:
        self.list.show()
        self._offer()

    def _offer(self) -> None:
        self.list.clear()
        for item in self._items:
            if item.matches(self.search.text()):
                line = QListWidgetItem(f"{item.code}　{item.name}　{item.section}", self.list)
                line.setData(Qt.ItemDataRole.UserRole, item)

    def _pick_first(self) -> None:
        if self.list.count():
            self._picked(self.list.item(0))

    def _picked(self, line: QListWidgetItem) -> None:
        # Folding the focused list would throw the keyboard anywhere.
        self.form.fields["name"].setFocus()
        self._show_item(line.data(Qt.ItemDataRole.UserRole))

    def _show_item(self, item: Item) -> None:
        self._item = item
        self.list.hide()
        self.search.set_good(self.tr("已选：{0}").format(item.name))
        self.files.clear()
        self.materials.show_materials(item.materials)
        self._desk.worker.run(
            partial(self._desk.store.promise_day, item), done=self._show_days, failed=self._failed
        )
        self._pause.start()

    def _show_days(self, promise: Promise) -> None:
        if self._item is None:
            return
        unit = self.tr("个工作日") if self._item.limit_unit == "working" else self.tr("日")
        self.facts.show_facts(
            [
                (self.tr("今日受理承诺"), f"{promise.day}{self.tr('（暂定）') if promise.provisional else ''}"),
                (self.tr("承诺时限"), f"{self._item.promised_days} {unit}"),
                (self.tr("法定时限"), f"{self._item.statutory_days} {unit}"),
                (self.tr("办理科室"), self._item.section),
            ]
        )

    def _look_up(self, number: str) -> None:
        self._desk.worker.run(
            partial(self._desk.store.find_applicant, number), done=self._show_known, failed=self._failed
        )

    def _show_known(self, found: tuple[Applicant, tuple[Running, ...]] | None) -> None:
        if found is not None:
            self.form.show_known(found[0])
        running = found[1] if found else ()
        self.running.show_facts([(each.item, each.state) for each in running])
        self._cards[self.running].setVisible(bool(running))

    def _keep(self) -> None:
        if self.received.case is not None:
            return
        code = self._item.code if self._item else ""
        rows = [asdict(mark) for mark in self.materials.marks()]
        values = {"item": code, "form": self.form.draft(), "materials": rows, "files": self.files.draft()}
        try:
            self._desk.drafts.keep(DRAFT, {**values, "wish": str(self._wish), "lost": self._lost})
        except DeskError as error:
            report(error, self.messages)
            return
        self._foot.say(self.tr("草稿已自动保存"))

    def _restore(self) -> None:
        form = self._draft.get("form")
        if isinstance(form, dict):
            self.form.restore(form)
        self._wish, self._lost = UUID(str(self._draft["wish"])), bool(self._draft.get("lost"))
        self.messages.say(self.tr("已恢复上次未提交的内容，请核对后接件。"), "info")

    def send(self) -> None:
        """Receive; after a lost answer the same wish is looked up first."""
        if self._item is None:
            self.search.set_error(self.tr("请从列表选择事项，可输入拼音首字母、名称或编号。"))
            self.search.setFocus()
            return
        told = {"edition": self._item.edition_id, "materials": self.files.body(), "business": "新办"}
        body = {**self.form.values(), **told}
        # As lost until answered: a crash on the way is then looked up by the wish, never filed twice.
        self._lost = True
        self._keep()
        self._show_buttons()
        self.receive.setEnabled(False)
        wish = Wish("receive", self._wish, body=body)
        self._desk.worker.run(
            partial(self._desk.deeds.finish_wish, wish), done=self._received, failed=self._refused
        )

    def _refused(self, error: Exception) -> None:
        self._lost = isinstance(error, Unreachable)
        self._keep()
        self._show_buttons()
        report(error, self.messages, {**self.form.fields, "item": self.search})

    def _received(self, filed: Filed) -> None:
        self._pause.stop()
        self._foot.say("")
        self._draft = {}
        self._desk.ring()
        self.received.load(filed.matter_id)

    def _unshown(self, error: Exception) -> None:
        # Filed but not seen yet: 接件 finds it again by its wish.
        (self._failed if self.received.case else self._refused)(error)

    def _show_case(self) -> None:
        self.messages.show_done(
            self.tr("已接件 {0}，可打印收件单并转科室。").format(self.received.number.text())
        )
        self._show_buttons()
        # Only now: until the receipt is seen, the draft finds it again by its wish.
        try:
            self._desk.drafts.forget(DRAFT)
        except DeskError as error:
            report(error, self.messages)

    def start_anew(self) -> None:
        """An empty form with a wish of its own."""
        self.form.restore({name: "" for name in self.form.fields if name != "kind"})
        self.start_next()

    def start_next(self) -> None:
        """Another item with a wish of its own for the applicant that stands in the form."""
        self._item, self._wish, self._lost = None, uuid4(), False
        self.received.clear()
        self.search.set_value("")
        self._search()
        self.files.clear()
        self.materials.show_materials(())
        for facts in (self.facts, self.running):
            facts.show_facts([])
        self._pause.stop()
        self._cards[self.running].hide()
        self._show_buttons()
        self.search.setFocus()

    def _show_buttons(self) -> None:
        received = self.received.case is not None
        self.again.setVisible(received)
        self.same.setVisible(received)
        self.receive.setVisible(not received)
        self.receive.setEnabled(not self.away and not self.files.busy)
        self.receive.setToolTip(self.away)
        # What may be filed already is not typed over: 接件 first finds out what became of it.
        for part in (self.form, self.search, self.list, self.materials):
            part.setEnabled(not received and not self._lost)

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is received; what is typed stays."""
        super().set_away(sentence)
        self.moves.set_away(sentence)
        self._show_buttons()

    def _failed(self, error: Exception) -> None:
        report(error, self.messages, self.form.fields)
