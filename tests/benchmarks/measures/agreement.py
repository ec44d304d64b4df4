"""Whether two contenders have computed the same."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.contenders import Result

TOLERANCE = {"float64": 1e-9, "float32": 1e-2}
"""What a race admits: sums of 10,000 timesteps in another order."""


def disagreement(one: Result, other: Result) -> float:
    """The largest relative difference of the losses or of a parameter's gradients, each against its largest element.

    Infinity where one has a parameter that the other has not.
    """
    if one.gradients.keys() != other.gradients.keys():
        return float("inf")
    found = abs(one.loss - other.loss) / max(abs(one.loss), 1e-300)
    for name, gradient in one.gradients.items():
        largest = max(float(np.abs(gradient).max()), 1e-300)
        found = max(found, float(np.abs(gradient - other.gradients[name]).max()) / largest)
    return found
