"""The watches of a session, and what they show of its run."""

from __future__ import annotations

from functools import partial
from math import prod
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from rnnviz.debugger.step_levels import Cursor
from rnnviz.debugger.watch import Reading, Watch, WatchValues
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError
from rnnviz.session.kept_list import KeptList
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.session.session import Session

Numbers = NDArray[Any]
_AT_ONCE = 100_000


class Watches(KeptList[Watch]):
    """No two of them are the same."""

    def add(self, text: str) -> None:
        """Watch an expression; one that is watched already is not watched twice."""
        if Watch(text) not in self.all:
            self._edit((*self.all, Watch(text)), QCoreApplication.translate("Undo", "Add a watch"))

    def remove(self, watch: Watch) -> None:
        after = (one for one in self.all if one != watch)
        self._edit(after, QCoreApplication.translate("Undo", "Remove a watch"))

    def change(self, watch: Watch, text: str) -> None:
        """Let a watch be of another expression."""
        after = Watch(text)
        kept = (after if one == watch else one for one in self.all if one == watch or one != after)
        self._edit(kept, QCoreApplication.translate("Undo", "Change a watch"))


class WatchRun(QObject):
    """What the watches show of the present run. `found` says that curves which took longer are there now."""

    found = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._tape: Tape | None = None
        self._values: dict[Watch, WatchValues | EquationError] = {}
        self._curves: dict[Watch, Numbers] = {}
        self._cursor = session.cursor
        self._before: Cursor | None = None
        self._worker = Worker(self)
        self._worker.finished.connect(self._take_curves)
        session.cursor_moved.connect(self._move)
        session.tape_changed.connect(self._start_again)

    def problem(self, watch: Watch) -> EquationError | None:
        """What is wrong with a watch on this run, if anything is."""
        found = self._of(watch)
        return found if isinstance(found, EquationError) else None

    def values(self, watch: Watch) -> WatchValues | None:
        """A watch on the present run; None without a run, and for one that has a problem."""
        found = self._of(watch)
        return found if isinstance(found, WatchValues) else None

    def reading(self, watch: Watch) -> Reading | None:
        """What a watch shows where the cursor stands, and the change since it last stood elsewhere."""
        values = self.values(watch)
        if values is None:
            return None
        try:
            return values.reading(self._session.cursor, self._before, self._session.whole_run)
        except EquationError as error:
            self._values[watch] = error
            return None

    def curve(self, watch: Watch) -> Numbers | None:
        """The watch at every timestep, (T, *shape), of a matrix its norm (T,); None until a worker has made it."""
        return self._curves.get(watch)

    def want_curves(self) -> None:
        """Have the curves made that are not there yet; `found` then says so."""
        missing = [one for one in self._session.watches.all if one not in self._curves]
        wanted = {one: values for one in missing if (values := self.values(one)) is not None}
        tape = self._session.tape
        if not wanted or tape is None:
            return
        if is_quick(tape):
            self._take_curves(_curves(wanted, no_progress))
        else:
            self._worker.start(partial(_curves, wanted))

    def close(self) -> None:
        """Stops the worker; to be called before the session goes."""
        self._worker.close()

    def _of(self, watch: Watch) -> WatchValues | EquationError | None:
        tape = self._session.tape
        if tape is None:
            return None
        if tape is not self._tape:
            self._forget(tape)
        if watch not in self._values:
            try:
                self._values[watch] = WatchValues(watch, tape)
            except EquationError as error:
                self._values[watch] = error
        return self._values[watch]

    def _forget(self, tape: Tape | None) -> None:
        self._worker.cancel()
        self._tape = tape
        self._values.clear()
        self._curves.clear()

    @Slot()
    def _start_again(self) -> None:
        self._before = None
        self._cursor = self._session.cursor
        self._forget(self._session.tape)

    @Slot()
    def _move(self) -> None:
        self._before, self._cursor = self._cursor, self._session.cursor

    @Slot(object)
    def _take_curves(self, made: dict[Watch, Numbers | EquationError]) -> None:
        for watch, curve in made.items():
            if isinstance(curve, EquationError):
                self._values[watch] = curve
            else:
                self._curves[watch] = curve
        self.found.emit()


def _curves(wanted: dict[Watch, WatchValues], progress: Progress) -> dict[Watch, Numbers | EquationError]:
    made: dict[Watch, Numbers | EquationError] = {}
    for watch, values in wanted.items():
        try:
            made[watch] = values.over(progress)
        except EquationError as error:
            made[watch] = error
    return made


def is_quick(tape: Tape) -> bool:
    """Whether whatever is asked of all timesteps is answered within a frame."""
    graph = tape.graph
    names = (*graph.named, *graph.streams, *graph.parameters)
    return tape.timesteps * max(prod(graph.shape(name)) for name in names) <= _AT_ONCE
