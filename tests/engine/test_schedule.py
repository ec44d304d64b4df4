"""How a run is planned: what is computed together, and that it changes no number."""

from __future__ import annotations

import numpy as np
import pytest

import rnnviz
from rnnviz.engine.gradient_check import gradient_check
from rnnviz.engine.recording import backward_names, forward_names
from rnnviz.engine.room import aligned
from rnnviz.engine.schedule import Stage, schedule

LSTM = """
i[t] = sigmoid(W_xi @ x[t] + W_hi @ h[t-1] + b_i)
f[t] = sigmoid(W_xf @ x[t] + W_hf @ h[t-1] + b_f)
g[t] = tanh(W_xg @ x[t] + W_hg @ h[t-1] + b_g)
o[t] = sigmoid(W_xo @ x[t] + W_ho @ h[t-1] + b_o)
c[t] = f[t] * c[t-1] + i[t] * g[t]
h[t] = o[t] * tanh(c[t])
L[t] = mse(h[t], target[t])
"""
GRU = """
r[t] = sigmoid(W_xr @ x[t] + b_xr + W_hr @ h[t-1] + b_hr)
z[t] = sigmoid(W_xz @ x[t] + b_xz + W_hz @ h[t-1] + b_hz)
n[t] = tanh(W_xn @ x[t] + b_xn + r[t] * (W_hn @ h[t-1] + b_hn))
h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]
L[t] = mse(h[t], target[t])
"""


def loops(text: str) -> tuple[Stage, Stage]:
    """The forward and the backward scan of a cell."""
    model = rnnviz.Model(text, sizes={"x": 3, "h": 4, "target": 4})
    plans = schedule(model.graph, forward_names(model.adjoint)), schedule(model.adjoint, backward_names(model.adjoint))
    forward, backward = ([stage for stage in plan.stages if stage.direction] for plan in plans)
    assert len(forward) == len(backward) == 1
    return forward[0], backward[0]


def kinds(stage: Stage) -> list[str]:
    return sorted(operation.kind for operation in stage.operations)


def test_that_the_gates_of_an_lstm_written_one_by_one_are_one_product_one_sum_and_two_functions() -> None:
    forward, backward = loops(LSTM)
    assert kinds(forward) == ["add", "add", "matmul", "multiply", "multiply", "multiply", "sigmoid", "tanh", "tanh"]
    assert kinds(backward).count("matmul") == 1
    wide = [one for one in backward.operations if len(one.shape) == 2]
    assert [one.shape for one in wide] == [(3, 4)]  # what i, f and g receive of dc, in one call


def test_that_every_gate_of_a_gru_takes_its_share_of_dh_in_one_product() -> None:
    _, backward = loops(GRU)
    assert kinds(backward) == ["add", "add", "matmul", "multiply", "multiply"]
    assert (3, 4) in [one.shape for one in backward.operations]


def test_that_what_only_the_next_timestep_reads_is_kept_in_one_row() -> None:
    _, backward = loops("h[t] = tanh(W @ h[t-1] + V @ x[t])\nL[t] = mse(h[t], target[t])")
    assert len(backward.carried) == 1
    assert not backward.carried & backward.kept


@pytest.mark.parametrize("text", [LSTM, GRU])
@pytest.mark.parametrize("truncate", [None, 3])
def test_that_computing_together_changes_no_number(text: str, truncate: int | None) -> None:
    random = np.random.default_rng(0)
    model = rnnviz.Model(text, sizes={"x": 3, "h": 4, "target": 4})
    data = {"x": random.normal(size=(10, 3)), "target": random.normal(size=(10, 4))}
    tape = model.run(data, truncate=truncate)
    for name in ("dh", "h", *("d" + gate for gate in "ifgorzn" if gate in tape.graph.named)):
        for t in range(1, 11):
            alone = tape.value(name, t)
            # The equation's own operations, one after the other, from what stands on the tape around it.
            graph = tape.adjoint if name[0] == "d" else tape.graph
            name_of_equation = tape.adjoint.aliases.get(name, name)
            operation = graph.definitions[name_of_equation][0]
            again = tape._evaluate(graph, operation, t)
            np.testing.assert_allclose(alone, again, rtol=1e-12, atol=1e-15)


def test_that_what_is_true_counts_as_one() -> None:
    model = rnnviz.Model(
        "s[t] = (a[t] > 0) - (b[t] > 0)\nu[t] = (a[t] > 0) + (b[t] > 0) + u[t-1]\nL[t] = mse(s[t] + u[t], a[t])",
        sizes={"a": 2, "b": 2},
    )
    tape = model.run({"a": [[1.0, -1.0], [1.0, 1.0]], "b": [[1.0, 1.0], [-1.0, 1.0]]})
    assert tape["s"].tolist() == [[0, -1], [1, 0]]
    assert tape["u"].tolist() == [[2, 1], [3, 3]]


