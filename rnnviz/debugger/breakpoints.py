"""Continuing to breakpoints, and back: the nearest stop of any of them.

`BreakpointStops(tape).continue_([Breakpoint("condition", "norm(dh[t]) < 1e-6")], position=0)` tells where the run stops
and which breakpoints hold there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from rnnviz.debugger.breakpoint import Breakpoint
from rnnviz.debugger.breakpoint_hits import HitList, Stops, part
from rnnviz.debugger.breakpoint_kinds import stops
from rnnviz.debugger.stepping import BACKWARDS, FORWARDS, go_to, search
from rnnviz.engine import Tape
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.equations import EquationError


@dataclass(frozen=True)
class Found:
    """Where a search came to, and the breakpoints that hold there: none where it came to an end of the run."""

    position: int
    reached: tuple[Breakpoint, ...]


@dataclass(frozen=True)
class AnyOf:
    """Holds where one of some breakpoints stops: a condition for `stepping.search`."""

    stops: tuple[Stops, ...]
    progress: Progress = no_progress

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        found = [
            one.nearest(position, direction, part(self.progress, number, len(self.stops)))
            for number, one in enumerate(self.stops)
        ]
        return min((one for one in found if one is not None), key=lambda one: one * direction, default=None)


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
        self, breakpoints: Iterable[Breakpoint], position: int, direction: int, progress: Progress = no_progress
    ) -> Found | None:
        """The next stop beyond `position` in `direction` (+1, -1) at which an enabled breakpoint holds, or None.

        Raises what `progress` raises, to end the search early.
        """
        enabled = [one for one in breakpoints if one.enabled]
        while True:
            running = [(one, found) for one in enabled if (found := self.of(one)) is not None]
            condition = AnyOf(tuple(found for _, found in running), progress)
            try:
                at = search(self.tape, position, direction, condition)
                if at is None:
                    return None
                before = at - direction
                reached = [one for one, found in running if found.nearest(before, direction) == at]
                return Found(at, tuple(reached))
            except EquationError:
                self.set_aside(running, position, direction, progress)

    def set_aside(
        self, running: Iterable[tuple[Breakpoint, Stops]], position: int, direction: int, progress: Progress
    ) -> None:
        """Notes which of the breakpoints cannot be evaluated."""
        for one, found in running:
            try:
                found.nearest(position, direction, progress)
            except EquationError as error:
                self.problems[replace(one, enabled=True)] = error

    def continue_(self, breakpoints: Iterable[Breakpoint], position: int, progress: Progress = no_progress) -> Found:
        """On to the next breakpoint, or to the end of the run."""
        found = self.nearest(breakpoints, position, FORWARDS, progress)
        return found or Found(self.tape.stops - 1, ())

    def reverse_continue(
        self, breakpoints: Iterable[Breakpoint], position: int, progress: Progress = no_progress
    ) -> Found:
        """Back to the breakpoint before, or to the start of the run."""
        found = self.nearest(breakpoints, position, BACKWARDS, progress)
        return found or Found(0, ())


def run_to(tape: Tape, position: int, timestep: int) -> int:
    """The next stop at which `timestep` has just happened, or where there is none ahead, the last one behind; where it
    stands already, or the run has no such timestep, the position itself."""
    for direction in (FORWARDS, BACKWARDS):
        found = search(tape, position, direction, AtTimestep(timestep))
        if found is not None:
            return go_to(tape, position, found)
    return position
