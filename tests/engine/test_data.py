"""What is given to a run: what is refused, and that the refusal says what would be right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rnnviz import Cancelled, DataError, Model, Tape
from tests.engine import lecture

X, TARGET = np.ones((4, 4)), np.zeros(4, int)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"x": X}, "`target`"),
        ({"target": TARGET}, "`x`"),
        ({"x": X, "target": TARGET, "z": X}, "`z`"),
        ({"x": X, "target": TARGET[:3]}, "4 timesteps.*3|3.*4 timesteps"),
        ({"x": X[:, :3], "target": TARGET}, r"`x`.*\(4, 3\).*4"),
        ({"x": X[0], "target": TARGET}, "`x`"),
        ({"x": X[None], "target": TARGET}, "`x`"),
        ({"x": X, "target": TARGET[:, None]}, "`target`"),
        ({"x": X, "target": TARGET + 0.5}, "`target`.*0.5"),
        ({"x": X, "target": TARGET + 4}, "`target`.*4.*0 to 3"),
        ({"x": X, "target": TARGET - 2}, "`target`.*-2"),
        ({"x": X[:0], "target": TARGET[:0]}, "no timestep"),
        ({"x": X.astype(str), "target": TARGET}, "`x`"),
        ({"x": None, "target": TARGET}, "`x`"),
        ({"x": X.astype(complex), "target": TARGET}, "`x`"),
        ({"x": 3.0, "target": TARGET}, "`x`|timesteps"),
    ],
)
def test_that_data_that_does_not_fit_is_refused(data: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        lecture.vanilla_model().run(data)


@pytest.mark.parametrize(
    ("initial", "words"),
    [
        ({"h": np.ones(4)}, r"`h`.*\(4,\).*3"),
        ({"y": np.ones(4)}, "`y`"),
        ({"q": np.ones(4)}, "`q`"),
        ({"h[-1]": np.ones(3)}, "h"),
        ({"h[T+1]": np.ones(3)}, "h"),
        ({"h[x]": np.ones(3)}, "h"),
    ],
)
def test_that_an_initial_state_that_does_not_fit_is_refused(initial: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        lecture.vanilla_model().run({"x": X, "target": TARGET}, initial=initial)


@pytest.mark.parametrize("truncate", [0, -1, 1.5, "2"])
def test_that_a_truncation_that_is_none_is_refused(truncate: Any) -> None:
    with pytest.raises(DataError):
        lecture.vanilla_model().run({"x": X, "target": TARGET}, truncate=truncate)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [({"W_hh": np.ones((3, 4))}, "W_hh"), ({"Q": np.ones(3)}, "`Q`"), ({"b_h": np.ones((1, 3))}, "b_h")],
)
def test_that_parameters_that_do_not_fit_are_refused(parameters: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        lecture.vanilla_model(parameters=parameters)


@pytest.mark.parametrize("dtype", ["float16", "int64", "complex128", "str"])
def test_that_other_precisions_are_refused(dtype: str) -> None:
    with pytest.raises(DataError):
        lecture.vanilla_model(dtype=dtype)


def test_that_segments_have_lengths_of_their_own_but_streams_of_one_segment_do_not() -> None:
    model = Model(
        "encode:\n    h[t] = tanh(W @ h[t-1] + x[t] + v[t])\n"
        "decode:\n    h[t] = tanh(W @ h[t-1])\n    L[t] = mse(h[t], u[t])",
        sizes={"x": 3, "v": 3, "h": 3, "u": 3},
    )
    ok = {"x": np.ones((4, 3)), "v": np.ones((4, 3)), "u": np.ones((2, 3))}
    assert model.run(ok).timesteps == 6
    with pytest.raises(DataError, match=r"4.*5|5.*4"):
        model.run({**ok, "v": np.ones((5, 3))})


def test_that_timesteps_must_be_told_where_no_stream_tells_them() -> None:
    text, sizes = "h[t] = tanh(W @ h[t-1] + b)", {"h": 3}
    with pytest.raises(DataError, match="timesteps"):
        Model(text, sizes=sizes).run({})
    assert Model(text, sizes=sizes).run({}, timesteps=5)["h"].shape == (5, 3)
    assert Model(text, sizes=sizes, timesteps=5).run()["h"].shape == (5, 3)
    with pytest.raises(DataError):
        Model(text, sizes=sizes).run({}, timesteps=0)


def test_that_untied_parameters_have_as_many_values_as_timesteps() -> None:
    text, sizes = "untied W\nh[t] = tanh(W[t] @ h[t-1] + x[t])\nL[t] = mse(h[t], x[t])", {"h": 3, "x": 3}
    with pytest.raises(DataError, match="timesteps"):
        Model(text, sizes=sizes)
    model = Model(text, sizes=sizes, timesteps=4)
    assert model.parameters["W"].shape == (4, 3, 3)
    tape = model.run({"x": np.ones((4, 3))})
    assert tape.contributions("W").total.shape == (4, 3, 3)
    assert tape.contributions("W").at(2).shape == (3, 3)
    with pytest.raises(DataError):
        model.run({"x": np.ones((5, 3))})


class Clock:
    """Keeps the fractions that it is told, and cancels when one has passed."""

    def __init__(self, cancel_at: float = 2.0) -> None:
        self.told: list[float] = []
        self.cancel_at = cancel_at

    def __call__(self, fraction: float) -> None:
        self.told.append(fraction)
        if fraction >= self.cancel_at:
            raise Cancelled


def run_with(clock: Clock, timesteps: int) -> Tape:
    return lecture.vanilla_model().run(lecture.data(timesteps), progress=clock)


@pytest.mark.parametrize("timesteps", [1, 5, 20_000])
def test_that_progress_rises_to_one(timesteps: int) -> None:
    clock = Clock()
    run_with(clock, timesteps)
    assert clock.told == sorted(clock.told)
    assert all(0 <= fraction <= 1 for fraction in clock.told)
    assert clock.told[-1] == pytest.approx(1.0)
    if timesteps > 10_000:
        assert len(clock.told) >= 10
        assert max(b - a for a, b in zip([0.0, *clock.told], clock.told, strict=False)) < 0.35


def test_that_a_run_can_be_cancelled_and_run_again() -> None:
    with pytest.raises(Cancelled):
        run_with(Clock(cancel_at=0.3), 20_000)
    assert run_with(Clock(), 100).timesteps == 100
    clock = Clock(cancel_at=0.7)
    with pytest.raises(Cancelled):
        run_with(clock, 20_000)
    assert clock.told[-1] < 0.95


def test_that_ragged_data_is_refused() -> None:
    with pytest.raises(DataError, match="`x`"):
        lecture.vanilla_model().run({"x": [[1, 2], [3]], "target": np.zeros(2, int)})


def test_that_a_stream_of_two_segments_is_one_sequence_laid_end_to_end() -> None:
    model = Model("a:\n    h[t] = x[t]\nb:\n    h[t] = x[t-1] + x[t]", sizes={"x": 0})
    tape = model.run({"a.x": [1.0, 2.0], "b.x": [10.0, 20.0]})
    assert tape["h"].tolist() == [1, 2, 12, 30]
