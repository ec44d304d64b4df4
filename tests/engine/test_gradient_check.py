"""The gradient check: it passes right gradients, and names the place of a wrong one."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.engine.contributions import Contributions
from rnnviz.engine.gradient_check import gradient_check
from rnnviz.equations import operations
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.random_systems import random_system
from tests.reference.system import Array, System


@pytest.mark.parametrize("system", cells(), ids=lambda system: system.name)
def test_that_right_gradients_pass(system: System) -> None:
    check = gradient_check(comparison.tape_of(system), limit=30)
    assert check.method == "complex"
    assert check.worst is not None
    assert check.passed, check.worst


@pytest.mark.parametrize("seed", range(6))
def test_that_right_gradients_of_random_systems_pass(seed: int) -> None:
    check = gradient_check(comparison.tape_of(random_system(seed)), limit=12)
    assert check.passed, check.worst


@pytest.mark.parametrize("make", [lecture.vanilla, lecture.lstm, lecture.bidirectional])
def test_that_central_differences_pass_as_well(make: Callable[[], Tape]) -> None:
    check = gradient_check(make(), method="central", limit=30)
    assert check.method == "central"
    assert check.passed, check.worst


def test_that_everything_is_compared_if_it_is_little() -> None:
    tape = lecture.vanilla(timesteps=3, hidden=2)
    check = gradient_check(tape, limit=1000)
    assert check.complete
    single = {(one.parameter, one.element, one.timestep) for one in check.comparisons if one.timestep}
    assert {place for place in single if place[0] == "W_hh"} == {
        ("W_hh", (i, j), t) for i in range(2) for j in range(2) for t in (1, 2, 3)
    }
    assert set(check.parameters) == {*tape.model.parameters, "h"}
    assert not gradient_check(tape, limit=4).complete


def test_that_the_same_seed_takes_the_same_sample() -> None:
    tape = lecture.vanilla(timesteps=6, hidden=4)
    assert gradient_check(tape, limit=6, seed=3) == gradient_check(tape, limit=6, seed=3)


def broken(tape: Tape, name: str, element: tuple[int, ...], timestep: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spoils one element of one contribution."""
    right = tape.contributions(name)

    class Spoilt(Contributions):
        def each(self, first: int, last: int) -> Array:
            rows = super().each(first, last).copy()
            if first <= timestep <= last:
                rows[(timestep - first, *element)] += 0.125
            return rows

    spoilt = Spoilt(right.shape, right.timesteps, right.dtype, right.factors, right.untied)
    monkeypatch.setitem(tape._contributions, name, spoilt)


def test_that_the_worst_place_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    tape = lecture.vanilla(timesteps=5, hidden=3)
    broken(tape, "W_hh", (1, 2), 4, monkeypatch)
    check = gradient_check(tape, limit=10_000)
    assert not check.passed
    assert check.worst is not None
    assert (check.worst.parameter, check.worst.element, check.worst.timestep) == ("W_hh", (1, 2), 4)
    assert check.worst.error == pytest.approx(0.125 / max(1.0, check.worst.scale))
    assert abs(check.worst.gradient - check.worst.difference) == pytest.approx(0.125)
    wrong = [one for one in check.comparisons if one.error > check.tolerance]
    assert wrong == [check.worst]
    worst_of_v = check.worst_of("W_hy", total=False)
    assert worst_of_v is not None
    assert worst_of_v.error < 1e-12


BROKEN_RULES = [
    ("tanh", "g * (1 - y)", "h[t] = tanh(W @ h[t-1] + x[t])"),
    ("sigmoid", "g * y", "h[t] = sigmoid(W @ h[t-1] + x[t])"),
    ("exp", "g", "h[t] = 0.1 * exp(W @ h[t-1] + x[t])"),
    ("softplus", "g * sigmoid(-a)", "h[t] = softplus(W @ h[t-1] + x[t])"),
    ("negative", "g", "h[t] = tanh(-(W @ h[t-1]) + x[t])"),
]


