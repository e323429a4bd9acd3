"""The counter 综合受理: what the window still holds, and the days it tells an applicant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Promise:
    """The day a thing is promised for; `provisional` (暂定) while that year's holidays are not announced."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class ReceiptDays:
    """The days a receipt may bear: today, or with a hand receipt one back to `earliest`."""

    earliest: date
    today: date

    def fault(self, day: date | None) -> str:
        """One sentence when a case cannot bear this day as an earlier one, else ""."""
        if day is None:
            return f"请填写日期，例如 {self.earliest}"
        if day > self.today:
            return f"实际收件日不能晚于今日 {self.today}"
        if day == self.today:
            return "今日收件不用补录，请收起此项"
        if day < self.earliest:
            return f"实际收件日最早可补录到 {self.earliest}"
        return ""


@dataclass(frozen=True, slots=True)
class HeldRow:
    """A case the window still has something to do for: to answer or pass on, or, when `accepted_on` is
    set, to hand over its 受理通知书.

    `due_on` and `days_left` (working days, negative when overdue) are of the clock that runs: five days to
    answer, then the promise; None once decided. `provisional` is of the day `promised_on`, else of `due_on`.
    `mine` says that the person signed in received it.
    """

    matter_id: int
    number: str
    applicant: str
    item: str
    section: str
    state: str
    state_label: str
    receiver: str
    mine: bool
    received_on: date
    accepted_on: date | None
    promised_on: date | None
    provisional: bool
    due_on: date | None
    days_left: int | None
    light: str
