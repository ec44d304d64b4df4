"""A run made in the place of one whose tape is gone."""

from __future__ import annotations

import gc
import threading
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnnviz
from rnnviz.engine.one_hot import OneHot
from rnnviz.engine.prepared_run import MOST, prepared_runs

CELLS = {
    "vanilla": "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)",
    "LSTM": """
i[t], f[t], g[t], o[t] = split(W_xh @ x[t] + W_hh @ h[t-1] + b_h, 4)
c[t] = sigmoid(f[t]) * c[t-1] + sigmoid(i[t]) * tanh(g[t])
h[t] = sigmoid(o[t]) * tanh(c[t])""",
    "gate of a parameter": "h[t] = sigmoid(a) * h[t-1] + tanh(W_xh @ x[t]) * h[t-2]",
    "bidirectional": """
u[t] = tanh(W_uu @ u[t-1] + W_xu @ x[t])
v[t] = tanh(W_vv @ v[t+1] + W_xv @ x[t])
h[t] = concat(u[t], v[t])""",
    "learned start": "learned h[0]\nh[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])",
}
OUTPUT = "\ny[t] = W_hy @ h[t] + b_y\nL[t] = cross_entropy(y[t], target[t])"
SIZES = {"x": 4, "y": 5, "target": 0}


def model(cell: str, seed: int = 0) -> rnnviz.Model:
    halves = {"u": 3, "v": 3} if cell == "bidirectional" else {"h": 6}
    gates = dict.fromkeys("ifgo", 6) | {"c": 6} if cell == "LSTM" else {}
    return rnnviz.Model(CELLS[cell] + OUTPUT, sizes={**SIZES, **halves, **gates}, seed=seed)


def data(seed: int, timesteps: int = 7) -> dict[str, Any]:
    generator = np.random.default_rng(seed)
    return {"x": generator.normal(size=(timesteps, 4)), "target": generator.integers(-1, 5, timesteps)}


def numbers(tape: rnnviz.Tape) -> dict[str, Any]:
    names = [*tape.graph.named, *(f"d{name}" for name in tape.graph.named if tape.graph.losses != (name,))]
    found = {name: np.array(tape[name]) for name in names}
    return found | {f"d{name}": np.array(tape.contributions(name).total) for name in tape.graph.parameters}