def test_that_a_second_run_with_other_parameters_uses_them() -> None:
    random = np.random.default_rng(1)
    data = {"x": random.normal(size=(5, 3)), "target": random.normal(size=(5, 4))}
    model = rnnviz.Model(LSTM, sizes={"x": 3, "h": 4, "target": 4}, seed=0)
    other = rnnviz.Model(LSTM, sizes={"x": 3, "h": 4, "target": 4}, seed=1)
    first = model.run(data)
    again = model.with_parameters(other.parameters)
    assert again.run(data).loss == other.run(data).loss != first.loss


def test_that_parameters_begin_with_a_cache_line() -> None:
    for shape in ((3,), (5, 7), (128, 128)):
        array = aligned(np.ones(shape), np.float64)
        assert array.ctypes.data % 64 == 0
        assert array.shape == shape


def test_that_calls_over_neighbours_do_not_contend_for_a_value() -> None:
    # Two packs want dh2's parts, in different company: the first has them.
    text = """
        h0[t] = tanh(h0[t+1] + tanh(X[t]))
        h1[t] = tanh(P * h2[t+1] + outer(Q @ x[t], p))
        h2[t] = tanh(h0[t+1] + sigmoid(h2[t+1]) ** (h1[t+1]))
        L[t] = cross_entropy(-(R @ (h1[t] @ r) + q), k[t])
    """
    states = dict.fromkeys(("X", "h0", "h1", "h2", "P"), (1, 2))
    model = rnnviz.Model(text, sizes={"x": 1, "k": 0, **states, "p": 2, "Q": (1, 1), "R": (2, 1), "r": 2, "q": 2})
    random = np.random.default_rng(0)
    tape = model.run({"x": random.normal(size=(5, 1)), "X": random.normal(size=(5, 1, 2)), "k": [1, -1, 0, 0, 1]})
    assert gradient_check(tape).passed


def test_that_the_gradient_of_cross_entropy_is_one_operation_and_says_the_same() -> None:
    model = rnnviz.Model("y[t] = W @ x[t]\nL[t] = cross_entropy(y[t], k[t])", sizes={"x": 3, "y": 4, "k": 0})
    plan = schedule(model.adjoint, backward_names(model.adjoint))
    assert "class_residual" in [one.kind for stage in plan.stages for one in stage.operations]
    tape = model.run({"x": np.random.default_rng(2).normal(size=(5, 3)), "k": [0, 3, -1, 2, 3]})
    exponentials = np.exp(tape["y"])
    right = exponentials / exponentials.sum(1, keepdims=True)
    right[[0, 1, 3, 4], [0, 3, 2, 3]] -= 1
    right[2] = 0
    np.testing.assert_allclose(tape["dy"], right, rtol=1e-13, atol=1e-15)


def test_that_stacked_gates_are_reordered_so_that_one_call_makes_all_sigmoids() -> None:
    text = """
i[t], f[t], g[t], o[t] = split(W_xh @ x[t] + W_hh @ h[t-1] + b, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])
L[t] = mse(h[t], target[t])
"""
    stacked, one_by_one = loops(text)[0], loops(LSTM)[0]
    assert kinds(stacked) == kinds(one_by_one)
    random = np.random.default_rng(3)
    model = rnnviz.Model(text, sizes={"x": 3, "h": 4, "target": 4})
    tape = model.run({"x": random.normal(size=(6, 3)), "target": random.normal(size=(6, 4))})
    before = np.vstack([np.zeros(4), tape["h"][:-1]])
    whole = tape["x"] @ tape["W_xh"].T + before @ tape["W_hh"].T + tape["b"]
    for gate, part in zip("ifgo", np.split(whole, 4, axis=1), strict=True):
        np.testing.assert_allclose(tape[gate], part, rtol=1e-12, atol=1e-15)


def test_that_parts_of_splits_into_different_numbers_keep_their_places() -> None:
    # Only the losses are wanted of the check's runs, so that of the two splits no more than these parts are left.
    text = """
        z[t] = W @ x[t] + U @ h[t-1] + b
        a[t], a2[t], a3[t] = split(z[t], 3)
        p[t], q[t], r[t], s[t] = split(z[t], 4)
        h[t] = 0.5 * sigmoid(a[t]) * sigmoid(a3[t]) + V @ tanh(q[t])
        L[t] = mse(h[t], y[t])
    """
    model = rnnviz.Model(text, sizes={"x": 3, "z": 12, "h": 4, "y": 4})
    random = np.random.default_rng(3)
    assert gradient_check(model.run({"x": random.normal(size=(5, 3)), "y": random.normal(size=(5, 4))})).passed
