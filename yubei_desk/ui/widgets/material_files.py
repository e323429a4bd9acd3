"""Files 扫描件 at the counter: dropped or chosen at a material, stored before the receipt names them."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict
from functools import partial
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yubei_desk.errors import DeskError
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.widgets.materials import ChooseFile, MaterialList, choose_scan


class MaterialFiles(QObject):
    """Which stored file belongs to which material of `rows`. `changed` when a file is on its way, stored
    or refused; `broke(error)` for what is no fault of the file.
    """

    changed = Signal()
    broke = Signal(Exception)

    def __init__(
        self, desk: Desk, rows: MaterialList, parent: QWidget, *, choose: ChooseFile = choose_scan
    ) -> None:
        super().__init__(parent)
        self._desk, self._rows, self._owner, self._choose = desk, rows, parent, choose
        self._blobs: dict[int, str] = {}
        # The worker answers in order: the first here is the one whose answer comes next.
        self._on_way: deque[tuple[object, int, Path]] = deque()
        self._list = object()
        rows.files_given.connect(self.take)
        rows.file_wanted.connect(self._pick)

    @property
    def busy(self) -> bool:
        """Whether a file is still on its way to the store."""
        return bool(self._on_way)

    def clear(self) -> None:
        """Another list of materials: what is still on its way belongs to none of its rows."""
        self._blobs, self._list = {}, object()

    def draft(self) -> dict[str, str]:
        """The stored files by position, as a draft keeps them."""
        return {str(position): blob for position, blob in self._blobs.items()}

    def restore(self, draft: object) -> None:
        """Take up files stored before."""
        if isinstance(draft, dict):
            self._blobs = {int(position): str(blob) for position, blob in draft.items()}

    def body(self) -> list[dict[str, object]]:
        """The rows of the act; a file is named only while its row still shows it."""
        told = []
        for mark in self._rows.marks():
            row = {key: asdict(mark)[key] for key in ("position", "form", "originals", "copies")}
            if mark.file_name and mark.position in self._blobs:
                row |= {"blob": self._blobs[mark.position], "file_name": mark.file_name}
            told.append(row)
        return told

    def take(self, position: int, paths: list[str]) -> None:
        """Check and store the file of one material; a row holds one file."""
        if len(paths) != 1:
            self._rows.refuse_file(position, self.tr("每项材料放一个文件，请合并为一个 PDF 后再添加。"))
            return
        path = Path(paths[0])
        self._on_way.append((self._list, position, path))
        self._rows.refuse_file(position, "")
        self._desk.worker.run(
            partial(self._desk.deeds.store_scan, path), done=self._stored, failed=self._failed
        )
        self.changed.emit()

    def _pick(self, position: int) -> None:
        path = self._choose(self._owner)
        if path:
            self.take(position, [path])

    def _stored(self, blob: UUID) -> None:
        made_for, position, path = self._on_way.popleft()
        if made_for is self._list:
            self._blobs[position] = str(blob)
            self._rows.show_file(position, path.name)
        self.changed.emit()

    def _failed(self, error: Exception) -> None:
        made_for, position, _path = self._on_way.popleft()
        if not isinstance(error, DeskError):
            self.broke.emit(error)
        elif made_for is self._list:
            self._rows.refuse_file(position, error.sentence)
        self.changed.emit()
