"""Numbers as short text for cells, bars, legends and read-outs."""

from __future__ import annotations

import math

from rnnviz.debugger.numbers import MINUS
from rnnviz.debugger.numbers import number as short


def exact(value: float, digits: int = 6) -> str:
    """A number with so many significant digits, for read-outs."""
    if not math.isfinite(value):
        return short(value)
    return f"{value:.{digits}g}".replace("-", MINUS)


__all__ = ["MINUS", "exact", "short"]
