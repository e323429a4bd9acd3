"""The worker 后台办理: runs, one by one, what would make a window wait, and brings the answer back."""

from __future__ import annotations

import logging
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QCoreApplication, QObject, QRunnable, Qt, QThreadPool, Signal

from yubei_desk.errors import Cancelled, DeskError

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Task(Generic[T]):
    """One piece of work and who is to hear of it; made by `Worker.run`, kept only to cancel it."""

    def __init__(
        self,
        ended: Callable[[Task[T]], object],
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        always: Callable[[], object] | None,
    ) -> None:
        self._ended, self._work = ended, work
        self._done, self._failed, self._always = done, failed, always
        self._result: T | None = None
        self._error: Exception | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """`failed` hears Cancelled soon; running work ends unheard, waiting work never starts."""
        self.cancelled = True
        self._ended(self)

    def run(self) -> None:
        """Do the work, on the worker's thread, and announce that it ended."""
        with self:
            if not self.cancelled:
                self._result = self._work()
        self._ended(self)

    def tell(self) -> None:
        """Call `done` or `failed`, then `always`, on the GUI thread; deleted receivers are passed over."""
        error = Cancelled() if self.cancelled else self._error
        if error is not None and not isinstance(error, DeskError):
            _log.error("bug in background work", exc_info=error)
        try:
            if error is not None:
                _call(self._failed, error)
            else:
                _call(self._done, cast(T, self._result))
        finally:
            if self._always is not None:
                _call(self._always)
            self._let_go()

    def _let_go(self) -> None:
        """Whoever drops the task last, perhaps the worker's thread, shall drop no page with it."""
        del self._work, self._done, self._failed, self._always

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        """Whatever the work raised goes to the GUI thread: nothing is lost on the way, a bug least of all."""
        self._error = error if isinstance(error, Exception) else None
        return self._error is not None


class Worker(QObject):
    """One thread beside the window's, for the database or for rendering; work is done in the order it came.

    Signals:
        busy_changed(bool): True when work has come, False when all of it has been answered.
    """

    busy_changed = Signal(bool)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setObjectName("desk worker")  # tells our threads from those Qt keeps for painting
        self._pool.setMaxThreadCount(1)
        self._unanswered: set[Task[Any]] = set()
        self._stopped = False
        self._ended.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.stop)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
        *,
        always: Callable[[], object] | None = None,
    ) -> Task[T]:
        """Run `work` on the worker's thread; `done(result)` or `failed(error)`, then `always()`, on this one.

        The three must be bound methods of QObjects (TypeError otherwise), so that an answer to a page closed
        meanwhile can be dropped. After `stop` nothing runs and nobody is told.
        """
        for method in (done, failed, always or done):
            if not isinstance(getattr(method, "__self__", None), QObject):
                raise TypeError(f"not a bound method of a QObject: {method!r}")
        task = Task(self._ended.emit, work, done, failed, always)
        if self._stopped:
            task.cancelled = True
            return task
        self._unanswered.add(task)
        if len(self._unanswered) == 1:
            self.busy_changed.emit(True)
        self._pool.start(_Run(task))
        return task

    @property
    def busy(self) -> bool:
        """Whether work is unanswered still."""
        return bool(self._unanswered)

    def stop(self) -> None:
        """Cancel what waits, wait for what runs, tell nobody; at the end of the program or at sign-out."""
        self._stopped = True
        for task in self._unanswered:
            task.cancelled = True
        self._unanswered.clear()
        self._pool.clear()
        self._pool.waitForDone()

    def _answer(self, task: Task[Any]) -> None:
        if task not in self._unanswered:
            return
        self._unanswered.remove(task)
        try:
            task.tell()
        finally:
            if not self._unanswered:
                self.busy_changed.emit(False)


class _Run(QRunnable):
    def __init__(self, task: Task[Any]) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def _call(method: Callable[..., object], *arguments: object) -> None:
    if shiboken6.isValid(cast(Any, method).__self__):
        method(*arguments)
