"""Looking at any timestep of a long run: the selected parameter's contribution, and the running sum down to it."""

from __future__ import annotations

import time

import numpy as np

from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.equations import Form
from tests.benchmarks.measures.spread import Spread, spread
from tests.benchmarks.problem import problem

SEEKS = 300


def seek(form: Form, timesteps: int, hidden: int, seeks: int = SEEKS) -> tuple[float, Spread]:
    """Seconds of the first seek, which makes the checkpoints, and of those after it, to random timesteps."""
    engine = Engine(problem(form.cell, timesteps, hidden), form)
    engine.run()
    assert engine.tape is not None
    contributions = engine.tape.contributions(form.recurrent)
    taken = []
    for t in np.random.default_rng(1).integers(1, timesteps + 1, seeks + 1):
        start = time.process_time()
        contributions.at(int(t))
        contributions.running_sum(int(t))
        taken.append(time.process_time() - start)
    return taken[0], spread(taken[1:])
