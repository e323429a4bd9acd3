"""The page 综合受理: one application from item to receipt, and beside it what the window still holds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QDateTime
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QTabWidget, QWidget

from yubei_desk.ui.desk import Desk
from yubei_desk.ui.intake.at_hand import CaseAtHand
from yubei_desk.ui.intake.counter import CounterForm
from yubei_desk.ui.intake.held import HeldPart
from yubei_desk.ui.message import report
from yubei_desk.ui.sending import Sending, Shelf
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.page import Page

ANYTHING = frozenset[int]()
HALL_OFFSET = 8 * 3600  # seconds: the hall's clock, whatever zone this machine is set to


class IntakePage(Page):
    """One form at a time; its wish is one case, however often it is sent."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent.tr("综合受理"), parent=parent)
        self.received = CaseAtHand(desk, self.tr("本次接件"), self)
        self.counter = CounterForm(desk, self.received, self)
        self.held = HeldPart(desk, self)
        self.sending = Sending(desk, "receive", "intake", self.counter.draft, self)
        self.receive = button(self.tr("接件"), self, kind="primary")
        self.aside, self.shelf = button(self.tr("暂存"), self), button("", self)
        self.again = button(self.tr("再收一件"), self)
        self.same = button(self.tr("同一申请人再收一件"), self)
        self.parts = QTabWidget(self)
        self._unseen = False  # filed, but its receipt not yet on the screen
        self._next = ""  # the draft to take up once this one is put aside
        self._build()
        self.counter.clear()
        self._connect()
        self._show_state()
        self.sending.recall()

    def _build(self) -> None:
        self.parts.tabBar().setAccessibleName(self.tr("综合受理各部分"))
        self.parts.setDocumentMode(True)
        self.parts.tabBar().setDrawBase(False)
        self.parts.addTab(self.counter, self.tr("收件登记"))
        self.parts.addTab(self.held, self.tr("窗口在手"))
        self.body.addWidget(self.parts, 1)
        keys = (("Ctrl+1～2", self.tr("各部分")), ("Ctrl+Enter", self.tr("接件、转科室")))
        self._foot = Foot(keys, self)
        self.aside.setToolTip(self.tr("把这一件放在一边，先办别的；内容保存在本机（Ctrl+S）"))
        self.shelf.setMenu(QMenu(self.shelf))
        self.shelf.hide()
        for part in (self.again, self.same, self.shelf, self.aside, *self.received.buttons(), self.receive):
            self._foot.add(part)
        self.set_foot(self._foot)
        self.set_foot(self.held.foot)
        self.held.foot.hide()

    def _connect(self) -> None:
        self.counter.edited.connect(self._edited)
        self.counter.changed.connect(self._show_state)
        self.counter.broke.connect(self._failed)
        self.sending.recalled.connect(self._restore)
        self.sending.kept.connect(self._say_kept)
        self.sending.shelved.connect(self._show_shelf)
        self.sending.filed.connect(self._received)
        self.sending.refused.connect(self._refused)
        self.sending.aside.connect(self._begin_next)
        self.sending.unkept.connect(self._unkept)
        self.received.changed.connect(self._show_case)
        self.received.filed.connect(self._moved)
        self.received.broke.connect(self._unshown)
        self.held.counted.connect(self._show_count)
        self.held.filed.connect(self._moved)
        self.held.failed.connect(self._failed)
        self.held.open_requested.connect(partial(self.open_requested.emit, "case"))
        self.parts.currentChanged.connect(self._turn)
        self._connect_buttons()

    def _connect_buttons(self) -> None:
        self.receive.clicked.connect(self.send)
        self.receive.setShortcut(QKeySequence("Ctrl+Return"))
        QShortcut(QKeySequence("Ctrl+Enter"), self.receive, self.receive.click)  # the one of the number pad
        self.aside.setShortcut(QKeySequence("Ctrl+S"))
        self.aside.clicked.connect(self.put_aside)
        self.again.clicked.connect(self.start_anew)
        self.same.clicked.connect(self.start_next)
        for number in range(self.parts.count()):
            keys = QKeySequence(f"Ctrl+{number + 1}")
            QShortcut(keys, self, partial(self._go_to, number))

    # -- the house's page

    def activate(self) -> None:
        """Load what is published today, the days of today, and what the window holds."""
        self.counter.load()
        self.held.matters_changed(ANYTHING)
        self.received.reload(ANYTHING)
        if not self.counter.begun:
            self.counter.picker.typed.setFocus()

    def matters_changed(self, ids: frozenset[int]) -> None:
        """The bell: what the window holds, and the case just received, may be others; out of sight later."""
        if self.isVisible():
            self.held.matters_changed(ids)
            self.received.reload(ids)

    def show_list(self, name: str) -> None:
        """Show what the window holds, by the name of a filter."""
        self._go_to(self.parts.indexOf(self.held))
        self.held.show_list(name)

    def set_away(self, sentence: str) -> None:
        """Without the server nothing is received; what is typed stays."""
        super().set_away(sentence)
        for case in (self.received, self.held.at_hand):
            case.set_away(sentence)
        self._show_state()

    def _go_to(self, part: int) -> None:
        """Turn to a part, the keyboard where its work begins."""
        self.parts.setCurrentIndex(part)
        (self.counter.picker.typed if part == 0 else self.held.table).setFocus()

    def _turn(self) -> None:
        held = self.parts.currentWidget() is self.held
        self._foot.setVisible(not held)
        self.held.foot.setVisible(held)

    def _show_count(self, count: int) -> None:
        words = self.tr("窗口在手")
        self.parts.setTabText(1, f"{words} {count}" if count else words)

    def _failed(self, error: Exception) -> None:
        report(error, self.messages, self.counter.fields)
        self.counter.show_focused()

    # -- drafts

    def _edited(self) -> None:
        item = self.counter.picker.item
        subtitle = item.name if item else ""
        if subtitle != self.subtitle:
            self.set_heading(self.title, subtitle)
        if self.received.case is None:
            self.sending.touch()

    def _say_kept(self) -> None:
        now = QDateTime.currentDateTimeUtc().toOffsetFromUtc(HALL_OFFSET)
        self._foot.say(self.tr("草稿已自动保存 {0}").format(now.toString("HH:mm")))

    def _restore(self, draft: dict[str, object]) -> None:
        self.counter.restore(draft)
        self.sending.rest()
        self.messages.say(self.tr("已恢复上次未提交的内容，请核对后接件。"), "info")
        self._show_state()

    def put_aside(self) -> None:
        """Keep this application for later and begin another, once the disk has it."""
        if self.counter.begun:
            self.counter.lock(True)
            self.aside.setEnabled(False)
            self.sending.put_aside()

    def _begin_next(self) -> None:
        self.start_anew()
        if self._next:
            self.sending.recall(self._next)
        else:
            self.messages.show_done(self.tr("已暂存，可从“取回暂存”继续办理。"))
        self._next = ""

    def _take_up(self, key: str) -> None:
        """Go on with an application put aside; what stands on the screen is put aside in its turn."""
        self._next = key
        if self.counter.begun and self.received.case is None:
            self.put_aside()
        else:
            self._begin_next()

    def _unkept(self, error: Exception) -> None:
        """The disk is full or gone: what is typed stays where it is."""
        self._next = ""
        self._failed(error)
        self._show_state()

    def _show_shelf(self, shelf: Shelf) -> None:
        menu = self.shelf.menu()
        menu.clear()
        for key, title in shelf:
            menu.addAction(title.replace("&", "&&")).triggered.connect(partial(self._take_up, key))
        self.shelf.setText(self.tr("取回暂存 {0}").format(len(shelf)))
        self.shelf.setAccessibleName(self.shelf.text())
        self.shelf.setVisible(bool(shelf))

    # -- receiving

    def send(self) -> None:
        """Receive what stands on the screen."""
        if self.receive.isEnabled() and (self.sending.lost or self.counter.ready()):
            self.messages.silence()
            self.sending.send(self.counter.body())
            self._show_state()

    def _refused(self, error: Exception) -> None:
        self._show_state()
        self._failed(error)

    def _received(self, matter_id: int) -> None:
        self._unseen = True
        self.received.load(matter_id)
        self.held.load()

    def _unshown(self, error: Exception) -> None:
        # Filed but not seen yet: 接件 finds it again by its wish.
        (self._failed if self.received.case else self._refused)(error)

    def _show_case(self) -> None:
        """Once the receipt is seen the draft may go: until then it finds the case again by its wish."""
        if self._unseen:
            self._unseen = False
            words = self.tr("已接件 {0}，可打印收件单并转科室。").format(self.received.number.text())
            self.messages.show_done(words)
            self.counter.show_top()
            self.sending.forget()
        self._foot.say("")
        self._show_state()

    def _moved(self, sentence: str) -> None:
        self.messages.show_done(sentence)
        self.held.load()

    def start_anew(self) -> None:
        """An empty form with a wish of its own."""
        self._start(self.counter.clear)

    def start_next(self) -> None:
        """Another item with a wish of its own for the applicant that stands in the form."""
        self._start(self.counter.clear_item)

    def _start(self, clear: Callable[[], None]) -> None:
        self.received.clear()
        clear()
        self.sending.renew()
        self._foot.say("")
        self._show_state()
        self.counter.picker.search.setFocus()
        self.counter.show_top()

    def _show_state(self) -> None:
        received = self.received.case is not None
        for part in (self.again, self.same):
            part.setVisible(received)
        for part in (self.aside, self.receive):
            part.setVisible(not received)
        storing = self.tr("附件正在存入，请稍候。") if self.counter.busy else ""
        halt = self.away or (self.tr("正在接件，请稍候。") if self.sending.busy else storing)
        self.receive.setEnabled(not halt)
        self.receive.setToolTip(halt)
        movable = not self.sending.lost and not storing
        self.aside.setEnabled(movable)
        self.shelf.setEnabled(movable or received)
        self.shelf.setToolTip("" if self.shelf.isEnabled() else halt)
        self.counter.show_step(received)
        # What may be filed already is not typed over: 接件 first finds out what became of it.
        self.counter.lock(received or self.sending.lost)
