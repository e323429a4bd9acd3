"""Scans at the counter: stored before the receipt names them, refused at their row, kept in the draft."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk
from tests.ui.counter_room import name, open_page, pick, receive, settle

PDF = b"%PDF-1.4\n%%EOF\n"


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag files over a widget and let them go; whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    told = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    middle = target.rect().center()
    over = QDragEnterEvent(middle, *told)
    QApplication.sendEvent(target, over)
    if not over.isAccepted():
        return False
    dropped = QDropEvent(QPointF(middle), *told)
    QApplication.sendEvent(target, dropped)
    return dropped.isAccepted()


def choosing(path: Path | None) -> Callable[[], None]:
    """What a person does in the file dialog that is open: take this file, or close it."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QFileDialog)
        assert dialog.windowTitle() == "选择文件"
        if path is None:
            dialog.reject()
        else:
            dialog.selectFile(str(path))
            dialog.accept()

    return act


def test_a_dropped_scan_is_received_with_its_row_and_survives_a_crash(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    scan = tmp_path / "申请表龑.pdf"
    scan.write_bytes(PDF)
    assert drop(page.counter.materials.rows[0], scan)
    assert not page.receive.isEnabled()
    qtbot.waitUntil(lambda: page.counter.materials.marks()[0].file_name == scan.name)
    page.sending.keep()
    settle(qtbot, page)
    again = open_page(qtbot, make_desk)
    assert again.counter.files.draft()
    assert again.counter.materials.marks()[0].file_name == scan.name
    receive(qtbot, again)
    found = hall.owner().execute("select file_name, material_position from desk.attachment").fetchall()
    assert found == [(scan.name, again.counter.materials.rows[0].material.position)]


def test_a_scan_from_the_file_dialog(qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    scan = tmp_path / "营业执照.pdf"
    scan.write_bytes(PDF)
    row = page.counter.materials.rows[1]
    QTimer.singleShot(0, choosing(None))
    row.attach.click()
    assert not page.counter.busy
    QTimer.singleShot(0, choosing(scan))
    row.attach.click()
    qtbot.waitUntil(lambda: row.mark().file_name == scan.name)
    assert row.mark().form == "electronic"


def test_two_files_on_one_row_and_words_are_not_taken(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    row = page.counter.materials.rows[0]
    drop(row, tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert row.fault.text() == "每项材料放一个文件，请合并为一个 PDF 后再添加。"
    assert not drop(row)
    assert hall.owner().execute("select count(*) from desk.blob").fetchone() == (0,)


def test_wrong_files_speak_at_their_row_and_cost_nothing_else(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = open_page(qtbot, make_desk)
    pick(page)
    name(page, "某某公司")
    row = page.counter.materials.rows[0]
    for file_name, size, sentence in (
        ("材料.docx", 5, "不是可接收的扫描件"),
        ("空.pdf", 0, "应大于 0"),
        ("大.pdf", 500 * 2**20, "不超过 50 MB"),
        ("假.pdf", 5, "内容与扩展名不符"),
    ):
        path = tmp_path / file_name
        with path.open("wb") as file:
            file.truncate(size)
        drop(row, path)
        qtbot.waitUntil(lambda: not page.counter.busy)
        assert sentence in row.fault.text()
        assert file_name in row.fault.text()
    assert page.counter.form.fields["name"].text() == "某某公司"
    assert page.receive.isEnabled()
    assert hall.owner().execute("select count(*) from desk.blob").fetchone() == (0,)
