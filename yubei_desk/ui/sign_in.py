"""Sign-in 登录: who sits at this desk, whether the server is there, on a practice centre whom to play."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.light import Pill

if TYPE_CHECKING:
    from yubei_desk.ui.offers import OfferList, StaffOffer

Tone = Literal["ok", "warn", "danger", "muted"]
SIZE: Final = (1120, 680)


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
        self._offers: OfferList | None = None
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
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(_brand(self))
        self._row.addWidget(self._desk(), 4)
        self._caps.hide()

    def _desk(self) -> QWidget:
        """The column in which one signs in."""
        desk = QWidget(self)
        column = QVBoxLayout(desk)
        column.setContentsMargins(40, 20, 40, 24)
        column.setSpacing(10)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._form(), 100)  # as wide as it may be, then the rest left and right
        middle.addStretch(1)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)
        state = QHBoxLayout()
        state.setSpacing(8)
        state.addWidget(self._dot)
        state.addWidget(self._connection, 1)
        state.addWidget(self._switch)
        column.addLayout(state)
        return desk

    def _form(self) -> QWidget:
        """What one fills in, in the middle of the column."""
        form = QWidget(self)
        form.setMinimumWidth(280)
        form.setMaximumWidth(420)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(theme.text_label(self.tr("登录工作台"), form, kind="page"))
        hint = self.tr("用本人的登录名和密码登录，请勿代人登录。")
        column.addWidget(theme.text_label(hint, form, kind="hint"))
        column.addSpacing(10)
        for part in (self.login, self.password, self._caps, self.enter):
            column.addWidget(part)
        return form

    def _connect(self) -> None:
        for field in (self.login, self.password):
            editor = _line(field)
            editor.installEventFilter(self)
            editor.returnPressed.connect(self._ask)
        _line(self.password).setEchoMode(QLineEdit.EchoMode.Password)
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._ask)
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
        if self._offers is None and offers:
            self._offers = self._make_offers()
        if self._offers is not None:
            self._offers.show_offers(offers)
            self._offers.setVisible(bool(offers))

    def _make_offers(self) -> OfferList:
        """Made when the centre is there: the first paint need not wait for it."""
        from yubei_desk.ui.offers import OfferList

        made = OfferList(self)
        made.chosen.connect(self._fill)
        made.opened.connect(self._ask)
        self._row.insertWidget(1, made, 5)
        return made

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
            if part is not None:
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
