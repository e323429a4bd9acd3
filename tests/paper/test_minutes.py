"""The two papers of a joint review at their longest: many seats, many items, long words, rare characters."""

from __future__ import annotations

import pytest

from tests.paper.reading import form, pages, readings, sample, solid
from yubei_desk.errors import BadInput
from yubei_desk.paper.render import render

CODES = ("meeting_minutes", "opinion_summary")
SEATS, ITEMS = 40, 12
RARE = "𬭎龑喆𫖯㙍㐀"
HEADS = {
    "meeting_minutes": "席位科室意见意见内容签署",
    "opinion_summary": "席位科室所属部门意见意见内容附带条件签署",
}


def seat(number: int, **other: object) -> dict[str, object]:
    """The row of a seat that opined."""
    return {
        "position": number,
        "section": f"第{number}审批科",
        "department": f"重庆市渝北区第{number}局",
        "opinion": "有条件同意",
        "words": f"第{number}席的意见内容，按所附条件办理。",
        "conditions": f"第{number}席的附带条件。",
        "signed": f"第{number}审批科首席代表\n2020年4月14日 10:02\n环节 {1000 + number}　校验 9f3ac1d7",
        **other,
    }


def large(code: str) -> dict[str, object]:
    """The sample with as many seats and items as a large meeting has."""
    seats = [seat(number) for number in range(1, SEATS + 1)]
    items = [
        {
            "position": number,
            "item": f"第{number}项审批事项",
            "section": f"第{number}审批科",
            "promised": "7 个工作日",
            "case_number": f"5001122020041400{number:04}",
        }
        for number in range(1, ITEMS + 1)
    ]
    present = [{**row, "presence": f"第{row['position']}席签到"} for row in seats]
    more = {"attendance": present} if code == "meeting_minutes" else {}
    return sample(code, opinions=seats, agenda=items, **more)


@pytest.mark.parametrize("code", CODES)
def test_forty_seats_and_twelve_items_run_over_pages(code: str) -> None:
    read = [solid(page) for page in pages(render(form(code), large(code)))]
    whole = "".join(read)
    assert len(read) >= 4
    for number in range(1, SEATS + 1):
        assert f"第{number}席的意见内容，按所附条件办理。" in whole
        assert f"环节{1000 + number}校验9f3ac1d7" in whole
    assert all(f"第{number}项审批事项" in whole for number in range(1, ITEMS + 1))
    assert all(HEADS[code] in page for page in read if "席的意见内容" in page)
    assert all("办理环节编号1058校验c7d0125b" in page for page in read)


@pytest.mark.parametrize("code", CODES)
def test_an_opinion_as_long_as_the_law_takes_is_printed_whole(code: str) -> None:
    """It is signed: nobody can shorten it for the paper."""
    said = "".join(f"第{number:03}条意见须落实到施工图并逐项复核无误；" for number in range(1, 181))
    assert 3500 < len(said) <= 4000
    facts = sample(code, opinions=[seat(1), seat(2, words=said, conditions=said), seat(3)])
    for read in readings(render(form(code), facts)).values():
        for number in range(1, 181):
            assert f"{number:03}条" in read
    assert len(pages(render(form(code), facts))) > 4


@pytest.mark.parametrize("code", CODES)
def test_rare_characters_are_printed_and_copied(code: str) -> None:
    facts = sample(code, applicant=f"重庆{RARE}公司", reasons=f"由{RARE}负责", place=f"{RARE}会议室")
    for read in readings(render(form(code), facts)).values():
        for words in (f"重庆{RARE}公司", f"由{RARE}负责", f"{RARE}会议室"):
            assert words in read


@pytest.mark.parametrize("code", CODES)
def test_a_character_no_font_has_is_refused_by_its_column(code: str) -> None:
    with pytest.raises(BadInput, match=r"“意见内容”中的.*U\+1F44D") as refused:
        render(form(code), sample(code, opinions=[seat(1, words="同意👍")]))
    assert refused.value.field == "opinions.words"


def test_what_does_not_fit_the_head_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="“项目名称”太长") as refused:
        render(form("opinion_summary"), sample("opinion_summary", project="渝北工业园" * 90))
    assert refused.value.field == "project"


@pytest.mark.parametrize("code", CODES)
def test_a_review_without_conclusion_says_so(code: str) -> None:
    facts = sample(code, result="尚未作出结论", reasons="", signer="", concluded_on=None)
    for read in readings(render(form(code), facts)).values():
        assert "尚未作出结论" in read
        assert "签署：" not in read


def test_a_short_review_leaves_out_what_there_is_not() -> None:
    facts = sample("meeting_minutes", notes=[], earlier=[], dissent="", issues=[], conditions=[], recorder="")
    read = solid("".join(pages(render(form("meeting_minutes"), facts))))
    for heading in ("会议记录", "改变前的意见", "不同意见（保留在卷）", "记录："):
        assert heading not in read
    assert "四、各科室意见" in read
    assert "五、问题（没有提出问题）" in solid(read.replace("序号提出科室问题由谁解决期限处理情况", ""))
    assert "七、结论：部分通过" in read
