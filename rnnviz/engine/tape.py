"""A run, recorded: immutable, complete, and the one thing that everything above the engine reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine import factors
from rnnviz.engine.contributions import Contributions
from rnnviz.engine.data import borders, has_border, stream_keys
from rnnviz.engine.execution import Progress, bind, execute, no_progress
from rnnviz.engine.factor_kinds import Elementwise, Factor
from rnnviz.engine.narrative import Entries, Moment, Narrative, Pass
from rnnviz.engine.values import Extent, Values, frozen, largest_finite
from rnnviz.equations import Graph, Operation, Parameter, Read
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine.influence import Influence
    from rnnviz.engine.prepared_run import Part


class Tape:
    """One run of a model over a sequence.

    `tape["h"]` is (T, …) and row i is timestep i + 1, read-only; so are `tape["dh"]`, the gradient of the total loss at
    h[t], whatever reads it, and the streams as they were run. Nothing here changes after the run, and several threads
    may read it: what is worked out later is kept, and at worst worked out twice.
    """

    def __init__(
        self,
        forward: Graph,
        backward: Graph,
        values: Values,
        extent: Extent,
        parameters: Mapping[str, Array],
        initial: Mapping[str, Array],
        truncate: int | None,
        model: Any = None,
        overrides: Sequence[Any] = (),
        carry: bool = True,
        parts: Sequence[Part] = (),
    ) -> None:
        self.graph, self.adjoint, self.model = forward, backward, model
        self.values, self.extent, self.truncate = values, extent, truncate
        self.overrides, self.carry = tuple(overrides), carry
        known = isinstance(parameters, MappingProxyType)  # a model's own, which nobody changes
        self.parameters = parameters if known else MappingProxyType(dict(parameters))
        self.initial = MappingProxyType(dict(initial))
        self._contributions: dict[str, Contributions] = {}
        self._parts = parts
        self._largest: dict[str, float] = {}
        self._kernels: dict[tuple[str, int], Callable[..., Any]] = {}

    def __repr__(self) -> str:
        return f"<Tape of {self.timesteps} timesteps, loss {self.loss:.6g}>"

    def prepare(self, progress: Progress = no_progress) -> None:
        """Works out now what a window shows at once and a script may never ask for: norms, totals and running sums of
        all contributions, and how large the values are. Raises what `progress` raises."""
        stored = [name for name in (*self.graph.streams, *self.graph.named, *self.adjoint.named) if self._stored(name)]
        count = len(self.graph.parameters) + len(stored)
        for number, name in enumerate(self.graph.parameters):
            self.contributions(name).work_out(partial(part_of, progress, number, count))
        for number, name in enumerate(stored, len(self.graph.parameters) + 1):
            self.largest(name)
            progress(number / count)

    def _stored(self, name: str) -> bool:
        return self.adjoint.aliases.get(name, name) in self.values.complete

    def largest(self, name: str) -> float:
        """The largest finite magnitude that a value has at any timestep; 0 where there is none."""
        if name not in self._largest:
            self._largest[name] = largest_finite(self[name])
        return self._largest[name]

    @property
    def timesteps(self) -> int:
        return self.extent.timesteps

    @cached_property
    def narrative(self) -> Narrative:
        """The order in which the run is told."""
        return Narrative(self.graph, self.adjoint, self.extent)

    @cached_property
    def data(self) -> Mapping[str, Array]:
        """The streams as they were run, by the names under which data is given."""
        return MappingProxyType(
            {
                key: frozen(self.values.rows(name, *self.extent.ranges[segment]).view())
                for key, (name, segment) in stream_keys(self.graph).items()
            }
        )

    @cached_property
    def loss(self) -> float:
        """The sum of all losses over all timesteps; 0 without a loss."""
        return float(sum(np.sum(self[name], dtype=np.float64) for name in self.graph.losses))

    # Values

    def __getitem__(self, name: str) -> Array:
        """The values of a name, of an operation or of a gradient over all timesteps, (T, *shape); of a parameter its
        value, of `dW` the total. KeyError for what does not exist."""
        if name in self.graph.parameters and not self.graph.parameters[name].untied:
            return frozen(np.asarray(self.parameters[name]).view())
        if name not in self.graph and name[:1] == "d" and name[1:].removesuffix(".total") in self.graph.parameters:
            return self.contributions(name[1:].removesuffix(".total")).total
        name = self.adjoint.aliases.get(name, name)
        if name in self.values.constant:
            return frozen(self.values.constant[name].view())
        if name not in self.values.complete:
            return frozen(self._computed(name))
        return frozen(self.values.rows(name, 1, self.timesteps).view())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._exists(name)

    def _exists(self, name: str) -> bool:
        """Whether the run has a value, an operation or a gradient of this name."""
        if name in self.graph or name in self.adjoint.definitions or name in self.adjoint.aliases:
            return True
        return self._is_gradient(name)

    def _is_gradient(self, name: str) -> bool:
        return name[:1] == "d" and name[1:] in self.graph and not self.graph.index(name[1:])

    def _computed(self, name: str) -> Array:
        """The rows of what is not stored, made from what is."""
        graph = self.graph if name in self.graph.definitions else self.adjoint
        if name not in graph.definitions:
            if self._is_gradient(name):  # no loss depends on it
                return np.zeros((self.timesteps, *self.graph.shape(name[1:])), self.values.dtype)
            raise KeyError(name)
        values = self.values.over()
        if graph is self.adjoint:
            needed = {one.name for op in graph.operations for one in op.reads if one.name in self.graph.definitions}
            execute(self.graph, {one for one in needed if self.graph.timed(one)}, values, self.extent)
        execute(graph, {name}, values, self.extent)
        return values.rows(name, 1, self.timesteps) if graph.timed(name) else values.constant[name]

    def value(self, name: str, t: int) -> Array:
        """One timestep's value of anything: a name, an operation, a stream, a parameter, a gradient. Timestep 0 is the
        initial state; further out is what the equations read there."""
        name = self.adjoint.aliases.get(name, name)
        if name in self.graph.parameters and not self.graph.parameters[name].untied:
            return frozen(np.asarray(self.parameters[name]).view())
        if name[:1] == "d" and name[1:] in self.graph.states and not 1 <= t <= self.timesteps:
            return self._initial_gradient(name[1:], t)
        with np.errstate(all="ignore"):
            return frozen(np.array(self._at(name, t)))

    def _at(self, name: str, t: int) -> Array:
        if name in self.values.constant or name in self.values.complete:
            return self.values.row(name, t)
        graph = self.graph if name in self.graph.definitions else self.adjoint
        if name not in graph.definitions:
            if self._is_gradient(name):
                return np.zeros(self.graph.shape(name[1:]), self.values.dtype)
            raise KeyError(name)
        for operation in graph.definitions[name]:
            first, last = self.extent.ranges[operation.segment]
            if first <= t <= last or not operation.timed:
                return self._evaluate(graph, operation, t)
        index = graph.index(name)
        return np.full(graph.shape(name), -1 if index else 0, np.int64 if index else self.values.dtype)

    def _evaluate(self, graph: Graph, operation: Operation, t: int) -> Array:
        inputs: list[Any] = []
        for one in operation.inputs:
            if not isinstance(one, Read):
                inputs.append(one)
            elif graph is self.adjoint and one.name in graph.definitions and self.is_cut(t, one.lag):
                inputs.append(np.zeros(graph.shape(one.name), self.values.dtype))
            else:
                inputs.append(self._at(one.name, t + one.lag))
        key = (operation.name, operation.segment)
        if operation.kind == "total":
            return self.contributions(operation.name[1:].removesuffix(".total")).total
        if key not in self._kernels:
            self._kernels[key] = bind(operation, graph, self.values.dtype)
        made = np.asarray(self._kernels[key](*inputs), np.int64 if operation.index else self.values.dtype)
        return np.broadcast_to(made, operation.shape)

    def is_cut(self, t: int, lag: int) -> bool:
        return self.extent.cut(t, t, lag) is not None

    def span(self, name: str) -> range:
        """The timesteps at which a value exists: all, or those of the segments that define or read it."""
        segments: Iterable[int]
        if name not in self.graph and self._is_gradient(name) and name[1:] not in self.graph.parameters:
            return self.span(name[1:])  # a gradient exists where its value does, if only as zero
        if name in self.graph.streams:
            segments = self.graph.streams[name].segments
        else:
            graph = self.graph if name in self.graph.definitions else self.adjoint
            if name not in graph.definitions:
                return range(1, self.timesteps + 1)
            segments = [one.segment for one in graph.definitions[name]]
        ranges = [self.extent.ranges[segment] for segment in segments]
        return range(min(first for first, _ in ranges), max(last for _, last in ranges) + 1)

    # Gradients

    def contributions(self, name: str) -> Contributions:
        """What every timestep adds to the gradient of a parameter; KeyError for what is none."""
        if name not in self._contributions and self._parts:
            # Of a short run all together: one after the other, each costs more than its numbers.
            parts, self._parts = self._parts, ()
            with np.errstate(all="ignore"):
                self._contributions |= {part.name: part.contributions() for part in parts}
        if name not in self._contributions:
            parameter = self.graph.parameters[name]
            if parameter.state is not None:
                found = self._initial_contributions(parameter)
            else:
                values = self.values
                missing = factors.needed(self.adjoint, name) - values.complete
                missing = missing and missing - values.constant.keys()
                if missing:
                    values = values.over()
                    execute(self.graph, missing & set(self.graph.definitions), values, self.extent)
                    execute(self.adjoint, missing & set(self.adjoint.definitions), values, self.extent)
                found = factors.contributions(self.adjoint, name, values, self.extent)
            self._contributions[name] = found
        return self._contributions[name]

    @cached_property
    def initial_gradients(self) -> Mapping[str, Array]:
        """The gradient at every initial state, by state: `h` is h[0] (h[T+1] for a state that is read at later
        timesteps only), `h[-1]` what stands before it."""
        found = {}
        for state in self.graph.states:
            if self.graph.index(state):
                continue
            least, greatest = borders(self.graph, state)
            for place in range(0, least if has_border(self.graph, state, 0) else 0, -1):
                found[state if place == 0 else f"{state}[{place}]"] = self._initial_gradient(state, place)
            for place in range(1, greatest + 1 if has_border(self.graph, state, 1) else 1):
                key = state if place == 1 and not least else f"{state}[T+{place}]"
                found[key] = self._initial_gradient(state, self.timesteps + place)
        return MappingProxyType(found)

    def _initial_gradient(self, state: str, place: int) -> Array:
        total = np.zeros(self.graph.shape(state), self.values.dtype)
        with np.errstate(all="ignore"):
            for _, row in self._initial_terms(state, place):
                total = total + row
        return frozen(np.asarray(total))

    def _initial_terms(self, state: str, place: int) -> list[tuple[int, Array]]:
        """What the timesteps that read a state at `place`, outside the sequence, send there: (timestep, gradient)."""
        found = []
        gradient = gradient_name(state)
        lines = [line for line in self.adjoint.equations if line.name == gradient]
        order = sorted(lines, key=lambda line: self.graph.segments.index(line.segment))
        line = (order[0] if place <= 0 else order[-1]) if order else None
        for term in line.terms if line else ():
            t = place + term.lag if isinstance(term, Read) else 0
            if isinstance(term, Read) and term.lag and 1 <= t <= self.timesteps and not self.is_cut(place, term.lag):
                found.append((t, self._at(term.name, t)))
        return found

    def _initial_contributions(self, parameter: Parameter) -> Contributions:
        assert parameter.state is not None
        assert parameter.border is not None
        place = parameter.border if parameter.border <= 0 else self.timesteps + parameter.border
        made: list[Factor] = []
        for t, row in self._initial_terms(parameter.state, place):
            made.append(Elementwise(t, t, constant_rows(row)))
        return Contributions(parameter.shape, self.timesteps, self.values.dtype, tuple(made))

    @cached_property
    def influences(self) -> Influence:
        """The pictures of influence that have been asked for, and all others."""
        from rnnviz.engine.influence import Influence  # eight modules, which most runs never need

        return Influence(self.graph, self.adjoint, self.values, self.extent)

    def influence(
        self, state: str, progress: Progress = no_progress, losses: range | None = None, timesteps: range | None = None
    ) -> Array:
        """(T, T): [s, t] = ‖∂L_s/∂h_t‖, what the losses of timestep s send back to `state` at t, as total derivative,
        in row s - 1 and column t - 1; or the rows of some `losses` and the columns of some `timesteps`. KeyError for
        what has no gradient; DataError where that is too large a picture."""
        return self.influences.of(state, losses, timesteps, progress)

    # The story

    @property
    def passes(self) -> tuple[Pass, ...]:
        return self.narrative.passes

    @property
    def stops(self) -> int:
        """How many places the cursor can stand at: before everything, and after each timestep of each pass."""
        return self.narrative.stops

    def moment(self, position: int) -> Moment:
        """What has just happened at a stop; IndexError at 0 and beyond the last."""
        return self.narrative.moment(position)

    def position(self, pass_: Pass, timestep: int) -> int:
        """The stop right after `timestep` of a pass; ValueError if the pass has no such timestep."""
        return self.narrative.position(pass_, timestep)

    def known(self, name: str, position: int) -> range:
        """The timesteps, ascending, at which a value, a gradient or a contribution has appeared at a stop."""
        return self.narrative.known(name, position)

    @property
    def entries(self) -> Entries:
        """Every operation at every timestep, in the order of the story; made when asked for."""
        return self.narrative.entries


def part_of(progress: Progress, number: int, count: int, fraction: float) -> None:
    """Tells of the progress of one of several pieces of work, of which `number` are done."""
    progress((number + fraction) / count)


def constant_rows(row: Array) -> Callable[[int, int], Array]:
    return lambda first, last: np.broadcast_to(row, (last - first + 1, *row.shape))
