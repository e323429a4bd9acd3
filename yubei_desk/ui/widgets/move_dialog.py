"""Doing a move 办理: the dialog that asks what an act must bring, and the signing dialog of a decision."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.domain.act import Authorisation, Move
from yubei_desk.ui import theme
from yubei_desk.ui.message import MessageBar, report
from yubei_desk.ui.widgets.ask_form import AskForm
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Facts, ScrollColumn
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.field import Field

PAPER_HEIGHT: Final = 390


class MoveDialog(QDialog):
    """Asks what a move must bring; for a signed move it is the signing dialog with 授权书 and PIN.

    `confirmed(body, pin)` when all fields are right; the dialog then waits, busy, until `show_failure`
    (everything typed stays) or `accept`. `edited` at every change; `put_away(draft)` when a person leaves
    without confirming.
    """

    confirmed = Signal(dict, str)
    edited = Signal()
    put_away = Signal(dict)

    def __init__(
        self, move: Move, heading: str, summary: Sequence[tuple[str, str]] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.move_shown = move
        self._busy, self._halt = False, ""
        self.touched = False
        self._title = self.tr("签署决定") if move.signed else move.label
        self.setWindowTitle(f"{self._title} · {heading}")
        self.setMinimumWidth(600 if move.signed else 520)
        self.messages = MessageBar(self)
        self.form = AskForm(move.asks, self)
        self.pin = Field(
            self.tr("签名口令（PIN）"),
            QLineEdit(self),
            required=True,
            hint=self.tr("口令只在本机解锁您的签名密钥，不会上传。"),
            parent=self,
        )
        self.confirm = self._confirm_button()
        self._leave = button(self.tr("返回"), self)
        self._build(heading, summary)
        self.fit_paper()
        self._connect()

    def _confirm_button(self) -> QPushButton:
        if self.move_shown.signed:
            return button(self.tr("签署：{0}").format(self.move_shown.label), self, kind="sign")
        made = button(self.tr("确认{0}").format(self.move_shown.label), self, kind="primary")
        made.setDefault(True)
        return made

    def _build(self, heading: str, summary: Sequence[tuple[str, str]]) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(_head(self._title, heading, self.move_shown.signed, self))
        column = QVBoxLayout()
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.messages)
        self._paper = self._make_paper(summary)
        column.addWidget(self._paper, 1)
        column.addWidget(self.pin)
        basis = theme.text_label(self.tr("依据：{0}").format(self.move_shown.basis), self, kind="hint")
        basis.setWordWrap(True)
        column.addWidget(basis)
        outer.addLayout(column, 1)
        outer.addWidget(self._foot())

    def _make_paper(self, summary: Sequence[tuple[str, str]]) -> ScrollColumn:
        """What is read and filled in; it scrolls where it would be higher than a small screen."""
        paper = ScrollColumn(self)
        if summary:
            facts = Facts(paper)
            facts.show_facts(list(summary))
            paper.add(facts)
        if self.move_shown.signed and self.move_shown.authorisation is not None:
            paper.add(_authorisation_frame(self.move_shown.authorisation, self))
        paper.add(self.form)
        return paper

    def fit_paper(self) -> None:
        """Be as high as what is to be filled in, up to the height of a small screen."""
        self.form.updateGeometry()  # fields added to it since are not counted otherwise
        self._paper.body.invalidate()
        self._paper.setMinimumHeight(min(self._paper.needed_height(), PAPER_HEIGHT))

    def showEvent(self, event: QShowEvent) -> None:
        """On a large screen open so high that nothing has to be scrolled."""
        if not event.spontaneous():
            lacking = max(self._paper.needed_height() - self._paper.minimumHeight(), 0)
            highest = self.screen().availableGeometry().height() * 9 // 10
            self.resize(self.width(), min(self.minimumSizeHint().height() + lacking, highest))
        super().showEvent(event)

    def _foot(self) -> QFrame:
        foot = QFrame(self)
        foot.setProperty("kind", "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(24, 12, 24, 12)
        row.setSpacing(10)
        row.addStretch(1)
        row.addWidget(self._leave)
        row.addWidget(self.confirm)
        return foot

    def _connect(self) -> None:
        editor = self.pin.editor
        assert isinstance(editor, QLineEdit)
        editor.setEchoMode(QLineEdit.EchoMode.Password)
        editor.returnPressed.connect(self._confirm)
        self.pin.setVisible(self.move_shown.signed)
        self.confirm.setShortcut(QKeySequence("Ctrl+Return"))
        self.confirm.clicked.connect(self._confirm)
        self._leave.clicked.connect(self.reject)
        self.form.edited.connect(self._on_edited)
        self.rejected.connect(lambda: self.put_away.emit(self.form.draft()))

    def _on_edited(self) -> None:
        self.touched = True
        self.edited.emit()

    def _confirm(self) -> None:
        if not self.confirm.isEnabled():
            return
        wrong = self.first_wrong()
        if wrong is not None:
            wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            self._paper.ensureWidgetVisible(wrong)
            return
        self.messages.silence()
        self.set_busy(True)
        self.confirmed.emit(self.body(), self.pin.text())

    def body(self) -> dict[str, object]:
        """What the wish brings."""
        return self.form.body()

    def first_wrong(self) -> Field | None:
        """Check every field; the first one that is wrong, None when all are right."""
        wrong = self.form.first_wrong()
        if self.move_shown.signed and not self.pin.check_required():
            wrong = wrong or self.pin
        return wrong

    def set_busy(self, busy: bool) -> None:
        """Wait for the answer: nothing can be pressed or typed."""
        self._busy = busy
        for part in (self.form, self.pin, self._leave):
            part.setEnabled(not busy)
        self._show_state()

    def halt(self, sentence: str) -> None:
        """Keep the dialog open but let nothing be confirmed, for this reason; "" lets it again."""
        self._halt = sentence
        if sentence and not self._busy:
            self.messages.say(sentence, "warn", can_close=False)
        self._show_state()

    def show_news(self, sentence: str) -> None:
        """The case moved while the dialog stood open: say so; a PIN already typed must be typed again."""
        self.pin.set_value("")
        if not self._busy:
            self.messages.say(sentence, "info", basis=self.tr("您填写的内容已保留，请按新的情况核对后再办。"))

    def _show_state(self) -> None:
        self.confirm.setEnabled(not self._busy and not self._halt)
        self.confirm.setToolTip(self._halt)
        self.confirm.setAccessibleDescription(self._halt)

    def show_failure(self, error: Exception) -> None:
        """Say what went wrong, at its field or above; everything typed stays, only the PIN is emptied."""
        self.set_busy(False)
        self.pin.set_value("")
        (self.pin.editor if self.move_shown.signed else self.confirm).setFocus()
        report(error, self.messages, {**self.form.fields, "pin": self.pin})

    def reject(self) -> None:
        """Esc and 返回 leave, except while an answer is awaited."""
        if self._leave.isEnabled():
            super().reject()

    def restore(self, draft: Mapping[str, object]) -> None:
        """Fill in what was typed before the dialog was put away."""
        self.form.restore(draft)
        self.touched = False


def _head(title: str, heading: str, signed: bool, parent: QWidget) -> QFrame:
    """The band across the dialog; red with a lock where a decision is signed."""
    band = QFrame(parent)
    band.setProperty("kind", "sign_band" if signed else "foot")
    row = QHBoxLayout(band)
    row.setContentsMargins(24, 14, 24, 14)
    row.setSpacing(12)
    if signed:
        lock = QLabel(band)
        theme.set_icon(lock, "stamp", "on_sign", 26)
        row.addWidget(lock)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(theme.text_label(title, band, kind="page"))
    words.addWidget(theme.text_label(heading, band, kind="hint"))
    row.addLayout(words, 1)
    return band


def _authorisation_frame(held: Authorisation, parent: QWidget) -> QFrame:
    """The 授权书 the decision leans on, as it reads."""
    frame = QFrame(parent)
    frame.setProperty("kind", "authorisation")
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(8)
    column.addWidget(theme.text_label(parent.tr("本次签署依据的授权书"), frame, kind="strong"))
    last_day = day_text(held.to_day - timedelta(days=1)) if held.to_day < date.max else parent.tr("长期")
    lines = [
        (parent.tr("文号"), held.paper_no),
        (parent.tr("授权范围"), f"{held.section}：{held.covers}"),
        (parent.tr("有效期"), parent.tr("{0} 至 {1}").format(day_text(held.from_day), last_day)),
        (parent.tr("委托人"), held.lent_by),
        (parent.tr("署名"), held.signed_as),
    ]
    facts = Facts(frame)
    facts.show_facts([(name, value) for name, value in lines if value])
    column.addWidget(facts)
    return frame
