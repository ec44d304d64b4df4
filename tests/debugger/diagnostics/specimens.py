"""Twenty seeded runs with each fault, and twenty healthy ones, half of them trained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from rnnviz import Model, Tape
from rnnviz.models import gallery
from tests.debugger.diagnostics.training import TASKS, trained

COUNT = 20
CELLS = ("vanilla", "gru", "lstm", "two_layers", "bidirectional")
RECURRENT = {
    "vanilla": ("W_hh",), "gru": ("W_hr", "W_hz", "W_hn"), "lstm": ("W_hh",), "two_layers": ("W_h1h1", "W_h2h2"),
    "bidirectional": ("W_rr", "W_ll"), "residual": ("W_hh",),
}  # fmt: skip
Change = Callable[[dict[str, Any], np.random.Generator], None]


def equations(cell: str, task: str) -> str:
    text = gallery.cell(cell).body
    return text if task != "average" else text.replace("cross_entropy", "mse")


def model(cell: str, task: str, seed: int, hidden: int = 12, parameters: Mapping[str, Any] | None = None) -> Model:
    sizes = {
        "echo": {"x": 4, "y": 4, "target": 0},
        "average": {"x": 3, "y": 3},
        "majority": {"x": 3, "y": 3, "target": 0},
    }
    return Model(
        equations(cell, task), sizes[task], seed, parameters, initialisation="forget", hidden=hidden
    )  # fmt: skip


def run(cell: str, task: str, seed: int, timesteps: int, change: Change | None = None, **settings: Any) -> Tape:
    """One run of a cell of the gallery over a task's data, with its parameters changed."""
    random = np.random.default_rng(1000 + seed)
    made = model(cell, task, seed)
    parameters = {name: np.array(value) for name, value in made.parameters.items()}
    if change is not None:
        change(parameters, random)
    return model(cell, task, seed, parameters=parameters).run(TASKS[task](random, timesteps), **settings)


@cache
def healthy() -> tuple[Tape, ...]:
    """Ten trained ones, and ten as they are first drawn, a few of them truncated: every cell, every task."""
    tasks = list(TASKS)
    found = []
    for seed in range(COUNT):
        cell, task = CELLS[seed % len(CELLS)], tasks[seed % len(tasks)]
        if seed < COUNT // 2:
            found.append(trained(model(cell, task, seed), task, 16 + 4 * (seed % 4), seed))
        else:
            truncate = 16 if seed in (12, 16, 18) else None
            found.append(run(cell, task, seed, 24 + 4 * (seed % 4), truncate=truncate))
    return tuple(found)
