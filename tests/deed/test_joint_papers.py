"""Papers of a joint application 联合办理: one receipt for all items, conditions printed on the decisions."""

from __future__ import annotations

import pytest

from tests.hall import Hall
from tests.paper.reading import pages, readings, solid
from tests.review import CHAIR, TOPIC, Table
from yubei_desk.errors import Refused

WINDOW, OFFICER = "demo_window_1", "demo_housing_officer_1"
CONDITION = "开工前修改疏散楼梯并报送图纸"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def conclude(table: Table, review: int) -> None:
    """A session in which fire sets a condition, an issue is settled and another stays open."""
    hall, seats = table.hall, table.seats(review)
    hall.act(CHAIR, "convene", review, meeting_on=str(hall.session(CHAIR).now.date()), **TOPIC)
    hall.act(CHAIR, "open_session", review)
    hall.act("demo_water_chief", "raise", review, text="补齐水土保持承诺", owner="建设单位")
    hall.act("demo_city_chief", "raise", review, text="渣土处置方案待完善", owner="建设单位")
    settled = table.one("select min(id) from desk.issue")
    hall.act("demo_water_chief", "settle", review, issue=settled, text="已补齐")
    for code, seat in seats.items():
        said = {"opinion": "agree", "words": "同意"}
        if code == "fire":
            said = {"opinion": "conditions", "words": "原则同意", "conditions": CONDITION}
        hall.act(f"demo_{code}_chief", "opine", seat, **said)
    hall.act(CHAIR, "conclude", review, result="passed", reasons="并联办理")


def case_of(table: Table, review: int, code: str) -> int:
    """The parallel case of an item."""
    query = (
        "select x.case_id from desk.review_item x join desk.item i on i.id = x.item_id"
        " where x.review_id = %s and i.code = %s"
    )
    return int(table.one(query, review, code))


def start_of(table: Table, login: str, case: int, act: str) -> str:
    """What the question about conditions starts with."""
    moves = table.hall.store(login).load_case(case).moves
    asks = next(move for move in moves if move.act == act).asks
    return next(ask.value for ask in asks if ask.field == "conditions")


def test_one_receipt_lists_every_item(table: Table) -> None:
    review = table.draft()
    pdf = table.hall.deeds(WINDOW).render_paper(review, "receipt").pdf
    numbers = table.hall.owner().execute(
        "select number, name from desk.case_file join desk.item on id = item_id"
    )
    parallel = [row for row in numbers.fetchall() if "施工" in row[1] or "消防" in row[1]]
    assert len(parallel) == 2
    for read in readings(pdf).values():
        assert "联合办理（施工许可），共2项" in read
        assert "建筑工程施工许可申请表" in read
        assert all(number in read and solid(name) in read for number, name in parallel)
        assert "五个工作日内一次告知" in read
        assert "预审服务" not in read
    assert len(pages(pdf)) == 1
    conclude(table, review)
    assert table.hall.deeds(WINDOW).render_paper(review, "receipt").pdf == pdf
    assert table.hall.deeds(OFFICER).render_paper(review, "receipt").pdf == pdf
    with pytest.raises(Refused):
        table.hall.deeds("demo_health_officer_1").render_paper(review, "receipt")


def test_a_joint_receipt_without_identifier_or_materials_prints_and_says_so(table: Table) -> None:
    review = table.draft(private={}, project={"id": table.project(), "name": "园区"}, materials=[])
    for read in readings(table.hall.deeds(WINDOW).render_paper(review, "receipt").pdf).values():
        assert "证件号码未提供" in read
        assert "接件时没有收到任何材料。" in read


def test_a_receipt_of_a_consultation_starts_no_clock(table: Table) -> None:
    table.hall.owner().execute("update desk.stage set mode = '预审服务'")
    review = table.draft(consent=True)
    for read in readings(table.hall.deeds(WINDOW).render_paper(review, "receipt").pdf).values():
        assert "预审服务（施工许可），共2项" in read
        assert "不是行政许可申请，不起算办理期限" in read
        assert "逾期不告知" not in read


def test_conditions_of_the_table_are_printed_on_the_decision(table: Table) -> None:
    hall, review = table.hall, table.draft()
    case = case_of(table, review, "0201")
    hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (case,))
    hall.act(OFFICER, "accept", case)
    assert start_of(table, OFFICER, case, "recommend") == ""
    conclude(table, review)
    carried = f"{CONDITION}\n渣土处置方案待完善"
    assert start_of(table, OFFICER, case, "recommend") == carried
    hall.act(OFFICER, "recommend", case, opinion="grant", reasons="符合条件")
    assert start_of(table, CHAIR, case, "grant") == carried
    hall.act(CHAIR, "grant", case, reasons="准予施工", conditions=start_of(table, CHAIR, case, "grant"))
    for read in readings(hall.deeds(CHAIR).render_paper(case, "grant_decision").pdf).values():
        assert f"许可条件：{CONDITION}渣土处置方案待完善" in read
        assert "补齐水土保持承诺" not in read


def test_what_the_officer_wrote_goes_before_what_was_carried(table: Table) -> None:
    hall, review = table.hall, table.draft()
    case = case_of(table, review, "0201")
    conclude(table, review)
    hall.owner().execute("update desk.case_material set form = 'paper' where matter_id = %s", (case,))
    hall.act(OFFICER, "accept", case)
    hall.act(OFFICER, "recommend", case, opinion="grant", reasons="符合条件", conditions="只留这一条")
    assert start_of(table, CHAIR, case, "grant") == "只留这一条"
