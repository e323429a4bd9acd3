"""Finding the project 查找项目 while its name or code is typed, so that none is registered twice."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QWidget

from yubei_desk.domain.project import ProjectRow
from yubei_desk.ui.desk import Desk
from yubei_desk.ui.widgets.field import Field

PAUSE_MS = 200
LEAST = 2  # characters before anything is looked for


class ProjectFinder(QObject):
    """`row` is the registered project that name and code name, None for a new one. Names that hold what is
    typed are offered below the field; without a field for the code, it is typed there too. Signals: `found`
    when another project stands, `broke(error)`.
    """

    found = Signal()
    broke = Signal(Exception)

    def __init__(self, desk: Desk, name: Field, code: Field | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._name, self._code = desk, name, code
        self.row: ProjectRow | None = None
        self._names = QStringListModel(self)
        self._pause = QTimer(self, interval=PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self.look)
        assert isinstance(name.editor, QLineEdit)
        self._offers = offers = QCompleter(self._names, self)
        offers.setFilterMode(Qt.MatchFlag.MatchContains)
        popup = offers.popup()
        assert popup is not None
        popup.setAccessibleName(self.tr("已登记的项目"))
        name.editor.setCompleter(offers)
        for field in filter(None, (name, code)):
            field.edited.connect(self._pause.start)

    @property
    def waiting(self) -> bool:
        """Whether what was typed is about to be looked for."""
        return self._pause.isActive()

    def look(self) -> None:
        """Look for what stands in the fields now."""
        self._pause.stop()
        words = self._words()
        if len(words) < LEAST:
            self._take(words, ())
            return
        work = partial(_find, self._desk, words)
        self._desk.worker.run(work, done=self._answered, failed=self._failed)

    def _words(self) -> str:
        return (self._code.text() if self._code else "") or self._name.text()

    def _answered(self, answer: tuple[str, tuple[ProjectRow, ...]]) -> None:
        words, rows = answer
        if words == self._words():
            self._take(words, rows)

    def _failed(self, error: Exception) -> None:
        self.broke.emit(error)

    def _take(self, words: str, rows: tuple[ProjectRow, ...]) -> None:
        names = [row.name for row in rows]
        if names != self._names.stringList():
            self._names.setStringList(names)
            self._offer()
        same = [row for row in rows if words in (row.code, row.name)]
        if len(same) > 1:
            told = self.tr("有 {0} 个同名项目，请填写投资项目统一代码").format(len(same))
            self._name.set_warning(told)
        row = same[0] if len(same) == 1 else None
        if row != self.row:
            self.row = row
            if row is not None and not self._name.text():
                self._name.set_value(row.name)
            self.found.emit()

    def _offer(self) -> None:
        """Show what was found to whoever still stands in the field; they may have stopped typing."""
        editor = self._name.editor
        if self._names.rowCount() and editor.hasFocus() and self._names.stringList() != [self._name.text()]:
            self._offers.setCompletionPrefix(self._name.text())
            self._offers.complete()

    def clear(self) -> None:
        """No project is named."""
        self._pause.stop()
        self._take("", ())


def _find(desk: Desk, words: str) -> tuple[str, tuple[ProjectRow, ...]]:
    return words, desk.store.find_projects(words)
