"""Numbers as short text for cells, bars, legends and read-outs."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.debugger.numbers import MINUS
from rnnviz.debugger.numbers import number as short


def alike(values: NDArray[np.floating], digits: int, largest: float) -> list[str]:
    """The numbers of a matrix in one format: so many decimals each, or, if the largest magnitude is small or very
    large, each as `short`."""
    if not 0.1 <= largest < 1e4:
        return [short(value, digits) for value in values.ravel().tolist()]
    return [_decimals(value, digits) for value in values.ravel().tolist()]


def _decimals(value: float, digits: int) -> str:
    if not math.isfinite(value):
        return short(value)
    text = f"{value:.{digits}f}".replace("-", MINUS)
    return text.removeprefix(MINUS) if float(f"{value:.{digits}f}") == 0 else text


def exact(value: float, digits: int = 6) -> str:
    """A number with so many significant digits, for read-outs."""
    if not math.isfinite(value):
        return short(value)
    return f"{value:.{digits}g}".replace("-", MINUS)


__all__ = ["MINUS", "alike", "exact", "short"]
