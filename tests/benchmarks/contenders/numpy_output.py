"""The part that all cells share, written by hand: y = W_hy h + b_y, softmax, loss, all timesteps at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.problem import Array, Problem


@dataclass(frozen=True)
class Output:
    """What the outputs make: the losses (T,), the gradient at the states (T, H) and those of the parameters."""

    losses: Array
    dh: Array
    gradients: dict[str, Array]


def output(problem: Problem, h: Array) -> Output:
    """The outputs over the states `h` (T, H), forward and backward."""
    weights, bias = problem.parameters["W_hy"], problem.parameters["b_y"]
    each = np.arange(problem.timesteps)
    y = h @ weights.T
    y += bias
    y -= y.max(1, keepdims=True)
    at_target = y[each, problem.target]
    np.exp(y, y)
    sums = y.sum(1, keepdims=True)
    losses = np.log(sums[:, 0]) - at_target
    y /= sums
    y[each, problem.target] -= 1
    return Output(losses, y @ weights, {"W_hy": y.T @ h, "b_y": y.sum(0)})
