"""The Jacobian of a recurrence against differences of a run of one timestep, and what is made of it."""

from typing import Any

import numpy as np
import pytest

from rnnviz import Model, Tape
from rnnviz.debugger import jacobian as module
from rnnviz.debugger.jacobian import Jacobian, jacobian, power_iteration
from rnnviz.debugger.recurrence import recurrences
from rnnviz.models import gallery

MODELS = {
    **{one.name: one.body for one in gallery.cells()},
    "two timesteps back": "h[t] = tanh(W @ h[t-1] + V @ h[t-2] + x[t])\nL[t] = mse(h[t], target[t])",
    "two states, one each way round": "a[t] = tanh(W @ b[t-1] + x[t])\nb[t] = sigmoid(V @ a[t] + U @ a[t-3])\n"
    "y[t] = a[t] + b[t]\nL[t] = mse(y[t], target[t])",
    "a matrix": "S[t] = 0.9 * S[t-1] + outer(x[t], tanh(S[t-1] @ x[t]))\nL[t] = mse(S[t] @ x[t], target[t])",
    "a scalar": "c[t] = tanh(w * c[t-1] + dot(u, x[t]))\nL[t] = mse(c[t] * x[t], target[t])",
    "stopped in part": "h[t] = tanh(W @ h[t-1] + V @ stop(h[t-1]) + x[t])\nL[t] = mse(h[t], target[t])",
}
SHAPES: dict[str, dict[str, Any]] = {
    "a matrix": {"x": 4, "S": (4, 4), "target": 4},
    "a scalar": {"x": 4, "c": 0, "u": 4, "target": 4},
}


def run(text: str, sizes: dict[str, Any], timesteps: int = 7) -> tuple[Model, Tape]:
    random = np.random.default_rng(3)
    model = Model(text, sizes, seed=2, hidden=4)
    data: dict[str, Any] = {"x": random.standard_normal((timesteps, 4))}
    index = model.graph.streams["target"].index
    data["target"] = random.integers(0, 4, timesteps) if index else random.standard_normal((timesteps, 4))
    return model, model.run(data)


def sizes_of(name: str, text: str) -> dict[str, Any]:
    if name in SHAPES:
        return SHAPES[name]
    target = 0 if "cross_entropy" in text else 4
    return {"x": 4, "target": target} | ({"y": 4} if "y[t]" in text else {})


@pytest.mark.parametrize("name", MODELS)
def test_that_the_jacobian_is_what_differences_of_one_timestep_give(name: str) -> None:
    text = MODELS[name]
    model, tape = run(text, sizes_of(name, text))
    free = text.replace("stop(h[t-1])", "s[t]")
    alone = Model(
        free, {**sizes_of(name, text), **({"s": 4} if "s[t]" in free else {})}, parameters=model.parameters, hidden=4
    )
    t = 5
    for recurrence in recurrences(tape.graph):
        found = Jacobian(tape, recurrence).at(np.array([t]))[0]
        expected = differences(alone, tape, recurrence.carried, recurrence.direction, t)
        assert np.allclose(found, expected, atol=1e-7), recurrence.carried


def differences(model: Model, tape: Tape, carried: tuple[tuple[str, int], ...], direction: int, t: int) -> Any:
    """Central differences of every element of the state at t by every one at the timestep before."""
    data = {name: rows[t - 1 : t] for name, rows in tape.data.items()}
    if "s" in model.graph.streams:
        data["s"] = tape["h"][t - 2 : t - 1]
    start: dict[str, Any] = {}
    for name in model.graph.states:
        lags = [read.lag for one in model.graph.operations for read in one.reads if read.name == name]
        start.update({key_of(lag, name): tape.value(name, t + lag) for lag in range(min(lags), max(lags) + 1) if lag})

    def state(changed: dict[str, Any]) -> Any:
        one = model.run(data, changed)
        parts = [
            np.ravel(one.value(name, 1) if age == 0 else changed[key_of(-direction * age, name)])
            for name, age in carried
        ]
        return np.concatenate(parts)

    columns = []
    for name, age in carried:
        key = key_of(-direction * (age + 1), name)
        for place in np.ndindex(np.shape(start[key])):
            ends = []
            for step in (1e-5, -1e-5):
                array = np.array(start[key])
                array[place] += step
                ends.append(state({**start, key: array}))
            columns.append((ends[0] - ends[1]) / 2e-5)
    return np.stack(columns, 1)


