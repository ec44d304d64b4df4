"""The usual cells, and small systems for the rulings on borders, losses, targets and conventions."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from tests.reference.system import Array, Size, System, numbers_of, shape_of

INDEX = "index"  # the size of a stream of class indices, in the tables below


def system(
    name: str,
    text: str,
    streams: Mapping[str, Size | str],
    parameters: Mapping[str, tuple[int, ...]],
    sizes: Mapping[str, Size],
    *,
    timesteps: int = 5,
    initial: Mapping[str, tuple[int, ...]] | None = None,
    truncate: int | None = None,
    replace: Mapping[str, Array] | None = None,
    lengths: Mapping[str, int] | None = None,
    classes: int = 4,
) -> System:
    """A system with numbers drawn from its name; `replace` overrides what is drawn, by name."""
    numbers = numbers_of(name)
    data: dict[str, Array] = {}
    for stream, size in streams.items():
        length = (lengths or {}).get(stream, timesteps)
        if isinstance(size, str):
            data[stream] = numbers.randint(0, classes, size=length)
        else:
            data[stream] = numbers.normal(size=(length, *shape_of(size)))
    values = {key: 0.7 * numbers.normal(size=shape) for key, shape in parameters.items()}
    states = {key: 0.5 * numbers.normal(size=shape) for key, shape in (initial or {}).items()}
    for key, value in (replace or {}).items():
        group = next(group for group in (data, values, states) if key in group)
        assert group[key].shape == value.shape, key
        group[key] = value
    declared: dict[str, Size] = {key: 0 if isinstance(size, str) else size for key, size in streams.items()}
    return System(name, text, {**declared, **sizes}, data, values, timesteps, states, truncate)


VANILLA = """\
h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
y[t] = W_hy @ h[t] + b_y
L[t] = cross_entropy(y[t], target[t])
"""
VANILLA_PARAMETERS = {"W_hh": (3, 3), "W_xh": (3, 4), "b_h": (3,), "W_hy": (4, 3), "b_y": (4,)}

LSTM = """\
i[t], f[t], g[t], o[t] = split(W_ih @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
L[t] = mse(h[t], target[t])
"""
LSTM_PARAMETERS = {"W_ih": (12, 2), "W_hh": (12, 3), "b": (12,)}

GRU = """\
r[t] = sigmoid(W_ir @ x[t] + b_ir + W_hr @ h[t-1] + b_hr)
z[t] = sigmoid(W_iz @ x[t] + b_iz + W_hz @ h[t-1] + b_hz)
n[t] = tanh(W_in @ x[t] + b_in + r[t] * (W_hn @ h[t-1] + b_hn))
h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]
L[t] = mse(h[t], target[t])
"""
GRU_PARAMETERS: dict[str, tuple[int, ...]] = {}
for gate in "rzn":
    GRU_PARAMETERS |= {f"W_i{gate}": (3, 2), f"b_i{gate}": (3,), f"W_h{gate}": (3, 3), f"b_h{gate}": (3,)}

PEEPHOLE = """\
i[t] = sigmoid(W_xi @ x[t] + W_hi @ h[t-1] + w_ci * c[t-1] + b_i)
f[t] = sigmoid(W_xf @ x[t] + W_hf @ h[t-1] + w_cf * c[t-1] + b_f)
c[t] = f[t] * c[t-1] + i[t] * tanh(W_xc @ x[t] + W_hc @ h[t-1] + b_c)
o[t] = sigmoid(W_xo @ x[t] + W_ho @ h[t-1] + w_co * c[t] + b_o)
h[t] = o[t] * tanh(c[t])
L[t] = mse(h[t], target[t])
"""
PEEPHOLE_PARAMETERS: dict[str, tuple[int, ...]] = {f"w_c{gate}": (3,) for gate in "ifo"}
for gate in "ifco":
    PEEPHOLE_PARAMETERS |= {f"W_x{gate}": (3, 2), f"W_h{gate}": (3, 3), f"b_{gate}": (3,)}

TWO_LAYERS = """\
h1[t] = tanh(W_1 @ h1[t-1] + U_1 @ x[t] + b_1)
h2[t] = tanh(W_2 @ h2[t-1] + U_2 @ h1[t] + b_2)
y[t] = V @ h2[t]
L[t] = cross_entropy(y[t], target[t])
"""

BIDIRECTIONAL = """\
a[t] = tanh(W_a @ a[t-1] + U_a @ x[t])
b[t] = tanh(W_b @ b[t+1] + U_b @ x[t])
y[t] = V @ concat(a[t], b[t]) + c
L[t] = cross_entropy(y[t], target[t])
"""

ENCODER_DECODER = """\
encode:
    h[t] = tanh(W_e @ h[t-1] + U_e @ x[t] + b)
