"""Drafting an edition 起草阶段: begun from the one in force, checked by the law while it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from yubei_desk.domain.catalogue import ALL, MANDATORY, MODES, NUMBERS, Picks, StageEdition, StageFault
from yubei_desk.ui.widgets.card import Card, ScrollColumn
from yubei_desk.ui.widgets.field import Choice, Field, LongText, number_of
from yubei_desk.ui.widgets.pick_edit import PickEdit
from yubei_desk.ui.widgets.pick_list import PickList

Draft = dict[str, object]
LISTS = ("items", "seats", "gate")


class EditionForm(ScrollColumn):
    """Everything an edition says. `edited` at every change; `fields` are named as the law names them."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._begun_from: Draft = {}
        self._title = Card(self.tr("阶段"), self)
        self._typed = {
            "process": self._field(self.tr("审批流程类型"), Choice((), self), required=True),
            "number": self._field(self.tr("阶段序号"), Choice(numbers(), self), required=True),
            "name": self._field(self.tr("阶段名称"), QLineEdit(self), required=True),
            "lead": self._field(
                self.tr("牵头科室"), PickEdit((), self), hint=self.tr("并行推进没有牵头科室，留空")
            ),
            "mode": self._field(self.tr("办理方式"), Choice([(each, each) for each in MODES], self)),
            "total_days": self._field(
                self.tr("总时限（工作日）"), QLineEdit(self), hint=self.tr("1 至 999，不限则留空")
            ),
            "rollup": self._field(self.tr("办结规则"), Choice([(r, r) for r in (ALL, MANDATORY)], self)),
            "basis": self._field(self.tr("依据"), LongText(self, lines=2), required=True),
        }
        self.lists = {
            "items": PickList(
                self.tr("添加事项"), self, mark=self.tr("必办"), hint=self.tr("本阶段可以一并申请的事项")
            ),
            "seats": PickList(self.tr("添加席位"), self, hint=self.tr("事项所属科室都应有席位")),
            "gate": PickList(self.tr("添加前置批文"), self, hint=self.tr("只能是更早阶段的事项")),
        }
        self._build()
        self._connect()
        self.clear()

    def _field(self, label: str, editor: QWidget, *, required: bool = False, hint: str = "") -> Field:
        return Field(label, editor, required=required, hint=hint, parent=self)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        places = ("process", "number", "name", "lead", "mode", "rollup", "total_days", "basis")
        for place, name in enumerate(places):
            grid.addWidget(self._typed[name], place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self._title.add(grid)
        self.add(self._title)
        titles = {"items": self.tr("事项"), "seats": self.tr("席位"), "gate": self.tr("前置批文")}
        for name, words in titles.items():
            card = Card(words, self)
            card.add(self.lists[name])
            self.add(card)
        for card in self.findChildren(Card):  # scrolled, never squeezed
            card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def _connect(self) -> None:
        for field in self._typed.values():
            field.edited.connect(self.edited)
        for picks in self.lists.values():
            picks.changed.connect(self.edited)
        self._typed["rollup"].edited.connect(self._show_marks)
        self._typed["total_days"].left.connect(self._check_days)

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by the name the law speaks of it; of marks it speaks at the rule that needs them."""
        named = {name: picks.field for name, picks in self.lists.items()}
        return {**self._typed, **named, "mandatory": self._typed["rollup"]}

    def set_picks(self, picks: Picks) -> None:
        """What an edition may name; what is chosen stays so."""
        kept = self.draft()
        process, lead = self._typed["process"].editor, self._typed["lead"].editor
        assert isinstance(process, Choice)
        assert isinstance(lead, PickEdit)
        process.set_choices([(str(code), f"{code}　{name}") for code, name in picks.processes])
        lead.set_choices([(str(section.id), section.name) for section in picks.sections])
        for name in LISTS:
            self.lists[name].set_offered(picks.sections if name == "seats" else picks.items)
        self._fill(kept)

    # -- what is typed

    def begin(self, edition: StageEdition) -> None:
        """Start from this edition: what is not changed stays as it says."""
        optional = [str(pick.id) for pick in edition.items if not pick.mandatory]
        self._fill(
            {
                "process": str(edition.process),
                "number": str(edition.number),
                "name": edition.name,
                "lead": str(edition.lead.id) if edition.lead else "",
                "mode": edition.mode,
                "total_days": str(edition.total_days or ""),
                "rollup": edition.rollup,
                "basis": edition.basis,
                "items": [pick.id for pick in edition.items],
                "seats": [pick.id for pick in edition.seats],
                "gate": [pick.id for pick in edition.gate],
                "optional": optional,
            }
        )
        self._begun_from = self.draft()

    def clear(self) -> None:
        """An empty form, with what is usual."""
        self._fill({"mode": MODES[0], "rollup": ALL})
        self._begun_from = self.draft()

    @property
    def begun(self) -> bool:
        """Whether anything was typed or chosen that is worth keeping."""
        return self.draft() != self._begun_from

    def draft(self) -> Draft:
        """Everything as typed and chosen."""
        typed: Draft = {name: field.value() for name, field in self._typed.items()}
        for name, picks in self.lists.items():
            typed[name] = [pick.id for pick in picks.chosen]
        typed["optional"] = [str(p.id) for p in self.lists["items"].chosen if not p.mandatory]
        return typed

    def restore(self, draft: Mapping[str, object]) -> None:
        """Show what was typed before; it is worth keeping again."""
        self._fill(draft)
        self._begun_from = {}

    def _fill(self, draft: Mapping[str, object]) -> None:
        for name, field in self._typed.items():
            field.set_value(draft.get(name))
            field.clear_error()
        optional = {int(each) for each in _listed(draft, "optional")}
        for name, picks in self.lists.items():
            picks.choose([int(each) for each in _listed(draft, name)], optional if name == "items" else ())
            picks.field.clear_error()
        self._show_marks()

    def act_body(self) -> Draft:
        """What the act carries; marks only under the rule that reads them."""
        said: Draft = {
            name: field.text() for name, field in self._typed.items() if name != "lead" and field.text()
        }
        if "total_days" in said:
            said["total_days"] = number_of(str(said["total_days"]))
        said["lead"] = int(self._typed["lead"].text() or 0) or None
        for name, picks in self.lists.items():
            said[name] = [pick.id for pick in picks.chosen]
        if said.get("rollup") == MANDATORY:
            said["mandatory"] = [pick.id for pick in self.lists["items"].chosen if pick.mandatory]
        return said

    # -- what is wrong

    def complete(self) -> bool:
        """Whether there is enough to ask the law what it thinks; says nothing."""
        wanted = [field for field in self._typed.values() if field.required]
        return all(field.text() for field in wanted) and self._days_fine()

    def first_wrong(self) -> Field | None:
        """Check every field; the first one that is wrong, None when the draft can be filed."""
        self._check_days()
        for field in self._typed.values():
            field.check_required()
        for field in self.fields.values():
            if isinstance(field.editor, PickEdit) and field.editor.is_unfound():
                field.set_error(self.tr("请从列表中选择，可输入名称、拼音首字母或编号查找；不需要则清空。"))
        return next((field for field in self.fields.values() if field.has_error()), None)

    def show_faults(self, faults: Iterable[StageFault]) -> None:
        """Say at its place what would keep the edition from being published; a draft it may still be."""
        told: dict[Field, list[str]] = {field: [] for field in self.fields.values()}
        for fault in faults:
            told[self.fields[fault.field]].append(fault.sentence)
        for field, sentences in told.items():
            if field.has_error():
                continue  # said by the field itself, or by the law when it was to be filed
            if sentences:
                field.set_warning("\n".join(sentences))
            elif field.editor.property("state") == "warn":
                field.clear_error()

    def _days_fine(self) -> bool:
        words = self._typed["total_days"].text()
        number = number_of(words)
        return not words or (isinstance(number, int) and 1 <= number <= 999)

    def _check_days(self) -> None:
        if not self._days_fine():
            self._typed["total_days"].set_error(self.tr("总时限应为 1 至 999 个工作日，不限则留空。"))

    def _show_marks(self) -> None:
        self.lists["items"].set_marking(self._typed["rollup"].text() == MANDATORY)


def numbers() -> list[tuple[str, str]]:
    """The stages of the national list to choose from."""
    return [(str(number), f"{number}　{name}") for number, name in enumerate(NUMBERS, 1)]


def _listed(draft: Mapping[str, object], name: str) -> Sequence[str]:
    found = draft.get(name)
    return [str(each) for each in found] if isinstance(found, list) else []
