"""Deciding 决定: fetch the letter, check it, sign it with the chief's own key, file it; and finding an
act whose answer was lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.letter import (
    Shown,
    check_letter,
    complete_letter,
    digest,
    read_letter,
    write_letter,
)
from yubei_desk.domain.staff import Session
from yubei_desk.errors import BadInput
from yubei_desk.paper.sign import Signer
from yubei_desk.store.act import ActStore, body_text


class DecisionDeeds:
    """Signed acts of the person signed in; `signer` holds their key on this device."""

    def __init__(
        self,
        store: ActStore,
        signer: Signer,
        session: Session,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._acts = store
        self._signer = signer
        self._session = session
        self._clock = clock
        self._ahead = session.now - clock()  # what the centre's clock is ahead of this machine's

    def sign_and_file(self, wish: Wish, pin: str, shown: Shown | None = None) -> Filed:
        """Sign the letter of this wish and file the act; a screen hands in what it has `shown`.

        The letter that came with the move spares a round trip; the centre is asked for another where that one
        is refused (a clock set meanwhile). Raises BadInput('pin') for a wrong PIN, BadInput('key') for a key
        that is not here or not the one registered, BadInput('signature') when the letter is not what was
        seen, else as file_act.
        """
        body = digest(body_text(wish.body))
        if shown and shown.move.letter:
            try:
                lines = complete_letter(shown.move.letter, wish.wish, body, self._clock() + self._ahead)
                return self._sign(wish, pin, lines, body, shown)
            except BadInput as refusal:
                if refusal.field != "signature":
                    raise
        return self._sign(wish, pin, read_letter(self._acts.load_letter(wish)), body, shown)

    def _sign(self, wish: Wish, pin: str, lines: Mapping[str, str], body: str, shown: Shown | None) -> Filed:
        check_letter(lines, known=self._known(wish), body=body, shown=shown)
        letter = write_letter(lines)
        return self._acts.file_act(replace(wish, letter=letter, signature=self._signer.sign(pin, letter)))

    def finish_wish(self, wish: Wish, pin: str = "", shown: Shown | None = None) -> Filed:
        """After a lost answer: the act if it was filed, else file it now; never twice."""
        found = self._acts.find_wish(wish.wish)
        if found is not None:
            return found
        return self.sign_and_file(wish, pin, shown) if pin else self._acts.file_act(wish)

    def _known(self, wish: Wish) -> dict[str, str]:
        return {
            "matter": str(wish.matter_id),
            "version": str(wish.seen),
            "act": wish.act,
            "wish": str(wish.wish),
            "key": self._signer.fingerprint,
            "staff": f"{self._session.staff_id} {self._session.login}",
        }
