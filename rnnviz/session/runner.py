"""Runs drafts: small ones at once, others off the GUI thread, with progress and cancel; the newest request wins."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from rnnviz.engine import Cancelled
from rnnviz.session import recipe
from rnnviz.session.draft import Draft

_NOTICEABLE = 0.005  # a smaller advance is not worth a signal across threads


class Runner(QObject):
    """Turns drafts into outcomes. `finished` carries the outcome of the newest request, and of no other."""

    progressed = Signal(float)
    finished = Signal(object)
    _reported = Signal(int, float)
    _done = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ticket = 0
        self._job: _Job | None = None
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._reported.connect(self._on_report, Qt.ConnectionType.QueuedConnection)
        self._done.connect(self._on_done, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a run is under way or waits for the thread."""
        return self._job is not None

    def start(self, draft: Draft, memory_limit: int) -> None:
        """Run `draft` instead of whatever is running. A small one has finished when this returns."""
        self.cancel()
        if recipe.is_small(draft):
            self.finished.emit(recipe.run(draft, memory_limit))
            return
        self._job = _Job(self, self._ticket, draft, memory_limit)
        self._pool.start(self._job.run)

    def cancel(self) -> bool:
        """Stop the run under way, if there is one; nothing is reported of it any more. Whether there was one."""
        was_busy = self.busy
        self._ticket += 1
        if self._job is not None:
            self._job.cancelled.set()
            self._job = None
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
    def _on_done(self, ticket: int, outcome: recipe.Outcome) -> None:
        if ticket == self._ticket:
            self._job = None
            self.finished.emit(outcome)


class _Job:
    """One run in the worker thread."""

    def __init__(self, runner: Runner, ticket: int, draft: Draft, memory_limit: int) -> None:
        self.cancelled = threading.Event()
        self._runner = runner
        self._ticket = ticket
        self._draft = draft
        self._memory_limit = memory_limit
        self._last = 0.0

    def run(self) -> None:
        if self.cancelled.is_set():
            return
        try:
            outcome = recipe.run(self._draft, self._memory_limit, self._report)
        except Cancelled:
            return
        self._runner._done.emit(self._ticket, outcome)

    def _report(self, fraction: float) -> None:
        if self.cancelled.is_set():
            raise Cancelled
        if fraction - self._last >= _NOTICEABLE:
            self._last = fraction
            self._runner._reported.emit(self._ticket, fraction)
