"""Applicant form 申请人: who applies for what project, checked as typed; faults only warn."""

from __future__ import annotations

from collections.abc import Mapping
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


class ApplicantForm(Card):
    """Applicant and project. `edited` at every change; `identified(number)` when a full, valid identifier
    stands.
    """

    edited = Signal()
    identified = Signal(str)

    def __init__(self, today: date, parent: QWidget) -> None:
        super().__init__(parent.tr("申请人与项目"), parent)
        self._today = today
        kinds = Choice([(kind, kind) for kind in ("企业", PERSON, "其他组织")], self)
        labels = {
            "name": self.tr("申请人名称"),
            "id_number": self.tr("统一社会信用代码或身份证号"),
            "representative": self.tr("法定代表人/负责人"),
            "contact": self.tr("联系人"),
            "phone": self.tr("联系电话"),
            "address": self.tr("联系地址"),
            "project_name": self.tr("项目名称"),
            "project_code": self.tr("投资项目统一代码"),
        }
        self.fields = {"kind": Field(self.tr("主体类型"), kinds, parent=self)}
        for name, label in labels.items():
            self.fields[name] = Field(label, QLineEdit(self), parent=self)
        self.fields["kind"].set_value("企业")
        self._build()
        for name, field in self.fields.items():
            field.edited.connect(lambda name=name: self._edited(name))

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for place, field in enumerate(self.fields.values()):
            grid.addWidget(field, place // 3, place % 3)
        self.add(grid)

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

    def show_known(self, known: Applicant) -> None:
        """Fill in what the hall already holds, where nothing was typed."""
        for name in ("name", *PRIVATE[1:]):
            if not self.fields[name].text():
                self.fields[name].set_value(getattr(known, name))

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
