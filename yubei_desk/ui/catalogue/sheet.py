"""One edition of a stage as it reads 阶段版本: what it says, and at its place what the law has against it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from yubei_desk.domain.act import Act
from yubei_desk.domain.catalogue import MANDATORY, Pick, StageEdition
from yubei_desk.ui import theme
from yubei_desk.ui.catalogue.columns import STATE_TONES, edition_words
from yubei_desk.ui.widgets.card import Card, Facts, ScrollColumn
from yubei_desk.ui.widgets.day import day_text
from yubei_desk.ui.widgets.elided import ElidedLabel
from yubei_desk.ui.widgets.light import Pill


class PartCard(Card):
    """What an edition names under one heading, line by line, and the sentence of the law about it."""

    def __init__(self, title: str, empty: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._title, self._empty = title, empty
        self.fault = theme.text_label("", self, kind="hint", tone="danger")
        self.fault.setWordWrap(True)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self._rows: list[QWidget] = []
        self.add(self._lines)
        self.add(self.fault)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def show_picks(self, picks: Sequence[Pick], fault: str, *, marking: bool = False) -> None:
        """Show these; where the edition marks its items, each with its mark."""
        for old in self._rows:
            old.setParent(None)
            old.deleteLater()
        self._rows = [self._line(pick, marking) for pick in picks]
        if not picks:
            self._rows.append(theme.text_label(self._empty, self, kind="hint"))
        for row in self._rows:
            self._lines.addWidget(row)
        self.set_title(f"{self._title} {len(picks)}" if picks else self._title)
        self.fault.setText(fault)
        self.fault.setVisible(bool(fault))

    def _line(self, pick: Pick, marking: bool) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        if pick.section:
            row.addWidget(theme.text_label(pick.code, line, kind="hint"))
        row.addWidget(ElidedLabel(pick.name, line), 3)
        if pick.section:
            row.addWidget(ElidedLabel(pick.section, line, kind="hint"), 2)
        if marking:
            words, tone = (self.tr("必办"), "info") if pick.mandatory else (self.tr("可选"), "muted")
            row.addWidget(Pill(words, tone, line))
        return line


class EditionSheet(ScrollColumn):
    """The whole of one edition."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cover, self._facts = Card("", self), Facts(self)
        self.state = Pill("", "muted", self)
        self.faults: dict[str, QLabel] = {}
        self._cover.heading.add_right(self.state)
        self._cover.add(self._facts)
        for field in ("lead", "mandatory"):
            self.faults[field] = theme.text_label("", self, kind="hint", tone="danger")
            self.faults[field].setWordWrap(True)
            self._cover.add(self.faults[field])
        self.items = PartCard(self.tr("事项"), self.tr("没有事项"), self)
        self.seats = PartCard(self.tr("席位"), self.tr("没有席位"), self)
        self.gate = PartCard(self.tr("前置批文"), self.tr("没有前置批文，任何项目都可以申报"), self)
        self._cover.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        for card in (self._cover, self.items, self.seats, self.gate):
            self.add(card)

    def show_edition(self, edition: StageEdition) -> None:
        """Show this edition."""
        self._cover.set_title(f"{edition.number}　{edition.name}　{edition_words(edition.edition)}")
        self.state.show_words(edition.state_label, STATE_TONES[edition.state])
        self._facts.show_facts([*self._said(edition), *self._done(edition)])
        told: dict[str, list[str]] = {}
        for fault in edition.faults:
            told.setdefault(fault.field, []).append(fault.sentence)
        words = {field: "\n".join(sentences) for field, sentences in told.items()}
        for field, label in self.faults.items():
            label.setText(words.get(field, ""))
            label.setVisible(field in words)
        marking = edition.rollup == MANDATORY
        self.items.show_picks(edition.items, words.get("items", ""), marking=marking)
        self.seats.show_picks(edition.seats, words.get("seats", ""))
        self.gate.show_picks(edition.gate, words.get("gate", ""))

    def _said(self, edition: StageEdition) -> list[tuple[str, str]]:
        days = self.tr("{0} 个工作日").format(edition.total_days) if edition.total_days else self.tr("不限")
        return [
            (self.tr("审批流程"), f"{edition.process}　{edition.process_name}"),
            (self.tr("牵头科室"), edition.lead.name if edition.lead else ""),
            (self.tr("办理方式"), edition.mode),
            (self.tr("总时限"), days),
            (self.tr("办结规则"), edition.rollup),
            (self.tr("依据"), edition.basis),
        ]

    def _done(self, edition: StageEdition) -> list[tuple[str, str]]:
        first = day_text(edition.from_day) if edition.from_day else self.tr("尚未施行")
        until = self.tr("{0} 至 {1}").format(first, day_text(edition.to_day)) if edition.to_day else first
        return [(self.tr("施行"), until), *((act.label, _act_words(act)) for act in edition.acts)]


def _act_words(act: Act) -> str:
    return f"{act.actor}　{day_text(act.at.date())} {act.at:%H:%M}"
