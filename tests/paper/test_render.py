"""The four papers 四种文书: printed from their samples, read back, compared with their golden file.

A form was changed on purpose: look at the new page, then write the golden files anew with
`python -m tests.paper.golden`.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.paper.reading import (
    CODES,
    FORMS,
    form,
    ink_box,
    pages,
    picture,
    readings,
    sample,
    small_form,
    solid,
)
from yubei_desk.errors import BadInput
from yubei_desk.paper.facts import write_facts
from yubei_desk.paper.font import FOLDER, Fonts
from yubei_desk.paper.render import render

RARE = "𬭎龑喆𫖯㙍㐀"
FOOT = re.compile(r"办理环节编号\d+校验[0-9a-f]{8}|—\d—")


@pytest.mark.parametrize("code", CODES)
def test_every_fact_is_on_the_paper(code: str) -> None:
    facts = write_facts(form(code), sample(code))
    words = [
        text for name, text in facts.texts.items() if form(code).fields[name].type not in ("rows", "flag")
    ]
    words += [text for rows in facts.rows.values() for row in rows for text in row.values()]
    for reader, read in readings(render(form(code), sample(code))).items():
        bare = FOOT.sub("", read)  # what stands at the foot of a page may cut a fact in two
        missing = [solid(text) for text in words if not text.startswith("证照校验")]
        missing = [text for text in missing if text not in read and text not in bare]
        assert not missing, reader


@pytest.mark.parametrize("code", CODES)
def test_the_same_facts_give_the_golden_bytes(code: str) -> None:
    printed = render(form(code), sample(code))
    assert printed == (FORMS / code / "golden.pdf").read_bytes()


def test_bytes_do_not_depend_on_where_the_fonts_lie(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "fonts")
    here = render(form("receipt"), sample("receipt"))
    assert render(form("receipt"), sample("receipt"), fonts=Fonts(tmp_path / "fonts")) == here


@pytest.mark.parametrize("code", CODES)
def test_dates_are_not_padded(code: str) -> None:
    words = readings(render(form(code), sample(code)))["pdfium"]
    assert "2020年4月1" in words
    assert "2020年04月" not in words


def test_rare_characters_are_copied_as_they_are() -> None:
    for read in readings(render(form("receipt"), sample("receipt", applicant=f"重庆{RARE}商行"))).values():
        assert f"重庆{RARE}商行" in read


@pytest.mark.parametrize("code", CODES)
def test_a_missing_fact_is_named(code: str) -> None:
    needed = [name for name, field in form(code).fields.items() if not field.optional]
    for name in needed:
        with pytest.raises(BadInput, match=form(code).fields[name].label) as refused:
            render(form(code), {key: value for key, value in sample(code).items() if key != name})
        assert refused.value.field == name


@pytest.mark.parametrize(("code", "name"), [("land_use_permit", "location"), ("receipt", "applicant")])
def test_what_does_not_fit_is_refused_by_name(code: str, name: str) -> None:
    with pytest.raises(BadInput, match=f"“{form(code).fields[name].label}”太长") as refused:
        render(form(code), sample(code, **{name: "重庆市渝北区" * 60}))
    assert refused.value.field == name


def test_long_words_shrink_before_they_are_refused() -> None:
    long = "重庆市渝北区前沿科技城" * 5
    assert (
        long in readings(render(form("land_use_permit"), sample("land_use_permit", location=long)))["pdfium"]
    )


@pytest.mark.parametrize("char", ["😀", "\x07", "\U000e0101"])
def test_a_character_without_a_glyph_is_refused_by_name(char: str) -> None:
    with pytest.raises(BadInput, match=f"“用地单位”中的.*U\\+{ord(char):04X}") as refused:
        render(form("land_use_permit"), sample("land_use_permit", holder=f"重庆{char}公司"))
    assert refused.value.field == "holder"


def test_a_wrong_column_of_a_list_is_named() -> None:
    row = {"position": 1, "name": "申请表😀", "originals": 1, "copies": 0}
    with pytest.raises(BadInput, match="“材料名称”中的") as refused:
        render(form("receipt"), sample("receipt", materials=[row]))
    assert refused.value.field == "materials.name"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("issued_on", "昨天", "“发证日期”应为日期"),
        ("holder", True, "“用地单位”应为文字"),
        ("area", b"", "“用地面积”"),
    ],
)
def test_a_fact_of_a_wrong_kind_is_named(name: str, value: object, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence) as refused:
        render(form("land_use_permit"), sample("land_use_permit", **{name: value}))
    assert refused.value.field == name


def test_a_long_list_runs_over_pages_with_its_head_repeated() -> None:
    rows = [{"position": n, "name": f"第{n}号材料", "originals": 1, "copies": 0} for n in range(1, 81)]
    read = pages(render(form("receipt"), sample("receipt", materials=rows)))
    assert len(read) > 2
    assert all("材料名称" in page for page in read if "号材料" in page)
    assert [n for n in range(1, 81) if f"第{n}号材料" not in solid("".join(read))] == []
    assert f"第{len(read)}页共{len(read)}页" in solid(read[-1])


def test_no_page_bears_the_seal_alone() -> None:
    """At every length of the text the signature keeps at least two of its lines with it."""
    for length in range(0, 400, 20):
        facts = sample("grant_decision", decision_text="准予。" + "条件如图" * (length // 4))
        last = solid(pages(render(form("grant_decision"), facts))[-1])
        assert "公众有权查阅" in last


def test_the_seal_says_it_is_a_sample() -> None:
    for code in ("acceptance_notice", "grant_decision", "land_use_permit"):
        pdf = render(form(code), sample(code))
        last = len(pages(pdf)) - 1
        assert "样章" in solid(pages(pdf)[last])
        red = sum(r > 200 and g < 60 and b < 60 for r, g, b in _pixels(picture(pdf, 60, last).tobytes()))
        assert red > 100


def _pixels(data: bytes) -> zip[tuple[int, int, int]]:
    return zip(data[0::3], data[1::3], data[2::3], strict=True)


def test_a_name_too_long_for_the_seal_is_refused() -> None:
    with pytest.raises(BadInput, match="排不进样章") as refused:
        render(form("grant_decision"), sample("grant_decision", department="渝北区" * 11))
    assert refused.value.field == "department"


@pytest.mark.parametrize("code", CODES)
def test_practice_is_written_across_every_page(code: str) -> None:
    real, practice = (render(form(code), sample(code, practice=flag)) for flag in (False, True))
    assert not any("演练" in page for page in pages(real))
    assert all("演练" in page for page in pages(practice))


def test_the_blank_keeps_what_it_bears_already() -> None:
    words = readings(render(form("land_use_permit"), sample("land_use_permit"), preprinted=True))["pdfium"]
    assert "遵守事项" not in words
    assert "用地单位" not in words
    assert "重庆联东金北实业有限公司" in words
    assert "地字第500112202000009号" in words


def test_a_printer_is_corrected_by_the_millimetres_asked() -> None:
    facts = sample("land_use_permit")
    still = ink_box(render(form("land_use_permit"), facts, preprinted=True), 400)
    moved = ink_box(render(form("land_use_permit"), facts, preprinted=True, dx=2.5, dy=-1.5), 400)
    for edge, (before, after) in enumerate(zip(still, moved, strict=True)):
        assert after - before == pytest.approx((2.5, -1.5)[edge % 2], abs=0.1)


def test_scale_is_about_the_top_left_corner() -> None:
    facts = sample("land_use_permit")
    plain = ink_box(render(form("land_use_permit"), facts, preprinted=True), 400)
    wider = ink_box(render(form("land_use_permit"), facts, preprinted=True, sx=1.01, sy=0.99), 400)
    for edge, (before, after) in enumerate(zip(plain, wider, strict=True)):
        assert after == pytest.approx(before * (1.01, 0.99)[edge % 2], abs=0.15)


def test_numbered_paragraphs_count_beyond_ten(tmp_path: Path) -> None:
    flow = "[flow]\nleft = 20\nwidth = 170\ntop = 20\nlater = 20\nbottom = 280\n"
    block = '[[block]]\nkind = "paragraph"\nnumbered = true\ntext = "{words}"\n'
    read = readings(render(small_form(tmp_path, flow + block * 21), {"words": "照办"}))["pdfium"]
    assert read.startswith("一、照办二、照办")
    assert read.endswith("十九、照办二十、照办二十一、照办")


def test_an_empty_list_is_a_missing_fact() -> None:
    label = form("opinion_summary").fields["opinions"].label
    with pytest.raises(BadInput, match=f"缺少“{label}”") as refused:
        render(form("opinion_summary"), sample("opinion_summary", opinions=[]))
    assert refused.value.field == "opinions"
