"""Which lanes a model has, read off its equations: nothing here knows any cell by name."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QCoreApplication

from rnnviz.equations import Graph
from rnnviz.equations.added_names import chooses
from rnnviz.equations.operations import TABLE
from rnnviz.models import Model
from rnnviz.views.lanes.families import families

LANES_AT_ONCE = 20
"""So many maps of either pass are made with the run; each of the others when it is first asked for."""

Way = Literal["run", "other", "difference"]
Kind = Literal["tokens", "graph", "pictures", "heat", "probabilities", "losses", "norms"]

# The heights in which everything of the example is to be seen at 1280 x 800.
_HEIGHTS: dict[Kind, int] = {
    "tokens": 32,
    "graph": 186,
    "pictures": 84,
    "heat": 72,
    "probabilities": 64,
    "losses": 60,
    "norms": 81,
}


@dataclass(frozen=True)
class LanePlan:
    """One lane: what it shows, and where it begins.

    `shows` is the name in the run: "h", "dh", a loss; of probabilities the logits. `target` is the class stream that
    they are compared with, `loss` the equation that compares. `under` is the lane that it folds under. `way` tells
    whether it is of the present run, of the other one that this is compared with, or of their difference. `share`: its
    numbers lie between 0 and 1 by their equation.
    """

    name: str
    kind: Kind
    title: str
    shows: str = ""
    role: str = "neutral"
    under: str = ""
    target: str = ""
    loss: str = ""
    way: Way = "run"
    share: bool = False

    @property
    def height(self) -> int:
        """In pixels at the usual size of type."""
        return _HEIGHTS[self.kind]


def plan(model: Model, *, text: bool, pictures: Container[str] = ()) -> tuple[LanePlan, ...]:
    """The lanes of a model, from the top.

    Args:
        text: whether the run is over a text, whose characters then stand on top.
        pictures: names of values that are shown as pictures.
    """
    model = model.as_taught  # what one that runs free computes besides is the choice alone
    graph = model.graph
    lanes = _text_lane(graph) if text else _stream_lanes(graph)
    lanes.append(LanePlan("graph", "graph", "graph"))
    predictions = [each for loss in graph.losses for each in _predictions(graph, loss)]
    found = families(graph, {each.shows for each in predictions})
    lanes += _heat_lanes(graph, found, "", "forward", set(graph.named))
    lanes += predictions
    if graph.losses:
        lanes.append(LanePlan("losses", "losses", " ".join(graph.losses), " ".join(graph.losses), "loss"))
    gradients = set(model.adjoint.named)
    lanes += _heat_lanes(graph, found, "d", "backward", gradients)
    if graph.losses and model.parameters:
        lanes.append(LanePlan("norms", "norms", "‖dW[t]‖", role="backward"))
    return tuple(replace(each, kind="pictures") if _is_picture(each, pictures) else each for each in lanes)


def _is_picture(each: LanePlan, pictures: Container[str]) -> bool:
    return each.kind == "heat" and each.shows in pictures


def _text_lane(graph: Graph) -> list[LanePlan]:
    """The text's characters: those that are read, or those to be predicted where none is read."""
    targets = {
        operand.name
        for operation in graph.operations
        if TABLE[operation.kind].is_loss
        for operand in operation.reads[1:]
    }
    inputs = [name for name in graph.streams if name not in targets]
    if inputs:
        return [LanePlan("inputs", "tokens", QCoreApplication.translate("Lanes", "in"), inputs[0])]
    return [LanePlan("inputs", "tokens", name, name) for name in list(graph.streams)[:1]]


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


def _heat_lanes(graph: Graph, found: list[list[str]], prefix: str, role: str, names: set[str]) -> list[LanePlan]:
    lanes = []
    for family in found:
        head = next((each for each in family if prefix + each in names), "")
        for each in family:
            shown = prefix + each
            if shown in names:
                under = "" if each == head else prefix + head
                share = not prefix and is_share(graph, each)
                lanes.append(LanePlan(shown, "heat", shown, shown, role, under, share=share))
    return lanes


def is_share(graph: Graph, name: str, beyond: frozenset[str] = frozenset()) -> bool:
    """Whether a value lies between 0 and 1 by its equation, whatever is set by hand: a gate, probabilities, a part of
    such. `beyond` has been looked at already."""
    beyond |= {name}
    operations = graph.definitions.get(name, ())
    for operation in operations:
        if operation.kind in ("sigmoid", "softmax"):
            continue
        passed_on = operation.reads[-1:] if chooses(operation) else ()
        if operation.kind in ("split", "take", "copy", "stop"):
            passed_on = operation.reads[:1]
        if not passed_on or passed_on[0].name in beyond or not is_share(graph, passed_on[0].name, beyond):
            return False
    return bool(operations)


def at_once(lanes: Sequence[LanePlan]) -> set[str]:
    """The names of the lanes that are made with the run: of very many maps those that stand for themselves come first.

    A lane that folds under another is among them only together with that one.
    """
    chosen = {each.name for each in lanes if each.kind != "heat"}
    for role in ("forward", "backward", "neutral"):
        maps = sorted((each for each in lanes if each.kind == "heat" and each.role == role), key=_folds)
        chosen.update(each.name for each in maps[:LANES_AT_ONCE])
    return chosen


def _folds(each: LanePlan) -> bool:
    return bool(each.under)
