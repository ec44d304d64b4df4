"""Influence: what each loss sends back to each timestep.

The adjoint equations are linear in the losses' own gradients, so that they are run for many losses side by side, each
with a one at its own timestep and zeros elsewhere; of the result only norms are kept. Pictures of this kind were first
RNNbow's (Cashman et al. 2017, arXiv 1907.12545).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from rnnviz.engine.contributions import flat, length
from rnnviz.engine.data import DataError
from rnnviz.engine.execution import Progress, execute, no_progress
from rnnviz.engine.values import Extent, Values, frozen
from rnnviz.equations import Graph
from rnnviz.equations.adjoint_equations import gradient_name
from rnnviz.equations.kernels import Array

LONGEST = 5000
BLOCK_ELEMENTS = 8_000_000


@dataclass(frozen=True)
class Influence:
    """Computes G[s, t] = ‖∂L_s/∂h_t‖ of a run, total derivatives."""

    forward: Graph
    backward: Graph
    values: Values
    extent: Extent
    progress: Progress = field(default=no_progress)

    def of(self, state: str) -> Array:
        """(T, T): row s - 1, column t - 1. KeyError for what has no gradient; DataError above `LONGEST` timesteps."""
        gradient = gradient_name(state)
        steps = self.extent.timesteps
        if state not in self.forward.named or self.forward.index(state):
            raise KeyError(state)
        if steps > LONGEST:
            raise DataError(f"Influence is a picture of T × T numbers: {steps} timesteps are more than {LONGEST}.")
        out = np.zeros((steps, steps), self.values.dtype)
        if gradient not in self.backward.definitions:
            return frozen(out)
        widest = max(int(np.prod(one.shape)) for one in self.backward.operations)
        block = int(np.clip(BLOCK_ELEMENTS // (steps * widest), 1, 256))
        for first in range(1, steps + 1, block):
            last = min(first + block - 1, steps)
            out[first - 1 : last] = self.rows(gradient, first, last)
            self.progress(last / steps)
        return frozen(out)

    def rows(self, gradient: str, first: int, last: int) -> Array:
        """The rows of the losses of timesteps `first` to `last`."""
        values = self.values.over(batch=last - first + 1)
        for name in set(self.backward.definitions) & set(values.timed):
            del values.timed[name]
            values.complete.discard(name)
        for loss in self.forward.losses:
            name = gradient_name(loss)
            values.allocate(name, ())
            for s in range(first, last + 1):
                values.timed[name][s - 1 + values.pad, s - first] = 1
            values.complete.add(name)
        self.read_forward(values)
        execute(self.backward, {gradient}, values, self.extent)
        rows = values.rows(gradient, 1, self.extent.timesteps)
        with np.errstate(all="ignore"):
            norms = length(flat(rows.reshape(rows.shape[0] * rows.shape[1], -1)))
        return norms.reshape(rows.shape[:2]).T

    def read_forward(self, values: Values) -> None:
        """What the adjoint reads of the forward run and the tape has not kept."""
        names = {read.name for one in self.backward.operations for read in one.reads}
        missing = {name for name in names & set(self.forward.definitions) - values.complete if self.forward.timed(name)}
        if missing:
            single = self.values.over()
            execute(self.forward, missing, single, self.extent)
            for name in missing:
                values.timed[name] = single.timed[name]
                values.complete.add(name)
