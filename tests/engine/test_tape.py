"""The tape: what it holds, that it cannot be changed, and that it keeps nothing of the caller's."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.engine.room import Room
from tests.engine import lecture
from tests.reference.system import Array, largest_error


def arrays_of(tape: Tape) -> Iterator[tuple[str, Array]]:
    for name in ("h", "y", "L", "dh", "dy", "dL", "x", "target", "W_hh", "h.1", "h.4", "dh.4", "dx"):
        yield name, tape[name]
        yield f"{name} at 2", tape.value(name, 2)
    for name in ("W_hh", "b_h"):
        contributions = tape.contributions(name)
        yield f"{name} at", contributions.at(2)
        yield f"{name} norms", contributions.norms
        yield f"{name} total", contributions.total
        yield f"{name} running", contributions.running_sum(2)
    yield "initial gradient", tape.initial_gradients["h"]
    yield "initial value", tape.value("h", 0)
    yield "initial", tape.initial["h"]
    yield "data", tape.data["x"]
    yield "parameter", tape.model.parameters["W_hh"]
    yield "influence", tape.influence("h")


def test_that_nothing_on_a_tape_can_be_written() -> None:
    tape = lecture.vanilla(initial={"h": np.ones(3)})
    for name, array in arrays_of(tape):
        assert not array.flags.writeable, name
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_that_a_view_of_a_tape_cannot_be_made_writable_by_its_base() -> None:
    tape = lecture.vanilla()
    before = tape["h"].copy()
    for name in ("h", "dh", "x"):
        array = tape[name]
        with pytest.raises(ValueError, match="cannot set WRITEABLE"):
            array.flags.writeable = True
    assert np.array_equal(tape["h"], before)


def test_that_nothing_behind_a_tape_can_be_written() -> None:
    tape = lecture.vanilla(timesteps=200)
    tape.prepare()
    memory = tape["h"].base
    assert memory is not None
    behind: list[Any] = [tape.values, *map(tape.contributions, tape.graph.parameters)]
    while behind:
        one = behind.pop()
        if isinstance(one, np.ndarray):
            assert not one.flags.writeable
        elif isinstance(one, list | tuple):
            behind.extend(one)
        elif isinstance(one, dict):
            behind.extend(one.values())
        elif isinstance(one, Room):
            assert not np.shares_memory(one.block, memory)
        elif type(one).__module__.startswith("rnnviz."):
            behind.extend(vars(one).values())


def test_that_a_tapes_mappings_cannot_be_changed() -> None:
    tape = lecture.vanilla()
    for mapping in (tape.data, tape.initial, tape.initial_gradients, tape.model.parameters, tape.model.sizes):
        with pytest.raises(TypeError):
            mapping["h"] = 1  # type: ignore[index]


def test_that_the_callers_arrays_stay_the_callers() -> None:
    data, h0 = lecture.data(4), np.full(3, 0.5)
    parameters = {"W_hh": np.eye(3)}
    kept = {name: value.copy() for name, value in data.items()}
    model = lecture.vanilla_model(parameters=parameters)
    tape = model.run(data, initial={"h": h0})
    before = {name: array.copy() for name, array in arrays_of(tape)}
    assert np.array_equal(data["x"], kept["x"])
    assert np.array_equal(data["target"], kept["target"])
    for array in (data["x"], data["target"], h0, parameters["W_hh"]):
        assert array.flags.writeable
        array[...] = 1
    for name, array in arrays_of(tape):
        assert np.array_equal(array, before[name]), name
    assert np.array_equal(model.parameters["W_hh"], np.eye(3))


def test_that_arrays_that_cannot_be_written_and_odd_strides_are_taken() -> None:
    data = lecture.data(8)
    wide = np.repeat(data["x"], 2, axis=1)[::1, ::2]
    wide.flags.writeable = False
    right = lecture.vanilla_model().run(data)
    found = lecture.vanilla_model().run({"x": wide, "target": list(map(int, data["target"]))})
    assert np.array_equal(found["dh"], right["dh"])
    fortran = lecture.vanilla_model().run({"x": np.asfortranarray(data["x"]), "target": data["target"].astype(np.int8)})
    assert np.array_equal(fortran["dh"], right["dh"])


def test_that_rows_are_timesteps_from_one() -> None:
    tape = lecture.vanilla(timesteps=4, initial={"h": np.array([0.1, -0.2, 0.3])})
    assert tape.timesteps == 4
    assert tape["h"].shape == (4, 3)
    assert tape["L"].shape == (4,)
    assert tape["dh"].shape == (4, 3)
    for name in ("h", "y", "L", "dh", "x", "h.1", "h.4", "dh.4"):
        for t in (1, 2, 3, 4):
            assert np.allclose(tape.value(name, t), tape[name][t - 1], rtol=1e-14, atol=0), name
    assert np.array_equal(tape.value("h", 0), [0.1, -0.2, 0.3])
    assert not tape.value("h", -1).any()
    assert not tape.value("h", 5).any()
    assert tape.value("target", 0) == -1
    assert tape.value("target", 5) == -1
    assert tape.span("h") == range(1, 5)


def test_that_the_loss_is_the_sum() -> None:
    tape = lecture.vanilla(timesteps=50)
    assert isinstance(tape.loss, float)
    assert abs(tape.loss - tape["L"].sum()) < 1e-12


def test_that_every_operation_has_a_value_and_a_gradient_at_every_timestep() -> None:
    for tape in (lecture.vanilla(), lecture.lstm(), lecture.bidirectional()):
        for graph in (tape.model.graph, tape.model.adjoint):
            for operation in graph.operations:
                for t in (1, tape.timesteps):
                    assert tape.value(operation.name, t).shape == operation.shape, operation.name
                    assert np.isfinite(tape.value(operation.name, t)).all()


def test_that_what_does_not_exist_is_a_key_error() -> None:
    tape = lecture.vanilla()
    for name in ("q", "dq", "h.99", "", "d", "dtarget", "W"):
        with pytest.raises(KeyError):
            tape[name]
        with pytest.raises(KeyError):
            tape.value(name, 1)


def test_that_unnamed_operations_are_recomputed_as_they_were() -> None:
    tape = lecture.lstm(timesteps=6)
    h, c = tape["h"], tape["c"]
    o = tape["o"]
    for t in range(1, 7):
        names = {one.kind: one.name for one in tape.model.graph.equation("h").operations}
        assert np.allclose(tape.value(names["tanh"], t), np.tanh(c[t - 1]), rtol=1e-15)
        assert np.allclose(tape.value(names["sigmoid"], t), 1 / (1 + np.exp(-o[t - 1])), rtol=1e-15)
        assert np.allclose(tape.value(names["tanh"], t) * tape.value(names["sigmoid"], t), h[t - 1], rtol=1e-15)


@pytest.mark.parametrize("timesteps", [1, 2])
@pytest.mark.parametrize("hidden", [1, 2])
def test_that_the_smallest_runs_work(timesteps: int, hidden: int) -> None:
    tape = lecture.vanilla(timesteps=timesteps, hidden=hidden)
    assert tape["h"].shape == (timesteps, hidden)
    assert tape.contributions("W_hh").at(1).shape == (hidden, hidden)
    assert tape.contributions("W_hh").agrees()
    assert tape.stops == 2 * timesteps + 1


def test_that_a_model_without_a_loss_has_a_forward_pass_only() -> None:
    tape = Model("h[t] = tanh(W @ h[t-1] + x[t])", sizes={"x": 3, "h": 3}).run({"x": np.ones((4, 3))})
    assert tape.loss == 0
    assert tape.stops == 5
    assert [one.phase for one in tape.passes] == ["forward"]
    assert str(tape.model.adjoint) == ""


def test_that_float32_stays_float32() -> None:
    for tape in (lecture.vanilla(dtype="float32", initial={"h": np.ones(3)}), lecture.lstm(dtype="float32")):
        names = [*tape.model.graph.named, *(f"d{name}" for name in tape.model.graph.named), "x"]
        for name in names:
            assert tape[name].dtype == np.float32, name
            assert tape.value(name, 2).dtype == np.float32, name
        for graph in (tape.model.graph, tape.model.adjoint):
            for operation in graph.operations:
                if not operation.index and operation.kind not in ("less", "isnan"):
                    assert tape.value(operation.name, 1).dtype == np.float32, operation
        for name, array in tape.model.parameters.items():
            assert array.dtype == np.float32
            contributions = tape.contributions(name)
            for found in (contributions.at(1), contributions.total, contributions.norms, contributions.running_sum(2)):
                assert found.dtype == np.float32, name
        for gradient in tape.initial_gradients.values():
            assert gradient.dtype == np.float32


def test_that_float32_is_float64_within_its_precision() -> None:
    data = lecture.data(20)
    wide = lecture.vanilla_model(dtype="float64").run(data)
    narrow = lecture.vanilla_model(dtype="float32").run(data)
    for name in ("h", "dh", "L"):
        assert largest_error(narrow[name], wide[name]) < 1e-5
    assert largest_error(narrow.contributions("W_hh").total, wide.contributions("W_hh").total) < 1e-5


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, 1e300, 1e-300])
@pytest.mark.parametrize("where", ["x", "W_hh", "h"])
def test_that_numbers_that_are_not_finite_are_recorded_and_raise_nothing(value: float, where: str) -> None:
    data = lecture.data(4)
    model = lecture.vanilla_model()
    parameters = {name: array.copy() for name, array in model.parameters.items()}
    initial = {"h": np.zeros(3)}
    if where == "x":
        data["x"][1, 2] = value
    elif where == "h":
        initial["h"][1] = value
    else:
        parameters["W_hh"][0, 1] = value
    tape = lecture.vanilla_model(parameters=parameters).run(data, initial=initial)
    for _, array in arrays_of(tape):
        assert array is not None
    if where == "x" and np.isnan(value):
        assert np.isfinite(tape["h"][0]).all()
        assert np.isnan(tape["h"][1:]).any(axis=1).all()
        assert np.isnan(tape.loss)
    tape.contributions("W_hh").agrees()


def test_that_a_nan_target_is_none_and_leaves_everything_finite() -> None:
    model = Model("h[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], u[t])", sizes={"x": 3, "h": 3, "u": 3})
    u = np.full((4, 3), np.nan)
    u[3, 1] = 0.5
    tape = model.run({"x": np.ones((4, 3)), "u": u})
    assert np.isfinite(tape["dh"]).all()
    assert np.array_equal(tape["L"] != 0, [False, False, False, True])
    assert np.isclose(tape["L"][3], (tape["h"][3, 1] - 0.5) ** 2)
    assert tape.contributions("W").norms[1] > 0


def peak_of(timesteps: int) -> int:
    model = lecture.vanilla_model(hidden=8)
    data = lecture.data(timesteps)
    tracemalloc.start()
    tape = model.run(data)
    tape.contributions("W_hh").norms  # noqa: B018
    tape.contributions("W_hh").running_sum(timesteps // 2)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_that_memory_grows_as_the_run_does_and_as_estimated() -> None:
    small, large = peak_of(10_000), peak_of(100_000)
    assert large < 11 * small
    matrices = 100_000 * 8 * 8 * 8
    assert large < 4 * matrices
    estimate = lecture.vanilla_model(hidden=8).estimate(100_000)
    assert estimate / 3 < large < 3 * estimate


@pytest.mark.parametrize(
    "right",
    "tanh sigmoid relu softplus gelu exp abs softmax log_softmax stop".split(),
)
def test_that_operations_stay_float32(right: str) -> None:
    model = Model(
        f"h[t] = 0.5 * {right}(0.1 * h[t-1] + x[t] ** 2 - 1 / 3) + where(x[t] > 0, x[t], 0)\n"
        "L[t] = mse(h[t], x[t]) / 7",
        sizes={"x": 3, "h": 3},
        dtype="float32",
    )
    tape = model.run({"x": np.random.default_rng(0).normal(size=(4, 3))})
    for name in ("h", "dh", "L", "dx"):
        assert tape[name].dtype == np.float32
    for operation in (*model.graph.operations, *model.adjoint.operations):
        if operation.kind not in ("less", "greater", "isnan"):
            assert tape.value(operation.name, 2).dtype == np.float32, operation


@pytest.mark.parametrize("timesteps", [3, 700_000])
def test_that_the_largest_magnitude_is_found_among_the_finite(timesteps: int) -> None:
    x = np.full((timesteps, 2), 0.5)
    x[timesteps // 2] = [-7.25, 3.0]
    model = Model("h[t] = 2 * x[t]", sizes={"x": 2})
    tape = model.run({"x": x})
    assert (tape.largest("x"), tape.largest("h")) == (7.25, 14.5)
    x[-1] = [np.nan, -np.inf]
    tape = model.run({"x": x})
    assert (tape.largest("x"), tape.largest("h")) == (7.25, 14.5)
    x[:] = np.nan
    assert model.run({"x": x}).largest("h") == 0
