"""The latencies of one kind of input on one window, and what they are held against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks.window.inputs import KINDS, PHASES
from tests.benchmarks.window.scene import Scene, scene

TIMESTEPS = (4, 1000, 100_000)
INPUTS = 200
MEDIAN, NINETY_FIVE, WORST = 16.0, 33.0, 50.0
"""Milliseconds."""


@dataclass(frozen=True)
class Latency:
    """Milliseconds of the inputs that painted something, by the clock and of the processor; `silent` counts those that
    had nothing to paint."""

    timesteps: int
    phase: str
    kind: str
    clock: tuple[float, ...]
    processor: tuple[float, ...]
    silent: int

    @property
    def cells(self) -> tuple[str, ...]:
        """A row of a table under HEAD."""
        head = (f"{self.timesteps:,}", self.phase, self.kind)
        if not self.clock:
            return (*head, "–", "–", str(self.silent), "nothing painted")
        measured = three(self.clock)
        missed = any(one > bound for one, bound in zip(measured, (MEDIAN, NINETY_FIVE, WORST), strict=True))
        columns = (" / ".join(f"{one:.1f}" for one in each) for each in (measured, three(self.processor)))
        return (*head, *columns, str(self.silent), "**not met**" if missed else "met")


def three(milliseconds: Sequence[float]) -> tuple[float, float, float]:
    """Median, 95th percentile, worst."""
    middle, high = np.percentile(milliseconds, (50, 95))
    return float(middle), float(high), max(milliseconds)


HEAD = ("T", "pass", "input", "ms: median / 95th percentile / worst", "of the processor", "nothing to paint", "")


def latencies(timesteps: int, inputs: int = INPUTS) -> Iterator[Latency]:
    """Every kind of input in both passes, on a window of its own."""
    with scene(timesteps) as there:
        for phase in PHASES:
            for kind in KINDS:
                yield measure(there, phase, kind, inputs)


def measure(there: Scene, phase: str, kind: str, inputs: int) -> Latency:
    """One kind of input in one pass."""
    taken = [there.watch.latency(act) for act in KINDS[kind](there, phase, inputs)]
    painted = [one for one in taken if one is not None]
    clock, processor = (tuple(1000 * getattr(one, name) for one in painted) for name in ("clock", "processor"))
    return Latency(there.timesteps, phase, kind, clock, processor, len(taken) - len(painted))
