"""A desk that will be killed 将断电的工位: it enters the meeting, types half an opinion, and says so."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer

from tests.hall import PASSWORD
from yubei_desk.app import Program
from yubei_desk.deed.drafts import Drafts
from yubei_desk.settings import Settings
from yubei_desk.ui import theme
from yubei_desk.ui.main_window import MainWindow
from yubei_desk.ui.meeting.page import MeetingPage

TURN_MS = 20


class Doomed:
    """Signs in, opens the room 联合审批, types, and waits for the end."""

    def __init__(self, folder: Path, url: str, login: str, words: str) -> None:
        self._login, self._words = login, words
        self.program = Program(folder, url, Settings())
        self.program.opened.connect(self._enter)
        self._turn = QTimer(interval=TURN_MS)
        self._turn.timeout.connect(self._go_on)
        self._signed_in = self._typed = False
        self.program.start()
        self._turn.start()

    def _enter(self, window: MainWindow) -> None:
        window.show_room("meeting")

    def _go_on(self) -> None:
        program = self.program
        if program.centre is not None and not self._signed_in:
            self._signed_in = True
            program.sign_in.sign_in_requested.emit(self._login, PASSWORD)
        page = program.window.page("meeting") if program.window else None
        if not isinstance(page, MeetingPage) or page.pane.file is None or program.here is None:
            return
        if not self._typed:
            self._typed = True
            page.pane.pad.text.setPlainText(self._words)
        elif self._is_kept(program.here.drafts):
            self._turn.stop()
            print("typed", flush=True)

    def _is_kept(self, drafts: Drafts) -> bool:
        kept = drafts.keys()
        return any(drafts.recall(key) for key in kept)


def main() -> None:
    """Live until killed; the arguments are folder, database, login and what to type."""
    application = theme.make_application(sys.argv[0])
    theme.dress(application, "light")
    doomed = Doomed(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4])
    application.exec()
    doomed.program.stop()


if __name__ == "__main__":
    main()
