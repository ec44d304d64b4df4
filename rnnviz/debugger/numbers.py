"""How a number, a vector or a matrix is written where there is room for a few characters only."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

MOST_NUMBERS = 6
MINUS = "−"


def number(value: float, digits: int = 2) -> str:
    """A number with `digits` decimals, in powers of ten where that would lose it; "NaN", "∞" and "−∞" as such."""
    value = float(value)
    if np.isnan(value):
        return "NaN"
    sign = MINUS if np.signbit(value) and value != 0 else ""
    size = abs(value)
    if np.isinf(size):
        return f"{sign}∞"
    if size == 0 or 10.0**-digits <= size < 1e4:
        return f"{sign}{size:.{digits}f}"
    mantissa, _, exponent = f"{size:.{digits - 1}e}".partition("e")
    return f"{sign}{mantissa}e{int(exponent)}".replace("-", MINUS)


def brief(value: ArrayLike, name: str = "", digits: int = 2) -> str:
    """A value in one line: a number, `[0.12, −0.30, …]`, or of a matrix its name and shape, `W_hh (3×3)`."""
    array = np.asarray(value)
    if array.ndim == 0:
        return str(int(array)) if array.dtype.kind in "iub" else number(float(array), digits)
    if array.ndim == 1:
        shown = [brief(one, digits=digits) for one in array[:MOST_NUMBERS]]
        return f"[{', '.join(shown)}{', …' if array.size > MOST_NUMBERS else ''}]"
    return f"{name} ({'×'.join(map(str, array.shape))})".strip()
