"""Moves 可办环节: what the law lets me do to this matter, as buttons, and the dialog in which I do it.

Nothing else in the program decides what is enabled: a move with `why_not` is grey, any other can be pressed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import Foot, button
from yubei_desk.ui.widgets.move_dialog import MoveDialog
from yubei_desk.ui.widgets.page import Page

__all__ = ["MoveBar", "MoveButton", "MoveDialog"]

SHOWN: Final = 5
MAIN_KEY: Final = "Ctrl+Enter"


class MoveBar(QWidget):
    """A button per move, the primary one last; grey ones say why, enabled ones say their article.

    `move_requested(Move)` when a person presses one. While busy, or away from the server, all are grey.
    """

    move_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moves: tuple[Move, ...] = ()
        self._placed: list[tuple[str, str, bool]] = []
        self._away = ""
        self._busy = False
        self.setAccessibleName(self.tr("可办环节"))
        self._foot: Foot | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._why = theme.text_label("", self, kind="hint")
        self._why.setWordWrap(True)
        self._why.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(10)
        self._row.addWidget(self._why, 1)
        self._more = button(self.tr("更多"), self)
        self._more.setMenu(QMenu(self._more))
        self._more.menu().setToolTipsVisible(True)
        self._row.addWidget(self._more)
        self._more.hide()

    def join(self, foot: Foot) -> None:
        """Stand at the right end of a foot; its hint Ctrl+Enter is there as long as a primary move is."""
        self._foot = foot
        foot.add(self)
        foot.show_hint(MAIN_KEY, False)

    def show_moves(self, moves: Sequence[Move]) -> None:
        """Show these moves in the law's order in place of the old ones; the buttons that stay are kept."""
        self._moves = tuple(sorted(moves, key=lambda move: move.position))
        main = _main_move(self._moves)
        near = _near_moves(self._moves, main)
        placed = [(move.act, move.label, move is main) for move in near]
        if placed != self._placed:
            self._placed = placed
            self._make_buttons(near, main)
        self._fill_menu([move for move in self._moves if move not in near])
        self._show_state()
        if self._foot is not None:
            self._foot.show_hint(MAIN_KEY, main is not None)

    def _make_buttons(self, near: Sequence[Move], main: Move | None) -> None:
        held = self._hold_keyboard()
        for made in self.buttons.values():
            made.setParent(None)
            made.deleteLater()
        self.buttons = {move.act: self._make(move, move is main) for move in near}
        if held in self.buttons:
            self.buttons[held].setFocus(Qt.FocusReason.OtherFocusReason)

    def _hold_keyboard(self) -> str:
        """The act whose button has the keyboard, also behind an open dialog: a button that goes or greys
        would leave it outside the page, so it waits on the bar.
        """
        at = self.window().focusWidget()
        held = next((act for act, made in self.buttons.items() if made is at), "")
        if held:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return held

    def _hand_keyboard(self) -> None:
        """From the bar to the primary move, else to another one, else to what is used first on the page."""
        if self.window().focusWidget() is not self:
            return
        able = [made for made in self.buttons.values() if made.isEnabled()]
        if able:
            able[-1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif (page := _page_of(self)) is not None:
            page.take_focus(None)

    def _make(self, move: Move, main: bool) -> QPushButton:
        made = button(move.label, self, kind="primary" if main else "")
        if main:
            made.setShortcut(QKeySequence("Ctrl+Return"))
            QShortcut(QKeySequence(MAIN_KEY), made, made.click)  # the one of the number pad
        made.clicked.connect(lambda _checked=False: self._press(move.act))
        self._row.addWidget(made)
        made.show()  # a layout shows its widgets later, and what is hidden cannot take the keyboard
        return made

    def _press(self, act: str) -> None:
        self.move_requested.emit(next(move for move in self._moves if move.act == act))

    def _fill_menu(self, moves: Sequence[Move]) -> None:
        menu = self._more.menu()
        menu.clear()
        for move in moves:
            action = menu.addAction(move.label)
            action.setEnabled(move.why_not is None)
            action.setToolTip(move.why_not or move.basis)
            action.triggered.connect(lambda _checked=False, move=move: self.move_requested.emit(move))
        self._more.setVisible(bool(moves))

    def set_busy(self, busy: bool) -> None:
        """Grey everything while a wish is on its way."""
        self._busy = busy
        self._show_state()

    def set_away(self, sentence: str) -> None:
        """Grey everything with this reason while the server is away; "" when it is back."""
        self._away = sentence
        self._show_state()

    def _show_state(self) -> None:
        halt = self._away or (self.tr("正在办理，请稍候。") if self._busy else "")
        by_act = {move.act: move for move in self._moves}
        if halt:
            self._hold_keyboard()
        for act, made in self.buttons.items():
            reason = halt or by_act[act].why_not or ""
            made.setEnabled(not reason)
            made.setToolTip(reason or self.tr("依据：{0}").format(by_act[act].basis))
            made.setAccessibleDescription(made.toolTip())
        self._more.setEnabled(not halt)
        main = _main_move(self._moves)
        self._why.setText(halt or (main.why_not or "" if main else ""))
        if not halt:
            self._hand_keyboard()


class MoveButton(QPushButton):
    """One move at a place of its own on the page, with a word of its own where the page has one.

    Hidden while the law does not name the move, grey with its sentence while it does not let it be made.
    `move_requested(Move, value)` when pressed: the value this button stands for, "" for none.
    """

    move_requested = Signal(object, str)

    def __init__(
        self, act: str, parent: QWidget | None = None, *, words: str = "", value: str = "", kind: str = ""
    ) -> None:
        super().__init__(words, parent)
        self._act, self._words, self._value = act, words, value
        self._move: Move | None = None
        self._away = ""
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.clicked.connect(self._ask)
        self.hide()

    def show_moves(self, moves: Sequence[Move]) -> None:
        """Look for the move among these."""
        self._move = next((move for move in moves if move.act == self._act), None)
        self.setVisible(self._move is not None)
        if self._move is not None and not self._words:
            self.setText(self._move.label)
        self._show_state()

    def set_away(self, sentence: str) -> None:
        """Grey with this reason while the server is away; "" when it is back."""
        self._away = sentence
        self._show_state()

    def _show_state(self) -> None:
        move = self._move
        reason = self._away or (move.why_not if move else "") or ""
        self.setEnabled(not reason)
        self.setToolTip(reason or (self.tr("依据：{0}").format(move.basis) if move else ""))
        self.setAccessibleDescription(self.toolTip())

    def _ask(self) -> None:
        if self._move is not None:
            self.move_requested.emit(self._move, self._value)


def _page_of(widget: QWidget) -> Page | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Page):
        parent = parent.parentWidget()
    return parent


def _main_move(moves: Sequence[Move]) -> Move | None:
    """The one primary move: the first the law lets me make, else the first it names."""
    named = [move for move in moves if move.primary]
    return next((move for move in named if move.why_not is None), named[0] if named else None)


def _near_moves(moves: Sequence[Move], main: Move | None) -> list[Move]:
    """The moves shown as buttons, the primary one last; decisions and allowed ones before others."""
    others = [move for move in moves if move is not main]
    weight = sorted(others, key=lambda move: (move.why_not is not None, not move.signed, move.position))
    first = weight[: SHOWN - 1]
    return [move for move in others if move in first] + ([main] if main else [])
