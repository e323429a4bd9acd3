"""One running case 在办唯一: of a project, item and business, however many windows are at it."""

from __future__ import annotations

import json
from functools import partial
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import FILE
from tests.law.standing import WITHDRAWAL
from tests.law.test_races import at_once
from tests.law.test_races import told as sent
from tests.law.test_review_race import SIGNED, signed
from tests.review import APPLICANT, CHAIR, END, Table, table_on_monday
from yubei_desk.errors import BadInput

WINDOW = "demo_window_1"


@pytest.fixture
def table(hall: Hall) -> Table:
    return table_on_monday(hall)


def application(table: Table, **body: object) -> str:
    """The body of `received` as psql would send it: of the case received last."""
    query = "select body from desk.act where kind = 'receive' order by id desc limit 1"
    told = {**json.loads(table.one(query)), "private": APPLICANT, **body}
    return json.dumps(told, ensure_ascii=False)


def test_a_second_case_of_project_and_item_is_told_of_the_first(table: Table) -> None:
    first = table.receive()
    number = table.one("select number from desk.case_file where matter_id = %s", first)
    with pytest.raises(BadInput) as refused:
        table.receive()
    assert refused.value.field == "project_name"
    assert refused.value.sentence == (
        f"本项目的【建筑工程施工许可证核发】（新办）已有在办件 {number}（已接件），"
        "请在该件中办理，不再重复接件"
    )
    assert table.one("select count(*) from desk.case_file") == 1
    table.receive(business="变更")
    table.receive(item="0202")
    table.receive(project={"name": "另一个项目"})
    table.receive(project={"name": ""})  # without a project nothing says that it is the same wish
    table.receive(project={"name": ""})
    table.hall.act(WINDOW, "withdraw", first, **WITHDRAWAL)
    table.receive()  # the first has ended


def test_a_case_of_the_review_is_not_received_again(table: Table) -> None:
    case = table.cases(table.draft())["0201"]
    number = table.one("select number from desk.case_file where matter_id = %s", case)
    with pytest.raises(BadInput, match=f"已有在办件 {number}（已转科室待受理）"):
        table.receive()


def test_two_windows_receive_one_wish(table: Table) -> None:
    """Two sheets of one application at two counters: the second is told of the first, never a duplicate."""
    first = table.receive()
    body = application(table)
    table.hall.act(WINDOW, "withdraw", first, **WITHDRAWAL)
    desks = [table.hall.connect(f"demo_window_{n}") for n in (1, 2, 3)]
    answers = at_once([partial(sent, d, FILE, (None, None, "receive", body, uuid4())) for d in desks])
    assert sorted(answer[:5] for answer in answers) == ["YB004", "YB004", "done"]
    assert all("已有在办件" in answer for answer in answers if answer != "done")
    assert table.one("select count(*) from desk.matter where topic is not null and open") == 1


def test_two_windows_name_a_new_project_at_once(table: Table) -> None:
    table.receive(project={"name": "别处"})
    body = application(table, project={"code": "2020-500112-47-03-123456", "name": "新项目"})
    desks = [table.hall.connect(f"demo_window_{n}") for n in (1, 2, 3)]
    answers = at_once([partial(sent, d, FILE, (None, None, "receive", body, uuid4())) for d in desks])
    assert sorted(answer[:5] for answer in answers) == ["YB004", "YB004", "done"]


@pytest.mark.parametrize("first", ["window", "chair"])
def test_a_window_receives_as_the_review_concludes(table: Table, first: str) -> None:
    """预审服务: whoever is first opens the case, the other links it or is told of it."""
    table.receive(project={"name": "别处"})
    body = application(table, project={"name": "联东U谷渝北产业园"})
    table.as_service()
    item = table.ids["item", "0201"]
    review = table.in_session(items=[item], consent="true")
    table.opine_all(review)
    chair, window = table.hall.connect(CHAIR), table.hall.connect(WINDOW)
    concluding = (SIGNED, signed(chair, review, "conclude", END))
    receiving = (FILE, (None, None, "receive", body, uuid4()))
    order = [(window, receiving), (chair, concluding)]
    (one_desk, early), (other, late) = order if first == "window" else order[::-1]
    with one_desk.transaction():
        one_desk.execute(*encoded(early))
        other.execute("set lock_timeout = '300ms'")
        assert sent(other, *late).startswith("55P03")  # the project is held until the other has committed
    other.execute("set lock_timeout = 0")
    answer = sent(other, *late)
    assert answer == "done" if first == "window" else "已有在办件" in answer
    project = table.project()
    cases = "select count(*), max(id) from desk.matter where project_id = %s and topic = %s and open"
    ((count, case),) = table.hall.owner().execute(cases, (project, f"{item} 新办")).fetchall()
    assert (count, table.cases(review)) == (1, {"0201": case})


def encoded(statement: tuple[str, tuple[object, ...]]) -> tuple[bytes, tuple[object, ...]]:
    return statement[0].encode(), statement[1]


def test_the_index_holds_where_no_act_asks(table: Table) -> None:
    """Not even the owner's hand makes a second running case."""
    table.receive()
    other = table.receive(project={"name": "别处"})
    twice = """update desk.matter m set project_id = x.project_id from desk.matter x
      where m.id = %s and x.topic = m.topic and x.id <> m.id"""
    assert sent(table.hall.owner(), twice, (other,)).startswith("23505")
