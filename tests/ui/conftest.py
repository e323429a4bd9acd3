"""Screens under test: the theme on, and a walk over a page as a clerk without a mouse would make it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from yubei_desk.deed.calibration import Offsets
from yubei_desk.deed.drafts import Drafts
from yubei_desk.ui import theme
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.work.worker import Worker

if TYPE_CHECKING:
    from tests.ui.cases import Sit
    from tests.ui.certificate_room import Rooms

if "DISPLAY" not in os.environ and shutil.which("Xvfb") is None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SMALL = QSize(1366, 768)
LEAST = QSize(1366, 696)  # what is left of it between a title bar and a task bar
INTERACTIVE = (
    QAbstractButton,
    QLineEdit,
    QPlainTextEdit,
    QComboBox,
    QAbstractSpinBox,
    QAbstractItemView,
    QTabBar,
)
WearTheme = Callable[[theme.Theme], None]
CheckPage = Callable[[QWidget], None]
MakeDesk = Callable[[str], Desk]


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with fonts, Chinese dialogs and the light theme."""
    theme.dress(qapp, "light")
    theme.load_fonts(theme.RARE)
    return qapp


@pytest.fixture(autouse=True)
def wear_theme(dressed: QApplication) -> Iterator[WearTheme]:
    """Puts on a theme for one test; the light one is back after it."""
    yield lambda name: theme.apply_theme(dressed, name)
    if theme.current_theme() != "light":
        theme.apply_theme(dressed, "light")


@pytest.fixture
def make_desk(hall: Hall, dressed: QApplication, tmp_path: Path) -> Iterator[MakeDesk]:
    """`make_desk(login)`: the desk of a post on the real centre, printing into `tmp_path`/printed.pdf."""
    workers: list[Worker] = []

    def make(login: str) -> Desk:
        workers.extend((Worker(), Worker()))
        return Desk(
            session=hall.session(login),
            store=hall.store(login),
            deeds=hall.deeds(login),
            worker=workers[-2],
            paper_worker=workers[-1],
            ring=lambda: None,
            drafts=Drafts(tmp_path / "drafts" / login),
            open_printer=lambda _parent: pdf_printer(tmp_path / "printed.pdf"),
            offsets=Offsets(tmp_path / "printers"),
        )

    yield make
    for worker in workers:
        worker.stop()


@pytest.fixture
def sit(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> Sit:
    """`sit(login, matter_id)`: a post in front of a case."""
    from tests.ui.cases import Sit  # it stands on this module

    return Sit(qtbot, hall, make_desk)


@pytest.fixture
def certificate(hall: Hall) -> int:
    """A certificate that waits to be made."""
    return hall.certificate_of(hall.granted())


@pytest.fixture
def enter(qtbot: QtBot, make_desk: MakeDesk) -> Rooms:
    """`enter(login)` goes into the room 证照."""
    from tests.ui.certificate_room import Rooms  # it stands on this module

    return Rooms(qtbot, make_desk)


def pdf_printer(path: Path) -> QPrinter:
    """A printer whose paper is a PDF file."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


@pytest.fixture
def check_page() -> CheckPage:
    """The walk every page of the house must stand: call it with a shown widget."""
    return walk_page


def walk_page(widget: QWidget) -> None:
    """Names for readers, size of the smallest screen, Tab to everything, no words cut off."""
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)  # as it is painted, not on the way
    assert not nameless(widget), f"without accessible name: {nameless(widget)}"
    hint = widget.minimumSizeHint()
    fits = hint.width() <= LEAST.width() and hint.height() <= LEAST.height()
    assert fits, f"needs {hint.width()}x{hint.height()}, the screen has {LEAST.width()}x{LEAST.height()}"
    assert not (faults := tab_faults(widget)), f"Tab {'; '.join(faults)}"
    assert not clipped(widget), f"words cut off: {clipped(widget)}"


def shown(qtbot: QtBot, widget: QWidget) -> None:
    """Show a widget and close it after the test."""
    qtbot.addWidget(widget)
    widget.show()


def words_of(widget: QWidget) -> list[str]:
    """The words of all labels one can see."""
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


def grab(widget: QWidget, size: QSize, path: Path) -> None:
    """Take a picture of a window at a size."""
    widget.resize(size)
    QApplication.processEvents()
    widget.grab().save(str(path))


def _own(widget: QWidget) -> bool:
    """Whether a widget is ours, not an inner part of one of Qt's."""
    parent = widget.parentWidget()
    return not widget.objectName().startswith("qt_") and not isinstance(
        parent, QComboBox | QAbstractSpinBox | QLineEdit
    )


def _touched(widget: QWidget) -> list[QWidget]:
    parts = [part for part in widget.findChildren(QWidget) if isinstance(part, INTERACTIVE) and _own(part)]
    return [part for part in parts if part.isVisibleTo(widget)]


def _told(widget: QWidget) -> str:
    words = widget.accessibleName() or widget.objectName() or widget.toolTip()
    return f"{type(widget).__name__}({words})"


def nameless(widget: QWidget) -> list[str]:
    """Interactive widgets a screen reader would have no name for."""
    silent = []
    for part in _touched(widget):
        reader = QAccessible.queryAccessibleInterface(part)
        if reader is not None and not reader.text(QAccessible.Text.Name).strip():
            silent.append(_told(part))
    return silent


def tab_faults(widget: QWidget) -> list[str]:
    """Interactive widgets that pressing Tab, from the first one on, never comes to, or never leaves."""
    window = widget.window()
    wanted = [part for part in _touched(widget) if part.isEnabled() and part.isVisible() and _alone(part)]
    if not wanted:
        return []
    wanted[0].setFocus(Qt.FocusReason.TabFocusReason)
    first = here = window.focusWidget()
    reached: list[QWidget] = []
    while here is not None and here not in reached:
        reached.append(here)
        QTest.keyClick(here, Qt.Key.Key_Tab)
        here = window.focusWidget()
    passed = [_told(part) for part in wanted if (part.focusProxy() or part) not in reached]
    faults = [f"never comes to {name}" for name in passed]
    if here is first or here is None or first is None:
        return faults
    return [*faults, f"never comes back to {_told(first)}: from {_told(reached[-1])} to {_told(here)}"]


def _alone(part: QWidget) -> bool:
    """Whether Tab should come here: of an exclusive group only the chosen button is on its way, and of a
    table's headers only one that sorts when pressed.
    """
    table = part.parentWidget()
    if isinstance(part, QHeaderView) and isinstance(table, QTableView):
        return table.isSortingEnabled()
    if not isinstance(part, QAbstractButton):
        return True
    group = part.group()
    return group is None or not group.exclusive() or part.isChecked()


def clipped(widget: QWidget) -> list[str]:
    """Labels and buttons whose words need more room than they have."""
    cut = []
    for part in widget.findChildren(QWidget):
        if not isinstance(part, QLabel | QPushButton) or not part.isVisible() or not part.text():
            continue
        wraps = isinstance(part, QLabel) and part.wordWrap()
        told = isinstance(part, ElidedLabel) and part.toolTip() == part.text()
        width = 0 if wraps or told else part.sizeHint().width()
        height = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
        if width > part.width() + 1 or height > part.height() + 1:
            cut.append(f"{part.text()} ({part.width()}x{part.height()} for {width}x{height})")
    return cut
