"""Moves 可办环节: grey with the law's sentence, one primary button, and dialogs that lose nothing typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SMALL, CheckPage, WearTheme, grab
from tests.ui.samples import ASKS, make_move
from yubei_desk.errors import BadInput, Refused, Stale, Unreachable
from yubei_desk.ui import theme
from yubei_desk.ui.moves import SHOWN, MoveBar, MoveDialog
from yubei_desk.ui.widgets.page import Page

GRANT = make_move("grant", "准予许可", 9, primary=True, signed=True, asks=ASKS)
REFUSE = make_move("refuse", "不予许可", 8, signed=True)
SEND_BACK = make_move("send_back", "退回", 3, asks=ASKS[:1])
SUSPEND = make_move("suspend", "特别程序", 2, why_not="没有批准的特别程序依据。")


@pytest.fixture
def bar(qtbot: QtBot) -> MoveBar:
    made = MoveBar()
    qtbot.addWidget(made)
    made.show()
    return made


def test_both_enter_keys_press_the_primary_move(qtbot: QtBot, bar: MoveBar) -> None:
    bar.show_moves([GRANT, SEND_BACK])
    bar.activateWindow()
    qtbot.waitUntil(bar.isActiveWindow)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        with qtbot.waitSignal(bar.move_requested) as asked:
            QTest.keyClick(bar, key, Qt.KeyboardModifier.ControlModifier)
        assert asked.args == [GRANT]


@pytest.fixture
def signing(qtbot: QtBot) -> MoveDialog:
    made = MoveDialog(GRANT, "渝北规资2020-0417", [("申请人", "重庆联东金北实业有限公司")])
    qtbot.addWidget(made)
    made.show()
    return made


def fill(dialog: MoveDialog) -> None:
    dialog.form.fields["opinion"].set_value("符合法定条件。")
    dialog.form.fields["ground"].set_value("meets")
    dialog.form.fields["days"].set_value("1,200")
    dialog.form.fields["from_day"].set_value("20200418")
    dialog.form.fields["present"].set_value(True)


def test_the_law_alone_decides_what_can_be_pressed(qtbot: QtBot, bar: MoveBar) -> None:
    bar.show_moves([GRANT, SUSPEND, SEND_BACK])
    assert list(bar.buttons) == ["suspend", "send_back", "grant"]
    assert not bar.buttons["suspend"].isEnabled()
    assert bar.buttons["suspend"].toolTip() == SUSPEND.why_not
    assert bar.buttons["suspend"].accessibleDescription() == SUSPEND.why_not
    assert "行政许可法 第三十八条" in bar.buttons["grant"].toolTip()
    with qtbot.waitSignal(bar.move_requested) as asked:
        bar.buttons["send_back"].click()
    assert asked.args == [SEND_BACK]


def test_one_primary_button_and_it_is_the_last(bar: MoveBar) -> None:
    second = make_move("other", "另一项", 1, primary=True)
    bar.show_moves([second, GRANT, REFUSE])
    kinds = [made.property("kind") for made in bar.buttons.values()]
    assert kinds == ["", "", "primary"]


def test_a_grey_primary_move_says_why_beside_it(bar: MoveBar) -> None:
    bar.show_moves([make_move("grant", "准予许可", why_not="拟办人不得自行决定。", primary=True)])
    assert "拟办人不得自行决定。" in [label.text() for label in bar.findChildren(QLabel)]


def test_busy_and_away_grey_everything(bar: MoveBar) -> None:
    bar.show_moves([GRANT, SEND_BACK])
    bar.set_busy(True)
    assert not any(made.isEnabled() for made in bar.buttons.values())
    bar.set_busy(False)
    bar.set_away("服务器自 10:42 起无法连接。")
    assert bar.buttons["grant"].toolTip() == "服务器自 10:42 起无法连接。"
    bar.set_away("")
    assert all(made.isEnabled() for made in bar.buttons.values())


def test_many_moves_fold_away_but_decisions_stay(bar: MoveBar) -> None:
    others = [make_move(f"act{number}", f"环节{number}", number) for number in range(SHOWN + 3)]
    bar.show_moves([*others, SUSPEND, REFUSE, GRANT])
    assert len(bar.buttons) == SHOWN
    assert {"refuse", "grant"} <= bar.buttons.keys()
    assert "suspend" not in bar.buttons


def test_the_keyboard_stays_on_its_button(qtbot: QtBot, bar: MoveBar) -> None:
    bar.show_moves([GRANT, SEND_BACK])
    bar.activateWindow()
    bar.buttons["send_back"].setFocus()
    qtbot.waitUntil(bar.buttons["send_back"].hasFocus)
    bar.show_moves([GRANT, SEND_BACK, REFUSE])
    assert bar.focusWidget() is bar.buttons["send_back"]


def test_the_keyboard_never_leaves_with_its_button(qtbot: QtBot) -> None:
    page = Page("证照")
    page.first = QLineEdit(page)
    bar = MoveBar(page)
    other = QPushButton("工作台", page)
    for part in (page.first, bar, other):
        page.body.addWidget(part)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    bar.show_moves([GRANT, SEND_BACK])
    bar.buttons["grant"].setFocus()
    qtbot.waitUntil(bar.buttons["grant"].hasFocus)
    bar.set_busy(True)
    assert page.focusWidget() is bar
    bar.show_moves([SUSPEND, SEND_BACK])
    bar.set_busy(False)
    assert page.focusWidget() is bar.buttons["send_back"]
    bar.show_moves([])
    assert page.focusWidget() is page.first


def test_signing_cannot_be_confused_with_saving(signing: MoveDialog, qtbot: QtBot) -> None:
    plain = MoveDialog(SEND_BACK, "渝北规资2020-0417")
    qtbot.addWidget(plain)
    plain.show()
    words = " ".join(label.text() for label in signing.findChildren(QLabel))
    assert "签署决定" in signing.windowTitle()
    assert "渝北规资授〔2020〕3 号" in words
    assert "2020-01-01 至 2020-12-31" in words
    assert signing.confirm.property("kind") == "sign"
    assert not signing.confirm.isDefault()
    assert plain.confirm.property("kind") == "primary"
    assert plain.pin.isHidden()


def test_what_is_missing_is_said_at_its_field(signing: MoveDialog) -> None:
    told: list[object] = []
    signing.confirmed.connect(lambda *args: told.append(args))
    signing.form.fields["days"].set_value("十二")
    signing.form.fields["from_day"].set_value("2020-13-01")
    signing.confirm.click()
    errors = {name: field.error() for name, field in signing.form.fields.items()}
    assert errors["opinion"] == "请填写决定意见。"
    assert errors["ground"] == "请选择理由。"
    assert "数字" in errors["days"]
    assert "2026-11-24" in errors["from_day"]
    assert signing.pin.error()
    assert told == []


def test_a_right_wish_carries_its_body_and_pin(qtbot: QtBot, signing: MoveDialog) -> None:
    fill(signing)
    signing.pin.set_value("246810")
    with qtbot.waitSignal(signing.confirmed) as made:
        QTest.keyClick(signing.pin.editor, Qt.Key.Key_Return)
    assert made.args == [
        {
            "opinion": "符合法定条件。",
            "ground": "meets",
            "days": 1200,
            "from_day": "2020-04-18",
            "present": True,
        },
        "246810",
    ]
    assert not signing.confirm.isEnabled()
    signing.reject()
    assert signing.isVisible()


@pytest.mark.parametrize(
    "error",
    [
        Refused("授权书已于 2020-04-16 到期，请由有授权的首席代表签署。", "授权书 第三条"),
        Stale("10:42 由规划经办一办理"),
        Unreachable("服务器没有应答。"),
        BadInput("reason", "请说明理由。"),
    ],
)
def test_a_refusal_keeps_everything_typed(
    signing: MoveDialog, error: Refused | Stale | Unreachable | BadInput
) -> None:
    fill(signing)
    before = signing.form.draft()
    signing.pin.set_value("246810")
    signing.confirm.click()
    signing.show_failure(error)
    assert signing.messages.sentence() == error.sentence
    assert signing.form.draft() == before
    assert signing.pin.text() == ""
    assert signing.confirm.isEnabled()


def test_a_wrong_pin_is_said_at_the_pin(signing: MoveDialog) -> None:
    fill(signing)
    signing.show_failure(BadInput("pin", "口令不正确，还可以试 4 次。"))
    assert signing.pin.error() == "口令不正确，还可以试 4 次。"
    assert signing.messages.sentence() == ""


def test_a_dialog_put_away_gives_its_draft_back(qtbot: QtBot, signing: MoveDialog) -> None:
    signing.form.fields["opinion"].set_value("写到一半")
    signing.form.fields["from_day"].set_value("2020-4")
    with qtbot.waitSignal(signing.put_away) as away:
        QTest.keyClick(signing, Qt.Key.Key_Escape)
    again = MoveDialog(GRANT, "渝北规资2020-0417")
    qtbot.addWidget(again)
    assert away.args is not None
    again.restore(away.args[0])
    assert again.form.fields["opinion"].text() == "写到一半"
    editor = again.form.fields["from_day"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "2020-4"


@pytest.mark.parametrize("name", theme.THEMES)
def test_dialog_stands_the_walk(
    signing: MoveDialog,
    check_page: CheckPage,
    wear_theme: WearTheme,
    name: theme.Theme,
    tmp_path: Path,
) -> None:
    wear_theme(name)
    grab(signing, QSize(640, SMALL.height()), tmp_path / f"{name}.png")
    check_page(signing)
