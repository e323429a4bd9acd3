"""Main window 主窗口: rooms given and no others, lazily made, reached by mouse, keys and the jump box."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SMALL
from tests.ui.samples import NOW, SESSION
from yubei_desk.domain.home import JumpRow
from yubei_desk.domain.staff import Decider
from yubei_desk.ui.main_window import MainWindow, Room
from yubei_desk.ui.widgets.page import Page


class DiaryPage(Page):
    """Writes down what the window tells it."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, "规划自然资源审批科", parent)
        self.told: list[object] = []
        self.buttons = [QPushButton(words, self) for words in ("写", "读")]
        for button in self.buttons:
            self.body.addWidget(button)

    def activate(self) -> None:
        self.told.append("activate")

    def matters_changed(self, ids: frozenset[int]) -> None:
        self.told.append(ids)

    def open_matter(self, matter_id: int) -> None:
        self.told.append(matter_id)


def make_room(key: str, title: str, icon: str, group: str) -> Room:
    make: Callable[[QWidget], Page] = lambda parent: DiaryPage(title, parent)  # noqa: E731
    return Room(key, title, icon, group, make)


ROOMS = (
    make_room("home", "工作台", "home", "今日"),
    make_room("worklist", "审批", "list", "审批业务"),
    make_room("case", "办件", "file", "审批业务"),
    make_room("certificate", "证照", "certificate", "审批业务"),
)


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(SESSION, ROOMS)
    qtbot.addWidget(made)
    made.resize(SMALL)
    made.show_room("home")
    made.show()
    made.activateWindow()
    return made


def diary(window: MainWindow, key: str) -> list[object]:
    page = window.page(key)
    assert isinstance(page, DiaryPage)
    return page.told


def test_pages_are_made_on_the_first_visit(window: MainWindow) -> None:
    assert set(window._pages) == {"home"}
    window.show_room("worklist")
    assert set(window._pages) == {"home", "worklist"}
    assert diary(window, "worklist") == ["activate"]
    assert window.room() == "worklist"