def key_of(lag: int, name: str) -> str:
    """What a state read at this lag from the only timestep is called where it is given."""
    if lag < 0:
        return name if lag == -1 else f"{name}[{lag + 1}]"
    return f"{name}[T+{lag}]"


def test_that_singular_values_and_radius_are_those_of_the_matrix() -> None:
    _, tape = run(MODELS["lstm"], {"x": 4, "y": 4, "target": 0})
    one = Jacobian(tape, recurrences(tape.graph)[0])
    at = np.array([2, 6])
    matrices = one.at(at)
    values = one.singular_values(at)
    assert np.allclose(np.prod(values, 1), np.abs(np.linalg.det(matrices)))
    assert np.allclose(np.sum(values**2, 1), np.sum(matrices**2, (1, 2)))
    largest, radius = one.largest(at)
    assert np.allclose(largest, values[:, 0])
    assert np.allclose(radius, np.abs(np.linalg.eigvals(matrices)).max(1))


def test_that_a_large_state_is_judged_by_power_iteration(monkeypatch: pytest.MonkeyPatch) -> None:
    _, tape = run(MODELS["vanilla"], {"x": 4, "y": 4, "target": 0})
    one = Jacobian(tape, recurrences(tape.graph)[0])
    at = np.array([2, 3, 4, 5, 6])
    exact = one.largest(at)
    monkeypatch.setattr(module, "_EXACT", 0)
    for found, right in zip(one.largest(at), exact, strict=True):
        assert np.allclose(found, right, rtol=0.1)


def test_that_power_iteration_finds_the_largest_singular_value_and_a_complex_pair_s_radius() -> None:
    random = np.random.default_rng(0)
    matrix = random.standard_normal((300, 300)) / np.sqrt(300)
    assert np.sqrt(power_iteration(matrix, matrix.T)) == pytest.approx(np.linalg.norm(matrix, 2), rel=0.05)
    assert power_iteration(matrix) == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max(), rel=0.05)
    assert power_iteration(np.zeros((3, 3))) == 0


def test_that_the_growth_of_a_linear_recurrence_is_its_spectral_radius() -> None:
    text = "h[t] = W @ h[t-1] + x[t]\nL[t] = mse(h[t], target[t])"
    matrix = np.diag([0.5, 1.25, 0.9, 0.1])
    model = Model(text, {"x": 4, "target": 4}, parameters={"W": matrix})
    tape = model.run({"x": np.zeros((150, 4)), "target": np.zeros((150, 4))})
    growths = Jacobian(tape, recurrences(tape.graph)[0]).growth(windows=8, length=64)
    assert sorted({int(t) for one in growths for t in one.timesteps}) == list(range(1, 151))
    for one in growths:
        assert one.rate == pytest.approx(1.25, rel=1e-3)


def test_that_a_long_run_is_sampled_and_a_large_state_less_often() -> None:
    _, tape = run(MODELS["vanilla"], {"x": 4, "y": 4, "target": 0}, timesteps=1000)
    at = Jacobian(tape, recurrences(tape.graph)[0]).sampled()
    assert len(at) == 64
    assert (at[0], at[-1]) == (1, 1000)


def test_that_what_does_not_recur_or_recurs_both_ways_has_no_jacobian() -> None:
    _, tape = run(MODELS["vanilla"], {"x": 4, "y": 4, "target": 0})
    assert jacobian(tape, "h", 3).shape == (4, 4)
    with pytest.raises(KeyError):
        jacobian(tape, "y", 3)
    with pytest.raises(IndexError):
        jacobian(tape, "h", 8)
    both = "a[t] = tanh(W @ b[t+1] + x[t])\nb[t] = tanh(V @ a[t-2])\nL[t] = mse(a[t], target[t])"
    _, tape = run(both, {"x": 4, "target": 4})
    with pytest.raises(KeyError):
        jacobian(tape, "a", 3)
