"""What every timestep adds to dW: the sum of the contributions and the total come by two routes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz import Contributions, Model, Tape
from rnnviz.engine.factor_kinds import Factor
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.random_systems import systems
from tests.reference.system import Array, System, largest_error

SYSTEMS = [*cells(), *operation_systems()]


def assert_contributions_add_up(tape: Tape) -> None:
    for name, parameter in tape.graph.parameters.items():
        contributions = tape.contributions(name)
        each = np.stack([contributions.at(t) for t in range(1, tape.timesteps + 1)])
        if parameter.untied:
            assert largest_error(contributions.total, each) <= 1e-12
            for t in range(1, tape.timesteps + 1):
                kept = np.where((np.arange(1, tape.timesteps + 1) >= t).reshape(-1, *[1] * (each.ndim - 1)), each, 0)
                assert largest_error(contributions.running_sum(t), kept) <= 1e-12
            continue
        assert largest_error(contributions.total, each.sum(0)) <= 1e-12
        assert contributions.agrees()
        assert largest_error(contributions.norms, np.sqrt((each**2).reshape(len(each), -1).sum(1))) <= 1e-12
        for t in range(1, tape.timesteps + 2):
            assert largest_error(contributions.running_sum(t), each[t - 1 :].sum(0)) <= 1e-12
        assert largest_error(contributions.running_sum(1), contributions.total) <= 1e-12
        for first in range(1, tape.timesteps + 1):
            part = contributions.sum_over(range(first, min(first + 2, tape.timesteps) + 1))
            assert largest_error(part, each[first - 1 : first + 2].sum(0)) <= 1e-12


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_that_contributions_add_up(system: System) -> None:
    assert_contributions_add_up(comparison.tape_of(system))


@given(systems())
@settings(max_examples=25)
def test_that_contributions_of_any_system_add_up(system: System) -> None:
    assert_contributions_add_up(comparison.tape_of(system))


@pytest.mark.parametrize("hidden", [1, 3, 20])
def test_that_running_sums_cross_checkpoints(hidden: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Contributions, "SUM_ELEMENTS", 1)
    tape = lecture.vanilla(timesteps=700, hidden=hidden)
    contributions = tape.contributions("W_hh")
    assert contributions.spacing == 64
    each = contributions.each(1, 700)
    backwards = np.cumsum(each[::-1], axis=0)[::-1]
    for t in [1, 2, 63, 64, 65, 127, 128, 129, 300, 572, 573, 635, 636, 637, 638, 699, 700]:
        assert largest_error(contributions.running_sum(t), backwards[t - 1]) <= 1e-12
    assert contributions.agrees()


@pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.name)
def test_that_checkpoints_take_half_of_the_history_at_most(system: System) -> None:
    tape = comparison.tape_of(system)
    for name, parameter in tape.graph.parameters.items():
        contributions = tape.contributions(name)
        if contributions.factors and not parameter.untied:
            assert contributions.spacing * contributions.width >= 1.98 * np.prod(contributions.shape)


@dataclasses.dataclass(frozen=True)
class Forgetful(Factor):
    """A factor that has forgotten one timestep."""

    whole: Factor
    forgotten: int

    def each(self, first: int, last: int) -> Array:
        rows = self.whole.each(first, last).copy()
        if first <= self.forgotten <= last:
            rows[self.forgotten - first] = 0
        return rows

    def sum(self, first: int, last: int) -> Array:
        return self.whole.sum(first, last)


def forgetting(contributions: Contributions, t: int) -> Contributions:
    first, *rest = contributions.factors
    factors = (Forgetful(first.first, first.last, first, t), *rest)
    return Contributions(contributions.shape, contributions.timesteps, contributions.dtype, factors)


@pytest.mark.parametrize("forgotten", [1, 3, 6])
@pytest.mark.parametrize("system", SYSTEMS[:20], ids=lambda system: system.name)
def test_that_a_dropped_contribution_is_noticed(system: System, forgotten: int) -> None:
    tape = comparison.tape_of(system)
    for name, parameter in tape.graph.parameters.items():
        contributions = tape.contributions(name)
        if parameter.untied or parameter.state or not 1 <= forgotten <= tape.timesteps or not contributions.factors:
            continue
        dropped = forgetting(contributions, forgotten)
        if np.abs(contributions.factors[0].each(forgotten, forgotten)).max() > 0:
            assert not dropped.agrees(), name
        else:
            assert dropped.agrees(), name


def test_that_a_dropped_contribution_is_noticed_among_vanishing_ones() -> None:
    """With tiny recurrent weights and one loss at the end the early contributions are some 1e-20."""
    model = Model(
        "h[t] = tanh(a * h[t-1] + x[t])\nL[t] = 1e-9 * mse(h[t], u[t])",
        sizes={"x": 2, "u": 2, "h": 2, "a": 0},
        parameters={"a": np.array(1e-3)},
    )
    random = np.random.default_rng(0)
    u = np.full((6, 2), np.nan)
    u[-1] = 1
    contributions = model.run({"x": random.normal(size=(6, 2)), "u": u}).contributions("a")
    assert contributions.agrees()
    for t in (4, 5, 6):
        assert contributions.norms[t - 1] > 0
        assert not forgetting(contributions, t).agrees()


def test_that_a_sum_of_many_contributions_agrees() -> None:
    assert lecture.vanilla(timesteps=20_000).contributions("W_hh").agrees()
    assert lecture.vanilla(timesteps=2_000, dtype="float32").contributions("W_hh").agrees()


def test_that_a_dropped_contribution_is_noticed_in_float32() -> None:
    contributions = lecture.vanilla(timesteps=50, dtype="float32").contributions("W_hh")
    assert contributions.agrees()
    assert not forgetting(contributions, 30).agrees()


def test_that_norms_of_two_uses_do_not_cancel() -> None:
    """W @ a - W @ a: two rank-one terms that are each large and together nothing."""
    model = Model(
        "h[t] = tanh(W @ x[t] + h[t-1])\ny[t] = W @ x[t] * 1e8 - W @ x[t] * 1e8 + h[t]\nL[t] = mse(y[t], u[t])",
        sizes={"x": 3, "h": 3, "u": 3, "W": (3, 3)},
    )
    random = np.random.default_rng(0)
    contributions = model.run({"x": random.normal(size=(4, 3)), "u": random.normal(size=(4, 3))}).contributions("W")
    each = contributions.each(1, 4)
    assert largest_error(contributions.norms, np.linalg.norm(each, axis=(1, 2))) <= 1e-6


@pytest.mark.parametrize("t", [0, -1, 5])
def test_that_there_is_no_contribution_outside_the_sequence(t: int) -> None:
    with pytest.raises(IndexError):
        lecture.vanilla(timesteps=4).contributions("W_hh").at(t)


def test_that_what_is_no_parameter_has_no_contributions() -> None:
    with pytest.raises(KeyError):
        lecture.vanilla().contributions("h")


def test_that_an_unused_parameter_adds_nothing() -> None:
    model = Model(
        "h[t] = tanh(W @ h[t-1] + x[t])\nz[t] = V @ h[t]\nL[t] = mse(h[t], x[t])", sizes={"x": 3, "h": 3, "z": 2}
    )
    contributions = model.run({"x": np.ones((4, 3))}).contributions("V")
    assert contributions.total.shape == (2, 3)
    assert not contributions.total.any()
    assert not contributions.norms.any()
    assert contributions.norms.shape == (4,)
    assert not contributions.at(2).any()
    assert contributions.agrees()


def test_that_a_running_sum_that_several_ask_for_is_made_once() -> None:
    contributions = lecture.vanilla(9).contributions("W_hh")
    rows = contributions.each(1, 9)
    for t in (3, 3, 7, 3, 9):
        found = contributions.running_sum(t)
        assert found is contributions.running_sum(t)
        np.testing.assert_allclose(found, rows[t - 1 :].sum(0))
        assert not found.flags.writeable
