"""The page 办件 on the real ledger: what it shows to whom, the clock that explains itself, scans, papers."""

from __future__ import annotations

import json
import os
from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, Hall
from tests.review import SECRETARY, at, table_on_monday
from tests.ui.cases import CHIEF, OFFICER, page_at
from tests.ui.conftest import MakeDesk, shown, words_of
from yubei_desk.ui.case.clock import ExplainDialog
from yubei_desk.ui.case.page import CasePage
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

CHINA = ZoneInfo("Asia/Shanghai")


def test_without_a_case_the_page_says_how_to_get_one(qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = CasePage(make_desk(CHIEF))
    shown(qtbot, page)
    assert any("Ctrl+K" in words for words in words_of(page))
    assert page.bar.isHidden()
    assert page.foot.hints() == []


def test_what_was_revealed_of_one_case_does_not_stand_on_the_next(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    """Both answers are on their way at once."""
    first, second = hall.accepted(), hall.accepted()
    desk = make_desk(OFFICER)
    page = page_at(qtbot, desk, first)
    page.summary.reveal.click()
    page.open_matter(second)
    qtbot.waitUntil(lambda: page.file is not None and page.file.matter_id == second)
    qtbot.waitUntil(lambda: not desk.worker.busy)
    assert not any("02367812345" in words for words in words_of(page))


def test_the_keys_hinted_at_are_those_that_do_something(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    case = hall.recommended()
    page = page_at(qtbot, make_desk(CHIEF), case)
    assert page.foot.hints() == ["Ctrl+1～3", "Ctrl+Enter"]
    hall.act(CHIEF, "grant", case, reasons="准予建设用地规划许可", **FACTS)
    page.reload()
    qtbot.waitUntil(lambda: page.foot.hints() == ["Ctrl+1～3"])
    auditor = page_at(qtbot, make_desk("demo_auditor"), hall.accepted())
    assert auditor.foot.hints() == ["Ctrl+1～3"], "who may only read has no main move"
    assert "主要环节" not in words_of(auditor)


def test_the_file_is_shown_whole(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = page_at(qtbot, make_desk(CHIEF), hall.recommended())
    words = words_of(page)
    for expected in ("建设用地规划许可证核发", "重庆联东金北实业有限公司", "联东U谷渝北产业园", "拟办意见"):
        assert any(expected in each for each in (*words, page.title)), expected
    assert page.state.text() == "待决定"
    assert page.files.model.rows[0].name == "建设用地规划许可证申请表"
    assert list(page.bar.buttons)[-1] == "grant"
    assert page.bar.buttons["grant"].isEnabled()


def test_personal_data_only_on_request_and_written_down(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(OFFICER)
    page = page_at(qtbot, desk, hall.accepted())
    assert not any("02367812345" in words for words in words_of(page))
    page.summary.reveal.click()
    qtbot.waitUntil(lambda: any("02367812345" in words for words in words_of(page)))
    assert any("本次查看已记录" in words for words in words_of(page))
    assert hall.owner().execute("select what from desk.reading").fetchall() == [("private",)]
    page.open_matter(hall.accepted())
    assert not any("02367812345" in words for words in words_of(page))


@pytest.mark.parametrize(
    ("day", "provisional"), [("2020-04-30", False), ("2020-01-21", False), ("2027-01-29", True)]
)
def test_the_clock_explains_itself_and_agrees(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, day: str, provisional: bool
) -> None:
    hall.set_time(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=CHINA))
    desk = make_desk(OFFICER)
    page = page_at(qtbot, desk, hall.accepted())
    assert page.file is not None
    for which, stored in (("promised", page.file.promised_on), ("statutory", page.file.statutory_on)):
        page.clock.questions[which].click()
        qtbot.waitUntil(lambda: bool(page.findChildren(ExplainDialog)))
        (dialog,) = page.findChildren(ExplainDialog)
        assert dialog.explanation.due == stored
        assert dialog.table.model().rowCount() == len(dialog.explanation.rows)
        said = dialog.verdict.accessibleName()
        assert ("暂定" in said) is provisional or which == "promised"
        assert "不符" not in said
        dialog.accept()
        qtbot.waitUntil(lambda: not page.findChildren(ExplainDialog))


def test_the_outer_limit_of_what_is_handled_jointly_explains_itself(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    """Where the 45 days from the first acceptance are shorter than the item's own, they are counted."""
    table = table_on_monday(hall)
    hall.owner().execute("update desk.edition set statutory_days = 90")
    cases = table.cases(table.draft())
    hall.owner().execute("update desk.case_material set form = 'paper'")
    hall.act(SECRETARY, "accept", cases["0202"])
    at(table, 3)
    hall.act(SECRETARY, "accept", cases["0201"])
    page = page_at(qtbot, make_desk(SECRETARY), cases["0201"])
    assert page.file is not None
    assert page.file.statutory_on == page.file.outer_on
    assert {"联合办理期限", "联审", page.file.review} <= set(words_of(page))
    assert page.clock.questions["statutory"].text() == "联合办理的法定日为什么是5月8日？"
    page.clock.questions["statutory"].click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ExplainDialog)))
    (dialog,) = page.findChildren(ExplainDialog)
    assert dialog.explanation.due == page.file.outer_on
    assert "与台账登记一致" in dialog.verdict.accessibleName()
    assert "四十五个工作日" in " ".join(words_of(dialog))


def test_the_answer_due_in_five_days_explains_itself(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    hall.set_time(datetime(2020, 4, 29, 10, tzinfo=CHINA))
    page = page_at(qtbot, make_desk(OFFICER), hall.passed_on())
    assert page.clock.questions["answer"].text() == "答复期限为什么是5月9日？"
    page.clock.questions["answer"].click()
    qtbot.waitUntil(lambda: bool(page.findChildren(ExplainDialog)))
    (dialog,) = page.findChildren(ExplainDialog)
    assert dialog.explanation.due == dialog.explanation.rows[-1].day
    assert "与台账登记一致" in dialog.verdict.accessibleName()


def sign_at_random(hall: Hall, matter_id: int) -> None:
    """What a chief with psql can do: the letter the law composes, and 64 bytes that are no signature."""
    wish, body = str(uuid4()), json.dumps({"reasons": "准予", **FACTS}, ensure_ascii=False)
    chief = hall.connect(CHIEF)
    seen = chief.execute("select version from desk.matter where id = %s", (matter_id,)).fetchone()
    assert seen is not None
    known = (matter_id, seen[0], "grant", wish, body)
    letter = chief.execute("select law.letter(%s, %s, %s, %s, %s)", known).fetchone()
    assert letter is not None
    chief.execute(
        "insert into desk.act (matter_id, seen_version, kind, wish, body, letter, signature)"
        " values (%s, %s, %s, %s, %s, %s, %s)",
        (*known, letter[0], os.urandom(64)),
    )


def test_a_random_signature_is_shown_as_invalid(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    matter_id = hall.recommended()
    sign_at_random(hall, matter_id)
    page = page_at(qtbot, make_desk(CHIEF), matter_id)
    assert any("签名无效" in words for words in words_of(page.timeline))
    page.papers.papers.choose_key(("grant_decision", page.file.acts[-1].id if page.file else 0))
    QTest.keyClick(page.papers.papers, Qt.Key.Key_Return)
    (dialog,) = page.findChildren(PaperDialog)
    qtbot.waitUntil(lambda: "签名无效" in dialog.messages.sentence())


def test_a_valid_signature_is_shown_as_valid(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    page = page_at(qtbot, make_desk(CHIEF), hall.granted())
    assert any("签名有效" in words for words in words_of(page.timeline))


def test_a_hidden_case_is_one_neutral_sentence(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    desk = make_desk("demo_housing_chief")
    matter_id = hall.accepted()
    page = page_at(qtbot, desk, matter_id)
    hidden = words_of(page)
    page.open_matter(matter_id + 10_000)
    qtbot.waitUntil(lambda: not desk.worker.busy)
    assert words_of(page) == hidden
    assert "查无此件，或者您无权查看" in hidden
    assert page.bar.isHidden()


def test_the_bell_reloads_and_everything_stays_in_place(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended(), QSize(1158, 560))
    bar = page.left.verticalScrollBar()
    bar.setValue(bar.maximum())
    place = bar.value()
    assert place > 0
    page.activateWindow()
    page.bar.buttons["send_back"].setFocus()
    qtbot.waitUntil(page.bar.buttons["send_back"].hasFocus)
    assert page.file is not None
    hall.act(OFFICER, "note", page.file.matter_id, text="已电话核对")
    page.matters_changed(frozenset({page.file.matter_id}))
    qtbot.waitUntil(lambda: page.file is not None and page.file.acts[-1].kind == "note")
    assert bar.value() == place
    assert page.focusWidget() is page.bar.buttons["send_back"]
    qtbot.waitUntil(lambda: any("已电话核对" in words for words in words_of(page.timeline)))


def test_out_of_sight_nothing_is_loaded_and_nothing_personal_stays(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    desk = make_desk("demo_auditor")
    matter_id = hall.recommended()
    page = page_at(qtbot, desk, matter_id)
    page.summary.reveal.click()
    qtbot.waitUntil(lambda: any("02367812345" in words for words in words_of(page)))
    page.hide()
    hall.act(OFFICER, "note", matter_id, text="已电话核对")
    page.matters_changed(frozenset())
    assert not desk.worker.busy
    page.show()
    page.activate()
    qtbot.waitUntil(lambda: page.file is not None and page.file.acts[-1].kind == "note")
    assert not any("02367812345" in words for words in words_of(page))


def test_the_bell_of_another_case_loads_nothing(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, hall.recommended())
    page.matters_changed(frozenset({999_999}))
    assert not desk.worker.busy


def test_the_certificate_is_one_key_away(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    matter_id = hall.granted()
    page = page_at(qtbot, make_desk(CHIEF), matter_id)
    page.parts.setCurrentIndex(2)
    page.papers.certificates.step(1)
    with qtbot.waitSignal(page.open_requested) as asked:
        QTest.keyClick(page.papers.certificates, Qt.Key.Key_Return)
    assert asked.args == ["certificate", hall.certificate_of(matter_id)]


def test_the_auditor_reads_and_the_opening_is_written_down(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk
) -> None:
    page = page_at(qtbot, make_desk("demo_auditor"), hall.recommended())
    assert page.file is not None
    assert page.file.acts
    assert page.bar.buttons == {}
    assert ("file",) in hall.owner().execute("select what from desk.reading").fetchall()


def test_the_bell_is_no_second_opening(hall: Hall, qtbot: QtBot, make_desk: MakeDesk) -> None:
    """An auditor opens once and follows the case by the bell; opening it anew is a second reading."""
    desk, matter_id = make_desk("demo_auditor"), hall.recommended()
    page = page_at(qtbot, desk, matter_id)
    for text in ("一", "二"):
        hall.act(OFFICER, "note", matter_id, text=text)
        page.matters_changed(frozenset((matter_id,)))
        qtbot.waitUntil(lambda: not desk.worker.busy)
    assert page.file is not None
    assert [act.kind for act in page.file.acts][-2:] == ["note", "note"]
    assert hall.owner().execute("select count(*) from desk.reading").fetchone() == (1,)
    page.open_matter(matter_id)
    qtbot.waitUntil(lambda: not desk.worker.busy)
    assert hall.owner().execute("select count(*) from desk.reading").fetchone() == (2,)
