"""What a picture of a model needs to know of its equations, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.equations import Graph


@dataclass(frozen=True)
class EquationOutline:
    """One equation: what it defines and what it reads.

    `reads` holds (name, lag) of the values and streams that it reads, `operation` the kind of its outermost operation
    ("tanh", "add", …), `segment` the segment that it stands in, "" in a model without segments.
    """

    names: tuple[str, ...]
    reads: tuple[tuple[str, int], ...] = ()
    parameters: tuple[str, ...] = ()
    operation: str = ""
    segment: str = ""


@dataclass(frozen=True)
class Feed:
    """A stream that is, from timestep `first` on, chosen by the value `source` of the timestep before."""

    source: str
    stream: str
    first: int


@dataclass(frozen=True)
class Description:
    """A model as its picture sees it: equations in text order, input streams, losses, parameters in order; and of a
    model that runs free how its own predictions become its inputs."""

    equations: tuple[EquationOutline, ...]
    streams: tuple[str, ...] = ()
    losses: frozenset[str] = frozenset()
    parameters: tuple[str, ...] = ()
    untied: frozenset[str] = field(default_factory=frozenset)
    feeds: tuple[Feed, ...] = ()


def describe(graph: Graph, feeds: tuple[Feed, ...] = ()) -> Description:
    """Reads off a graph of equations what its picture needs.

    An equation of parameters alone is computed once and has no place in a timestep: who reads it is joined to the rails
    of the parameters that it is made of.
    """
    made_of: dict[str, tuple[str, ...]] = {}
    outlines = []
    for equation in graph.equations:
        parameters = list(equation.parameters)
        for read in equation.reads:
            parameters += made_of.get(read.name, ())
        parameters = list(dict.fromkeys(parameters))
        if not equation.timed:
            made_of.update(dict.fromkeys(equation.names, tuple(parameters)))
            continue
        outlines.append(
            EquationOutline(
                names=equation.names,
                reads=tuple(
                    dict.fromkeys((read.name, read.lag) for read in equation.reads if read.name not in made_of)
                ),
                parameters=tuple(parameters),
                operation=equation.operations[-1].kind if equation.operations else "",
                segment=equation.segment,
            )
        )
    return Description(
        equations=tuple(outlines),
        streams=tuple(graph.streams),
        losses=frozenset(graph.losses),
        parameters=tuple(graph.parameters),
        untied=frozenset(name for name, parameter in graph.parameters.items() if parameter.untied),
        feeds=feeds,
    )
