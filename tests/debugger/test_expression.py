"""Expressions over a run: what they may read, what they are worth, and what is said of those that are none."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz import EquationError, Model, Tape
from rnnviz.debugger.expression import Expression, condition
from rnnviz.debugger.expression_values import Evaluation
from rnnviz.equations.kernels import Array
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.random_systems import random_system
from tests.reference.system import largest_error

T = 9
TAPE = lecture.vanilla(timesteps=T)


def over(text: str, tape: Tape = TAPE) -> Array:
    return Evaluation(Expression.parse(text, tape), tape).over()


def shifted(rows: Array, lag: int) -> Array:
    """rows[t + lag], zero where there is none."""
    out = np.zeros_like(rows)
    if lag < 0:
        out[-lag:] = rows[:lag]
    else:
        out[: len(rows) - lag] = rows[lag:]
    return out


def contributions(tape: Tape, name: str) -> Array:
    return np.stack([tape.contributions(name).at(t) for t in range(1, tape.timesteps + 1)])


WORTH: dict[str, Callable[[Tape], object]] = {
    "h[t]": lambda tape: tape["h"],
    "h[t][1]": lambda tape: tape["h"][:, 1],
    "h[t][-2:]": lambda tape: tape["h"][:, 1:],
    "h[t-2]": lambda tape: shifted(tape["h"], -2),
    "h[t+20]": lambda tape: np.zeros((T, 3)),
    "h[t-20]": lambda tape: np.zeros((T, 3)),
    "target[t-20]": lambda tape: np.full(T, -1),
    "h[3]": lambda tape: np.tile(tape["h"][2], (T, 1)),
    "h[3][2]": lambda tape: np.full(T, tape["h"][2, 2]),
    "h[0]": lambda tape: np.zeros((T, 3)),
    "dh[0]": lambda tape: np.tile(tape.initial_gradients["h"], (T, 1)),
    "dh[t-1][0]": lambda tape: np.r_[tape.initial_gradients["h"][0], tape["dh"][:-1, 0]],
    "b_h[1]": lambda tape: np.full(T, tape.parameters["b_h"][1]),
    "norm(dh[t]) < 0.2": lambda tape: np.linalg.norm(tape["dh"], axis=1) < 0.2,
    "any(abs(h[t]) > 0.8)": lambda tape: (np.abs(tape["h"]) > 0.8).any(1),
    "W_hh @ h[t-1]": lambda tape: shifted(tape["h"], -1) @ tape.parameters["W_hh"].T,
    "h.1[t]": lambda tape: tape["h.1"],
    "dW_hh[t]": lambda tape: contributions(tape, "W_hh"),
    "dW_hh[t-1]": lambda tape: shifted(contributions(tape, "W_hh"), -1),
    "dW_hh[4]": lambda tape: np.tile(contributions(tape, "W_hh")[3], (T, 1, 1)),
    "dW_hh": lambda tape: np.tile(tape["dW_hh"], (T, 1, 1)),
    "norm(dW_hh[t])": lambda tape: np.linalg.norm(contributions(tape, "W_hh"), axis=(1, 2)),
    "norm(dW_hh[t+1])": lambda tape: shifted(np.linalg.norm(contributions(tape, "W_hh"), axis=(1, 2)), 1),
    "max(abs(dW_xh[t]))": lambda tape: np.abs(contributions(tape, "W_xh")).max((1, 2)),
    "max(-dW_xh[t].T)": lambda tape: (-contributions(tape, "W_xh")).max((1, 2)),
    "dW_xh[t][1]": lambda tape: contributions(tape, "W_xh")[:, 1],
    "dW_xh[t][1, 2]": lambda tape: contributions(tape, "W_xh")[:, 1, 2],
    "dW_xh[t][:, 2]": lambda tape: contributions(tape, "W_xh")[:, :, 2],
    "dW_xh[t][1:, 2:4]": lambda tape: contributions(tape, "W_xh")[:, 1:, 2:4],
    "any(dW_xh[t])": lambda tape: (contributions(tape, "W_xh") != 0).any((1, 2)),
    "all(dW_hh[t])": lambda tape: (contributions(tape, "W_hh") != 0).all((1, 2)),
    "total(L[t])": lambda tape: np.full(T, tape.loss),
    "total(norm(dW_hh[t]))": lambda tape: np.full(T, tape.contributions("W_hh").norms.sum()),
    "total(dW_hh[t]) - dW_hh": lambda tape: np.zeros((T, 3, 3)),
    "where(L[t] > 1.5, L[t], 0)": lambda tape: np.where(tape["L"] > 1.5, tape["L"], 0),
    "-(L[t] > 1.5) - (L[t] > 2)": lambda tape: -1.0 * (tape["L"] > 1.5) - (tape["L"] > 2),
    "onehot(target[t], 4)": lambda tape: np.eye(4)[tape["target"]],
    "embed(W_hy, target[t])": lambda tape: tape.parameters["W_hy"][tape["target"]],
    "cross_entropy(y[t], target[t]) - L[t]": lambda tape: np.zeros(T),
    "1 + 2": lambda tape: np.full(T, 3),
}


@pytest.mark.parametrize("text", WORTH)
def test_that_an_expression_is_worth_what_numpy_makes_of_the_tape(text: str) -> None:
    assert largest_error(over(text), np.asarray(WORTH[text](TAPE), np.float64)) < 1e-12


@pytest.mark.parametrize("text", WORTH)
def test_that_one_timestep_is_worth_what_all_are(text: str) -> None:
    evaluation = Evaluation(Expression.parse(text, TAPE), TAPE)
    assert largest_error(np.stack([evaluation.at(t) for t in range(1, T + 1)]), evaluation.over()) < 1e-14
    assert largest_error(evaluation.over(3, 5), evaluation.over()[2:5]) < 1e-14


@settings(max_examples=40)
@given(st.integers(0, 200), st.data())
def test_that_any_name_of_any_model_reads_as_the_tape_has_it(seed: int, data: st.DataObject) -> None:
    tape = comparison.tape_of(random_system(seed))
    names = [name for name in tape.graph.named if tape.graph.timed(name)]
    gradients = [f"d{name}" for name in names if not tape.graph.index(name)] if tape.graph.losses else []
    name = data.draw(st.sampled_from([*names, *gradients]))
    lag = data.draw(st.integers(-4, 4))
    found = over(f"{name}[t{lag:+d}]" if lag else f"{name}[t]", tape)
    for t in range(1, tape.timesteps + 1):
        inside = 1 - tape.values.pad <= t + lag <= tape.timesteps + tape.values.pad
        right = tape.value(name, t + lag) if inside else np.zeros(found.shape[1:])
        np.testing.assert_allclose(found[t - 1], right, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("text", ["max(abs(dW[t]))", "max(dW[t])", "any(isnan(dW[t]))", "all(isfinite(dW[t]))"])
def test_that_infinities_and_nan_are_found_in_contributions_that_are_not_formed(text: str) -> None:
    model = Model("loss L\nh[t] = W @ x[t]\nL[t] = sum(h[t] * s[t])", sizes={"x": 2, "h": 2, "s": 2})
    x = np.array([[1.0, 2.0], [np.inf, 0.0], [1e200, 1.0], [np.nan, 1.0], [0.0, 0.0]])
    s = np.array([[3.0, -4.0], [1.0, 0.0], [1e200, 1.0], [1.0, 1.0], [np.inf, 1.0]])
    tape = model.run({"x": x, "s": s})
    with np.errstate(all="ignore"):
        formed = s[:, :, None] * x[:, None, :]
        right = {
            "max(abs(dW[t]))": np.abs(formed).max((1, 2)),
            "max(dW[t])": formed.max((1, 2)),
            "any(isnan(dW[t]))": np.isnan(formed).any((1, 2)),
            "all(isfinite(dW[t]))": np.isfinite(formed).all((1, 2)),
        }[text]
    np.testing.assert_array_equal(over(text, tape), right)
    for rows in range(5):
        evaluation = Evaluation(Expression.parse(text, tape), tape)
        np.testing.assert_array_equal(evaluation.over(rows + 1, rows + 1)[0], right[rows])


WRONG = [
    ("", 0, "There is no expression."),
    ("  norm(hh[t])", 7, "Did you mean `h`?"),
    ("h[t] and 1", 0, "Multiply or add comparisons."),
    ("1 < L[t] < 2", 0, "Multiply two comparisons"),
    ("1 + h", 4, "Write `h[t]`, or `h[3]` for timestep 3."),
    ("W_hh[t]", 0, "Write `W_hh`, without a timestep."),
    ("h[1:2]", 0, "`h[t][1:2]`"),
    ("h[t, 2]", 0, "`h[t][2]`"),
    ("1 + h[t][7]", 4, "element 7 does not exist"),
    ("h[t] @ W_hh[0:2]", 0, "`W_hh[0:2]` is 2×3"),
    ("onehot(h[t], 3)", 0, "holds numbers"),
    ("split(h[t], 3)", 0, "Take one of them by a slice"),
    ("norm(h[t]) = 3", 11, "compared by `==`"),
    ("norm(h[t]", 4, "never closed"),
    ("foo(h[t])", 0, "`foo` is not an operation"),
    ("dtarget[t]", 0, "class indices and has no gradient"),
    ("h[99]", 0, "there is no timestep 99"),
    ("1 + zzz[t]", 4, "There are h, y, L"),
    ("embed(W_hh, target[t])", 0, "beyond the table"),
    ("total(W_hh)", 0, "the same at each"),
    ("outer(onehot(target[t], 9999), onehot(target[t], 9999))", 0, "too large"),
    ("__import__('os')", 0, "is not an operation"),
    ("h[t].__class__", 0, "Only `.T`"),
    ("t > 3", 0, "stands in brackets only"),
    ("norm(" * 500, 0, ""),
    ("h[t]\n+ 1", 0, "one line"),
]


@pytest.mark.parametrize(("text", "column", "said"), WRONG)
def test_that_a_bad_expression_says_where_and_what_would_be_right(text: str, column: int, said: str) -> None:
    with pytest.raises(EquationError) as caught:
        over(text)
    error = caught.value
    assert said in str(error)
    assert said == "" or error.column == column
    assert 1 <= error.length <= max(1, len(text) - error.column)


@given(st.text(alphabet="h[t]dLW_@+-*/.()<>=,: 0123x'\\{}\u0663é", max_size=30))
def test_that_any_text_is_worth_something_or_is_refused(text: str) -> None:
    try:
        found = over(text)
    except EquationError:
        return
    assert len(found) == T


def test_that_a_model_without_a_loss_has_no_gradients() -> None:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])", sizes={"x": 3, "h": 3})
    with pytest.raises(EquationError, match="no loss"):
        Expression.parse("dh[t]", model)


def test_that_a_condition_is_one_number_that_the_run_makes() -> None:
    with pytest.raises(EquationError, match="any"):
        condition("h[t] > 0", TAPE)
    with pytest.raises(EquationError, match="always or never"):
        condition("norm(W_hh) > 2", TAPE)
    assert condition("norm(h[3]) > 0.5", TAPE).timed is False


def test_that_sides_of_a_comparison_are_expressions() -> None:
    sides = condition("norm(dh[t]) + 1 < 1e-6 * total(L[t])", TAPE).comparison
    assert sides is not None
    left, symbol, right = sides
    assert (left.text, symbol, right.text) == ("norm(dh[t]) + 1", "<", "1e-6 * total(L[t])")
    np.testing.assert_allclose(Evaluation(left, TAPE).over(), 1 + np.linalg.norm(TAPE["dh"], axis=1))
    np.testing.assert_allclose(Evaluation(right, TAPE).at(1), 1e-6 * TAPE.loss)


def test_that_a_float32_run_is_asked_in_its_own_precision() -> None:
    tape = lecture.vanilla(dtype="float32")
    assert over("norm(h[t])", tape).dtype == np.float32


def test_that_a_value_exists_where_what_it_reads_exists() -> None:
    tape = lecture.encoder_decoder(first=4, second=3)
    assert Evaluation(Expression.parse("L[t] + norm(h[t])", tape), tape).span == range(5, 8)
    assert Evaluation(Expression.parse("total(L[t]) + h[t][0]", tape), tape).span == range(1, 8)
