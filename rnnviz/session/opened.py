"""Which timestep lies open to its operations: the one that the cursor has stepped into, or one that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.debugger.step_levels import operations

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.session.session import Session


class Opened(QObject):
    """One timestep of one pass at most, told by the stop before it. `changed` says that it is another, or none.

    What was stepped into closes when the cursor leaves it by a larger step; what was asked for stays until it is
    closed, or another is stepped into.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._position: int | None = None
        self._asked = False
        self._tape: Tape | None = None
        session.cursor_moved.connect(self._follow)
        session.tape_changed.connect(self._take_tape)

    @property
    def position(self) -> int | None:
        """The stop that the opened timestep follows."""
        return self._position

    @property
    def done(self) -> int:
        """How many operations of the opened timestep the cursor has passed."""
        tape, cursor = self._session.tape, self._session.cursor
        if tape is None or self._position is None or cursor.position < self._position:
            return 0
        return cursor.inside if cursor.position == self._position else len(operations(tape, self._position))

    def open(self, timestep: int, name: str = "") -> None:
        """Open a timestep of the pass that computes `name` there; without one, of that in which the cursor stands."""
        position = self._stop_before(timestep, name)
        if position is not None:
            self._set(position, asked=True)

    def stay(self) -> None:
        """Open the timestep that the cursor has come to the beginning of, as it does going from operation to
        operation."""
        tape, position = self._session.tape, self._session.position
        if tape is not None and operations(tape, position):
            self._set(position, asked=False)

    def close(self) -> None:
        """Nothing is open."""
        self._set(None, asked=False)

    def _stop_before(self, timestep: int, name: str) -> int | None:
        tape = self._session.tape
        if tape is None or tape.stops < 2:
            return None
        present = tape.moment(max(1, self._session.cursor.begun)).pass_
        told = tape.narrative.told.get(tape.adjoint.aliases.get(name, name), [])
        passes = [tape.passes[number] for number, span in told if timestep in span]
        passes = passes or sorted(tape.passes, key=lambda one: (one is not present, one.phase != present.phase))
        found = (tape.position(one, timestep) - 1 for one in passes if timestep in one.timesteps)
        return next((position for position in found if operations(tape, position)), None)

    def _set(self, position: int | None, *, asked: bool) -> None:
        self._asked = asked
        if position != self._position:
            self._position = position
            self.changed.emit()

    @Slot()
    def _follow(self) -> None:
        cursor = self._session.cursor
        if cursor.inside:
            self._set(cursor.position, asked=self._asked and cursor.position == self._position)
        elif not self._asked:
            self.close()

    @Slot()
    def _take_tape(self) -> None:
        """Another run: what was asked for stays open if the run is told in the same stops."""
        before, self._tape = self._tape, self._session.tape
        if self._session.cursor.inside:
            self._follow()
        elif not self._asked or before is None or self._tape is None or before.stops != self._tape.stops:
            self.close()
