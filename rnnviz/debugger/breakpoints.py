"""Continuing to breakpoints, and back: the nearest place at which one of them stops.

`BreakpointStops(tape).continue_([Breakpoint("condition", "norm(dh[t]) < 1e-6")], 0)` tells where the run stops and
which breakpoints hold there. The places are the same in both directions, so that one undoes the other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import HitList, Stops, part
from rnnviz.debugger.breakpoint_kinds import KINDS, stops
from rnnviz.debugger.step_levels import Cursor
from rnnviz.debugger.stepping import BACKWARDS, FORWARDS, search
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError


@dataclass(frozen=True)
class Found:
    """Where a search came to, and the breakpoints that hold there: none where it came to an end of the run."""

    cursor: Cursor
    reached: tuple[Breakpoint, ...]

    @property
    def position(self) -> int:
        """The stop at which the cursor stands, or that it has left for the next."""
        return self.cursor.position

    @property
    def stop(self) -> int:
        """The stop of the timestep that this is about: the next one where all that holds stops before something."""
        return self.position + int(bool(self.reached) and all(KINDS[one.kind].before for one in self.reached))


@dataclass(frozen=True)
class AtTimestep:
    """Holds where a timestep has just happened, in any pass: run to here."""

    timestep: int

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        places = [tape.position(one, self.timestep) for one in tape.passes if self.timestep in one.timesteps]
        beyond = [one for one in places if (one - position) * direction > 0]
        return min(beyond, key=lambda one: one * direction, default=None)


class BreakpointStops:
    """Where breakpoints stop on one run. What has been evaluated is kept for the next search.

    A breakpoint that cannot be evaluated on this run stops nowhere; `problems` then says why.
    """

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.problems: dict[Breakpoint, EquationError] = {}
        self._known: dict[Breakpoint, Stops] = {}

    def of(self, breakpoint_: Breakpoint) -> Stops | None:
        """The stops of a breakpoint, enabled or not; None for one that has a problem."""
        key = replace(breakpoint_, enabled=True)
        if key in self.problems:
            return None
        if key not in self._known:
            try:
                self._known[key] = stops(key, self.tape)
            except EquationError as error:
                self.problems[key] = error
                return None
        return self._known[key]

    def problem(self, breakpoint_: Breakpoint) -> EquationError | None:
        """What is wrong with a breakpoint on this run, as far as that is known."""
        self.of(breakpoint_)
        return self.problems.get(replace(breakpoint_, enabled=True))

    def hits(self, breakpoint_: Breakpoint, progress: Progress = no_progress) -> HitList | None:
        """All hits of a breakpoint, enabled or not; None for one that has a problem. `progress` may raise."""
        found = self.of(breakpoint_)
        try:
            return None if found is None else found.hits(progress)
        except EquationError as error:
            self.problems[replace(breakpoint_, enabled=True)] = error
            return None

    def known_hits(self, breakpoint_: Breakpoint) -> HitList | None:
        """All hits of a breakpoint if the whole run has been evaluated for it already."""
        found = self.of(breakpoint_)
        return None if found is None else found.known

    def nearest(
        self, breakpoints: Iterable[Breakpoint], start: Cursor | int, direction: int, progress: Progress = no_progress
    ) -> Found | None:
        """The next place beyond `start`, a cursor or a stop, in `direction` (+1, -1) at which an enabled breakpoint
        holds, or None.

        Raises what `progress` raises, to end the search early.
        """
        place = (start if isinstance(start, Cursor) else Cursor(start)).place
        enabled = [one for one in breakpoints if one.enabled]
        while True:
            running = [(one, found) for one in enabled if (found := self.of(one)) is not None]
            try:
                nearest = [
                    each.nearest(place, direction, part(progress, number, len(running)))
                    for number, (_, each) in enumerate(running)
                ]
                there = [one for one in nearest if one is not None]
                if not there:
                    return None
                at = min(there) if direction > 0 else max(there)
                reached = [one for (one, _), where in zip(running, nearest, strict=True) if where == at]
                return Found(Cursor.at(at), tuple(reached))
            except EquationError:
                self.set_aside(running, place, direction, progress)

    def set_aside(
        self, running: Iterable[tuple[Breakpoint, Stops]], place: int, direction: int, progress: Progress
    ) -> None:
        """Notes which of the breakpoints cannot be evaluated."""
        for one, found in running:
            try:
                found.nearest(place, direction, progress)
            except EquationError as error:
                self.problems[replace(one, enabled=True)] = error

    def continue_(
        self, breakpoints: Iterable[Breakpoint], start: Cursor | int, progress: Progress = no_progress
    ) -> Found:
        """On to the next breakpoint, or to the end of the run."""
        found = self.nearest(breakpoints, start, FORWARDS, progress)
        return found or Found(Cursor(self.tape.stops - 1), ())

    def reverse_continue(
        self, breakpoints: Iterable[Breakpoint], start: Cursor | int, progress: Progress = no_progress
    ) -> Found:
        """Back to the breakpoint before, or to the start of the run."""
        found = self.nearest(breakpoints, start, BACKWARDS, progress)
        return found or Found(Cursor(), ())


def run_to(tape: Tape, start: Cursor, timestep: int, direction: int = FORWARDS) -> Cursor:
    """The next stop in `direction` at which `timestep` has just happened; where there is none on that side, the nearest
    on the other; where the run has no such timestep, the start itself."""
    for way in (direction, -direction):
        # Going back from inside a timestep, the stop that it began at lies behind.
        begin = start.begun if way == BACKWARDS else start.position
        found = search(tape, begin, way, AtTimestep(timestep))
        if found is not None:
            return Cursor(found)
    return start
