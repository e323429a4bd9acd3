"""Sign-in 登录: who sits at this desk, whether the server is there, on a practice centre whom to play."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import LabelButton, button
from yubei_desk.ui.widgets.card import ScrollColumn
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.light import Pill

Tone = Literal["ok", "warn", "danger", "muted"]
SIZE: Final = (1120, 680)


@dataclass(frozen=True, slots=True)
class StaffOffer:
    """A demonstration post one may sign in as on a practice centre; `duties` as words, such as 首席代表.

    `pin` opens the post's signing key; empty where it has none.
    """

    login: str
    password: str
    name: str
    section: str
    duties: str
    pin: str = ""


class SignInWindow(QWidget):
    """The first window of the program; it knows nothing of the server but what it is told.

    Signals: `sign_in_requested(login, password)`; `theme_requested(name)` with "light" or "dark".
    """

    sign_in_requested = Signal(str, str)
    theme_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("渝北审批台 · 登录"))
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._offers = _OfferList(self)
        self.login = Field(self.tr("登录名"), QLineEdit(self), required=True, parent=self)
        self.password = Field(self.tr("密码"), QLineEdit(self), required=True, parent=self)
        self._caps = theme.text_label(
            self.tr("大写锁定（Caps Lock）可能已打开。"), self, kind="hint", tone="warn"
        )
        self._dot = Pill("", "muted", self)
        self._connection = theme.text_label("", self, kind="hint")
        self.enter = button(self.tr("登录"), self, kind="primary")
        self._switch = QToolButton(self)
        self._build()
        self._connect()
        self.resize(*SIZE)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(_brand(self))
        row.addWidget(self._offers, 5)
        row.addWidget(self._desk(), 4)
        self._offers.hide()
        self._caps.hide()

    def _desk(self) -> QWidget:
        """The column in which one signs in."""
        desk = QWidget(self)
        column = QVBoxLayout(desk)
        column.setContentsMargins(40, 20, 40, 24)
        column.setSpacing(10)
        column.addStretch(2)
        column.addWidget(theme.text_label(self.tr("登录工作台"), desk, kind="page"))
        hint = self.tr("用本人的登录名和密码登录，请勿代人登录。")
        column.addWidget(theme.text_label(hint, desk, kind="hint"))
        column.addSpacing(10)
        for part in (self.login, self.password, self._caps, self.enter):
            part.setMinimumWidth(280)
            part.setMaximumWidth(420)
            column.addWidget(part)
        column.addStretch(3)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._dot)
        state.addWidget(self._connection, 1)
        state.addWidget(self._switch)
        column.addLayout(state)
        return desk

    def _connect(self) -> None:
        for field in (self.login, self.password):
            editor = _line(field)
            editor.installEventFilter(self)
            editor.returnPressed.connect(self._ask)
        _line(self.password).setEchoMode(QLineEdit.EchoMode.Password)
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._ask)
        self._offers.chosen.connect(self._fill)
        self._offers.opened.connect(self._ask)
        self._connection.setWordWrap(True)
        self._switch.clicked.connect(self._ask_theme)
        self.show_theme()
        self.login.setFocus()

    def show_connection(self, words: str, tone: Tone) -> None:
        """Say where the server is: connecting (muted), there (ok), tried again (warn), away (danger)."""
        heads = {
            "ok": self.tr("已连接"),
            "warn": self.tr("正在重连"),
            "danger": self.tr("未连接"),
            "muted": self.tr("正在连接"),
        }
        self._dot.show_words(f"● {heads[tone]}", tone)
        self._connection.setText(words)

    def show_staff(self, offers: Sequence[StaffOffer]) -> None:
        """Offer the demonstration posts of a practice centre, by section; none hides the list."""
        self._offers.show_offers(offers)
        self._offers.setVisible(bool(offers))

    def show_error(self, field: Literal["login", "password"], sentence: str) -> None:
        """Say at a field what is wrong; what was typed stays, selected to be typed over."""
        self.set_busy(False)
        shown = {"login": self.login, "password": self.password}[field]
        shown.set_error(sentence)
        shown.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        _line(shown).selectAll()

    def set_busy(self, busy: bool) -> None:
        """Wait for the server's answer."""
        for part in (self.login, self.password, self.enter, self._offers):
            part.setEnabled(not busy)
        self.enter.setText(self.tr("正在登录…") if busy else self.tr("登录"))

    def show_theme(self) -> None:
        """Draw the switch for the theme one may change to."""
        dark = theme.current_theme() == "dark"
        words = self.tr("切换到浅色界面") if dark else self.tr("切换到深色界面")
        theme.set_icon(self._switch, "sun" if dark else "moon", "secondary", 20)
        self._switch.setToolTip(words)
        self._switch.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice capital letters typed without Shift, or small ones with it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._caps.setVisible(event.text().isascii() and event.text().isupper() != shifted)
        return super().eventFilter(watched, event)

    def _ask(self) -> None:
        missing = [field for field in (self.login, self.password) if not field.check_required()]
        if missing:
            missing[0].setFocus()
        elif self.enter.isEnabled():
            self.sign_in_requested.emit(self.login.text(), str(self.password.value()))

    def _ask_theme(self) -> None:
        self.theme_requested.emit("light" if theme.current_theme() == "dark" else "dark")
        self.show_theme()

    def _fill(self, offer: StaffOffer) -> None:
        self.login.set_value(offer.login)
        self.password.set_value(offer.password)
        self.enter.setFocus(Qt.FocusReason.OtherFocusReason)


