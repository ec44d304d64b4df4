"""Everybody who computes the same loss and the same gradients: a class each, made from a `Problem`.

What a contender needs is made before the clock starts (parameters and data in its own form, compiled code); `run` is
what is timed, and `result` hands over what the last run made, so that all can be held against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from tests.benchmarks.problem import Array


@dataclass(frozen=True)
class Result:
    """The loss of a run and the total gradient of every parameter, by the names of `Problem.parameters`."""

    loss: float
    gradients: Mapping[str, Array]


class Contender(Protocol):
    """One way to compute a problem, forward and backward."""

    def run(self) -> None:
        """Forward and backward, once: the part that is timed."""

    def result(self) -> Result:
        """What the last run made."""
