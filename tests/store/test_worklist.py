"""The worklist 审批: order, pages, filters and words, and that another section sees nothing."""

from __future__ import annotations

from sqlalchemy import text

from tests.hall import Hall
from yubei_desk.domain.case import WorkFilter, WorkRow, merge_rows
from yubei_desk.store import worklist
from yubei_desk.store.worklist import WorklistStore

OFFICER = "demo_land_officer_1"


def listed(hall: Hall, login: str = OFFICER, **wanted: object) -> tuple[WorkRow, ...]:
    sections = hall.session(login).section_ids
    return hall.store(login).load_worklist(sections, WorkFilter(**wanted)).rows  # type: ignore[arg-type]


def ids(rows: tuple[WorkRow, ...]) -> set[int]:
    return {row.matter_id for row in rows}


def test_pages_by_place_are_the_whole_list_in_order(hall: Hall) -> None:
    made = [hall.receive() for _ in range(7)] + [hall.accepted() for _ in range(2)]
    hall.act(OFFICER, "claim", made[-1])
    store, sections = hall.store(OFFICER), hall.session(OFFICER).section_ids
    found: list[WorkRow] = []
    page = store.load_worklist(sections, WorkFilter(), size=2)
    found += page.rows
    while page.next_after is not None:
        page = store.load_worklist(sections, WorkFilter(), page.next_after, size=2)
        found += page.rows
    assert {row.matter_id for row in found} == set(made)
    assert len(found) == len(made)
    assert found == sorted(found, key=lambda row: row.place)
    assert page.counts.all == len(made)
    assert page.counts.mine == 1


def test_filters_show_what_they_say(hall: Hall) -> None:
    received, examined, decided = hall.receive(), hall.accepted(), hall.recommended()
    hall.act(OFFICER, "claim", examined)
    assert ids(listed(hall)) == {received, examined, decided}
    assert ids(listed(hall, mine=True)) == {examined}
    assert ids(listed(hall, state="for_decision")) == {decided}
    lights = [ids(listed(hall, light=light)) for light in ("red", "yellow", "green")]
    assert set.union(*lights) == {received, examined, decided}
    assert sum(map(len, lights)) == 3
    hall.granted()
    assert len(listed(hall)) == 3, "what is decided leaves the list"


def test_words_find_number_initials_and_a_part_of_the_name(hall: Hall) -> None:
    first = hall.receive()
    masked = {
        "kind": "企业",
        "name": "重庆测试园林TCL有限公司",
        "initials": "cqcsyltclyxgs",
        "masked": "重庆**",
    }
    second = hall.receive(applicant=masked)
    number = next(row.number for row in listed(hall) if row.matter_id == second)
    assert ids(listed(hall, words=f" {number} ")) == {second}
    assert ids(listed(hall, words=number[6:])) == {second}, "without the code of the district"
    assert ids(listed(hall, words="CQCSYL")) == {second}
    assert ids(listed(hall, words="cqld")) == {first}
    assert ids(listed(hall, words="园林tcl")) == {second}
    assert not listed(hall, words="没有此人")


def test_another_section_sees_nothing(hall: Hall) -> None:
    made = hall.accepted()
    sections = hall.session(OFFICER).section_ids
    stranger = hall.store("demo_housing_officer_1")
    assert stranger.load_worklist(sections, WorkFilter()).rows == ()
    assert stranger.load_worklist(sections, WorkFilter()).counts.all == 0
    assert stranger.load_changed(sections, WorkFilter(), (made,)).rows == ()


def test_changed_rows_merge_into_what_is_loaded(hall: Hall) -> None:
    made = [hall.receive() for _ in range(3)]
    store, sections = hall.store(OFFICER), hall.session(OFFICER).section_ids
    before = store.load_worklist(sections, WorkFilter())
    hall.act("demo_window_1", "pass_on", made[0])
    hall.act(OFFICER, "accept", made[0])
    late, gone = hall.receive(), hall.granted()
    changed = (made[0], late, gone)
    fresh = store.load_changed(sections, WorkFilter(), changed)
    assert ids(fresh.rows) == {made[0], late}
    after = store.load_worklist(sections, WorkFilter())
    assert merge_rows(before.rows, changed, fresh.rows, None) == after.rows
    assert fresh.counts == after.counts
    end = before.rows[0].place
    assert merge_rows(before.rows[:1], changed, fresh.rows, end) == tuple(
        row for row in after.rows if row.place <= end
    )


def test_states_come_from_the_law(hall: Hall) -> None:
    states = dict(hall.store(OFFICER).load_case_states())
    assert states["examining"] == "审查中"
    assert {"passed_on", "for_decision"} <= states.keys()
    assert "granted" not in states


def plan_of(store: WorklistStore, query: str, values: dict[str, object]) -> str:
    with store._together() as connection:
        connection.execute(text("set local enable_seqscan = off"))
        connection.execute(text("set local enable_bitmapscan = off"))
        return "\n".join(row[0] for row in connection.exec_driver_sql(f"explain {query}", values))


def test_sight_is_asked_once_a_statement_and_the_index_gives_the_order(hall: Hall) -> None:
    hall.receive()
    store, sections = hall.store(OFFICER), hall.session(OFFICER).section_ids
    query = worklist._listed(WorkFilter(), "", worklist._Part(size=50))
    plan = plan_of(store, query, {"sections": list(sections)})
    assert "InitPlan" in plan
    assert "Index Only Scan using matter_worklist_ix" in plan, "the counts"
    assert "Index Scan using matter_worklist_ix on matter" in plan, "the page"


def test_the_plan_is_made_once_for_any_sections(hall: Hall) -> None:
    """A kept plan must never look dearer than one made for these sections, or each page is planned anew."""
    hall.receive()
    store, sections = hall.store(OFFICER), hall.session(OFFICER).section_ids
    for _ in range(9):
        store.load_worklist(sections, WorkFilter())
    kept = (
        "select generic_plans > 0 from pg_prepared_statements where statement like '%%from clock t cross%%'"
    )
    assert store._bare(kept, ()) == [(True,)]


def test_several_sections_are_one_list(hall: Hall) -> None:
    """The keyset goes over all of them, each asked by itself."""
    hall.owner().execute(
        "insert into desk.duty (staff_id, section_id, duty, from_day)"
        " select s.id, n.id, 'officer', '2020-01-01' from desk.staff s, desk.section n"
        " where s.login = %s and n.code = 'housing'",
        (OFFICER,),
    )
    made = [hall.receive(item=item) for item in ("0101", "0201", "0101", "0201")]
    store, sections = hall.store(OFFICER), hall.session(OFFICER).section_ids
    assert len(sections) == 2
    whole = store.load_worklist(sections, WorkFilter())
    assert ids(whole.rows) == set(made)
    assert whole.counts.all == len(made)
    first = store.load_worklist(sections, WorkFilter(), size=3)
    assert first.next_after is not None
    rest = store.load_worklist(sections, WorkFilter(), first.next_after, size=3)
    assert (*first.rows, *rest.rows) == whole.rows
    housing = hall.session("demo_housing_officer_1").section_ids
    assert ids(store.load_worklist(housing, WorkFilter()).rows) == set(made[1::2])
