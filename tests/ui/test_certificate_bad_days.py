"""Bad days at the room 证照: printers that fail, desks that race, signatures that do not verify."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import cast
from uuid import uuid4

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, Hall
from tests.ui.certificate_room import CHIEF, OFFICER, WINDOW, Room, Rooms
from tests.ui.conftest import MakeDesk, pdf_printer, words_of
from tests.ui.samples import make_move
from yubei_desk.domain.act import Wish
from yubei_desk.domain.certificate import BROKEN, halt_moves
from yubei_desk.domain.paper import Rendered
from yubei_desk.errors import Unreachable
from yubei_desk.ui.desk import DeedsDoor
from yubei_desk.ui.widgets.bars import Banner


def test_changing_ones_mind_at_the_printer_costs_no_sheet(enter: Rooms, certificate: int) -> None:
    room = enter(open_printer=lambda _parent: None)
    room.file()
    dialog = room.ask("print_sheet")
    dialog.form.fields["blank_serial"].set_value("渝证0007")
    room.confirm(dialog)
    room.wait(lambda: "没有登记张次" in dialog.messages.sentence())
    assert dialog.form.fields["blank_serial"].text() == "渝证0007"
    assert room.file().sheets == ()


def test_a_printer_that_fails_after_the_books_says_how_to_go_on(
    enter: Rooms, certificate: int, tmp_path: Path
) -> None:
    room = enter(open_printer=lambda _parent: pdf_printer(tmp_path / "gone" / "printed.pdf"))
    room.do("print_sheet")
    room.wait(lambda: "没有打印成功" in room.said())
    assert any("作废重打" in words for words in words_of(room.page.messages))
    room.wait(lambda: room.file().state == "printed")
    assert [sheet.state for sheet in room.file().sheets] == ["printed"]
    action = Banner.findChildren(room.page.messages, QWidget)
    QTest.keyClick(next(each for each in action if each.property("text") == "作废重打"), Qt.Key.Key_Space)
    dialog = room.dialog()
    assert dialog.form.fields["reason"].text() == "打印机故障，没有打出"
    room.confirm(dialog)
    room.wait(lambda: room.file().state == "to_make")
    assert [sheet.state for sheet in room.file().sheets] == ["spoiled"]


class StoppedPrinter(QPrinter):
    """A printer at which somebody pressed 取消 while the job ran."""

    def printerState(self) -> QPrinter.PrinterState:
        """Stopped."""
        return QPrinter.PrinterState.Aborted


def test_a_job_stopped_at_the_printer_leaves_a_sheet_to_spoil(
    enter: Rooms, certificate: int, tmp_path: Path
) -> None:
    def open_printer(_parent: QWidget) -> QPrinter:
        printer = StoppedPrinter()
        printer.setOutputFileName(str(tmp_path / "stopped.pdf"))
        return printer

    room = enter(open_printer=open_printer)
    room.do("print_sheet")
    room.wait(lambda: "打印已取消" in room.said())
    assert room.file().sheets[0].state == "printed"
    assert not (tmp_path / "stopped.pdf").exists()


def test_a_refused_word_stays_in_the_dialog_at_its_field(enter: Rooms, hall: Hall, certificate: int) -> None:
    hall.act(OFFICER, "print_sheet", certificate, copy_no=1, digest="0" * 64, blank_serial="渝证0001")
    room = enter()
    room.file()
    dialog = room.ask("print_sheet")
    dialog.form.fields["blank_serial"].set_value("渝证0001")
    room.confirm(dialog)
    room.wait(lambda: "已经用过" in dialog.form.fields["blank_serial"].error())
    assert dialog.form.fields["blank_serial"].text() == "渝证0001"
    dialog.form.fields["blank_serial"].set_value("渝证0002")
    room.confirm(dialog)
    room.wait(lambda: len(room.file().sheets) == 2)


def test_two_desks_print_the_same_copy_and_one_wins(enter: Rooms, certificate: int) -> None:
    first, second = enter(OFFICER), enter(WINDOW)
    dialogs = [room.ask("print_sheet") for room in (first, second)]
    for number, dialog in enumerate(dialogs, 1):
        dialog.form.fields["blank_serial"].set_value(f"渝证000{number}")
    for room, dialog in zip((first, second), dialogs, strict=True):
        room.confirm(dialog)
    first.wait(lambda: sum(room.page.filing.dialog is None for room in (first, second)) == 1)
    winner, loser = (first, second) if first.page.filing.dialog is None else (second, first)
    told = loser.dialog()
    loser.wait(lambda: "打印" in told.messages.sentence())
    winner.wait(lambda: winner.file().state == "printed")
    assert [sheet.copy_no for sheet in winner.file().sheets] == [1]
    loser.wait(lambda: loser.file().version == winner.file().version)
    kept = told.form.fields["blank_serial"].text()
    assert {kept, winner.file().sheets[0].blank_serial} == {"渝证0001", "渝证0002"}


def test_nothing_is_shown_or_printed_on_a_random_signature(enter: Rooms, hall: Hall) -> None:
    case_id = hall.recommended()
    chief = hall.store(CHIEF)
    wish = Wish("grant", uuid4(), case_id, chief.load_case(case_id).version, {"reasons": "准予", **FACTS})
    chief.file_act(replace(wish, letter=chief.load_letter(wish), signature=os.urandom(64)))
    room = enter()
    assert room.file().signature == "broken"
    assert room.page.preview.signature.text() == "签名无效"
    room.wait(lambda: "签名无效" in room.said())
    assert room.pages_shown() == 0
    assert not room.may("print_sheet")
    assert "签名无效" in room.page.moves.buttons["print_sheet"].toolTip()


def test_what_goes_wrong_with_one_is_not_said_of_the_next(enter: Rooms, hall: Hall, certificate: int) -> None:
    """The first one's pages are still being drawn when the second is chosen."""
    case_id = hall.recommended()
    chief = hall.store(CHIEF)
    wish = Wish("grant", uuid4(), case_id, chief.load_case(case_id).version, {"reasons": "准予", **FACTS})
    chief.file_act(replace(wish, letter=chief.load_letter(wish), signature=os.urandom(64)))
    forged = hall.store(OFFICER).load_certificate(hall.certificate_of(case_id))
    sound = hall.store(OFFICER).load_certificate(certificate)
    room = enter()
    room.file()
    room.wait(lambda: not room.page._desk.paper_worker.busy)
    failures: list[object] = []
    room.page.preview.failed.connect(failures.append)
    room.page.preview.show_file(forged)
    room.page.preview.show_file(sound)
    room.wait(lambda: not room.page._desk.paper_worker.busy)
    assert room.pages_shown() == 1
    assert failures == []


