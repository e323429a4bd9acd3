"""Theme 外观: the one table of colours, and how colours, fonts, icons and dialogs reach every window."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QObject, QSize, Qt, QTranslator
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")
RESOURCES: Final = Path(__file__).resolve().parents[2] / "resources"
FAMILY: Final = "Noto Sans SC"
BODY: Final = 14
LETTERS: Final = ("NotoSansSC-Regular", "NotoSansSC-Medium", "NotoSansSC-Bold")
RARE: Final = "NotoSerifSC-Rare"  # the characters of rare names: large, and no first window shows one

# Each token in the light and in the dark theme.
COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "bg": ("#F2F4F8", "#12161F"),
    "surface": ("#FFFFFF", "#1B212D"),
    "surface2": ("#F5F7FA", "#232A38"),
    "column": ("#E8ECF3", "#171C27"),
    "line": ("#E3E8EF", "#2D3646"),
    "control": ("#C9D1DC", "#3F4A5E"),
    "text": ("#1B2333", "#E6EAF2"),
    "secondary": ("#566176", "#A3AEC2"),
    "placeholder": ("#7C879B", "#6F7B91"),
    "primary": ("#1F5FC4", "#6BA0F4"),
    "button": ("#1F5FC4", "#2F6BD0"),
    "button_hover": ("#1A53AE", "#3671D7"),
    "button_down": ("#164794", "#275CB6"),
    "tint": ("#E7F0FD", "#203355"),
    "on_button": ("#FFFFFF", "#FFFFFF"),
    "off": ("#EDF0F5", "#222835"),
    "off_text": ("#606A7E", "#8C97AC"),
    "ok": ("#15703F", "#5CC98F"),
    "ok_tint": ("#E3F5EB", "#183628"),
    "warn": ("#945200", "#E5A94A"),
    "warn_tint": ("#FFF1D6", "#3A2D14"),
    "danger": ("#C22F2A", "#F07F79"),
    "danger_tint": ("#FDECEB", "#40211F"),
    "sign": ("#8A1F1B", "#A63A33"),
    "sign_hover": ("#751814", "#B5463F"),
    "on_sign": ("#FFFFFF", "#FFFFFF"),
    "nav": ("#15294D", "#0D1421"),
    "nav_selected": ("#23427B", "#23427B"),
    "nav_hover": ("#1C3460", "#17223A"),
    "nav_mark": ("#5B9BFF", "#5B9BFF"),
    "nav_text": ("#C9D6EE", "#C3CDE0"),
    "nav_hint": ("#93A5C9", "#8492AE"),
    "on_nav": ("#FFFFFF", "#FFFFFF"),
    "scroll": ("#C3CBD7", "#465268"),
}

# The tokens of the words and of the ground of each tone.
TONES: Final[Mapping[str, tuple[str, str]]] = {
    "ok": ("ok", "ok_tint"),
    "warn": ("warn", "warn_tint"),
    "danger": ("danger", "danger_tint"),
    "info": ("primary", "tint"),
    "muted": ("secondary", "surface2"),
}

_ROLES: Final = {
    QPalette.ColorRole.Window: "bg",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "surface2",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.Highlight: "tint",
    QPalette.ColorRole.HighlightedText: "text",
    QPalette.ColorRole.ToolTipBase: "text",
    QPalette.ColorRole.ToolTipText: "surface",
    QPalette.ColorRole.PlaceholderText: "placeholder",
    QPalette.ColorRole.Link: "primary",
    QPalette.ColorRole.Mid: "control",
    QPalette.ColorRole.Dark: "line",
}


def choose_input_method(environment: MutableMapping[str, str]) -> None:
    """Send fcitx over ibus: the wheels ship no fcitx plugin. Call it before QApplication is made."""
    if environment.get("QT_IM_MODULE", "").startswith("fcitx"):
        environment["QT_IM_MODULE"] = "ibus"


def current_theme() -> Theme:
    """The theme the application wears now; "light" until `apply_theme` was called."""
    application = QApplication.instance()
    return "dark" if application is not None and application.property("theme") == "dark" else "light"


def hex_of(token: str, theme: Theme | None = None) -> str:
    """The #RRGGBB of a token of the table; KeyError for an unknown name."""
    return COLOURS[token][THEMES.index(theme or current_theme())]


def colour(token: str, theme: Theme | None = None) -> QColor:
    """The colour of a token in the given or the current theme; KeyError for an unknown name."""
    return QColor(hex_of(token, theme))


