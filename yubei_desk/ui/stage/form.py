"""The form of a joint application 联合申请: stage, items, applicant, project and materials on one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from yubei_desk.domain.applicant import Applicant, Running
from yubei_desk.domain.case import CaseMaterial
from yubei_desk.domain.item import Item, merge_materials
from yubei_desk.domain.stage import Stage, StagePart
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.stage.picker import ItemTicks, StageCard
from yubei_desk.ui.widgets.applicant_form import ApplicantForm
from yubei_desk.ui.widgets.card import ScrollColumn, SidePanel
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.material_files import MaterialFiles
from yubei_desk.ui.widgets.materials import MaterialCard, MaterialList
from yubei_desk.ui.widgets.project_finder import ProjectFinder
from yubei_desk.ui.widgets.stage_check import CheckCard

Kept = dict[str, tuple[CaseMaterial, str]]  # how a material came and its stored file, by name


class StageForm(QWidget):
    """What is typed and ticked of one joint application. Signals: `edited` at every change, `changed` when
    what may be sent is another, `broke(error)` for what is no fault of anything typed.
    """

    edited = Signal()
    changed = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._items: Mapping[int, Item] = {}
        self._kept: Kept = {}
        self.stage = StageCard(self)
        self.items = ItemTicks(self)
        self.form = ApplicantForm(desk.session.now.date(), self, required=("project_name",))
        self.form.set_title(self.tr("申请人和项目"))
        named = self.form.fields
        self.project = ProjectFinder(desk, named["project_name"], named["project_code"], self)
        self.check = CheckCard(self)
        self.materials = MaterialList(self)
        self.material_card = MaterialCard(self.materials, self.tr("勾选事项后，合并列出应交的材料。"), self)
        self.files = MaterialFiles(desk, self.materials, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.left, self.side = ScrollColumn(self), SidePanel(self)
        self.stage.add(self.items)
        for part in (self.stage, self.form):
            self.left.add(part)
        for card in (self.check, self.material_card):
            self.side.add(card)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.left, 1)
        row.addWidget(self.side)

    def _connect(self) -> None:
        self.stage.picked.connect(self._pick_stage)
        self.items.changed.connect(self._show_materials)
        self.project.found.connect(self._simulate)
        self.form.identified.connect(self._look_up)
        for edited in (self.stage.edited, self.items.changed, self.form.edited, self.materials.changed):
            edited.connect(self._on_edited)
        self.files.changed.connect(self._on_file)
        for part in (self.project, self.files):
            part.broke.connect(self.broke)

    def load(self) -> None:
        """Load stages and catalogue of today."""
        store, worker = self._desk.store, self._desk.worker
        worker.run(store.load_items, done=self._show_catalogue, failed=self._failed)
        worker.run(store.load_stages, done=self._show_stages, failed=self._failed)

    def _failed(self, error: Exception) -> None:
        self.broke.emit(error)

    def _on_edited(self) -> None:
        self.material_card.show_count()
        self.edited.emit()

    # -- stage and simulation

    def _show_stages(self, stages: tuple[Stage, ...]) -> None:
        self.stage.show_stages(stages)
        self._simulate()

    def _show_catalogue(self, items: tuple[Item, ...]) -> None:
        self._items = {item.id: item for item in items}
        self._show_materials()

    def _pick_stage(self) -> None:
        self.items.demand("")
        self._simulate()
        self.changed.emit()

    def reload(self, ids: frozenset[int]) -> None:
        """The bell rang for these; empty means anything may have changed."""
        row = self.project.row
        if not ids or (row is not None and row.matter_id in ids):
            self._simulate()
        work = partial(self._desk.store.reload_stages, ids) if ids else self._desk.store.load_stages
        self._desk.worker.run(work, done=self._show_new_stages, failed=self._failed)

    def _show_new_stages(self, stages: tuple[Stage, ...] | None) -> None:
        if stages is not None:
            self._show_stages(stages)

    def _simulate(self) -> None:
        stage, row = self.stage.stage, self.project.row
        if stage is None:
            self._show_parts((None, 0, ()))
            return
        work = partial(_simulate, self._desk, row.matter_id if row else 0, stage)
        self._desk.worker.run(work, done=self._show_parts, failed=self._failed)

    def _show_parts(self, answer: tuple[Stage | None, int, tuple[StagePart, ...]]) -> None:
        stage, project, parts = answer
        row = self.project.row
        if stage != self.stage.stage or project != (row.matter_id if row else 0):
            return  # an answer to what no longer stands here
        items = [part for part in parts if part.part == "item"]
        self.items.show_items(items, self.stage.consent.editor)
        if all(part.done for part in parts if part.part == "gate"):
            self.stage.number.clear_error()  # what was refused for a missing approval is refused no more
        self.check.show_parts(parts, row, self.form.fields["project_name"].text())
        self.changed.emit()

    # -- materials

    def _show_materials(self) -> None:
        """All ticked items' materials, each asked once; what was handed in stays, whatever is ticked."""
        self._keep_marks()
        merged = merge_materials(self._items[item] for item in self.items.ticked if item in self._items)
        self.files.clear()
        self.materials.show_materials(merged)
        kept = [(row, *self._kept[row.name]) for row in merged if row.name in self._kept]
        self.files.restore({str(row.position): blob for row, _, blob in kept if blob})
        self.materials.set_marks([replace(mark, position=row.position) for row, mark, _ in kept])
        self._on_edited()

    def _keep_marks(self) -> None:
        stored = self.files.draft()
        for mark in self.materials.marks():
            self._kept[mark.name] = (mark, stored.get(str(mark.position), ""))

    def _on_file(self) -> None:
        # A file on its way belongs to a row of this list: no other list until it has come.
        self.stage.setEnabled(not self.busy)
        self.changed.emit()

    # -- the applicant

    def _look_up(self, number: str) -> None:
        work = partial(self._desk.store.find_applicant, number)
        self._desk.worker.run(work, done=self._show_known, failed=self._failed)

    def _show_known(self, found: tuple[Applicant, tuple[Running, ...]] | None) -> None:
        if found is not None:
            self.form.show_known(found[0])

    # -- what is typed

    @property
    def busy(self) -> bool:
        """Whether a file is still on its way to the store."""
        return self.files.busy

    @property
    def begun(self) -> bool:
        """Whether there is anything worth keeping."""
        return self.form.begun or bool(self.stage.draft()["process"])

    @property
    def fields(self) -> dict[str, Field]:
        """Every field by the name the law speaks of it."""
        named = {"project": self.form.fields["project_name"], "stage": self.stage.number}
        return {**self.form.fields, **named, "consent": self.stage.consent}

    def ready(self) -> bool:
        """Whether it can be sent; what is missing says so itself and takes the keyboard."""
        wanted = [self.stage.process, self.stage.number, self.form.fields["project_name"]]
        if self.stage.consent.isVisibleTo(self):
            wanted.insert(2, self.stage.consent)
        wrong = [field for field in wanted if not field.check_required()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def body(self) -> dict[str, object]:
        """What the act carries."""
        stage, said = self.stage.stage, self.form.values()
        project = {
            **_mapping(said["project"]),
            "id": self.project.row.matter_id if self.project.row else None,
        }
        rows = [
            {**row, "name": mark.name, "necessity": mark.necessity}
            for row, mark in zip(self.files.body(), self.materials.marks(), strict=True)
        ]
        told = {"stage": stage.id if stage else None, "items": list(self.items.ticked), "materials": rows}
        return {**said, **told, "project": project, "consent": bool(self.stage.consent.value())}

    def draft(self) -> dict[str, object]:
        """Everything as typed, with a `title` to know it by; empty when nothing was."""
        if not self.begun:
            return {}
        self._keep_marks()
        kept = [{**asdict(mark), "blob": blob} for mark, blob in self._kept.values()]
        title = self.form.fields["project_name"].text() or self.tr("未填项目")
        told = {"title": title, "items": list(self.items.wanted), "materials": kept}
        return {**told, "stage": self.stage.draft(), "form": self.form.draft()}

    def restore(self, draft: Mapping[str, object]) -> None:
        """Show what was typed before; stage and items follow when they are loaded."""
        self.clear()
        rows = draft.get("materials")
        for row in rows if isinstance(rows, list) else []:
            self._kept[row["name"]] = (CaseMaterial(**{**row, "blob": ""}), row["blob"])
        items = draft.get("items")
        self.items.want(items if isinstance(items, list) else ())
        self.form.restore(_mapping(draft.get("form")))
        self.stage.restore(_mapping(draft.get("stage")))
        self.project.look()

    def clear(self) -> None:
        """An empty form."""
        self.files.clear()
        self.materials.show_materials(())
        self._kept = {}
        self.items.want(())
        self.form.clear()
        self.project.clear()
        self.stage.clear()

    def lock(self, locked: bool) -> None:
        """Let nothing be typed."""
        for part in (self.form, self.materials):
            part.setEnabled(not locked)
        self.stage.setEnabled(not locked and not self.busy)  # a file on its way keeps its list


def _mapping(said: object) -> dict[str, object]:
    return dict(said) if isinstance(said, dict) else {}


def _simulate(desk: Desk, project: int, stage: Stage) -> tuple[Stage, int, tuple[StagePart, ...]]:
    return stage, project, desk.store.simulate_stage(project, stage.id)
