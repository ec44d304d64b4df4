"""PyTorch with a clone of each weight at each timestep: the way to have what every timestep adds to a gradient."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional

from tests.benchmarks.contenders import Result
from tests.benchmarks.problem import Problem


class TorchItemised:
    """One of PyTorch's own cells a timestep, over clones; a clone's gradient is what its timestep adds."""

    def __init__(self, problem: Problem) -> None:
        torch.set_num_threads(1)
        self.problem = problem
        self.parameters = {
            name: torch.from_numpy(array.copy()).requires_grad_() for name, array in problem.parameters.items()
        }
        self.inputs = torch.from_numpy(problem.inputs)[:, None]
        self.target = torch.from_numpy(problem.target)[:, None]
        self.no_bias = None if problem.cell == "gru" else torch.zeros_like(self.parameters["b_h"])
        self.clones: list[dict[str, Any]] = []
        self.loss: Any = None

    def run(self) -> None:
        self.clones = []
        zero = torch.zeros(1, self.problem.hidden, dtype=self.inputs.dtype)
        h, c, losses = zero, zero, []
        for x, target in zip(self.inputs, self.target, strict=True):
            w = {name: one.clone() for name, one in self.parameters.items()}
            for one in w.values():
                one.retain_grad()
            self.clones.append(w)
            weights = (w["W_xh"], w["W_hh"], w.get("b_x", self.no_bias), w["b_h"])
            if self.problem.cell == "lstm":
                h, c = torch.lstm_cell(x, (h, c), *weights)
            elif self.problem.cell == "gru":
                h = torch.gru_cell(x, h, *weights)
            else:
                h = torch.rnn_tanh_cell(x, h, *weights)
            y = functional.linear(h, w["W_hy"], w["b_y"])
            losses.append(functional.cross_entropy(y, target, reduction="sum"))
        for parameter in self.parameters.values():
            parameter.grad = None
        self.loss = torch.stack(losses).sum()
        self.loss.backward()

    def result(self) -> Result:
        return Result(self.loss.item(), {name: one.grad.numpy() for name, one in self.parameters.items()})
