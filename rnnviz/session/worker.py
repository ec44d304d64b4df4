"""Work off the GUI thread: one job at a time, with progress and cancel; the newest request wins."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from rnnviz.engine import Cancelled
from rnnviz.engine.execution import Progress

Work = Callable[[Progress], object]
"""What is to be done: it is handed a `progress(fraction)` to call often, which raises Cancelled to end it early."""

_NOTICEABLE = 0.005  # a smaller advance is not worth a signal across threads


class Worker(QObject):
    """Does what it is given in a thread. `finished` carries the result of the newest work, and of no other.

    Work must turn its own errors into results: all but Cancelled are errors of the program.
    """

    progressed = Signal(float)
    finished = Signal(object)
    _reported = Signal(int, float)
    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = 0
        self._cancelled: threading.Event | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reported.connect(self._on_report, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether work is under way or waits for the thread."""
        return self._cancelled is not None

    def start(self, work: Work) -> None:
        """Do `work` instead of whatever is being done."""
        self.cancel()
        self._cancelled = threading.Event()
        # A function, not an object of ours: the pool alone then says when what it runs may go.
        self._pool.start(_Job(self, self._ticket, work, self._cancelled).run)

    def cancel(self) -> bool:
        """Stop the work under way, if there is any; nothing is reported of it any more. Whether there was any."""
        was_busy = self.busy
        self._ticket += 1
        if self._cancelled is not None:
            self._cancelled.set()
            self._cancelled = None
        return was_busy

    def close(self) -> None:
        """Cancel, and wait until the thread has noticed."""
        self.cancel()
        self._pool.waitForDone()

    @Slot(int, float)
    def _on_report(self, ticket: int, fraction: float) -> None:
        if ticket == self._ticket:
            self.progressed.emit(fraction)

    @Slot(int, object)
    def _on_done(self, ticket: int, result: object) -> None:
        if ticket == self._ticket:
            self._cancelled = None
            self.finished.emit(result)


class _Job:
    """One piece of work in the thread."""

    def __init__(self, worker: Worker, ticket: int, work: Work, cancelled: threading.Event) -> None:
        self._worker, self._ticket, self._work, self._cancelled = worker, ticket, work, cancelled
        self._last = 0.0

    def run(self) -> None:
        if self._cancelled.is_set():
            return
        try:
            result = self._work(self._report)
        except Cancelled:
            return
        self._worker._done.emit(self._ticket, result)

    def _report(self, fraction: float) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        if fraction - self._last >= _NOTICEABLE:
            self._last = fraction
            self._worker._reported.emit(self._ticket, fraction)
