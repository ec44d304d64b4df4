"""Which values belong together: a state that is read from outside of its recurrence, and what is computed with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rnnviz.equations import Graph
from rnnviz.equations.order import strongly_connected


def families(graph: Graph, predicted: set[str]) -> list[list[str]]:
    """The values that get a lane of numbers; the first of a family stands for itself, the others fold under it.

    An LSTM's gates and cell state are computed round the same circle as h, and only h leaves it: they are its family.

    Args:
        predicted: logits, which have a lane of probabilities; as numbers too they are shown where they are states.
    """
    losses, states = set(graph.losses), set(graph.states)
    values = [
        name for name in graph.named if graph.timed(name) and name not in losses and name not in predicted - states
    ]
    readers = _readers(graph)
    circles = _circles(readers)
    circle_of = {name: index for index, circle in enumerate(circles) for name in circle}
    read_by_states = {read.name for state in graph.states for read in graph.equation(state).reads}
    members: dict[int, list[str]] = {}
    for name in values:
        members.setdefault(circle_of[name], []).append(name)
    found = []
    for circle in dict.fromkeys(circle_of[state] for state in graph.states if state in circle_of):
        inside = members.get(circle, [])
        if inside:
            head = _head(readers, inside, states)
            # States, then what a state is computed from directly (the gates), then the rest.
            rest = sorted(inside, key=lambda name: (name not in states, name not in read_by_states))
            found.append([head, *(name for name in rest if name != head)])
    if not found:
        return [[name] for name in values if graph.shape(name)]
    place = {name: index for index, name in enumerate(graph.named)}
    found.sort(key=lambda family: place[family[0]])
    placed = {name for family in found for name in family}
    nearest = _first_reached(circles, circle_of, readers, {family[0]: index for index, family in enumerate(found)})
    for name in values:
        if name not in placed:
            found[nearest.get(circle_of[name], -1)].append(name)
    return found


def _readers(graph: Graph) -> dict[str, list[str]]:
    """Of every value, the values that are computed from it directly, at whatever timestep."""
    readers: dict[str, list[str]] = {name: [] for name in graph.named}
    for equation in graph.equations:
        for name in {read.name for read in equation.reads}:
            if name in readers:
                readers[name].extend(equation.names)
    return readers


def _head(readers: Mapping[str, Sequence[str]], inside: Sequence[str], states: set[str]) -> str:
    """The value by which a circle is known to the rest: the last state that something outside of it reads."""
    family = set(inside)
    leaving = [name for name in inside if not family.issuperset(readers[name])]
    candidates = [name for name in leaving if name in states] or leaving or inside
    return candidates[-1]


def _first_reached(
    circles: Sequence[Sequence[str]],
    circle_of: Mapping[str, int],
    readers: Mapping[str, Sequence[str]],
    heads: Mapping[str, int],
) -> dict[int, int]:
    """Of every circle from which some family's head is computed, the first such family."""
    nearest: dict[int, int] = {}
    # A circle comes after those that read it.
    for index, circle in enumerate(circles):
        reached = [heads[name] for name in circle if name in heads]
        reached += [
            nearest[circle_of[reader]]
            for name in circle
            for reader in readers[name]
            if circle_of[reader] in nearest and circle_of[reader] != index
        ]
        if reached:
            nearest[index] = min(reached)
    return nearest


def _circles(readers: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The strongly connected parts, each after those that read it."""
    names = list(readers)
    number = {name: index for index, name in enumerate(names)}
    found = strongly_connected([[number[reader] for reader in readers[name]] for name in names])
    return [[names[index] for index in part] for part in found]
