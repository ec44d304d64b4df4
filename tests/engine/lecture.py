"""The lecture's net, and others that the engine's tests run."""

from __future__ import annotations

from typing import Any

import numpy as np

import rnnviz
from rnnviz import Model, Tape
from tests.reference.system import Array

VANILLA = """\
h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""
LSTM = """\
i[t], f[t], g[t], o[t] = split(W_ih @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
y[t] = W_hy @ h[t]
L[t] = cross_entropy(y[t], target[t])
"""
BIDIRECTIONAL = """\
a[t] = tanh(W_a @ a[t-1] + U_a @ x[t])
b[t] = tanh(W_b @ b[t+1] + U_b @ x[t])
y[t] = V @ concat(a[t], b[t])
L[t] = cross_entropy(y[t], target[t])
"""
ENCODER_DECODER = """\
encode:
    h[t] = tanh(W_e @ h[t-1] + U_e @ x[t])
decode:
    h[t] = tanh(W_d @ h[t-1])
    y[t] = V @ h[t]
    L[t] = cross_entropy(y[t], target[t])
"""


def data(timesteps: int, inputs: int = 4, classes: int = 4, seed: int = 0) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    return {"x": random.normal(size=(timesteps, inputs)), "target": random.integers(0, classes, timesteps)}


def vanilla(timesteps: int = 4, hidden: int = 3, dtype: str = "float64", **options: Any) -> Tape:
    return vanilla_model(hidden, dtype).run(data(timesteps), **options)


def vanilla_model(hidden: int = 3, dtype: str = "float64", **options: Any) -> Model:
    return Model(VANILLA, sizes={"x": 4, "h": hidden, "y": 4}, dtype=dtype, **options)


def lstm(timesteps: int = 5, dtype: str = "float64", **options: Any) -> Tape:
    return Model(LSTM, sizes={"x": 4, "h": 3, "c": 3, "y": 4}, dtype=dtype).run(data(timesteps), **options)


def bidirectional(timesteps: int = 5, **options: Any) -> Tape:
    model = Model(BIDIRECTIONAL, sizes={"x": 4, "a": 3, "b": 2, "y": 4})
    return model.run(data(timesteps), **options)


def encoder_decoder(first: int = 4, second: int = 3) -> Tape:
    model = rnnviz.Model(ENCODER_DECODER, sizes={"x": 4, "h": 3, "y": 4})
    return model.run({"x": data(first)["x"], "target": data(second)["target"]})
