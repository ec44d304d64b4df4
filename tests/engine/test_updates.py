"""The optimisers by their definitions; against torch.optim in tests/reference."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnviz.engine.updates import Rule, State, clip_factor, global_norm, updated
from tests.reference.system import Array

RULES = [
    Rule("sgd", 0.1),
    Rule("sgd", 0.1, 0.9),
    Rule("adagrad", 0.1),
    Rule("adam", 0.01),
    Rule("adam", 0.01, 0.0, 0.1),
]


def parameters(seed: int = 0) -> dict[str, Array]:
    random = np.random.default_rng(seed)
    return {"W": random.normal(size=(3, 2)), "b": random.normal(size=3), "a": random.normal(size=())}


def test_that_plain_sgd_subtracts_the_gradient() -> None:
    before, gradient = parameters(), parameters(1)
    made = updated(Rule("sgd", 0.1), before, gradient, {})
    for name in before:
        np.testing.assert_array_equal(made.changes[name], -0.1 * gradient[name])
        np.testing.assert_array_equal(made.parameters[name], before[name] + made.changes[name])


def test_that_momentum_adds_what_is_left_of_earlier_gradients() -> None:
    before, gradient = parameters(), parameters(1)
    first = updated(Rule("sgd", 0.1, 0.5), before, gradient, {})
    second = updated(Rule("sgd", 0.1, 0.5), first.parameters, gradient, first.states)
    np.testing.assert_allclose(second.changes["W"], 1.5 * first.changes["W"])


def test_that_adagrad_and_adam_begin_with_the_learning_rate_in_the_gradients_direction() -> None:
    before, gradient = parameters(), parameters(1)
    for rule in (Rule("adagrad", 0.1), Rule("adam", 0.1)):
        made = updated(rule, before, gradient, {})
        np.testing.assert_allclose(made.changes["W"], -0.1 * np.sign(gradient["W"]), rtol=1e-6)


def test_that_l2_pulls_a_parameter_without_gradient_towards_zero() -> None:
    before = parameters()
    nothing = {name: np.zeros_like(one) for name, one in before.items()}
    made = updated(Rule("sgd", 0.5, 0.0, 0.1), before, nothing, {})
    np.testing.assert_allclose(made.parameters["W"], 0.95 * before["W"])


@pytest.mark.parametrize("rule", RULES)
def test_that_an_update_changes_nothing_that_it_is_given(rule: Rule) -> None:
    before, gradient, states = parameters(), parameters(1), {"W": State()}
    first = updated(rule, before, gradient, states)
    kept = {name: {role: one.copy() for role, one in state.arrays.items()} for name, state in first.states.items()}
    updated(rule, first.parameters, gradient, first.states)
    assert all((before[name] == one).all() for name, one in parameters().items())
    assert all((gradient[name] == one).all() for name, one in parameters(1).items())
    assert not states["W"].arrays
    for name, state in first.states.items():
        assert state.number == 1
        assert all((state.arrays[role] == one).all() for role, one in kept[name].items())


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_that_the_precision_stays(rule: Rule, dtype: str) -> None:
    before, gradient = ({name: one.astype(dtype) for name, one in parameters(i).items()} for i in (0, 1))
    made = updated(rule, before, gradient, {})
    assert {one.dtype for one in made.parameters.values()} == {np.dtype(dtype)}
    assert {one.dtype for state in made.states.values() for one in state.arrays.values()} <= {np.dtype(dtype)}


def test_that_an_unknown_optimiser_is_an_error() -> None:
    with pytest.raises(KeyError):
        updated(Rule("newton"), parameters(), parameters(1), {})


@given(arrays(np.float64, 5, elements=st.floats(-1e3, 1e3)), st.floats(1e-3, 1e3))
def test_that_a_clipped_gradient_has_at_most_the_norm_and_its_direction(gradient: Array, largest: float) -> None:
    norm = global_norm([gradient])
    factor = clip_factor(norm, largest)
    assert 0 < factor <= 1
    assert factor * norm <= largest * (1 + 1e-12)
    if norm < 0.99 * largest - 1e-5:
        assert factor == 1


def test_that_without_a_largest_norm_nothing_is_clipped() -> None:
    assert clip_factor(1e9, None) == 1.0


@pytest.mark.parametrize(("element", "norm"), [(1e-30, 3e-30), (1e30, 3e30), (0.0, 0.0), (math.inf, math.inf)])
def test_that_the_norm_of_tiny_and_huge_gradients_is_right_in_float32(element: float, norm: float) -> None:
    assert global_norm([np.full(9, element, np.float32)]) == pytest.approx(norm, rel=1e-6)


def test_that_the_norm_of_what_is_not_a_number_is_none() -> None:
    assert math.isnan(global_norm([np.array([1.0, math.nan])]))
    assert math.isnan(clip_factor(math.nan, 1.0))