class _OfferList(QFrame):
    """The demonstration posts by section; `chosen(StaffOffer)` by a click, `opened` by a double click."""

    chosen = Signal(object)
    opened = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("ground", "page")
        self._group = QButtonGroup(self)
        self._column = ScrollColumn(self, spacing=6)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 20, 12, 16)
        outer.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(theme.text_label(self.tr("演练岗位"), self, kind="section"))
        head.addWidget(Pill(self.tr("演练"), "warn", self))
        head.addStretch(1)
        outer.addLayout(head)
        hint = theme.text_label(self.tr("单击填入登录名和密码，双击直接登录。"), self, kind="hint")
        outer.addWidget(hint)
        outer.addWidget(self._column, 1)

    def show_offers(self, offers: Sequence[StaffOffer]) -> None:
        """Show these offers under their sections, in the order given."""
        self._column.empty()
        for section, posts in groupby(offers, key=lambda offer: offer.section):
            self._column.add(theme.text_label(section, self, kind="hint"))
            for offer in posts:
                self._column.add(self._make(offer))

    def _make(self, offer: StaffOffer) -> QPushButton:
        made = _OfferButton(offer, self)
        self._group.addButton(made)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(offer))
        made.double_clicked.connect(self.opened)
        return made


class _OfferButton(LabelButton):
    """One post: its name, and below it its duties and login."""

    double_clicked = Signal()

    def __init__(self, offer: StaffOffer, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "offer")
        self.setCheckable(True)
        self.setAccessibleName(f"{offer.section} {offer.name} {offer.duties}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 12, 4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(theme.text_label(offer.name, self))
        pin = self.tr("　签名口令 {0}").format(offer.pin) if offer.pin else ""
        words.addWidget(theme.text_label(f"{offer.login}{pin}", self, kind="hint"))
        row.addLayout(words, 1)
        row.addWidget(theme.text_label(offer.duties, self, kind="hint"))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill in and sign in."""
        self.click()
        self.double_clicked.emit()


def _line(field: Field) -> QLineEdit:
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    return editor


def _brand(parent: QWidget) -> QFrame:
    """The dark panel at the left: what this program is."""
    panel = QFrame(parent)
    panel.setObjectName("brand")
    panel.setFixedWidth(340)
    seal = QLabel(panel)
    seal.setPixmap(QPixmap(str(theme.RESOURCES / "icons" / "brand.svg")))
    column = QVBoxLayout(panel)
    column.setContentsMargins(36, 44, 36, 32)
    column.setSpacing(10)
    column.addWidget(seal)
    column.addSpacing(12)
    column.addWidget(theme.text_label(parent.tr("渝北审批台"), panel, kind="figure"))
    column.addWidget(theme.text_label(parent.tr("区级政务服务中心办件工作台"), panel))
    column.addSpacing(24)
    for words in (
        parent.tr("一窗综合受理　一次告知"),
        parent.tr("审批科审查　首席代表现场签署"),
        parent.tr("多部门联合审批　证照当场打印"),
    ):
        column.addWidget(theme.text_label(words, panel))
    column.addStretch(1)
    column.addWidget(theme.text_label(parent.tr("每一步都留痕，谁也不能代为决定。"), panel, kind="hint"))
    return panel
