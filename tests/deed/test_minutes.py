"""Minutes 会议纪要 and 意见汇总表 of a real review: printed from its acts, read back from the PDF."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.paper.reading import pages, readings, solid
from tests.review import CHAIR, SECRETARY, TOPIC, Table
from yubei_desk.errors import BadInput, Refused

CONDITION = "开工前修改疏散楼梯并报送图纸"
RARE = "𬭎龑喆㐀"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    return made


def convene(table: Table, review: int, **other: object) -> None:
    """Call everybody together for today and open the session."""
    today = table.hall.session(CHAIR).now.date()
    table.hall.act(CHAIR, "convene", review, meeting_on=str(today), **{**TOPIC, **other})
    table.hall.act(CHAIR, "open_session", review)


def opine(table: Table, seats: dict[str, int], **said: str) -> None:
    """Let each section say its opinion; `conditions` brings its condition."""
    for code, opinion in said.items():
        more = {"conditions": CONDITION} if opinion == "conditions" else {}
        words = f"{code}的意见"
        table.hall.act(f"demo_{code}_chief", "opine", seats[code], opinion=opinion, words=words, **more)


ALL = {
    "housing": "agree",
    "land": "agree",
    "fire": "conditions",
    "ecology": "object",
    "water": "not_concerned",
    "city": "agree",
    "traffic": "agree",
}


def concluded(table: Table) -> int:
    """Two rounds, a settled and an open issue, an opinion changed, a condition, a dissent."""
    hall, review = table.hall, table.draft()
    seats = table.seats(review)
    convene(table, review)
    hall.act("demo_fire_officer_1", "take_seat", seats["fire"])
    hall.act(SECRETARY, "minutes", review, text=f"建设单位{RARE}公司说明方案")
    hall.act(SECRETARY, "next_item", review)
    hall.act("demo_fire_chief", "raise", review, text="缺少疏散计算书", owner="建设单位", due_on="2030-01-02")
    hall.act("demo_ecology_chief", "raise", review, text="雨污分流方案不一致", owner="设计单位")
    opine(table, seats, **{**ALL, "fire": "object"})
    hall.act(CHAIR, "adjourn", review, reason="补正疏散计算书")
    issue = table.one("select min(id) from desk.issue")
    hall.act("demo_fire_chief", "settle", review, issue=issue, text="已补交计算书")
    convene(table, review, place="线上会议")
    opine(table, seats, fire="conditions")
    hall.act(CHAIR, "conclude", review, result="partly", reasons="除附带条件外各事项并联办理")
    return review


def words_of(pdf: bytes) -> str:
    """What both readers agree the paper says."""
    first, *others = readings(pdf).values()
    assert all(sorted(other) == sorted(first) for other in others)
    return first


def test_minutes_tell_the_whole_review(table: Table) -> None:
    review = concluded(table)
    minutes = table.hall.store(CHAIR).load_minutes(review)
    rendered = table.hall.deeds(CHAIR).render_minutes(review)
    read = words_of(rendered.pdf)
    act = table.hall.owner().execute(
        "select id, left(encode(hash, 'hex'), 8) from desk.act where kind = 'conclude'"
    )
    act_id, mark = act.fetchone() or (0, "")
    assert f"办理环节编号{act_id}校验{mark}" in read
    assert rendered.name == f"{minutes.number}-meeting_minutes.pdf"
    for said in (
        minutes.number,
        "联东U谷渝北产业园",
        "施工许可（联合办理）",
        "第2轮",
        "线上会议",
        "三楼会议室",
        "休会：补正疏散计算书",
        f"建设单位{RARE}公司说明方案",
        "缺少疏散计算书",
        "解决：已补交计算书",
        "雨污分流方案不一致",
        "未解决",
        CONDITION,
        "生态环境局审批科：ecology的意见",
        "结论：部分通过",
        "除附带条件外各事项并联办理",
        "沿用前一轮意见",
    ):
        assert solid(said) in read, said
    assert "改变前的意见" in read
    assert all("演练" in page for page in pages(rendered.pdf))


def test_the_summary_counts_every_seat(table: Table) -> None:
    review = concluded(table)
    read = words_of(table.hall.deeds("demo_water_officer_1").render_opinion_summary(review).pdf)
    assert "共7席：同意4，有条件同意1，不同意1，不涉及1。" in read
    assert CONDITION in read
    assert read.count("首席代表") >= 7


def test_an_opinion_on_paper_is_no_signature(table: Table) -> None:
    hall, review = table.hall, table.draft()
    convene(table, review)
    blob = uuid4()
    hall.store(SECRETARY).store_blob(blob, "application/pdf", b"%PDF-1.4 scan")
    scan = {"file_name": "供水意见.pdf", "blob": str(blob)}
    said = {"body": "渝北自来水公司", "opinion": "agree", "words": "具备接水条件", "dated": "2020-04-08"}
    hall.act(SECRETARY, "outside_opinion", review, **said, **scan)
    for render in (hall.deeds(CHAIR).render_minutes, hall.deeds(CHAIR).render_opinion_summary):
        read = words_of(render(review).pdf)
        assert "渝北自来水公司" in read
        assert "具备接水条件" in read
        assert "书面意见，落款2020年4月8日" in read
    visit = {"visited_on": "2020-04-09", "inspectors": "甲、乙", "finding": "现场与图纸一致"}
    hall.act("demo_water_officer_1", "visit_site", review, **visit)
    minutes = words_of(hall.deeds(CHAIR).render_minutes(review).pdf)
    assert "2020-04-09甲、乙：现场与图纸一致" in minutes
    assert "尚未表态7；另有书面意见1份。" in read


def test_a_seat_that_stands_silent_is_printed_as_such(table: Table) -> None:
    hall, review = table.hall, table.draft()
    seats = table.seats(review)
    convene(table, review)
    opine(table, seats, **{code: said for code, said in ALL.items() if code != "traffic"})
    before = words_of(hall.deeds(CHAIR).render_opinion_summary(review).pdf)
    assert "尚未表态1。" in before
    assert "尚未作出结论" in before
    hall.set_time(hall.session(CHAIR).now + timedelta(days=14))
    hall.act(CHAIR, "adjourn", review, reason="交通审批科未到")
    later = hall.session(CHAIR).now + timedelta(days=14)
    hall.act(CHAIR, "convene", review, meeting_on=str(later.date()), **TOPIC)
    hall.set_time(later)
    hall.act(CHAIR, "open_session", review)
    hall.act(CHAIR, "conclude", review, result="partly", reasons="交通审批科未表态")
    read = words_of(hall.deeds(CHAIR).render_opinion_summary(review).pdf)
    assert "未表态1。" in read
    assert "缺席2次；未表态不视为同意。" in read
    assert "第1轮缺席第2轮缺席" in words_of(hall.deeds(CHAIR).render_minutes(review).pdf)


def test_who_sees_no_opinions_prints_none(table: Table) -> None:
    review = table.draft()
    with pytest.raises(Refused, match="还没有召集"):
        table.hall.deeds(CHAIR).render_minutes(review)
    convene(table, review)
    for login, sentence in {
        "demo_window_1": "席位意见只有席位科室",
        "demo_overseer": "席位意见只有席位科室",
        "demo_security_1": "查无此件",
        "demo_health_chief": "查无此件",
    }.items():
        for render in ("render_minutes", "render_opinion_summary"):
            with pytest.raises(Refused, match=sentence):
                getattr(table.hall.deeds(login), render)(review)
    assert "（没有提出问题）" in words_of(
        table.hall.deeds("demo_traffic_officer_1").render_minutes(review).pdf
    )


def test_an_auditor_opens_review_and_seats_once_a_day(table: Table) -> None:
    review = concluded(table)
    store = table.hall.store("demo_auditor")
    query = "select count(*) from desk.reading where what = 'file'"
    assert store.load_minutes(review).conclusion
    assert table.one(query) == 8
    assert store.load_minutes(review, again=True) == store.load_minutes(review)
    assert table.one(query) == 16


@pytest.mark.parametrize("change", ["signature", "body"])
def test_nothing_is_printed_on_an_opinion_nobody_signed(table: Table, change: str) -> None:
    review = concluded(table)
    owner = table.hall.owner()
    owner.execute("alter table desk.act disable trigger user")
    wrong = {
        "signature": "update desk.act set signature = %s where kind = 'opine' and body like '%%water%%'",
        "body": "update desk.act set body = replace(body, 'water', %s)"
        " where kind = 'opine' and body like '%%water%%'",
    }
    owner.execute(wrong[change].encode(), (bytes(64) if change == "signature" else "forged",))
    for render in (table.hall.deeds(CHAIR).render_minutes, table.hall.deeds(CHAIR).render_opinion_summary):
        with pytest.raises(Refused, match="签名无效：水利审批科的“表态”与账本不符，不得打印"):
            render(review)


def test_each_seat_gets_an_invitation(table: Table, tmp_path: Path) -> None:
    review = table.draft()
    with pytest.raises(Refused, match="还没有召集"):
        table.hall.store(CHAIR).load_invitations(review)
    convene(table, review)
    saved = table.hall.deeds(CHAIR).save_invitations(review, tmp_path)
    texts = [path.read_bytes().decode() for path in saved]
    assert len(saved) == len({re.search("UID:(.*)", text)[1] for text in texts}) == 7  # type: ignore[index]
    for text in texts:
        assert "T093000\r\n" in text
        assert not [
            word for word in ("联东金北", "TEST0000", "经办人", "023") if word in text.replace("\r\n ", "")
        ]
    with pytest.raises(BadInput, match="写不进去"):
        table.hall.deeds(CHAIR).save_invitations(review, tmp_path / "nowhere")
    with pytest.raises(Refused, match="席位意见只有席位科室"):
        table.hall.store("demo_window_1").load_invitations(review)
