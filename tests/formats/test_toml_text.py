"""A document that is written comes back exactly, read by Python's own reader, and a person can read it."""

import math
import tomllib
from pprint import pformat
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.formats.toml_text import toml

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.text('"\\\n\r\t a[]#=\x00\x7f')
PLAIN = TEXTS | st.booleans() | st.integers() | st.floats(allow_nan=False)
VALUES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


@given(st.dictionaries(TEXTS, VALUES, max_size=6))
def test_that_any_document_comes_back_exactly(document: dict[str, Any]) -> None:
    back = tomllib.loads(toml(document))
    assert pformat(back) == pformat(document)  # 1, 1.0 and True are equal, and are not the same


@pytest.mark.parametrize("number", [0.1, -0.0, 1e-6, 5e-324, 1.7976931348623157e308, math.inf, -math.inf, 1e22])
def test_that_a_number_keeps_every_digit_and_its_sign(number: float) -> None:
    back = tomllib.loads(toml({"x": number}))["x"]
    assert (back, math.copysign(1, back)) == (number, math.copysign(1, number))


def test_that_not_a_number_stays_none() -> None:
    assert math.isnan(tomllib.loads(toml({"x": math.nan}))["x"])


def test_that_equations_stand_line_by_line_as_they_were_typed() -> None:
    equations = "h[t] = tanh(W @ h[t-1])\n# a comment\nL[t] = mse(h[t], y[t])"
    assert equations in toml({"equations": equations})
    assert tomllib.loads(toml({"equations": equations})) == {"equations": equations}


def test_that_numpy_s_numbers_are_numbers() -> None:
    numbers = {"a": np.int64(3), "b": np.float64(0.1), "c": np.float32(0.5), "d": [np.uint8(7)]}
    assert tomllib.loads(toml(numbers)) == {"a": 3, "b": 0.1, "c": 0.5, "d": [7]}


def test_that_what_is_none_is_left_out() -> None:
    assert tomllib.loads(toml({"a": None, "b": {"c": None, "d": 1}, "e": [{"f": None}]})) == {"b": {"d": 1}, "e": [{}]}


@pytest.mark.parametrize("value", [object(), b"bytes", {1, 2}, 1j])
def test_that_another_value_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        toml({"x": value})
