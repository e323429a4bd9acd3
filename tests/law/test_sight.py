"""Who sees what 可见范围: every table with every duty, against a list written by hand."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.hall import FACTS, Hall
from tests.law.attack import one, refusal, refused_act
from tests.law.standing import Standing
from yubei_desk.domain.act import Wish

LAND, HOUSING = "demo_land_officer_1", "demo_housing_officer_1"
# Written by hand from LAW 2: what a centre with one granted case of section land and one review that
# land leads, with a seat of ecology and none of housing, shows, and nothing else.
SIGHT = """
everybody          centre practice_time setting section staff signing_key calendar_day certificate_kind
everybody          form_field item edition material duty matter process stage stage_item stage_seat stage_gate
demo_window_1      act case_file case_party case_material paper certificate sheet project
demo_window_1      review review_item prior follow attachment blob
demo_land_officer_1 authorisation lending act case_file case_party case_material attachment
demo_land_officer_1 blob paper certificate sheet project review review_item seat issue prior follow
demo_land_chief    authorisation lending act case_file case_party case_material attachment
demo_land_chief    blob paper certificate sheet project review review_item seat issue prior follow
demo_land_deputy   authorisation lending act case_file case_party case_material attachment
demo_land_deputy   blob paper certificate sheet project review review_item seat issue prior follow
demo_ecology_chief authorisation lending act case_file case_material attachment blob project
demo_ecology_chief review review_item seat issue prior follow
demo_housing_officer_1 act authorisation lending project prior follow
demo_housing_chief act authorisation lending project prior follow
demo_overseer      case_file paper project review review_item prior follow
demo_cataloguer_1  act
demo_keeper_1
demo_security_1    authorisation lending
demo_auditor       authorisation lending case_file paper project attempt review review_item prior follow
demo_specialist    act case_file project prior follow review review_item
demo_leader        act case_file project prior follow review review_item
demo_investment
"""
LINES = [line.split() for line in SIGHT.strip().splitlines()]
SEEN = {login: {name for who, *names in LINES if who == login for name in names} for login, *_ in LINES}
KNOWN = SEEN.pop("everybody")
CLOSED = {"applicant", "applicant_private", "case_private", "counter"}  # nobody reads these; see law.reveal


def filled(hall: Hall) -> int:
    """A granted case with a scan, a note, a sheet; a refused attempt; the case's id."""
    case = hall.recommended()
    officer = hall.connect(LAND)
    blob = one(hall.owner(), "select gen_random_uuid()")
    officer.execute("insert into desk.blob (id, media_type, content) values (%s, 'image/png', 'x')", (blob,))
    hall.act(LAND, "attach", case, file_name="现场照片.png", blob=str(blob))
    hall.act(LAND, "note", case, text="内部备注")
    hall.act("demo_land_chief", "grant", case, reasons="准予", **FACTS)
    made = hall.certificate_of(case)
    hall.act("demo_window_1", "print_sheet", made, copy_no=1, digest="0" * 64)
    hall.owner().execute(
        "insert into desk.attempt (at, login, sqlstate, sentence, origin)"
        " values (now(), 'x', 'YB001', 'x', 'x')"
    )
    return case


def reviewed(hall: Hall) -> int:
    """The same centre with a review in session, an issue raised, an earlier approval registered; its id."""
    filled(hall)
    standing = Standing(hall)
    review = standing.at("in_session")
    project: int = one(hall.owner(), "select project_id from desk.matter where id = %s", review)
    officer, blob = "demo_reform_officer_1", str(one(hall.owner(), "select gen_random_uuid()"))
    hall.connect(officer).execute(
        "insert into desk.blob (id, media_type, content) values (%s, 'image/png', 'x')", (blob,)
    )
    prior = {
        "number": "渝北发改〔2020〕1号",
        "issued_on": "2020-03-01",
        "file_name": "批复.png",
        "blob": blob,
    }
    hall.act(officer, "register_prior", project, item=standing.table.ids["item", "0403"], **prior)
    for step, login in (("用地", "demo_specialist"), ("项目领导", "demo_leader")):
        follow = Wish("follow", uuid4(), project, body={"step": step, "login": login})
        hall.store(officer).file_act(follow)
    return review


def visible(hall: Hall, login: str, tables: list[str]) -> set[str]:
    desk = hall.connect(login)
    return {table for table in tables if one(desk, f"select exists (select from desk.{table})")}