def test_rooms_have_keys(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.room() == "certificate"
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert diary(window, "certificate") == ["activate", "activate"]
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.room() == "home"
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert window.room() == "home"


def test_navigation_shows_only_the_rooms_given(window: MainWindow) -> None:
    names = [made.accessibleName() for made in window.nav.findChildren(QPushButton)]
    assert names == [room.title for room in ROOMS]


def test_up_and_down_walk_the_navigation(qtbot: QtBot, window: MainWindow) -> None:
    first, second, *_rest = window.nav.findChildren(QPushButton)
    qtbot.waitUntil(window.isActiveWindow)
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert second.hasFocus()
    QTest.keyClick(second, Qt.Key.Key_Return)
    assert window.room() == "worklist"


def test_entering_a_room_brings_the_keyboard_into_it(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    first, *_rest = window.nav.findChildren(QPushButton)
    first.setFocus()
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    page = window.page("worklist")
    assert isinstance(page, DiaryPage)
    assert page.hasFocus()
    assert page.accessibleName() == "审批"
    QTest.keyClick(page, Qt.Key.Key_Tab)
    assert page.buttons[0].hasFocus()
    QTest.keyClick(page.buttons[0], Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert window.page("certificate").isAncestorOf(window.focusWidget())
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert page.buttons[1].hasFocus(), "back to where the keyboard was when one left"


def test_the_keyboard_comes_to_what_is_used_first(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    page = window.page("worklist")
    assert isinstance(page, DiaryPage)
    page.first = page.buttons[1]
    window.nav.findChildren(QPushButton)[1].click()
    assert page.buttons[1].hasFocus()
    page.first = page.buttons[0]
    page.buttons[1].setEnabled(False)
    window.show_room("home")
    window.show_room("worklist")
    assert page.buttons[0].hasFocus()


def test_the_bell_reaches_every_page_made(window: MainWindow) -> None:
    window.show_room("worklist")
    window.matters_changed(frozenset({417}))
    assert diary(window, "home")[-1] == diary(window, "worklist")[-1] == frozenset({417})


def test_a_page_may_send_one_elsewhere(window: MainWindow) -> None:
    window.page("home").open_requested.emit("case", 417)
    assert window.room() == "case"
    assert diary(window, "case") == ["activate", 417]
    window.page("home").open_requested.emit("worklist", 0)
    assert diary(window, "worklist") == ["activate"]


def test_a_room_not_given_is_refused_politely(window: MainWindow) -> None:
    window.open_matter("admin", 3)
    assert window.room() == "home"
    assert window.status.said.text() == "您的岗位不进入这个页面。"


def test_a_page_changes_its_heading(window: MainWindow) -> None:
    window.page("home").set_heading("工作台", "2020-04-17")
    assert window._subtitle.text() == "2020-04-17"
    window.page("worklist").set_heading("审批", "背后的页面")
    assert window._subtitle.text() == "2020-04-17"


def test_ctrl_k_jumps(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(window.jump.hasFocus)
    with qtbot.waitSignal(window.search_requested) as asked:
        QTest.keyClicks(window.jump, "ldjb")
    assert asked.args == ["ldjb"]
    rows = [
        JumpRow(number, "case", f"渝北规资2020-{number}", "重庆联东金北实业有限公司") for number in (417, 418)
    ]
    window.show_results("ld", rows)
    assert window.jump.results() == ()
    window.show_results("ldjb", rows)
    assert window.jump.results() == tuple(rows)
    QTest.keyClick(window.jump, Qt.Key.Key_Down)
    QTest.keyClick(window.jump, Qt.Key.Key_Return)
    assert window.room() == "case"
    assert diary(window, "case")[-1] == 418
    assert window.jump.text() == ""


def test_rooms_can_be_jumped_to(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.jump.come_here()
    qtbot.waitUntil(window.jump.hasFocus)
    window.jump.setText("证照")
    window.show_results("证照", ())
    QTest.keyClick(window.jump, Qt.Key.Key_Return)
    assert window.room() == "certificate"


def test_nothing_found_says_what_to_try(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(window.isActiveWindow)
    window.jump.come_here()
    qtbot.waitUntil(window.jump.hasFocus)
    window.jump.setText("zzz")
    window.show_results("zzz", ())
    assert "没有找到" in window.jump._empty.text()
    QTest.keyClick(window.jump, Qt.Key.Key_Escape)
    assert not window.jump.hasFocus()
    assert window.jump.text() == "zzz"


def test_away_is_told_to_window_and_pages_even_later_ones(window: MainWindow) -> None:
    window.set_away("服务器自 10:42 起无法连接。")
    assert window.banner.sentence() == "服务器自 10:42 起无法连接。"
    assert window.page("home").away == window.page("worklist").away == "服务器自 10:42 起无法连接。"
    window.set_away("")
    assert window.banner.sentence() == ""
    assert window.page("worklist").away == ""


def test_nobody_who_can_decide_is_red(window: MainWindow) -> None:
    other = Decider(2, "生态环境审批科", "")
    window.set_deciders([Decider(1, "规划自然资源审批科", "规划首席代表"), other])
    assert window.status.deciders.property("tone") == ""
    assert "生态环境审批科：无人可签" in window.status.deciders.toolTip()
    window.set_deciders([Decider(1, "规划自然资源审批科", ""), other])
    assert window.status.deciders.property("tone") == "danger"
    assert "无人可签" in window.status.deciders.text()


def test_the_clock_is_the_halls(window: MainWindow) -> None:
    assert window.status.clock.text() == "2020年4月17日 周五 10:42"
    window.set_now(NOW + timedelta(days=1))
    assert "2020年4月18日 周六" in window.status.clock.text()
    assert window.status.practice.isVisible()


def test_the_person_leaves_by_the_menu(qtbot: QtBot, window: MainWindow) -> None:
    actions = {action.text(): action for action in window._person.menu().actions()}
    with qtbot.waitSignal(window.theme_requested) as asked:
        actions["切换到深色界面"].trigger()
    assert asked.args == ["dark"]
    with qtbot.waitSignal(window.sign_out_requested):
        actions["退出登录"].trigger()


def test_news_is_counted_at_the_bell(qtbot: QtBot, window: MainWindow) -> None:
    window.set_news(3)
    assert window._bell.accessibleName() == "新动态 3 条"
    with qtbot.waitSignal(window.news_opened):
        window._bell.click()
