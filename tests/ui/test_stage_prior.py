"""What a project already has 已有批文, registered or waived from its line in the simulation."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from tests.hall import PIN, Hall
from tests.review import APPLICANT, Table
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, grab
from tests.ui.stage_room import PROJECT, name, open_stage, pick, row, settle, ticks
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.stage.page import StagePage
from yubei_desk.ui.widgets.files import FilesDialog

GATE = "建设工程规划许可证核发"
SCAN = Path(__file__).parents[2] / "forms" / "receipt" / "golden.pdf"
OFFICER, CHIEF = "demo_land_officer_1", "demo_land_chief"


@pytest.fixture
def table(hall: Hall) -> Table:
    made = Table(hall)
    made.publish()
    hall.receive(private=APPLICANT)  # the project of this case has no approval yet
    return made


def at_stage(qtbot: QtBot, make_desk: MakeDesk, table: Table, login: str) -> StagePage:
    """The simulation of 施工许可 for the project, as this login sees it."""
    page = open_stage(qtbot, make_desk, login)
    pick(page, table)
    name(qtbot, page)
    settle(qtbot, page)
    return page


def press(qtbot: QtBot, page: StagePage, act: str) -> MoveDialog:
    """Press the button of the gate's row; its dialog."""
    row(page, GATE).buttons[act].click()
    dialog = page.filing.dialog
    assert dialog is not None
    settle(qtbot, page)
    return dialog


def confirm(qtbot: QtBot, page: StagePage, dialog: MoveDialog) -> None:
    """Confirm and wait until the gate is passed."""
    dialog.confirm.click()
    qtbot.waitUntil(lambda: page.form.check.verdict.text() == "可以发起")
    settle(qtbot, page)


def test_the_owning_section_registers_an_earlier_approval_with_its_scan(
    qtbot: QtBot, table: Table, make_desk: MakeDesk, tmp_path: Path
) -> None:
    page = at_stage(qtbot, make_desk, table, OFFICER)
    assert page.form.check.verdict.text() == "缺 1 项批文"
    dialog = press(qtbot, page, "register_prior")
    assert "item" not in dialog.form.fields
    dialog.confirm.click()
    assert dialog.form.fields["number"].error() == "请填写批文编号。"
    assert dialog.form.fields["blob"].error() == "请填写文件。"
    path = tmp_path / "建字.pdf"
    path.write_bytes(SCAN.read_bytes())
    for field, value in (("number", "建字第1号"), ("issued_on", "2099-01-01"), ("blob", str(path))):
        dialog.form.fields[field].set_value(value)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: dialog.form.fields["issued_on"].error() == "批准日期不能晚于今日")
    assert dialog.form.fields["number"].text() == "建字第1号"
    dialog.form.fields["issued_on"].set_value("2020-04-21")
    confirm(qtbot, page, dialog)
    assert table.one("select number from desk.prior") == "建字第1号"
    assert table.one("select file_name from desk.attachment") == "建字.pdf"
    assert page.messages.sentence() == "已办理：登记已有批文"
    assert row(page, GATE).buttons["register_prior"].isHidden()
    page.form.check.scans.click()
    (files,) = page.findChildren(FilesDialog)
    assert [each.name for each in files.files.model.rows] == [f"{GATE}　建字.pdf"]
    assert files.files.table.choose_key(files.files.model.rows[0].key)
    qtbot.waitUntil(files.files.pages.isVisible)
    settle(qtbot, page)
    files.reject()


