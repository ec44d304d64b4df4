"""Influence the way that PyTorch's users get it: a backward pass for each loss, over one graph."""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional

from tests.benchmarks.problem import Problem


class TorchInfluence:
    """‖∂L_s/∂h_t‖ of the vanilla RNN, (T, T), after `run`, as `norms`."""

    def __init__(self, problem: Problem) -> None:
        torch.set_num_threads(1)
        self.parameters = {name: torch.from_numpy(array.copy()) for name, array in problem.parameters.items()}
        self.inputs = torch.from_numpy(problem.inputs)
        self.target = torch.from_numpy(problem.target)
        self.norms = np.zeros((problem.timesteps, problem.timesteps))

    def run(self) -> None:
        p = self.parameters
        before = torch.zeros(1, p["W_hh"].shape[1], dtype=self.inputs.dtype).requires_grad_()
        no_bias = torch.zeros_like(p["b_h"])
        states = []
        for x in self.inputs[:, None]:
            before = torch.rnn_tanh_cell(x, before, p["W_xh"], p["W_hh"], no_bias, p["b_h"])
            states.append(before)
        y = functional.linear(torch.cat(states), p["W_hy"], p["b_y"])
        losses = functional.cross_entropy(y, self.target, reduction="none").unbind()
        for s, loss in enumerate(losses):
            gradients = torch.autograd.grad(loss, states[: s + 1], retain_graph=True)
            self.norms[s, : s + 1] = torch.linalg.vector_norm(torch.cat(gradients), dim=1).numpy()
