"""A model: equations, sizes and parameters; and its runs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from rnnviz.engine.data import Data, DataError, asked_lengths, numbers
from rnnviz.engine.execution import Progress, no_progress
from rnnviz.engine.factors import numbers_of_sums
from rnnviz.engine.recording import backward_names, forward_names, record, widths
from rnnviz.engine.room import aligned
from rnnviz.engine.schedule import schedule
from rnnviz.engine.tape import Tape
from rnnviz.engine.values import lock
from rnnviz.equations import EquationError, Graph, Parameter, Read, Shape, adjoint, parse
from rnnviz.equations.kernels import Array
from rnnviz.equations.lines import read_lines
from rnnviz.equations.operations import TABLE
from rnnviz.equations.parser import as_shape
from rnnviz.equations.sentence import said
from rnnviz.models.generation import FreeRunning, generate
from rnnviz.models.initialisation import SCHEMES, initial_parameter
from rnnviz.models.overrides import Override, overridden, overrides_of

DTYPES = ("float64", "float32")
MOST_DRAWN = 2**27
"""So many numbers are drawn for a model's parameters at most: a size with a digit too many is said, not tried."""


class Model:
    """A text of equations with parameters, ready to run.

    `sizes` declares shapes of one timestep (0 a scalar or a class index, n a vector, a pair a matrix); `hidden` is the
    size of states that nothing else tells, `classes` how many classes an index stream counts. Parameters are drawn from
    `seed` by `initialisation` (see `rnnviz.models.initialisation`), but for those that `parameters` gives, which are
    copied. `timesteps` is needed where a parameter is untied or no stream tells how long a sequence is. `gradients`
    admits names such as `dh` beside `h`, as the text of an adjoint has them. Raises EquationError for
    the text, and DataError for anything else that does not fit.
    """

    def __init__(
        self,
        text: str,
        sizes: Mapping[str, int | tuple[int, ...]] | None = None,
        seed: int = 0,
        parameters: Mapping[str, Any] | None = None,
        dtype: str = "float64",
        initialisation: str = "orthogonal",
        hidden: int | None = None,
        classes: Mapping[str, int] | None = None,
        timesteps: int | Mapping[str, int] | None = None,
        gradients: bool = False,
    ) -> None:
        try:
            kind = np.dtype(dtype).name
        except TypeError:
            kind = ""
        if kind not in DTYPES:
            raise DataError(
                said("A model computes in {names}, not in {dtype!r}.", names=" or ".join(DTYPES), dtype=dtype)
            )
        if initialisation not in SCHEMES:
            raise DataError(
                said(
                    "{initialisation!r} is no initialisation; there are {names}.",
                    initialisation=initialisation,
                    names=", ".join(SCHEMES),
                )
            )
        given = {name: numbers(name, value) for name, value in (parameters or {}).items()}
        self.text, self.seed, self.dtype, self.initialisation = text, seed, kind, initialisation
        self.timesteps = timesteps
        self.free_running: FreeRunning | None = None
        declared = {**shapes_of(text, given), **checked_sizes(sizes or {})}
        self.graph: Graph = parse(text, declared, hidden, classes, gradients)
        for operation in self.graph.operations:
            if operation.kind == "total":
                raise EquationError(
                    said("`total` sums over all timesteps, and an equation knows its own timestep only."),
                    operation.place,
                    said("Ask for it in a watch or a breakpoint's condition, or add it up: `s[t] = s[t-1] + x[t]`."),
                )
        self.check_drawn(given)
        for name in given:
            if name not in self.graph.parameters:
                raise DataError(said("`{name}` is given, and is no parameter of the equations.", name=name))
        for name, one in self.graph.parameters.items():
            self.check_shape(one, given.get(name))
        self._given = {name: self._locked(values) for name, values in given.items()}
        self._parameters: Mapping[str, Array] | None = None

    @property
    def parameters(self) -> Mapping[str, Array]:
        """Every parameter by name. Those that were not given are drawn when they are first asked for: a model that is
        too large to be run says so at once."""
        if self._parameters is None:
            made = {
                name: self._given[name] if name in self._given else self._drawn(one)
                for name, one in self.graph.parameters.items()
            }
            self._parameters = MappingProxyType(made)
        return self._parameters

    def __repr__(self) -> str:
        parameters = self.graph.parameters.items()
        shapes = ", ".join(f"{name} {self.shape_of(one, self._given.get(name))}" for name, one in parameters)
        return f"<Model of {len(self.graph.equations)} equations; {shapes}>"

    def check_drawn(self, given: Mapping[str, Array]) -> None:
        drawn = {name: size(one.shape) for name, one in self.graph.parameters.items() if name not in given}
        if sum(drawn.values()) > MOST_DRAWN:
            largest = max(drawn, key=drawn.__getitem__)
            raise DataError(
                said(
                    "`{largest}` would have {drawn:,} numbers; at most {most:,} are drawn for all parameters "
                    "together. Declare smaller sizes.",
                    largest=largest,
                    drawn=drawn[largest],
                    most=MOST_DRAWN,
                )
            )

    def check_shape(self, one: Parameter, given: Array | None) -> None:
        shape = self.shape_of(one, given)
        if given is not None and given.shape != shape:
            raise DataError(
                said(
                    "`{name}` is given with the shape {shape}, and the equations need {other}.",
                    name=one.name,
                    shape=given.shape,
                    other=shape,
                )
            )

    def shape_of(self, one: Parameter, given: Array | None) -> Shape:
        """The shape of a parameter; of an untied one with the time axis, which is as long as what is given for it."""
        if not one.untied:
            return one.shape
        length = sum(asked_lengths(self.graph, self.timesteps).values()) if given is None else len(given)
        if not length:
            raise DataError(
                said("`{name}` is untied, one value a timestep: give `timesteps`, or its values.", name=one.name)
            )
        return (length, *one.shape)

    def _drawn(self, one: Parameter) -> Array:
        shape = self.shape_of(one, None)
        return self._locked(initial_parameter(self.graph, one, shape, self.seed, self.initialisation))

    def _locked(self, values: Array) -> Array:
        array = aligned(values, self.dtype)
        lock(array)
        return array

    @property
    def as_taught(self) -> Model:
        """The model itself; of one that runs free the model that it was made of."""
        return self if self.free_running is None else self.free_running.taught

    @cached_property
    def sizes(self) -> Mapping[str, Shape]:
        """The shape of one timestep of every stream and every defined name."""
        names = [*self.graph.streams, *self.graph.named]
        return MappingProxyType({name: self.graph.shape(name) for name in names})

    @cached_property
    def adjoint(self) -> Graph:
        """The adjoint equations; printed, they are text of the language."""
        return adjoint(self.graph)

    def run(
        self,
        data: Data | None = None,
        initial: Data | None = None,
        truncate: int | None = None,
        timesteps: int | Mapping[str, int] | None = None,
        progress: Progress = no_progress,
        overrides: Mapping[Any, Any] | Iterable[Override] = (),
        carry: bool = True,
    ) -> Tape:
        """Forward and backward over one sequence.

        `data` gives each stream an array (T, …), a class index stream (T,) whole numbers with -1 for none. `initial`
        gives states their values before the first timestep (or after the last, where they read that way). With
        `truncate` = k no gradient crosses from one block of k timesteps to another, and without `carry` no state
        either: what is read across such a border is nothing, as beyond the sequence. `overrides` are values that stand
        instead of what is computed or given (see `rnnviz.models.overrides`); the tape's model then has the parameters
        in force. `progress(fraction)` is called now and then and may raise `Cancelled`. Raises DataError where
        something does not fit.
        """
        if timesteps is None:
            timesteps = self.timesteps
        instead = overrides_of(overrides)
        what = overridden(self, data or {}, initial or {}, timesteps, instead, None if carry else truncate)
        try:
            return record(
                what.graph,
                what.backward,
                what.parameters,
                what.data,
                dtype=self.dtype,
                initial=what.initial,
                truncate=truncate,
                timesteps=timesteps,
                progress=progress,
                model=self.with_parameters(what.parameters) if instead else self,
                overrides=instead,
                carry=carry,
            )
        except IndexError:
            names = computed_classes(what.graph)
            if not names:
                raise
            listed = ", ".join(f"`{name}`" for name in names)
            raise DataError(
                said("A class that is computed ({names}) has no row in the table or no logit of its own.", names=listed)
            ) from None

    def with_parameters(self, parameters: Mapping[str, Any]) -> Model:
        """The same model with other values of all its parameters."""
        other = copy(self)
        given = {name: numbers(name, parameters[name]) for name in self.graph.parameters}
        for name, one in self.graph.parameters.items():
            self.check_shape(one, given[name])
        other._given, other._parameters = {name: self._locked(values) for name, values in given.items()}, None
        return other

    def generate(self, data: Data, x: str, y: str, from_: int, **options: Any) -> Tape:
        """A run whose input `x` is its own prediction from timestep `from_` on; see `rnnviz.models.generation.generate`
        for the options (how, temperature, seed, timesteps, initial, progress)."""
        return generate(self, data, x, y, from_, **options)

    def estimate(self, timesteps: int) -> int:
        """About how many bytes a run over so many timesteps takes at its peak: the streams, every array that the
        forward and the backward pass make, and, once what the tape does not keep has gone, what `Tape.prepare` adds."""
        streams = sum(size(stream.shape) for stream in self.graph.streams.values())
        passes = schedule(self.graph, forward_names(self.adjoint)), schedule(self.adjoint, backward_names(self.adjoint))
        made = streams + sum(one.width for one in passes)
        kept = min(made, widths(self.adjoint)[0])
        most = timesteps * kept + max(timesteps * (made - kept), numbers_of_sums(self.adjoint, timesteps))
        return int(most * np.dtype(self.dtype).itemsize)


