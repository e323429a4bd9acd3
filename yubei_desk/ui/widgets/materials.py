"""Materials 材料清单: the rows of an edition's list, ticked as they come over the counter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QStandardPaths, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yubei_desk.domain.case import CaseMaterial
from yubei_desk.domain.item import Material
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.file_drop import FileDrop
from yubei_desk.ui.widgets.light import Pill

FORM_TONES: Final[Mapping[str, str]] = {
    "paper": "ok",
    "electronic": "ok",
    "promised": "warn",
    "missing": "muted",
}
_HERE: Final = ("paper", "electronic")
TICK: Final = 28  # pixels of a tick box before its words
ChooseFile = Callable[[QWidget], str]


def choose_scan(parent: QWidget) -> str:
    """The file a person picks; "" when they changed their mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = parent.tr("扫描件 (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.ofd)")
    return QFileDialog.getOpenFileName(parent, parent.tr("选择文件"), folder, kinds)[0]


def form_words(form: str) -> str:
    """How a material was handed in (paper, electronic, promised, missing) in the words of the hall."""
    words = {
        "paper": QCoreApplication.translate("materials", "纸质"),
        "electronic": QCoreApplication.translate("materials", "电子"),
        "promised": QCoreApplication.translate("materials", "承诺后补"),
        "missing": QCoreApplication.translate("materials", "未提交"),
    }
    return words[form]


class ElidedCheck(QCheckBox):
    """A tick box whose words are elided where the panel is narrow; the tooltip has them in full."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._words = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setMinimumWidth(80)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the words to the new width."""
        super().resizeEvent(event)
        room = self.width() - TICK
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room))


