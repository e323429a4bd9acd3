"""Scans at the counter: stored before the receipt names them, refused at their row, kept in the draft."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk
from tests.ui.test_intake import open_page, pick

PDF = b"%PDF-1.4\n%%EOF\n"


def test_a_scan_is_received_with_its_row_and_survives_a_crash(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    scan = tmp_path / "申请表龑.pdf"
    scan.write_bytes(PDF)
    page.materials.rows[0].files_given.emit([str(scan)])
    assert not page.receive.isEnabled()
    qtbot.waitUntil(lambda: page.materials.marks()[0].file_name == scan.name)
    page._keep()
    again = open_page(qtbot, make_desk)
    qtbot.waitUntil(lambda: bool(again.files.draft()))
    assert again.materials.marks()[0].file_name == scan.name
    again.receive.click()
    qtbot.waitUntil(lambda: "pass_on" in again.moves.buttons)
    found = hall.owner().execute("select file_name, material_position from desk.attachment").fetchall()
    assert found == [(scan.name, again.materials.rows[0].material.position)]


def test_wrong_files_speak_at_their_row_and_cost_nothing_else(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page, "0101")
    page.form.fields["name"].set_value("某某公司")
    row = page.materials.rows[0]
    for name, size, sentence in (
        ("材料.docx", 5, "不是可接收的扫描件"),
        ("空.pdf", 0, "应大于 0"),
        ("大.pdf", 500 * 2**20, "不超过 50 MB"),
        ("假.pdf", 5, "内容与扩展名不符"),
    ):
        path = tmp_path / name
        with path.open("wb") as file:
            file.truncate(size)
        row.files_given.emit([str(path)])
        qtbot.waitUntil(lambda: not page.files.busy)
        assert sentence in row.fault.text()
        assert name in row.fault.text()
    assert page.form.fields["name"].text() == "某某公司"
    assert page.receive.isEnabled()
    assert hall.owner().execute("select count(*) from desk.blob").fetchone() == (0,)
