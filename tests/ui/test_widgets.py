"""Pieces 部件: chips, lights, materials, time line, pages of paper and bars, as clerks use them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QRegion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SMALL, CheckPage, WearTheme, grab, shown, words_of
from tests.ui.samples import MATERIALS, make_act
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import Banner, Foot, button
from yubei_desk.ui.widgets.card import Beside, Card, EmptyState, Facts, FigureCard, SidePanel
from yubei_desk.ui.widgets.chips import ChipBar
from yubei_desk.ui.widgets.day import DayEdit
from yubei_desk.ui.widgets.field import Choice, Field, LongText
from yubei_desk.ui.widgets.light import Light, LightMark, Pill, tone_of
from yubei_desk.ui.widgets.materials import MaterialList
from yubei_desk.ui.widgets.page import Page
from yubei_desk.ui.widgets.pdf_view import PageView
from yubei_desk.ui.widgets.progress import Progress, StepBar
from yubei_desk.ui.widgets.timeline import Timeline


def test_chips_choose_one_and_count(qtbot: QtBot) -> None:
    chips = ChipBar("筛选")
    shown(qtbot, chips)
    chips.set_chips([("all", "全部"), ("red", "红灯"), ("mine", "我的")])
    chips.set_counts({"all": 1204, "red": 2})
    labels = [chip.text() for chip in chips.findChildren(QPushButton)]
    assert labels == ["全部 1,204", "红灯 2", "我的"]
    assert chips.key() == "all"
    with qtbot.waitSignal(chips.chosen) as chosen:
        QTest.keyClick(chips, Qt.Key.Key_Right)
    assert chosen.args == ["red"]
    chips.set_chips([("all", "全部"), ("red", "红灯")])
    assert chips.key() == "red"
    chips.set_chips([("all", "全部")])
    assert chips.key() == "all"


def test_a_figure_opens_by_click_and_key(qtbot: QtBot) -> None:
    card = FigureCard("待我审批")
    shown(qtbot, card)
    card.show_figure("38", "较昨日 +6")
    assert card.accessibleName() == "待我审批 38 较昨日 +6"
    with qtbot.waitSignal(card.opened):
        QTest.keyClick(card, Qt.Key.Key_Return)
    with qtbot.waitSignal(card.opened):
        QTest.mouseClick(card, Qt.MouseButton.LeftButton)


def shape_of(light: str) -> set[tuple[int, int]]:
    """The points a light's shape covers, whatever its colour."""
    mark = LightMark(light)
    image = QImage(mark.size(), QImage.Format.Format_ARGB32)
    image.fill(0)
    mark.render(image, QPoint(), QRegion(), QWidget.RenderFlag.DrawChildren)
    points = [(x, y) for x in range(image.width()) for y in range(image.height())]
    return {point for point in points if image.pixelColor(*point).alpha() > 127}


def test_lights_differ_by_shape_not_only_by_colour(dressed: QApplication) -> None:
    shapes = [shape_of(light) for light in ("green", "yellow", "red", "")]
    for number, one in enumerate(shapes):
        for other in shapes[number + 1 :]:
            assert len(one ^ other) > 20
    assert [tone_of(light) for light in ("green", "yellow", "red", "")] == ["ok", "warn", "danger", "muted"]


def test_a_light_says_its_words(qtbot: QtBot) -> None:
    light = Light("green", "剩 2 个工作日")
    shown(qtbot, light)
    light.show_light("red", "超期 1 个工作日")
    assert light.accessibleName() == "超期 1 个工作日"
    assert "超期 1 个工作日" in words_of(light)
    assert Pill("").isHidden()


def test_materials_are_ticked_off(qtbot: QtBot) -> None:
    rows = MaterialList()
    shown(qtbot, rows)
    rows.show_materials(MATERIALS)
    with qtbot.waitSignal(rows.changed) as told:
        rows.rows[0].check.click()
    assert told.args == [1, 3]
    rows.rows[1].set_form("electronic")
    rows.rows[2].set_form("promised")
    marks = rows.marks()
    assert [mark.form for mark in marks] == ["paper", "electronic", "promised"]
    assert [(mark.originals, mark.copies) for mark in marks] == [(1, 0), (0, 1), (0, 0)]
    rows.show_materials(MATERIALS)
    assert {mark.form for mark in rows.marks()} == {"missing"}
    rows.set_marks(marks)
    assert rows.marks() == marks
    assert rows.rows[0].check.isChecked()


