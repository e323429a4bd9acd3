"""A desk of its own with two screens, the second of which is pulled: what the room's picture does then.

Run as a program with the pickled review and a folder for pictures; tells what it saw as one line of JSON.
Qt's offscreen platform has no cable to pull: the platform's own notice that a screen is gone is given by
hand, so that Qt removes the screen and moves its windows as it does for a real one.
"""

from __future__ import annotations

import ctypes
import json
import os
import pickle
import sys
from pathlib import Path

import PySide6
import shiboken6
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from yubei_desk.ui import theme
from yubei_desk.ui.meeting.screen import HallScreen

REMOVED = "_ZN22QWindowSystemInterface19handleScreenRemovedEP15QPlatformScreen"
HANDLE = "_ZNK7QScreen6handleEv"


def pull(screen: QScreen) -> None:
    """What a platform does when a screen is unplugged."""
    qt = ctypes.CDLL(str(Path(PySide6.__file__).parent / "Qt" / "lib" / "libQt6Gui.so.6"))
    handle, removed = qt[HANDLE], qt[REMOVED]
    handle.restype, handle.argtypes = ctypes.c_void_p, [ctypes.c_void_p]
    removed.restype, removed.argtypes = None, [ctypes.c_void_p]
    removed(handle(shiboken6.getCppPointer(screen)[0]))


def seen(screen: HallScreen) -> dict[str, object]:
    """Where the picture stands, and what it says."""
    return {
        "screen": screen.screen().name(),
        "place": screen.geometry().getRect(),
        "full": screen.isVisible() and screen.isFullScreen(),
        "spoken": screen.accessibleName(),
        "warning": screen.warning(),
    }


def main(review: Path, folder: Path) -> None:
    """Show, pull, look; leaves without Qt's farewell, which would take the pulled screen away once more."""
    application = QApplication(sys.argv[:1])
    theme.dress(application, "light")
    own, other = application.screens()
    screen = HallScreen(own)
    screen.show_review(pickle.loads(review.read_bytes()))
    screen.present()
    told = []
    for number in range(2):
        assert QTest.qWaitForWindowExposed(screen)
        screen.grab().save(str(folder / f"{number}.png"))
        told.append(seen(screen))
        if number == 0:
            pull(other)
            application.processEvents()
    print(json.dumps(told), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
