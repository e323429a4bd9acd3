"""The store as one thing: every room for the person signed in; each public method opens one transaction."""

from __future__ import annotations

from yubei_desk.store.act import ActStore
from yubei_desk.store.case import CaseStore
from yubei_desk.store.catalogue import CatalogueStore
from yubei_desk.store.certificate import CertificateStore
from yubei_desk.store.intake import IntakeStore
from yubei_desk.store.meeting import MeetingStore
from yubei_desk.store.meeting_calendar import MeetingCalendarStore
from yubei_desk.store.minutes import MinutesStore
from yubei_desk.store.paper import PaperStore
from yubei_desk.store.project import ProjectStore
from yubei_desk.store.session import SessionStore
from yubei_desk.store.stage import StageStore
from yubei_desk.store.worklist import WorklistStore


class Store(
    ActStore,
    CaseStore,
    CatalogueStore,
    CertificateStore,
    IntakeStore,
    MeetingCalendarStore,
    MeetingStore,
    MinutesStore,
    PaperStore,
    ProjectStore,
    SessionStore,
    StageStore,
    WorklistStore,
):
    """All rooms on one engine."""
