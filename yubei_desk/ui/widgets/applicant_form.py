"""Applicant form 申请人信息: who applies for what project, checked as typed; faults only warn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from yubei_desk.domain.applicant import Applicant
from yubei_desk.domain.identifier import (
    Finding,
    check_id_card,
    check_phone,
    check_project_code,
    check_uscc,
    mask_name,
)
from yubei_desk.domain.pinyin import initials
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.field import Choice, Field

PERSON = "自然人"
PRIVATE = ("id_number", "representative", "contact", "phone", "address")


# Where each field stands: row, column, columns it takes.
PLACES = {
    "name": (0, 0, 2),
    "kind": (0, 2, 1),
    "id_number": (1, 0, 1),
    "representative": (1, 1, 1),
    "contact": (1, 2, 1),
    "phone": (2, 0, 1),
    "address": (2, 1, 2),
    "project_name": (3, 0, 2),
    "project_code": (3, 2, 1),
}


class ApplicantForm(Card):
    """Applicant and project; `required` names the fields that bear the mark. Signals: `edited` at every
    change; `identified(number)` when a full, valid identifier stands.
    """

    edited = Signal()
    identified = Signal(str)

    def __init__(self, today: date, parent: QWidget, *, required: Collection[str] = ()) -> None:
        super().__init__(parent.tr("申请人信息"), parent)
        self._today = today
        labels = {
            "name": self.tr("申请人名称"),
            "kind": self.tr("主体类型"),
            "id_number": self.tr("信用代码或身份证号"),
            "representative": self.tr("法定代表人/负责人"),
            "contact": self.tr("联系人"),
            "phone": self.tr("联系电话"),
            "address": self.tr("联系地址"),
            "project_name": self.tr("项目名称"),
            "project_code": self.tr("投资项目统一代码"),
        }
        self.fields = {
            name: Field(label, self._editor(name), required=name in required, parent=self)
            for name, label in labels.items()
        }
        self.fields["kind"].set_value("企业")
        self._build()
        for name, field in self.fields.items():
            field.edited.connect(lambda name=name: self._edited(name))

    def _editor(self, name: str) -> QWidget:
        kinds = [(kind, kind) for kind in ("企业", PERSON, "其他组织")]
        return Choice(kinds, self) if name == "kind" else QLineEdit(self)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        for name, (row, column, columns) in PLACES.items():
            grid.addWidget(self.fields[name], row, column, 1, columns)
        for column in range(3):
            grid.setColumnStretch(column, 1)
        self.add(grid)

    @property
    def named(self) -> bool:
        """Whether it stands who applies."""
        return bool(self.fields["name"].text())

    @property
    def begun(self) -> bool:
        """Whether anything was typed."""
        return any(field.text() for name, field in self.fields.items() if name != "kind")

    def clear(self) -> None:
        """Nobody applies yet."""
        for name, field in self.fields.items():
            field.set_value("企业" if name == "kind" else "")

    def _edited(self, name: str) -> None:
        for checked in ("id_number", "phone", "project_code"):
            if name == checked or (name, checked) == ("kind", "id_number"):
                self._show(checked)
        self.edited.emit()

    def _show(self, name: str) -> None:
        """A fault stands as a warning: the window receives anyway, and it becomes a defect to correct."""
        field = self.fields[name]
        field.clear_error()
        if not field.text():
            return
        found = self._check(name, field.text())
        if found.sentence:
            field.set_warning(found.sentence)
        else:
            field.set_good()
            if name == "id_number":
                self.identified.emit(found.value)

    def _check(self, name: str, words: str) -> Finding:
        if name == "id_number":
            person = self.fields["kind"].value() == PERSON
            return check_id_card(words, self._today) if person else check_uscc(words)
        return check_phone(words) if name == "phone" else check_project_code(words)

    def _identified(self) -> str:
        """The full, valid identifier that stands here, "" for none."""
        words = self.fields["id_number"].text()
        found = self._check("id_number", words) if words else None
        return found.value if found is not None and not found.sentence else ""

    def check_identifier(self) -> None:
        """Tell again whose number stands here: what is known of them may be more by now."""
        self._show("id_number")

    def show_known(self, known: Applicant) -> bool:
        """Fill in what the hall already holds, where nothing was typed; False, and nothing filled in, where
        another identifier stands here by now.
        """
        if known.id_number != self._identified():
            return False
        for name in ("name", *PRIVATE[1:]):
            if not self.fields[name].text():
                self.fields[name].set_value(getattr(known, name))
        self.fields["id_number"].set_good(self.tr("本中心已有登记，空白处已带出"))
        return True

    def values(self) -> dict[str, object]:
        """Applicant, private data and project as the act carries them."""
        said = {name: field.text() for name, field in self.fields.items()}
        person = said["kind"] == PERSON
        masked = mask_name(said["name"]) if person else said["name"]
        checked = {
            name: self._check(name, said[name]).value if said[name] else ""
            for name in ("id_number", "project_code")
        }
        return {
            "applicant": {
                "kind": said["kind"],
                "name": said["name"],
                "initials": initials(said["name"]),
                "masked": masked,
            },
            "private": {name: checked.get(name, said[name]) for name in PRIVATE},
            "project": {"name": said["project_name"], "code": checked["project_code"]},
        }

    def draft(self) -> dict[str, object]:
        """Everything as typed."""
        return {name: field.value() for name, field in self.fields.items()}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Fill in what was typed before."""
        for name, value in draft.items():
            if name in self.fields:
                self.fields[name].set_value(value)
