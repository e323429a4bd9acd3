"""Pinyin: surnames, places, mixed writing, and plain ASCII whatever comes in."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yubei_desk.domain.pinyin import initials, readings, sort_key


@pytest.mark.parametrize(
    ("text", "key", "letters"),
    [
        ("单雄信", "shan4 xiong2 xin4", "sxx"),
        ("单位", "dan1 wei4", "dw"),
        ("仇英", "qiu2 ying1", "qy"),
        ("曾国藩", "zeng1 guo2 fan1", "zgf"),
        ("曾经", "ceng2 jing1", "cj"),
        ("查理", "zha1 li3", "zl"),
        ("任小龙", "ren2 xiao3 long2", "rxl"),
        ("任务书", "ren4 wu4 shu1", "rws"),
        ("区大为", "ou1 da4 wei4", "odw"),
        ("尉迟恭", "yu4 chi2 gong1", "ycg"),
        ("重庆", "chong2 qing4", "cq"),
        ("吕布", "lv3 bu4", "lb"),
        ("3D打印", "3d da3 yin4", "3ddy"),
        ("ＴＶＤ 皮带轮", "tvd pi2 dai4 lun2", "tvdpdl"),
        ("（北）", "bei3", "b"),
        ("建设用地规划许可证", "jian4 she4 yong4 di4 gui1 hua4 xu3 ke3 zheng4", "jsydghxkz"),
        ("", "", ""),
    ],
)
def test_names(text: str, key: str, letters: str) -> None:
    assert (sort_key(text), initials(text)) == (key, letters)


def test_a_firm_is_found_by_its_initials() -> None:
    assert initials("重庆联东金北实业有限公司") == "cqldjbsyyxgs"
    assert readings("重庆联东金北实业有限公司") == ("cqldjbsyyxgs", "zqldjbsyyxgs")


def test_other_readings_are_searched_too() -> None:
    assert readings("重庆") == ("cq", "zq")
    assert readings("单位") == ("dw", "sw", "cw")
    assert set(readings("区政府")) == {"ozf", "qzf"}
    assert len(readings("重庆重长行乐朝")) == 8
    assert readings("") == ("",)


def test_order_is_by_syllable_then_tone_of_each_character() -> None:
    names = ["李四", "林五", "张三", "掌柜", "章三", "李", "西安", "先后"]
    assert sorted(names, key=sort_key) == ["李", "李四", "林五", "西安", "先后", "张三", "章三", "掌柜"]


@given(st.text(max_size=30))
def test_always_plain_ascii(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]*( [a-z0-9]+)*", sort_key(text))
    assert re.fullmatch(r"[a-z0-9]*", initials(text))
    assert readings(text)[0] == initials(text)
    assert len(set(readings(text))) == len(readings(text))


def test_every_character_a_name_may_be_written_with_has_a_reading() -> None:
    characters = [char for char in map(chr, range(0x4E00, 0x9FA6)) if char.encode("gb2312", "ignore")]
    assert [char for char in [*characters, *"𬭎㳇㛃䶮𫍯"] if len(initials(char)) != 1] == []
