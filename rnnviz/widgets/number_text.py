"""Numbers as short text for cells, bars and legends."""

from __future__ import annotations

import math

MINUS = "−"
NOT_A_NUMBER = "NaN"
INFINITY = "∞"


def short(value: float, digits: int = 2) -> str:
    """A number in few characters: 0.53, −12.3, 1.2e−5, NaN, −∞; `digits` are kept after the point or in all."""
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return INFINITY if value > 0 else MINUS + INFINITY
    size = abs(value)
    if size == 0:
        return "0"
    if size >= 10.0 ** (digits + 2) or size < 10.0**-digits:
        mantissa, exponent = f"{value:.{max(0, digits - 1)}e}".split("e")
        return _signed(f"{mantissa}e{int(exponent)}")
    if size >= 10:
        return _signed(f"{value:.{max(0, digits + 1 - int(math.log10(size)) - 1)}f}")
    return _signed(f"{value:.{digits if size >= 0.1 else digits + 1}f}")


def exact(value: float, digits: int = 6) -> str:
    """A number with so many significant digits, for read-outs."""
    if not math.isfinite(value):
        return short(value)
    return _signed(f"{value:.{digits}g}")


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