decode:
    h[t] = tanh(W_d @ h[t-1] + U_d @ y[t-1] + b)
    y[t] = V @ h[t]
    L[t] = cross_entropy(y[t], target[t])
"""

RESIDUAL = """\
untied W, b
h[t] = h[t-1] + tanh(W[t] @ h[t-1] + b[t])
y[t] = V @ h[t]
L[t] = cross_entropy(y[t], target[t])
"""

FAST_WEIGHTS = """\
k[t] = W_k @ x[t]
v[t] = W_v @ x[t]
S[t] = a * S[t-1] + outer(v[t], k[t])
y[t] = S[t] @ (W_q @ x[t])
L[t] = mse(y[t], target[t])
"""

TWICE = """\
h[t] = tanh(W @ h[t-1] + W @ x[t] + sigmoid(a) * h[t-1] + a * x[t] + exp(W[0]))
L[t] = mse(W @ h[t], x[t]) + 0.1 * mse(a, x[t])
"""


def cells() -> list[System]:
    """Every cell that the hand-written PyTorch implementations know."""
    last_only = np.array([-1, -1, -1, -1, 2])
    vanilla = {"streams": {"x": 4, "target": INDEX}, "parameters": VANILLA_PARAMETERS, "sizes": {"h": 3, "y": 4}}
    lstm = {"streams": {"x": 2, "target": 3}, "parameters": LSTM_PARAMETERS, "sizes": {"h": 3, "c": 3}}
    gru = {"streams": {"x": 2, "target": 3}, "parameters": GRU_PARAMETERS, "sizes": {"h": 3}}
    both = {
        "streams": {"x": 2, "target": INDEX},
        "parameters": {"W_a": (3, 3), "U_a": (3, 2), "W_b": (2, 2), "U_b": (2, 2), "V": (4, 5), "c": (4,)},
        "sizes": {"a": 3, "b": 2, "y": 4},
    }
    residual = {
        "parameters": {"W": (5, 3, 3), "b": (5, 3), "V": (4, 3)},
        "sizes": {"h": 3, "y": 4},
        "initial": {"h": (3,)},
    }
    return [
        system("vanilla", VANILLA, **vanilla),  # type: ignore[arg-type]
        system("vanilla_initial", VANILLA, initial={"h": (3,)}, **vanilla),  # type: ignore[arg-type]
        system("vanilla_one_timestep", VANILLA, timesteps=1, initial={"h": (3,)}, **vanilla),  # type: ignore[arg-type]
        system("vanilla_last_target_only", VANILLA, replace={"target": last_only}, **vanilla),  # type: ignore[arg-type]
        system("vanilla_truncated_2", VANILLA, truncate=2, initial={"h": (3,)}, **vanilla),  # type: ignore[arg-type]
        system("vanilla_truncated_1", VANILLA, truncate=1, initial={"h": (3,)}, **vanilla),  # type: ignore[arg-type]
        system("lstm", LSTM, initial={"h": (3,), "c": (3,)}, **lstm),  # type: ignore[arg-type]
        system("lstm_truncated_3", LSTM, timesteps=7, truncate=3, **lstm),  # type: ignore[arg-type]
        system("gru", GRU, initial={"h": (3,)}, **gru),  # type: ignore[arg-type]
        system(
            "peephole",
            PEEPHOLE,
            {"x": 2, "target": 3},
            PEEPHOLE_PARAMETERS,
            {"h": 3, "c": 3},
            initial={"h": (3,), "c": (3,)},
        ),
        system(
            "two_layers",
            TWO_LAYERS,
            {"x": 2, "target": INDEX},
            {"W_1": (3, 3), "U_1": (3, 2), "b_1": (3,), "W_2": (2, 2), "U_2": (2, 3), "b_2": (2,), "V": (4, 2)},
            {"h1": 3, "h2": 2, "y": 4},
            initial={"h1": (3,), "h2": (2,)},
        ),
        system("bidirectional", BIDIRECTIONAL, initial={"a": (3,), "b": (2,)}, **both),  # type: ignore[arg-type]
        system("bidirectional_truncated_2", BIDIRECTIONAL, truncate=2, **both),  # type: ignore[arg-type]
        system(
            "encoder_decoder",
            ENCODER_DECODER,
            {"x": 2, "target": INDEX},
            {"W_e": (3, 3), "U_e": (3, 2), "b": (3,), "W_d": (3, 3), "U_d": (3, 4), "V": (4, 3)},
            {"h": 3, "y": 4},
            timesteps=7,
            lengths={"x": 4, "target": 3},
            initial={"h": (3,)},
        ),
        system("residual", RESIDUAL, {"target": INDEX}, replace={"target": last_only}, **residual),  # type: ignore[arg-type]
        system(
            "fast_weights",
            FAST_WEIGHTS,
            {"x": 2, "target": 3},
            {"W_k": (2, 2), "W_v": (3, 2), "W_q": (2, 2), "a": ()},
            {"S": (3, 2), "a": 0},
            initial={"S": (3, 2)},
        ),
        system("parameter_used_twice", TWICE, {"x": 3}, {"W": (3, 3), "a": (3,)}, {"h": 3, "a": 3}),
        system(
            "two_losses",
            "h[t] = tanh(W @ h[t-1] + U @ x[t])\n"
            "L[t] = cross_entropy(V @ h[t], target[t])\n"
            "M[t] = 0.5 * mse(h[t], h[t-1])\n",
            {"x": 2, "target": INDEX},
            {"W": (3, 3), "U": (3, 2), "V": (4, 3)},
            {"h": 3, "V": (4, 3)},
        ),
        system(
            "combined_loss",
            "h[t] = tanh(W @ h[t-1] + U @ x[t])\n"
            "A[t] = cross_entropy(V @ h[t], target[t])\n"
            "B[t] = mse(h[t], h[t-1])\n"
            "J[t] = 0.25 * A[t] + 2 * B[t] / 3\n",
            {"x": 2, "target": INDEX},
            {"W": (3, 3), "U": (3, 2), "V": (4, 3)},
            {"h": 3, "V": (4, 3)},
        ),
        system(
            "declared_loss",
            "loss A, p\n"
            "h[t] = tanh(W @ h[t-1] + U @ x[t])\n"
            "A[t] = mse(h[t], h[t-1])\n"
            "p[t] = 0.1 * norm(h[t]) * A[t]\n"
            "B[t] = mse(h[t][0:2], x[t])\n",
            {"x": 2},
            {"W": (3, 3), "U": (3, 2)},
            {"h": 3},
            initial={"h": (3,)},
        ),
        system(
            "learned_initial",
            "learned h[0], c[0]\n"
            "c[t] = 0.5 * c[t-1] + tanh(W @ h[t-1] + U @ x[t])\n"
            "h[t] = sigmoid(c[t]) * h[t-1]\n"
            "L[t] = mse(h[t], target[t])\n",
            {"x": 2, "target": 3},
            {"W": (3, 3), "U": (3, 2), "h[0]": (3,), "c[0]": (3,)},
            {"h": 3, "c": 3},
        ),
        system(
            "lag_2",
            "h[t] = tanh(W @ h[t-2] + U @ x[t])\nL[t] = mse(h[t], target[t])\n",
            {"x": 2, "target": 3},
            {"W": (3, 3), "U": (3, 2)},
            {"h": 3},
            initial={"h": (3,)},
        ),
        system(
            "two_initial_states",
            "h[t] = tanh(W @ h[t-2] + x[t])\ng[t] = tanh(V @ g[t+2] + h[t])\nL[t] = mse(g[t], h[t+1] * h[t-1])\n",
            {"x": 3},
            {"W": (3, 3), "V": (3, 3)},
            {"h": 3, "g": 3},
            initial={"h": (3,), "h[-1]": (3,), "h[T+1]": (3,), "g": (3,), "g[T+2]": (3,)},
        ),
        system(
            "lags_1_2_3",
            "h[t] = tanh(A @ h[t-1] + B @ h[t-2] + C @ h[t-3] + U @ x[t-1])\nL[t] = mse(h[t] + h[t-3], target[t])\n",
            {"x": 2, "target": 3},
            {"A": (3, 3), "B": (3, 3), "C": (3, 3), "U": (3, 2)},
            {"h": 3},
            timesteps=7,
            initial={"h": (3,)},
        ),
        system(
            "lags_1_3_truncated_2",
            "h[t] = tanh(A @ h[t-1] + C @ h[t-3] + U @ x[t])\nL[t] = mse(h[t] + h[t-1], target[t])\n",
            {"x": 2, "target": 3},
            {"A": (3, 3), "C": (3, 3), "U": (3, 2)},
            {"h": 3},
            timesteps=7,
            initial={"h": (3,)},
            truncate=2,
        ),
        system(
            "shifted",
            "a[t] = tanh(W @ b[t+1] + U @ x[t])\nb[t] = tanh(V @ a[t-2] + x[t+1])\nL[t] = mse(a[t], b[t])\n",
            {"x": 3},
            {"W": (3, 3), "V": (3, 3), "U": (3, 3)},
            {"a": 3, "b": 3},
            timesteps=6,
        ),
        system(
            "missing_targets",
            "h[t] = tanh(W @ h[t-1] + U @ x[t])\n"
            "L[t] = cross_entropy(V @ h[t], target[t])\n"
            "M[t] = mse(h[t], u[t])\n"
            "B[t] = binary_cross_entropy(h[t], v[t])\n"
            "N[t] = mse(sum(h[t]), w[t])\n",
            {"x": 2, "target": INDEX, "u": 3, "v": 3, "w": 0},
            {"W": (3, 3), "U": (3, 2), "V": (4, 3)},
            {"h": 3, "V": (4, 3)},
            replace={
                "target": np.array([-1, 2, -1, 0, 3]),
                "u": np.array([[np.nan] * 3, [1, np.nan, 2], [0.5, 0.25, 1], [np.nan, np.nan, -1], [np.nan] * 3]),
                "v": np.array([[1, 0, np.nan], [np.nan] * 3, [0.5, 0.25, 1], [1, 1, 0], [np.nan, 0, np.nan]]),
                "w": np.array([np.nan, 0.5, np.nan, np.nan, -1]),
            },
        ),
        system(
            "embed_missing",
            "h[t] = tanh(W @ h[t-1] + embed(E, token[t]) + embed(E, token[t-1]))\nL[t] = mse(h[t], u[t])\n",
            {"token": INDEX, "u": 3},
            {"W": (3, 3), "E": (4, 3)},
            {"h": 3, "E": (4, 3)},
            replace={"token": np.array([2, -1, 2, 0, -1])},
        ),
        system(
            "stop",
            "h[t] = tanh(W @ stop(h[t-1]) + U @ x[t] + a * h[t-1])\nL[t] = mse(h[t], stop(x[t] * sigmoid(a)))\n",
            {"x": 3},
            {"W": (3, 3), "U": (3, 3), "a": ()},
            {"h": 3, "a": 0},
            initial={"h": (3,)},
        ),
        system(
            "conventions_at_zero",
            "h[t] = relu(h[t-1]) + abs(h[t-1]) + norm(h[t-1]) * b + x[t] * max(h[t-1]) + x[t]\n"
            "c[t] = max(w) * c[t-1] + norm(w - w) + sum(relu(w - w)) + sum(abs(b - b))\n"
            "L[t] = mse(h[t], b) + mse(c[t], max(h[t])) + 0.1 * max(h[t-1])\n",
            {"x": 3},
            {"b": (3,), "w": (3,)},
            {"h": 3, "c": 0, "b": 3, "w": 3},
            initial={"c": ()},
            replace={
                "b": np.array([0.5, 0.5, -1.0]),
                "w": np.array([0.75, -0.5, 0.75]),
                "c": np.array(0.25),
                "x": np.array([[0.0, 0, 0], [0, 0, 0], [1, 1, 0.25], [0.5, -0.25, 0], [0, 0, 0]]),
            },
        ),
    ]
