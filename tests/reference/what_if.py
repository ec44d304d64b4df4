"""What-ifs by an evaluator that shares no line with rnnviz: a value is replaced when it is made, a parameter as one
timestep's equations see it. Gradients are by complex step, along random directions."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.reference.complex_step import STEP, Stepped
from tests.reference.interpreter import Interpreter
from tests.reference.step_operations import real
from tests.reference.system import Array, Results, System

Place = tuple[str, int, tuple[int, ...]]


@dataclasses.dataclass
class Replaced(Stepped):
    """The operations of a run in which elements of values and of parameters, at a timestep each, are numbers."""

    instead: Mapping[Place, float] = dataclasses.field(default_factory=dict)

    def put(self, name: str, timestep: int, value: Any) -> Array:
        made: Array = np.array(value)
        for (whose, when, unit), number in self.instead.items():
            if (whose, when) == (name, timestep):
                made[unit] = number
        return made

    def value(self, name: str, timestep: int, value: Any) -> Any:
        return super().value(name, timestep, self.put(name, timestep, value))

    def parameter(self, name: str, timestep: int) -> Array:
        return self.put(name, timestep, super().parameter(name, timestep))


def replaced_values(system: System, instead: Mapping[Place, float]) -> Results:
    """The loss, and the values of every name where it has some."""
    interpreter = Interpreter(system, Replaced(system, instead=instead))
    found: Results = {"loss": real(interpreter.total())}
    for name in interpreter.program.defined():
        found[f"value {name}"] = np.stack([real(interpreter.memory[name, t]) for t in interpreter.span(name)])
    return found


def replaced_derivatives(
    system: System, instead: Mapping[Place, float], gradients: Mapping[str, Array], most: int
) -> tuple[Results, Results]:
    """Directional derivatives of `most` of the gradients, which have the keys `grad h`, `contributions W` and
    `initial h`: by complex step, and what the gradients given say."""
    numbers = np.random.RandomState(len(gradients))
    plain = Interpreter(system, Replaced(system, instead=instead))
    plain.total()
    places: list[tuple[str, str, int, Array]] = []
    for key, gradient in gradients.items():
        kind, _, name = key.partition(" ")
        whole = range(1, system.timesteps + 1)
        if kind in ("grad", "contributions", "initial"):
            timesteps = {"grad": plain.span(name), "contributions": whole, "initial": [0]}[kind]
            rows = gradient[None] if kind == "initial" else gradient
            places += [(kind, name, t, row) for t, row in zip(timesteps, rows, strict=True)]
    chosen = sorted(numbers.choice(len(places), min(most, len(places)), replace=False)) if places else []
    found: Results = {}
    right: Results = {}
    for kind, name, t, row in (places[i] for i in chosen):
        direction = np.asarray(numbers.normal(size=row.shape))
        stepped = Interpreter(system, Replaced(system, (kind, name, t), direction, instead=instead))
        right[f"{kind} {name} {t}"] = np.imag(stepped.total()) / STEP
        found[f"{kind} {name} {t}"] = np.asarray((row * direction).sum())
    return found, right