def test_nothing_is_done_to_one_while_another_is_on_its_way(
    enter: Rooms, hall: Hall, certificate: int
) -> None:
    other = hall.certificate_of(hall.granted())
    room = enter()
    room.wait(lambda: room.may("print_sheet"))
    shown = room.file().matter_id
    room.page.open_matter(other if shown == certificate else certificate)
    assert not room.may("print_sheet")
    room.wait(lambda: room.file().matter_id != shown and room.may("print_sheet"))
    room.page.open_matter(987654321)
    room.wait(lambda: "查无此件" in room.said())
    assert room.page.file is None
    assert not room.page.moves.buttons, "the one before it is not shown in its place"


def test_away_from_the_server_nothing_can_be_done(enter: Rooms, certificate: int) -> None:
    room = enter()
    room.wait(lambda: room.may("print_sheet"))
    room.page.set_away("10:42 起与服务器失去联系")
    assert not room.may("print_sheet")
    room.page.set_away("")
    assert room.may("print_sheet")


def test_what_was_typed_and_put_away_comes_back(enter: Rooms, certificate: int) -> None:
    room = enter()
    dialog = room.ask("print_sheet")
    dialog.form.fields["blank_serial"].set_value("渝证0042")
    dialog.reject()
    room.wait(lambda: room.page.filing.dialog is None)
    again = room.ask("print_sheet")
    room.wait(lambda: again.form.fields["blank_serial"].text() == "渝证0042")


