"""The LSTM, written by hand in numpy as well as it can be: the yardstick."""

from __future__ import annotations

import numpy as np

from tests.benchmarks.contenders import Result
from tests.benchmarks.contenders.numpy_output import output
from tests.benchmarks.problem import Array, Problem


class NumpyLstm:
    """The gates stand in the order g i f o: the three sigmoids side by side (i f o), and side by side as well the three
    whose gradients are multiples of dc (g i f). The sigmoids' weights are negated beforehand, which saves a call of
    1 / (1 + exp(-a)) in every timestep.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.loss = 0.0

    def run(self) -> None:
        problem = self.problem
        x, timesteps, hidden, dtype = problem.inputs, problem.timesteps, problem.hidden, problem.dtype
        parameters = {name: to_own_order(problem.parameters[name]) for name in ("W_xh", "W_hh", "b_h")}
        h, c, tanh_c, gates = self.forward({name: negated(one) for name, one in parameters.items()})
        made = output(problem, h[1:])
        self.loss = float(made.losses.sum())

        g, i, f, o = (gates[:, place] for place in range(4))
        # dc's share of dh, and what dc and dh are multiplied by to give the gates' gradients: for all timesteps.
        into_c = tanh_c * tanh_c
        np.subtract(1, into_c, into_c)
        into_c *= o
        by_dc = np.empty((timesteps, 3, hidden), dtype)
        slope = np.multiply(gates, gates)
        np.subtract(1, slope[:, 0], slope[:, 0])
        np.subtract(gates[:, 1:], slope[:, 1:], slope[:, 1:])
        np.multiply(slope[:, 0], i, by_dc[:, 0])
        np.multiply(slope[:, 1], g, by_dc[:, 1])
        np.multiply(slope[:, 2], c[:-1], by_dc[:, 2])
        by_dh = slope[:, 3] * tanh_c

        da = np.empty((timesteps, 4, hidden), dtype)
        product, add, multiply = parameters["W_hh"].T.dot, np.add, np.multiply
        from_next, dc = np.zeros(hidden, dtype), np.zeros(hidden, dtype)
        share = np.empty(hidden, dtype)
        forget_next = np.zeros(hidden, dtype)
        rows = zip(
            made.dh[::-1], into_c[::-1], f[::-1], by_dc[::-1], by_dh[::-1],
            da[::-1, :3], da[::-1, 3], da.reshape(timesteps, -1)[::-1], strict=True,
        )  # fmt: skip
        for dh, dh_to_dc, forget, dc_to_gates, dh_to_o, d_gif, d_o, d_all in rows:
            add(dh, from_next, dh)
            multiply(dc, forget_next, dc)
            multiply(dh, dh_to_dc, share)
            add(dc, share, dc)
            multiply(dc_to_gates, dc, d_gif)
            multiply(dh, dh_to_o, d_o)
            product(d_all, from_next)
            forget_next = forget
        self.h, self.da = h, da
        flat = da.reshape(timesteps, -1)
        own = {"W_hh": flat.T @ h[:-1], "W_xh": flat.T @ x, "b_h": flat.sum(0)}
        self.gradients = {name: to_pytorch_order(one) for name, one in own.items()} | made.gradients

    def forward(self, p: dict[str, Array]) -> tuple[Array, Array, Array, Array]:
        """h and c (T + 1, H), tanh(c) (T, H), and the gates (T, 4, H) in the order g i f o."""
        problem = self.problem
        timesteps, hidden, dtype = problem.timesteps, problem.hidden, problem.dtype
        from_inputs = problem.inputs @ p["W_xh"].T
        from_inputs += p["b_h"]
        h, c = np.zeros((timesteps + 1, hidden), dtype), np.zeros((timesteps + 1, hidden), dtype)
        tanh_c, gates = np.empty((timesteps, hidden), dtype), np.empty((timesteps, 4, hidden), dtype)
        scratch, one = np.empty(hidden, dtype), np.ones((), dtype)
        add, multiply, exp, reciprocal, tanh = np.add, np.multiply, np.exp, np.reciprocal, np.tanh
        product, h_before, c_before = p["W_hh"].dot, h[0], c[0]
        flat = gates.reshape(timesteps, -1)
        rows = zip(
            from_inputs, flat, flat[:, hidden:], gates[:, 0], gates[:, 1], gates[:, 2], gates[:, 3],
            c[1:], tanh_c, h[1:], strict=True,
        )  # fmt: skip
        for a, every, ifo, g, i, f, o, c_now, tanh_now, h_now in rows:
            product(h_before, every)
            add(every, a, every)
            tanh(g, g)
            exp(ifo, ifo)
            add(ifo, one, ifo)
            reciprocal(ifo, ifo)
            multiply(f, c_before, c_now)
            multiply(i, g, scratch)
            add(c_now, scratch, c_now)
            tanh(c_now, tanh_now)
            multiply(o, tanh_now, h_now)
            h_before, c_before = h_now, c_now
        return h, c, tanh_c, gates

    def result(self) -> Result:
        return Result(self.loss, self.gradients)


def to_own_order(stacked: Array) -> Array:
    """From i f g o to g i f o, along the first axis."""
    i, f, g, o = np.split(stacked, 4)
    return np.concatenate([g, i, f, o])


def to_pytorch_order(stacked: Array) -> Array:
    """From g i f o to i f g o, along the first axis."""
    g, i, f, o = np.split(stacked, 4)
    return np.concatenate([i, f, g, o])


def negated(stacked: Array) -> Array:
    """With the rows of the sigmoids (all but the first quarter) negated."""
    found = -stacked
    quarter = len(stacked) // 4
    found[:quarter] = stacked[:quarter]
    return found
