"""The room 证照 in real windows on a real centre: printed, confirmed, spoiled, delivered, by keyboard."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.hall import Hall
from tests.ui.certificate_room import CHIEF, OFFICER, STRANGER, WINDOW, Room, Rooms
from yubei_desk.ui.widgets.page import Page


def read_print(path: Path) -> tuple[int, tuple[float, float], str]:
    """Pages and size (mm) of what the printer got, and the text of the square on it."""
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    wide, high = page.get_size()
    picture = page.render(scale=300 / 72).to_pil()
    pages = len(document)
    document.close()
    return pages, (wide / 72 * 25.4, high / 72 * 25.4), str(zxingcpp.read_barcodes(picture)[0].text)


@pytest.mark.parametrize("login", [OFFICER, WINDOW, CHIEF])
def test_from_print_to_delivery_by_keyboard(
    enter: Rooms, certificate: int, tmp_path: Path, login: str
) -> None:
    room = enter(login)
    assert room.file().state == "to_make"
    room.wait(room.pages_shown)
    for copy_no in ("1", "2"):
        room.do("print_sheet", blank_serial=f"渝证000{copy_no}")
        room.wait(lambda: "已送打印机" in room.said())
        pages, size, square = read_print(tmp_path / "printed.pdf")
        assert pages == 1
        assert size == pytest.approx((297, 210), abs=0.3)
        assert room.file().number in square
        room.do("confirm_sheet")
    assert room.file().state == "made"
    assert [(s.copy_kind, s.blank_serial, s.state) for s in room.file().sheets] == [
        ("正本", "渝证0001", "confirmed"),
        ("副本", "渝证0002", "confirmed"),
    ]
    room.do("deliver", way="counter", collector="申请人法定代表人", id_checked=True)
    assert room.file().state == "delivered"
    assert room.file().acts[-1].body["collector"] == "申请人法定代表人"


def test_what_nobody_should_type_is_not_asked(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.file()
    dialog = room.ask("print_sheet")
    assert set(dialog.form.fields) == {"copy_no", "blank_serial"}
    assert dialog.form.fields["copy_no"].text() == "1"
    dialog.reject()
    room.do("print_sheet")
    for act, fields in (
        ("confirm_sheet", set()),
        ("spoil_sheet", {"reason"}),
        ("print_sheet", {"copy_no", "blank_serial"}),
    ):
        dialog = room.ask(act)
        assert set(dialog.form.fields) == fields
        dialog.reject()


def test_only_a_copy_without_a_sheet_is_offered(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.do("print_sheet")
    offered = room.ask("print_sheet").form.fields["copy_no"]
    assert offered.text() == "2"
    assert offered.editor.count() == 1  # type: ignore[attr-defined]


def test_the_copy_looked_at_is_the_one_proposed(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.file()
    room.wait(room.pages_shown)
    QTest.keyClick(room.page.preview.copies, Qt.Key.Key_Right)
    assert room.page.preview.copy_no() == 2
    assert room.ask("print_sheet").form.fields["copy_no"].text() == "2"


def test_a_spoiled_sheet_is_printed_again_under_the_same_number(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.do("print_sheet")
    number = room.file().number
    first = room.file().acts[-1].body["digest"]
    room.do("spoil_sheet", reason="卡纸")
    assert room.file().state == "to_make"
    room.do("print_sheet")
    assert room.file().number == number
    assert room.file().acts[-1].body["digest"] == first
    assert [(s.state, s.reason) for s in room.file().sheets] == [("spoiled", "卡纸"), ("printed", "")]


def test_the_list_follows_its_chips_and_counts(enter: Rooms, hall: Hall, certificate: int) -> None:
    other = hall.certificate_of(hall.granted())
    hall.act(OFFICER, "print_sheet", other, copy_no=1, digest="0" * 64)
    room = enter()
    assert room.file().matter_id == other
    room.wait(lambda: room.page.chips._chips["printed"].text() == "待核对 1")
    assert room.page.chips._chips[""].text() == "全部待办 2"
    room.page.chips._chips["to_make"].click()
    room.wait(lambda: room.page.file is not None and room.page.file.matter_id == certificate)
    assert [row.matter_id for row in room.page._rows.rows] == [certificate]
    room.page.chips._chips["delivered"].click()
    room.wait(lambda: room.page.file is None)
    assert room.page.moves.buttons == {}


def test_what_leaves_the_filter_stays_on_the_desk(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.file()
    room.page.chips._chips["to_make"].click()
    room.do("print_sheet")
    room.wait(lambda: room.page._rows.rows == ())
    assert room.file().matter_id == certificate
    assert room.may("confirm_sheet")


def test_another_section_finds_an_empty_room(enter: Rooms, certificate: int) -> None:
    room = enter(STRANGER)
    room.wait(lambda: room.page.chips._chips[""].text() == "全部待办 0")
    assert room.page._rows.rows == ()
    assert room.page.file is None


def test_the_case_behind_it_can_be_opened(enter: Rooms, hall: Hall, certificate: int) -> None:
    room = enter()
    case_id = room.file().case_id
    with room.qtbot.waitSignal(room.page.open_requested) as asked:
        QTest.keyClick(room.page.side.case_button, Qt.Key.Key_Space)
    assert asked.args == ["case", case_id]


def test_it_is_a_page_of_the_house(enter: Rooms) -> None:
    room = enter()
    assert isinstance(room.page, Page)
    assert room.page.title == "证照"


def test_handing_over_asks_how_to_whom_and_what_was_seen(enter: Rooms, hall: Hall, certificate: int) -> None:
    hall.make(certificate)
    dialog = enter().ask("deliver")
    assert {"way", "collector", "id_checked", "authority", "witness"} == set(dialog.form.fields)


def test_the_list_is_sorted_without_a_mouse(hall: Hall, enter: Rooms) -> None:
    for _ in range(2):
        hall.granted()
    room = enter(OFFICER)
    table = room.page.table
    room.wait(lambda: len(numbers(room)) == 2)
    header = table.horizontalHeader()
    QTest.keyClick(header, Qt.Key.Key_Right)
    first = numbers(room)
    QTest.keyClick(header, Qt.Key.Key_Space)
    assert numbers(room) == first[::-1]
    assert first == sorted(first)


def numbers(room: Room) -> list[str]:
    return [row.number for row in room.page._rows.rows]
