"""The GRU, written by hand in numpy as well as it can be: the yardstick."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.contenders import Result
from tests.benchmarks.contenders.numpy_output import output
from tests.benchmarks.problem import Array, Problem


class NumpyGru:
    """Every gate's gradient is a multiple of dh, and so the backward loop is one broadcast product, one matrix product
    and the carry of z. `hn` is what r multiplies, W_hn h + b_hn.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.loss = 0.0

    def run(self) -> None:
        problem = self.problem
        x, timesteps, hidden, dtype = problem.inputs, problem.timesteps, problem.hidden, problem.dtype
        h, rz, n, hn = self.forward()
        made = output(problem, h[1:])
        self.loss = float(made.losses.sum())

        r, z = rz[:, 0], rz[:, 1]
        to_n = n * n
        np.subtract(1, to_n, to_n)
        to_n *= 1 - z
        slope = rz * rz
        np.subtract(rz, slope, slope)
        by_dh = np.empty((timesteps, 3, hidden), dtype)  # to r, to z, to hn
        np.multiply(slope[:, 0], hn, by_dh[:, 0])
        by_dh[:, 0] *= to_n
        np.subtract(h[:-1], n, by_dh[:, 1])
        by_dh[:, 1] *= slope[:, 1]
        np.multiply(to_n, r, by_dh[:, 2])

        da = np.empty((timesteps, 3, hidden), dtype)
        product, add, multiply = problem.parameters["W_hh"].T.dot, np.add, np.multiply
        from_next, kept = np.zeros(hidden, dtype), np.zeros(hidden, dtype)
        rows = zip(made.dh[::-1], by_dh[::-1], z[::-1], da[::-1], da.reshape(timesteps, -1)[::-1], strict=True)
        for dh, factors, update, d_gates, d_all in rows:
            add(dh, from_next, dh)
            add(dh, kept, dh)
            multiply(factors, dh, d_gates)
            multiply(dh, update, kept)
            product(d_all, from_next)
        self.h, self.da = h, da
        flat = da.reshape(timesteps, -1)
        hidden_gradients = {"W_hh": flat.T @ h[:-1], "b_h": flat.sum(0)}
        self.da_x = da.copy()
        np.multiply(made.dh, to_n, self.da_x[:, 2])
        flat = self.da_x.reshape(timesteps, -1)
        self.gradients = hidden_gradients | {"W_xh": flat.T @ x, "b_x": flat.sum(0)} | made.gradients

    def forward(self) -> tuple[Array, Array, Array, Array]:
        """h (T + 1, H), r and z (T, 2, H), n (T, H) and hn (T, H)."""
        problem = self.problem
        timesteps, hidden, dtype = problem.timesteps, problem.hidden, problem.dtype
        weights, w_hh = problem.parameters["W_xh"], problem.parameters["W_hh"].copy()
        bias, b_h = problem.parameters["b_x"], problem.parameters["b_h"]
        # The sigmoids' rows are negated, for 1 / (1 + exp(-a)); their two biases are one. b_hn stands beside what the
        # inputs add to r and z, so that one call adds all three.
        gates = 2 * hidden
        added = np.empty((timesteps, 4 * hidden), dtype)  # r, z, hn, n
        np.matmul(problem.inputs, weights[:gates].T, added[:, :gates])
        added[:, :gates] += bias[:gates] + b_h[:gates]
        np.negative(added[:, :gates], added[:, :gates])
        added[:, gates : 3 * hidden] = b_h[gates:]
        np.matmul(problem.inputs, weights[gates:].T, added[:, 3 * hidden :])
        added[:, 3 * hidden :] += bias[gates:]
        np.negative(w_hh[:gates], w_hh[:gates])

        h = np.zeros((timesteps + 1, hidden), dtype)
        every = np.empty((timesteps, 3, hidden), dtype)
        n = np.empty((timesteps, hidden), dtype)
        scratch, one = np.empty(hidden, dtype), np.ones((), dtype)
        add, multiply, subtract, exp, reciprocal, tanh = (
            np.add,
            np.multiply,
            np.subtract,
            np.exp,
            np.reciprocal,
            np.tanh,
        )
        product, before = w_hh.dot, h[0]
        flat = every.reshape(timesteps, -1)
        rows = zip(
            added[:, : 3 * hidden], added[:, 3 * hidden :], flat, flat[:, :gates],
            every[:, 0], every[:, 1], every[:, 2], n, h[1:], strict=True,
        )  # fmt: skip
        for x_rz_b, x_n, row, rz, r, z, hn, n_now, h_now in rows:
            product(before, row)
            add(row, x_rz_b, row)
            exp(rz, rz)
            add(rz, one, rz)
            reciprocal(rz, rz)
            multiply(r, hn, n_now)
            add(n_now, x_n, n_now)
            tanh(n_now, n_now)
            subtract(before, n_now, scratch)
            multiply(scratch, z, scratch)
            add(scratch, n_now, h_now)
            before = h_now
        return h, every[:, :2], n, every[:, 2]

    def result(self) -> Result:
        return Result(self.loss, self.gradients)
