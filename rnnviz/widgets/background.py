"""Work beside the window for one widget, which may be gone before it is done; the newest work wins."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, QThreadPool, Signal
from shiboken6 import isValid

Work = Callable[[Callable[[float], None]], object]
"""What is to be done: it is handed a `progress(fraction)` to call often, which ends it once nobody wants it."""


class Background(QObject):
    """Does the newest work that it is given in a thread of the application's pool."""

    done = Signal(object)
    """What the newest work has returned; nothing is heard of work that was dropped."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted = _Wanted()
        self.destroyed.connect(self._wanted.nothing)  # a closed window does not wait for what nobody will see

    def start(self, work: Work) -> None:
        """Do `work` instead of what is being done."""
        self.drop()
        job = _Job(self._wanted, work)
        job.signals.done.connect(self._finish)
        QThreadPool.globalInstance().start(job.run)

    def drop(self) -> None:
        """No longer wanted: work under way ends soon, and says nothing."""
        self._wanted.nothing()

    def _finish(self, ticket: int, made: object) -> None:
        if ticket == self._wanted.ticket:
            self.done.emit(made)


class _Wanted:
    """Which work is waited for."""

    def __init__(self) -> None:
        self.ticket = 0

    def nothing(self) -> None:
        self.ticket += 1


class _Signals(QObject):
    done = Signal(int, object)


class _DroppedError(Exception):
    """Nobody wants the work any more."""


class _Job:
    def __init__(self, wanted: _Wanted, work: Work) -> None:
        # The application's, so that the GUI thread deletes it: the widget may be gone by then.
        self.signals = _Signals(QCoreApplication.instance())
        self._wanted, self._ticket, self._work = wanted, wanted.ticket, work

    def run(self) -> None:
        try:
            self._go_on(0.0)
            self.signals.done.emit(self._ticket, self._work(self._go_on))
        except _DroppedError:
            pass
        except RuntimeError:
            # The application ended meanwhile, and the signal's owner with it: nobody is left to tell.
            if isValid(self.signals):
                raise
        finally:
            if isValid(self.signals):
                self.signals.deleteLater()

    def _go_on(self, fraction: float) -> None:
        if self._wanted.ticket != self._ticket:
            raise _DroppedError
