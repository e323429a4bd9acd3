"""Doors 会审文书和投屏: what opens beside the review shown: scans, progress, papers, the room's screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QPushButton, QWidget

from yubei_desk.domain.meeting import ReviewFile
from yubei_desk.domain.paper import Rendered
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.meeting.calendar import CalendarDialog
from yubei_desk.ui.meeting.screen import HallScreen, all_screens
from yubei_desk.ui.progress import ProgressDialog
from yubei_desk.ui.widgets.files import FilesDialog
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

ChooseFolder = Callable[[QWidget], str]


def ask_folder(parent: QWidget) -> str:
    """The folder a person picks; "" when they changed their mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return QFileDialog.getExistingDirectory(parent, parent.tr("选择存放会议通知的文件夹"), folder)


class Doors(QObject):
    """Each opens on the review shown last. Signals: `said(sentence)` when something was saved;
    `failed(error)` when it could not be; `review_chosen(matter)` in the calendar of meetings.
    """

    said = Signal(str)
    failed = Signal(object)
    review_chosen = Signal(int)

    def __init__(
        self,
        desk: Desk,
        page: QWidget,
        *,
        screens: Callable[[], list[QScreen]] = all_screens,
        choose_folder: ChooseFolder = ask_folder,
    ) -> None:
        super().__init__(page)
        self._desk, self._page = desk, page
        self._screens, self._choose_folder = screens, choose_folder
        self._away = ""
        self.file: ReviewFile | None = None
        self.screen: HallScreen | None = None
        self.calendar: CalendarDialog | None = None

    def fill_menu(self, button: QPushButton) -> None:
        """Hang the papers of a meeting on a button."""
        menu = QMenu(button)
        menu.addAction(self.tr("会议纪要")).triggered.connect(self.open_minutes)
        menu.addAction(self.tr("意见汇总表")).triggered.connect(self.open_summary)
        menu.addAction(self.tr("会议通知（日历文件）…")).triggered.connect(self.save_invitations)
        button.setMenu(menu)

    def show_review(self, file: ReviewFile | None) -> None:
        """Another review, or the same as it stands now."""
        self.file = file
        if self.screen is not None and file is not None:
            self.screen.show_review(file)

    def set_away(self, sentence: str) -> None:
        """The picture on the room's screen stands still and nothing is filed, for this reason."""
        self._away = sentence
        for dialog in self._page.findChildren(ProgressDialog):
            dialog.set_away(sentence)
        if self.screen is not None:
            self.screen.set_away(sentence)

    def matters_changed(self, ids: frozenset[int]) -> None:
        """The bell, for what stands open."""
        for dialog in self._page.findChildren(
            ProgressDialog, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            dialog.show_changed(ids)
        if self.calendar is not None:
            self.calendar.show_changed()

    # -- dialogs

    def open_files(self) -> None:
        """The materials with their scans."""
        if self.file is not None:
            title = self.tr("材料 · {0}").format(self.file.project)
            self._open(FilesDialog(self._desk, self.file, title, self._page))

    def open_project(self) -> None:
        """How far the project is, to its last certificate."""
        if self.file is not None:
            dialog = ProgressDialog(self._desk, self.file.project_id, self._page)
            dialog.set_away(self._away)
            self._open(dialog)

    def open_calendar(self) -> None:
        """The meetings of the month."""
        self.calendar = CalendarDialog(self._desk, self._choose_folder, self._page)
        self.calendar.review_chosen.connect(self.review_chosen)
        self.calendar.said.connect(self.said)
        self.calendar.finished.connect(self._calendar_closed)
        self._open(self.calendar)

    def _calendar_closed(self) -> None:
        self.calendar = None

    def open_minutes(self) -> None:
        """The 会议纪要 as it would be printed now."""
        if self.file is not None:
            self._open_paper(
                self.tr("会议纪要"), partial(self._desk.deeds.render_minutes, self.file.matter_id)
            )

    def open_summary(self) -> None:
        """The 联合审批意见汇总表 as it would be printed now."""
        if self.file is not None:
            work = partial(self._desk.deeds.render_opinion_summary, self.file.matter_id)
            self._open_paper(self.tr("意见汇总表"), work)

    def _open_paper(self, name: str, render: Callable[[], Rendered]) -> None:
        assert self.file is not None
        self._open(PaperDialog(self._desk, f"{name}　{self.file.number}", render, self._page))

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_invitations(self) -> None:
        """A calendar file for each seat, into a folder."""
        folder = self._choose_folder(self._page) if self.file is not None else ""
        if folder and self.file is not None:
            work = partial(self._desk.deeds.save_invitations, self.file.matter_id, Path(folder))
            self._desk.paper_worker.run(work, self._saved, self._failed)

    def _saved(self, paths: tuple[Path, ...]) -> None:
        folder = paths[0].parent if paths else ""
        self.said.emit(self.tr("已存 {0} 份会议通知到 {1}").format(len(paths), folder))

    def _failed(self, error: Exception) -> None:
        self.failed.emit(error)

    # -- the screen of the room

    def toggle_screen(self) -> None:
        """F11: the review shown on the second screen, else on this one; again: away."""
        if self.screen is not None:
            self.screen.close()
            return
        self.screen = HallScreen(self._page.window().screen(), self._screens)
        self.screen.closed.connect(self._screen_closed)
        if self.file is not None:
            self.screen.show_review(self.file)
        self.screen.set_away(self._away)
        self.screen.present()

    def _screen_closed(self) -> None:
        if self.screen is not None:
            self.screen.deleteLater()
        self.screen = None
