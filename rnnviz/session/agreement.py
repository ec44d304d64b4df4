"""Whether the contributions of a parameter, added one by one, make its total: asked for often, found out once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRunnable, Qt, QThreadPool, Signal

from rnnviz.engine import Contributions, Tape
from rnnviz.session.session import Session

_AT_ONCE = 100_000  # so many numbers are added up within a frame


class _Check(QRunnable):
    """One sum in the worker."""

    class _Signals(QObject):
        told = Signal(object, bool)

    def __init__(self, contributions: Contributions) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.signals = self._Signals()
        self._contributions = contributions

    def run(self) -> None:
        self.signals.told.emit(self._contributions, self._contributions.agrees())


class Agreement(QObject):
    """The verdicts on the present tape. `found` says that one which took longer is there now."""

    found = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._tape: Tape | None = None
        self._verdicts: dict[str, bool | None] = {}
        self._checks: dict[int, tuple[str, _Check]] = {}
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)

    def of(self, tape: Tape, parameter: str) -> bool | None:
        """Whether the sum of the contributions equals the total; None while a worker adds them up."""
        if tape is not self._tape:
            self._tape = tape
            self._verdicts.clear()
            self._pool.clear()
            self._checks.clear()
        if parameter not in self._verdicts:
            contributions = tape.contributions(parameter)
            if contributions.timesteps * max(1, contributions.total.size) <= _AT_ONCE:
                self._verdicts[parameter] = contributions.agrees()
            else:
                self._verdicts[parameter] = None
                check = _Check(contributions)
                check.signals.told.connect(self._take, Qt.ConnectionType.QueuedConnection)
                self._checks[id(contributions)] = (parameter, check)
                self._pool.start(check)
        return self._verdicts[parameter]

    def close(self) -> None:
        """Waits for the worker; to be called before the window goes."""
        self._pool.clear()
        self._pool.waitForDone()

    def _take(self, contributions: Contributions, agrees: bool) -> None:
        parameter, _ = self._checks.pop(id(contributions), ("", None))
        if parameter:
            self._verdicts[parameter] = agrees
            self.found.emit()
