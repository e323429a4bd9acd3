"""The progress of a project 项目进度 in a real window: ring, timetable, followers, live by the bell."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, Hall
from tests.review import Table
from tests.store.test_progress import CHIEF, SPECIALIST, follow, project_of
from tests.ui.conftest import CheckPage, MakeDesk, WearTheme, shown
from yubei_desk.domain.act import Wish
from yubei_desk.ui import theme
from yubei_desk.ui.moves import MoveDialog
from yubei_desk.ui.progress import ProgressDialog
from yubei_desk.ui.rows_model import TONE_ROLE


def lines(dialog: ProgressDialog) -> list[list[str]]:
    """The table as text."""
    cells = (range(dialog.rows.rowCount()), range(dialog.rows.columnCount()))
    return [[str(dialog.rows.index(row, column).data()) for column in cells[1]] for row in cells[0]]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_specialist_sees_how_far_their_project_is(
    qtbot: QtBot,
    hall: Hall,
    make_desk: MakeDesk,
    check_page: CheckPage,
    wear_theme: WearTheme,
    name: theme.Theme,
) -> None:
    wear_theme(name)
    case = hall.recommended()
    project = project_of(hall, case)
    follow(hall, project)
    desk = make_desk(SPECIALIST)
    dialog = ProgressDialog(desk, project)
    shown(qtbot, dialog)
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 1)
    check_page(dialog)
    (line,) = lines(dialog)
    assert line[:4] == ["建设用地规划许可证核发", "规划自然资源审批科", "待决定", "●●●○○"]
    assert dialog.ring.accessibleName() == "项目进度 60%"
    hall.act(CHIEF, "grant", case, reasons="准予", **FACTS)
    dialog.show_changed({case + 1000})
    dialog.show_changed({case})
    qtbot.waitUntil(lambda: dialog.ring.percent == 80)
    assert lines(dialog)[0][2] == "准予"
    assert dialog.rows.index(0, 2).data(TONE_ROLE) == "info"


def opened(qtbot: QtBot, make_desk: MakeDesk, login: str, project: int) -> ProgressDialog:
    """The dialog of a post, loaded."""
    dialog = ProgressDialog(make_desk(login), project)
    shown(qtbot, dialog)
    settle(qtbot, dialog)
    return dialog


def settle(qtbot: QtBot, dialog: ProgressDialog) -> None:
    """Until both threads have nothing left to do."""
    desk = dialog._desk
    qtbot.waitUntil(lambda: not desk.worker.busy and not desk.paper_worker.busy)


def ask(qtbot: QtBot, dialog: ProgressDialog, act: str) -> MoveDialog:
    """Press a move and wait for its dialog, a draft taken up."""
    dialog.moves.buttons[act].click()
    settle(qtbot, dialog)
    asked = dialog.filing.dialog
    assert asked is not None
    return asked


def confirm(qtbot: QtBot, dialog: ProgressDialog, asked: MoveDialog, **values: str) -> None:
    for name, value in values.items():
        asked.form.fields[name].set_value(value)
    with qtbot.waitSignal(dialog.filing.filed):
        asked.confirm.click()
    settle(qtbot, dialog)


def followers(dialog: ProgressDialog) -> str:
    (line,) = [each.text() for each in dialog.findChildren(QLabel) if each.text().startswith("跟踪服务")]
    return line


def test_a_follower_is_named_by_name_and_writes_down_whom_they_told(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    project = project_of(hall, hall.accepted())
    chief = opened(qtbot, make_desk, CHIEF, project)
    assert followers(chief) == "跟踪服务：尚未安排"
    assert chief.contacts.isHidden()
    assert not chief.moves.buttons["contact"].isEnabled()
    assert chief.moves.buttons["contact"].toolTip() == "您不是本项目的跟踪服务人员，不能登记联系"
    asked = ask(qtbot, chief, "follow")
    check_page(asked)
    person = asked.form.fields["login"]
    asked.confirm.click()
    assert person.error() == "请选择跟踪服务人员。"
    assert isinstance(person.editor, QLineEdit)
    person.editor.setText("无此人")
    asked.form.fields["step"].set_value("施工许可")
    asked.confirm.click()
    assert person.error() == "请从列表中选择跟踪服务人员，可输入名称、拼音首字母查找。"
    confirm(qtbot, chief, asked, login=SPECIALIST)
    assert followers(chief) == "跟踪服务：施工许可 服务专员岗"
    named = opened(qtbot, make_desk, SPECIALIST, project)
    asked = ask(qtbot, named, "contact")
    confirm(qtbot, named, asked, with_whom="项目经办人", text="已告知还缺用地红线图")
    assert named.contacts._lines[0].text().endswith("服务专员岗　项目经办人：已告知还缺用地红线图")
    chief.show_changed({project})
    settle(qtbot, chief)
    assert chief.contacts._lines[0].text() == named.contacts._lines[0].text()
    check_page(chief)
    confirm(qtbot, chief, ask(qtbot, chief, "follow"), login="demo_window_1", step="施工许可")
    assert followers(chief) == "跟踪服务：施工许可 综合窗口一号"


def test_what_is_typed_about_a_follower_outlives_a_refusal_and_a_lost_server(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    project = project_of(hall, hall.accepted())
    chief = opened(qtbot, make_desk, CHIEF, project)
    asked = ask(qtbot, chief, "follow")
    asked.form.fields["step"].set_value("竣工验收")
    asked.form.fields["login"].set_value(SPECIALIST)
    hall.owner().execute("update desk.duty set to_day = from_day + 1 where duty = 'specialist'")
    asked.confirm.click()
    settle(qtbot, chief)
    assert asked.form.fields["login"].error() == "查无此人，或者其今日没有可以跟踪服务的职责"
    chief.set_away("服务器暂时连不上")
    assert not asked.confirm.isEnabled()
    asked.reject()
    settle(qtbot, chief)
    assert chief.moves.buttons["follow"].toolTip() == "服务器暂时连不上"
    chief.set_away("")
    chief.reload()
    settle(qtbot, chief)
    again = ask(qtbot, chief, "follow")
    assert again.form.fields["step"].text() == "竣工验收"
    assert again.form.fields["login"].text() == ""  # nobody any more who is not offered
    again.reject()


def test_who_may_not_name_anybody_has_no_button(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    project = project_of(hall, hall.accepted())
    window = opened(qtbot, make_desk, "demo_window_1", project)
    assert set(window.moves.buttons) == {"contact"}
    assert opened(qtbot, make_desk, "demo_overseer", project).moves.buttons == {}


def test_contacts_are_read_by_those_on_the_project_alone(hall: Hall) -> None:
    """A contact with the applicant of a case stays its section's, whatever project it belongs to."""
    case = hall.accepted()
    project = project_of(hall, case)
    follow(hall, project)
    words = {"with_whom": "项目经办人", "text": "已告知"}
    hall.store(SPECIALIST).file_act(Wish("contact", uuid4(), project, body=words))
    hall.act("demo_land_officer_1", "contact", case, with_whom="申请人", text="内部情况")
    read = "select count(*) from desk.act where kind = 'contact'"

    def counted(login: str) -> int:
        row = hall.connect(login).execute(read.encode()).fetchone()
        assert row is not None
        return int(row[0])

    assert {login: counted(login) for login in (SPECIALIST, CHIEF, "demo_housing_officer_1")} == {
        SPECIALIST: 1,
        CHIEF: 2,
        "demo_housing_officer_1": 0,
    }


def test_each_stage_says_how_far_it_is_and_what_is_missing(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, check_page: CheckPage
) -> None:
    table = Table(hall)
    table.publish()
    review = table.draft()
    project = table.one("select project_id from desk.matter where id = %s", review)
    dialog = opened(qtbot, make_desk, "demo_housing_chief", project)
    (pill,) = dialog.stages._pills
    assert pill.text() == "施工许可 0/2 项通过"
    assert pill.toolTip() == "办结规则：全部办结；还缺：特殊建设工程消防设计审查、建筑工程施工许可证核发"
    check_page(dialog)