class MaterialRow(QWidget):
    """One material: a tick when it is here, and how it came. Tells `changed`; `files_given` on a
    drop, `file_wanted` when its button is pressed.
    """

    changed = Signal()
    files_given = Signal(list)
    file_wanted = Signal()

    def __init__(self, material: Material, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.material = material
        self._mark = CaseMaterial(material.position, material.name, material.necessity, "missing", 0, 0)
        self.check = ElidedCheck(material.name, self)
        self._form = QToolButton(self)
        self._form.setProperty("kind", "pill")
        self._form.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.attach = QToolButton(self)
        self.fault = theme.text_label("", self, kind="hint", tone="danger")
        self._build()
        FileDrop(self).files_given.connect(self.files_given)
        self._show()

    def _build(self) -> None:
        counts = self.tr("原件 {0} 份，复印件 {1} 份").format(self.material.originals, self.material.copies)
        self.check.setToolTip(f"{self.material.name}\n{self.material.necessity}　{counts}")
        menu = QMenu(self._form)
        for form in FORM_TONES:
            menu.addAction(form_words(form)).setData(form)
        menu.triggered.connect(lambda action: self.set_form(str(action.data())))
        self._form.setMenu(menu)
        theme.set_icon(self.attach, "file")
        told = self.tr("为“{0}”添加扫描件，也可以把文件拖到这一行").format(self.material.name)
        self.attach.setAccessibleName(told)
        self.attach.setToolTip(told)
        self.attach.clicked.connect(self.file_wanted)
        self.fault.setWordWrap(True)
        self.fault.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(8)
        column.addLayout(row)
        if self.material.necessity != "必要":  # below: beside it, it would take the room of the name
            necessity = theme.text_label(self.material.necessity, self, kind="hint")
            necessity.setIndent(TICK)
            column.addWidget(necessity)
        column.addWidget(self.fault)
        row.addWidget(self.check, 1)
        row.addWidget(self._form)
        row.addWidget(self.attach)
        self.check.clicked.connect(self._on_ticked)

    def mark(self) -> CaseMaterial:
        """The row as handed in now."""
        return self._mark

    def set_mark(self, mark: CaseMaterial) -> None:
        """Show a row as it was handed in or kept in a draft."""
        self._mark = mark
        self._show()

    def set_form(self, form: str) -> None:
        """Say how the material came: paper, electronic, promised or missing."""
        here = form in _HERE
        self._mark = replace(
            self._mark,
            form=form,
            originals=self.material.originals if here else 0,
            copies=self.material.copies if here else 0,
            file_name=self._mark.file_name if here else "",
        )
        self._show()
        self.changed.emit()

    def show_file(self, name: str) -> None:
        """A file stands for this material; what had not come yet has come electronically."""
        if self._mark.form not in _HERE:
            self.set_form("electronic")
        self._mark = replace(self._mark, file_name=name)
        self._show()
        self.changed.emit()

    def refuse_file(self, sentence: str) -> None:
        """Say below the row why a file was not taken; "" takes it back."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def _on_ticked(self, ticked: bool) -> None:
        self.set_form("paper" if ticked else "missing")

    def _show(self) -> None:
        words = self._mark.file_name or form_words(self._mark.form)
        self.check.setChecked(self._mark.form in _HERE)
        self._form.setText(self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 110))
        self._form.setToolTip(words)
        self._form.setAccessibleName(
            self.tr("{0} 的提交方式：{1}").format(self.material.name, form_words(self._mark.form))
        )
        theme.restyle(self._form, tone=FORM_TONES[self._mark.form])


class MaterialList(QWidget):
    """The whole list with its progress. `changed(here, asked)`; `files_given(position, paths)` on a
    drop, `file_wanted(position)` by a row's button.
    """

    changed = Signal(int, int)
    files_given = Signal(int, list)
    file_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[MaterialRow, ...] = ()
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._bar)
        self._bar.hide()

    def show_materials(self, materials: Sequence[Material]) -> None:
        """Show another list, nothing handed in yet."""
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = tuple(self._make(material) for material in materials)
        self._count()

    def _make(self, material: Material) -> MaterialRow:
        row = MaterialRow(material, self)
        self._column.addWidget(row)
        row.changed.connect(self._count)
        row.file_wanted.connect(lambda: self.file_wanted.emit(material.position))
        row.files_given.connect(lambda paths: self.files_given.emit(material.position, paths))
        return row

    def marks(self) -> tuple[CaseMaterial, ...]:
        """Every row as handed in now, missing ones too."""
        return tuple(row.mark() for row in self.rows)

    def set_marks(self, marks: Sequence[CaseMaterial]) -> None:
        """Fill rows by their position, as kept in a draft."""
        by_position = {mark.position: mark for mark in marks}
        for row in self.rows:
            if row.material.position in by_position:
                row.set_mark(by_position[row.material.position])
        self._count()

    def show_file(self, position: int, name: str) -> None:
        """A stored file stands for the material at this position."""
        next(row for row in self.rows if row.material.position == position).show_file(name)

    def refuse_file(self, position: int, sentence: str) -> None:
        """Say at the row why its file was not taken."""
        next(row for row in self.rows if row.material.position == position).refuse_file(sentence)

    def _count(self) -> None:
        here = sum(row.mark().form in _HERE for row in self.rows)
        self._bar.setVisible(bool(self.rows))
        self._bar.setRange(0, max(len(self.rows), 1))
        self._bar.setValue(here)
        self._bar.setAccessibleName(self.tr("材料 {0} / {1}").format(here, len(self.rows)))
        self.changed.emit(here, len(self.rows))


class MaterialCard(Card):
    """The list under its heading, with how much of it is here; a hint stands there while nothing is asked."""

    def __init__(self, materials: MaterialList, hint: str, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("materials", "材料清单"), parent)
        self._materials = materials
        self._count = Pill("", "warn", self)
        self.heading.add_right(self._count)
        self._hint = theme.text_label(hint, self, kind="hint")
        self.add(self._hint)
        self.add(materials)

    def show_count(self) -> bool:
        """Count what is here; whether a mandatory row is still wanting."""
        marks = self._materials.marks()
        wanting = any(mark.necessity == "必要" and mark.form not in _HERE for mark in marks)
        here = sum(mark.form in _HERE for mark in marks)
        self._count.show_words(f"{here} / {len(marks)}" if marks else "", "warn" if wanting else "ok")
        self._hint.setHidden(bool(marks))
        self._materials.setHidden(not marks)
        return wanting
