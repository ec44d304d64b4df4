"""A reduced picture shows the largest number of each square, whichever part of it is asked for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.widgets.maxima import Maxima, by_row


@given(st.integers(1, 300), st.integers(1, 300), st.integers(0, 5), st.integers(0, 5), st.integers(0, 2**32 - 1))
def test_that_bins_are_the_largest_of_their_numbers(rows: int, columns: int, down: int, across: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    picture = random.random((rows, columns))
    picture[random.random(picture.shape) < 0.01] = np.nan
    sizes = (1 << down, 1 << across)
    last_row, last_column = (rows - 1) // sizes[0], (columns - 1) // sizes[1]
    first_row, first_column = last_row // 3, last_column // 2
    found = Maxima(picture).bins(range(first_row, last_row + 1), range(first_column, last_column + 1), sizes)
    for i in range(first_row, last_row + 1, max(1, last_row // 4)):
        for j in range(first_column, last_column + 1, max(1, last_column // 4)):
            square = picture[i * sizes[0] : (i + 1) * sizes[0], j * sizes[1] : (j + 1) * sizes[1]]
            right = np.nan if np.isnan(square).any() else square.max()
            assert np.array_equal(found[i - first_row, j - first_column], right, equal_nan=True)


def test_that_the_range_leaves_out_what_is_not_finite() -> None:
    maxima = Maxima(np.array([[0.0, 1e-9, np.inf], [np.nan, 3.0, 0.5]]))
    assert (maxima.smallest, maxima.largest) == (1e-9, 3.0)
    nothing = Maxima(np.zeros((3, 3)))
    assert (nothing.smallest, nothing.largest) == (0.0, 0.0)


def test_that_rows_are_parts_of_their_own_largest() -> None:
    found = by_row(np.array([[1.0, 4.0, np.inf], [0.0, 0.0, 0.0], [1e-300, 5e-301, 0.0]]))
    assert found[0, :2].tolist() == [0.25, 1.0]
    assert not found[1].any()
    assert found[2].tolist() == pytest.approx([1.0, 0.5, 0.0])
