"""Bodies no screen would send 乱填的内容: each is refused in one sentence, and nothing is left that a reader
chokes on.
"""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.hall import Hall
from tests.law.attack import FILE, receipt, refusal, refused_act
from yubei_desk.domain.act import Wish
from yubei_desk.errors import BadInput

WINDOW, OFFICER = "demo_window_1", "demo_land_officer_1"
ROW = {"position": 1, "form": "paper"}
LONG = "".join(f"{n:x}" for n in range(20000, 22500))


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("materials", {"materials": None}),
        ("materials", {"materials": "x"}),
        ("materials", {"materials": {"a": 1}}),
        ("materials", {"materials": [1, 2]}),
        ("materials", {"materials": [{"position": "abc"}]}),
        ("materials", {"materials": [{"position": 99999999999}]}),
        ("materials", {"materials": [{**ROW, "form": "gold"}]}),
        ("materials", {"materials": [{**ROW, "originals": -5}]}),
        ("materials", {"materials": [{**ROW, "copies": 99999999999}]}),
        ("materials", {"materials": [{**ROW, "originals": "x"}]}),
        ("materials", {"materials": [ROW, ROW]}),
        ("materials", {"materials": [ROW, {**ROW, "position": "01"}]}),
        ("materials", {"materials": [{**ROW, "blob": str(uuid4())}]}),
        ("business", {"business": "瞎编"}),
        ("name", {"applicant": {"name": "某" * 201}}),
        ("name", {"applicant": {"name": "某", "initials": LONG}}),
        ("id_number", {"private": {"id_number": LONG}}),
        ("project_code", {"project": {"name": "某", "code": LONG}}),
    ],
)
def test_a_receipt_names_what_no_table_could_hold(hall: Hall, field: str, told: dict[str, object]) -> None:
    wish = Wish("receive", uuid4(), body={**receipt(hall), **told})
    with pytest.raises(BadInput) as refused:
        hall.store(WINDOW).file_act(wish)
    assert refused.value.field == field


def test_a_receipt_of_nothing_but_an_item_is_read_by_all(hall: Hall) -> None:
    """Never refused: every row is missing, and its receipt is printed without a word about the person."""
    body = {name: told for name, told in receipt(hall).items() if name in ("edition", "applicant")}
    matter = hall.store(WINDOW).file_act(Wish("receive", uuid4(), body=body)).matter_id
    query = "select distinct form from desk.case_material where matter_id = %s"
    assert hall.owner().execute(query, (matter,)).fetchall() == [("missing",)]
    paper = hall.store(WINDOW).load_paper(matter, "receipt")
    assert (paper["applicant_id"], paper["phone"], paper["materials"]) == ("", "", [])


@pytest.mark.parametrize("reasons", [{"a": 1}, ["a"], 5, True])
def test_words_are_words(hall: Hall, reasons: object) -> None:
    matter, desk = hall.accepted(), hall.connect(OFFICER)
    told = refused_act(desk, matter, 3, "recommend", opinion="grant", reasons=reasons)
    assert told == "“理由”应为文字"


@pytest.mark.parametrize(
    "text",
    [
        '{"text": "x", "more": ' + "[" * 10000 + "]" * 10000 + "}",
        '{"text": "x", "more": ' + "[" * 30000 + "]" * 30000 + "}",
        '{"text": "x", "more": [[[[[1]]]]]}',
        '{"text": "x", "more": ' + "1" * 5000 + "}",
        '{"text": "x", "more": -1e5000}',
        '{"text": "x", "more": 1e-16000}',
        '{"text": "x", "more": [{"a": 12345678901234567}]}',
        '{"text": "a\\u0000b"}',
        '{"text": "\\ud800"}',
        '["text"]',
        "null",
        "",
    ],
)
def test_what_no_reader_can_take_never_enters_the_ledger(hall: Hall, text: str) -> None:
    matter, desk = hall.accepted(), hall.connect(OFFICER)
    answer = refusal(desk, FILE, (matter, None, "note", text, uuid4()))
    assert answer == ("YB004", "办理内容格式不对")
    fine = '{"text": "911234567890123456 3e9", "n": 123456789, "shares": [0, 0.25, -1.5e3]}'
    desk.execute(FILE, (matter, None, "note", fine, uuid4()))


@pytest.mark.parametrize("reason", ["\u2800", "\u3164\u115f", "\u00ad\ufe0f\u2060"])
def test_unseen_signs_are_no_words(hall: Hall, reason: str) -> None:
    matter = hall.accepted()
    assert "请填写“内容”" in refused_act(hall.connect(OFFICER), matter, None, "note", text=reason)


@pytest.mark.parametrize("copy", ["99999999999", "999999999999999", "0", "3"])
def test_a_copy_there_is_not(hall: Hall, copy: str) -> None:
    certificate = hall.certificate_of(hall.granted())
    told = refused_act(hall.connect(WINDOW), certificate, 1, "print_sheet", copy_no=copy, digest="x")
    assert told == "这一本已打印或不存在，请选择尚未打印的一本"
    told = refused_act(
        hall.connect(WINDOW), certificate, 1, "print_sheet", copy_no="1", digest="x", blank_serial=LONG[:3900]
    )
    assert told == "“空白证编号”最多 60 字，请核对纸上的编号"


@pytest.mark.parametrize(
    ("day", "good"),
    [
        ("2026-02-28", True),
        ("2028-02-29", True),
        ("2026-12-31", True),
        ("2026-02-29", False),
        ("2026-02-31", False),
        ("2026-04-31", False),
        ("0000-01-01", False),
        ("2026-13-01", False),
        ("明天", False),
    ],
)
def test_a_day_is_one_of_the_calendar(hall: Hall, day: str, good: bool) -> None:
    fault = hall.owner().execute("select law.ask_fault('日期', 'date', true, '{}', %s)", (day,)).fetchone()
    assert fault == ((None,) if good else ("“日期”应为日期，例如 2026-11-24",))


def test_a_blank_of_the_press_is_used_once_however_it_is_typed(hall: Hall) -> None:
    certificate = hall.certificate_of(hall.granted())
    paper = {"copy_no": 1, "digest": "0" * 64}
    hall.act(WINDOW, "print_sheet", certificate, blank_serial="ATT01", **paper)
    sheet = hall.owner().execute("select max(id) from desk.sheet").fetchone()
    hall.act(WINDOW, "spoil_sheet", certificate, sheet=sheet[0] if sheet else 0, reason="卡纸")
    for typed in ("ATT01 ", "att01", "\u3000Att01"):
        with pytest.raises(BadInput, match="已经用过"):
            hall.act(WINDOW, "print_sheet", certificate, blank_serial=typed, **paper)


def test_two_without_a_number_are_two(hall: Hall) -> None:
    for number in (" ", "\u3000", ""):
        hall.receive(private={"id_number": number})
    assert hall.owner().execute("select count(*) from desk.applicant").fetchall() == [(3,)]
