"""What is wrong with the present run: looked for beside the window after every run, with thresholds that can be set."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from weakref import WeakMethod

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoCommand

from rnnviz.debugger.diagnostics.thresholds import Thresholds
from rnnviz.engine.execution import Progress
from rnnviz.session.session import Session
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.debugger.diagnostics import Finding, Place
    from rnnviz.engine import Tape

_PAUSE = 300  # ms: who is still typing, or has just opened the window, is served first


class Diagnosis(QObject):
    """The findings of the present tape. `changed` says that they are there, that the looking has begun or gone on, or
    that a threshold is another."""

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._thresholds = Thresholds()
        self._findings: tuple[Finding, ...] | None = None
        self._looking: float | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(0)
        self._pause.timeout.connect(self._wait)
        self._worker = Worker(self)
        self._worker.progressed.connect(self._on_progress)
        self._worker.finished.connect(self._on_finished)
        session.tape_changed.connect(self._look_again)
        self._look_again()

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What was found, the worst first; None until the whole run was looked at."""
        return self._findings

    @property
    def looking(self) -> float | None:
        """How far the looking is, 0 … 1; None when nobody looks."""
        return self._looking

    @property
    def thresholds(self) -> Thresholds:
        return self._thresholds

    def set_threshold(self, name: str, value: float) -> None:
        """Another threshold, by its name in `Thresholds`, undoably; the run is looked at again."""
        kind = type(getattr(self._thresholds, name))
        self._edit(
            replace(self._thresholds, **{name: kind(value)}), QCoreApplication.translate("Undo", "Change a threshold")
        )

    def reset_thresholds(self) -> None:
        """The documented ones, undoably."""
        self._edit(Thresholds(), QCoreApplication.translate("Undo", "Reset the thresholds"))

    def take(self, thresholds: Thresholds) -> None:
        """Those of a project that is opened; this is no step of undo."""
        self._set_thresholds(thresholds)

    def cancel(self) -> None:
        """Stop looking; nothing is known then."""
        self._pause.stop()
        self._worker.cancel()
        self._set_looking(None)

    def look(self) -> None:
        """Look at the present run now."""
        self._pause.stop()
        self._look()

    def go(self, place: Place) -> None:
        """Select a place, with the cursor where its value has just been computed."""
        tape = self._session.tape
        if tape is None:
            return
        name = tape.adjoint.aliases.get(place.name, place.name)
        for number, timesteps in tape.narrative.told.get(name, ()):
            if place.timestep in timesteps:
                self._session.go_to(tape.position(tape.passes[number], place.timestep))
                break
        tied = name in tape.graph.parameters and not tape.graph.parameters[name].untied
        self._session.select(place.name, None if tied else place.timestep, place.unit)

    def close(self) -> None:
        """Stops all work; to be called before the window goes."""
        self._pause.stop()
        self._worker.close()

    # How it changes

    def _edit(self, after: Thresholds, name: str) -> None:
        if after != self._thresholds:
            self._session.undo.push(_EditThresholds(self._thresholds, after, self._set_thresholds, name))

    def _set_thresholds(self, thresholds: Thresholds) -> None:
        if thresholds != self._thresholds:
            self._thresholds = thresholds
            self.changed.emit()
            self._look_again()

    @Slot()
    def _look_again(self) -> None:
        """The findings are of another run, or by other thresholds, than those that hold now."""
        self._worker.cancel()
        self._findings = None
        if self._session.tape is None:
            self._pause.stop()
            self._set_looking(None)
        else:
            self._pause.start()
            self._set_looking(0.0)

    @Slot()
    def _wait(self) -> None:
        """The first pause begins when events flow: a window that took longer than it to open is still painted first."""
        if self._pause.interval() < _PAUSE:
            self._pause.setInterval(_PAUSE)
            self._pause.start()
        else:
            self._look()

    def _look(self) -> None:
        if self._session.tape is not None:
            self._worker.start(partial(_findings, self._session.tape, self._thresholds))
            self._set_looking(0.0)

    def _set_looking(self, fraction: float | None) -> None:
        self._looking = fraction
        self.changed.emit()

    @Slot(float)
    def _on_progress(self, fraction: float) -> None:
        self._set_looking(fraction)

    @Slot(object)
    def _on_finished(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings
        self._set_looking(None)


class _EditThresholds(QUndoCommand):
    """Replaces the thresholds by others."""

    def __init__(self, before: Thresholds, after: Thresholds, take: Callable[[Thresholds], None], name: str) -> None:
        super().__init__(name)
        self._before, self._after = before, after
        self._take = WeakMethod(take)  # weak: Qt and Python would collect a cycle in an order that Qt does not survive

    def redo(self) -> None:
        self._set(self._after)

    def undo(self) -> None:
        self._set(self._before)

    def _set(self, thresholds: Thresholds) -> None:
        take = self._take()
        if take is not None:
            take(thresholds)


def _findings(tape: Tape, thresholds: Thresholds, progress: Progress) -> tuple[Finding, ...]:
    from rnnviz.debugger.diagnostics import diagnose  # in the thread: a window opens without it

    return tuple(diagnose(tape, thresholds, progress))
