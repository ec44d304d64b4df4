"""Steps of three sizes: over a timestep, into its operations, out to its end; each with its exact reverse.

`into(tape, Cursor(2))` stands after the first operation of the timestep that comes after stop 2, `Cursor(2, 1)`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnnviz.debugger.stepping import BACKWARDS, FORWARDS, step

if TYPE_CHECKING:
    from rnnviz.engine import Tape
    from rnnviz.equations import Operation


ROOM = 1 << 20
"""More than a timestep has operations."""


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """Where the run stands: at a stop, or after `inside` operations of the timestep that follows it."""

    position: int = 0
    inside: int = 0

    @property
    def begun(self) -> int:
        """The stop of the timestep that was begun last, be it finished or not; 0 where none was."""
        return self.position + 1 if self.inside else self.position

    @property
    def place(self) -> int:
        """The cursor as one number, which grows along the story: places are searched and sorted as numbers."""
        return self.position * ROOM + self.inside

    @staticmethod
    def at(place: int) -> Cursor:
        """The cursor of a place."""
        return Cursor(*divmod(int(place), ROOM))


def operations(tape: Tape, position: int) -> tuple[Operation, ...]:
    """The operations of the timestep that follows a stop, in the order in which they are stepped through; none at the
    end of the run."""
    if not 0 <= position < tape.stops - 1:
        return ()
    moment = tape.moment(position + 1)
    return tape.entries.at(moment.pass_, moment.timestep)


def within(tape: Tape, cursor: Cursor) -> Cursor:
    """The cursor itself, or the stop before it where the tape has no such operation."""
    position = min(max(cursor.position, 0), tape.stops - 1)
    inside = cursor.inside if position == cursor.position else 0
    return Cursor(position, inside if 0 < inside < len(operations(tape, position)) else 0)


def over(tape: Tape, cursor: Cursor, count: int = 1) -> Cursor:
    """`count` timesteps on (negative: back) or to the end. Inside a timestep the first of them goes to its own end, or
    back to its beginning."""
    if not count:
        return cursor
    if cursor.inside and count < 0:
        count += 1
    return Cursor(step(tape, cursor.position, count))


def into(tape: Tape, cursor: Cursor, direction: int = FORWARDS) -> Cursor:
    """One operation on, or back (-1); a timestep in which nothing is computed counts as one."""
    if direction == BACKWARDS:
        if cursor.inside:
            return Cursor(cursor.position, cursor.inside - 1)
        before = step(tape, cursor.position, -1)
        return cursor if before == cursor.position else Cursor(before, max(0, len(operations(tape, before)) - 1))
    if cursor.inside + 1 < len(operations(tape, cursor.position)):
        return Cursor(cursor.position, cursor.inside + 1)
    return Cursor(step(tape, cursor.position), 0)


def out(tape: Tape, cursor: Cursor, direction: int = FORWARDS) -> Cursor:
    """From inside a timestep to its end, else to the end of the pass; back (-1) to the beginning of either."""
    if cursor.inside:
        return over(tape, cursor, direction)
    if direction == FORWARDS:
        return Cursor(next((one for one in _borders(tape) if one > cursor.position), tape.stops - 1))
    return Cursor(next((one for one in reversed(_borders(tape)) if one < cursor.position), 0))


def _borders(tape: Tape) -> list[int]:
    """The stops at which a pass begins or ends."""
    found = [0]
    for pass_ in tape.passes:
        found.append(found[-1] + len(pass_.timesteps))
    return found


def known(tape: Tape, name: str, cursor: Cursor) -> range:
    """The timesteps, ascending, at which a value, a gradient, a contribution or an unnamed operation's result has been
    computed where the cursor stands."""
    if cursor.inside and is_done(tape, name, cursor):
        return tape.known(name, cursor.position + 1)
    return tape.known(name, cursor.position)


def is_done(tape: Tape, name: str, cursor: Cursor) -> bool:
    """Whether the operation of a name is among those of the present timestep that have been done."""
    name = tape.adjoint.aliases.get(name, name)
    return any(one.name == name for one in operations(tape, cursor.position)[: cursor.inside])
