"""Invitation 会议邀请 to a seat of a joint review, as a calendar file (RFC 5545) any calendar takes in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

ZONE: Final = (
    "BEGIN:VTIMEZONE",
    "TZID:Asia/Shanghai",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "TZNAME:CST",
    "END:STANDARD",
    "END:VTIMEZONE",
)
CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
FOLD: Final = 75
"""Octets of a line, its break not counted."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """Where one seat is awaited: `meeting_at` as the chair wrote it, `told_at` the moment of the latest
    convening or cancelling. No names of persons, no applicant.
    """

    centre_id: str
    seat_id: int
    number: str
    section: str
    stage: str
    project: str
    round: int
    meeting_on: date
    meeting_at: str
    place: str
    cancelled: bool
    told_at: datetime


def calendar_text(invitation: Invitation) -> str:
    """One event: a further round of the same seat moves the event that stands, a cancelling strikes it out.

    Where the chair wrote no time of day the event takes the whole day, and says what was written.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//yubei_desk//meeting//ZH",
        "CALSCALE:GREGORIAN",
        *ZONE,
        "BEGIN:VEVENT",
        f"UID:{invitation.seat_id}@{invitation.centre_id}",
        f"DTSTAMP:{invitation.told_at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{2 * invitation.round + invitation.cancelled}",
        *_times(invitation),
        f"SUMMARY:{escaped(f'联合审批（{invitation.stage}）{invitation.project}')}",
        f"LOCATION:{escaped(invitation.place)}",
        f"DESCRIPTION:{escaped(_description(invitation))}",
        f"STATUS:{'CANCELLED' if invitation.cancelled else 'CONFIRMED'}",
        "CLASS:PRIVATE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _fold(line))


def _times(invitation: Invitation) -> Iterator[str]:
    day = invitation.meeting_on
    time = CLOCK.fullmatch(invitation.meeting_at.strip())
    if time:
        yield f"DTSTART;TZID=Asia/Shanghai:{day:%Y%m%d}T{int(time[1]):02}{time[2]}00"
    else:
        yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"


def _description(invitation: Invitation) -> str:
    time = f"{invitation.meeting_on} {invitation.meeting_at}"
    return f"{invitation.number} 第{invitation.round}轮\n席位：{invitation.section}\n时间：{time}"


def escaped(words: str) -> str:
    """Words as a TEXT value (RFC 5545, 3.3.11)."""
    kept = "".join(c for c in words.replace("\r\n", "\n") if c == "\n" or (c >= " " and c != "\x7f"))
    for mark in ("\\", ";", ","):
        kept = kept.replace(mark, f"\\{mark}")
    return kept.replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Lines of at most 75 octets, no character torn (RFC 5545, 3.1)."""
    part, room = "", FOLD
    for char in line:
        size = len(char.encode())
        if size > room:
            yield part
            part, room = " ", FOLD - 1
        part += char
        room -= size
    yield part
