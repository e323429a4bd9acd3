"""The board and the file of a joint review as each person at, beside and away from the table may see them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.review import CHAIR, TOPIC, Table
from yubei_desk.domain.meeting import initials, merge_cards, short_name
from yubei_desk.errors import Refused, Unreachable

SEAT = "demo_fire_chief"
WINDOW, OVERSEER, STRANGER = "demo_window_1", "demo_overseer", "demo_school_chief"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def session(table: Table) -> tuple[int, dict[str, int]]:
    """A review in session on its first item."""
    review = table.draft()
    today = table.hall.session(CHAIR).now.date()
    table.hall.act(CHAIR, "convene", review, meeting_on=str(today), **TOPIC)
    table.hall.act(CHAIR, "open_session", review)
    return review, table.seats(review)


def test_the_board_in_one_look(table: Table) -> None:
    review, seats = session(table)
    table.hall.act(SEAT, "opine", seats["fire"], opinion="conditions", words="可行", conditions="会后补图")
    table.hall.act(SEAT, "raise", review, text="疏散宽度不足", owner="建设单位", due_on="2030-01-02")
    (card,) = table.hall.store(SEAT).load_board().cards
    assert (card.column, card.project, card.stage, card.round) == (
        "discussed",
        "联东U谷渝北产业园",
        "施工许可",
        1,
    )
    assert (card.speaking, card.place, card.meeting_at) == (card.items[0], "三楼会议室", "09:30")
    assert len(card.items) == 2
    assert [dot.section for dot in card.seats][:3] == [
        "住建委行政审批科",
        "规划自然资源审批科",
        "消防救援审批科",
    ]
    assert [(dot.state, dot.opinion, dot.mine) for dot in card.seats][1:3] == [
        ("invited", "", False),
        ("opined", "conditions", True),
    ]
    assert (card.answered, card.issues, card.last_issue) == (1, 1, "消防救援审批科：疏散宽度不足")
    assert card.mine


def test_who_sees_what_of_it(table: Table) -> None:
    review, seats = session(table)
    table.hall.act(SEAT, "opine", seats["fire"], opinion="object", words="间距不足")
    for login in (WINDOW, OVERSEER):  # states, never opinions (LAW 2)
        (card,) = table.hall.store(login).load_board().cards
        assert {dot.opinion for dot in card.seats} == {""}
        assert not card.mine
        file = table.hall.store(login).load_review(review)
        assert {seat.words for seat in file.seats} == {""}
        assert not [move for move in file.moves if move.signed]
    assert table.hall.store(OVERSEER).load_review(review).applicant == "重庆**公司"
    assert table.hall.store(STRANGER).load_board().cards == ()
    with pytest.raises(Refused):
        table.hall.store(STRANGER).load_review(review)


def test_what_changed_is_merged(table: Table) -> None:
    review, seats = session(table)
    store = table.hall.store(CHAIR)
    before = store.load_board()
    table.hall.act(SEAT, "take_seat", seats["fire"])
    fresh = store.load_board((seats["fire"],))
    after = merge_cards(before, (seats["fire"],), fresh)
    assert [card.matter_id for card in after.cards] == [review]
    assert after.cards[0].seats[2].state == "seated"
    assert store.load_board((1,)).cards == ()
    table.hall.act(CHAIR, "cancel", review, reason="申请人撤回", separately="true")
    gone = store.load_board((review,))
    assert merge_cards(after, (review,), gone).cards == ()


def test_the_file_of_a_seat(table: Table) -> None:
    review, seats = session(table)
    table.hall.act(SEAT, "take_seat", seats["fire"])
    table.hall.act(SEAT, "opine", seats["fire"], opinion="agree", words="同意")
    table.hall.act(SEAT, "raise", review, text="间距", owner="消防")
    file = table.hall.store(SEAT).load_review(seats["fire"])
    assert file.matter_id == review
    mine = file.my_seat
    assert mine is not None
    assert (mine.section, mine.opinion, mine.number) == ("消防救援审批科", "agree", file.number)
    assert mine.opined is not None
    assert (mine.opined.signature, mine.taken is not None) == ("valid", True)
    assert {"opine"} <= {move.act for move in mine.moves}
    assert not next(seat for seat in file.seats if not seat.mine).moves
    assert [row.name for row in file.materials] == ["建筑工程施工许可申请表"]
    assert file.speaking is not None
    assert file.speaking.case_id is not None
    assert [(issue.owner, issue.open) for issue in file.issues] == [("消防", True)]
    table.hall.act(CHAIR, "settle", review, issue=file.issues[0].id, text="已核实")
    (settled,) = table.hall.store(SEAT).load_review(review).issues
    assert (settled.settled_words, settled.open) == ("已核实", False)


def test_a_round_shows_what_came_since(table: Table) -> None:
    review, _seats = session(table)
    table.hall.act(CHAIR, "adjourn", review, reason="补图")
    assert table.hall.store(CHAIR).load_board().cards[0].column == "correcting"
    blob = uuid4()
    secretary = table.hall.store("demo_housing_officer_1")
    secretary.store_blob(blob, "application/pdf", b"%PDF-1.4 new")
    table.hall.act("demo_housing_officer_1", "attach", review, blob=str(blob), file_name="补图.pdf")
    file = table.hall.store(SEAT).load_review(review)
    assert [each.file_name for each in file.handed_in_since] == ["补图.pdf"]
    assert [name for _, name in file.more_sections if "教育" in name]
    assert not [name for _, name in file.more_sections if "消防" in name]


def test_what_rang_is_read_again_and_nothing_is_missed(table: Table) -> None:
    review, seats = session(table)
    store = table.hall.store(CHAIR)
    before = store.load_review(review)
    table.hall.act(SEAT, "opine", seats["fire"], opinion="conditions", words="可行", conditions="补图")
    for changed in (frozenset({seats["fire"], 1}), frozenset({review})):
        fresh, whole = store.refresh_review(before, changed), store.load_review(review, again=True)
        assert [replace(seat, moves=()) for seat in fresh.seats] == [
            replace(seat, moves=()) for seat in whole.seats
        ]
        assert [(each.act, each.why_not) for each in fresh.moves] == [
            (each.act, each.why_not) for each in whole.moves
        ]
        assert (fresh.issues, fresh.version, fresh.acts) == (whole.issues, whole.version, whole.acts)
        table.hall.act(SEAT, "raise", review, text="间距", owner="消防")


def test_who_lost_the_duty_reads_nothing_more_of_the_table(table: Table) -> None:
    review, seats = session(table)
    store = table.hall.store(SEAT)
    before = store.load_review(review)
    table.hall.owner().execute(
        "update desk.duty set to_day = law.today() where staff_id ="
        " (select id from desk.staff where login = %s)",
        (SEAT,),
    )
    with pytest.raises(Refused):
        store.refresh_review(before, frozenset({seats["fire"]}))


def test_a_desk_whose_connection_broke_reads_on(table: Table) -> None:
    review, seats = session(table)
    store = table.hall.store(SEAT)
    before = store.load_review(review)
    for read in (
        partial(store.load_board, (review,)),
        partial(store.refresh_review, before, frozenset(seats.values())),
    ):
        table.hall.owner().execute(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where usename ="
            " (select login from desk.staff where login like %s) and datname = current_database()",
            (f"%{SEAT}",),
        )
        with pytest.raises(Unreachable):
            read()
        assert read() is not None


def test_initials_tell_departments_apart() -> None:
    assert short_name("住建委行政审批科") == "住建委"
    assert initials(("城市管理审批科", "城乡审批科", "城审批科")) == ("城", "乡", "城")


def test_the_jump_box_finds_reviews(table: Table) -> None:
    review = table.draft()
    store = table.hall.store(CHAIR)
    number = store.load_review(review).number
    for words in (number, number.removeprefix("联审"), "联东U谷", "cqld"):
        assert (review, "meeting") in [(row.matter_id, row.kind) for row in store.find_matters(words)]
    assert table.hall.store(STRANGER).find_matters("联审") == ()


def test_who_is_on_line_is_told_at_the_table_only(table: Table) -> None:
    review = table.draft()
    table.hall.connect("demo_water_chief")
    sections = {seat.section: seat.section_id for seat in table.hall.store(SEAT).load_review(review).seats}
    online = table.hall.store(SEAT).load_online(review)
    assert {sections["消防救援审批科"], sections["水利审批科"]} <= online
    assert sections["生态环境局审批科"] not in online
    for login in (WINDOW, STRANGER):
        assert table.hall.store(login).load_online(review) == frozenset()


def test_an_auditor_reads_what_they_opened(table: Table) -> None:
    review, seats = session(table)
    table.hall.act(SEAT, "opine", seats["fire"], opinion="object", words="间距不足")
    auditor = table.hall.store("demo_auditor")
    assert {dot.opinion for card in auditor.load_board().cards for dot in card.seats} == {""}
    for again in (False, True):
        file = auditor.load_review(review, again)
        fire = next(seat for seat in file.seats if seat.section == "消防救援审批科")
        assert (fire.opinion, fire.words, file.moves) == ("object", "间距不足", ())
        assert fire.opined is not None
        assert fire.opined.signature == "valid"
    assert table.one("select count(*) from desk.reading where matter_id = %s", review) == 1