def equal(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def place(tape: rnnviz.Tape, name: str = "h") -> int:
    address: int = tape[name].__array_interface__["data"][0]
    return address


@pytest.mark.parametrize("cell", CELLS)
def test_that_runs_in_the_place_of_others_are_those_of_a_fresh_model(cell: str) -> None:
    one = model(cell)
    places = set()
    for seed in range(6):
        tape = one.run(data(seed))
        places.add(place(tape))
        assert equal(numbers(tape), numbers(model(cell).run(data(seed))))
    assert len(places) <= MOST


def test_that_a_run_takes_the_place_of_one_that_is_gone() -> None:
    one = model("vanilla")
    before = place(one.run(data(0)))
    assert place(one.run(data(1))) == before


def test_that_a_tape_that_stands_is_left_alone() -> None:
    one = model("LSTM")
    tapes = [one.run(data(seed)) for seed in range(5)]
    assert len({place(tape) for tape in tapes}) == 5
    for seed, tape in enumerate(tapes):
        assert equal(numbers(tape), numbers(model("LSTM").run(data(seed))))


@pytest.mark.parametrize(
    "held",
    [
        lambda tape: tape["h"],
        lambda tape: tape["dh"][2:4],
        lambda tape: tape.values.timed["y"],
        lambda tape: tape.values.rows("h", 1, 3),
        lambda tape: tape.contributions("W_hh"),
        lambda tape: tape.influences,
        lambda tape: tape.data["x"],
        lambda tape: memoryview(tape["h"]),
        lambda tape: tape.value("h", 3).base if tape.value("h", 3).base is not None else tape["h"].base,
    ],
)
def test_that_whatever_holds_a_part_of_a_tape_keeps_it(held: Any) -> None:
    one = model("vanilla")
    tape = one.run(data(0))
    before, part = place(tape), held(tape)
    del tape
    assert place(one.run(data(1))) != before
    del part
    gc.collect()
    assert place(one.run(data(2))) == before


def test_that_numbers_read_from_a_tape_that_is_gone_do_not_change() -> None:
    one = model("vanilla")
    rows = one.run(data(0))["dh"]
    copy = rows.copy()
    for seed in range(1, 5):
        one.run(data(seed))
    assert np.array_equal(rows, copy)


def test_that_no_way_leads_to_writing_into_a_tape() -> None:
    one = model("vanilla")
    for seed in range(3):
        tape = one.run(data(seed))
        for name in ("h", "x", "dh", "target"):
            array: Any = tape[name]
            while isinstance(array, np.ndarray):
                assert not array.flags.writeable
                array = array.base
        with pytest.raises(ValueError, match="read-only"):
            tape["h"][0] = 1
        with pytest.raises(ValueError, match="WRITEABLE"):
            tape["h"].flags.writeable = True


def test_that_an_initial_state_is_forgotten_by_the_next_run() -> None:
    one = model("vanilla")
    first = numbers(one.run(data(0)))
    one.run(data(0), initial={"h": np.ones(6)})
    other = one.run(data(0), initial={"h": np.full(6, 2.0)})
    assert np.array_equal(other.value("h", 0), np.full(6, 2.0))
    del other
    tape = one.run(data(0))
    assert equal(numbers(tape), first)
    assert not tape.value("h", 0).any()


def test_that_other_parameters_make_other_numbers_in_the_same_place() -> None:
    one = model("gate of a parameter")
    for seed in range(4):
        other = one.with_parameters(model("gate of a parameter", seed).parameters)
        assert equal(numbers(other.run(data(1))), numbers(model("gate of a parameter", seed).run(data(1))))


def test_that_a_run_that_fails_leaves_nothing_behind() -> None:
    one = model("vanilla")
    first = numbers(one.run(data(0)))

    def end(fraction: float) -> None:
        if fraction > 0.5:
            raise rnnviz.Cancelled

    with pytest.raises(rnnviz.Cancelled):
        one.run(data(1), progress=end)
    bad = data(2) | {"target": np.full(7, 9)}
    with pytest.raises(rnnviz.DataError, match="5 classes"):
        one.run(bad)
    assert equal(numbers(one.run(data(0))), first)


def test_that_a_run_tells_its_progress_each_time() -> None:
    one = model("LSTM")
    courses = []
    for _ in range(3):
        course: list[float] = []
        one.run(data(0), progress=course.append)
        courses.append(course)
    for course in courses:
        assert course[-1] == 1
        assert len(course) > 1
        assert sorted(course) == course


def test_that_data_of_another_form_are_checked_anew() -> None:
    one = model("vanilla")
    right = numbers(one.run(data(0)))
    same = data(0)
    assert equal(numbers(one.run({"x": same["x"].tolist(), "target": same["target"].tolist()})), right)
    assert equal(numbers(one.run({"x": same["x"], "target": same["target"].astype(np.int32)})), right)
    assert equal(numbers(one.run({"x": same["x"], "target": same["target"].astype(np.float64)})), right)
    for wrong in (
        {"x": same["x"]},
        same | {"z": same["x"]},
        same | {"x": same["x"][:, :3]},
        same | {"x": same["x"][:6]},
        same | {"x": same["x"].astype(str)},
        same | {"target": np.full(7, 5)},
        same | {"target": np.full(7, -2)},
        same | {"target": same["target"] + 0.5},
    ):
        with pytest.raises(rnnviz.DataError):
            one.run(wrong)
    with pytest.raises(rnnviz.DataError):
        one.run(same, timesteps=8)
    assert equal(numbers(one.run(same)), right)


def test_that_one_hot_rows_are_laid_where_the_last_ones_were() -> None:
    one = model("vanilla")
    for symbols in ([0, 3, 2, 1], [1, 1, 0, 2], [2, 0, 3, 3]):
        given = {"x": OneHot(np.array(symbols), 4), "target": np.array(symbols)}
        before = place(one.run(given))
        assert place(one.run(given)) == before
        assert equal(numbers(one.run(given)), numbers(model("vanilla").run(given | {"x": np.eye(4)[symbols]})))


def test_that_lengths_that_were_asked_for_are_remembered_as_they_were() -> None:
    text = "a:\n    h[t] = tanh(W @ h[t-1] + b)\nb:\n    h[t] = tanh(W @ h[t-1] + U @ x[t])\n    L[t] = sum(h[t])"
    one = rnnviz.Model(text, sizes={"h": 2, "x": 4}, seed=0)
    lengths = {"a": 3}
    assert one.run({"x": np.ones((2, 4))}, timesteps=lengths).timesteps == 5
    lengths["a"] = 6
    assert one.run({"x": np.ones((2, 4))}, timesteps=lengths).timesteps == 8


def test_that_few_are_kept_and_none_of_long_runs() -> None:
    one = model("vanilla")
    tapes = [one.run(data(0, timesteps)) for timesteps in range(1, 9)]
    assert len(prepared_runs(one.adjoint)) == MOST
    del tapes
    long = model("vanilla")
    long.run(data(0, 2_000))
    assert not prepared_runs(long.adjoint)


def test_that_threads_do_not_share_a_place() -> None:
    one = model("LSTM")
    right = {seed: numbers(model("LSTM").run(data(seed))) for seed in range(8)}
    wrong: list[int] = []

    def work(start: int) -> None:
        for turn in range(60):
            seed = (start + turn) % 8
            if not equal(numbers(one.run(data(seed))), right[seed]):
                wrong.append(seed)

    threads = [threading.Thread(target=work, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 4), st.sampled_from([None, None, 2]), st.booleans()),
        min_size=2, max_size=8,
    )
)  # fmt: skip
def test_that_any_order_of_runs_makes_what_each_alone_makes(runs: list[tuple[int, int, int | None, bool]]) -> None:
    one, held = model("vanilla"), []
    for seed, timesteps, truncate, hold in runs:
        tape = one.run(data(seed, timesteps), truncate=truncate)
        assert equal(numbers(tape), numbers(model("vanilla").run(data(seed, timesteps), truncate=truncate)))
        if hold:
            held.append((seed, timesteps, truncate, tape))
    for seed, timesteps, truncate, tape in held:
        assert equal(numbers(tape), numbers(model("vanilla").run(data(seed, timesteps), truncate=truncate)))


