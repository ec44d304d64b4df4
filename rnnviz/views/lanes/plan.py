"""Which lanes a model has, read off its equations: nothing here knows any cell by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rnnviz.equations import Graph
from rnnviz.models import Model

Kind = Literal["tokens", "graph", "heat", "probabilities", "losses", "norms"]

# The heights in which everything of the example is to be seen at 1280 x 800.
_HEIGHTS: dict[Kind, int] = {"tokens": 32, "graph": 190, "heat": 72, "probabilities": 64, "losses": 60, "norms": 84}


@dataclass(frozen=True)
class LanePlan:
    """One lane: what it shows, and where it begins.

    `shows` is the name in the run: "h", "dh", a loss; of probabilities the logits. `target` is the class stream that
    they are compared with, `loss` the equation that compares. `under` is the lane that it folds under.
    """

    name: str
    kind: Kind
    title: str
    shows: str = ""
    role: str = "neutral"
    under: str = ""
    target: str = ""
    loss: str = ""

    @property
    def height(self) -> int:
        """In pixels at the usual size of type."""
        return _HEIGHTS[self.kind]


def plan(model: Model, *, text: bool) -> tuple[LanePlan, ...]:
    """The lanes of a model, from the top.

    Args:
        text: whether the run is over a text, whose characters then stand on top.
    """
    graph = model.graph
    lanes = [LanePlan("inputs", "tokens", "in")] if text else _stream_lanes(graph)
    lanes.append(LanePlan("graph", "graph", "graph"))
    predictions = [each for loss in graph.losses for each in _predictions(graph, loss)]
    families = _families(graph, {each.shows for each in predictions})
    lanes += _heat_lanes(families, "", "forward", set(graph.named))
    lanes += predictions
    if graph.losses:
        lanes.append(LanePlan("losses", "losses", " ".join(graph.losses), " ".join(graph.losses), "loss"))
    gradients = set(model.adjoint.named)
    lanes += _heat_lanes(families, "d", "backward", gradients)
    if graph.losses and model.parameters:
        lanes.append(LanePlan("norms", "norms", "‖dW[t]‖", role="backward"))
    return tuple(lanes)


def _stream_lanes(graph: Graph) -> list[LanePlan]:
    """The data, where they are no text: class indices as symbols, numbers as a map."""
    return [LanePlan(name, "tokens" if stream.index else "heat", name, name) for name, stream in graph.streams.items()]


def _predictions(graph: Graph, loss: str) -> list[LanePlan]:
    """The probabilities behind a loss: one lane for each cross entropy in its equation."""
    found = []
    for operation in graph.equation(loss).operations:
        if operation.kind == "cross_entropy" and len(operation.reads) == 2:
            logits, target = operation.reads
            if logits.lag == target.lag == 0 and logits.name in graph.named and len(graph.shape(logits.name)) == 1:
                name = f"p_{logits.name}"
                found.append(
                    LanePlan(name, "probabilities", f"p({logits.name})", logits.name, "forward", "", target.name, loss)
                )
    return found


def _heat_lanes(families: list[list[str]], prefix: str, role: str, names: set[str]) -> list[LanePlan]:
    lanes = []
    for family in families:
        head = next((each for each in family if prefix + each in names), "")
        for each in family:
            shown = prefix + each
            if shown in names:
                under = "" if each == head else prefix + head
                lanes.append(LanePlan(shown, "heat", shown, shown, role, under))
    return lanes


def _families(graph: Graph, predicted: set[str]) -> list[list[str]]:
    """The values that get a lane, in families: a state that is read from outside of its recurrence, then the others.

    An LSTM's gates and cell state are computed round the same circle as h, and only h leaves it: they are its family.
    """
    losses = set(graph.losses)
    values = [name for name in graph.named if name not in losses | predicted and graph.timed(name)]
    if not graph.states:
        return [[name] for name in values if graph.shape(name)]
    reaches = {name: _reach(graph, name) for name in graph.named}
    families: list[list[str]] = []
    placed: set[str] = set()
    for state in graph.states:
        if state in placed:
            continue
        circle = [name for name in values if name in reaches[state] and state in reaches[name]]
        head = _head(graph, circle)
        families.append([head, *(name for name in _nearest_first(graph, circle) if name != head)])
        placed.update(circle)
    families.sort(key=lambda family: graph.named.index(family[0]))
    for name in values:
        if name not in placed:
            reader = next((family for family in families if family[0] in reaches[name]), families[-1])
            reader.append(name)
    return families


def _nearest_first(graph: Graph, names: list[str]) -> list[str]:
    """States, then what a state is computed from directly (the gates), then the rest."""
    read = {read.name for state in graph.states for read in graph.equation(state).reads}
    return sorted(names, key=lambda name: (name not in graph.states, name not in read))


def _head(graph: Graph, circle: list[str]) -> str:
    inside = set(circle)
    leaving = [name for name in circle if any(user not in inside for user, _ in graph.users(name))]
    candidates = [name for name in leaving if name in graph.states] or leaving or circle
    return candidates[-1]


def _reach(graph: Graph, name: str) -> set[str]:
    """Every value that is computed, at whatever timestep, from a value."""
    found: set[str] = set()
    open_ = [name]
    while open_:
        for user, _ in graph.users(open_.pop()):
            for each in graph.equation(user).names:
                if each not in found:
                    found.add(each)
                    open_.append(each)
    return found
