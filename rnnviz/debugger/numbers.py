"""How a number, a vector or a matrix is written where there is room for a few characters only."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

MOST_NUMBERS = 6
MINUS = "−"
NOT_A_NUMBER = "NaN"
INFINITY = "∞"
_LEAST = 1e-3


def number(value: float, digits: int = 2) -> str:
    """A number in few characters, the same everywhere in the window: 0.53, −12.3, 0.0092, 1.2e−5, 0, NaN, −∞.

    From 0.1 on it has `digits` decimals, fewer from 10 on and more below 0.1; powers of ten begin where that would
    be long. An exact zero has no decimals, and so differs from what is merely small.
    """
    value = float(value)
    if math.isnan(value):
        return NOT_A_NUMBER
    size = abs(value)
    sign = MINUS if value < 0 else ""
    if math.isinf(size):
        return sign + INFINITY
    if size == 0:
        return "0"
    if size >= 10.0 ** (digits + 2) or size < _LEAST:
        mantissa, _, exponent = f"{size:.{max(0, digits - 1)}e}".partition("e")
        return f"{sign}{mantissa}e{int(exponent)}".replace("-", MINUS)
    decimals = digits + (size < 0.1) + (size < 0.01)
    if size >= 10:
        decimals = max(0, digits - int(math.log10(size)))
    return f"{sign}{size:.{decimals}f}"


def brief(value: ArrayLike, name: str = "", digits: int = 2) -> str:
    """A value in one line: a number, `[0.12, −0.30, …]`, or of a matrix its name and shape, `W_hh (3×3)`.

    A long one-hot vector, whose beginning would say nothing, is written as in an equation: `onehot(551, 2500)`.
    """
    array = np.asarray(value)
    if array.ndim == 0:
        return str(int(array)) if array.dtype.kind in "iub" else number(float(array), digits)
    if array.ndim == 1:
        if array.size > MOST_NUMBERS and np.count_nonzero(array) == 1 and array.max() == 1:
            return f"onehot({int(array.argmax())}, {array.size})"
        whole = array.dtype.kind in "iub"
        shown = [str(int(one)) if whole else number(one, digits) for one in array[:MOST_NUMBERS].tolist()]
        return f"[{', '.join(shown)}{', …' if array.size > MOST_NUMBERS else ''}]"
    return f"{name} ({'×'.join(map(str, array.shape))})".strip()
