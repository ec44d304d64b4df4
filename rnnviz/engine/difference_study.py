"""Why a central difference is off where the derivative is known: its error at steps of many sizes.

With a step h the error is L‴h²/6 from the curve itself, which shrinks a hundredfold with a tenth of the step, and about
ε|L|/h from rounding, which grows tenfold (Press et al., Numerical Recipes, 5.7). At a kink or a jump it does neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from rnnviz.engine.gradient_check import CENTRAL_TOLERANCE, STEP

STEPS = tuple(10.0**-power for power in range(2, 12))


@dataclass(frozen=True)
class DifferenceStudy:
    """`errors[i]` is |central difference at STEPS[i] − exact|, `difference` the one at the usual step 1e-6.

    `reason` is "truncation" (the curve bends too much for the step), "rounding" (the loss is too large for it), "kink"
    (a corner or a jump within it), "stop" (the difference sees through `stop`), or "" where it is good.
    """

    exact: float
    difference: float
    errors: tuple[float, ...]
    tolerance: float
    reason: str

    @property
    def best_step(self) -> float:
        """The step at which the difference is nearest."""
        return STEPS[min(range(len(STEPS)), key=lambda i: self.errors[i])]


def study(loss: Callable[[float], float], exact: float, scale: float, stops: bool) -> DifferenceStudy:
    """Holds central differences of `loss(step)` against the derivative `exact` of a parameter whose derivatives are up
    to `scale`. `stops` tells whether the equations have a `stop`."""
    tolerance = CENTRAL_TOLERANCE * max(1.0, scale)
    differences = [(loss(step) - loss(-step)) / (2 * step) for step in STEPS]
    errors = tuple(abs(one - exact) for one in differences)
    usual = STEPS.index(STEP)
    reason = "" if errors[usual] <= tolerance else reason_of(errors, usual, tolerance, stops)
    return DifferenceStudy(exact, differences[usual], errors, tolerance, reason)


def reason_of(errors: tuple[float, ...], usual: int, tolerance: float, stops: bool) -> str:
    best = min(range(len(STEPS)), key=lambda i: errors[i])
    shrinks = any(30 < large / small < 300 for large, small in pairwise(errors[usual - 1 :]) if small)
    jump = [error * step for error, step in zip(errors[usual - 3 : usual + 2], STEPS[usual - 3 :], strict=False)]
    if max(jump) < 1.02 * min(jump):  # rounding is not that regular
        return "kink"
    if best < usual and errors[best] < errors[usual] / 5:
        return "rounding"
    if shrinks and errors[best] < errors[usual] / 5:
        return "truncation"
    if stops and max(errors[usual - 1 : usual + 1]) < 1.5 * min(errors[usual - 1 : usual + 1]):
        return "stop"
    return "kink"
