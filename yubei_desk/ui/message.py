"""Messages 提示: the one door through which the program tells a person what went wrong or well."""

from __future__ import annotations

import logging
import os
import sys
import threading
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from yubei_desk.errors import BadInput, Cancelled, DeskError, Refused, Stale, Unreachable
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import Banner, button
from yubei_desk.ui.widgets.field import Field

QUIET_MS: Final = 6000
_LOG: Final = logging.getLogger("yubei_desk")


class MessageBar(Banner):
    """The sentence at the head of a page: refusals with their article, stale news, and quiet good news."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.silence)

    def show_refusal(self, error: Refused) -> None:
        """The law does not allow it: its sentence and its article."""
        self._hold(error.sentence, "warn", self.tr("依据：{0}").format(error.basis) if error.basis else "")

    def show_stale(self, error: Stale) -> None:
        """Somebody was faster: who and when; nothing typed is lost."""
        self._hold(error.sentence, "info", self.tr("页面已更新，您填写的内容已保留，请核对后再办理。"))

    def show_unreachable(self, error: Unreachable) -> None:
        """The server does not answer; the work is kept here."""
        self._hold(error.sentence, "danger", self.tr("您填写的内容已保留，连接恢复后可继续办理。"))

    def show_bad_input(self, error: BadInput) -> None:
        """A value no field of this page carries."""
        self._hold(error.sentence, "warn", "")

    def show_done(self, sentence: str) -> None:
        """Say for six seconds that something is done."""
        self.say(sentence, "ok")
        self._quiet.start()

    def _hold(self, sentence: str, tone: str, basis: str) -> None:
        self._quiet.stop()
        self.say(sentence, tone, basis=basis)


def report(error: Exception, bar: MessageBar, fields: Mapping[str, Field] | None = None) -> None:
    """Tell a person about `error`: at its field if it has one here, else in the page's bar.

    What no office day foresees goes to the crash dialog and the log.
    """
    match error:
        case BadInput() if fields and error.field in fields:
            fields[error.field].set_error(error.sentence)
            fields[error.field].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        case BadInput():
            bar.show_bad_input(error)
        case Refused():
            bar.show_refusal(error)
        case Stale():
            bar.show_stale(error)
        case Unreachable():
            bar.show_unreachable(error)
        case Cancelled():
            bar.show_done(error.sentence)
        case DeskError():
            bar.show_refusal(Refused(error.sentence))
        case _:
            sys.excepthook(type(error), error, error.__traceback__)


class CrashDialog(QDialog):
    """Tells that the program made a mistake, under which id it was written down, and that one may go on."""

    def __init__(self, crash_id: str, details: str, kept_at: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("程序差错"))
        self.setMinimumWidth(560)
        told = self.tr("程序遇到了没有预料到的差错（编号 {0}）。您填写的内容没有丢失，可以继续使用。").format(
            crash_id
        )
        where = self.tr("请把编号告诉管理员。记录：{0}").format(kept_at)
        shown = QPlainTextEdit(details, self)
        shown.setReadOnly(True)
        shown.setAccessibleName(self.tr("差错详情"))
        shown.setFixedHeight(180)
        shown.setTabChangesFocus(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        for label in (
            theme.text_label(told, self, kind="strong"),
            theme.text_label(where, self, kind="hint"),
        ):
            label.setWordWrap(True)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(label)
        column.addWidget(shown)
        column.addWidget(self._buttons(details))

    def _buttons(self, details: str) -> QDialogButtonBox:
        box = QDialogButtonBox(self)
        copy = button(self.tr("复制详情"), self)
        go_on = button(self.tr("继续使用"), self, kind="primary")
        go_on.setDefault(True)
        box.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        box.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
        box.accepted.connect(self.accept)
        return box


class CrashDoor(QObject):
    """Takes what nobody foresaw, from any thread: writes it down under an id and shows one dialog at a time.

    `crashed(id, details, path)` is emitted for each; the application stays open.
    """

    crashed = Signal(str, str, str)

    def __init__(self, log_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_dir = log_dir
        self._dialog: CrashDialog | None = None
        self.crashed.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def caught(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Has the shape of `sys.excepthook`; Ctrl+C on a terminal still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        crash_id = os.urandom(4).hex()
        details = "".join(traceback.format_exception(kind, error, trace))
        _LOG.error("crash %s\n%s", crash_id, details)
        self.crashed.emit(crash_id, details, self._keep(crash_id, details))

    def _keep(self, crash_id: str, details: str) -> str:
        path = self._log_dir / f"crash-{crash_id}.txt"
        try:
            self._log_dir.mkdir(parents=True, exist_ok=True)
            path.write_text(details, encoding="utf-8")
        except OSError as error:
            return QCoreApplication.translate("CrashDoor", "未能写入（{0}）").format(error.strerror)
        return str(path)

    def _show(self, crash_id: str, details: str, kept_at: str) -> None:
        if self._dialog is not None:  # a fault while painting comes again with every repaint
            return
        self._dialog = CrashDialog(crash_id, details, kept_at)
        self._dialog.finished.connect(self._forget)
        self._dialog.show()

    def _forget(self) -> None:
        self._dialog = None


def install_excepthook(log_dir: Path, parent: QObject | None = None) -> CrashDoor:
    """Send what nobody caught, on any thread, to a crash dialog and `log_dir`; the program stays open."""
    door = CrashDoor(log_dir, parent)
    sys.excepthook = door.caught
    threading.excepthook = lambda args: door.caught(args.exc_type, args.exc_value, args.exc_traceback)
    return door
