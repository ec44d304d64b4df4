"""A model's equations as operations in single-assignment form, each reading its inputs at a lag.

The forward equations and the adjoint equations are both such graphs. A graph is immutable; shapes are those of one
timestep: `()` a scalar or a class index, `(n,)` a vector, `(n, m)` a matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, update_wrapper
from typing import Concatenate, ParamSpec, TypeVar, cast

from rnnviz.equations.errors import Place

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What an operation reads: the value `name` at timestep t + `lag`."""

    name: str
    lag: int = 0

    def shifted(self, lag: int) -> Read:
        return Read(self.name, self.lag + lag)


Input = Read | float
Leaf = Callable[[Read], str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: `name` is `kind` of `inputs`.

    `timed` tells a value with one row a timestep from one computed once of parameters alone. `segment` is the place of
    its segment in `Graph.segments`. In an adjoint graph `forward` names the forward operation it belongs to.
    """

    name: str
    kind: str
    inputs: tuple[Input, ...]
    attributes: tuple[object, ...] = ()
    shape: Shape = ()
    timed: bool = True
    index: bool = False
    segment: int = 0
    place: Place = field(default=Place(), compare=False)
    forward: str | None = field(default=None, compare=False)
    reads: tuple[Read, ...] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Planning asks each operation a hundred times.
        object.__setattr__(self, "reads", tuple([one for one in self.inputs if isinstance(one, Read)]))

    @property
    def line(self) -> int:
        return self.place.line

    @property
    def column(self) -> int:
        return self.place.column

    @property
    def length(self) -> int:
        return self.place.length


@dataclass(frozen=True, slots=True)
class Stream:
    """A name that is only read: data, one row a timestep. `index` marks class indices, whose absence is -1."""

    name: str
    shape: Shape
    index: bool
    segments: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value shared by every timestep or, if `untied`, with its own value each timestep.

    A learned initial state is a parameter named `h[0]`; `border` is then the timestep it stands at (0, -1, …, or 1 for
    the first timestep after the last, 2 for the second), and `state` the name it starts.
    """

    name: str
    shape: Shape
    untied: bool = False
    state: str | None = None
    border: int | None = None


Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def remembered(
    work: Callable[Concatenate[Graph, Rest], Result],
) -> Callable[Concatenate[Graph, Rest], Result]:
    """A function of a graph (and of hashable arguments) whose results are kept with the graph: runs repeat them."""

    def once(graph: Graph, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
        key = (work, args, tuple(kwargs.items()))
        if key not in graph.memory:
            graph.memory[key] = work(graph, *args, **kwargs)
        return cast(Result, graph.memory[key])

    return update_wrapper(once, work)


@dataclass(frozen=True)
class Equation:
    """One line: the names it defines and the operations that compute them, in order; the named ones come last.

    In an adjoint graph `terms` are the summands: what each user of the value sends back, read at a lag.
    """

    names: tuple[str, ...]
    operations: tuple[Operation, ...]
    reads: tuple[Read, ...]
    parameters: tuple[str, ...]
    segment: str
    line: int
    text: str
    timed: bool = True
    terms: tuple[Input, ...] = ()

    @property
    def name(self) -> str:
        return self.names[0]


@dataclass(frozen=True)
class Graph:
    """Equations, and the names they read and define. Built by `parse` (forward) and `adjoint` (backward).

    An adjoint graph knows its `forward` graph; `aliases` gives, for the gradient at an unnamed operation that has no
    equation of its own, the gradient that it equals.
    """

    equations: tuple[Equation, ...]
    streams: Mapping[str, Stream]
    parameters: Mapping[str, Parameter]
    losses: tuple[str, ...]
    segments: tuple[str, ...]
    text: str
    declared_losses: bool = False
    forward: Graph | None = field(default=None, compare=False, repr=False)
    aliases: Mapping[str, str] = field(default_factory=dict, compare=False)

    def __str__(self) -> str:
        return self.text

    @cached_property
    def memory(self) -> dict[object, object]:
        """What has been worked out of this graph once for all; see `remembered`."""
        return {}

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(operation for equation in self.equations for operation in equation.operations)

    @cached_property
    def definitions(self) -> Mapping[str, tuple[Operation, ...]]:
        """The operations that define each name: one, or one for each segment that defines it."""
        found: dict[str, list[Operation]] = {}
        for operation in self.operations:
            found.setdefault(operation.name, []).append(operation)
        return {name: tuple(operations) for name, operations in found.items()}

    @cached_property
    def named(self) -> tuple[str, ...]:
        """Every name that an equation defines, in the text's order."""
        return tuple(dict.fromkeys(name for equation in self.equations for name in equation.names))

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The defined names that some operation reads at a lag, in the text's order."""
        lagged = {read.name for operation in self.operations for read in operation.reads if read.lag}
        return tuple(name for name in self.named if name in lagged)

    def __contains__(self, name: object) -> bool:
        return name in self.definitions or name in self.streams or name in self.parameters

    def equation(self, name: str) -> Equation:
        """The (first) equation that defines `name` or holds the operation of that name; KeyError if none does."""
        return self.places[name, None][0]

    @cached_property
    def places(self) -> Mapping[tuple[str, int | None], tuple[Equation, Operation]]:
        """Where an operation stands: by its name and its segment's number, or None for the first that has it."""
        found: dict[tuple[str, int | None], tuple[Equation, Operation]] = {}
        for equation in self.equations:
            for operation in equation.operations:
                for segment in (operation.segment, None):
                    found.setdefault((operation.name, segment), (equation, operation))
        return found

    def shape(self, name: str) -> Shape:
        """The shape of one timestep's value of a name, an unnamed operation, a stream or a parameter."""
        if name in self.definitions:
            return self.definitions[name][0].shape
        if name in self.streams:
            return self.streams[name].shape
        if name in self.parameters:
            return self.parameters[name].shape
        if self.forward is not None:
            return self.forward.shape(name)
        raise KeyError(name)

    def timed(self, name: str) -> bool:
        """Whether a name has one row a timestep."""
        if name in self.definitions:
            return self.definitions[name][0].timed
        if name in self.parameters:
            return self.parameters[name].untied
        if name in self.streams:
            return True
        if self.forward is not None:
            return self.forward.timed(name)
        raise KeyError(name)

    def index(self, name: str) -> bool:
        """Whether a name holds class indices (absent: -1) and not numbers (absent: 0)."""
        if name in self.definitions:
            return self.definitions[name][0].index
        if name in self.streams:
            return self.streams[name].index
        if self.forward is not None and name not in self.parameters:
            return self.forward.index(name)
        return False

    def users(self, name: str) -> tuple[tuple[str, int], ...]:
        """Who reads `name`: pairs (name of the reading equation, lag), without repetition, in the text's order."""
        found: dict[tuple[str, int], None] = {}
        for equation in self.equations:
            for read in equation.reads:
                if read.name == name:
                    found[equation.name, read.lag] = None
            if name in equation.parameters:
                found[equation.name, 0] = None
        return tuple(found)

    def expression(self, name: str, leaf: Leaf | None = None, segment: int | None = None) -> str:
        """The right side of the equation that defines `name`; `leaf(read)` prints what is read."""
        from rnnviz.equations.text import expression

        return expression(self, name, leaf, segment)
