"""Streams of one-hot vectors that are given by the places of their ones."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz import DataError, Model
from rnnviz.engine.one_hot import OneHot

TEXT = "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t])\ny[t] = W_hy @ h[t]\nL[t] = cross_entropy(y[t], target[t])"
INDICES = np.array([2, 0, -1, 1, 2])


def model(dtype: str = "float64") -> Model:
    return Model(TEXT, sizes={"x": 3, "h": 2, "y": 3, "target": 0}, dtype=dtype)


def test_that_to_numpy_they_are_vectors() -> None:
    vectors = np.asarray(OneHot(INDICES, 3))
    assert vectors.dtype == np.float64
    assert vectors.tolist() == [[0, 0, 1], [1, 0, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert np.asarray(OneHot(INDICES, 3), np.float32).dtype == np.float32


@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_that_a_run_over_indices_is_that_over_vectors(dtype: str) -> None:
    target = np.array([0, 1, 2, 0, 1])
    one = model(dtype).run({"x": OneHot(INDICES, 3), "target": target})
    other = model(dtype).run({"x": np.asarray(OneHot(INDICES, 3)), "target": target})
    for name in ("x", "h", "y", "dh", "dx"):
        assert np.array_equal(one[name], other[name]), name
        assert one[name].dtype == np.dtype(dtype)
    assert np.array_equal(one.contributions("W_xh").total, other.contributions("W_xh").total)


def test_that_vectors_of_another_size_are_refused_as_arrays_are() -> None:
    with pytest.raises(DataError, match=r"`x` has the shape \(5, 4\).*\(T, 3\) would be right"):
        model().run({"x": OneHot(INDICES, 4), "target": INDICES})
    with pytest.raises(DataError, match="`x` has 5 timesteps and `target` has 4"):
        model().run({"x": OneHot(INDICES, 3), "target": INDICES[1:]})


@pytest.mark.parametrize("wrong", [3, -2])
def test_that_an_index_beyond_the_classes_is_an_error(wrong: int) -> None:
    with pytest.raises(ValueError, match="there are 3 classes"):
        OneHot(np.array([0, wrong]), 3)


def test_that_an_override_of_one_vector_leaves_the_others() -> None:
    tape = model().run({"x": OneHot(INDICES, 3), "target": INDICES}, overrides={("x", 2, (1,)): 0.5})
    assert tape["x"].tolist() == [[0, 0, 1], [1, 0.5, 0], [0, 0, 0], [0, 1, 0], [0, 0, 1]]
