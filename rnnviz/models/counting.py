"""How many parameters a model has and how many multiply-adds a forward run takes, counted equation by equation.

A multiply-add is one product that is added to a sum: `W @ h` with W (n, m) takes n·m. Only matrix products, dot and
outer products are counted, as is usual; what works element by element takes less by the size of a layer, and looking a
row of a table up takes none.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from rnnviz.engine.data import asked_lengths
from rnnviz.equations import Graph, Operation, Parameter, Read, parse
from rnnviz.models.resources import resource

_PRODUCTS = ("matmul", "dot", "outer")


@dataclass(frozen=True)
class Layer:
    """One equation of a model, or a learned initial state.

    `parameters` are the numbers that are first used here, of untied parameters those of all timesteps; `shared` those
    that it uses and that an earlier equation has counted. `multiply_adds` are those of one timestep, of which the run
    has `timesteps` here.
    """

    name: str
    text: str
    segment: str
    parameters: int
    shared: int
    multiply_adds: int
    timesteps: int

    @property
    def all_multiply_adds(self) -> int:
        """Those of all timesteps."""
        return self.multiply_adds * self.timesteps


@dataclass(frozen=True)
class Count:
    """A model counted: its layers in the order of its text."""

    layers: tuple[Layer, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers)

    @property
    def multiply_adds(self) -> int:
        """Those of a forward run over all timesteps."""
        return sum(layer.all_multiply_adds for layer in self.layers)


def counted(graph: Graph, timesteps: int | Mapping[str, int]) -> Count:
    """Counts a forward graph over so many timesteps, of each segment where there are several. No parameter need exist.

    Raises DataError for lengths that do not fit.
    """
    lengths = asked_lengths(graph, timesteps)
    total = sum(lengths.values())
    seen: set[str] = set()
    layers = []
    for equation in graph.equations:
        used = [graph.parameters[name] for name in equation.parameters if graph.parameters[name].state is None]
        layers.append(
            Layer(
                ", ".join(equation.names),
                equation.text,
                equation.segment,
                sum(_size(one, total) for one in used if one.name not in seen),
                sum(_size(one, total) for one in used if one.name in seen),
                sum(_multiply_adds(graph, one) for one in equation.operations),
                lengths.get(equation.segment, total) if equation.timed else 1,
            )
        )
        seen |= {one.name for one in used}
    for one in graph.parameters.values():
        if one.state is not None:
            layers.append(Layer(one.name, f"learned {one.name}", "", _size(one, total), 0, 0, 1))
    return Count(tuple(layers))


def alexnet(pooled: bool = False) -> Count:
    """AlexNet (Krizhevsky et al. 2012), counted: 62 million parameters, of which the first fully connected layer has
    6·6·256·4096. With global average pooling before the classes (`pooled`; Lin et al. 2014) that layer has none.

    It is written as equations in resources/counting/, a convolution as the product of one matrix with the patch of each
    position: its timesteps are positions. Without the two halves of the original, which shared one layer between two
    graphics cards.
    """
    text = resource("counting", "alexnet_pooled.txt" if pooled else "alexnet.txt").read_text(encoding="utf-8")
    sizes, positions = dict(_SIZES), dict(_POSITIONS)
    if pooled:
        sizes = {name: size for name, size in sizes.items() if name not in ("flat", "fc6", "fc7")} | {"average": 256}
    return counted(parse(text, sizes), positions)


_POSITIONS = {"conv1": 55 * 55, "conv2": 27 * 27, "conv3": 13 * 13, "conv4": 13 * 13, "conv5": 13 * 13, "classes": 1}
_SIZES = {
    "patch1": 11 * 11 * 3,
    "patch2": 5 * 5 * 96,
    "patch3": 3 * 3 * 256,
    "patch4": 3 * 3 * 384,
    "patch5": 3 * 3 * 384,
    "flat": 6 * 6 * 256,
    "a1": 96,
    "a2": 256,
    "a3": 384,
    "a4": 384,
    "a5": 256,
    "fc6": 4096,
    "fc7": 4096,
    "y": 1000,
}


def _size(parameter: Parameter, timesteps: int) -> int:
    return math.prod(parameter.shape) * (timesteps if parameter.untied else 1)


def _multiply_adds(graph: Graph, operation: Operation) -> int:
    if operation.kind not in _PRODUCTS:
        return 0
    left, right = (graph.shape(one.name) if isinstance(one, Read) else () for one in operation.inputs[:2])
    if operation.kind == "outer":
        return math.prod(left) * math.prod(right)
    inner = left[-1] if left else 1
    return math.prod(operation.shape) * inner
