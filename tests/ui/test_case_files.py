"""Scans 扫描件 and papers on the page 办件: seen beside the list, attached, printed again, or not shown."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pypdfium2
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.cases import CHIEF, OFFICER, PART, Sit, page_at
from tests.ui.conftest import MakeDesk, grab
from yubei_desk.ui.widgets.attach import AttachDialog
from yubei_desk.ui.widgets.paper_dialog import PaperDialog


def picture() -> bytes:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def attach(hall: Hall, matter_id: int, name: str, media_type: str, content: bytes) -> None:
    blob = uuid4()
    hall.store(OFFICER).store_blob(blob, media_type, content)
    hall.act(OFFICER, "attach", matter_id, blob=str(blob), file_name=name)


def test_scans_are_seen_beside_the_list(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    matter_id = hall.recommended()
    attach(hall, matter_id, "踏勘.png", "image/png", picture())
    attach(
        hall,
        matter_id,
        "红线图.pdf",
        "application/pdf",
        hall.deeds(CHIEF).render_paper(matter_id, "receipt").pdf,
    )
    attach(hall, matter_id, "版式.ofd", "application/ofd", b"PK\x03\x04 no picture")
    attach(hall, matter_id, "坏.pdf", "application/pdf", b"%PDF-1.7 torn")
    desk = make_desk(CHIEF)
    page = page_at(qtbot, desk, matter_id)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    QTest.keyClick(page, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.files.isVisible)
    told = {}
    for row in page.files.model.rows[-4:]:
        page.files.table.choose_key(row.key)
        qtbot.waitUntil(lambda: not desk.paper_worker.busy)
        told[row.name] = page.files.messages.sentence()
        visible = page.files.pages.isVisible()
        assert visible is (row.name in ("踏勘.png", "红线图.pdf")), row.name
        if row.name == "红线图.pdf":
            grab(page, PART, tmp_path / "files.png")
    assert "不能在此预览" in told["版式.ofd"]
    assert "打不开" in told["坏.pdf"]


def test_a_scan_is_attached_from_a_file(
    hall: Hall, qtbot: QtBot, make_desk: MakeDesk, tmp_path: Path
) -> None:
    desk = make_desk(OFFICER)
    page = page_at(qtbot, desk, hall.accepted())
    (tmp_path / "假.pdf").write_bytes(b"MZ not a pdf")
    (tmp_path / "踏勘.png").write_bytes(picture())
    move = next(move for move in page.file.moves if move.act == "attach") if page.file else None
    assert move is not None
    page.bar.move_requested.emit(move)
    dialog = page.filing.dialog
    assert isinstance(dialog, AttachDialog)
    dialog.confirm.click()
    assert dialog.file.error() == "请填写文件。"
    dialog.file.set_value(str(tmp_path / "假.pdf"))
    dialog.confirm.click()
    qtbot.waitUntil(lambda: "内容与扩展名不符" in dialog.file.error())
    dialog.file.set_value(str(tmp_path / "踏勘.png"))
    with qtbot.waitSignal(page.said):
        dialog.confirm.click()
    qtbot.waitUntil(lambda: page.file is not None and len(page.file.attachments) == 1)
    assert page.files.model.rows[-1].name == "踏勘.png"


def test_the_window_prints_the_receipt_again_after_acceptance(
    hall: Hall, qtbot: QtBot, sit: Sit, tmp_path: Path
) -> None:
    """Its papers stay the window's; the materials are the section's by then."""
    seat = sit("demo_window_1", hall.accepted())
    file, papers = seat.page.file, seat.page.papers.papers
    assert file is not None
    assert file.materials == ()
    (receipt,) = (paper for paper in file.papers if paper.form == "receipt")
    papers.choose_key((receipt.form, receipt.act_id))
    QTest.keyClick(papers, Qt.Key.Key_Return)
    (dialog,) = seat.page.findChildren(PaperDialog)
    qtbot.waitUntil(dialog.print.isEnabled)
    with qtbot.waitSignal(dialog.printed):
        dialog.print.click()
    issued = pypdfium2.PdfDocument(hall.deeds("demo_window_1").render_paper(file.matter_id, "receipt").pdf)
    words = issued[0].get_textpage().get_text_bounded()
    issued.close()
    assert "勘测定界图" in words
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == 1
    printed.close()
    dialog.reject()
