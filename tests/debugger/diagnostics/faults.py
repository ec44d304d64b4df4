"""How each fault is built into a run: twenty seeds of it, over several cells and tasks, each built in a way of its own.

A fault is built as it comes about in practice (weights of the wrong size, gates with the wrong bias, a mask that is
zero), never by looking at what a rule measures.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from rnnviz import Model, Tape
from tests.debugger.diagnostics.specimens import CELLS, RECURRENT, Change, equations, model, run
from tests.debugger.diagnostics.training import TASKS

LONG = 40


def scaled(cell: str, factor: float) -> Change:
    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        for name in RECURRENT[cell]:
            parameters[name] = parameters[name] * factor

    return change


def vanishing(seed: int) -> Tape:
    """Recurrent matrices of a tenth to a third of their size; in gated cells the gates closed to the past as well."""
    cell, task = CELLS[seed % 5], list(TASKS)[seed % 3]

    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        scaled(cell, random.uniform(0.1, 0.33))(parameters, random)
        if cell == "gru":
            parameters["b_hz"] = parameters["b_hz"] - random.uniform(2, 4)
        if cell == "lstm":
            parameters["b_h"][12:24] -= random.uniform(3, 5)

    return run(cell, task, seed, LONG, change)


def exploding(seed: int) -> Tape:
    """Recurrent matrices of two to four times their size, under inputs too small to saturate the units: in a GRU whose
    update gate lets everything in, in tanh nets, and in a rectified one."""
    cell, task = ("vanilla", "gru", "two_layers", "bidirectional", "relu")[seed % 5], list(TASKS)[seed % 3]
    if cell == "relu":
        return rectified(
            task, seed, lambda parameters, random: scaled("vanilla", random.uniform(2, 4))(parameters, random)
        )

    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        factor = random.uniform(2, 4)
        for name in ("W_hn",) if cell == "gru" else RECURRENT[cell]:
            parameters[name] = parameters[name] * factor
        if cell == "gru":
            parameters["b_hz"] = parameters["b_hz"] - 4
            parameters["b_hr"] = parameters["b_hr"] + 4
        for name in parameters:
            if name.startswith("W_x"):
                parameters[name] = parameters[name] * 0.1

    return run(cell, task, seed, LONG, change)


def saturated(seed: int) -> Tape:
    """Input weights thirty times too large, or biases that pin a gate or a layer's units."""
    cell, task = CELLS[seed % 5], list(TASKS)[seed % 3]

    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        if seed % 2:
            for name in parameters:
                if name.startswith("W_x"):
                    parameters[name] = parameters[name] * random.uniform(30, 60)
            return
        biases = {"vanilla": "b_h", "gru": "b_hz", "lstm": "b_h", "two_layers": "b_h1", "bidirectional": "b_l"}
        units = random.choice(12, random.integers(3, 9), replace=False)
        parameters[biases[cell]][units] += random.choice([-1, 1], len(units)) * random.uniform(6, 12, len(units))

    return run(cell, task, seed, 24, change)


RELU = """
h[t] = relu(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
y[t] = W_hy @ h[t] + b_y
L[t] = {loss}(y[t], target[t])
"""


def rectified(task: str, seed: int, change: Change) -> Tape:
    plain = model("vanilla", task, seed)
    sizes = {name: (plain.sizes[name] or 0) for name in ("x", "h", "y", "target")}
    text = RELU.format(loss="mse" if task == "average" else "cross_entropy")
    parameters = {name: np.array(value) for name, value in Model(text, sizes, seed).parameters.items()}
    random = np.random.default_rng(7000 + seed)
    change(parameters, random)
    return Model(text, sizes, seed, parameters).run(TASKS[task](random, 24))


def dead(seed: int) -> Tape:
    """Rectified units far below zero, tanh units without incoming weights, units without outgoing ones."""
    task = list(TASKS)[seed % 3]
    random = np.random.default_rng(2000 + seed)
    units = random.choice(12, random.integers(1, 8), replace=False)
    if seed % 3 == 0:

        def sunk(parameters: dict[str, Any], random: np.random.Generator) -> None:
            parameters["b_h"][units] -= random.uniform(20, 40, len(units))

        return rectified(task, seed, sunk)
    cell = ("vanilla", "lstm")[seed % 2]

    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        if seed % 3 == 1:
            parameters["W_hy"][:, units] = 0
            parameters["W_hh"][:, units] = 0
            return
        for gate in range(4 if cell == "lstm" else 1):
            rows = units + 12 * gate
            parameters["W_hh"][rows] = 0
            parameters["W_xh"][rows] = 0

    return run(cell, task, seed, 24, change)


