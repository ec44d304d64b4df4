"""What is computed: a cell over a sequence of one-hot symbols, with a softmax loss at every timestep."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]

SYMBOLS = 65
"""Inputs and outputs alike: the characters of a text."""

GATES = {"vanilla": 1, "lstm": 4, "gru": 3}
SIZES = ((25, 100), (100, 100), (1000, 128), (1000, 512), (10_000, 128))
"""(timesteps, hidden units)."""


@dataclass(frozen=True)
class Problem:
    """A cell, its sizes, its parameters and its data, the same for everybody.

    The parameters are PyTorch's: gates stacked in its order (LSTM i f g o, GRU r z n), W_xh (gates·H, D), W_hh
    (gates·H, H), b_h (gates·H,), for the GRU b_x beside it, W_hy (V, H), b_y (V,). `inputs` is (T, D), one-hot but
    nobody may count on it; `target` (T,) is the index of the next symbol.
    """

    cell: str
    timesteps: int
    hidden: int
    dtype: str
    parameters: Mapping[str, Array]
    inputs: Array
    target: NDArray[np.int64]


def problem(cell: str, timesteps: int, hidden: int, dtype: str = "float64", seed: int = 0) -> Problem:
    """A problem with parameters as PyTorch draws them, uniform within 1/√H, and a random text. KeyError for an unknown
    cell."""
    random = np.random.default_rng(seed)
    width = GATES[cell] * hidden
    shapes: dict[str, tuple[int, ...]] = {"W_xh": (width, SYMBOLS), "W_hh": (width, hidden), "b_h": (width,)}
    if cell == "gru":
        shapes["b_x"] = (width,)
    shapes |= {"W_hy": (SYMBOLS, hidden), "b_y": (SYMBOLS,)}
    bound = hidden**-0.5
    text = random.integers(0, SYMBOLS, timesteps + 1)
    return Problem(
        cell,
        timesteps,
        hidden,
        dtype,
        {name: random.uniform(-bound, bound, shape).astype(dtype) for name, shape in shapes.items()},
        np.eye(SYMBOLS, dtype=dtype)[text[:-1]],
        text[1:],
    )