def style_sheet(theme: Theme) -> str:
    """`resources/style.qss` with every @token filled in; KeyError names a token the table does not know."""
    source = (RESOURCES / "style.qss").read_text(encoding="utf-8")
    places = {"icons": (RESOURCES / "icons").as_posix(), "theme": theme, "family": FAMILY}
    return re.sub(r"@([a-z_0-9]+)", lambda hit: places.get(hit[1]) or hex_of(hit[1], theme), source)


def palette_of(theme: Theme) -> QPalette:
    """The palette for what style sheets do not reach: selections, placeholders, dialogs of Qt itself."""
    palette = QPalette()
    for role, token in _ROLES.items():
        palette.setColor(role, colour(token, theme))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, colour("off_text", theme))
    return palette


def load_fonts(*names: str) -> None:
    """Make fonts of the house known to Qt; OSError names an unreadable file."""
    for name in names:
        path = RESOURCES / "fonts" / f"{name}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise OSError(f"字体文件无法读取：{path}")


def install_translation(application: QApplication) -> None:
    """Let Qt's own dialogs and menus speak Chinese."""
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        application.installTranslator(translator)


def make_application(program: str) -> QApplication:
    """The process's application, in Qt's own Fusion style on every system.

    The style is named on Qt's command line: `setStyle` would read all of QStyle, 5 ms of a start.
    """
    choose_input_method(os.environ)
    made = QApplication.instance() or QApplication([program, "-style", "fusion"])
    assert isinstance(made, QApplication)
    return made


def dress(application: QApplication, theme: Theme) -> None:
    """What an application needs before its first window: letters, translation, theme."""
    load_fonts(*LETTERS)
    install_translation(application)
    font = QFont(FAMILY)
    font.setPixelSize(BODY)
    application.setFont(font)
    apply_theme(application, theme)


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the application, and all windows already open, the colours of `theme`."""
    application.setProperty("theme", theme)
    application.setPalette(palette_of(theme))
    application.setStyleSheet(style_sheet(theme))
    for widget in application.allWidgets():
        _draw_icon(widget)


@lru_cache(maxsize=512)
def line_pixmap(name: str, ink: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The line icon `name` in `#RRGGBB` ink, `size` logical pixels square; OSError for no such icon."""
    source = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", ink)
    side = round(size * ratio)
    sized = re.sub(r'width="\d+" height="\d+"', f'width="{side}" height="{side}"', source, count=1)
    pixmap = QPixmap()
    pixmap.loadFromData(QByteArray(sized.encode()), "SVG")
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def line_icon(name: str, token: str = "secondary", size: int = 18) -> QIcon:
    """The line icon in the current theme's ink, sharp at 100 and 200 %, grey when its button is disabled."""
    icon = QIcon()
    for ratio in (1.0, 2.0):
        icon.addPixmap(line_pixmap(name, hex_of(token), size, ratio))
        icon.addPixmap(line_pixmap(name, hex_of("off_text"), size, ratio), QIcon.Mode.Disabled)
    return icon


def set_icon(widget: QAbstractButton | QLabel, name: str, token: str = "secondary", size: int = 18) -> None:
    """Put a line icon on a button or label; it follows every later change of theme."""
    widget.setProperty("line_icon", f"{name} {token} {size}")
    _draw_icon(widget)


def _draw_icon(widget: QWidget) -> None:
    wanted = widget.property("line_icon")
    if not wanted:
        return
    name, token, size = str(wanted).split()
    if isinstance(widget, QAbstractButton):
        widget.setIcon(line_icon(name, token, int(size)))
        widget.setIconSize(QSize(int(size), int(size)))
    elif isinstance(widget, QLabel):
        widget.setPixmap(line_pixmap(name, hex_of(token), int(size), widget.devicePixelRatioF()))


def restyle(widget: QWidget, **properties: str | bool) -> None:
    """Set style properties (`tone="warn"`, `state="error"`) and let the style sheet see it at once."""
    if all(widget.property(name) == value for name, value in properties.items()):
        return
    for name, value in properties.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # not shown yet: the style sheet has not looked at it
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def text_label(words: str, parent: QObject | None = None, *, kind: str = "", tone: str = "") -> QLabel:
    """A plain-text label wearing `kind` (hint, label, section, page, figure, strong) and `tone`."""
    label = QLabel(words, parent if isinstance(parent, QWidget) else None)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("kind", kind)
    label.setProperty("tone", tone)
    return label
