"""Numbers in few characters."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.debugger.numbers import brief, number
from rnnviz.widgets.number_text import short


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (-0.0, "0"),
        (-0.3, "−0.30"),
        (1.389, "1.39"),
        (12.34, "12.3"),
        (-0.034, "−0.034"),
        (0.0092, "0.0092"),
        (9999.0, "9999"),
        (12345.0, "1.2e4"),
        (0.0001234, "1.2e−4"),
        (-1e-100, "−1.0e−100"),
        (float("nan"), "NaN"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_that_a_number_keeps_its_size_and_sign(value: float, text: str) -> None:
    assert number(value) == text


def test_that_lanes_and_sentences_write_a_number_alike() -> None:
    for value in (0.0, 0.0092, -0.034, 0.5, 12.3, -1e-100, float("nan")):
        assert short(value) == number(value)


def test_that_a_value_is_shown_as_far_as_there_is_room() -> None:
    assert brief(np.array([0.12, -0.3, 0.88])) == "[0.12, −0.30, 0.88]"
    assert brief(np.zeros(7)) == "[0, 0, 0, 0, 0, 0, …]"
    assert brief(np.zeros((3, 4)), "W_xh") == "W_xh (3×4)"
    assert brief(np.arange(2500) == 551.0) == "onehot(551, 2500)"
    assert brief(np.eye(6)[2]) == "[0, 0, 1.00, 0, 0, 0]"
    assert brief(np.eye(7)[2] * 0.5) == "[0, 0, 0.50, 0, 0, 0, …]"
    assert brief(np.eye(7)[2] - 1) == "[−1.00, −1.00, 0, −1.00, −1.00, −1.00, …]"
    assert brief(np.int64(2)) == "2"
    assert brief(np.array(True)) == "1"
