"""Every debugger command is one search: the next position, in a direction, at which a condition holds.

A position is a stop of the tape, 0 (before the first timestep) to `tape.stops - 1` (after the last one); the cursor
stands between entries. A condition knows its own nearest position, so that a plain step, a jump to the end or to a
timestep costs the same at a million timesteps as at four, and only a condition on values has to look at each stop.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rnnviz.engine import Pass, Tape

FORWARDS = +1
BACKWARDS = -1


class Condition(Protocol):
    """Something that holds at some positions of a tape and not at others."""

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        """The first position strictly beyond `position` in `direction` at which it holds; None where there is none."""


@dataclass(frozen=True)
class EveryStop:
    """Holds at every `every`-th stop counted from where the search begins: a plain step, or several at once."""

    every: int = 1

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        found = position + direction * self.every
        return found if 0 <= found < tape.stops else None


@dataclass(frozen=True)
class AtPosition:
    """Holds at one position only."""

    position: int

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        beyond = (self.position - position) * direction > 0
        return self.position if beyond and 0 <= self.position < tape.stops else None


def search(tape: Tape, position: int, direction: int, condition: Condition) -> int | None:
    """The next position in `direction` (+1, -1) at which `condition` holds, or None; never `position` itself."""
    found = condition.nearest(tape, position, direction)
    if found is not None and not ((found - position) * direction > 0 and 0 <= found < tape.stops):
        raise ValueError(f"{condition} found position {found} from {position}, direction {direction}")
    return found


def step(tape: Tape, position: int, count: int = 1) -> int:
    """The position `count` stops further (negative: back), stopping at either end of the tape."""
    if count == 0:
        return position
    direction = FORWARDS if count > 0 else BACKWARDS
    found = search(tape, position, direction, EveryStop(abs(count)))
    if found is not None:
        return found
    return tape.stops - 1 if direction == FORWARDS else 0


def go_to(tape: Tape, position: int, target: int) -> int:
    """The position `target`, or the end of the tape that is nearest to it."""
    target = min(max(target, 0), tape.stops - 1)
    found = search(tape, position, FORWARDS if target > position else BACKWARDS, AtPosition(target))
    return position if found is None else found


def go_to_timestep(tape: Tape, position: int, timestep: int) -> int:
    """The position just after `timestep` within the pass in which `position` stands, or the pass' nearest end."""
    pass_ = current_pass(tape, position)
    first, last = sorted((pass_.timesteps[0], pass_.timesteps[-1]))
    return go_to(tape, position, tape.position(pass_, min(max(timestep, first), last)))


def current_pass(tape: Tape, position: int) -> Pass:
    """The pass in which `position` stands: that of what has just happened, at the start that of what comes first."""
    return tape.moment(max(position, 1)).pass_
