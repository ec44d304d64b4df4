"""Every number of a system by rnnviz, under the same keys as the references."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np

import rnnviz
from rnnviz.engine.tape import Tape
from tests.reference.system import Array, Results, System, disagreements


def model_of(system: System) -> rnnviz.Model:
    """The model, told the number of timesteps only where no stream tells it."""
    needed = not system.data or "untied" in system.text
    timesteps = system.timesteps if needed else None
    return rnnviz.Model(system.text, sizes=system.sizes, parameters=system.parameters, timesteps=timesteps)


def tape_of(system: System) -> Tape:
    return model_of(system).run(system.data, initial=system.initial, truncate=system.truncate)


def results(system: System, wanted: Collection[str] | None = None) -> Results:
    """Values, gradients, contributions, totals and gradients of initial states, or those of the keys `wanted`."""
    tape = tape_of(system)
    keys = list(wanted) if wanted is not None else all_keys(tape)
    return {key: number(tape, key) for key in keys}


def all_keys(tape: Tape) -> list[str]:
    graph = tape.model.graph
    keys = ["loss"]
    for name in graph.named:
        keys.append(f"value {name}")
        if graph.losses and not graph.index(name):
            keys.append(f"grad {name}")
    if graph.losses:
        keys += [f"initial {name}" for name in tape.initial_gradients]
        for name, parameter in graph.parameters.items():
            if parameter.state is None:
                keys += [f"total {name}", f"contributions {name}"]
    return keys


def number(tape: Tape, key: str) -> Array:
    """One entry; a value's or gradient's rows are its timesteps, a contribution's are all timesteps."""
    kind, _, name = key.partition(" ")
    match kind:
        case "loss":
            return np.asarray(tape.loss)
        case "value":
            return rows(tape, name, tape.span(name))
        case "grad":
            assert tape.span(f"d{name}") == tape.span(name), f"d{name} does not exist where {name} exists"
            return rows(tape, f"d{name}", tape.span(name))
        case "initial":
            return np.asarray(tape.initial_gradients[name])
        case "total":
            return np.asarray(tape.contributions(name).total)
        case "contributions":
            contributions = tape.contributions(name)
            return np.stack([contributions.at(t) for t in range(1, tape.timesteps + 1)])
    raise KeyError(key)


def rows(tape: Tape, name: str, span: range) -> Array:
    """The rows of a value at the timesteps at which it exists, read in both ways that a tape offers."""
    stored = np.asarray(tape[name])
    assert stored.shape == (tape.timesteps, *stored.shape[1:])
    stored = stored[span.start - 1 : span.stop - 1]
    each = np.stack([tape.value(name, t) for t in span])
    assert np.array_equal(stored, each, equal_nan=True), f"tape[{name!r}] and tape.value({name!r}, t) differ"
    return each


def errors(system: System, right: Mapping[str, Array], tolerance: float = 1e-10) -> list[str]:
    """How rnnviz differs from a reference, one line each."""
    return disagreements(results(system, right.keys()), right, tolerance)