def test_each_duty_sees_its_own(any_hall: Hall) -> None:
    reviewed(any_hall)
    tables = [
        row[0]
        for row in any_hall.owner().execute("select tablename from pg_tables where schemaname = 'desk'")
    ]
    readable = sorted(set(tables) - CLOSED - {"alembic_version"})
    empty = {
        table for table in readable if not one(any_hall.owner(), f"select exists (select from desk.{table})")
    }
    assert empty == {"pause", "practice_time", "reading"}
    for login, seen in SEEN.items():
        assert visible(any_hall, login, readable) == (KNOWN | seen) - empty, login


def test_closed_tables_are_closed_to_all(any_hall: Hall) -> None:
    filled(any_hall)
    for login in SEEN:
        query = "select bool_or(has_table_privilege(%s, 'desk.' || t, 'select')) from unnest(%s::text[]) t"
        assert one(any_hall.owner(), query, login, list(CLOSED)) is False


def test_the_auditor_reads_what_was_opened(any_hall: Hall) -> None:
    case = filled(any_hall)
    auditor = any_hall.connect("demo_auditor")
    for closed in ("act", "case_party", "case_material", "blob", "certificate"):
        assert one(auditor, f"select count(*) from desk.{closed}") == 0
    auditor.execute("select law.open_matter(%s)", (case,))
    for opened in ("act", "case_party", "case_material", "blob", "reading"):
        assert one(auditor, f"select count(*) from desk.{opened}") > 0, opened
    assert one(auditor, "select (law.reveal(%s)).phone", case) == "02367812345"
    assert one(any_hall.connect("demo_land_chief"), "select count(*) from desk.reading") == 0
    nobody = any_hall.connect("demo_keeper_1")
    nobody.execute("select law.open_matter(%s)", (case,))
    assert one(any_hall.owner(), "select count(distinct staff_id) from desk.reading") == 1


def test_the_window_sees_no_draft_and_no_note(any_hall: Hall) -> None:
    case, window = filled(any_hall), any_hall.connect("demo_window_1")
    kinds = {row[0] for row in window.execute("select kind from desk.act where matter_id = %s", (case,))}
    assert kinds == {"receive", "pass_on", "accept", "grant"}
    fresh = any_hall.receive()
    materials = "select count(*) from desk.case_material where matter_id = %s"
    assert one(window, materials, fresh) == 7
    assert one(window, materials, case) == 0


def test_a_shared_project_shows_state_and_days(any_hall: Hall) -> None:
    """LAW 2: of other sections' cases of the same project item, state and days; no names, papers, acts."""
    project = {"code": "2020-500112-47-03-123456", "name": "联东U谷"}
    mine, other = any_hall.receive(project=project), any_hall.receive(item="0201", project=project)
    assert one(any_hall.owner(), "select count(*) from desk.project") == 1
    desk = any_hall.connect(HOUSING)
    for table, shown in (("matter", 3), ("case_file", 2), ("project", 1), ("paper", 1), ("case_party", 1)):
        assert one(desk, f"select count(*) from desk.{table}") == shown, table
    assert one(desk, "select count(*) from desk.case_material where matter_id = %s", mine) == 0
    assert one(desk, "select count(*) from desk.act where matter_id = %s", mine) == 0
    assert one(desk, "select state from desk.matter where id = %s", mine) == "received"
    assert desk.execute("select * from law.moves(%s)", (mine,)).fetchall() == []
    assert one(desk, "select count(*) from desk.act where matter_id = %s", other) == 1


@pytest.mark.parametrize("login", ["demo_specialist", "demo_leader"])
def test_who_serves_or_leads_a_project_sees_how_its_reviews_stand(hall: Hall, login: str) -> None:
    """LAW 2: items, state, who sits there, the conclusion; no materials, no person, no words."""
    review = reviewed(hall)
    elsewhere = Standing(hall)
    elsewhere.projects = 10
    other = elsewhere.at("in_session")
    hall.act("demo_land_chief", "conclude", review, result="partly", reasons="按多数意见")
    store, desk = hall.store(login), hall.connect(login)
    file = store.load_review(review)
    assert (file.state, file.result, file.applicant) == ("concluded", "partly", "重庆**公司")
    assert [item.case_label for item in file.items] == ["已转科室待受理"] * 2
    assert {seat.state for seat in file.seats} == {"opined"}
    assert {(seat.opinion, seat.words, seat.conditions, seat.moves) for seat in file.seats} == {
        ("", "", "", ())
    }
    assert (file.materials, file.attachments, file.issues, file.acts, file.moves) == ((), (), (), (), ())
    assert [card.matter_id for card in store.load_board().cards] == [review]
    assert one(desk, "select count(*) from desk.act where kind in ('opine', 'raise', 'conclude')") == 0
    assert one(desk, "select count(*) from desk.matter where id = %s or parent_id = %s", other, other) == 0
    for told in ("select law.reveal(%s)", "select * from desk.case_private where matter_id = %s"):
        assert refusal(desk, told, (review,))[0] in ("YB001", "42501")
    for empty in ("select * from law.moves(%s)", "select unnest(law.on_line(%s))"):
        assert desk.execute(empty.encode(), (review,)).fetchall() == []
    unseen = refused_act(desk, other, 1, "minutes", text="x")
    assert unseen == refused_act(desk, 999_999_999, 1, "minutes", text="x")
    assert refused_act(desk, review, 1, "minutes", text="x") != unseen
    assert len(store.load_progress(file.project_id).cases) == 2


