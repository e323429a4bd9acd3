"""What is handled jointly 联合办理: one running case a project and item, held until the seats were heard."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import FILE, Desk, one
from tests.law.standing import WITHDRAWAL
from tests.law.test_races import at_once
from tests.law.test_races import told as sent
from tests.law.test_review_race import plain
from tests.review import CHAIR, END, SECRETARY, Table, table_on_monday, told
from yubei_desk.errors import BadInput

WINDOW, LAND = "demo_window_1", "demo_land_chief"
HELD = "联合审批尚无结论，不能决定"
# A rule written tomorrow: one more act that ends a case.
TOMORROW = """with made as (insert into law.transition (kind, act, from_states, to_state, duties, reach, mode,
    signed, main, sight, needs, label, basis, ends) select 'case', 'terminate', '{passed_on}', s.state,
    '{officer}', 'section', 'latest', false, false, 'hall', '{}', '终止办理', '内部规则', s.ends
    from law.state s where s.kind = 'case' and s.state = 'terminated' returning *)
  insert into law.rule select kind, act, array[made::law.transition], '{}' from made"""


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


# -- linked, held, freed


def test_a_running_case_waits_for_the_conclusion_like_the_others(table: Table) -> None:
    running = table.receive()
    table.for_decision(running)
    review = table.in_session()
    assert table.cases(review)["0201"] == running
    last = table.hall.store(CHAIR).load_case(running).acts[-1]
    number = table.one("select number from desk.review where matter_id = %s", review)
    assert (last.label, last.said, last.actor) == ("列入联审", (("联审", number),), "系统依法")
    assert told(table, CHAIR, "grant", running, reasons="准予") == HELD
    table.opine_all(review)
    table.hall.act(CHAIR, "conclude", review, **END)
    table.hall.act(CHAIR, "grant", running, reasons="准予")
    assert table.state(review) == "concluded"
    table.hall.act(WINDOW, "withdraw", table.cases(review)["0202"], **WITHDRAWAL)
    assert table.state(review) == "finished"


def test_no_review_holds_a_case_past_its_own_statutory_day(table: Table) -> None:
    """许可法 42: the applicant does not wait longer because departments have not met."""
    running = table.receive()
    table.for_decision(running)
    table.draft()
    last = table.one("select statutory_on from desk.case_file where matter_id = %s", running)
    table.hall.set_time(datetime(last.year, last.month, last.day - 1, 3, tzinfo=UTC))
    assert told(table, CHAIR, "grant", running, reasons="准予") == HELD
    table.hall.set_time(datetime(last.year, last.month, last.day, 3, tzinfo=UTC))
    table.hall.act(CHAIR, "grant", running, reasons="准予")


def test_a_service_holds_nothing(table: Table) -> None:
    """预审服务 has no application: a case that runs goes its own way and is counted among the items."""
    running = table.receive()
    table.for_decision(running)
    table.as_service()
    review = table.in_session(consent="true")
    assert table.cases(review) == {"0201": running}
    table.hall.act(CHAIR, "grant", running, reasons="准予")
    table.opine_all(review)
    table.hall.act(CHAIR, "conclude", review, **END)
    assert list(table.cases(review)) == ["0201", "0202"]
    table.hall.act(WINDOW, "withdraw", table.cases(review)["0202"], **WITHDRAWAL)
    assert table.state(review) == "finished"


def test_a_service_that_failed_opens_nothing(table: Table) -> None:
    """Nobody has applied: what does not run is left to the applicant, and the review ends."""
    table.as_service()
    review = table.in_session(consent="true")
    table.opine_all(review)
    table.hall.act(CHAIR, "conclude", review, result="failed", reasons="消防车道不足")
    assert table.cases(review) == {}
    assert table.state(review) == "finished"


def test_a_case_heard_once_waits_for_no_second_table(table: Table) -> None:
    """Under 必办事项办结 a review ends before its other cases; another may list them, not hold them."""
    owner, optional = table.hall.owner(), table.ids["item", "0201"]
    owner.execute("update desk.stage set rollup = '必办事项办结'")
    owner.execute("update desk.stage_item set mandatory = false where item_id = %s", (optional,))
    review = table.concluded()
    cases = table.cases(review)
    table.hall.act(WINDOW, "withdraw", cases["0202"], **WITHDRAWAL)
    assert table.state(review) == "finished"
    table.for_decision(cases["0201"])
    assert table.cases(table.draft(items=[optional])) == {"0201": cases["0201"]}
    table.hall.act(CHAIR, "grant", cases["0201"], reasons="准予")


def test_advice_is_no_hearing(table: Table) -> None:
    """预审服务 listed the running case and ended: at the table of 联合办理 it waits like the others."""
    case = table.receive()
    table.for_decision(case)
    table.as_service()
    advice = table.in_session(consent="true", items=[table.ids["item", "0201"]])
    table.opine_all(advice)
    table.hall.act(CHAIR, "conclude", advice, result="failed", reasons="消防车道不足")
    assert table.state(advice) == "concluded"
    table.hall.owner().execute(
        "update desk.matter set state = 'finished', open = false where id = %s", (advice,)
    )
    table.hall.owner().execute("update desk.stage set mode = '联合办理'")
    assert table.cases(table.draft(items=[table.ids["item", "0201"]])) == {"0201": case}
    assert told(table, CHAIR, "grant", case, reasons="准予") == HELD


def test_a_lead_does_not_free_itself_by_cancelling(table: Table) -> None:
    """Joint cases run on apart only when the applicant has agreed in writing; then each on its own."""
    review = table.in_session()
    case = table.cases(review)["0201"]
    table.for_decision(case)
    assert told(table, CHAIR, "cancel", review, reason="不再开会") == (
        "还有 2 件并联办件未办结，申请人书面同意改为分别办理后才能取消，请确认“申请人已书面同意改为分别办理”"
    )
    assert told(table, CHAIR, "grant", case, reasons="准予") == HELD
    table.hall.act(CHAIR, "cancel", review, reason="改为分别办理", separately="true")
    table.hall.act(CHAIR, "grant", case, reasons="准予")
    assert table.state(review) == "cancelled"


def test_a_review_whose_applications_were_withdrawn_is_cancelled_with_a_reason(table: Table) -> None:
    review = table.draft()
    for case in table.cases(review).values():
        table.hall.act(WINDOW, "withdraw", case, **WITHDRAWAL)
    table.hall.act(CHAIR, "cancel", review, reason="申请人已撤回全部申请")
    assert table.state(review) == "cancelled"


def test_the_next_review_takes_up_what_a_cancelled_one_left(table: Table) -> None:
    old = table.draft()
    cases = table.cases(old)
    table.hall.act(CHAIR, "cancel", old, reason="改期重办", separately="true")
    new = table.in_session()
    assert table.cases(new) == cases
    table.for_decision(cases["0201"])
    assert told(table, CHAIR, "grant", cases["0201"], reasons="准予") == HELD
    table.opine_all(new)
    table.hall.act(CHAIR, "conclude", new, **END)
    table.hall.act(WINDOW, "withdraw", cases["0202"], **WITHDRAWAL)
    table.hall.act(CHAIR, "grant", cases["0201"], reasons="准予")
    assert (table.state(old), table.state(new)) == ("cancelled", "finished")


def test_a_case_stands_in_one_review_at_a_time(table: Table) -> None:
    """A stage of another process with the same item cannot take it from the table it lies on."""
    review = table.draft()
    number = table.one("select number from desk.review where matter_id = %s", review)
    owner = table.hall.owner()
    owner.execute(
        "update desk.stage set process = 4, edition = 99 where matter_id = %s", (table.stages[3, 3],)
    )
    with pytest.raises(BadInput) as refused:
        table.draft(project={"name": "联东U谷渝北产业园"}, stage=other_stage(table))
    assert refused.value.sentence == (
        f"【建筑工程施工许可证核发】的在办件已在{number} 中办理，不能再列入另一个联审"
    )


def other_stage(table: Table) -> int:
    """Stage 3 of 一般社会投资 once more, in force beside the one that was moved to another process."""
    desk: Desk = table.hall.connect("demo_cataloguer_1")
    body = table.one(
        "select body from desk.act where kind = 'draft_stage' and matter_id = %s", table.stages[3, 3]
    )
    desk.execute(FILE, (None, None, "draft_stage", body, uuid4()))
    stage: int = table.one("select max(matter_id) from desk.stage")
    table.hall.act("demo_cataloguer_2", "publish_stage", stage)
    return stage


@pytest.mark.parametrize("first", ["window", "draft"])
def test_a_running_case_ends_as_it_is_taken_up(table: Table, first: str) -> None:
    """Linked while it ends: either it belongs to the review and is over, or the review opens another."""
    running, review = table.receive(), table.draft(items=[table.ids["item", "0202"]])
    lead, window = table.hall.connect(SECRETARY), table.hall.connect(WINDOW)
    ticking = plain(lead, review, "add_item", item=table.ids["item", "0201"])
    leaving = plain(window, running, "withdraw", **WITHDRAWAL)
    order = [(window, leaving), (lead, ticking)]
    (one_desk, early), (other, late) = order if first == "window" else order[::-1]
    with one_desk.transaction():
        one_desk.execute(FILE, early)
        other.execute("set lock_timeout = '300ms'")
        assert sent(other, FILE, late).startswith("55P03")
    other.execute("set lock_timeout = 0")
    assert sent(other, FILE, late) == "done"
    case = table.cases(review)["0201"]
    assert (case == running) is (first == "draft")
    assert table.state(case) == ("withdrawn" if first == "draft" else "passed_on")


# -- whatever ends a case


def test_a_review_ends_with_an_act_nobody_thought_of(table: Table) -> None:
    """The last case ends by a rule that is written tomorrow: the review follows all the same."""
    review = table.concluded()
    first, second = table.cases(review).values()
    table.hall.act(WINDOW, "withdraw", first, **WITHDRAWAL)
    table.hall.owner().execute(TOMORROW)
    table.hall.act(SECRETARY, "terminate", second)
    assert table.state(review) == "finished"
    cause = "select kind from desk.act where id = (select caused_by from desk.act where kind = 'finish')"
    assert table.one(cause) == "terminate"


def test_who_moves_the_hour_of_the_check_ends_nothing(table: Table) -> None:
    """SET CONSTRAINTS is everybody's: the case does not end without its review being asked."""
    review = table.concluded()
    first, second = table.cases(review).values()
    table.hall.act(WINDOW, "withdraw", first, **WITHDRAWAL)
    window = table.hall.connect(WINDOW)
    leaving = plain(window, second, "withdraw", **WITHDRAWAL)
    with window.transaction(force_rollback=True):
        window.execute("set constraints all immediate")
        assert sent(window, FILE, leaving).startswith("YB001 联审随办件办结在事务结束时核对")
    assert (table.state(second), table.state(review)) == ("passed_on", "concluded")
    with window.transaction():
        window.execute(FILE, leaving)
        window.execute("set constraints all immediate")  # afterwards it is asked at once
        assert one(window, "select state from desk.matter where id = %s", review) == "finished"


def test_the_last_two_cases_end_at_once(table: Table) -> None:
    review = table.concluded()
    desks = [table.hall.connect(f"demo_window_{n}") for n in (1, 2)]
    wishes = [
        plain(desk, case, "withdraw", **WITHDRAWAL)
        for desk, case in zip(desks, table.cases(review).values(), strict=True)
    ]
    answers = at_once([partial(sent, d, FILE, w) for d, w in zip(desks, wishes, strict=True)])
    assert (answers, table.state(review)) == (["done", "done"], "finished")
    assert one(table.hall.owner(), "select count(*) from desk.act where kind = 'finish'") == 1
