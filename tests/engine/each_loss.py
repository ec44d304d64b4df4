"""Systems in which one timestep's losses are the only ones: what influence has to give, one run for each loss."""

from __future__ import annotations

import dataclasses
import re

import numpy as np

from rnnviz import Tape
from tests.reference import comparison
from tests.reference.system import Array, System


def alone(system: System, tape: Tape, timestep: int) -> System:
    """The system whose losses are its own times one at `timestep` and zero elsewhere, by one more stream a segment.

    `tape` is a run of the system as it is.
    """
    losses, ranges = tape.graph.losses, dict(zip(tape.graph.segments, tape.extent.ranges, strict=True))
    lines = [f"loss {', '.join(f'only_{name}' for name in losses)}"]
    data, segment = dict(system.data), ""
    for line in system.text.splitlines():
        if line.startswith("loss "):
            continue
        lines.append(line)
        if line.endswith(":") and not line.startswith(" "):
            segment = line[:-1].strip()
        parts = re.fullmatch(r"(\s*)(\w+)\[t\] = (.*)", line)
        if parts and parts[2] in losses:
            lines.append(f"{parts[1]}only_{parts[2]}[t] = only{segment}[t] * {parts[2]}[t]")
            first, last = ranges[segment]
            data[f"only{segment}"] = (np.arange(first, last + 1) == timestep).astype(float)
    sizes = system.sizes | {name: 0 for name in data if name.startswith("only")}
    return dataclasses.replace(system, text="\n".join(lines), data=data, sizes=sizes)


def values_of(tape: Tape) -> list[str]:
    """The names that have an influence: every value and stream that is no class index."""
    names = [*tape.graph.named, *tape.graph.streams]
    return [name for name in names if not tape.graph.index(name)]


def norms(rows: Array) -> Array:
    return np.asarray(np.sqrt((rows**2).reshape(len(rows), -1).sum(1)))


def influences(system: System) -> dict[str, Array]:
    """The influence on every value, (T, T), from a run for each timestep's losses."""
    tape = comparison.tape_of(system)
    found: dict[str, list[Array]] = {name: [] for name in values_of(tape)}
    model = comparison.model_of(alone(system, tape, 1))
    for s in range(1, tape.timesteps + 1):
        one = alone(system, tape, s)
        single = model.run(one.data, initial=one.initial, truncate=one.truncate)
        for name, rows in found.items():
            rows.append(norms(single[f"d{name}"]))
    return {name: np.array(rows) for name, rows in found.items()}
