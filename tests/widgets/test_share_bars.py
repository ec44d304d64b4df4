"""Shares in words: they add up, and hide nothing."""

from __future__ import annotations

from math import nan

from hypothesis import given
from hypothesis import strategies as st

from rnnviz.widgets.share_bars import percents


@given(st.lists(st.floats(1e-6, 1e6), min_size=1, max_size=60), st.lists(st.booleans(), min_size=60, max_size=60))
def test_that_the_parts_of_a_whole_are_a_hundred_percent(amounts: list[float], negative: list[bool]) -> None:
    shares = [one / sum(amounts) * (-1 if takes else 1) for one, takes in zip(amounts, negative, strict=False)]
    texts = percents(shares)
    whole = [0 if one == "< 1 %" else int(one.removesuffix(" %")) for one in texts]
    assert sum(whole) == 100
    for share, part in zip(shares, whole, strict=True):
        assert abs(part - 100 * abs(share)) < 1


def test_that_thirds_zeros_and_what_is_no_number_are_told_as_what_they_are() -> None:
    assert percents([1 / 3, -1 / 3, 1 / 3]) == ["34 %", "33 %", "33 %"]
    assert percents([0.999, 0.001, 0.0]) == ["100 %", "< 1 %", "0 %"]
    assert percents([nan, 1.0]) == ["NaN", "100 %"]
    assert percents([]) == []
