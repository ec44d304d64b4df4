"""How a gradient changes parameters: SGD with momentum, Adagrad, Adam, and the clipping before them.

The formulas are those of PyTorch's optimisers, number for number: `l2` is their weight_decay, that is l2·W is added to
the (clipped) gradient before anything else happens to it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from rnnviz.equations.kernels import Array

ADAGRAD_EPS = 1e-10
ADAM_EPS, ADAM_FIRST, ADAM_SECOND = 1e-8, 0.9, 0.999


@dataclass(frozen=True)
class Rule:
    """An optimiser and its numbers. `momentum` is SGD's alone."""

    optimiser: str = "sgd"
    learning_rate: float = 0.01
    momentum: float = 0.0
    l2: float = 0.0


@dataclass
class State:
    """What an optimiser remembers: how many updates it has made, and its running numbers by their role, each of the
    parameter's shape (none before the first update)."""

    number: int = 0
    arrays: dict[str, Array] = field(default_factory=dict)

    def copy(self) -> State:
        return State(self.number, {role: array.copy() for role, array in self.arrays.items()})


class Updated(NamedTuple):
    """Parameters after an update, what was added to them, and what the optimiser remembers of it."""

    parameters: dict[str, Array]
    changes: dict[str, Array]
    states: dict[str, State]


def updated(
    rule: Rule, parameters: Mapping[str, Array], gradients: Mapping[str, Array], states: Mapping[str, State]
) -> Updated:
    """One update of all parameters. Nothing that is given changes; a parameter without a state begins with none."""
    after, changes, next_states = {}, {}, {}
    for name, parameter in parameters.items():
        after[name], next_states[name] = parameter.copy(), states.get(name, State()).copy()
        changes[name] = np.empty_like(parameter)
        advance(rule, after[name], gradients[name], next_states[name], changes[name], np.empty_like(parameter))
    return Updated(after, changes, next_states)


def advance(rule: Rule, parameter: Array, gradient: Array, state: State, change: Array, work: Array) -> None:
    """One update in place: of `parameter` and `state`. `change` takes what was added; `work` is room of the same shape.

    KeyError for an unknown optimiser.
    """
    if not state.arrays:
        state.arrays = {role: np.zeros_like(parameter) for role in roles(rule)}
    state.number += 1
    if rule.l2:
        np.multiply(parameter, rule.l2, work)
        gradient = np.add(gradient, work, work)
    OPTIMISERS[rule.optimiser](rule, gradient, state, change)
    np.add(parameter, change, parameter)


def sgd(rule: Rule, gradient: Array, state: State, change: Array) -> None:
    """Gradient descent with momentum, as PyTorch has it (no dampening, not Nesterov's; Sutskever et al., ICML 2013)."""
    if rule.momentum:
        velocity = state.arrays["velocity"]
        np.multiply(velocity, rule.momentum, velocity)
        gradient = np.add(velocity, gradient, velocity)
    np.multiply(gradient, -rule.learning_rate, change)


def adagrad(rule: Rule, gradient: Array, state: State, change: Array) -> None:
    """Adagrad (Duchi, Hazan & Singer, JMLR 2011), with eps 1e-10 outside the root."""
    squares = state.arrays["squares"]
    np.multiply(gradient, gradient, change)
    np.add(squares, change, squares)
    np.sqrt(squares, change)
    np.add(change, ADAGRAD_EPS, change)
    np.divide(gradient, change, change)
    np.multiply(change, -rule.learning_rate, change)


def adam(rule: Rule, gradient: Array, state: State, change: Array) -> None:
    """Adam (Kingma & Ba, ICLR 2015), with its usual 0.9, 0.999 and 1e-8."""
    mean, square = state.arrays["mean"], state.arrays["square"]
    np.subtract(gradient, mean, change)
    np.multiply(change, 1 - ADAM_FIRST, change)
    np.add(mean, change, mean)
    np.multiply(square, ADAM_SECOND, square)
    np.multiply(gradient, gradient, change)
    np.multiply(change, 1 - ADAM_SECOND, change)
    np.add(square, change, square)
    np.sqrt(square, change)
    np.multiply(change, 1 / float(np.sqrt(1 - ADAM_SECOND**state.number)), change)
    np.add(change, ADAM_EPS, change)
    np.divide(mean, change, change)
    np.multiply(change, -rule.learning_rate / (1 - ADAM_FIRST**state.number), change)


OPTIMISERS: Mapping[str, Callable[[Rule, Array, State, Array], None]] = {"sgd": sgd, "adagrad": adagrad, "adam": adam}


def roles(rule: Rule) -> tuple[str, ...]:
    """What an optimiser remembers of a parameter. KeyError for an unknown one."""
    return {"sgd": ("velocity",) if rule.momentum else (), "adagrad": ("squares",), "adam": ("mean", "square")}[
        rule.optimiser
    ]


def global_norm(gradients: Iterable[Array]) -> float:
    """The Euclidean norm of all gradients taken together as one vector."""
    arrays = list(gradients)
    with np.errstate(all="ignore"):
        square = sum(float(np.vdot(one, one)) for one in arrays)
        if 1e-30 < square < 1e30:
            return math.sqrt(square)
        # Near the ends of what float32 can hold, squares are rounded away: scaled by the largest they are not.
        scale = max((float(np.abs(one).max(initial=0)) for one in arrays), default=0.0)
        if scale == 0 or not math.isfinite(scale):
            return scale
        scaled = (one.astype(np.float64) / scale for one in arrays)
        return scale * math.sqrt(sum(float(np.vdot(one, one)) for one in scaled))


def clip_factor(norm: float, largest: float | None) -> float:
    """What a gradient of this global norm is multiplied by so that it has at most `largest` (Pascanu, Mikolov & Bengio,
    ICML 2013), as torch.nn.utils.clip_grad_norm_ has it, its 1e-6 for safety included. NaN for a norm that is NaN."""
    if largest is None:
        return 1.0
    factor = largest / (norm + 1e-6)
    return 1.0 if factor > 1 else factor
