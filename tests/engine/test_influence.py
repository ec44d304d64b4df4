"""Influence: G[s, t] = ‖dL_s/dh_t‖, against one run for each loss."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz import Cancelled, DataError, Model, Tape
from rnnviz.engine import influence
from tests.engine import each_loss, lecture
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.random_systems import random_system, systems
from tests.reference.system import System, largest_error

TWICE_BOTH_WAYS = """\
a[t] = tanh(W_a @ a[t-1] + U_a @ x[t])
b[t] = tanh(W_b @ b[t+1] + U_b @ x[t])
c[t] = tanh(W_c @ c[t-1] + U_c @ concat(a[t], b[t]))
d[t] = tanh(W_d @ d[t+1] + U_d @ concat(a[t], b[t]))
L[t] = cross_entropy(V @ concat(c[t], d[t]), target[t])
"""
"""Two bidirectional layers: the lower one's gradients wait for both directions of the upper one's."""


def assert_each_loss_alone(system: System) -> None:
    tape = comparison.tape_of(system)
    for name, right in each_loss.influences(system).items():
        assert largest_error(tape.influence(name), right) <= 1e-10, f"{name} of\n{system.text}"


@pytest.mark.parametrize("system", [*cells(), *operation_systems()], ids=lambda system: system.name)
def test_that_influence_is_what_each_loss_alone_sends_back(system: System) -> None:
    assert_each_loss_alone(system)


@pytest.mark.parametrize("seed", range(20))
def test_that_influence_in_a_random_system_is_what_each_loss_alone_sends_back(seed: int) -> None:
    assert_each_loss_alone(random_system(seed))


@given(systems())
@settings(max_examples=10)
def test_that_influence_in_any_system_is_what_each_loss_alone_sends_back(system: System) -> None:
    assert_each_loss_alone(system)


def two_layers_both_ways(timesteps: int) -> System:
    random = np.random.default_rng(0)
    sizes: dict[str, int | tuple[int, ...]] = {"x": 4, "target": 0, "a": 3, "b": 2, "c": 3, "d": 2, "V": (4, 5)}
    shapes = {
        "W_a": (3, 3), "U_a": (3, 4), "W_b": (2, 2), "U_b": (2, 4), "W_c": (3, 3), "U_c": (3, 5), "W_d": (2, 2),
        "U_d": (2, 5), "V": (4, 5),
    }  # fmt: skip
    parameters = {name: random.normal(size=shape) for name, shape in shapes.items()}
    return System("both ways twice", TWICE_BOTH_WAYS, sizes, lecture.data(timesteps), parameters, timesteps)


def test_that_two_bidirectional_layers_are_what_each_loss_alone_sends_back() -> None:
    assert_each_loss_alone(two_layers_both_ways(7))


@pytest.mark.parametrize("at_hand", [1, 200])
def test_that_influence_does_not_depend_on_how_losses_are_divided(
    monkeypatch: pytest.MonkeyPatch, at_hand: int
) -> None:
    whole = comparison.tape_of(two_layers_both_ways(70)).influence("a")
    monkeypatch.setattr(influence, "AT_HAND", at_hand)
    monkeypatch.setattr(influence, "WHOLE", at_hand * 100)
    parts = comparison.tape_of(two_layers_both_ways(70)).influence("a")
    assert largest_error(parts, whole) <= 1e-13


def test_that_no_path_means_zero() -> None:
    found = lecture.vanilla(timesteps=6).influence("h")
    assert found.shape == (6, 6)
    assert np.array_equal(found > 0, np.tri(6, dtype=bool))
    both = lecture.bidirectional(timesteps=5)
    assert not np.triu(both.influence("a"), 1).any()
    assert not np.tril(both.influence("b"), -1).any()
    assert np.triu(both.influence("b")).any()


def test_that_truncation_cuts_influence() -> None:
    found = lecture.vanilla(timesteps=7, truncate=3).influence("h")
    block = (np.arange(7)) // 3
    assert np.array_equal(found > 0, np.tri(7, dtype=bool) & (block[:, None] == block[None]))


def test_that_a_loss_without_a_target_has_no_influence() -> None:
    data = lecture.data(6)
    data["target"][[0, 2, 3]] = -1
    found = lecture.vanilla_model().run(data).influence("h")
    assert np.array_equal(found > 0, np.tri(6, dtype=bool) & (data["target"] >= 0)[:, None])


def test_that_what_an_overflow_cannot_reach_is_zero() -> None:
    """h grows until it is infinite; the losses before that do not know."""
    model = Model("h[t] = 1e100 * h[t-1] + x[t]\nL[t] = mse(h[t], x[t])", sizes={"x": 2, "h": 2})
    found = model.run({"x": np.ones((8, 2))}).influence("h")
    assert np.isnan(found[-1, 0]) or np.isinf(found[-1, 0])
    assert not np.triu(found, 1).any()


def test_that_the_rows_add_up_to_the_gradient_in_one_dimension() -> None:
    tape: Tape = lecture.vanilla(timesteps=5, hidden=1)
    assert (tape.influence("h").sum(0) >= np.abs(tape["dh"][:, 0]) - 1e-12).all()
    assert np.isclose(tape.influence("h")[4, 4], abs(tape["dh"][4, 0]))


def shrinking(timesteps: int, factor: float, dtype: str = "float64") -> Tape:
    """A linear recurrence in which a gradient is multiplied by `factor` from one timestep to the one before."""
    text = "h[t] = a * h[t-1] + x[t]\nL[t] = sum(c * h[t]) + 0 * mse(h[t], x[t])"
    parameters = {"a": np.array(factor), "c": np.array([3.0, 4.0])}
    model = Model(text, sizes={"x": 2, "h": 2, "a": 0, "c": 2}, parameters=parameters, dtype=dtype)
    return model.run({"x": np.zeros((timesteps, 2))})


@pytest.mark.parametrize(("dtype", "timesteps", "tolerance"), [("float64", 400, 1e-12), ("float32", 60, 1e-4)])
def test_that_a_vanishing_gradient_keeps_its_digits(dtype: str, timesteps: int, tolerance: float) -> None:
    """Down to the smallest numbers; what is carried for a loss must not lose digits on the way."""
    found = shrinking(timesteps, 0.17, dtype).influence("h")
    powers = np.subtract.outer(np.arange(timesteps), np.arange(timesteps)).astype(np.float64)
    right = np.where(powers >= 0, 5 * 0.17 ** np.maximum(powers, 0), 0)
    normal = right > 10 * float(np.finfo(dtype).tiny)
    assert np.allclose(found[normal], right[normal], rtol=tolerance, atol=0)
    assert not found[(right < float(np.finfo(dtype).smallest_subnormal) / 4)].any()


def test_that_a_gradient_that_vanished_and_grows_again_is_not_lost() -> None:
    """Between the loss and the first timesteps it is 1e-400, which no number can hold."""
    a = np.concatenate([np.full(50, 1e4), np.full(40, 1e-10), np.ones(10)])
    model = Model("h[t] = a[t] * h[t-1] + x[t]\nL[t] = mse(h[t], u[t])", sizes={"x": 1, "u": 1, "h": 1, "a": 0})
    u = np.full((100, 1), np.nan)
    u[-1] = 0.5
    found = model.run({"x": np.ones((100, 1)), "u": u, "a": a}).influence("h")[-1]
    right = np.log10(abs(found[-1])) + np.cumsum(np.log10(a[:0:-1]))
    assert not found[35:55].any()
    assert np.allclose(np.log10(found[:20]), right[::-1][:20], rtol=1e-9)


def test_that_a_loss_that_reads_far_back_is_not_scaled_with_what_vanished() -> None:
    """What it sends to the timestep itself is 1e-600 when it comes to the one that it reads directly."""
    text = "h[t] = 1e-10 * h[t-1] + x[t]\nL[t] = sum(h[t]) + sum(h[t-60]) + 0 * mse(h[t], x[t])"
    model = Model(text, sizes={"x": 4, "h": 4}, dtype="float64")
    found = model.run({"x": np.ones((90, 4))}).influence("h")
    assert np.allclose(np.diag(found), 2)
    assert np.allclose(np.diag(found, -60), 2)
    assert np.allclose(np.diag(found, -61), 2e-10)
    assert not np.diag(found, -50).any()


def test_that_going_across_a_cut_and_back_is_cut() -> None:
    """a reads h at the timestep before and c reads a at the one after: from t to t by way of another block."""
    text = (
        "h[t] = tanh(W @ h[t-1] + x[t])\na[t] = h[t-1] + x[t]\nc[t] = tanh(V @ c[t-1] + a[t+1])\nL[t] = mse(c[t], u[t])"
    )
    random = np.random.default_rng(0)
    data = {"x": random.normal(size=(6, 2)), "u": random.normal(size=(6, 2))}
    parameters = {"W": random.normal(size=(2, 2)), "V": random.normal(size=(2, 2))}
    sizes: dict[str, int | tuple[int, ...]] = {"x": 2, "u": 2, "h": 2, "a": 2, "c": 2}
    assert_each_loss_alone(System("across and back", text, sizes, data, parameters, 6, truncate=2))


def test_that_a_state_of_two_segments_recurs_where_it_recurs() -> None:
    """In the second segment a loss reaches one timestep of h, in the first all."""
    text = "encode:\n    h[t] = tanh(W @ h[t-1] + x[t])\ndecode:\n    h[t] = V @ v[t]\n    L[t] = mse(U @ h[t-1], u[t])"
    random = np.random.default_rng(0)
    data = {"x": random.normal(size=(4, 2)), "v": random.normal(size=(3, 2)), "u": random.normal(size=(3, 2))}
    parameters = {name: random.normal(size=(2, 2)) for name in "WVU"}
    sizes: dict[str, int | tuple[int, ...]] = {"x": 2, "v": 2, "u": 2, "h": 2}
    assert_each_loss_alone(System("two kinds of h", text, sizes, data, parameters, 7))


def test_that_a_lone_loss_reaches_back_over_timesteps_that_it_passes_by() -> None:
    model = Model("h[t] = tanh(W @ h[t-3] + x[t])\nL[t] = mse(h[t], u[t])", sizes={"x": 2, "u": 2, "h": 2}, seed=0)
    u = np.full((10, 2), np.nan)
    u[-1] = 0.5
    found = model.run({"x": np.ones((10, 2)), "u": u}).influence("h")
    assert np.flatnonzero(found[-1]).tolist() == [0, 3, 6, 9]
    assert not found[:-1].any()


def test_that_a_part_is_a_part_of_the_whole() -> None:
    tape = comparison.tape_of(two_layers_both_ways(12))
    whole = tape.influence("a")
    for losses, timesteps in [(range(3, 8), range(1, 13)), (range(1, 13), range(5, 6)), (range(2, 4), range(7, 11))]:
        part = tape.influence("a", losses=losses, timesteps=timesteps)
        right = whole[losses.start - 1 : losses.stop - 1, timesteps.start - 1 : timesteps.stop - 1]
        assert largest_error(part, right) <= 1e-13


def test_that_a_long_run_has_influence_in_parts() -> None:
    tape = lecture.vanilla(timesteps=20_000)
    with pytest.raises(DataError, match=r"20000 × 20000 are too many.*losses=range\(1, 6001\)"):
        tape.influence("h")
    part = tape.influence("h", losses=range(15_000, 15_011), timesteps=range(14_990, 15_011))
    assert part.shape == (11, 21)
    assert part[0, :11].all()
    assert not part[0, 11:].any()


@pytest.mark.parametrize("wrong", [range(0, 3), range(3, 7), range(3, 3), range(1, 5, 2), range(4, 1, -1)])
def test_that_timesteps_outside_the_run_are_an_index_error(wrong: range) -> None:
    tape = lecture.vanilla(timesteps=5)
    with pytest.raises(IndexError):
        tape.influence("h", losses=wrong)
    with pytest.raises(IndexError):
        tape.influence("h", timesteps=wrong)


def test_that_influence_is_remembered_but_not_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "REMEMBERED", 100)
    tape = lecture.vanilla(timesteps=6)
    first = tape.influence("h")
    assert tape.influence("h") is first
    assert not first.flags.writeable
    tape.influence("y"), tape.influence("x")
    assert sum(picture.size for picture in tape.influences.pictures.values()) <= 100
    assert tape.influence("h") is not first
    assert np.array_equal(tape.influence("h"), first)


def test_that_influence_can_be_cancelled_and_asked_again() -> None:
    tape = lecture.vanilla(timesteps=100)

    def cancel(fraction: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        tape.influence("h", cancel)
    assert np.tril(tape.influence("h")).any()


def test_that_progress_grows_to_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(influence, "AT_HAND", 500)
    told: list[float] = []
    comparison.tape_of(two_layers_both_ways(100)).influence("a", told.append)
    assert told == sorted(told)
    assert told[-1] == 1
    assert len(told) > 10


def test_that_a_model_without_a_loss_has_no_influence() -> None:
    tape = Model("h[t] = tanh(W @ h[t-1] + x[t])", sizes={"x": 2, "h": 2}).run({"x": np.ones((3, 2))})
    assert not tape.influence("h").any()


@pytest.mark.parametrize("name", ["q", "target", "W_hh"])
def test_that_what_has_no_gradient_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        lecture.vanilla().influence(name)
