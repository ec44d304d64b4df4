"""A model: its parameters from a seed, the field's initialisations, what it tells of itself."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

import rnnviz
from rnnviz import EquationError, Model
from tests.engine import lecture
from tests.reference.system import Array

SIZES = {"x": 20, "h": 30, "c": 30, "y": 10}
GATES_APART = """\
i[t] = sigmoid(W_i @ x[t] + U_i @ h[t-1] + b_i)
f[t] = sigmoid(W_f @ x[t] + U_f @ h[t-1] + b_f)
o[t] = sigmoid(W_o @ x[t] + U_o @ h[t-1] + b_o)
c[t] = f[t] * c[t-1] + i[t] * tanh(W_c @ x[t] + U_c @ h[t-1] + b_c)
h[t] = o[t] * tanh(c[t])
y[t] = layer_norm(V @ h[t], gain, bias)
L[t] = cross_entropy(y[t], target[t])
"""


def parameters(text: str = lecture.VANILLA, seed: int = 0, **options: str) -> dict[str, Array]:
    sizes = {name: size for name, size in SIZES.items() if f"{name}[t" in text}
    return dict(Model(text, sizes=sizes, seed=seed, **options).parameters)  # type: ignore[arg-type]


def is_orthogonal(matrix: Array) -> bool:
    return bool(np.allclose(matrix @ matrix.T, np.eye(len(matrix)), atol=1e-12))


def test_that_the_same_seed_gives_the_same_parameters() -> None:
    for text in (lecture.VANILLA, GATES_APART):
        first, second, other = parameters(text), parameters(text), parameters(text, seed=1)
        assert all(np.array_equal(first[name], second[name]) for name in first)
        assert any(not np.array_equal(first[name], other[name]) for name in first)


def test_that_another_equation_leaves_the_others_parameters_as_they_are() -> None:
    before = parameters()
    after = parameters(lecture.VANILLA + "z[t] = Q @ y[t]\nM[t] = mse(z[t], y[t])\n")
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_that_parameters_of_one_shape_differ() -> None:
    found = parameters(GATES_APART)
    assert not np.array_equal(found["U_i"], found["U_f"])
    assert not np.array_equal(found["W_i"], found["W_f"])


def test_that_a_model_tells_what_a_run_takes_before_it_draws_its_parameters() -> None:
    tracemalloc.start()
    model = Model(lecture.VANILLA, sizes={"x": 20, "h": 1000, "y": 10})
    assert model.estimate(4) > 0
    assert "W_hh (1000, 1000)" in repr(model)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < model.parameters["W_hh"].nbytes / 2


@pytest.mark.parametrize("scheme", ["glorot", "orthogonal"])
def test_that_matrices_lie_within_glorots_bound_and_fill_it(scheme: str) -> None:
    matrix = parameters(initialisation=scheme)["W_xh"]
    bound = np.sqrt(6 / (20 + 30))
    assert np.abs(matrix).max() <= bound
    assert np.abs(matrix).max() > 0.98 * bound
    assert abs(matrix.mean()) < 0.1 * bound
    assert matrix.std() == pytest.approx(bound / np.sqrt(3), rel=0.1)


def test_that_recurrent_matrices_are_orthogonal_where_asked() -> None:
    for name, matrix in parameters(GATES_APART, initialisation="orthogonal").items():
        assert is_orthogonal(matrix) == name.startswith("U_") if matrix.ndim == 2 else True, name
    assert not is_orthogonal(parameters(initialisation="glorot")["W_hh"])
    stacked = parameters(lecture.LSTM, initialisation="orthogonal")["W_hh"]
    assert stacked.shape == (120, 30)
    for gate in range(4):
        assert is_orthogonal(stacked[30 * gate : 30 * gate + 30])
    assert not np.array_equal(stacked[:30], stacked[30:60])


def test_that_orthogonal_matrices_are_not_all_of_one_kind() -> None:
    """A plain QR has a diagonal of one sign; multiplied by it, signs of determinants are even."""
    signs = {np.sign(np.linalg.det(parameters(seed=seed, initialisation="orthogonal")["W_hh"])) for seed in range(20)}
    assert signs == {-1.0, 1.0}


def test_that_a_forget_gates_bias_is_one_where_asked() -> None:
    apart = parameters(GATES_APART, initialisation="forget")
    assert np.array_equal(apart["b_f"], np.ones(30))
    for name in ("b_i", "b_o", "b_c"):
        assert not apart[name].any()
    stacked = parameters(lecture.LSTM, initialisation="forget")["b"]
    assert np.array_equal(stacked, np.repeat([0.0, 1.0, 0.0, 0.0], 30))
    assert not parameters(lecture.LSTM, initialisation="glorot")["b"].any()


def test_that_biases_start_at_zero_and_gains_at_one() -> None:
    found = parameters(GATES_APART)
    assert not found["bias"].any()
    assert np.array_equal(found["gain"], np.ones(10))


def test_that_learned_initial_states_start_at_zero_and_untied_matrices_differ() -> None:
    model = Model(
        "untied W\nlearned h[0]\nh[t] = tanh(W[t] @ h[t-1] + x[t])\nL[t] = mse(h[t], x[t])",
        sizes={"x": 3, "h": 3}, timesteps=4,
    )  # fmt: skip
    assert not model.parameters["h[0]"].any()
    assert not np.array_equal(model.parameters["W"][0], model.parameters["W"][1])
    tape = model.run({"x": np.ones((4, 3))})
    assert np.array_equal(tape.contributions("h[0]").total, tape.initial_gradients["h"])


def test_that_an_unknown_initialisation_is_an_error() -> None:
    with pytest.raises(ValueError, match="'zeros'"):
        parameters(initialisation="zeros")


def test_that_given_parameters_are_taken_and_the_others_drawn() -> None:
    drawn = parameters()
    sizes = {"x": 20, "h": 30, "y": 10}
    model = Model(lecture.VANILLA, sizes=sizes, parameters={"W_hh": np.eye(30)})
    assert np.array_equal(model.parameters["W_hh"], np.eye(30))
    assert np.array_equal(model.parameters["W_xh"], drawn["W_xh"])


def test_the_interface_as_the_design_writes_it() -> None:
    model = rnnviz.Model(
        """
        h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)
        y[t] = W_hy @ h[t] + b_y
        L[t] = cross_entropy(y[t], target[t])
        """,
        sizes={"x": 4, "h": 3, "y": 4, "target": 0},
        seed=0,
    )
    assert model.parameters["W_hh"].shape == (3, 3)
    assert "dh[t] = " in str(model.adjoint)
    data = lecture.data(9)
    tape = model.run({"x": data["x"], "target": data["target"]}, initial={"h": np.ones(3)})
    assert isinstance(tape.loss, float)
    assert (tape["h"].shape, tape["L"].shape, tape["dh"].shape) == ((9, 3), (9,), (9, 3))
    contributions = tape.contributions("W_hh")
    assert contributions.at(7).shape == (3, 3)
    assert contributions.norms.shape == (9,)
    assert np.allclose(contributions.running_sum(7), contributions.at(7) + contributions.at(8) + contributions.at(9))
    assert contributions.total.shape == (3, 3)
    assert tape.influence("h").shape == (9, 9)
    assert tape.initial_gradients["h"].shape == (3,)
    assert model.text.strip().startswith("h[t]")
    assert model.seed == 0
    assert model.dtype == "float64"
    assert tape.model is model


def test_that_states_and_classes_can_have_a_size_by_default() -> None:
    model = Model(lecture.LSTM, sizes={"x": 4}, hidden=7, classes={"target": 5})
    assert model.sizes["h"] == (7,)
    assert model.sizes["c"] == (7,)
    assert model.sizes["y"] == (5,)
    assert model.parameters["W_hh"].shape == (28, 7)
    declared = Model(lecture.LSTM, sizes={"x": 4, "h": 2, "c": 2}, hidden=7, classes={"target": 5})
    assert declared.sizes["h"] == (2,)


def test_that_an_error_of_the_equations_is_one_of_the_model() -> None:
    with pytest.raises(EquationError):
        Model("h[t] = tahn(x[t])", sizes={"x": 3})
    with pytest.raises(EquationError):
        Model(lecture.VANILLA, sizes={"x": 4, "h": 3})


def test_that_a_model_of_a_constant_alone_runs_again_and_again() -> None:
    model = rnnviz.Model("W = 3", timesteps=3)
    for _ in range(3):
        assert model.run().timesteps == 3


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("h[t] = total(tanh(h[t-1]))", "total"),
        ("L[t] = cross_entropy(x[t], 3)", "class index"),
        ("h[t] = embed(W, 7)", "class index"),
        ("untied W, \nh[t] = W[t] @ x[t]", "name is missing"),
    ],
)
def test_that_what_no_timestep_can_compute_is_refused_as_an_equation(text: str, word: str) -> None:
    with pytest.raises(rnnviz.EquationError, match=word):
        rnnviz.Model(text, hidden=2)


def test_that_a_computed_class_without_a_row_is_named() -> None:
    text = "y[t] = W @ x[t]\nk[t] = argmax(y[t])\nh[t] = embed(E, k[t])"
    model = Model(text, sizes={"x": 1, "y": 9, "E": (3, 2)}, parameters={"W": np.arange(9.0)[:, None]})
    with pytest.raises(rnnviz.DataError, match="`k`"):
        model.run({"x": np.ones((2, 1))})
    assert model.run({"x": -np.ones((2, 1))}).timesteps == 2
