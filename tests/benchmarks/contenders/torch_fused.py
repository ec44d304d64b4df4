"""PyTorch's own modules, nn.RNN, nn.LSTM, nn.GRU, and a linear layer: forward, backward, total gradients only."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from tests.benchmarks.contenders import Result
from tests.benchmarks.problem import GATES, SYMBOLS, Problem

MODULES: dict[str, Any] = {"vanilla": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


class TorchFused:
    """A fused module over the whole sequence, then all logits and losses at once."""

    def __init__(self, problem: Problem) -> None:
        torch.set_num_threads(1)
        dtype = getattr(torch, problem.dtype)
        self.cell = MODULES[problem.cell](SYMBOLS, problem.hidden, dtype=dtype)
        self.linear = nn.Linear(problem.hidden, SYMBOLS, dtype=dtype)
        given = {name: torch.from_numpy(array.copy()) for name, array in problem.parameters.items()}
        nothing = torch.zeros(GATES[problem.cell] * problem.hidden, dtype=dtype)
        self.names = {
            "W_xh": self.cell.weight_ih_l0,
            "W_hh": self.cell.weight_hh_l0,
            "b_x": self.cell.bias_ih_l0,
            "b_h": self.cell.bias_hh_l0,
            "W_hy": self.linear.weight,
            "b_y": self.linear.bias,
        }
        with torch.no_grad():
            for name, parameter in self.names.items():
                parameter.copy_(given.get(name, nothing))
        self.inputs = torch.from_numpy(problem.inputs)
        self.target = torch.from_numpy(problem.target)
        self.given = given
        self.loss: Any = None

    def run(self) -> None:
        for parameter in self.names.values():
            parameter.grad = None
        h, _ = self.cell(self.inputs)
        self.loss = nn.functional.cross_entropy(self.linear(h), self.target, reduction="sum")
        self.loss.backward()

    def result(self) -> Result:
        return Result(self.loss.item(), {name: self.names[name].grad.numpy() for name in self.given})
