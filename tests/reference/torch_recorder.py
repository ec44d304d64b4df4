"""PyTorch's autograd with one clone of each parameter a timestep, so that each timestep's contribution is a .grad."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tests.reference.system import Array, Results, System
from tests.reference.torch_operations import FUNCTIONS


class Recorder:
    """Leaves, clones and named values of one run; after `results`, every number of it."""

    functions: Mapping[str, Any] = FUNCTIONS

    def __init__(self, system: System) -> None:
        self.system = system
        self.timesteps = range(1, system.timesteps + 1)
        self.leaves = {name: leaf(value) for name, value in system.parameters.items() if "[" not in name}
        learned = {name.split("[")[0]: value for name, value in system.parameters.items() if "[" in name}
        self.initial = {name: leaf(value) for name, value in {**system.initial, **learned}.items()}
        self.clones: dict[tuple[str, int], Tensor] = {}
        self.values: dict[tuple[str, int], Tensor] = {}
        self.losses: list[Tensor] = []

    def untied(self, name: str) -> bool:
        lines = [line.split() for line in self.system.text.splitlines()]
        return any(line[:1] == ["untied"] and name in "".join(line[1:]).split(",") for line in lines)

    def parameter(self, name: str, timestep: int) -> Tensor:
        if (name, timestep) not in self.clones:
            source = self.leaves[name][timestep - 1] if self.untied(name) else self.leaves[name]
            clone = source.clone()
            clone.retain_grad()
            self.clones[name, timestep] = clone
        return self.clones[name, timestep]

    def border(self, key: str) -> Tensor | None:
        return self.initial.get(key)

    def start(self, name: str) -> Tensor:
        """The initial state: given, learned, or zero."""
        border = self.border(name)
        return self.zeros(self.system.shape(name)) if border is None else border

    def stream(self, name: str, timestep: int) -> Tensor:
        return self.number(self.system.data[name][timestep - 1])

    def number(self, value: Any) -> Tensor:
        return torch.as_tensor(value)

    def zeros(self, shape: tuple[int, ...]) -> Tensor:
        return torch.zeros(shape, dtype=torch.float64)

    def detach(self, value: Any) -> Any:
        return value.detach() if isinstance(value, Tensor) else value

    def value(self, name: str, timestep: int, value: Any) -> Any:
        """Names a value. Only what it returns may be read by others, or the gradient recorded is not the whole."""
        if not isinstance(value, Tensor):
            self.values[name, timestep] = torch.tensor(float(value), dtype=torch.float64)
            return value
        own = value.clone() if value.requires_grad else value.detach().clone().requires_grad_()
        own.retain_grad()
        self.values[name, timestep] = own
        return own

    def loss(self, name: str, timestep: int, value: Tensor) -> Tensor:
        """Names a value that is part of the total."""
        own: Tensor = self.value(name, timestep, value)
        self.losses.append(own)
        return own

    def results(self, total: Tensor | None = None) -> Results:
        """Every number: values, gradients, contributions, totals, gradients of initial states."""
        if total is None:
            total = torch.stack(self.losses).sum()
        if total.requires_grad:
            torch.autograd.backward(total)
        found: Results = {"loss": total.detach().numpy()}
        for name in dict.fromkeys(name for name, _ in self.values):
            rows = [self.values[key] for key in sorted(key for key in self.values if key[0] == name)]
            found[f"value {name}"] = stack(row.detach().numpy() for row in rows)
            if rows[0].requires_grad:
                found[f"grad {name}"] = stack(gradient(row) for row in rows)
        for name, parameter in self.leaves.items():
            found[f"total {name}"] = gradient(parameter)
            found[f"contributions {name}"] = stack(
                gradient(self.clones[name, t])
                if (name, t) in self.clones
                else np.zeros(parameter.shape[1:] if self.untied(name) else parameter.shape)
                for t in self.timesteps
            )
        for name, state in self.initial.items():
            found[f"initial {name}"] = gradient(state)
        return found


def leaf(value: Array) -> Tensor:
    return torch.tensor(value, dtype=torch.float64, requires_grad=True)


def gradient(value: Tensor) -> Array:
    return np.zeros(value.shape) if value.grad is None else value.grad.numpy().copy()


def stack(rows: Iterable[Array]) -> Array:
    return np.stack([np.asarray(row) for row in rows])
