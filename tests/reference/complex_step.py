"""Numbers of a system by complex step: no autograd, no adjoint, only the forward pass, many times.

Each derivative is taken along one random direction a timestep: of a value, of a parameter as one timestep's
equations see it, of an initial state. `directional` says what rnnviz's gradients give along the same directions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from tests.reference.interpreter import Interpreter, read_text
from tests.reference.step_operations import FUNCTIONS, real
from tests.reference.system import Array, Results, System

STEP = 1e-150


@dataclasses.dataclass
class Stepped:
    """Operations of one forward pass in which one thing is moved into the imaginary direction."""

    system: System
    moved: tuple[str, str, int] | None = None
    direction: Array = dataclasses.field(default_factory=lambda: np.zeros(()))
    functions: Mapping[str, Any] = dataclasses.field(default_factory=lambda: FUNCTIONS)

    def __post_init__(self) -> None:
        self.untied = read_text(self.system.text).untied

    def number(self, value: Any) -> Array:
        return np.asarray(value, dtype=np.complex128)

    def zeros(self, shape: tuple[int, ...]) -> Array:
        return np.zeros(shape, dtype=np.complex128)

    def detach(self, value: Any) -> Any:
        return value if isinstance(value, int) else real(value) + 0j

    def parameter(self, name: str, timestep: int) -> Array:
        value = self.system.parameters[name]
        return self.step("contributions", name, timestep, value[timestep - 1] if name in self.untied else value)

    def border(self, key: str) -> Array:
        name = key.split("[")[0]
        learned = [value for other, value in self.system.parameters.items() if other.startswith(f"{name}[")]
        value = learned[0] if learned and key == name else self.system.initial.get(key)
        return self.step("initial", key, 0, np.zeros(self.system.shape(name)) if value is None else value)

    def value(self, name: str, timestep: int, value: Any) -> Any:
        return value if isinstance(value, int) else self.step("grad", name, timestep, value)

    def step(self, kind: str, name: str, timestep: int, value: Any) -> Array:
        if self.moved == (kind, name, timestep):
            return np.asarray(value + 1j * STEP * self.direction)
        return self.number(value)


def values(system: System) -> Results:
    """Values of every name, (timesteps, …), under the keys of the other references, and the loss."""
    interpreter = Interpreter(system, Stepped(system))
    found: Results = {"loss": real(interpreter.total())}
    for name in interpreter.program.defined():
        found[f"value {name}"] = np.stack([real(interpreter.memory[name, t]) for t in interpreter.span(name)])
    return found


def derivatives(
    system: System, gradients: Mapping[str, Array], seed: int = 0, most: int | None = None
) -> tuple[Results, Results]:
    """Two results to compare: directional derivatives by complex step, and the same of `gradients`.

    `gradients` has the keys `grad h`, `contributions W`, `initial h`; rows are timesteps where the name has a value.
    Beyond `most` derivatives a sample of them is taken.
    """
    numbers = np.random.RandomState(seed)
    plain = Interpreter(system, Stepped(system))
    plain.total()
    places: list[tuple[str, str, int, Array]] = []
    for key, gradient in gradients.items():
        kind, _, name = key.partition(" ")
        if kind in ("grad", "contributions", "initial"):
            whole = range(1, system.timesteps + 1)
            timesteps = {"grad": plain.span(name), "contributions": whole, "initial": [0]}[kind]
            rows = gradient[None] if kind == "initial" else gradient
            places += [(kind, name, t, row) for t, row in zip(timesteps, rows, strict=True)]
    if most is not None and most < len(places):
        places = [places[i] for i in sorted(numbers.choice(len(places), most, replace=False))]
    right: Results = {}
    found: Results = {}
    for kind, name, t, row in places:
        direction = np.asarray(numbers.normal(size=row.shape))
        stepped = Interpreter(system, Stepped(system, (kind, name, t), direction))
        right[f"{kind} {name} {t}"] = np.imag(stepped.total()) / STEP
        found[f"{kind} {name} {t}"] = np.asarray((row * direction).sum())
    return found, right