def computed_classes(graph: Graph) -> tuple[str, ...]:
    """The class indices that equations make and choose by."""
    chosen = [(one, TABLE[one.kind].index_operand) for one in graph.operations]
    reads = [one.inputs[place] for one, place in chosen if place is not None]
    return tuple(dict.fromkeys(r.name for r in reads if isinstance(r, Read) and r.name in graph.definitions))


def size(shape: Shape) -> int:
    return math.prod(shape)


def checked_sizes(sizes: Mapping[str, int | tuple[int, ...]]) -> Mapping[str, int | tuple[int, ...]]:
    for name, size in sizes.items():
        try:
            as_shape(size)
        except ValueError as error:
            raise DataError(said("The size of `{name}`: {error}.", name=name, error=error)) from None
    return sizes


def shapes_of(text: str, given: Mapping[str, Array]) -> dict[str, Shape]:
    """What given parameters tell of their own shapes; untied ones have the time axis first. DataError for a name that
    no equation reads."""
    if not given:
        return {}
    lines = read_lines(text)
    words = "\n".join(one.text for one in lines.assignments)
    found: dict[str, Shape] = {}
    for name, array in given.items():
        if not re.search(rf"(?<![\w.]){re.escape(name.partition('[')[0])}(?!\w)", words):
            raise DataError(said("`{name}` is given, and is no parameter of the equations.", name=name))
        if not array.size:
            raise DataError(
                said(
                    "`{name}` is given with the shape {shape}: there is no number in it.", name=name, shape=array.shape
                )
            )
        if "[" not in name and array.ndim <= 2 + (name in lines.untied):
            found[name] = array.shape[1:] if name in lines.untied else array.shape
    return found
