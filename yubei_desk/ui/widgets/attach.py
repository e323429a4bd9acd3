"""Attaching 附材料: the dialog that takes a scan from a folder or by drop instead of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from yubei_desk.domain.act import Move
from yubei_desk.ui.widgets.bars import button
from yubei_desk.ui.widgets.field import Field
from yubei_desk.ui.widgets.file_drop import FileDrop
from yubei_desk.ui.widgets.materials import ChooseFile, choose_scan
from yubei_desk.ui.widgets.move_dialog import MoveDialog


def wants_file(move: Move) -> bool:
    """Whether the act names a stored file: nobody types that."""
    return any(ask.field == "blob" for ask in move.asks)


class AttachDialog(MoveDialog):
    """A move dialog with a field for the file, below what else the move asks. `confirmed` carries its path as
    `blob`.
    """

    def __init__(
        self,
        move: Move,
        heading: str,
        parent: QWidget | None = None,
        *,
        summary: Sequence[tuple[str, str]] = (),
        choose: ChooseFile = choose_scan,
    ) -> None:
        asks = tuple(ask for ask in move.asks if ask.field not in ("blob", "file_name"))
        super().__init__(replace(move, asks=asks), heading, summary, parent)
        self._choose = choose
        self.file = Field(
            self.tr("文件"),
            QLineEdit(self),
            required=True,
            hint=self.tr("PDF、JPG、PNG、TIF 或 OFD，不超过 50 MB；也可以把文件拖到这里。"),
            parent=self,
        )
        self.pick = button(self.tr("选择文件…"), self, icon="file")
        self.pick.clicked.connect(self._pick)
        self.form.add_field("blob", self.file)
        self.form.add_below(self.pick)
        self.fit_paper()
        FileDrop(self).files_given.connect(lambda paths: self.file.set_value(paths[0]))
        if not asks:
            self.pick.setFocus()

    def body(self) -> dict[str, object]:
        """The path, for the deed that reads, stores and names the file, and what else is asked."""
        return {**self.form.body(), "blob": self.file.text()}

    def first_wrong(self) -> Field | None:
        """Nothing goes without a file."""
        self.file.check_required()
        return super().first_wrong()

    def _pick(self) -> None:
        path = self._choose(self)
        if path:
            self.file.set_value(path)
