"""Calibrating a printer in the room 证照: the sheet, the numbers, and where the next permit is printed."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.hall import Hall
from tests.ui.certificate_room import Room, Rooms
from tests.ui.conftest import CheckPage, WearTheme, grab, pdf_printer
from tests.ui.test_printing import corner_of
from yubei_desk.deed.calibration import Offsets
from yubei_desk.domain.paper import Offset
from yubei_desk.errors import BadInput
from yubei_desk.ui.certificate.calibration import CalibrationDialog

FORM = "land_use_permit"


def calibrate(room: Room) -> CalibrationDialog:
    """The dialog opened by its button, the offset in force shown."""
    room.wait(room.page.preview.calibrate.isVisible)
    QTest.keyClick(room.page.preview.calibrate, Qt.Key.Key_Space)
    dialog = room.page.calibration
    dialog.activateWindow()
    room.wait(lambda: dialog.dx.isEnabled() and dialog.isActiveWindow())
    return dialog


def lines_of(pdf: Path) -> tuple[float, float]:
    """How far (mm) the long lines stand from the left and the upper edge, read far from everything else."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=600 / 72, grayscale=True).to_pil()
    document.close()
    low, right = picture.height * 19 // 20, picture.width * 19 // 20
    across = [x for x in range(picture.width) if picture.getpixel((x, low)) < 128]
    down = [y for y in range(picture.height) if picture.getpixel((right, y)) < 128]
    return middle_of(across), middle_of(down)


def middle_of(pixels: list[int]) -> float:
    return (pixels[0] + pixels[-1] + 1) / 2 * 25.4 / 600


def test_what_is_kept_moves_the_next_permit_by_exactly_that(
    enter: Rooms, hall: Hall, certificate: int, tmp_path: Path
) -> None:
    jobs = iter(["before", "calibration", "after"])
    room = enter(open_printer=lambda _parent: pdf_printer(tmp_path / f"{next(jobs)}.pdf"))
    room.do("print_sheet")
    room.wait(lambda: "已送打印机" in room.said())
    dialog = calibrate(room)
    assert (dialog.dx.text(), dialog.dy.text()) == ("0.0", "0.0")
    dialog.dx.set_value("2.5")
    dialog.dy.set_value("-1.5")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    room.wait(lambda: "偏移已保存" in room.said())
    room.do("spoil_sheet", reason="打偏了")
    room.do("print_sheet")
    room.wait(lambda: "右移 2.5 毫米，下移 -1.5 毫米" in room.said())
    before, after = (corner_of(tmp_path / f"{name}.pdf") for name in ("before", "after"))
    assert after[1] - before[1] == pytest.approx(-1.5, abs=0.1)
    assert after[0] - before[0] == pytest.approx(2.5, abs=0.1)


def print_sheet(room: Room, dialog: CalibrationDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    room.wait(lambda: "已送打印机" in dialog.messages.sentence())


def test_the_sheet_shows_the_numbers_typed_where_they_take_it(
    enter: Rooms, certificate: int, tmp_path: Path
) -> None:
    room = enter()
    corners = []
    for dx, dy in (("0", "0"), ("-0.3", "+1.2")):
        dialog = calibrate(room)
        dialog.dx.set_value(dx)
        dialog.dy.set_value(dy)
        print_sheet(room, dialog)
        corners.append(lines_of(tmp_path / "printed.pdf"))
        dialog.reject()
    assert corners[0] == pytest.approx((20, 20), abs=0.1)
    assert corners[1] == pytest.approx((19.7, 21.2), abs=0.1)
    assert Offsets(tmp_path / "printers").load("", FORM) == Offset()  # printing a sheet keeps nothing


@pytest.mark.parametrize("typed", ["", "十", "10.1", "-11", "0.25", "1,5"])
def test_what_is_no_distance_is_said_at_its_field(enter: Rooms, certificate: int, typed: str) -> None:
    room = enter()
    dialog = calibrate(room)
    dialog.dy.set_value(typed)
    dialog.save.click()
    assert "-10.0 至 10.0" in dialog.dy.error()
    assert (dialog.dx.error(), dialog.dy.text(), dialog.isVisible()) == ("", typed, True)
    dialog.reject()


def test_who_leaves_the_printers_dialog_calibrates_nothing(enter: Rooms, certificate: int) -> None:
    room = enter(open_printer=lambda _parent: None)
    room.wait(room.page.preview.calibrate.isVisible)
    QTest.keyClick(room.page.preview.calibrate, Qt.Key.Key_Space)
    assert room.page.findChildren(CalibrationDialog) == []


def test_offsets_belong_to_one_printer_and_one_form(tmp_path: Path) -> None:
    offsets = Offsets(tmp_path)
    offsets.keep("窗口/一号", FORM, Offset(0.3, -1.2))
    again = Offsets(tmp_path)
    assert again.load("窗口/一号", FORM) == Offset(0.3, -1.2)
    assert again.load("窗口/一号", "receipt") == again.load("窗口二号", FORM) == Offset()


def test_a_damaged_offset_is_said_not_printed_with(tmp_path: Path) -> None:
    Offsets(tmp_path).keep("一号", FORM, Offset(0.3, 0))
    (kept,) = tmp_path.glob("*.json")
    for damage in ('{"dx": 99}', '{"dx": "x"}', '{"dx": 0'):
        kept.write_text(damage)
        with pytest.raises(BadInput, match="重新校准"):
            Offsets(tmp_path).load("一号", FORM)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dialog_stands_the_walk(
    enter: Rooms, certificate: int, check_page: CheckPage, wear_theme: WearTheme, tmp_path: Path, theme: str
) -> None:
    wear_theme("dark" if theme == "dark" else "light")
    room = enter()
    dialog = calibrate(room)
    check_page(dialog)
    grab(dialog, dialog.sizeHint(), tmp_path / f"calibration-{theme}.png")
