"""The rooms 房间 behind the navigation: which page each key opens, in the order of a working day."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.staff import Session
from yubei_desk.opening import Opened
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.main_window import MainWindow, Room
from yubei_desk.ui.widgets.page import Page
from yubei_desk.work.worker import Worker

OpenPrinter = Callable[[QWidget], QPrinter | None]

# key, title, icon, group, module, class: pages are imported when their room is first entered.
ROOMS: tuple[tuple[Any, ...], ...] = (  # the stubs take a marked word for an object
    ("home", QT_TRANSLATE_NOOP("rooms", "工作台"), "home", "", "yubei_desk.ui.home.page", "HomePage"),
    (
        "intake",
        QT_TRANSLATE_NOOP("rooms", "综合受理"),
        "inbox",
        QT_TRANSLATE_NOOP("rooms", "窗口业务"),
        "yubei_desk.ui.intake.page",
        "IntakePage",
    ),
    (
        "worklist",
        QT_TRANSLATE_NOOP("rooms", "审批"),
        "list",
        QT_TRANSLATE_NOOP("rooms", "审批业务"),
        "yubei_desk.ui.worklist.page",
        "WorklistPage",
    ),
    (
        "case",
        QT_TRANSLATE_NOOP("rooms", "办件"),
        "file",
        QT_TRANSLATE_NOOP("rooms", "审批业务"),
        "yubei_desk.ui.case.page",
        "CasePage",
    ),
    (
        "stage",
        QT_TRANSLATE_NOOP("rooms", "发起联审"),
        "people",
        QT_TRANSLATE_NOOP("rooms", "审批业务"),
        "yubei_desk.ui.stage.page",
        "StagePage",
    ),
    (
        "meeting",
        QT_TRANSLATE_NOOP("rooms", "联合审批"),
        "board",
        QT_TRANSLATE_NOOP("rooms", "审批业务"),
        "yubei_desk.ui.meeting.page",
        "MeetingPage",
    ),
    (
        "certificate",
        QT_TRANSLATE_NOOP("rooms", "证照"),
        "certificate",
        QT_TRANSLATE_NOOP("rooms", "审批业务"),
        "yubei_desk.ui.certificate.page",
        "CertificatePage",
    ),
    (
        "catalogue",
        QT_TRANSLATE_NOOP("rooms", "事项清单"),
        "book",
        QT_TRANSLATE_NOOP("rooms", "事项管理"),
        "yubei_desk.ui.catalogue.page",
        "CataloguePage",
    ),
)


def make_window(
    here: Opened,
    worker: Worker,
    paper_worker: Worker,
    ring: Callable[[], None],
    open_printer: OpenPrinter,
) -> MainWindow:
    """The window of the person signed in, with the rooms the law opens to their duties, in the first one."""
    desk = Desk(
        here.session,
        here.store,
        here.deeds,
        worker,
        paper_worker,
        ring,
        here.drafts,
        open_printer,
        here.offsets,
    )
    rooms = [_room(desk, *row) for row in ROOMS if row[0] in here.session.rooms]
    window = MainWindow(here.session, rooms)
    window.status.set_key(*_key_words(here.session))
    window.status.set_printer(QPrinterInfo.defaultPrinterName() or _tr("未设默认打印机"))
    window.show_room(rooms[0].key)
    return window


def _room(desk: Desk, key: str, title: str, icon: str, group: str, module: str, name: str) -> Room:
    def make(parent: QWidget) -> Page:
        page: Page = getattr(import_module(module), name)(desk, parent)
        return page

    return Room(key, _tr(title), icon, _tr(group) if group else "", make)


def _key_words(session: Session) -> tuple[str, str]:
    """The signing key as the status bar tells it: the first digits of its fingerprint."""
    if not session.key_fingerprint:
        return _tr("没有"), ""
    return session.key_fingerprint[:9], "ok"


def _tr(words: str) -> str:
    return QCoreApplication.translate("rooms", words)
