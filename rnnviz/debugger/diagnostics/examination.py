"""What several rules need to know of a run, measured once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.debugger.diagnostics.thresholds import Thresholds
from rnnviz.debugger.excerpt import Excerpt
from rnnviz.debugger.jacobian import Growth, Jacobian
from rnnviz.debugger.recurrence import Recurrence, detached, gathered, recurrences
from rnnviz.engine.execution import Progress
from rnnviz.equations import Read
from rnnviz.equations.added_names import is_added
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array
from rnnviz.equations.operations import TABLE

if TYPE_CHECKING:
    from rnnviz.engine import Tape

LONGEST_WAY = 256
"""How many timesteps a gradient is followed at most."""
_MOST_LOSSES = 12
_MOST_TIMESTEPS = 4096


@dataclass(frozen=True)
class Way:
    """What the losses of timestep `source` send back to a recurrence: `norms[i]` is the length of the gradient at the
    whole state at `timesteps[i]`, in the order of travel, from where it first arrives. Cuts and `stop` let it pass."""

    source: int
    timesteps: Array
    norms: Array

    @property
    def growth(self) -> float:
        """By how much it has grown at its largest."""
        finite = np.where(np.isfinite(self.norms), self.norms, np.inf)
        return float(finite.max() / self.norms[0])

    @property
    def rest(self) -> float:
        return float(self.norms[-1] / self.norms[0])

    @property
    def rate(self) -> float:
        """The factor of each timestep, as a geometric mean."""
        return float(np.exp((np.log(self.norms[-1]) - np.log(self.norms[0])) / max(1, len(self.norms) - 1)))


class Examination:
    """A run under examination. `progress` is called now and then and may raise, to end it."""

    def __init__(self, tape: Tape, thresholds: Thresholds, progress: Progress) -> None:
        self.tape, self.thresholds, self.progress = tape, thresholds, progress

    @cached_property
    def recurrences(self) -> tuple[Recurrence, ...]:
        return recurrences(self.tape.graph)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The defined names with one row of numbers a timestep."""
        graph = self.tape.graph
        return tuple(name for name in graph.named if graph.timed(name) and not graph.index(name))

    @cached_property
    def inputs(self) -> tuple[str, ...]:
        """The streams that something reads other than as what a loss compares with."""
        found = {
            read.name
            for operation in self.tape.graph.operations
            for place, read in enumerate(operation.inputs)
            if isinstance(read, Read) and not (TABLE[operation.kind].is_loss and place == 1)
        }
        return tuple(name for name in self.tape.graph.streams if name in found and not is_added(name))

    @cached_property
    def finite(self) -> bool:
        """Whether all values and gradients of the run are finite."""
        names = [*self.values, *(gradient_name(name) for name in self.values if gradient_name(name) in self.tape)]
        return all(np.isfinite(rows).all() for name in names for _, rows in self.chunks(name))

    def timesteps(self, name: str) -> Array:
        """The timesteps at which a value exists: those of the segments that define it."""
        graph, ranges = self.tape.graph, self.tape.extent.ranges
        if name not in graph.definitions:
            span = self.tape.span(name)
            return np.arange(span.start, span.stop)
        parts = [ranges[one.segment] for one in graph.definitions[name]]
        return np.concatenate([np.arange(first, last + 1) for first, last in sorted(parts)])

    def chunks(self, name: str) -> Iterator[tuple[Array, Array]]:
        """(timesteps, rows) of a stored value or gradient, some thousand at a time, so that a long run can be left."""
        at = self.timesteps(name.removeprefix("d") if name not in self.tape.graph else name)
        whole = self.tape[name]
        for start in range(0, len(at), _MOST_TIMESTEPS):
            part = at[start : start + _MOST_TIMESTEPS]
            self.progress(0.0)
            yield part, whole[part[0] - 1 : part[-1]] if part[-1] - part[0] == len(part) - 1 else whole[part - 1]

    def sampled(self, first: int, last: int) -> Array:
        """Timesteps for what is told of a share of them: all, or evenly spread ones of a long run."""
        count = min(last - first + 1, _MOST_TIMESTEPS)
        return np.unique(np.linspace(first, last, count).round().astype(np.int64))

    def rows(self, name: str, segment: int, timesteps: Array) -> Array:
        """The values of a name or an unnamed operation of a segment at some of its timesteps."""
        tape = self.tape
        if name in tape.values.complete:
            return gathered(tape, Read(name), timesteps)
        maker = next(one for one in tape.graph.definitions[name] if one.segment == segment)
        local = detached(tape, [maker])
        values = local.values(tape, timesteps)
        local.compute(values, {name})
        return values.timed[name]

    @cached_property
    def lossy(self) -> Array:
        """The timesteps that have a loss."""
        found = np.zeros(self.tape.timesteps, bool)
        for name in self.tape.graph.losses:
            loss = self.tape[name]
            found |= (loss != 0) & np.isfinite(loss)
        return 1 + np.flatnonzero(found)

    def ways(self, recurrence: Recurrence) -> tuple[Way, ...]:
        """What a sample of the losses send back, each followed for up to `LONGEST_WAY` timesteps."""
        found = []
        for source in self.sources(recurrence):
            way = self.way(recurrence, int(source))
            if way is not None:
                found.append(way)
            self.progress(0.0)
        return tuple(found)

    def sources(self, recurrence: Recurrence) -> Array:
        """Timesteps with a loss, evenly spread, of those from which there is a long way through the recurrence."""
        span = recurrence.timesteps(self.tape.extent)
        room = self.lossy - span[0] if recurrence.direction > 0 else span[-1] - self.lossy
        far = self.lossy[room >= min(LONGEST_WAY, max(room, default=0)) / 2]
        if len(far) <= _MOST_LOSSES:
            return far
        return far[np.linspace(0, len(far) - 1, _MOST_LOSSES).round().astype(np.int64)]

    def way(self, recurrence: Recurrence, source: int) -> Way | None:
        """None where nothing arrives, or nothing that is finite."""
        span = recurrence.timesteps(self.tape.extent)
        backwards = recurrence.direction > 0
        if backwards:
            window = max(1, min(source, span[-1]) - LONGEST_WAY), source
        else:
            window = source, min(self.tape.timesteps, max(source, span[0]) + LONGEST_WAY)
        gradients = self.sent(window, source)
        first, last = max(window[0], span[0]), min(window[1], span[-1])
        squares = np.zeros(max(0, last - first + 1))
        with np.errstate(all="ignore"):
            for state in recurrence.states:
                rows = gradients.get(gradient_name(state))
                if rows is not None and len(squares):
                    part = rows[first - window[0] : last - window[0] + 1].reshape(len(squares), -1)
                    squares = np.hypot(squares, np.linalg.norm(part.astype(np.float64), axis=1))
        timesteps = np.arange(first, last + 1)
        if backwards:
            timesteps, squares = timesteps[::-1], squares[::-1]
        arrived = np.flatnonzero(squares > 0)
        if not len(arrived) or not np.isfinite(squares[arrived[0]]):
            return None
        start = arrived[0]
        gone = np.flatnonzero(~(squares[start:] > 0))  # an exact zero has an end of its own, and no rate
        stop = start + gone[0] if len(gone) else len(squares)
        return Way(source, timesteps[start:stop], squares[start:stop])

    def sent(self, window: tuple[int, int], source: int) -> dict[str, Array]:
        """The gradients at all states of the losses of one timestep."""
        key = (*window, source)
        if key not in self._sent:
            if len(self._sent) > 2 * _MOST_LOSSES:
                self._sent.clear()
            losses = np.zeros(window[1] - window[0] + 1)
            losses[source - window[0]] = 1
            names = [gradient_name(state) for one in self.recurrences for state in one.states]
            self._sent[key] = Excerpt(self.tape, *window, cuts=False, stops=False).gradients(names, losses)
        return self._sent[key]

    @cached_property
    def _sent(self) -> dict[tuple[int, int, int], dict[str, Array]]:
        return {}

    @cached_property
    def _jacobians(self) -> dict[Recurrence, tuple[Jacobian, tuple[Growth, ...]]]:
        return {}

    def jacobian(self, recurrence: Recurrence) -> tuple[Jacobian, tuple[Growth, ...]]:
        """The Jacobians of a recurrence, and what products of them do."""
        if recurrence not in self._jacobians:
            made = Jacobian(self.tape, recurrence)
            self._jacobians[recurrence] = made, made.growth(progress=self.within)
        return self._jacobians[recurrence]

    def within(self, fraction: float) -> None:
        """The progress of a part, which only says that the examination goes on."""
        self.progress(0.0)
