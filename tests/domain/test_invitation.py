"""Invitations 会议邀请 read back by a reader of RFC 5545 written for this test."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yubei_desk.domain.invitation import Invitation, calendar_text

INVITATION = Invitation(
    centre_id="6f0c0f1e-2b7c-4c55-9e0b-0d8e6c3f7a11",
    seat_id=417,
    number="联审500112202600001",
    section="消防救援审批科",
    stage="施工许可",
    project="联东U谷渝北产业园, 二期; 东区",
    round=1,
    meeting_on=date(2026, 12, 1),
    meeting_at="09:30",
    place="三楼会议室\\东侧\n请走二号门",
    cancelled=False,
    told_at=datetime(2026, 11, 25, 8, 5, 9, tzinfo=UTC),
)
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=(?:"[^"]*"|[^;:"]*))*):(.*)', re.S)
ESCAPE = re.compile(r"\\([\\;,nN])")


def read(text: str) -> dict[str, list[tuple[str, str, str]]]:
    """The properties (name, parameters, value) of each component; fails on what RFC 5545 does not allow."""
    assert text.endswith("\r\n")
    physical = text[:-2].split("\r\n")
    assert not [line for line in physical if "\n" in line or "\r" in line]
    assert max(len(line.encode()) for line in physical) <= 75
    found: dict[str, list[tuple[str, str, str]]] = {}
    inside: list[str] = []
    for line in "\r\n".join(physical).replace("\r\n ", "").split("\r\n"):
        match = LINE.fullmatch(line)
        assert match, line
        name, parameters, value = match.groups()
        if name == "BEGIN":
            inside.append(value)
            assert value not in found, "one of each"
            found[value] = []
        elif name == "END":
            assert inside.pop() == value
        else:
            found[inside[-1]].append((name, parameters, value))
    assert not inside
    return found


def words(value: str) -> str:
    """A TEXT value as it was meant."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def event(invitation: Invitation) -> dict[str, tuple[str, str]]:
    """The event's properties, each once."""
    found = read(calendar_text(invitation))["VEVENT"]
    assert len({name for name, _, _ in found}) == len(found)
    return {name: (parameters, value) for name, parameters, value in found}


def test_a_calendar_takes_it_in() -> None:
    found = read(calendar_text(INVITATION))
    assert ("VERSION", "", "2.0") in found["VCALENDAR"]
    assert any(name == "PRODID" for name, _, _ in found["VCALENDAR"])
    seen = event(INVITATION)
    assert seen["UID"][1] == "417@6f0c0f1e-2b7c-4c55-9e0b-0d8e6c3f7a11"
    assert seen["DTSTAMP"] == ("", "20261125T080509Z")
    assert seen["DTSTART"] == (";TZID=Asia/Shanghai", "20261201T093000")
    assert words(seen["SUMMARY"][1]) == "联合审批（施工许可）联东U谷渝北产业园, 二期; 东区"
    assert words(seen["LOCATION"][1]) == INVITATION.place
    assert words(seen["DESCRIPTION"][1]).split("\n") == [
        "联审500112202600001 第1轮",
        "席位：消防救援审批科",
        "时间：2026-12-01 09:30",
    ]


def test_the_zone_it_names_is_told_with_it() -> None:
    zone = {name: value for name, _, value in read(calendar_text(INVITATION))["VTIMEZONE"]}
    told = {name: value for name, _, value in read(calendar_text(INVITATION))["STANDARD"]}
    assert zone == {"TZID": "Asia/Shanghai"}
    offset = datetime(2026, 12, 1, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")).strftime("%z")
    assert told["TZOFFSETFROM"] == told["TZOFFSETTO"] == offset


@pytest.mark.parametrize(("written", "start"), [("9:05", "T090500"), (" 14：00 ", "T140000")])
def test_a_time_of_day_is_read_as_people_write_it(written: str, start: str) -> None:
    assert event(replace(INVITATION, meeting_at=written))["DTSTART"][1] == f"20261201{start}"


@pytest.mark.parametrize("written", ["上午九点半", "25:00", "09:30 至 11:00"])
def test_words_that_are_no_time_of_day_take_the_whole_day(written: str) -> None:
    seen = event(replace(INVITATION, meeting_on=date(2026, 12, 31), meeting_at=written))
    assert seen["DTSTART"] == (";VALUE=DATE", "20261231")
    assert seen["DTEND"] == (";VALUE=DATE", "20270101")
    assert written in words(seen["DESCRIPTION"][1])


def test_a_further_round_moves_the_event_and_a_cancelling_strikes_it_out() -> None:
    rounds = [
        event(INVITATION),
        event(replace(INVITATION, round=2)),
        event(replace(INVITATION, round=2, cancelled=True)),
    ]
    assert len({each["UID"] for each in rounds}) == 1
    numbers = [int(each["SEQUENCE"][1]) for each in rounds]
    assert numbers == sorted(set(numbers))
    assert [each["STATUS"][1] for each in rounds] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


@given(place=st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.just("\n"), max_size=200))
def test_any_words_come_back_as_they_were(place: str) -> None:
    assert words(event(replace(INVITATION, place=place))["LOCATION"][1]) == place
