"""What may go wrong in an office day 可预期的差错; each carries one sentence, all else is a bug."""

from __future__ import annotations


class DeskError(Exception):
    """A foreseeable failure. `sentence` says in Chinese what is wrong and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(DeskError):
    """The law does not allow the act; `basis` is the article it leans on, empty where there is none."""

    def __init__(self, sentence: str, basis: str = "") -> None:
        super().__init__(sentence)
        self.basis = basis


class Stale(DeskError):
    """Somebody else acted on the matter since it was read; nothing was changed."""


class BadInput(DeskError):
    """What was typed at `field` cannot be taken; the sentence names what is expected."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


class Unreachable(DeskError):
    """The database does not answer; the wish may or may not have been filed and is looked up by its wish."""


class Cancelled(DeskError):
    """The person stopped the work; nothing is to be reported but a quiet line."""

    def __init__(self, sentence: str = "已取消。") -> None:
        super().__init__(sentence)
