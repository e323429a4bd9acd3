"""All deeds of the person signed in, as the pages are handed them."""

from __future__ import annotations

from pathlib import Path

from yubei_desk.deed.decision import DecisionDeeds
from yubei_desk.deed.minutes import MinutesDeeds
from yubei_desk.deed.printing import PrintingDeeds
from yubei_desk.deed.scan import ScanDeeds
from yubei_desk.domain.staff import Session
from yubei_desk.paper.sign import Signer
from yubei_desk.store.store import Store


class Deeds(DecisionDeeds, PrintingDeeds, MinutesDeeds, ScanDeeds):
    """Deciding, printing and scanning on one store."""

    def __init__(self, store: Store, signer: Signer, session: Session, forms: Path) -> None:
        DecisionDeeds.__init__(self, store, signer, session)
        PrintingDeeds.__init__(self, store, forms)
        MinutesDeeds.__init__(self, store, forms)
        ScanDeeds.__init__(self, store)
