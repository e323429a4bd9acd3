"""An earlier receipt day at the counter: folded until wanted, checked as typed, its scan stored first."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk
from tests.ui.counter_room import name, open_page, pick, receive, settle, states
from tests.ui.test_intake_files import PDF, choosing, drop
from yubei_desk.ui.intake.page import IntakePage

NUMBER = "手收0012345"


@pytest.fixture
def page(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> IntakePage:
    """The page at noon of 2026-11-24, item and applicant in, the earlier day asked for."""
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page)
    assert page.counter.hand.isHidden()
    assert page.counter.hand.note.text() == "今日收件 2026-11-24"
    page.counter.hand.switch.click()
    assert page.counter.hand.isVisible()
    return page


def scan(tmp_path: Path) -> Path:
    """A scan on disk."""
    path = tmp_path / "手工收件单.pdf"
    path.write_bytes(PDF)
    return path


def test_each_missing_part_speaks_at_its_field(page: IntakePage, hall: Hall) -> None:
    hand = page.counter.hand
    page.receive.click()
    assert hand.day.error() == "请填写实际收件日。"
    assert hand.number.error() == "请填写手工收件单编号。"
    assert hand.scan.error() == "请填写手工收件单扫描件。"
    assert states(hall) == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("2026-11-18", "实际收件日最早可补录到 2026-11-19"),
        ("2026-11-25", "实际收件日不能晚于今日 2026-11-24"),
        ("2026-11-24", "今日收件不用补录，请收起此项"),
        ("上周五下午收到的", "请填写日期，例如 2026-11-19"),
        ("20261120", ""),
    ],
)
def test_the_day_is_checked_as_typed(page: IntakePage, typed: str, sentence: str) -> None:
    page.counter.hand.day.set_value(typed)
    assert page.counter.hand.day.error() == sentence


def test_half_a_day_is_no_fault_until_one_goes_on(page: IntakePage) -> None:
    hand = page.counter.hand
    hand.day.set_value("2026-1")
    assert not hand.day.has_error()
    hand.day.left.emit()
    assert hand.day.error() == "请填写日期，例如 2026-11-19"


def test_with_all_three_the_case_bears_its_real_day(
    qtbot: QtBot, hall: Hall, page: IntakePage, tmp_path: Path
) -> None:
    hand = page.counter.hand
    hand.day.set_value("20261120")
    hand.number.set_value(NUMBER)
    assert drop(hand, scan(tmp_path))
    assert not page.receive.isEnabled()
    settle(qtbot, page)
    assert hand.scan.text() == "手工收件单.pdf"
    receive(qtbot, page)
    owner = hall.owner()
    assert owner.execute("select received_on from desk.case_file").fetchall() == [(date(2026, 11, 20),)]
    assert owner.execute("select file_name from desk.attachment").fetchall() == [("手工收件单.pdf",)]
    page.again.click()
    assert hand.isHidden()


def test_the_scan_by_the_file_dialog_and_a_wrong_one(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    hand = page.counter.hand
    wrong = tmp_path / "手工收件单.docx"
    wrong.write_bytes(b"words")
    drop(hand, wrong)
    settle(qtbot, page)
    assert "不是可接收的扫描件" in hand.scan.error()
    QTimer.singleShot(0, choosing(scan(tmp_path)))
    hand.choose.click()
    settle(qtbot, page)
    assert hand.scan.text() == "手工收件单.pdf"
    assert not hand.scan.has_error()


def test_a_scan_on_its_way_belongs_to_its_own_receipt(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    hand = page.counter.hand
    drop(hand, scan(tmp_path))
    for _ in range(2):
        hand.switch.click()
    settle(qtbot, page)
    assert hand.wanted
    assert not hand.busy
    assert hand.scan.text() == ""
    assert hand.draft()["blob"] == ""


def test_no_other_application_is_taken_up_while_a_scan_is_on_its_way(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    page.put_aside()
    settle(qtbot, page)
    assert page.shelf.isEnabled()
    page.counter.hand.switch.click()
    drop(page.counter.hand, scan(tmp_path))
    assert (page.shelf.isEnabled(), page.shelf.toolTip()) == (False, "附件正在存入，请稍候。")
    settle(qtbot, page)
    assert page.shelf.isEnabled()


def test_what_the_law_refuses_stands_at_its_field(
    qtbot: QtBot, hall: Hall, page: IntakePage, tmp_path: Path
) -> None:
    """The form stood open over midnight: what was allowed when typed no longer is."""
    hand = page.counter.hand
    hand.day.set_value("2026-11-19")
    hand.number.set_value(NUMBER)
    drop(hand, scan(tmp_path))
    settle(qtbot, page)
    hall.set_time(datetime(2026, 11, 25, 4, tzinfo=UTC))
    page.receive.click()
    qtbot.waitUntil(hand.day.has_error)
    assert hand.day.error() == "实际收件日应在 2026-11-20 至 2026-11-25 之间"
    assert hand.number.text() == NUMBER
    assert states(hall) == []


def test_folded_again_it_is_a_receipt_of_today(qtbot: QtBot, hall: Hall, page: IntakePage) -> None:
    page.counter.hand.day.set_value("2026-11-20")
    page.counter.hand.switch.click()
    assert page.counter.hand.isHidden()
    receive(qtbot, page)
    found = hall.owner().execute("select received_on from desk.case_file").fetchall()
    assert found == [(date(2026, 11, 24),)]


def test_only_an_item_that_counts_from_receipt_is_promised_from_the_earlier_day(
    qtbot: QtBot, page: IntakePage, hall: Hall
) -> None:
    item = "(select id from desk.item where code = '0201')"
    hall.owner().execute(f"update desk.edition set start_event = '收到' where item_id = {item}".encode())
    page.counter.hand.day.set_value("2026-11-20")
    settle(qtbot, page)
    assert page.counter.days.day.text() == "预计 2026-11-26 前办结"
    page.activate()
    settle(qtbot, page)
    pick(page, "0201")
    settle(qtbot, page)
    assert page.counter.days.day.text() == "预计 2026-11-25 前办结"
    page.counter.hand.switch.click()
    settle(qtbot, page)
    assert page.counter.days.day.text() == "预计 2026-11-27 前办结"
