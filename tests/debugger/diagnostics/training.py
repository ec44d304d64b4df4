"""A small seeded training loop over the engine: plain gradient descent on small tasks that need some memory."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnnviz import Model, Tape
from rnnviz.engine import record

Data = dict[str, Any]


def echo(random: np.random.Generator, timesteps: int) -> Data:
    """Say at each timestep which of four inputs came two timesteps before; before that there is nothing to say."""
    symbols = random.integers(0, 4, timesteps)
    return {"x": np.eye(4)[symbols], "target": np.concatenate([[-1, -1], symbols[:-2]])}


def average(random: np.random.Generator, timesteps: int) -> Data:
    """Follow a slowly fading average of each of three noisy inputs."""
    x = random.standard_normal((timesteps, 3))
    target, level = np.zeros((timesteps, 3)), np.zeros(3)
    for t in range(timesteps):
        level = 0.8 * level + 0.2 * x[t]
        target[t] = level
    return {"x": x, "target": target}


def majority(random: np.random.Generator, timesteps: int) -> Data:
    """Say at the end alone which of three inputs was the largest over the whole sequence."""
    x = random.standard_normal((timesteps, 3)) + random.standard_normal(3)
    target = np.full(timesteps, -1)
    target[-1] = np.argmax(x.sum(0))
    return {"x": x, "target": target}


TASKS = {"echo": echo, "average": average, "majority": majority}


def trained(model: Model, task: str, timesteps: int, seed: int, updates: int = 200, rate: float = 0.1) -> Tape:
    """The run of a model over a fresh sequence after so many updates, each on a sequence of its own, the gradient
    divided by its timesteps with a target and cut to length 1."""
    random = np.random.default_rng(seed)
    parameters = {name: np.array(value) for name, value in model.parameters.items()}
    for _ in range(updates):
        data = TASKS[task](random, timesteps)
        tape = record(model.graph, model.adjoint, parameters, data)
        losses = max(1, int(np.count_nonzero(tape["L"])))
        gradients = {name: tape.contributions(name).total / losses for name in parameters}
        length = np.sqrt(sum(float(np.sum(one**2)) for one in gradients.values()))
        for name, gradient in gradients.items():
            parameters[name] = parameters[name] - rate * gradient / max(1.0, length)
    return record(model.graph, model.adjoint, parameters, TASKS[task](random, timesteps), model=model)
