"""Theme 外观: readable in both colours, every token filled, icons that follow, Chinese dialogs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import WearTheme
from yubei_desk.ui import theme

GROUNDS = ("bg", "surface", "surface2", "column", "tint")
PAIRS = [
    *[(words, ground) for words in ("text", "secondary") for ground in GROUNDS],
    *[(words, ground) for words in ("primary", "danger", "ok", "warn") for ground in ("surface", "bg")],
    *theme.TONES.values(),
    ("text", "danger_tint"),
    ("text", "ok_tint"),
    ("secondary", "danger_tint"),
    ("secondary", "warn_tint"),
    ("secondary", "ok_tint"),
    *[("on_button", ground) for ground in ("button", "button_hover", "button_down")],
    ("on_sign", "sign"),
    ("on_sign", "sign_hover"),
    ("off_text", "off"),
    ("off_text", "surface"),
    ("surface", "text"),
    ("nav_text", "nav"),
    ("nav_hint", "nav"),
    ("on_nav", "nav_selected"),
    ("on_nav", "nav_hover"),
    ("surface", "danger"),
    ("surface", "warn"),
]


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.1)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(words: QColor, ground: QColor) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.1)."""
    light, dark = sorted((luminance(words), luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("words", "ground"), PAIRS)
def test_words_stand_out_from_their_ground(name: theme.Theme, words: str, ground: str) -> None:
    ratio = contrast(theme.colour(words, name), theme.colour(ground, name))
    assert ratio >= 4.5, f"{words} on {ground} in {name}: {ratio:.2f}"


@pytest.mark.parametrize("name", theme.THEMES)
def test_every_token_of_the_sheet_is_filled(name: theme.Theme) -> None:
    sheet = theme.style_sheet(name)
    assert "@" not in re.sub(r"/\*.*?\*/", "", sheet)
    for path in re.findall(r"url\((.*?)\)", sheet):
        assert Path(path).is_file(), path


@pytest.mark.parametrize("name", theme.THEMES)
def test_fixed_arrows_wear_the_secondary_ink(name: theme.Theme) -> None:
    for arrow in ("up", "down"):
        drawn = (theme.RESOURCES / "icons" / f"arrow-{arrow}-{name}.svg").read_text()
        assert theme.hex_of("secondary", name) in drawn


def test_every_icon_can_be_drawn(dressed: QApplication) -> None:
    names = [path.stem for path in (theme.RESOURCES / "icons").glob("*.svg")]
    assert len(names) > 40
    for name in names:
        assert theme.line_pixmap(name, "#000000", 24, 2.0).width() == 48, name


def test_icons_follow_the_theme(qtbot: QtBot, wear_theme: WearTheme) -> None:
    button = QPushButton()
    qtbot.addWidget(button)
    theme.set_icon(button, "bell", "text", 24)
    before = button.icon().pixmap(24, 24).toImage()
    wear_theme("dark")
    assert button.icon().pixmap(24, 24).toImage() != before
    assert theme.current_theme() == "dark"


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.Bold])
def test_letters_are_the_halls_own(dressed: QApplication, weight: QFont.Weight) -> None:
    font = QFont(theme.FAMILY)
    font.setWeight(weight)
    info = QFontInfo(font)
    assert (info.family(), info.weight()) == (theme.FAMILY, weight)


@pytest.mark.parametrize("character", "渝𬭎喆㑇")
def test_rare_characters_have_a_shape(dressed: QApplication, character: str) -> None:
    assert QFontMetrics(QFont(theme.FAMILY)).inFontUcs4(ord(character))


def test_dialogs_of_qt_speak_chinese(dressed: QApplication, qtbot: QtBot) -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert "取消" in box.button(QDialogButtonBox.StandardButton.Cancel).text()
    assert QLocale().language() == QLocale.Language.Chinese


@pytest.mark.parametrize(
    ("before", "after"), [("fcitx", "ibus"), ("fcitx5", "ibus"), ("ibus", "ibus"), (None, None)]
)
def test_fcitx_goes_over_ibus(before: str | None, after: str | None) -> None:
    environment = {} if before is None else {"QT_IM_MODULE": before}
    theme.choose_input_method(environment)
    assert environment.get("QT_IM_MODULE") == after
