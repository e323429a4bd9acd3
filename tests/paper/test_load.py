"""Forms are data an office edits: each slip is a sentence that names the file and the word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.paper.reading import CODES, FORMS, SMALL, form, sample, small_form
from yubei_desk.errors import BadInput
from yubei_desk.paper.load import load_form

TEXT = '[[text]]\ntext = "{words}"\nat = [20, 20]\nwidth = 100\n'
FLOW = "[flow]\nleft = 20\nwidth = 170\ntop = 20\nlater = 20\nbottom = 280\n"
GRID = '[[grid]]\nat = [20, 20]\nwidths = [20, 40]\nheights = [10]\ncells = [["名", "{words}"]]\n'
SLIPS = {
    "unknown key": (TEXT + "colour = 1\n", "colour", "不认识的项 colour"),
    "missing key": (TEXT.replace("width = 100\n", ""), "width", "缺少 width"),
    "wrong kind": (TEXT.replace("100", '"wide"'), "width", "width 应为 数，现为 'wide'"),
    "true is no number": (TEXT.replace("100", "true"), "width", "width 应为 数"),
    "wrong word": (TEXT + 'align = "middle"\n', "align", "align 应为 left、center、right、justify"),
    "three coordinates": (TEXT.replace("[20, 20]", "[1, 2, 3]"), "at", "at 应为 数组"),
    "undeclared fact": (TEXT.replace("words", "owner"), "owner", "用到的 owner 没有在"),
    "undeclared when": (TEXT + 'when = "flag"\n', "flag", "用到的 flag 没有在"),
    "no such group": (TEXT + 'inside = "close"\n', "inside", "没有名为 close 的组"),
    "not a list": ('[text]\ntext = "x"\n', "text", "应写作 [[text]]"),
    "unknown mark": ("[[stamp]]\nsize = 1\n", "stamp", "不认识的项 stamp"),
    "unknown block": (FLOW + '[[block]]\nkind = "list"\n', "kind", "kind 应为 paragraph、table、group"),
    "no flow": ('[[block]]\nkind = "paragraph"\ntext = "x"\n', "flow", "须写明 [flow]"),
    "unknown style": ("[style]\nweight = 3\n", "weight", "不认识的项 weight"),
    "no size": (TEXT + "size = 0\n", "size", "字号 size 应大于零"),
    "a row too many": (GRID.replace("[10]", "[10, 10]"), "heights", "行数相同"),
    "a cell too many": (GRID.replace('["名"', '["名", "姓"'), "cells", "一格至 2 格"),
    "no TOML": ("[[text\n", "form", "不是合格的 TOML"),
}


@pytest.mark.parametrize(("rest", "field", "sentence"), SLIPS.values(), ids=SLIPS.keys())
def test_a_slip_is_named(tmp_path: Path, rest: str, field: str, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        small_form(tmp_path, rest)
    assert "small/form.toml" in refused.value.sentence
    assert sentence in refused.value.sentence
    assert refused.value.field == field


def test_a_fact_may_be_described_only_in_known_words(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="缺少 source"):
        small_form(tmp_path, '[fields.more]\nlabel = "更多"\n')
    with pytest.raises(BadInput, match="type 应为 text、date"):
        small_form(tmp_path, '[fields.more]\nlabel = "更多"\nsource = "测试"\ntype = "money"\n')


def test_the_code_is_the_name_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "form.toml").write_text(SMALL, "utf-8")
    with pytest.raises(BadInput, match="同名（other）"):
        load_form(tmp_path / "other")


def test_a_form_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有找到文书格式文件"):
        load_form(tmp_path / "nothing")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    before = small_form(tmp_path, TEXT)
    assert load_form(tmp_path / "small") is before
    os.utime(tmp_path / "small" / "form.toml", ns=(0, 0))
    small_form(tmp_path, TEXT + "size = 15\n")
    assert load_form(tmp_path / "small").marks[0] != before.marks[0]


@pytest.mark.parametrize("code", CODES)
def test_the_sample_has_every_fact_and_no_other(code: str) -> None:
    assert sample(code).keys() == form(code).fields.keys()
    assert {path.name for path in (FORMS / code).iterdir()} == {"form.toml", "sample.json", "golden.pdf"}
