"""Sequences side by side against the same sequences one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from rnnviz import DataError, Model
from rnnviz.engine.batched import BatchedRun
from rnnviz.engine.data import extent_of, stream_keys
from tests.engine.lecture import BIDIRECTIONAL, ENCODER_DECODER, LSTM, VANILLA
from tests.reference.random_systems import random_system, systems
from tests.reference.system import Array, System, largest_error

GRU = """\
r[t] = sigmoid(W_r @ concat(x[t], h[t-1]) + b_r)
z[t] = sigmoid(W_z @ concat(x[t], h[t-1]) + b_z)
n[t] = tanh(W_n @ concat(x[t], r[t] * h[t-1]) + b_n)
h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]
y[t] = W_hy @ h[t]
L[t] = mse(y[t], wanted[t])
"""
GRU_APART = """\
r[t] = sigmoid(W_xr @ x[t] + W_hr @ h[t-1] + b_r)
z[t] = sigmoid(W_xz @ x[t] + W_hz @ h[t-1] + b_z)
n[t] = tanh(W_xn @ x[t] + b_x + r[t] * (W_hn @ h[t-1] + b_n))
h[t] = (1 - z[t]) * n[t] + z[t] * h[t-1]
y[t] = W_hy @ h[t]
L[t] = cross_entropy(y[t], target[t])
"""
EMBEDDED = """\
h[t] = tanh(layer_norm(W_hh @ h[t-1] + embed(E, token[t]) + b, gain, bias))
y[t] = W_hy @ h[t] + W_ty @ onehot(token[t-1], 5)
L[t] = cross_entropy(y[t], target[t])
M[t] = 0.1 * dot(h[t], h[t])
"""
LEARNED = """\
learned h[0]
h[t] = tanh(sigmoid(a) * (W_hh @ h[t-1]) + W_xh @ x[t] + h[t-2])
y[t] = W_hy @ h[t]
L[t] = cross_entropy(y[t], target[t])
"""
DEEP = """\
untied W, b
h[t] = h[t-1] + tanh(W[t] @ h[t-1] + b[t]) + U @ x[t]
y[t] = W_hy @ h[t]
L[t] = cross_entropy(y[t], target[t])
"""
SIZES: dict[str, Any] = {"x": 4, "h": 3, "y": 5, "target": 0}
MODELS: dict[str, tuple[str, dict[str, Any]]] = {
    "vanilla": (VANILLA, SIZES),
    "lstm": (LSTM, {**SIZES, "c": 3}),
    "gru": (GRU, {**SIZES, "wanted": 5, "r": 3, "z": 3, "n": 3}),
    "gru, products apart": (GRU_APART, SIZES),
    "embed and layer_norm": (EMBEDDED, {"h": 3, "y": 5, "E": (5, 3), "target": 0, "token": 0}),
    "learned": (LEARNED, SIZES),
    "untied": (DEEP, SIZES),
    "bidirectional": (BIDIRECTIONAL, {"x": 4, "a": 3, "b": 2, "y": 5}),
    "segments": (ENCODER_DECODER, {"x": 4, "h": 3, "y": 5}),
}
SINGLE = {"float64": 1e-12, "float32": 2e-5}


def model_of(name: str, dtype: str = "float64", timesteps: int = 6) -> Model:
    text, sizes = MODELS[name]
    sizes = {key: size for key, size in sizes.items() if f"{key}[" in text or f"{key}," in text}
    return Model(text, sizes=sizes, dtype=dtype, timesteps=timesteps if "untied" in text else None)


def sequence(model: Model, timesteps: int, seed: int) -> dict[str, Array]:
    """Random streams, some of them without some targets."""
    random = np.random.default_rng(seed)
    found: dict[str, Array] = {}
    for key, (name, _) in stream_keys(model.graph).items():
        stream = model.graph.streams[name]
        if stream.index:
            found[key] = random.integers(-1 if seed % 2 else 0, 5, timesteps)
        else:
            found[key] = random.normal(size=(timesteps, *stream.shape))
            if name == "wanted" and seed % 2:
                found[key][random.uniform(size=found[key].shape) < 0.3] = np.nan
    return found


def batched(
    model: Model, sequences: Sequence[Mapping[str, Array]], truncate: int | None = None, classes: tuple[str, ...] = ()
) -> BatchedRun:
    extent = extent_of(model.graph, sequences[0], model.timesteps, model.parameters, truncate)
    gradients = {name: np.full_like(one, 7) for name, one in model.parameters.items()}
    parameters = {name: np.array(one) for name, one in model.parameters.items()}
    run = BatchedRun(model.adjoint, extent, len(sequences), parameters, gradients, model.dtype, classes)
    run.begin()
    fill(run, sequences)
    return run


def fill(run: BatchedRun, sequences: Sequence[Mapping[str, Array]]) -> None:
    for key, (name, segment) in stream_keys(run.forward).items():
        rows = [one[key].argmax(-1) if name in run.indices else one[key] for one in sequences]
        run.stream(name, segment)[...] = np.stack(rows, 1)


def assert_equals_single_runs(
    model: Model, sequences: Sequence[Mapping[str, Array]], truncate: int | None = None, classes: tuple[str, ...] = ()
) -> None:
    tapes = [model.run(one, truncate=truncate) for one in sequences]
    run = batched(model, sequences, truncate, classes)
    for _ in range(2):  # the second time over arrays that hold the first run
        losses = run.run()
        assert largest_error(losses, np.array([tape.loss for tape in tapes])) < SINGLE[model.dtype]
        for name in model.parameters:
            total = np.sum([tape.contributions(name).total for tape in tapes], axis=0)
            assert largest_error(run.totals.gradients[name], total) < SINGLE[model.dtype], name


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("dtype", SINGLE)
@pytest.mark.parametrize("batch", [1, 3, 9])
def test_that_a_batch_is_the_sum_of_its_sequences(name: str, dtype: str, batch: int) -> None:
    model = model_of(name, dtype)
    assert_equals_single_runs(model, [sequence(model, 6, seed) for seed in range(batch)])


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("truncate", [1, 2])
def test_that_truncation_cuts_a_batch_as_it_cuts_a_sequence(name: str, truncate: int) -> None:
    model = model_of(name)
    assert_equals_single_runs(model, [sequence(model, 6, seed) for seed in range(3)], truncate)


@pytest.mark.parametrize("name", ["vanilla", "lstm", "gru, products apart", "learned"])
def test_that_classes_stand_for_one_hot_vectors(name: str) -> None:
    model = model_of(name)
    sequences = [sequence(model, 6, seed) for seed in range(3)]
    for number, one in enumerate(sequences):
        one["x"] = np.eye(4)[np.random.default_rng(number).integers(0, 4, 6)]
    assert_equals_single_runs(model, sequences, classes=("x",))


def test_that_many_classes_are_added_up_as_few_are() -> None:
    model = Model(VANILLA, sizes={"x": 300, "h": 3, "y": 4})
    random = np.random.default_rng(0)
    sequences = [{"x": np.eye(300)[random.integers(0, 300, 6)], "target": random.integers(0, 4, 6)} for _ in range(3)]
    assert_equals_single_runs(model, sequences, classes=("x",))


def test_that_no_class_adds_nothing_to_a_table() -> None:
    model = model_of("embed and layer_norm")
    some = [sequence(model, 6, seed) for seed in range(2)]
    nothing = {**some[0], "token": np.full(6, -1)}
    assert_equals_single_runs(model, [*some, nothing])
    assert_equals_single_runs(model, [nothing])


def test_that_vectors_given_by_classes_can_be_read_in_other_ways_too() -> None:
    text = VANILLA.replace("tanh(", "tanh(x[t-1] + ").replace("+ b_h", "+ W_xh @ (2 * x[t])")
    model = Model(text, sizes={"x": 4, "h": 4, "y": 4})
    sequences = [{"x": np.eye(4)[np.array([0, 3, 1])], "target": np.array([1, 2, 3])} for _ in range(2)]
    assert_equals_single_runs(model, sequences, classes=("x",))


@pytest.mark.parametrize("name", ["vanilla", "lstm", "embed and layer_norm", "learned"])
def test_that_chunks_that_go_on_are_one_long_run(name: str) -> None:
    model = model_of(name)
    whole = [sequence(model, 12, seed) for seed in range(3)]
    run = batched(model, [{key: rows[:4] for key, rows in one.items()} for one in whole])
    chunks: list[tuple[Array, dict[str, Array]]] = []
    for start in (0, 4, 8):
        if start:
            run.go_on(run.carried())
            fill(run, [{key: rows[start : start + 4] for key, rows in one.items()} for one in whole])
        chunks.append((run.run(), {key: one.copy() for key, one in run.totals.gradients.items()}))
    tapes = [model.run(one, truncate=4) for one in whole]
    assert largest_error(np.sum([losses for losses, _ in chunks]), np.array(sum(one.loss for one in tapes))) < 1e-12
    for parameter in model.parameters:
        total = np.sum([tape.contributions(parameter).total for tape in tapes], axis=0)
        assert largest_error(np.sum([one[parameter] for _, one in chunks], axis=0), total) < 1e-12, parameter


def test_that_a_run_reads_the_parameters_where_they_stand() -> None:
    model = model_of("lstm")
    sequences = [sequence(model, 6, seed) for seed in range(2)]
    run = batched(model, sequences)
    run.run()
    changed = {name: one + 0.1 for name, one in model.parameters.items()}
    for name, one in changed.items():
        run.parameters[name][...] = one
    other = batched(model.with_parameters(changed), sequences)
    assert (run.run() == other.run()).all()
    for name in changed:
        assert (run.totals.gradients[name] == other.totals.gradients[name]).all()


def batch_of(system: System) -> tuple[Model, list[dict[str, Array]]]:
    """A random system's model, and three sequences of its data's rows in other orders."""
    try:
        model = Model(system.text, sizes=system.sizes, parameters=system.parameters)
        model.run(system.data, truncate=system.truncate)
    except DataError:  # no stream tells T
        model = Model(system.text, sizes=system.sizes, parameters=system.parameters, timesteps=system.timesteps)
    random = np.random.RandomState(0)
    return model, [{key: rows[random.permutation(len(rows))] for key, rows in system.data.items()} for _ in range(3)]


@given(systems())
@settings(max_examples=25)
def test_that_a_batch_over_any_system_is_the_sum_of_its_sequences(system: System) -> None:
    assert_equals_single_runs(*batch_of(system), system.truncate)


@pytest.mark.parametrize("seed", [*range(3000, 3010), 461])
def test_that_a_batch_over_a_large_random_system_is_the_sum_of_its_sequences(seed: int) -> None:
    system = random_system(seed)
    assert_equals_single_runs(*batch_of(system), system.truncate)
