"""The ready-made breakpoints: what to look for in a run that does not learn.

Each is a set of conditions of the language, made for the values of the model at hand, with one threshold θ that can be
changed. The sequences of timesteps they are tried on are whole runs: what `total(…)` sums lies partly ahead.

symptom      holds at t where                                                                           θ
not_finite   a value, gradient or contribution has a NaN or an infinity; stops at the first             none
vanishing    0 < ‖dh[t]‖ < θ for a state h (exactly 0 is no path, not a small number)                   1e-6
exploding    ‖dh[t]‖ > θ for a state h                                                                  100
saturated    |tanh| > θ in any unit, or a sigmoid < 1 - θ or > θ (a gate pinned shut or open)           0.99
dead         any unit of a value behind tanh, sigmoid or relu changes by at most θ over the whole run   1e-6
loss_jump    L[t] > θ · L[t-1], with L[t-1] > 0 and L[t] above the mean loss                            5
dominated    ‖dW[t]‖ > θ · Σ ‖dW[t]‖ for a parameter W, in runs of at least 4 timesteps                 0.5

Norms of gradients at 1 are a usual border for clipping (Pascanu, Mikolov, Bengio 2013, arXiv 1211.5063); 100 is two
orders beyond it, 1e-6 six below. 0.99 for tanh leaves a slope of 0.02.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rnnviz.debugger.breakpoint import ALWAYS, NTH, Breakpoint
from rnnviz.debugger.sentence import QT_TRANSLATE_NOOP, Sentence
from rnnviz.engine import Tape
from rnnviz.equations import Graph
from rnnviz.equations.added_names import in_force, is_added

LEAST_TO_DOMINATE = 4
Conditions = Iterator[tuple[str, str]]
"""Pairs: a condition, and the comparison or expression whose number is told ("": the condition's own)."""


@dataclass(frozen=True)
class Symptom:
    """`threshold` is None where there is nothing to adjust; `conditions` makes what is to hold for one run."""

    words: Sentence
    explanation: Sentence
    threshold: float | None
    conditions: Callable[[Tape, float], Conditions]
    counting: str = ALWAYS


def named(tape: Tape) -> Iterator[str]:
    """Every value with numbers at t that an equation defines."""
    yield from (name for name in tape.graph.named if tape.graph.timed(name) and not tape.graph.index(name))


def states(tape: Tape) -> list[str]:
    """What flows from timestep to timestep and has a gradient."""
    return [name for name in tape.graph.states if not tape.graph.index(name)] if tape.adjoint.equations else []


def tied(tape: Tape) -> list[str]:
    """The parameters that many timesteps contribute to."""
    if not tape.adjoint.equations:
        return []
    return [name for name, one in tape.graph.parameters.items() if not one.untied and one.state is None]


def made_by(graph: Graph, *kinds: str) -> list[str]:
    """The values at t that operations of some kinds make, unnamed ones (`h.2`) among them."""
    return list(dict.fromkeys(in_force(one.name) for one in graph.operations if one.kind in kinds and one.timed))


def not_finite(tape: Tape, threshold: float) -> Conditions:
    streams = [
        name for name, one in tape.graph.streams.items()
        if not one.index and not is_added(name) and name not in targets(tape.graph)
    ]  # fmt: skip
    values = [*streams, *named(tape)]
    gradients = [f"d{name}" for name in (*named(tape), *tied(tape))] if tape.adjoint.equations else []
    for name in (*values, *gradients):
        yield f"all(isfinite({name}[t])) == 0", f"max(abs({name}[t]))"


def targets(graph: Graph) -> set[str]:
    """The streams that a loss is compared with: their NaN says that there is no target."""
    return {one.reads[1].name for one in graph.operations if "data" in one.attributes and len(one.reads) > 1}


def vanishing(tape: Tape, threshold: float) -> Conditions:
    for name in states(tape):
        yield f"(norm(d{name}[t]) < {threshold!r}) * (norm(d{name}[t]) > 0)", ""


def exploding(tape: Tape, threshold: float) -> Conditions:
    for name in states(tape):
        yield f"norm(d{name}[t]) > {threshold!r}", ""


def saturated(tape: Tape, threshold: float) -> Conditions:
    for name in made_by(tape.graph, "tanh"):
        yield f"any(abs({name}[t]) > {threshold!r})", ""
    for name in made_by(tape.graph, "sigmoid"):
        yield f"any({name}[t] > {threshold!r})", ""
        yield f"any({name}[t] < {1 - threshold!r})", ""


def dead(tape: Tape, threshold: float) -> Conditions:
    if tape.timesteps < 2:
        return
    for name in made_by(tape.graph, "tanh", "sigmoid", "relu"):
        first = tape.span(name)[0]
        yield f"any(total(abs({name}[t] - {name}[{first}])) <= {threshold!r})", ""


def loss_jump(tape: Tape, threshold: float) -> Conditions:
    for name in tape.graph.losses:
        now, before = f"{name}[t]", f"{name}[t-1]"
        mean = f"({now} * total({now} > 0) > total({now}))"
        yield f"({now} > {threshold!r} * {before}) * ({before} > 0) * {mean}", ""


def dominated(tape: Tape, threshold: float) -> Conditions:
    if tape.timesteps < LEAST_TO_DOMINATE:
        return
    for name in tied(tape):
        yield f"norm(d{name}[t]) > {threshold!r} * total(norm(d{name}[t]))", ""


def text(template: str) -> Sentence:
    return Sentence(template)


SYMPTOMS = {
    "not_finite": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "First value not finite")),
        text(QT_TRANSLATE_NOOP("Narration", "A value, a gradient or a contribution has a NaN or an infinity.")),
        None, not_finite, NTH,
    ),
    "vanishing": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Gradient vanishing")),
        text(QT_TRANSLATE_NOOP("Narration", "The gradient at a state is shorter than the threshold, and not 0.")),
        1e-6, vanishing,
    ),
    "exploding": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Gradient exploding")),
        text(QT_TRANSLATE_NOOP("Narration", "The gradient at a state is longer than the threshold.")),
        100.0, exploding,
    ),
    "saturated": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Unit saturated")),
        text(QT_TRANSLATE_NOOP(
            "Narration", "A tanh is beyond ± the threshold, or a gate within 1 − threshold of 0 or 1.")),
        0.99, saturated,
    ),
    "dead": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Unit dead")),
        text(QT_TRANSLATE_NOOP("Narration", "A unit changes by no more than the threshold over the whole run.")),
        1e-6, dead,
    ),
    "loss_jump": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Loss jump")),
        text(QT_TRANSLATE_NOOP(
            "Narration", "A loss above the mean is more than threshold times that of the timestep before.")),
        5.0, loss_jump,
    ),
    "dominated": Symptom(
        text(QT_TRANSLATE_NOOP("Narration", "Dominant timestep")),
        text(QT_TRANSLATE_NOOP(
            "Narration", "One timestep's share of all contributions to a parameter is above the threshold.")),
        0.5, dominated,
    ),
}  # fmt: skip
"""Every symptom by its key, in the order in which they are offered."""


def ready_made() -> tuple[Breakpoint, ...]:
    """A breakpoint for each symptom, with the thresholds of the table."""
    return tuple(
        Breakpoint("symptom", key, threshold=one.threshold or 0.0, counting=one.counting)
        for key, one in SYMPTOMS.items()
    )