def test_that_contributions_that_somebody_holds_keep_their_numbers() -> None:
    one = model("LSTM")
    kept = [one.run(data(seed)).contributions("W_hh") for seed in range(4)]
    factors = [one.run(data(seed)).contributions("W_hh").factors[0] for seed in range(4)]
    rows = [one.run(data(seed)).contributions("W_hh").factors[0].a for seed in range(4)]  # type: ignore[attr-defined]
    for seed in range(4):
        right = model("LSTM").run(data(seed)).contributions("W_hh")
        assert np.array_equal(kept[seed].total, right.total)
        assert np.array_equal(kept[seed].at(3), right.at(3))
        assert np.array_equal(factors[seed].each(2, 3), right.each(2, 3))
        assert np.array_equal(rows[seed](1, 7), right.factors[0].a(1, 7))  # type: ignore[attr-defined]


def test_that_a_parameter_of_a_model_that_is_changed_elsewhere_counts() -> None:
    one = model("vanilla")
    first = one.run(data(0)).loss
    parameters = {name: array.copy() for name, array in one.parameters.items()}
    for scale in (1.0, 0.5, 0.0):
        parameters["W_hy"][...] = scale * one.parameters["W_hy"]
        assert (one.with_parameters(parameters).run(data(0)).loss == first) is (scale == 1.0)
    assert one.run(data(0)).loss == first
