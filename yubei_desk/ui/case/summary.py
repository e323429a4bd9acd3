"""Summary 概要: what the case is about, the personal data on request only, and what was recommended."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.domain.applicant import Applicant
from yubei_desk.domain.case import CaseFile
from yubei_desk.ui import theme
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.card import Card, Facts, rule
from yubei_desk.ui.widgets.day import day_text


class SummaryCard(Card):
    """Item, applicant, project, edition, limits, basis. `reveal_requested` to see the personal data."""

    reveal_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("基本情况"))
        self._facts = Facts(self)
        self.reveal = button(self.tr("查看个人信息"), self, kind="link", icon="eye")
        self.reveal.setToolTip(self.tr("证件号、联系人和电话默认不显示；每次查看都会记录查看人和时间。"))
        self._private = Facts(self)
        self._logged = theme.text_label("", self, kind="hint")
        self._logged.setWordWrap(True)
        self.heading.add_right(self.reveal)
        self._line = rule(self)
        for part in (self._facts, self._line, self._logged, self._private):
            self.add(part)
        self.reveal.clicked.connect(self.reveal_requested)
        self._shown: list[tuple[str, str]] = []
        self.hide_private()

    def show_case(self, file: CaseFile) -> None:
        """Show the facts; unchanged ones are left alone, so that what is marked stays marked."""
        facts = self._facts_of(file)
        if facts != self._shown:
            self._facts.show_facts(facts)
            self._shown = facts

    def _facts_of(self, file: CaseFile) -> list[tuple[str, str]]:
        unit = self.tr("个工作日") if file.limit_unit == "working" else self.tr("日")
        limits = self.tr("承诺 {0} {2}，法定 {1} {2}，自{3}之日起").format(
            file.promised_days, file.statutory_days, unit, file.start_event
        )
        project = "　".join(part for part in (file.project_name, file.project_code) if part)
        joint = [(self.tr("联审"), file.review)] if file.review else []
        return [
            (self.tr("受理编号"), file.number),
            (
                self.tr("事项"),
                self.tr("{0}（{1}，清单第 {2} 版）").format(file.item, file.business, file.edition_no),
            ),
            (self.tr("申请人"), file.applicant),
            (self.tr("项目"), project),
            *joint,
            (self.tr("主办"), f"{file.department} {file.section}"),
            (self.tr("收件"), f"{day_text(file.received_on)}　{file.window} {file.receiver}"),
            (self.tr("办理期限"), limits),
            (self.tr("法定依据"), file.legal_basis),
        ]

    def show_private(self, applicant: Applicant) -> None:
        """Show what was asked for, and say that the showing was written down."""
        lines = [
            (self.tr("证件号码"), applicant.id_number),
            (self.tr("法定代表人"), applicant.representative),
            (self.tr("联系人"), applicant.contact),
            (self.tr("电话"), applicant.phone),
            (self.tr("地址"), applicant.address),
        ]
        self._private.show_facts(lines)
        self._logged.setText(self.tr("个人信息仅供本件办理使用，本次查看已记录。"))
        for part in (self._line, self._logged, self._private):
            part.show()

    def hide_private(self) -> None:
        """Another case, or the page was left: nothing personal stays on the screen."""
        self._private.show_facts([])
        for part in (self._line, self._logged, self._private):
            part.hide()


class ProposalCard(Card):
    """The last recommendation in full, as the chief reads it before signing; hidden without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("拟办意见"))
        self.heading.setMinimumHeight(34)  # as high as the one beside it, which holds a button
        self._facts = Facts(self)
        self.add(self._facts)
        self._shown = 0
        self.hide()

    def show_case(self, file: CaseFile) -> None:
        """Show what was last recommended in the words it was asked with."""
        last = next((act for act in reversed(file.acts) if act.kind == "recommend"), None)
        self.setVisible(last is not None)
        if last is not None and last.id != self._shown:
            who = (self.tr("拟办人"), self.tr("{0}（{1}）").format(last.actor, last.capacity))
            self._facts.show_facts([who, *last.said])
            self._shown = last.id