def test_a_file_dropped_on_a_material_is_told(qtbot: QtBot, tmp_path: Path) -> None:
    rows = MaterialList()
    shown(qtbot, rows)
    rows.show_materials(MATERIALS)
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(tmp_path / "执照.pdf"))])
    told_with = (Qt.DropAction.CopyAction, files, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    over, drop = QDragEnterEvent(QPoint(5, 5), *told_with), QDropEvent(QPointF(5, 5), *told_with)
    QApplication.sendEvent(rows.rows[1], over)
    assert over.isAccepted()
    with qtbot.waitSignal(rows.files_given) as told:
        QApplication.sendEvent(rows.rows[1], drop)
    assert told.args == [2, [str(tmp_path / "执照.pdf")]]


def test_the_time_line_tells_who_did_what(qtbot: QtBot) -> None:
    line = Timeline()
    shown(qtbot, line)
    acts = [
        replace(
            make_act(1, "受理", "综合窗口一"),
            body={"opinion": "材料齐全，予以受理。", "conditions": "开工前报备。"},
        ),
        make_act(2, "准予", "规划首席代表", signature="valid"),
        make_act(3, "更正", "规划首席代表", signature="broken"),
    ]
    line.show_acts(acts, "待制证", date(2020, 4, 12))
    qtbot.waitUntil(lambda: "待制证" in words_of(line))
    words = " ".join(words_of(line))
    for part in ("综合窗口一（经办）", "材料齐全，予以受理；开工前报备。", "签名有效", "签名无效", "09:42"):
        assert part in words
    line.show_acts(acts[:1])
    assert "签名无效" not in " ".join(words_of(line))


def make_pages(count: int) -> list[QImage]:
    page = QImage(QSize(1190, 1684), QImage.Format.Format_RGB32)
    page.fill(QColor("white"))
    return [page] * count


def test_pages_fit_and_zoom(qtbot: QtBot) -> None:
    view = PageView("证照预览")
    view.resize(500, 600)
    shown(qtbot, view)
    view.show_pages(make_pages(2))
    assert "第 1 / 2 页" in " ".join(words_of(view))  # said before any layout ran
    fitted = view.zoom()
    assert 0.4 < fitted < 0.7
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() > fitted
    for _step in range(20):
        view.zoom_by(-1)
    assert view.zoom() == 0.25
    QTest.keyClick(view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom() == pytest.approx(fitted, abs=0.02)
    assert "第 1 / 2 页" in " ".join(words_of(view))
    view.show_pages([])
    assert "%" not in " ".join(words_of(view))


def test_a_banner_speaks_and_is_silenced(qtbot: QtBot) -> None:
    banner = Banner()
    shown(qtbot, banner)
    banner.say("服务器没有应答。", "danger", basis="10:42 起", action="立即重连")
    assert banner.sentence() == "服务器没有应答。"
    assert banner.accessibleName() == "服务器没有应答。 10:42 起"
    actions = {made.text(): made for made in banner.findChildren(QPushButton)}
    with qtbot.waitSignal(banner.action_requested):
        actions["立即重连"].click()
    banner.silence()
    assert banner.sentence() == ""


def test_long_work_can_be_stopped(qtbot: QtBot) -> None:
    progress = Progress()
    qtbot.addWidget(progress)
    progress.start("正在导出 200 行", 200)
    progress.show_done(80, "已导出 80 行")
    assert "已导出 80 行" in words_of(progress)
    with qtbot.waitSignal(progress.cancel_requested):
        progress.findChildren(QPushButton)[0].click()
    progress.finish()
    assert progress.isHidden()


def test_steps_are_ticked(qtbot: QtBot) -> None:
    steps = StepBar(["选择事项", "申请人信息", "材料核验"])
    shown(qtbot, steps)
    steps.show_step(1)
    assert words_of(steps) == ["✓", "选择事项", "2", "申请人信息", "3", "材料核验"]
    assert steps.accessibleName() == "第 2 步，共 3 步：申请人信息"
    steps.show_step(3)
    assert words_of(steps)[::2] == ["✓", "✓", "✓"]


def make_page() -> Page:
    """A page with a bit of everything, as the rooms build theirs."""
    page = Page("综合受理", "首次申请")
    card = Card("申请人信息")
    code = Field("统一社会信用代码", QLineEdit("91500112MA5U0T0000"), required=True)
    code.set_error("校验位不符，请核对第 18 位（应为 X）。")
    kinds = Choice([("company", "企业"), ("person", "自然人")])
    for part in (code, Field("主体类型", kinds), Field("申请日", DayEdit()), Field("经营项目", LongText())):
        card.add(part)
    side = SidePanel()
    facts = Facts()
    facts.show_facts([("用地位置", "渝北区空港新城同德路以北、兴科四路以东地块"), ("收费", "")])
    clock, papers = Card("办理时限"), Card("材料清单")
    clock.add(facts)
    rows = MaterialList()
    rows.show_materials(MATERIALS)
    papers.add(rows)
    side.add(clock)
    side.add(papers)
    side.add(EmptyState("还没有在办的件", "受理后这里会出现同一申请人的办件。"))
    page.body.addWidget(card)
    page.body.addWidget(side)
    foot = Foot([("F5", "刷新")])
    foot.say("草稿已自动保存 10:25")
    foot.add(button("暂存"))
    foot.add(button("受理", kind="primary"))
    page.set_foot(foot)
    return page


@pytest.mark.parametrize("name", theme.THEMES)
def test_a_page_of_pieces_stands_the_walk(
    qtbot: QtBot, check_page: CheckPage, wear_theme: WearTheme, tmp_path: Path, name: theme.Theme
) -> None:
    wear_theme(name)
    page = make_page()
    shown(qtbot, page)
    grab(page, SMALL, tmp_path / "page.png")
    check_page(page)


def test_cards_stand_beside_each_other_where_there_is_room(qtbot: QtBot) -> None:
    cards = Card("拟办意见"), Card("基本情况")
    pair = Beside(cards, 300)
    shown(qtbot, pair)
    for width, beside in ((620, True), (580, False), (620, True)):
        pair.resize(width, 400)
        QApplication.processEvents()
        assert (cards[0].y() == cards[1].y(), cards[0].x() == cards[1].x()) == (beside, not beside)
