"""The file of a case 办件 as each reader may see it, on the real ledger."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.hall import FACTS, Hall
from yubei_desk.domain.deadline import days_left, explain_deadline, natural_due
from yubei_desk.errors import Refused

OFFICER, CHIEF, AUDITOR = "demo_land_officer_1", "demo_land_chief", "demo_auditor"
CHINA = ZoneInfo("Asia/Shanghai")


def test_the_section_reads_the_whole_file(hall: Hall) -> None:
    file = hall.store(OFFICER).load_case(hall.recommended())
    assert [act.kind for act in file.acts] == ["receive", "pass_on", "accept", "recommend"]
    assert file.item == "建设用地规划许可证核发"
    assert len(file.materials) == 7
    assert [paper.form for paper in file.papers] == ["receipt", "acceptance_notice"]
    assert file.promised_on is not None
    assert file.due_on == file.promised_on


def test_an_act_speaks_in_the_words_it_was_asked_with(hall: Hall) -> None:
    said = dict(hall.store(OFFICER).load_case(hall.recommended()).acts[-1].said)
    assert said["拟办意见"] == "准予"
    assert said["理由"] == "符合国土空间规划和用途管制要求"
    assert said["用地面积"] == FACTS["area"]


def test_a_scan_is_part_of_the_file_until_its_bytes(hall: Hall) -> None:
    matter_id, blob = hall.accepted(), uuid4()
    store = hall.store(OFFICER)
    store.store_blob(blob, "image/png", b"\x89PNG\r\n\x1a\n")
    hall.act(OFFICER, "attach", matter_id, blob=str(blob), file_name="踏勘.png")
    (attachment,) = store.load_case(matter_id).attachments
    assert (attachment.file_name, attachment.material) == ("踏勘.png", None)
    assert store.load_blob(UUID(attachment.blob)) == ("image/png", b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Refused):
        hall.store("demo_housing_officer_1").load_blob(blob)


@pytest.mark.parametrize("who", ["demo_housing_chief", "demo_market_officer_1"])
def test_a_hidden_case_and_none_at_all_sound_the_same(hall: Hall, who: str) -> None:
    matter_id = hall.accepted()
    sentences = set()
    for each in (matter_id, matter_id + 10_000):
        with pytest.raises(Refused) as refused:
            hall.store(who).load_case(each)
        sentences.add(refused.value.sentence)
    assert sentences == {"查无此件，或者您无权查看"}


def test_the_overseer_sees_state_and_days_but_no_name(hall: Hall) -> None:
    file = hall.store("demo_overseer").load_case(hall.recommended())
    assert file.applicant == "重庆**公司"
    assert (file.acts, file.materials, file.moves) == ((), (), ())


def test_the_auditors_opening_is_written_down(hall: Hall) -> None:
    matter_id = hall.recommended()
    file = hall.store(AUDITOR).load_case(matter_id)
    assert file.acts
    query = "select what from desk.reading where matter_id = %s"
    assert hall.owner().execute(query, (matter_id,)).fetchall() == [("file",)]


def test_loading_again_is_no_second_opening_until_the_day_is_over(hall: Hall) -> None:
    """LAW 1: each opening is written down. The bell's reload is none; at midnight what was open is not."""
    hall.set_time(datetime(2020, 4, 16, 10, tzinfo=CHINA))
    matter_id = hall.granted()
    certificate_id = hall.certificate_of(matter_id)
    store, query = hall.store(AUDITOR), "select matter_id from desk.reading order by id"
    for again in (False, True, True, False):
        assert store.load_case(matter_id, again).acts
        assert store.load_certificate(certificate_id, again).sheets == ()
    opened = [(matter_id,), (certificate_id,), (matter_id,)]  # a certificate opens the case behind it
    assert hall.owner().execute(query).fetchall() == opened * 2
    hall.set_time(datetime(2020, 4, 17, 10, tzinfo=CHINA))
    assert store.load_case(matter_id, again=True).acts
    assert hall.owner().execute(query).fetchall()[6:] == [(matter_id,)]


def test_a_reveal_is_written_down(hall: Hall) -> None:
    matter_id = hall.accepted()
    shown = hall.store(OFFICER).reveal_applicant(matter_id)
    assert shown.phone == "02367812345"
    query = "select s.login, r.what from desk.reading r join desk.staff s on s.id = r.staff_id"
    assert hall.owner().execute(query).fetchall() == [(OFFICER, "private")]
    with pytest.raises(Refused):
        hall.store("demo_overseer").reveal_applicant(matter_id)


@pytest.mark.parametrize(
    "forged",
    ["signature = sha512('x')", """body = '{"reasons":"另一个决定"}'""", "kind = 'refuse'"],
    ids=["signature", "words", "act"],
)
def test_a_forged_decision_is_broken_for_every_reader(hall: Hall, forged: str) -> None:
    """The database's owner can switch the guard off; the mathematics they cannot: a good signature under
    other words is none.
    """
    matter_id = hall.granted()
    owner = hall.owner()
    owner.execute("set session_replication_role = replica")
    owner.execute("alter table desk.act disable trigger keep")
    change = f"update desk.act set {forged} where matter_id = %s and signature is not null"
    owner.execute(change.encode(), (matter_id,))
    assert hall.store(CHIEF).load_case(matter_id).acts[-1].signature == "broken"


@pytest.mark.parametrize(
    "day",
    ["2020-01-21", "2020-04-24", "2020-04-30", "2020-06-24", "2020-09-27", "2020-12-30", "2027-02-03"],
)
def test_the_stored_days_are_those_one_can_count_out(hall: Hall, day: str) -> None:
    hall.set_time(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA))
    for item in ("0101", "0102"):
        matter_id = hall.receive(item=item)
        hall.act("demo_window_1", "pass_on", matter_id)
        hall.act(OFFICER, "accept", matter_id)
        file = hall.store(OFFICER).load_case(matter_id)
        assert file.start_on is not None
        calendar = hall.store(OFFICER).load_calendar(file.start_on, date(file.start_on.year + 1, 6, 30))
        for days, stored in (
            (file.promised_days, file.promised_on),
            (file.statutory_days, file.statutory_on),
        ):
            assert explain_deadline(calendar, file.start_on, days, "working").due == stored
        assert natural_due(calendar, file.start_on, 0) == file.start_on


@pytest.mark.parametrize("at", ["2020-04-17", "2020-04-18", "2020-04-21", "2020-04-22", "2020-04-25"])
def test_days_left_are_those_of_the_calendar(hall: Hall, at: str) -> None:
    """Received on a Friday, due on the Tuesday after; looked at on weekdays and weekends."""
    hall.set_time(datetime(2020, 4, 17, 9, tzinfo=CHINA))
    matter_id = hall.accepted()
    hall.set_time(datetime.fromisoformat(f"{at}T09:00").replace(tzinfo=CHINA))
    store = hall.store(OFFICER)
    file = store.load_case(matter_id)
    assert file.due_on is not None
    calendar = store.load_calendar(date(2020, 4, 1), date(2020, 5, 31))
    assert file.days_left == days_left(calendar, date.fromisoformat(at), file.due_on)