def test_who_follows_sees_nothing_any_more_without_a_duty(hall: Hall) -> None:
    review = reviewed(hall)
    desk = hall.connect("demo_leader")
    assert one(desk, "select count(*) from desk.review") == 1
    hall.owner().execute("update desk.duty set to_day = law.today() where duty = 'leader'")
    assert one(desk, "select count(*) from desk.review") == 0
    assert refused_act(desk, review, 1, "minutes", text="x") == "查无此件，或者您无权查看"


def test_button_and_policy_see_the_same(any_hall: Hall) -> None:
    """law.in_sight, which the guard asks, and the policy of desk.matter, which the lists ask."""
    reviewed(any_hall)
    any_hall.receive(item="0201", project={"code": "P1", "name": "一"})
    any_hall.receive(project={"code": "P1", "name": "一"})
    everything = "select matter_ids from law.changes('3:3:')"  # since before the first transaction of all
    for login in SEEN:
        desk = any_hall.connect(login)
        listed = {row[0] for row in desk.execute("select id from desk.matter")}
        assert set(one(desk, everything)) == listed, login


@pytest.mark.parametrize(
    "query",
    [
        "select id from desk.matter where kind = 'case' and open and section_id = 3 order by due_on limit 50",
        "select * from desk.act where matter_id = 1",
        "select * from desk.case_party where initials ^@ 'cq'",
        "select * from desk.authorisation",
        "select * from desk.lending",
        "select * from desk.duty",
        "select * from desk.paper",
        "select * from desk.review",
        "select * from desk.seat",
    ],
)
def test_policies_ask_once_a_statement(hall: Hall, query: str) -> None:
    """A function per row costs 7 s on a million rows, in a parenthesised SELECT nothing (POSTGRES 3)."""
    plan = "\n".join(row[0] for row in hall.connect(LAND).execute(f"explain {query}".encode()))
    assert "InitPlan" in plan
    for asked in ("my_sections()", "my_reviews()", "my_projects()", "i_hold("):
        assert all("Filter" not in line for line in plan.split("\n") if asked in line), plan


def test_what_lies_on_the_table(hall: Hall) -> None:
    """Materials and opinions of a review: its table's own; the window sees materials until the conclusion."""
    standing = Standing(hall)
    review = standing.at("in_session")
    seats = {login: hall.connect(login) for login in ("demo_ecology_officer_1", LAND)}
    window, stranger = hall.connect("demo_window_1"), hall.connect(HOUSING)
    materials = "select count(*) from desk.case_material where matter_id = %s"
    spoken = "select count(*) from desk.act where kind = 'opine'"
    for desk in seats.values():
        assert (one(desk, materials, review), one(desk, "select count(*) from desk.seat")) == (1, 4)
        assert one(desk, spoken) == 4
    assert (one(window, materials, review), one(window, "select count(*) from desk.seat")) == (1, 0)
    assert one(window, spoken) == 0
    hall.act("demo_land_chief", "conclude", review, result="passed", reasons="同意")
    assert (one(window, materials, review), one(seats[LAND], materials, review)) == (0, 1)
    for query in (materials, "select count(*) from desk.matter where id = %s"):
        assert one(stranger, query, review) == 0
    for seat in standing.table.seats(review).values():
        unseen = refused_act(stranger, seat, 1, "opine", opinion="agree", words="x")
        assert unseen == refused_act(stranger, 999_999_999, 1, "opine", opinion="agree", words="x")
    assert stranger.execute("select * from law.moves(%s)", (review,)).fetchall() == []
