"""What a person says instead of what a run computes or is given: checked, and made other equations and other data.

An override names a value, a timestep and an element: `("h", 7, 3)` is unit 3 of h[7], `("x", 2)` all of x[2],
`("target", 4)` a class, `("h", 0, 1)` the initial state, `("W_hh", None, (0, 2))` a weight at all timesteps and
`("W_hh", 7, (0, 2))` at timestep 7 alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.engine.data import Data, DataError, borders, class_indices, classes_of, extent_of, numbers, stream_keys
from rnnviz.engine.one_hot import OneHot
from rnnviz.engine.values import Extent
from rnnviz.equations import Graph, Shape, adjoint
from rnnviz.equations.added_names import CROSSING, OVERRIDDEN, OVERRIDE, mask_at
from rnnviz.equations.chunks import separate
from rnnviz.equations.kernels import Array
from rnnviz.equations.overriding import Element, Overrides, override
from rnnviz.equations.sentence import said
from rnnviz.equations.shape_rules import say

if TYPE_CHECKING:
    from rnnviz.models.model import Model

Key = tuple[str, int | None] | tuple[str, int | None, int | tuple[int, ...]]
Value = float | tuple[Any, ...]


@dataclass(frozen=True)
class Override:
    """One value that is given instead: an element (`unit`) or all (None) of `name`, at a timestep or (None) at all.

    `value` is a number, or of more than one element tuples of numbers, in the value's own shape.
    """

    name: str
    timestep: int | None
    unit: tuple[int, ...] | None
    value: Value

    @property
    def key(self) -> Key:
        """As `what_if` takes it."""
        return (self.name, self.timestep) if self.unit is None else (self.name, self.timestep, self.unit)


def overrides_of(given: Mapping[Any, Any] | Iterable[Override]) -> tuple[Override, ...]:
    """Overrides from a mapping {(name, timestep): value, (name, timestep, unit): value}. DataError for other keys."""
    if not isinstance(given, Mapping):
        return tuple(given)
    found = []
    for key, value in given.items():
        parts = key if isinstance(key, tuple) else ()
        if len(parts) not in (2, 3) or not isinstance(parts[0], str):
            raise DataError(
                said("{key!r} names no value: (name, timestep) or (name, timestep, unit) would be right.", key=key)
            )
        timestep = parts[1]
        if timestep is not None and (isinstance(timestep, bool) or not isinstance(timestep, int | np.integer)):
            raise DataError(
                said(
                    "{timestep!r} is no timestep of `{name}`: a whole number, or None for all of them.",
                    timestep=timestep,
                    name=parts[0],
                )
            )
        unit = None
        if len(parts) == 3:
            unit = parts[2] if isinstance(parts[2], tuple) else (parts[2],)
            if any(isinstance(i, bool) or not isinstance(i, int | np.integer) for i in unit):
                raise DataError(
                    said(
                        "{part!r} is no element of `{name}`: whole numbers from 0 would be right.",
                        part=parts[2],
                        name=parts[0],
                    )
                )
            unit = tuple(int(i) for i in unit)
        made = plain(numbers(parts[0], value).tolist())
        found.append(Override(parts[0], None if timestep is None else int(timestep), unit, made))
    return tuple(found)


def plain(value: Any) -> Value:
    return tuple(map(plain, value)) if isinstance(value, list) else float(value)


@dataclass(slots=True)
class Overridden:
    """Everything that `record` needs to run a model with overrides."""

    graph: Graph
    backward: Graph
    parameters: Mapping[str, Array]
    data: Data
    initial: Data


def overridden(
    model: Model,
    data: Data,
    initial: Data,
    timesteps: int | Mapping[str, int] | None,
    overrides: Iterable[Override],
    chunk: int | None = None,
) -> Overridden:
    """The equations, parameters and data of a run with overrides; the later of two for one element counts. With `chunk`
    = k the chunks of k timesteps know nothing of each other.

    Raises DataError for an override that the run has no place for, and says what would be right.
    """
    overrides = tuple(overrides)
    if not overrides and chunk is None:
        return Overridden(model.graph, model.adjoint, model.parameters, data, initial)
    extent = extent_of(model.graph, data, timesteps, model.parameters, chunk)
    work = Work(model, extent, dict(data), dict(initial))
    for one in overrides:
        work.take(one)
    return work.result()


def fitting(model: Model, data: Data, initial: Data | None, overrides: Iterable[Override]) -> tuple[Override, ...]:
    """Those overrides that a run has a place for: others were of a longer sequence, or of other equations."""
    overrides = tuple(overrides)
    if not overrides:
        return ()
    extent = extent_of(model.graph, data, model.timesteps, model.parameters, None)
    work, found = Work(model, extent, dict(data), dict(initial or {})), []
    for one in overrides:
        try:
            work.take(one)
        except DataError:
            continue
        found.append(one)
    return tuple(found)


def check(model: Model, data: Data, initial: Data, timesteps: Mapping[str, int], one: Override) -> None:
    """Raises DataError, which says what would be right, where a run has no place for an override."""
    extent = extent_of(model.graph, data, timesteps, model.parameters, None)
    Work(model, extent, dict(data), dict(initial)).take(one)


def extra_memory(model: Model, timesteps: int, overrides: Iterable[Override]) -> int:
    """About how many bytes a run takes more with overrides: of a value where, with what, and what the equation says
    there; of a stream data of its own."""
    graph, names = model.graph, {one.name for one in overrides}
    values = [name for name in names if name in graph.definitions and graph.timed(name)]
    width = 3 * sum(prod(graph.shape(name)) for name in values) * np.dtype(model.dtype).itemsize
    streams = sum(prod(stream.shape) for name, stream in graph.streams.items() if name in names)
    return int(timesteps * (width + streams * np.dtype(np.float64).itemsize))


@dataclass
class Work:
    model: Model
    extent: Extent
    data: dict[str, Any]
    initial: dict[str, Any]
    parameters: dict[str, Array] = field(default_factory=dict)
    copied: set[str] = field(default_factory=set)
    values: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    elements: dict[tuple[str, tuple[int, ...]], Element] = field(default_factory=dict)
    elements_at: dict[int, dict[tuple[str, tuple[int, ...]], Element]] = field(default_factory=dict)

    def take(self, one: Override) -> None:
        """Finds what an override is of, and puts it there."""
        graph = self.model.graph
        if one.name in graph.streams:
            self.stream(one)
        elif one.name in graph.parameters:
            self.parameter(one)
        elif one.name in graph.definitions and not graph.timed(one.name):
            self.constant(one)
        elif one.name in graph.definitions:
            self.value(one)
        elif one.name[:1] == "d" and one.name[1:].removesuffix(".total") in graph:
            of = one.name[1:].removesuffix(".total")
            raise DataError(
                said(
                    "`{name}` is a gradient, and follows from the values: override `{of}` instead.",
                    name=one.name,
                    of=of,
                )
            )
        else:
            names = ", ".join(f"`{name}`" for name in (*graph.named, *graph.streams, *graph.parameters))
            raise DataError(said("Nothing is called `{name}`; there are {names}.", name=one.name, names=names))

    # Each kind of value

    def stream(self, one: Override) -> None:
        stream = self.model.graph.streams[one.name]
        t = self.timestep(
            one, said("an input has a value at each of its timesteps, as in ('{name}', 1)", name=one.name)
        )
        for key, (name, segment) in stream_keys(self.model.graph).items():
            first, last = self.extent.ranges[segment]
            if name == one.name and first <= t <= last:
                if key not in self.copied:
                    given = self.data[key]
                    rows = numbers(key, given)
                    own = isinstance(given, OneHot)  # then nobody else has the vectors
                    self.data[key] = rows.astype(np.result_type(rows, np.float64), copy=not own)
                    self.copied.add(key)
                self.put(self.data[key], t - first, one, stream.shape, stream.index)
                return
        raise self.beyond(one, stream.segments)

    def parameter(self, one: Override) -> None:
        parameter = self.model.graph.parameters[one.name]
        if parameter.untied:
            t = self.timestep(one, said("an untied parameter has a value of its own at each timestep"))
            if not 1 <= t <= self.extent.timesteps:
                raise self.beyond(one, range(len(self.extent.ranges)))
            self.put(self.copy_of(one.name), t - 1, one, parameter.shape)
        elif one.timestep is None or parameter.state is not None:
            self.put(self.copy_of(one.name)[None], 0, one, parameter.shape)
        else:
            self.constant(one)

    def copy_of(self, name: str) -> Array:
        if name not in self.parameters:
            self.parameters[name] = np.array(self.model.parameters[name])
        return self.parameters[name]

    def constant(self, one: Override) -> None:
        """A parameter at one timestep alone, or what is computed of parameters."""
        if one.timestep is not None and not 1 <= one.timestep <= self.extent.timesteps:
            raise self.beyond(one, range(len(self.extent.ranges)))
        into = self.elements if one.timestep is None else self.elements_at.setdefault(one.timestep, {})
        shape = self.model.graph.shape(one.name)
        whole = np.zeros((1, *shape))
        self.put(whole, 0, one, shape)
        for unit in np.ndindex(*shape) if one.unit is None else [one.unit]:
            into[one.name, unit] = Element(one.name, unit, float(whole[(0, *unit)]))

    def value(self, one: Override) -> None:
        graph, steps = self.model.graph, self.extent.timesteps
        shape, index = graph.shape(one.name), graph.index(one.name)
        t = self.timestep(one, said("a computed value has one at each timestep, as in ('{name}', 1)", name=one.name))
        segments = [operation.segment for operation in graph.definitions[one.name]]
        least, greatest = borders(graph, one.name)
        if any(self.extent.ranges[segment][0] <= t <= self.extent.ranges[segment][1] for segment in segments):
            if one.name not in self.values:
                dtype = np.int64 if index else np.dtype(self.model.dtype)
                given = np.full((steps, *shape), -1 if index else 0, dtype)
                self.values[one.name] = np.zeros((steps, *shape), self.model.dtype), given
            mask, given = self.values[one.name]
            self.put(given, t - 1, one, shape, index)
            mask[(t - 1, *(one.unit or ()))] = 1
        elif least < t <= 0 or steps < t <= steps + greatest:
            self.border(one, t if t <= 0 else t - steps, shape, index)
        else:
            raise self.beyond(one, segments)

    def border(self, one: Override, border: int, shape: Shape, index: bool) -> None:
        """An initial state: given, or learned."""
        for name, parameter in self.model.graph.parameters.items():
            if (parameter.state, parameter.border) == (one.name, border):
                self.put(self.copy_of(name)[None], 0, one, shape)
                return
        place = f"{one.name}[{border}]" if border <= 0 else f"{one.name}[T+{border}]"
        nearest = border == (0 if borders(self.model.graph, one.name)[0] else 1)
        key = one.name if nearest and place not in self.initial else place
        before = self.initial.get(key, np.full(shape, -1.0 if index else 0.0))
        self.initial[key] = np.array(numbers(key, before), np.result_type(numbers(key, before), np.float64))
        self.put(self.initial[key][None], 0, one, shape, index)

    # What is right and what is not

    def timestep(self, one: Override, why: str) -> int:
        if one.timestep is None:
            raise DataError(said("Say at which timestep `{name}` is to be overridden: {why}.", name=one.name, why=why))
        return one.timestep

    def beyond(self, one: Override, segments: Iterable[int]) -> DataError:
        spans = ", ".join("{} … {}".format(*self.extent.ranges[segment]) for segment in sorted(set(segments)))
        return DataError(
            said(
                "`{name}` has no value at timestep {timestep}; its timesteps are {spans}.",
                name=one.name,
                timestep=one.timestep,
                spans=spans,
            )
        )

    def put(self, rows: Array, row: int, one: Override, shape: Shape, index: bool = False) -> None:
        where = f"{one.name}[{one.timestep}]" if one.timestep is not None else one.name
        if one.unit is not None and (
            len(one.unit) != len(shape) or not all(0 <= i < size for i, size in zip(one.unit, shape, strict=True))
        ):
            raise DataError(
                said(
                    "`{where}` has no element {unit}: it is {shape}, counted from 0.",
                    where=where,
                    unit=list(one.unit),
                    shape=say(shape),
                )
            )
        value = numbers(where, one.value)
        if value.shape != (shape if one.unit is None else ()):
            wanted = say(shape if one.unit is None else ())
            raise DataError(
                said(
                    "`{where}` takes {wanted}, and what is given has the shape {shape}.",
                    where=where,
                    wanted=wanted,
                    shape=value.shape,
                )
            )
        if index:
            value = class_indices(where, value, classes_of(self.model.graph, one.name))
        rows[(row, *(one.unit or ()))] = value

    # The run

    def result(self) -> Overridden:
        model, graph = self.model, self.model.graph
        if self.extent.truncate is not None:
            graph = separate(graph)
        if self.values or self.elements or self.elements_at:
            graph = override(graph, self.rewriting())
        for key, (name, segment) in stream_keys(graph).items():
            if name not in model.graph.streams:
                self.data[key] = self.added(name, *self.extent.ranges[segment])
        backward = model.adjoint if graph is model.graph else adjoint(graph)
        return Overridden(graph, backward, {**model.parameters, **self.parameters}, self.data, self.initial)

    def rewriting(self) -> Overrides:
        graph, ranges = self.model.graph, self.extent.ranges
        values = {
            name: {
                one.segment for one in graph.definitions[name]
                if mask[ranges[one.segment][0] - 1 : ranges[one.segment][1]].any()
            }
            for name, (mask, _) in self.values.items()
        }  # fmt: skip
        at = {}
        for t, elements in self.elements_at.items():
            segment = next(i for i, (first, last) in enumerate(ranges) if first <= t <= last)
            at[t, segment] = tuple(elements.values())
        return Overrides(values, tuple(self.elements.values()), at)

    def added(self, name: str, first: int, last: int) -> Array:
        if name.endswith(CROSSING):
            crosses = self.extent.cut(first, last, int(name.removesuffix(CROSSING)))
            return np.asarray(np.zeros(last - first + 1) if crosses is None else crosses, self.model.dtype)
        for t in self.elements_at:
            if name == mask_at(t):
                return np.asarray(np.arange(first, last + 1) == t, self.model.dtype)
        mask, given = self.values[name.removesuffix(OVERRIDDEN).removesuffix(OVERRIDE)]
        return (mask if name.endswith(OVERRIDDEN) else given)[first - 1 : last]
