"""Runs drafts: small ones at once, others off the GUI thread; the newest request wins."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from rnnviz.session import recipe
from rnnviz.session.draft import Draft
from rnnviz.session.worker import Worker


class Runner(QObject):
    """Turns drafts into outcomes. `finished` carries the outcome of the newest request, and of no other."""

    progressed = Signal(float)
    finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._worker.progressed.connect(self.progressed)
        self._worker.finished.connect(self.finished)

    @property
    def busy(self) -> bool:
        """Whether a run is under way or waits for the thread."""
        return self._worker.busy

    def start(self, draft: Draft, memory_limit: int) -> None:
        """Run `draft` instead of whatever is running. A small one has finished when this returns."""
        self.cancel()
        if recipe.is_small(draft):
            self.finished.emit(recipe.run(draft, memory_limit))
        else:
            self._worker.start(partial(recipe.run, draft, memory_limit))

    def cancel(self) -> bool:
        """Stop the run under way, if there is one; nothing is reported of it any more. Whether there was one."""
        return self._worker.cancel()

    def close(self) -> None:
        """Cancel, and wait until the thread has noticed."""
        self._worker.close()
