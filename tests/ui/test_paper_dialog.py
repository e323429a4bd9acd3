"""The paper dialog on a real case: shown as it prints, printed, saved, and its bad days."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import Hall
from tests.ui.conftest import MakeDesk, pdf_printer, words_of
from yubei_desk.ui.widgets.paper_dialog import PaperDialog

WINDOW = "demo_window_1"
OpenPrinter = Callable[[QWidget], QPrinter | None]
OpenPaper = Callable[..., PaperDialog]


@pytest.fixture
def case_id(hall: Hall) -> int:
    """A case just received."""
    return hall.receive()


@pytest.fixture
def open_paper(qtbot: QtBot, make_desk: MakeDesk, case_id: int, tmp_path: Path) -> OpenPaper:
    """`open_paper(form, open_printer, path)` shows a paper of the case and waits until it stands there."""
    ground = QWidget()
    qtbot.addWidget(ground)

    def make(
        form: str = "receipt", open_printer: OpenPrinter | None = None, path: Path = tmp_path / "saved.pdf"
    ) -> PaperDialog:
        desk = make_desk(WINDOW)
        desk = replace(desk, open_printer=open_printer) if open_printer else desk
        render = partial(desk.deeds.render_paper, case_id, form)
        dialog = PaperDialog(desk, "收件单", render, ground, choose_path=lambda _parent, _name: str(path))
        assert not dialog.print.isEnabled()
        dialog.show()
        qtbot.waitUntil(lambda: dialog.print.isEnabled() or bool(dialog.messages.sentence()), timeout=15000)
        return dialog

    return make


def said(qtbot: QtBot, dialog: PaperDialog, words: str) -> None:
    """Wait until the dialog's bar says so."""
    qtbot.waitUntil(lambda: words in dialog.messages.sentence(), timeout=15000)


def test_what_is_shown_is_printed(qtbot: QtBot, open_paper: OpenPaper, tmp_path: Path) -> None:
    dialog = open_paper()
    with qtbot.waitSignal(dialog.printed, timeout=15000) as printed:
        QTest.keyClick(dialog.print, Qt.Key.Key_Space)
    assert printed.args == [1]
    assert dialog.messages.sentence() == "已送打印机，共 1 页。"
    document = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    size = tuple(side / 72 * 25.4 for side in document[0].get_size())
    document.close()
    assert size == pytest.approx((210, 297), abs=0.3)
    assert dialog.print.isEnabled()


def test_the_paper_is_saved_whole(qtbot: QtBot, open_paper: OpenPaper, hall: Hall, tmp_path: Path) -> None:
    dialog = open_paper()
    QTest.keyClick(dialog.save, Qt.Key.Key_Space)
    said(qtbot, dialog, f"已保存到 {tmp_path / 'saved.pdf'}。")
    document = pypdfium2.PdfDocument(tmp_path / "saved.pdf")
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "重庆联东金北实业有限公司" in "".join(words.split())


def test_a_place_that_cannot_be_written_is_said(qtbot: QtBot, open_paper: OpenPaper, tmp_path: Path) -> None:
    dialog = open_paper(path=tmp_path / "nowhere" / "saved.pdf")
    QTest.keyClick(dialog.save, Qt.Key.Key_Space)
    said(qtbot, dialog, "nowhere”不存在，请另选文件夹")
    assert dialog.save.isEnabled()


def test_a_printer_that_fails_is_said_and_nothing_counts_as_printed(
    qtbot: QtBot, open_paper: OpenPaper, tmp_path: Path
) -> None:
    dialog = open_paper(open_printer=lambda _parent: pdf_printer(tmp_path / "nowhere" / "printed.pdf"))
    told: list[int] = []
    dialog.printed.connect(told.append)
    QTest.keyClick(dialog.print, Qt.Key.Key_Space)
    said(qtbot, dialog, "没有打印成功")
    assert told == []
    assert dialog.print.isEnabled()


def test_changing_ones_mind_at_the_printer_is_a_quiet_line(qtbot: QtBot, open_paper: OpenPaper) -> None:
    dialog = open_paper(open_printer=lambda _parent: None)
    QTest.keyClick(dialog.print, Qt.Key.Key_Space)
    assert dialog.messages.sentence() == "打印已取消。"
    assert dialog.print.isEnabled()


def test_a_paper_that_is_not_there_is_a_sentence_and_cannot_be_printed(open_paper: OpenPaper) -> None:
    dialog = open_paper("acceptance_notice")
    assert dialog.messages.sentence() == "本件还没有受理通知书"
    assert "没有可以显示的文书" in words_of(dialog)
    assert not dialog.print.isEnabled()
    assert not dialog.save.isEnabled()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