def idle_input(seed: int) -> Tape:
    """Columns of the input matrices that are zero or next to it, or a second input that is multiplied by nothing."""
    cell, task = CELLS[seed % 5], list(TASKS)[seed % 3]
    if seed % 4 == 3:
        text = equations("vanilla", task).replace("+ b_h)", "+ b_h + W_uh @ u[t])")
        if seed % 8 == 3:
            text = text.replace("W_uh @ u[t]", "0 * W_uh @ u[t]")
        random = np.random.default_rng(3000 + seed)
        plain = model("vanilla", task, seed)
        sizes = {name: (shape or 0) for name, shape in plain.sizes.items() if name != "L"} | {"u": 2}
        drawn = Model(text, sizes, seed)
        weights = np.array(drawn.parameters["W_uh"]) * (1 if seed % 8 == 3 else 1e-9)
        data = TASKS[task](random, 24) | {"u": random.standard_normal((24, 2))}
        return Model(text, sizes, seed, {"W_uh": weights}).run(data)

    def change(parameters: dict[str, Any], random: np.random.Generator) -> None:
        column = random.integers(0, 3)
        for name in parameters:
            if name.startswith("W_x"):
                parameters[name][:, column] *= random.choice([0.0, 1e-7])

    return run(cell, task, seed, 24, change)


def cut(seed: int) -> Tape:
    """Truncation to two timesteps, or short of the way to the only loss; a `stop` in the recurrence or the output."""
    cell, task = CELLS[seed % 5], list(TASKS)[seed % 3]
    if seed % 2:
        return run(cell, task, seed, 32, truncate=2 + seed % 7 if task == "majority" else 2)
    stopped = {
        "vanilla": ("W_hh @ h[t-1]", "W_hh @ stop(h[t-1])"),
        "gru": ("z[t] * h[t-1]", "z[t] * stop(h[t-1])"),
        "lstm": ("o[t] * tanh(c[t])", "o[t] * tanh(stop(c[t]))"),
        "two_layers": ("W_h1h2 @ h1[t]", "W_h1h2 @ stop(h1[t])"),
        "bidirectional": ("W_ry @ h_r[t]", "W_ry @ stop(h_r[t])"),
    }[cell]
    plain = model(cell, task, seed)
    sizes = {name: (plain.sizes[name] or 0) for name in ("x", "y", "target")}
    text = equations(cell, task)
    assert stopped[0] in text
    made = Model(text.replace(*stopped), sizes, seed, initialisation="forget", hidden=12)
    return made.run(TASKS[task](np.random.default_rng(4000 + seed), 32))


def idle_target(seed: int) -> Tape:
    """A mask that is zero, a prediction that is stopped, a weight of nothing, targets that are all missing, or an
    element of the target that is."""
    random = np.random.default_rng(5000 + seed)
    task = ("echo", "majority", "average")[seed % 3]
    data = TASKS[task](random, 24)
    text = equations(CELLS[seed % 5], task)
    plain = model(CELLS[seed % 5], task, seed)
    sizes: dict[str, Any] = {name: (plain.sizes[name] or 0) for name in ("x", "y", "target")}
    kind = seed % 4
    if kind == 0:
        text = text.replace("L[t] = ", "L[t] = m[t] * ")
        sizes["m"], data["m"] = 0, np.zeros(24)
    elif kind == 1:
        text = text.replace("(y[t], target", "(stop(y[t]), target")
    elif kind == 2:
        data["target"] = np.full_like(data["target"], -1 if task != "average" else np.nan)
    elif task == "average":
        data["target"][:, random.integers(0, 3)] = np.nan
    else:
        text += "\nM[t] = 1e-9 * " + text.splitlines()[-1].removeprefix("L[t] = ").replace("target", "other")
        sizes["other"], data["other"] = 0, data["target"]
    return Model(text, sizes, seed, initialisation="forget", hidden=12).run(data)


def not_finite(seed: int) -> Tape:
    """Rectified states that grow until they overflow, the logarithm of a negative number, a division by zero, an input
    or a weight that is NaN, an exp that overflows in the loss."""
    task = list(TASKS)[seed % 3]
    random = np.random.default_rng(6000 + seed)
    plain = model("vanilla", task, seed)
    sizes: dict[str, Any] = {name: (plain.sizes[name] or 0) for name in ("x", "y", "target")}
    sizes["h"] = 12
    data, text, kind = TASKS[task](random, 24), equations("vanilla", task), seed % 6
    parameters: dict[str, Any] = {}
    if kind == 0:
        text = text.replace("tanh", "exp")
        parameters["b_h"] = np.full(12, 5.0)
    elif kind == 1:
        text = text.replace("tanh(", "log(0.2 + ")
    elif kind == 2:
        text = text.replace("y[t] = W_hy @ h[t]", "y[t] = W_hy @ h[t] / max(relu(h[t] - 1))")
    elif kind == 3:
        data["x"][random.integers(2, 24), 0] = np.nan
    elif kind == 4:
        weights = np.array(plain.parameters["W_hh"])
        weights[1, 2] = np.nan
        parameters["W_hh"] = weights
    else:
        text = text.replace("L[t] = ", "L[t] = exp(1000 * sum(abs(y[t]))) + ")
    return Model(text, sizes, seed, parameters, initialisation="forget", hidden=12).run(data)


FAULTS: dict[str, Callable[[int], Tape]] = {
    "not finite": not_finite,
    "exploding": exploding,
    "vanishing": vanishing,
    "saturated": saturated,
    "dead": dead,
    "idle input": idle_input,
    "idle target": idle_target,
    "cut path": cut,
}
"""By the name of the rule that is to find it."""
