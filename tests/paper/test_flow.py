"""Parts that follow one another 续排: what a page break may not do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paper.reading import pages, small_form, solid
from yubei_desk.errors import BadInput
from yubei_desk.paper.flow import Row, numeral, paginate
from yubei_desk.paper.form import Flow
from yubei_desk.paper.ink import MM, Ring
from yubei_desk.paper.render import render

FLOW = Flow(left=20, width=100, top=10, later=20, bottom=110)  # 100 mm on the first page, 90 on later ones


def row(height: float, *, gap: float = 0.0, keep: int = 0, head: Row | None = None) -> Row:
    """A row with one ring at its top, as thick as the row is high, to know it by."""
    return Row("words", height * MM, (Ring(0.0, 0.0, 1.0, height, "red"),), gap * MM, keep, head)


def cut(*rows: Row) -> list[list[tuple[float, float]]]:
    """Pages as (height of the row, its top), in mm."""
    found = paginate(iter(rows), FLOW)
    return [[(i.width, round(i.y / MM, 3)) for i in page if isinstance(i, Ring)] for page in found]


def test_rows_fill_a_page_to_the_brim() -> None:
    assert cut(row(60), row(40), row(30)) == [[(60, 10), (40, 70)], [(30, 20)]]


def test_a_gap_is_left_out_where_a_row_opens_a_page() -> None:
    assert cut(row(60), row(38, gap=5)) == [[(60, 10)], [(38, 20)]]


def test_kept_rows_go_along_with_their_gaps() -> None:
    rows = cut(row(50), row(10), row(20, gap=5), row(50, gap=5, keep=2), row(5))
    assert rows == [[(50, 10)], [(10, 20), (20, 35), (50, 60)], [(5, 20)]]


def test_a_first_page_is_never_emptied_for_its_rows() -> None:
    assert cut(row(90), row(30, keep=3)) == [[(90, 10)], [(30, 20)]]


def test_the_head_of_a_table_is_repeated() -> None:
    head = row(8)
    assert cut(head, row(80, head=head, keep=1), row(40, head=head)) == [
        [(8, 10), (80, 18)],
        [(8, 20), (40, 28)],
    ]


def test_a_head_is_never_left_alone_at_the_foot() -> None:
    head = row(8)
    assert cut(row(85), head, row(40, head=head, keep=1)) == [[(85, 10)], [(8, 20), (40, 28)]]


def test_a_row_higher_than_a_page_is_refused() -> None:
    with pytest.raises(BadInput, match="一整页都排不下") as refused:
        cut(row(91), row(101))
    assert refused.value.field == "words"


def test_an_empty_list_says_so(tmp_path: Path) -> None:
    rest = """
[fields.list]
label = "清单"
source = "测试"
type = "rows"
optional = true
columns = { name = { label = "名称", source = "测试" } }
[flow]
left = 20
width = 170
top = 20
later = 20
bottom = 280
[[block]]
kind = "table"
rows = "list"
columns = [{ title = "名称", width = 90, text = "{name}" }]
"""
    facts = {"words": "甲", "list": []}
    assert [solid(page) for page in pages(render(small_form(tmp_path, rest), facts))] == ["名称（无）"]
    with pytest.raises(BadInput, match="“清单”应为清单"):
        render(small_form(tmp_path, rest), {**facts, "list": "甲"})
    with pytest.raises(BadInput, match="“清单”的每一行"):
        render(small_form(tmp_path, rest), {**facts, "list": ["甲"]})


LIST = """
[fields.list]
label = "清单"
source = "测试"
type = "rows"
columns = { name = { label = "名称", source = "测试" }, more = { label = "内容", source = "测试" } }
[flow]
left = 20
width = 170
top = 20
later = 20
bottom = 120
[[block]]
kind = "paragraph"
text = "{words}"
[[block]]
kind = "paragraph"
text = "标题"
[[block]]
kind = "table"
rows = "list"
keep = 1
columns = [{ title = "名称", width = 40, text = "{name}" }, { title = "内容", width = 100, text = "{more}" }]
"""


def test_a_row_longer_than_a_page_runs_on_under_its_head(tmp_path: Path) -> None:
    """What a chief has signed cannot be shortened for the printer's sake."""
    said = "".join(f"第{number}点意见如下；" for number in range(1, 301))
    facts = {"words": "甲", "list": [{"name": "短", "more": "短"}, {"name": "长", "more": said}]}
    read = pages(render(small_form(tmp_path, LIST), facts))
    assert len(read) > 3
    assert all("名称内容" in solid(page) for page in read)
    assert said in solid("".join(read)).replace("名称内容", "")
    assert solid("".join(read)).count("长") == 1


def test_a_table_keeps_its_heading(tmp_path: Path) -> None:
    form = small_form(tmp_path, LIST)
    for lines in range(8, 18):
        facts = {"words": "甲\n" * lines, "list": [{"name": "子", "more": "丑"}]}
        read = [solid(page) for page in pages(render(form, facts))]
        assert [page for page in read if "标题" in page] == [page for page in read if "子" in page]


def test_numerals() -> None:
    assert [numeral(n) for n in (1, 10, 11, 20, 21, 99)] == ["一", "十", "十一", "二十", "二十一", "九十九"]
