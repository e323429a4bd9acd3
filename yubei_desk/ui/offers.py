"""Offers 演练岗位: the demonstration posts one may sign in as on a practice centre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import LabelButton
from yubei_desk.ui.widgets.card import ScrollColumn
from yubei_desk.ui.widgets.light import Pill


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


class OfferList(QFrame):
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