@pytest.mark.parametrize(("kind", "rule", "line"), BROKEN_RULES)
@pytest.mark.parametrize("method", ["complex", "central"])
def test_that_a_broken_rule_is_found(
    kind: str, rule: str, line: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = operations.TABLE[kind]
    monkeypatch.setitem(operations.TABLE, kind, dataclasses.replace(row, adjoint=lambda signature: (rule,)))
    model = Model(f"{line}\nL[t] = mse(h[t], x[t])", sizes={"x": 3, "h": 3, "W": (3, 3)})
    check = gradient_check(model.run({"x": lecture.data(4, inputs=3)["x"]}), method=method)
    assert not check.passed
    assert check.worst is not None
    assert check.worst.error > 1e-4


def test_that_a_forgotten_use_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Overwriting instead of accumulating: no check of a single operation notices that, this one does."""
    tape = Model("h[t] = tanh(W @ h[t-1] + W @ x[t])\nL[t] = mse(h[t], x[t])", sizes={"x": 3, "h": 3}).run(
        {"x": lecture.data(4, inputs=3)["x"]}
    )
    right = tape.contributions("W")
    assert len(right.factors) == 2
    forgotten = Contributions(right.shape, right.timesteps, right.dtype, right.factors[:1])
    monkeypatch.setitem(tape._contributions, "W", forgotten)
    assert not gradient_check(tape).passed


def test_that_truncated_gradients_are_checked_as_cut() -> None:
    tape = lecture.vanilla(timesteps=6, truncate=2)
    assert gradient_check(tape).passed
    with pytest.raises(ValueError, match="complex"):
        gradient_check(tape, method="central")


def test_that_an_unknown_method_is_an_error() -> None:
    with pytest.raises(ValueError, match="'forward'"):
        gradient_check(lecture.vanilla(), method="forward")


def test_that_float32_is_checked_within_its_precision() -> None:
    check = gradient_check(lecture.vanilla(dtype="float32"))
    assert check.passed, check.worst


def test_that_a_nan_does_not_raise() -> None:
    data = lecture.data(4)
    data["x"][2] = np.nan
    gradient_check(lecture.vanilla_model().run(data), limit=6)


def test_that_what_is_stacked_into_one_product_is_cut_as_its_parts_are() -> None:
    text = """a[t] = tanh(A @ h[t-1] + U @ x[t])
b[t] = tanh(B @ h[t-1] + V @ x[t])
h[t] = a[t] * b[t] + 0.5 * h[t-1]
L[t] = mse(h[t], x[t])"""
    model = Model(text, sizes={"x": 3, "h": 3})
    data = {"x": np.random.default_rng(0).normal(size=(7, 3))}
    for truncate in (1, 2, 3):
        check = gradient_check(model.run(data, truncate=truncate))
        assert check.passed, check.worst
    assert np.abs(model.run(data, truncate=1)["dh"] - model.run(data)["dh"]).max() > 0.01


def test_that_a_product_may_have_real_factors_where_another_parameter_is_moved() -> None:
    text = "u[t] = a + b\nL[t] = mse((c + u[t]) + W @ u[t], target[t])"
    model = Model(text, sizes={"u": 2, "target": 2, "W": (2, 2)}, seed=0)
    check = gradient_check(model.run({"target": np.random.default_rng(0).normal(size=(5, 2))}))
    assert check.passed, check.worst


def test_that_a_step_decides_on_no_side_of_a_kink() -> None:
    """h[0] is zero, and so is the product; the square of the step would be its real part."""
    text = "h[t] = tanh(h[t-1] + x[t])\nL[t] = mse(abs((w * h[t-1]) * h[t]), target[t])"
    model = Model(text, sizes={"x": 0, "h": 0, "w": 0, "target": 0}, parameters={"w": -0.8})
    check = gradient_check(model.run({"x": [0.3, 0.2, -0.1], "target": [0.1, 0.2, 0.3]}))
    assert check.passed, check.worst