class LostDeeds:
    """Deeds whose first printed sheet is filed, and whose answer is then lost on the way."""

    def __init__(self, deeds: DeedsDoor) -> None:
        self._deeds, self._lost = deeds, False

    def __getattr__(self, name: str) -> object:
        return getattr(self._deeds, name)

    def print_sheet(self, wish: Wish, copy_no: int, blank_serial: str) -> Rendered:
        """File it, and lose the first answer."""
        rendered = self._deeds.print_sheet(wish, copy_no, blank_serial)
        if not self._lost:
            self._lost = True
            raise Unreachable("数据库暂时连不上，已录入的内容都在，恢复后可继续")
        return rendered


def test_a_sheet_whose_answer_was_lost_is_printed_once(
    qtbot: QtBot, make_desk: MakeDesk, certificate: int, tmp_path: Path
) -> None:
    desk = make_desk(OFFICER)
    room = Room(qtbot, replace(desk, deeds=cast(DeedsDoor, LostDeeds(desk.deeds))))
    room.file()
    dialog = room.ask("print_sheet")
    dialog.form.fields["blank_serial"].set_value("渝证0001")
    room.confirm(dialog)
    room.wait(lambda: "连不上" in dialog.messages.sentence())
    assert not dialog.form.isEnabled()
    assert not (tmp_path / "printed.pdf").exists()
    room.confirm(dialog)
    room.wait(lambda: "已送打印机" in room.said() and room.file().sheets)
    assert [sheet.blank_serial for sheet in room.file().sheets] == ["渝证0001"]
    assert (tmp_path / "printed.pdf").exists()


def test_on_a_broken_signature_only_taking_back_is_left() -> None:
    moves = tuple(make_move(act, act) for act in ("print_sheet", "confirm_sheet", "spoil_sheet", "deliver"))
    assert [move.act for move in halt_moves(moves) if move.why_not is None] == ["spoil_sheet"]
    assert {move.why_not for move in halt_moves(moves)} == {None, BROKEN}


def test_away_from_the_server_an_open_dialog_keeps_what_was_typed(enter: Rooms, certificate: int) -> None:
    room = enter()
    dialog = room.ask("print_sheet")
    dialog.form.fields["blank_serial"].set_value("渝证0042")
    room.page.set_away("10:42 起与服务器失去联系")
    assert (dialog.confirm.isEnabled(), dialog.messages.sentence()) == (False, "10:42 起与服务器失去联系")
    room.page.set_away("")
    assert dialog.confirm.isEnabled()
    assert dialog.form.fields["blank_serial"].text() == "渝证0042"


def test_who_comes_second_is_told_in_the_open_dialog(enter: Rooms, hall: Hall, certificate: int) -> None:
    for copy_no in (1, 2):
        hall.act(OFFICER, "print_sheet", certificate, copy_no=copy_no, digest="0" * 64)
    for sheet in hall.store(OFFICER).load_certificate(certificate).sheets:
        hall.act(OFFICER, "confirm_sheet", certificate, sheet=sheet.id)
    room = enter()
    dialog = room.ask("deliver")
    dialog.form.fields["collector"].set_value("受托人")
    hall.act(WINDOW, "deliver", certificate, way="courier", collector="收发室")
    room.page.matters_changed(frozenset((certificate,)))
    room.wait(lambda: "办理“送达”" in dialog.messages.sentence())
    assert not dialog.confirm.isEnabled()
    assert dialog.form.fields["collector"].text() == "受托人"
    dialog.reject()
