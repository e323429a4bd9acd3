"""Picking process and stage 选择阶段, and ticking the items of a stage to be applied for together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from yubei_desk.domain.stage import Stage, StagePart
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.card import Card
from yubei_desk.ui.widgets.field import Choice, Field
from yubei_desk.ui.widgets.light import Pill
from yubei_desk.ui.widgets.materials import ElidedCheck

ADVICE = "预审服务"


class StageCard(Card):
    """`stage` is the edition picked, None for none; of 预审服务 the applicant's consent is asked besides.
    `picked` when another stands, `edited` at every change.
    """

    picked = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent.tr("审批流程和阶段"), parent)
        self._stages: tuple[Stage, ...] = ()
        self._awaited = ("", "")  # process and number of a draft whose stages are not loaded yet
        self._shown: Stage | None = None
        # Each editor right before its field: Tab goes the way they are made.
        self._process = Choice((), self)
        self.process = Field(self.tr("审批流程类型"), self._process, required=True, parent=self)
        self._number = Choice((), self)
        self.number = Field(self.tr("阶段"), self._number, required=True, parent=self)
        self._about = theme.text_label("", self, kind="hint")
        ticked = QCheckBox(self.tr("申请人已书面同意预审服务（不是正式申请，不计时限）"), self)
        self.consent = Field(self.tr("申请人书面同意"), ticked, required=True, parent=self)
        self.mode = Pill("", "info", self)
        self._build()
        self.process.edited.connect(self._offer_numbers)
        self.number.edited.connect(self._show_stage)
        self.consent.edited.connect(self.edited)

    def _build(self) -> None:
        self.heading.add_right(self._about)
        self.heading.add_right(self.mode)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.process, 1)
        row.addWidget(self.number, 1)
        self.add(row)
        self.add(self.consent)
        self._show_stage()

    @property
    def stage(self) -> Stage | None:
        """The edition picked."""
        chosen = self._number.value()
        return next((stage for stage in self._stages if str(stage.id) == chosen), None)

    def show_stages(self, stages: Sequence[Stage]) -> None:
        """Offer the stages in force; what was picked stays picked, in its newest edition."""
        kept = self.draft()
        # Stages that run beside the chain are led by nobody, and no review is held of them.
        self._stages = tuple(each for each in stages if each.state == "published" and each.lead)
        names = {str(each.process): each.process_name for each in self._stages}
        self._process.set_choices(list(names.items()))
        self._offer_numbers()
        self.restore(kept)

    def _offer_numbers(self) -> None:
        process = self._process.value()
        offered = [each for each in self._stages if str(each.process) == process]
        self._number.set_choices([(str(each.id), f"{each.number}　{each.name}") for each in offered])
        self._show_stage()

    def _show_stage(self) -> None:
        stage = self.stage
        words = self.tr("{0}牵头　{1}").format(stage.lead, stage.basis) if stage else ""
        self._about.setText(words or self.tr("选择后列出本阶段的席位、事项和前置批文。"))
        self.mode.show_words(stage.mode if stage else "", "info")
        self.consent.setVisible(stage is not None and stage.mode == ADVICE)
        if stage != self._shown:
            self._shown = stage
            self.picked.emit()
        self.edited.emit()

    def clear(self) -> None:
        """Nothing is picked."""
        self._awaited = ("", "")
        for field in (self.process, self.number, self.consent):
            field.set_value(None)
            field.clear_error()

    def draft(self) -> dict[str, object]:
        """What stands here, by process and number: the edition may be another tomorrow."""
        process, number = (self._process.value(), self.stage.number if self.stage else "")
        if not process:
            process, number = self._awaited
        return {"process": process, "number": str(number), "consent": self.consent.value()}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Pick what was picked before; it follows when the stages are loaded."""
        process, number = str(draft.get("process", "")), str(draft.get("number", ""))
        found = next((s for s in self._stages if (str(s.process), str(s.number)) == (process, number)), None)
        self._awaited = ("", "") if self._stages else (process, number)
        self._process.set_value(process)
        if found is not None:
            self._number.set_value(str(found.id))
        self.consent.set_value(draft.get("consent"))


class ItemTicks(QWidget):
    """The items of the stage, ticked by the applicant. `ticked` are their ids; `changed` when they did."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._wanted: set[int] = set()
        self._rows: dict[int, tuple[QCheckBox, QWidget]] = {}
        self._fault = theme.text_label("", self, kind="hint", tone="danger")
        self._fault.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(theme.text_label(self.tr("一并申请的事项"), self, kind="label"))
        self._column.addWidget(self._fault)
        self.hide()

    @property
    def ticked(self) -> tuple[int, ...]:
        """The ids of the items ticked, in the order of the stage."""
        return tuple(item for item, (check, _) in self._rows.items() if check.isChecked())

    @property
    def wanted(self) -> tuple[int, ...]:
        """What is ticked, or will be once the items are shown."""
        return tuple(sorted(self._wanted))

    def want(self, items: Collection[int]) -> None:
        """Tick these as soon as they are shown."""
        self._wanted = set(items)
        for item, (check, _) in self._rows.items():
            check.setChecked(item in self._wanted)

    def show_items(self, parts: Sequence[StagePart], after: QWidget) -> None:
        """Show these items; those ticked stay ticked, by item. Tab comes to them from `after`."""
        before = self.ticked
        held = next((item for item, (check, _) in self._rows.items() if check.hasFocus()), 0)
        for _, row in self._rows.values():
            row.setParent(None)
            row.deleteLater()
        self._rows = {part.id: self._make(part) for part in parts}
        for check, _ in self._rows.values():
            QWidget.setTabOrder(after, check)
            after = check
        self.setVisible(bool(parts))
        if held in self._rows:
            self._rows[held][0].setFocus()
        if self.ticked != before:
            self.changed.emit()

    def _make(self, part: StagePart) -> tuple[QCheckBox, QWidget]:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        check = ElidedCheck(part.name, line)
        check.setChecked(part.id in self._wanted)
        check.toggled.connect(lambda on, item=part.id: self._toggle(item, on))
        row.addWidget(check, 1)
        optional = "" if part.mandatory else self.tr("可选　")
        row.addWidget(theme.text_label(f"{optional}{part.section}", line, kind="hint"))
        row.addWidget(_standing(part, line))
        self._column.insertWidget(self._column.indexOf(self._fault), line)
        return check, line

    def _toggle(self, item: int, on: bool) -> None:
        (self._wanted.add if on else self._wanted.discard)(item)
        self.demand("")
        self.changed.emit()

    def demand(self, sentence: str) -> None:
        """Say under the items what is expected; "" takes it back."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))
        if sentence and self._rows:
            next(iter(self._rows.values()))[0].setFocus()

    @property
    def fault(self) -> str:
        """The sentence under the items."""
        return self._fault.text()


def _standing(part: StagePart, parent: QWidget) -> Pill:
    if part.running:
        return Pill(parent.tr("在办，将并入"), "info", parent)
    return Pill(parent.tr("已通过") if part.done else "", "ok", parent)
