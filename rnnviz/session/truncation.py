"""What truncation takes from the gradients of the run that is shown, measured off the GUI thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.truncation import LostGradient, lost_gradient
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.session.session import Session


class LostGradients(QObject):
    """Measured anew for every run that is cut. `changed` says that there is another result, or that one is coming."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._found: LostGradient | None = None
        self._too_large = False
        self._worker = Worker(self)
        self._worker.finished.connect(self._take)
        session.tape_changed.connect(self._measure)

    @property
    def found(self) -> LostGradient | None:
        """What is lost in the run that is shown; None while it is measured, and where nothing is cut."""
        return self._found

    @property
    def measuring(self) -> bool:
        return self._worker.busy

    @property
    def too_large(self) -> bool:
        """Whether it is not measured: the run without cuts would not fit beside this one into the memory limit."""
        return self._too_large

    def close(self) -> None:
        """Stops measuring; to be called before the session goes."""
        self._worker.close()

    @Slot()
    def _measure(self) -> None:
        tape = self._session.tape
        self._worker.cancel()
        self._found, self._too_large = None, False
        if tape is not None and tape.truncate is not None and tape.truncate < tape.timesteps and tape.graph.losses:
            self._too_large = 2 * tape.model.estimate(tape.timesteps) > self._session.memory_limit
            if not self._too_large:
                self._worker.start(partial(lost_gradient, tape))
        self.changed.emit()

    @Slot(object)
    def _take(self, found: LostGradient | None) -> None:
        self._found = found
        self.changed.emit()
