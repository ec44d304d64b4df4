"""The vanilla RNN, written by hand in numpy as well as it can be: the yardstick."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.contenders import Result
from tests.benchmarks.contenders.numpy_output import output
from tests.benchmarks.problem import Problem


class NumpyVanilla:
    """Products of the inputs before the loop, two or three calls in it that write into rows, sums after it.

    The per-timestep factors (dz, h) are kept, and so this too could form every contribution.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.loss = 0.0

    def run(self) -> None:
        problem = self.problem
        p, x = problem.parameters, problem.inputs
        shape, dtype = (problem.timesteps, problem.hidden), problem.dtype
        add, tanh, multiply = np.add, np.tanh, np.multiply

        from_inputs = x @ p["W_xh"].T
        from_inputs += p["b_h"]
        h = np.zeros((shape[0] + 1, shape[1]), dtype)
        product, before = p["W_hh"].dot, h[0]
        for z, state in zip(from_inputs, h[1:], strict=True):
            product(before, state)
            add(state, z, state)
            tanh(state, state)
            before = state

        made = output(problem, h[1:])
        self.loss = float(made.losses.sum())

        dh, dz = made.dh, np.empty(shape, dtype)
        slope = h[1:] * h[1:]
        np.subtract(1, slope, slope)
        product, carried = p["W_hh"].T.dot, np.zeros(shape[1], dtype)
        for gradient, factor, row in zip(dh[::-1], slope[::-1], dz[::-1], strict=True):
            add(gradient, carried, gradient)
            multiply(gradient, factor, row)
            product(row, carried)
        self.h, self.dz = h, dz
        self.gradients = {"W_hh": dz.T @ h[:-1], "W_xh": dz.T @ x, "b_h": dz.sum(0)} | made.gradients

    def result(self) -> Result:
        return Result(self.loss, self.gradients)
