"""The session of a joint review 会审: who speaks when, who stands silent, what is settled at the table."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import UNSEEN, one, refused_act
from tests.review import CHAIR, CLOSED, END, SECRETARY, TOPIC, Table, at, table_on_monday, told

WINDOW, FIRE, LAND = "demo_window_1", "demo_fire_chief", "demo_land_chief"


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({"meeting_on": "2026-03-01"}, "会议日不能早于今日"),
        ({"meeting_on": "2026-06-01"}, "会议日应在今日起 90 天内"),
        ({"meeting_on": "2026-02-31"}, "“会议日”应为日期，例如 2026-11-24"),
        ({"meeting_on": "0000-01-01"}, "“会议日”应为日期，例如 2026-11-24"),
        ({"meeting_on": "2026-03-09", "place": "　"}, "请填写“地点”"),
    ],
)
def test_a_meeting_day_is_a_day_to_come(table: Table, body: dict[str, Any], sentence: str) -> None:
    assert told(table, CHAIR, "convene", table.draft(), **{**TOPIC, **body}) == sentence


def test_no_session_before_its_day(table: Table) -> None:
    review = table.draft()
    table.convene(review, "2026-03-04")
    assert told(table, CHAIR, "open_session", review) == "会议日为 2026-03-04，当日才能开会".replace(
        " ", "", 1
    )
    at(table, 2)
    table.hall.act(CHAIR, "open_session", review)


def test_forty_seats(table: Table) -> None:
    """A lead may call whomever it needs; each section once."""
    owner, review = table.hall.owner(), table.draft()
    owner.execute(
        "insert into desk.section (code, name, department, kind, document_mark, review_body, court)"
        " select 'more' || n, '科室' || n, '某局', 'section', '', '', '' from generate_series(1, 33) n"
    )
    for (section,) in owner.execute("select id from desk.section where code like 'more%'").fetchall():
        table.hall.act(SECRETARY, "add_seat", review, section=section)
    assert len(table.seats(review)) == 40
    twice = table.ids["section", "fire"]
    assert told(table, SECRETARY, "add_seat", review, section=twice) == "科室不存在或已有席位，请重新选择"
    assert told(table, SECRETARY, "add_seat", review, section="x") == "“科室”应为整数"
    assert (
        told(table, SECRETARY, "add_seat", review, section="999999999999999")
        == "科室不存在或已有席位，请重新选择"
    )


def test_a_section_without_a_chief_stands_silent_after_its_notice(table: Table) -> None:
    review = table.in_session()
    table.hall.owner().execute(
        "update desk.authorisation set revoked_from = '2026-03-02' where section_id = %s",
        (table.ids["section", "fire"],),
    )
    table.opine_all(review, "fire")
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"
    at(table, 3)  # the third working day
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"
    at(table, 4)
    table.hall.act(CHAIR, "conclude", review, **END)
    assert table.state(table.seats(review)["fire"]) == "invited"


def test_no_notice_told_is_no_notice_over(table: Table) -> None:
    """A centre that says nothing of the days of notice lets nobody stand silent."""
    review = table.in_session()
    table.hall.owner().execute("delete from desk.setting where key = 'seat_notice_days'")
    at(table, 30)
    assert told(table, CHAIR, "conclude", review, **END).startswith("还有科室没有表态：")


def test_who_is_absent_twice_stands_silent(table: Table) -> None:
    """Twice, this time counted, and told of the second meeting days before; who sits there is not absent."""
    review = table.in_session()
    table.opine_all(review, "fire")
    at(table, 10)
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"
    table.hall.act(CHAIR, "adjourn", review, reason="消防未到会")
    table.convene(review, "2026-03-20")
    at(table, 18)
    table.hall.act(CHAIR, "open_session", review)
    seat = table.seats(review)["fire"]
    table.hall.act(FIRE, "take_seat", seat)
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"
    table.hall.act(CHAIR, "adjourn", review, reason="消防未表态")
    table.convene(review, "2026-03-20")
    table.hall.act(CHAIR, "open_session", review)
    at(table, 28)
    table.hall.act(CHAIR, "conclude", review, **END)


def test_rounds_within_a_breath_silence_nobody(table: Table) -> None:
    """A round counts for those told of it in time: two of them within a minute make no seat silent."""
    review = table.in_session()
    for _ in range(2):
        table.hall.act(CHAIR, "adjourn", review, reason="休会")
        table.convene(review)
        table.hall.act(CHAIR, "open_session", review)
    assert table.one("select max(absent_rounds) from desk.seat") == 0
    at(table, 10)
    refusal = told(table, CHAIR, "conclude", review, **END)
    assert refusal.startswith("还有科室没有表态：")
    assert refusal.count("、") == 6


def test_who_sits_there_in_silence_does_not_block_for_ever(table: Table) -> None:
    """Two rounds with the seat taken and no word: then the meeting goes on, and the paper says 未表态."""
    review = table.in_session()
    seat = table.seats(review)["fire"]
    table.opine_all(review, "fire")
    for days in (10, 20):
        table.hall.act(FIRE, "take_seat", seat)
        at(table, days)
        assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"
        table.hall.act(CHAIR, "adjourn", review, reason="消防未表态")
        table.convene(review)
        table.hall.act(CHAIR, "open_session", review)
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"  # told today
    table.hall.act(FIRE, "take_seat", seat)
    at(table, 30)
    table.hall.act(CHAIR, "conclude", review, **END)
    assert (table.state(seat), table.one("select opinion from desk.seat where matter_id = %s", seat)) == (
        "seated",
        "",
    )


def test_a_deputy_without_a_duty_decides_for_nobody(table: Table) -> None:
    """A lending alone keeps no seat from standing silent: the deputy must work in the section, too."""
    deciders = "select names from law.deciders() where section_id = %s"
    land, owner = table.ids["section", "land"], table.hall.owner()
    staff = "(select id from desk.staff where login like 'demo_land_deputy%%')"
    assert table.one(deciders, land).count("（代）") == 2
    owner.execute(f"update desk.duty set to_day = '2026-03-02' where staff_id in {staff}".replace("%%", "%"))
    assert "（代）" not in table.one(deciders, land)


def test_an_opinion_begins_the_count_of_silence_anew(table: Table) -> None:
    """Silent once, then heard; after new materials one more silent round is the first."""
    review = table.in_session()
    table.opine_all(review, "fire")
    table.hall.act(CHAIR, "adjourn", review, reason="消防未到会")
    table.convene(review)
    table.opine(review, "fire")
    table.hall.act(CHAIR, "open_session", review)
    blob = uuid4()
    table.hall.store(WINDOW).store_blob(blob, "application/pdf", b"%PDF-1.4")
    table.hall.act(WINDOW, "attach", review, file_name="修改图.pdf", blob=str(blob))
    table.hall.act(CHAIR, "adjourn", review, reason="补充图纸")
    table.convene(review)
    table.hall.act(CHAIR, "open_session", review)
    table.opine_all(review, "fire")
    at(table, 10)
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：消防救援审批科"


def test_a_seat_removed_from_its_duty_speaks_no_more(table: Table) -> None:
    """The duty ends during the session: what was said stands, nothing more is said; others go on."""
    review = table.in_session()
    seat = table.seats(review)["fire"]
    table.opine(review, "fire", "object")
    staff = one(table.hall.owner(), "select id from desk.staff where login = %s", FIRE)
    table.hall.owner().execute("update desk.duty set to_day = '2026-03-02' where staff_id = %s", (staff,))
    desk = table.hall.connect(FIRE)
    assert refused_act(desk, seat, 2, "opine", opinion="agree", words="改为同意") == UNSEEN
    assert one(desk, "select count(*) from desk.seat") == 0
    table.opine_all(review, "fire")
    table.hall.act(CHAIR, "conclude", review, **END)
    assert table.one("select opinion from desk.seat where matter_id = %s", seat) == "object"


def test_an_opinion_stands_unless_its_materials_changed(table: Table) -> None:
    review = table.in_session()
    table.opine_all(review)
    table.hall.act(CHAIR, "adjourn", review, reason="补充图纸")
    assert told(table, FIRE, "opine", table.seats(review)["fire"], opinion="agree", words="x") == CLOSED
    table.convene(review)
    assert {table.state(seat) for seat in table.seats(review).values()} == {"opined"}
    table.hall.act(CHAIR, "open_session", review)
    table.hall.act(CHAIR, "adjourn", review, reason="补充图纸")
    blob = uuid4()
    table.hall.store(WINDOW).store_blob(blob, "application/pdf", b"%PDF-1.4")
    table.hall.act(WINDOW, "attach", review, file_name="修改图.pdf", blob=str(blob))
    table.convene(review)
    assert {table.state(seat) for seat in table.seats(review).values()} == {"invited"}
    history = "select count(*) from desk.act where kind = 'opine'"
    assert (table.one(history), table.one("select max(round) from desk.review")) == (7, 3)


def test_an_opinion_given_before_an_item_was_ticked_is_asked_for_anew(table: Table) -> None:
    """By the section whose item it is: what a deputy said stays within the items lent to them."""
    review = table.in_session(items=[table.ids["item", "0202"]])
    table.opine_all(review)
    table.hall.act(SECRETARY, "add_item", review, item=table.ids["item", "0201"])
    waiting = [code for code, seat in table.seats(review).items() if table.state(seat) != "opined"]
    assert waiting == ["housing"]
    assert told(table, CHAIR, "conclude", review, **END) == "还有科室没有表态：住建委行政审批科"


def test_what_a_chief_must_say(table: Table) -> None:
    seat = table.seats(table.in_session())["fire"]
    needs = "有条件同意须写明附带条件"
    assert told(table, FIRE, "opine", seat, opinion="conditions", words="x", conditions="　") == needs
    assert told(table, FIRE, "opine", seat, opinion="perhaps", words="x") == "请从列表中选择“意见”"
    officer = refused_act(
        table.hall.connect("demo_fire_officer_1"), seat, 1, "opine", opinion="agree", words="x"
    )
    assert officer == "您今日没有办理这个环节的职责"
    assert refused_act(table.hall.connect(LAND), seat, 1, "opine", opinion="agree", words="x") == officer


def test_issues_are_raised_and_settled_by_their_own(table: Table) -> None:
    review = table.in_session()
    assert told(table, FIRE, "raise", review, text="疏散", owner="建设单位", due_on="2026-02-31") == (
        "“期限”应为日期，例如 2026-11-24"
    )
    assert told(table, FIRE, "raise", review, text="疏散", owner="建设单位", due_on="　") == (
        "“期限”应为日期，例如 2026-11-24"
    )
    assert (
        told(table, FIRE, "raise", review, text="疏散", owner="建设单位", due_on="2026-03-01")
        == "期限不能早于今日"
    )
    for text in ("疏散楼梯", "消防车道"):
        table.hall.act(FIRE, "raise", review, text=text, owner="建设单位", due_on="")
    first, second = (row[0] for row in table.hall.owner().execute("select id from desk.issue order by id"))
    alone = "只有提出科室和牵头科室可以解决这个问题，或者它已经解决"
    assert told(table, LAND, "settle", review, issue=first, text="x") == alone
    table.hall.act("demo_fire_officer_1", "settle", review, issue=first, text="已修改")
    assert told(table, FIRE, "settle", review, issue=first, text="x") == alone
    table.hall.act(SECRETARY, "settle", review, issue=second, text="不再涉及")
    assert told(table, FIRE, "settle", review, issue="x", text="x") == "“问题”应为整数"


def test_paper_opinions_and_site_visits(table: Table) -> None:
    review = table.in_session()
    visit = {"visited_on": "2026-03-02", "finding": "相符"}
    alone = "现场核验须两人以上，请填写全部核验人员"
    for names in ("甲、甲", "甲、\u200b"):
        assert told(table, FIRE, "visit_site", review, inspectors=names, **visit) == alone
    table.hall.act(FIRE, "visit_site", review, inspectors="甲、乙", **visit)
    late = {**visit, "visited_on": "2026-03-03", "dated": "2026-03-01"}
    assert told(table, FIRE, "visit_site", review, inspectors="甲、乙", **late) == "日期不能晚于今日"
    blob = uuid4()
    table.hall.store(SECRETARY).store_blob(blob, "application/pdf", b"%PDF-1.4")
    paper = {"body": "供电公司", "opinion": "agree", "words": "同意接入", "dated": "2026-03-01"}
    table.hall.act(SECRETARY, "outside_opinion", review, file_name="函.pdf", blob=str(blob), **paper)
    assert table.one("select count(*) from desk.seat where opinion <> ''") == 0


def test_an_idle_adjourned_review_turns_red(table: Table) -> None:
    review = table.in_session()
    days = "select due_on::text from desk.matter where id = %s"
    assert table.one(days, review) == "infinity"
    table.hall.act(CHAIR, "adjourn", review, reason="补充")
    assert one(table.hall.connect("demo_overseer"), days, review) == "2026-03-09"
    table.convene(review)
    assert table.one(days, review) == "infinity"
