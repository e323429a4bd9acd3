"""Deciding 决定: fetch the letter, check it, sign it with the chief's own key, file it; and finding an
act whose answer was lost.
"""

from __future__ import annotations

from dataclasses import replace

from yubei_desk.domain.act import Filed, Wish
from yubei_desk.domain.letter import Shown, check_letter
from yubei_desk.domain.staff import Session
from yubei_desk.paper.sign import Signer
from yubei_desk.store.act import ActStore, body_text


class DecisionDeeds:
    """Signed acts of the person signed in; `signer` holds their key on this device."""

    def __init__(self, store: ActStore, signer: Signer, session: Session) -> None:
        self._acts = store
        self._signer = signer
        self._session = session

    def sign_and_file(self, wish: Wish, pin: str, shown: Shown | None = None) -> Filed:
        """Sign the letter of this wish and file the act; a screen hands in what it has `shown`.

        Raises BadInput('pin') for a wrong PIN, BadInput('key') for a key that is not here or not the one
        registered, BadInput('signature') when the letter is not what was seen, else as file_act.
        """
        letter = self._acts.load_letter(wish)
        check_letter(letter, known=self._known(wish), body=body_text(wish.body), shown=shown)
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
