"""However long the run, its extremes survive the reduction."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from rnnviz.widgets.extremes import MOST_UNITS, ExtremesPyramid, extremes_by_unit, signed_extremes

Rows = NDArray[np.float64]
NUMBERS = st.one_of(st.floats(-10, 10), st.sampled_from([0.0, np.nan, np.inf, -np.inf, 1e308, -1e-308]))


def pyramid_of(rows: Rows) -> ExtremesPyramid:
    pyramid = ExtremesPyramid(len(rows), rows.shape[1], lambda t0, t1: rows[t0 - 1 : t1 - 1])
    pyramid.build()
    return pyramid


def plain_extreme(values: Rows) -> float:
    """The definition, number by number."""
    if np.isnan(values).any():
        return float("nan")
    return float(max(values, key=lambda value: (abs(value), value)))


@given(arrays(float, st.tuples(st.integers(1, 70), st.integers(1, 3)), elements=NUMBERS), st.integers(0, 8))
def test_that_each_bin_is_its_value_of_largest_magnitude(rows: Rows, power: int) -> None:
    size = 2**power
    pyramid = pyramid_of(rows)
    bins = -(-len(rows) // size)
    found = pyramid.bins(size, 0, bins)
    expected = [
        [plain_extreme(rows[b * size : (b + 1) * size, unit]) for unit in range(rows.shape[1])] for b in range(bins)
    ]
    np.testing.assert_array_equal(found, expected)


@given(arrays(float, st.tuples(st.integers(1, 5), st.integers(1, 40)), elements=NUMBERS), st.integers(1, 40))
def test_that_units_are_reduced_without_loss(rows: Rows, most: int) -> None:
    found = extremes_by_unit(rows, most)
    assert found.shape == (len(rows), min(most, rows.shape[1]))
    for row, reduced in zip(rows, found, strict=True):
        np.testing.assert_array_equal(plain_extreme(row), plain_extreme(reduced))


@pytest.mark.parametrize("units", [255, 257, 2500])
@pytest.mark.parametrize("size", [1, 2, 8, 64])
def test_that_of_very_many_units_each_groups_extreme_is_kept(units: int, size: int) -> None:
    rows = np.random.default_rng(units).normal(size=(150, units))
    rows[70, units // 2], rows[71, 3] = -9.0, np.nan
    pyramid = pyramid_of(rows)
    assert pyramid.groups == min(units, MOST_UNITS)
    edges = np.arange(pyramid.groups + 1) * units // pyramid.groups
    bins = -(-len(rows) // size)
    found = pyramid.bins(size, 0, bins)
    assert found.shape == (bins, pyramid.groups)
    for b in range(bins):
        for group, (first, last) in enumerate(itertools.pairwise(edges)):
            expected = plain_extreme(rows[b * size : (b + 1) * size, first:last].reshape(-1))
            np.testing.assert_array_equal(found[b, group], expected)
    assert pyramid.largest == 9
    assert pyramid.largest_by_unit.shape == (units,)


def test_that_little_is_held_at_a_time() -> None:
    asked: list[int] = []

    def rows(t0: int, t1: int) -> Rows:
        asked.append(t1 - t0)
        return np.zeros((t1 - t0, 2500))

    ExtremesPyramid(5000, 2500, rows).build()
    assert max(asked) * 2500 <= 2**18
    assert sum(asked) == 5000


def test_that_statistics_leave_out_what_is_not_finite() -> None:
    rows = np.array([[1.0, -4.0], [np.nan, 0.25], [np.inf, 0.0]])
    pyramid = pyramid_of(rows)
    assert pyramid.largest == 4
    assert pyramid.largest_by_unit.tolist() == [1, 4]
    assert pyramid.smallest == 0.25
    assert pyramid.negative


def test_that_chunks_meet_without_a_gap() -> None:
    rows = np.zeros((100_001, 1))
    places = [0, 32_767, 32_768, 65_535, 65_536, 100_000]
    for place in places:
        rows[place] = -place - 1
    pyramid = pyramid_of(rows)
    for size in (8, 64, 32_768):
        for place in places:
            assert pyramid.bins(size, place // size, place // size + 1)[0, 0] <= -place - 1
    assert pyramid.bins(1 << 20, 0, 1).tolist() == [[-100_001.0]]


def test_that_building_tells_how_far_it_is_and_can_be_given_up() -> None:
    rows = np.ones((100_000, 2))
    pyramid = ExtremesPyramid(len(rows), 2, lambda t0, t1: rows[t0 - 1 : t1 - 1])
    heard: list[float] = []

    def stop_half_way(fraction: float) -> None:
        heard.append(fraction)
        if fraction > 0.5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        pyramid.build(stop_half_way)
    assert not pyramid.ready
    assert heard == sorted(heard)
    pyramid.build(heard.append)
    assert pyramid.ready
    assert heard[-1] == 1


def test_that_single_precision_stays_single() -> None:
    rows = np.linspace(-1, 1, 100, dtype=np.float32).reshape(-1, 1)
    pyramid = ExtremesPyramid(100, 1, lambda t0, t1: rows[t0 - 1 : t1 - 1])
    pyramid.build()
    assert pyramid.bins(16, 0, 2).dtype == np.float32
    assert signed_extremes(rows, 3).dtype == np.float32
