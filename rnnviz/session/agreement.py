"""Whether the contributions of a parameter, added one by one, make its total: asked for often, found out once."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from rnnviz.engine import Contributions, Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.session.session import Session
from rnnviz.session.worker import Worker

_AT_ONCE = 100_000  # so many numbers are added up within a frame


class Agreement(QObject):
    """The verdicts on the present tape. `found` says that one which took longer is there now."""

    found = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tape: Tape | None = None
        self._verdicts: dict[str, bool | None] = {}
        self._asked = ""
        self._worker = Worker(self)
        self._worker.finished.connect(self._take)

    def of(self, tape: Tape, parameter: str) -> bool | None:
        """Whether the sum of the contributions equals the total.

        None while a worker adds them up, and where there is nothing to compare: numbers that are not finite, or a
        parameter with a value of its own at each timestep. Who asks for another parameter meanwhile is answered first.
        """
        if tape is not self._tape:
            self._worker.cancel()
            self._tape, self._asked = tape, ""
            self._verdicts.clear()
        if parameter in self._verdicts:
            return self._verdicts[parameter]
        contributions = tape.contributions(parameter)
        if contributions.timesteps * max(1, tape.model.parameters[parameter].size) <= _AT_ONCE:
            self._verdicts[parameter] = _verdict(contributions)
        elif parameter != self._asked:
            self._asked = parameter
            self._worker.start(partial(_verdict, contributions))
        return self._verdicts.get(parameter)

    def close(self) -> None:
        """Stops the worker; to be called before the window goes."""
        self._worker.close()

    def _take(self, verdict: bool | None) -> None:
        self._verdicts[self._asked] = verdict
        self._asked = ""
        self.found.emit()


def _verdict(contributions: Contributions, progress: Progress = no_progress) -> bool | None:
    if contributions.untied or not np.isfinite(contributions.total).all():
        return None
    return contributions.agrees(progress=progress)
