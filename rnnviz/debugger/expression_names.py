"""What a name means in an expression over a run: a value at a timestep, or something that no timestep changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from rnnviz.equations import EquationError, Graph, Place, Shape
from rnnviz.equations.sentence import said

MOST_NAMED = 12


class Source(Protocol):
    """What has equations and their adjoint: a model, or a tape."""

    @property
    def graph(self) -> Graph: ...

    @property
    def adjoint(self) -> Graph: ...


@dataclass(frozen=True, slots=True)
class Leaf:
    """What an expression reads of a run: `name` at t + `lag`, at the one timestep `at`, or (`timed` False and no `at`)
    a value that has no timestep. `contribution` marks `dW[t]` of a parameter, and without a timestep their total."""

    name: str
    shape: Shape
    index: bool
    timed: bool
    lag: int = 0
    at: int | None = None
    contribution: bool = False

    @property
    def key(self) -> str:
        """How it is written."""
        if self.timed:
            return f"{self.name}[t{self.lag:+d}]" if self.lag else f"{self.name}[t]"
        return self.name if self.at is None else f"{self.name}[{self.at}]"


class Names:
    """The names of a run, as an expression may read them."""

    def __init__(self, source: Source) -> None:
        self.graph, self.adjoint = source.graph, source.adjoint

    def has_timesteps(self, name: str) -> bool:
        """Whether a name is read at a timestep: `name[t]` and `name[3]`."""
        if name in self.graph.parameters:
            return self.graph.parameters[name].untied
        if name in self.graph:
            return self.graph.timed(name)
        if name in self.adjoint.definitions:
            return self.adjoint.timed(name)
        return name in self.adjoint.aliases or self.is_gradient(name)

    def is_gradient(self, name: str) -> bool:
        return name[:1] == "d" and name[1:] in self.graph and not self.graph.index(name[1:])

    def is_contribution(self, name: str) -> bool:
        return name[:1] == "d" and name[1:] in self.graph.parameters and name not in self.graph

    def exists(self, name: str) -> bool:
        known = name in self.graph or name in self.adjoint.definitions or name in self.adjoint.aliases
        return known or self.is_gradient(name)

    def leaf(self, name: str, lag: int | None, place: Place, at: int | None = None) -> Leaf:
        """`name[t+lag]`, `name[at]` or, without either, the bare name. Raises EquationError where a run has none."""
        if not self.exists(name) or (name not in self.graph and not self.adjoint.equations):
            raise self.unknown(name, place)
        timed = self.has_timesteps(name)
        contribution = self.is_contribution(name)
        if lag is not None and not timed:
            raise EquationError(
                said("`{name}` is the same at every timestep.", name=name),
                place,
                said("Write `{name}`, without a timestep.", name=name),
            )
        untied = name[1:] in self.graph.parameters and self.graph.parameters[name[1:]].untied
        if lag is None and at is None and timed and (not contribution or untied):
            raise EquationError(
                said("`{name}` is read without a timestep.", name=name),
                place,
                said("Write `{name}[t]`, or `{name}[3]` for timestep 3.", name=name),
            )
        shape, index = self.shape(name), name in self.graph and self.graph.index(name)
        return Leaf(name, shape, index, lag is not None, lag or 0, at, contribution)

    def shape(self, name: str) -> Shape:
        name = self.adjoint.aliases.get(name, name)
        if name in self.graph:
            return self.graph.shape(name)
        if name in self.adjoint.definitions:
            return self.adjoint.definitions[name][0].shape
        return self.graph.shape(name[1:])

    def unknown(self, name: str, place: Place) -> EquationError:
        base = name[1:]
        if name[:1] == "d" and base in self.graph:
            if self.graph.index(base):
                return EquationError(said("`{name}` holds class indices and has no gradient.", name=base), place)
            return EquationError(
                said("`{name}` is a gradient, and this model has no loss.", name=name),
                place,
                said("Give the equations a loss first."),
            )
        names = list(self.listed())
        close = get_close_matches(name, names, 1)
        if close:
            return EquationError(
                said("This run has no `{name}`.", name=name), place, said("Did you mean `{close}`?", close=close[0])
            )
        shown = ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")
        return EquationError(
            said("This run has no `{name}`.", name=name), place, said("There are {shown}.", shown=shown)
        )

    def listed(self) -> Iterator[str]:
        """The names that a person knows: values, streams, parameters, then their gradients."""
        named = [*self.graph.named, *self.graph.streams, *(one for one in self.graph.parameters if "[" not in one)]
        yield from named
        if self.adjoint.equations:
            yield from (f"d{name}" for name in named if not self.graph.index(name))
