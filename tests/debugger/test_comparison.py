"""Two runs compared: what differs, where it begins, and that rounding is no difference."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.debugger.comparison import compare, difference
from rnnviz.debugger.what_ifs import what_if
from tests.engine import lecture


def test_that_a_what_if_differs_from_its_timestep_on_and_nowhere_before() -> None:
    tape = lecture.lstm(timesteps=30)
    other = what_if(tape, {("h", 12, 1): 0.5})
    both = compare(tape, other)
    assert both.first("h") == 12
    assert both.first("c") == 13
    assert both.first("x") is None
    assert not both.rows("h", 1, 12).any()
    np.testing.assert_allclose(both.rows("h", 12, 31), (other["h"] - tape["h"])[11:], atol=1e-12)
    np.testing.assert_allclose(both.at("h", 12), (other["h"] - tape["h"])[11], atol=1e-12)
    assert both.loss == other.loss - tape.loss
    assert both.first("dh") == 1


def test_that_rounding_is_no_difference() -> None:
    numbers = np.random.default_rng(0).normal(size=(5, 3))
    assert not difference(numbers, numbers * (1 + 1e-13), 1e-10).any()
    assert difference(numbers, numbers * (1 + 1e-8), 1e-10).all()
    # Rounding is in proportion to a timestep's largest number, and not to the whole run's.
    numbers[2] = (1e6, 1e-6, 0)
    other = numbers.copy()
    other[2, 1] += 1e-6
    other[3, 1] += 1e-6
    found = difference(numbers, other, 1e-10)
    assert not found[2].any()
    assert found[3, 1] == pytest.approx(1e-6)


def test_that_the_same_infinity_is_no_difference_and_a_nan_in_one_is() -> None:
    before = np.array([[np.inf, -np.inf, np.nan, np.nan, 1.0]])
    after = np.array([[np.inf, np.inf, np.nan, 1.0, np.inf]])
    found = difference(before, after, 1e-10)[0]
    assert found[0] == 0
    assert found[1] == np.inf
    assert found[2] == 0
    assert np.isnan(found[3])
    assert found[4] == np.inf


def test_that_classes_differ_or_do_not() -> None:
    tape = lecture.vanilla(timesteps=5)
    before = int(tape["target"][2])
    other = what_if(tape, {("target", 3): (before + 2) % 4})
    assert compare(tape, other).rows("target", 1, 6).tolist() == [0, 0, 1, 0, 0]


def test_that_runs_of_different_lengths_and_models_are_compared_where_they_can_be() -> None:
    short, long = lecture.vanilla(timesteps=4), lecture.vanilla(timesteps=7)
    both = compare(short, long)
    assert both.timesteps == 4
    rows = both.rows("h", 1, 8)
    assert rows.shape == (7, 3)
    assert np.isnan(rows[4:]).all()
    assert not np.isnan(rows[:4]).any()
    other = compare(short, lecture.lstm(timesteps=4))
    assert other.has("h")
    assert other.has("dh")
    assert not other.has("c")
    assert not compare(short, lecture.vanilla(timesteps=4, hidden=5)).has("h")
    with pytest.raises(KeyError):
        other.rows("c", 1, 3)


def test_that_parameters_and_whole_gradients_are_compared_too() -> None:
    tape = lecture.vanilla(timesteps=5)
    other = what_if(tape, {("W_hh", None, (0, 1)): 2.0})
    both = compare(tape, other)
    assert both.has("W_hh")
    assert np.flatnonzero(both.at("W_hh", 1)).tolist() == [1]
    np.testing.assert_allclose(both.at("dW_hh", 1), other["dW_hh"] - tape["dW_hh"], atol=1e-12)
