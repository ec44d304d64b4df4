"""PyTorch trains as its users do: nn.RNN or nn.LSTM and a linear layer, cross_entropy, clip_grad_norm_, Adagrad."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import nn

from tests.benchmarks.problem import SYMBOLS
from tests.benchmarks.training_problem import CLIP, LEARNING_RATE, TrainingProblem


class TorchTraining:
    """`foreach` is the optimiser's and the clipping's way to go through all parameters at once.

    The one-hot vectors of the whole text are made beforehand, which is faster than making each chunk's; a second bias
    of the recurrence is left out, since the equations have one.
    """

    def __init__(self, problem: TrainingProblem, foreach: bool) -> None:
        torch.set_num_threads(1)
        self.problem, self.foreach = problem, foreach
        dtype = getattr(torch, problem.dtype)
        kind: Any = {"vanilla": nn.RNN, "lstm": nn.LSTM}[problem.cell]
        self.cell = kind(SYMBOLS, problem.hidden, dtype=dtype)
        self.linear = nn.Linear(problem.hidden, SYMBOLS, dtype=dtype)
        names = {"W_xh": self.cell.weight_ih_l0, "W_hh": self.cell.weight_hh_l0, "b_h": self.cell.bias_hh_l0}
        names |= {"W_hy": self.linear.weight, "b_y": self.linear.bias}
        with torch.no_grad():
            for name, parameter in names.items():
                parameter.copy_(torch.from_numpy(problem.parameters[name]))
            self.cell.bias_ih_l0.zero_()
        self.cell.bias_ih_l0.requires_grad_(False)
        self.trained = list(names.values())
        self.optimiser = torch.optim.Adagrad(self.trained, lr=LEARNING_RATE, foreach=foreach)
        columns = torch.from_numpy(problem.columns)
        self.inputs = nn.functional.one_hot(columns[:-1], SYMBOLS).to(dtype)
        self.targets = columns[1:].contiguous()
        self.number, self.state = 0, cast(Any, None)

    def update(self) -> float:
        """The next update; its loss."""
        chunk, batch = self.problem.chunk, self.problem.batch
        start = self.number % self.problem.chunks * chunk
        if start == 0:
            self.state = None
        self.optimiser.zero_grad(set_to_none=True)
        h, state = self.cell(self.inputs[start : start + chunk], self.state)
        self.state = tuple(one.detach() for one in state) if isinstance(state, tuple) else state.detach()
        logits = self.linear(h).flatten(0, 1)
        targets = self.targets[start : start + chunk].flatten()
        loss = nn.functional.cross_entropy(logits, targets, reduction="sum") / batch
        loss.backward()
        nn.utils.clip_grad_norm_(self.trained, CLIP, foreach=self.foreach)
        self.optimiser.step()
        self.number += 1
        return float(loss.item())
