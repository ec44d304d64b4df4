"""Influence, what every loss sends back to every timestep: one loop of the engine against T backward passes."""

from __future__ import annotations

import importlib.util

import numpy as np

from tests.benchmarks.contenders.engine import Engine
from tests.benchmarks.equations import FORMS
from tests.benchmarks.measures.spread import Spread, spread
from tests.benchmarks.measures.worker import timed
from tests.benchmarks.problem import problem

ROUNDS = 3
SQUARED_TO_NOTHING = 1e-150
"""What is smaller has no square in float64, and PyTorch takes the norm of it for less than it is."""


def influence(timesteps: int, hidden: int, rounds: int = ROUNDS) -> tuple[Spread, Spread | None]:
    """Seconds of the vanilla RNN's influence by the engine, and how many times as long PyTorch takes, round by round;
    None where PyTorch is not installed. Raises ArithmeticError where the two do not agree."""
    form = FORMS[0]
    task = problem(form.cell, timesteps, hidden)
    engine = Engine(task, form)
    engine.run()
    found = engine.influence()
    if not importlib.util.find_spec("torch"):
        return spread([anew(engine) for _ in range(rounds)]), None

    from tests.benchmarks.contenders.torch_influence import TorchInfluence

    peer = TorchInfluence(task)
    peer.run()
    if not np.allclose(found, peer.norms, rtol=1e-9, atol=SQUARED_TO_NOTHING):
        raise ArithmeticError("Influence: PyTorch's backward passes make something else.")
    ours, ratios = [], []
    for _ in range(rounds):
        ours.append(anew(engine))
        ratios.append(timed(peer.run)[0] / ours[-1])
    return spread(ours), spread(ratios)


def anew(engine: Engine) -> float:
    """Seconds of the influence in a new run, since a tape remembers it; the run itself is not counted."""
    engine.run()
    return timed(engine.influence)[0]
