"""The first page 工作台 in real windows on a real centre: figures that open lists, and what the hall did."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.hall import FACTS, OPINION, Hall
from tests.review import Table
from tests.store.test_progress import SPECIALIST, follow, project_of
from tests.ui.conftest import SMALL, MakeDesk, shown
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.home.page import HomePage
from yubei_desk.ui.main_window import MainWindow, Room
from yubei_desk.ui.progress import ProgressDialog
from yubei_desk.ui.rows_model import TONE_ROLE
from yubei_desk.ui.widgets.table import TableView
from yubei_desk.ui.worklist.page import WorklistPage

WINDOW, OFFICER, CHIEF = "demo_window_1", "demo_land_officer_1", "demo_land_chief"
AUDITOR, KEEPER = "demo_auditor", "demo_keeper_1"
ATTEMPT = """insert into desk.attempt (at, login, sqlstate, act, sentence, origin)
  values (now(), 'demo_window_1', '42501', 'grant', '窗口不作决定', 'server')"""


def window_of(qtbot: QtBot, desk: Desk) -> tuple[MainWindow, HomePage]:
    """The window of a person on the smallest screen, their first page loaded."""

    def make_home(parent: QWidget) -> HomePage:
        return HomePage(desk, parent)

    def make_list(parent: QWidget) -> WorklistPage:
        return WorklistPage(desk, parent)

    rooms = (
        Room("home", "工作台", "home", "", make_home),
        Room("worklist", "审批", "list", "审批业务", make_list),
    )
    window = MainWindow(desk.session, [room for room in rooms if room.key in desk.session.rooms])
    window.resize(SMALL)
    shown(qtbot, window)
    window.show_room("home")
    home = window.page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: home.deciders.rowCount() > 0 and not desk.worker.busy)
    return window, home


def heading_of(home: HomePage) -> str:
    """What stands above the receipts entered later."""
    label = home._earlier_card.heading.findChild(QLabel)
    assert label is not None
    return label.text()


def figure(home: HomePage, name: str, room: str = "worklist") -> str:
    return home.figures[room, name].accessibleName()


def test_figures_count_and_open_their_lists(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.act(OFFICER, "claim", hall.accepted())
    ready = hall.recommended()
    desk = make_desk(OFFICER)
    window, home = window_of(qtbot, desk)
    assert figure(home, "mine") == "我领办的 1"
    assert figure(home, "for_decision") == "待决定 1"
    assert figure(home, "red") == "超期 0"
    card = home.figures["worklist", "for_decision"]
    with qtbot.waitSignal(home.list_requested) as asked:
        QTest.keyClick(card, Qt.Key.Key_Return)
    assert asked.args == ["worklist", "for_decision"]
    assert window.room() == "worklist"
    page = window.page("worklist")
    assert isinstance(page, WorklistPage)
    qtbot.waitUntil(lambda: [row.matter_id for row in page.model.rows] == [ready])
    qtbot.waitUntil(lambda: page.states.value() == "for_decision")
    qtbot.waitUntil(lambda: not page.pending() and not desk.worker.busy)


def test_what_changes_is_seen_at_once(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    case = hall.accepted()
    window, home = window_of(qtbot, make_desk(OFFICER))
    assert home.recent.rows[0].what.endswith("受理")
    hall.act("demo_land_officer_2", "claim", case)
    window.matters_changed(frozenset((case,)))
    qtbot.waitUntil(lambda: home.recent.rows[0].what == "规划自然资源审批科经办二岗 领办")
    assert [row.matter_id for row in home.recent.rows] == [case]
    assert home.recent.data(home.recent.index(0, 1)) == "经办二岗 领办"
    with qtbot.waitSignal(home.open_requested) as asked:
        home._open(home.recent.rows[0])
    assert asked.args == ["case", case]


def test_a_section_without_a_decider_stands_red(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.owner().execute(
        "update desk.authorisation set revoked_from = law.today() where section_id ="
        " (select id from desk.section where code = 'fire')"
    )
    _window, home = window_of(qtbot, make_desk(CHIEF))
    seen = [
        (row.names, home.deciders.index(at, 1).data(), home.deciders.index(at, 1).data(TONE_ROLE))
        for at, row in enumerate(home.deciders.rows)
    ]
    assert home.deciders.rows[0].section == "规划自然资源审批科"
    assert str(seen[0][1]).startswith("首席代表")
    assert seen[0][2] == "info"
    alone = [(words, tone) for names, words, tone in seen if not names]
    assert set(alone) == {("无人可签", "danger")}


def test_only_the_auditor_sees_refused_attempts(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    hall.owner().execute(ATTEMPT)
    _window, home = window_of(qtbot, make_desk(AUDITOR))
    assert home._attempts_card.isVisible()
    assert [home.attempts.index(0, column).data() for column in (1, 2, 3)] == [
        "demo_window_1",
        "准予",
        "窗口不作决定",
    ]
    assert home.figures == {}
    _window, other = window_of(qtbot, make_desk(CHIEF))
    assert not other._attempts_card.isVisible()
    assert other.attempts.rows == ()


def test_the_auditor_opens_a_case_that_was_entered_later(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    hall.set_time(datetime(2026, 11, 24, 4, tzinfo=UTC))
    desk = make_desk(AUDITOR)
    _, home = window_of(qtbot, desk)
    assert heading_of(home) == "补录的收件（共 0 件）"
    late = hall.receive_late("2026-11-20", "手收0012345")
    home.matters_changed(frozenset({late}))
    qtbot.waitUntil(lambda: home.earlier.rowCount() == 1)
    assert heading_of(home) == "补录的收件（共 1 件）"
    said = [home.earlier.index(0, column).data() for column in range(1, 5)]
    assert said == ["2026-11-20", "2026-11-24", "手收0012345", "综合窗口一号"]
    table = next(each for each in home.findChildren(TableView) if each.accessibleName() == "补录的收件")
    table.setCurrentIndex(home.earlier.index(0, 0))
    with qtbot.waitSignal(home.open_requested) as asked:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked.args == ["case", late]
    _, other = window_of(qtbot, make_desk(CHIEF))
    assert not other._earlier_card.isVisible()


def test_a_specialist_finds_the_projects_they_follow_and_writes_down_a_contact(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk
) -> None:
    project = project_of(hall, hall.accepted())
    follow(hall, project)
    _window, home = window_of(qtbot, make_desk(SPECIALIST))
    assert [home.followed.index(0, column).data() for column in range(2)] == [
        "联东U谷渝北产业园",
        "用地规划许可",
    ]
    home._open(home.followed.rows[0])
    (dialog,) = home.findChildren(ProgressDialog)
    qtbot.waitUntil(lambda: dialog.rows.rowCount() == 1 and dialog.moves.buttons["contact"].isEnabled())
    home.set_away("服务器暂时连不上")
    assert dialog.moves.buttons["contact"].toolTip() == "服务器暂时连不上"
    home.set_away("")
    hall.act("demo_land_officer_1", "recommend", dialog.rows.rows[0].matter_id, **OPINION, **FACTS)
    home.matters_changed(frozenset({dialog.rows.rows[0].matter_id}))
    qtbot.waitUntil(lambda: dialog.rows.rows[0].state == "for_decision")
    dialog.reject()


@pytest.mark.parametrize(
    ("login", "room", "words"),
    [
        ("demo_cataloguer_1", "catalogue", "事项清单：未提交的阶段草稿"),
        ("demo_window_1", "stage", "发起联审：未发起的申请"),
    ],
)
def test_a_form_left_halfway_is_listed(
    qtbot: QtBot, hall: Hall, make_desk: MakeDesk, login: str, room: str, words: str
) -> None:
    desk = make_desk(login)
    desk.drafts.keep(room, {"title": "施工许可"})
    _window, home = window_of(qtbot, desk)
    assert home.drafts.index(0, 0).data() == words
    with qtbot.waitSignal(home.open_requested) as asked:
        home._open(home.drafts.rows[0])
    assert asked.args == [room, 0]


def test_drafts_are_listed_and_opened(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    case = hall.accepted()
    desk = make_desk(OFFICER)
    desk.drafts.keep(f"case-{case}-recommend", {"reasons": "写到一半"})
    desk.drafts.keep("intake", {"name": "窗口的申请"})
    desk.drafts.keep("certificate-77-deliver", {"collector": "领到一半"})
    _window, home = window_of(qtbot, desk)
    assert [home.drafts.index(row, 0).data() for row in range(home.drafts.rowCount())] == [
        "证照：未办完的环节",
        "办件：未办完的环节",
    ]
    for row, expected in zip(home.drafts.rows, (["certificate", 77], ["case", case]), strict=True):
        with qtbot.waitSignal(home.open_requested) as asked:
            home._open(row)
        assert asked.args == expected


def test_a_called_meeting_waits_on_the_first_page(qtbot: QtBot, hall: Hall, make_desk: MakeDesk) -> None:
    table = Table(hall)
    table.publish()
    review = table.draft()
    desk = make_desk("demo_ecology_chief")
    _, home = window_of(qtbot, desk)
    assert home.meetings.rowCount() == 0
    day = desk.session.now.date()
    hall.act(
        "demo_housing_chief", "convene", review, meeting_on=str(day), meeting_at="09:30", place="三楼会议室"
    )
    home.matters_changed(frozenset({review}))
    qtbot.waitUntil(lambda: home.meetings.rowCount() == 1)
    said = [home.meetings.index(0, column).data() for column in range(4)]
    assert said == [f"{day} 09:30", "联东U谷渝北产业园 · 施工许可", "三楼会议室", "已邀请"]
    with qtbot.waitSignal(home.open_requested) as asked:
        tables = home.findChildren(TableView)
        table_of = {each.accessibleName(): each for each in tables}
        table_of["近期会议"].opened.emit(home.meetings.rows[0])
    assert asked.args == ["meeting", review]
    stranger = make_desk("demo_school_chief")
    _, elsewhere = window_of(qtbot, stranger)
    assert elsewhere.meetings.rowCount() == 0
