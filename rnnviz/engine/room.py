"""Memory for the arrays of a run, taken in few large blocks."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from rnnviz.equations.kernels import Array

LINE = 64
"""Bytes of a cache line. Products run up to a fifth faster over arrays that begin with one."""
LARGEST_SHARED = 4 << 20
LARGEST_BLOCK = 24 << 20
"""Bytes: below the size from which the C library gives freed memory back to the system at once."""


class Room:
    """Gives out arrays that lie side by side in blocks; `expected` bytes in all.

    Each page of fresh memory costs as much when it is first touched as computing a whole row into it, and many arrays
    of a megabyte are given back to the system and asked for again in every run; one block of many is not. A large array
    has a block of its own, which goes when the array goes.
    """

    def __init__(self, expected: int = 0) -> None:
        self.expected = expected
        self.block: Array = np.empty(0, np.uint8)
        self.used = 0

    def array(self, shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
        """An array of no particular content, at the beginning of a cache line."""
        size = prod(shape) * dtype.itemsize
        if size >= LARGEST_SHARED:
            return np.ndarray(shape, dtype, aligned_block(size))
        if self.used + size > len(self.block):
            self.block, self.used = aligned_block(max(size, min(self.expected, LARGEST_BLOCK))), 0
        start = self.used
        self.used = start + -(-size // LINE) * LINE
        return np.ndarray(shape, dtype, self.block, start)


def aligned_block(size: int) -> Array:
    """Bytes that begin with a cache line."""
    block = np.empty(size + LINE, np.uint8)
    address: int = block.__array_interface__["data"][0]
    start = -address % LINE
    return block[start : start + size]


def aligned(given: Any, dtype: Any) -> Array:
    """A copy of what is given at the beginning of a cache line."""
    source = np.asarray(given, dtype)
    out: Array = np.ndarray(source.shape, source.dtype, aligned_block(source.nbytes))
    out[...] = source
    return out
