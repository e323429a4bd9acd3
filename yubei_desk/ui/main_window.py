"""Main window 主窗口: the shell around the rooms: navigation, head with jump box, page, status line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.domain.home import JumpRow
from yubei_desk.domain.staff import Decider, Session
from yubei_desk.ui import theme
from yubei_desk.ui.jump import JumpBox
from yubei_desk.ui.widgets.bars import Banner, LabelButton
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.nav import NavBar, Room
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.status import StatusBar

__all__ = ["MainWindow", "Room"]


class MainWindow(QWidget):
    """The window of the person signed in, with the rooms given and no others, made when first entered.

    Signals: `sign_out_requested`; `theme_requested(name)`; `search_requested(words)`, answered by
    `show_results(words, rows)`; `news_opened` when the bell is pressed; `room_shown(key)`.
    """

    sign_out_requested = Signal()
    theme_requested = Signal(str)
    search_requested = Signal(str)
    news_opened = Signal()
    room_shown = Signal(str)

    def __init__(self, session: Session, rooms: Sequence[Room], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._rooms = {room.key: room for room in rooms}
        self._pages: dict[str, Page] = {}
        self._been: list[str] = []
        self._away = ""
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(f"{self.tr('渝北审批台')} · {session.centre}")
        self.nav = NavBar(session.centre, rooms, self)
        self.banner = Banner(self, edge=True)
        self.status = StatusBar(session.now, session.practice, self)
        self.jump = JumpBox(self)
        self._title = theme.text_label("", self, kind="page")
        self._subtitle = ElidedLabel("", self, kind="hint")
        self._stack = QStackedWidget(self)
        self._bell = QToolButton(self)
        self._news = theme.text_label("", self._bell)
        self._person = _person_chip(session, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._head())
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        middle.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(middle, 1)
        outer.addWidget(self.status)

    def _head(self) -> QFrame:
        head = QFrame(self)
        head.setObjectName("header")
        head.setFixedHeight(60)
        self.jump.setFixedWidth(380)
        self._news.setObjectName("bell_count")
        self._news.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.set_icon(self._bell, "bell", "secondary", 22)
        row = QHBoxLayout(head)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(14)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addWidget(self.jump)
        row.addWidget(self._bell)
        row.addWidget(self._person)
        self.set_news(0)
        return head

    def _connect(self) -> None:
        menu = QMenu(self._person)
        self._theme_action = menu.addAction("")
        menu.addSeparator()
        leave = menu.addAction(self.tr("退出登录"))
        self._person.setMenu(menu)
        menu.aboutToShow.connect(self._name_theme)
        self._theme_action.triggered.connect(lambda: self.theme_requested.emit(_other_theme()))
        leave.triggered.connect(self.sign_out_requested)
        self._name_theme()
        self.nav.room_requested.connect(self.show_room)
        self.jump.search_requested.connect(self.search_requested)
        self.jump.chosen.connect(self._jump_to)
        self._bell.clicked.connect(self.news_opened)
        for number, room in enumerate(self._rooms.values(), 1):
            keys = room.shortcut or (f"Alt+{number}" if number <= 9 else "")
            if keys:
                QShortcut(QKeySequence(keys), self, lambda key=room.key: self.show_room(key))
        QShortcut(QKeySequence("F5"), self, self.reload)

    def _name_theme(self) -> None:
        dark = theme.current_theme() == "dark"
        self._theme_action.setText(self.tr("切换到浅色界面") if dark else self.tr("切换到深色界面"))

    @property
    def room_keys(self) -> tuple[str, ...]:
        """The keys of the rooms given, in the order of the navigation."""
        return tuple(self._rooms)

    def room(self) -> str:
        """The key of the room one is in, "" before the first."""
        return next((key for key, page in self._pages.items() if page is self._stack.currentWidget()), "")

    def page(self, key: str) -> Page:
        """The page of a room, made now if it was never entered; KeyError for a room not given."""
        if key not in self._pages:
            page = self._rooms[key].make(self._stack)
            self._pages[key] = page
            self._stack.addWidget(page)
            page.heading_changed.connect(self._show_heading)
            page.open_requested.connect(self.open_matter)
            page.list_requested.connect(self.open_list)
            page.said.connect(self.status.say)
            if self._away:
                page.set_away(self._away)
        return self._pages[key]

    def show_room(self, key: str) -> None:
        """Enter a room."""
        before = self.room()
        if before and before != key:
            self._been.append(before)
        self._enter(key)

    def go_back(self) -> None:
        """Esc: back to the room one came from."""
        if self._been:
            self._enter(self._been.pop())

    def _enter(self, key: str) -> None:
        page = self.page(key)
        held, left_at = self.focusWidget(), page.focusWidget()
        self._stack.setCurrentWidget(page)
        self.nav.show_room(key)
        self._show_heading()
        if held is None or not page.isAncestorOf(held):
            page.take_focus(left_at)
        page.activate()
        self.room_shown.emit(key)

    def open_matter(self, room: str, matter_id: int) -> None:
        """Enter a room and show a matter there (0: only the room); says so when the room is not given."""
        if room not in self._rooms:
            self.status.say(self.tr("您的岗位不进入这个页面。"))
            return
        self.show_room(room)
        if matter_id:
            self.page(room).open_matter(matter_id)

    def open_list(self, room: str, name: str) -> None:
        """Enter a room at one of its lists."""
        self.open_matter(room, 0)
        if self.room() == room:
            self.page(room).show_list(name)

    def reload(self) -> None:
        """F5: load again what the page shows."""
        if self._pages:
            self.page(self.room()).reload()

    def matters_changed(self, ids: frozenset[int]) -> None:
        """Pass the bell on to every page that was made; empty: anything may have changed."""
        for page in self._pages.values():
            page.matters_changed(ids)

    def set_away(self, sentence: str) -> None:
        """The server is away: a banner, and every page told; "" when it is back."""
        self._away = sentence
        if sentence:
            self.banner.say(sentence, "danger", can_close=False)
        else:
            self.banner.silence()
        for page in self._pages.values():
            page.set_away(sentence)

    def set_deciders(self, deciders: Sequence[Decider]) -> None:
        """Say who decides today."""
        self.status.set_deciders(deciders, self._session.section_ids)

    def set_now(self, now: datetime) -> None:
        """Set the hall's clock."""
        self.status.set_now(now)

    def set_news(self, count: int) -> None:
        """Show at the bell how much is new."""
        words = self.tr("新动态 {0} 条").format(count) if count else self.tr("没有新动态")
        self._bell.setToolTip(words)
        self._bell.setAccessibleName(words)
        self._news.setText(str(count) if count < 100 else "99+")
        self._news.setVisible(bool(count))
        self._news.adjustSize()
        self._news.move(16, 0)

    def show_results(self, words: str, rows: Sequence[JumpRow]) -> None:
        """Show what was found for `words`, rooms of that name first."""
        rooms = [JumpRow(0, room.key, room.title, "") for room in self._rooms.values() if words in room.title]
        self.jump.show_results(words, (*rooms, *rows))

    def _jump_to(self, row: JumpRow) -> None:
        self.open_matter(row.kind, row.matter_id)

    def _show_heading(self) -> None:
        page = self._pages.get(self.room())
        if page is not None:
            self._title.setText(page.title)
            self._subtitle.setText(page.subtitle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that no part of the page wanted goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Name the other theme in the menu."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_theme_action"):
            self._name_theme()


def _other_theme() -> str:
    return "light" if theme.current_theme() == "dark" else "dark"


def _person_chip(session: Session, parent: QWidget) -> LabelButton:
    """Face, name and post of the person signed in; its menu switches the theme and signs out."""
    chip = LabelButton(parent)
    chip.setObjectName("person")
    face = QLabel(session.name[:1], chip)
    face.setObjectName("face")
    face.setAlignment(Qt.AlignmentFlag.AlignCenter)
    face.setFixedSize(30, 30)
    posts = list(dict.fromkeys(duty.label for duty in session.duties))
    shown = "、".join(posts[:2]) + ("…" if len(posts) > 2 else "")
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(theme.text_label(session.name, chip))
    words.addWidget(theme.text_label(shown, chip, kind="hint"))
    row = QHBoxLayout(chip)
    row.setContentsMargins(6, 4, 6, 4)
    row.setSpacing(10)
    row.addWidget(face)
    row.addLayout(words)
    chip.setAccessibleName(f"{session.name} {shown}")
    chip.setToolTip("\n".join(f"{duty.section} {duty.label}" for duty in session.duties))
    return chip