def test_a_refusal_for_a_missing_approval_goes_when_it_is_registered(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    page = at_stage(qtbot, make_desk, table, "demo_window_1")
    ticks(page)[0].click()
    page.send.click()
    qtbot.waitUntil(lambda: GATE in page.form.stage.number.error())
    project = table.one("select matter_id from desk.project")
    table.approve(project)
    page.matters_changed(frozenset({project}))
    qtbot.waitUntil(lambda: page.form.check.verdict.text() == "可以发起")
    assert page.form.stage.number.error() == ""
    settle(qtbot, page)


def test_scans_of_earlier_approvals_are_shown_to_whom_the_law_shows_them(hall: Hall) -> None:
    table = Table(hall)
    table.publish()
    project = table.project()
    for login, seen in ((OFFICER, True), ("demo_window_1", True), ("demo_housing_chief", False)):
        scans = hall.store(login).load_project(project).scans
        assert [scan.file_name for scan in scans] == [f"{GATE}　建字.pdf"] * seen


def test_the_chief_signs_that_it_is_not_needed(
    qtbot: QtBot, table: Table, make_desk: MakeDesk, wear_theme: WearTheme, tmp_path: Path
) -> None:
    page = at_stage(qtbot, make_desk, table, CHIEF)
    dialog = press(qtbot, page, "not_applicable")
    dialog.form.fields["reason"].set_value("本项目利用既有厂房，不涉及新建。")
    dialog.pin.set_value(PIN)
    for theme in ("light", "dark"):
        wear_theme(theme)
        grab(dialog, QSize(640, 620), tmp_path / f"waive_{theme}.png")
    confirm(qtbot, page, dialog)
    signed = "select signature is not null from desk.act where kind = 'not_applicable'"
    assert table.one(signed) is True
    assert table.one("select kind from desk.prior") == "not_applicable"


def test_the_chief_voids_what_was_registered_wrongly(
    qtbot: QtBot, table: Table, make_desk: MakeDesk, wear_theme: WearTheme, tmp_path: Path
) -> None:
    """From the same line, signed, with a reason; then the gate is shut and it may be registered again."""
    project = table.one("select project_id from desk.matter where project_id is not null limit 1")
    table.hall.act(CHIEF, "not_applicable", project, item=table.ids["item", "0102"], reason="误登")
    officer = at_stage(qtbot, make_desk, table, OFFICER)
    assert row(officer, GATE).buttons["void_prior"].isHidden()
    page = at_stage(qtbot, make_desk, table, CHIEF)
    assert page.form.check.verdict.text() == "可以发起"
    dialog = press(qtbot, page, "void_prior")
    dialog.form.fields["reason"].set_value("本项目新建，无需办理系误登。")
    dialog.pin.set_value(PIN)
    for theme in ("light", "dark"):
        wear_theme(theme)
        grab(page, QSize(1158, 680), tmp_path / f"void_{theme}.png")
    dialog.confirm.click()
    qtbot.waitUntil(lambda: page.form.check.verdict.text() == "缺 1 项批文")
    settle(qtbot, page)
    assert page.messages.sentence() == "已办理：撤销登记"
    assert row(page, GATE).buttons["void_prior"].isHidden()
    assert row(page, GATE).buttons["not_applicable"].isVisible()
    assert table.one("select voided_act is not null from desk.prior") is True


def test_after_an_earlier_approval_another_item_can_still_be_waived(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    """The signed letter does not rest on scans the chief may not see."""
    made = Table(hall)
    made.publish()
    made.project()
    page = open_stage(qtbot, make_desk, CHIEF)
    pick(page, made, 1)
    name(qtbot, page)
    row(page, "建设项目用地预审").buttons["not_applicable"].click()
    dialog = page.filing.dialog
    assert dialog is not None
    dialog.form.fields["reason"].set_value("出让用地，不需要。")
    dialog.pin.set_value(PIN)
    dialog.confirm.click()
    qtbot.waitUntil(lambda: made.one("select count(*) from desk.prior") == 2)
    settle(qtbot, page)


def test_of_two_projects_of_one_name_the_code_decides(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    code = "2020-500112-47-03-123456"
    table.hall.receive(project={"name": PROJECT, "code": code})
    page = at_stage(qtbot, make_desk, table, OFFICER)
    field = page.form.form.fields["project_name"]
    assert page.form.project.row is None
    assert page.form.body()["project"] == {"name": PROJECT, "code": "", "id": None}
    assert field.editor.accessibleDescription() == "有 2 个同名项目，请填写投资项目统一代码"
    page.form.form.fields["project_code"].set_value(code)
    settle(qtbot, page)
    project = table.one("select matter_id from desk.project where code = %s", code)
    assert page.form.body()["project"] == {"name": PROJECT, "code": code, "id": project}


def test_only_the_owning_section_is_offered_it_and_away_it_waits(
    qtbot: QtBot, table: Table, make_desk: MakeDesk
) -> None:
    other = at_stage(qtbot, make_desk, table, "demo_fire_chief")
    assert all(made.isHidden() for made in row(other, GATE).buttons.values())
    own = row(other, GATE)
    assert own.isVisible()
    page = at_stage(qtbot, make_desk, table, OFFICER)
    buttons = row(page, GATE).buttons
    assert buttons["not_applicable"].isHidden()
    assert buttons["register_prior"].isEnabled()
    page.set_away("服务器暂时连不上")
    assert buttons["register_prior"].toolTip() == "服务器暂时连不上"


def test_what_was_typed_comes_back_for_its_own_item(
    qtbot: QtBot, table: Table, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    page = at_stage(qtbot, make_desk, table, OFFICER)
    dialog = press(qtbot, page, "register_prior")
    dialog.form.fields["number"].set_value("建字第2号")
    check_page(dialog)
    dialog.reject()
    settle(qtbot, page)
    again = press(qtbot, page, "register_prior")
    assert again.form.fields["number"].text() == "建字第2号"
    again.reject()
    settle(qtbot, page)
    pick(page, table, 1)
    settle(qtbot, page)
    row(page, "建设用地规划许可证核发").buttons["register_prior"].click()
    settle(qtbot, page)
    other = page.filing.dialog
    assert other is not None
    assert other.form.fields["number"].text() == ""
    other.reject()
    settle(qtbot, page)
