"""Memory for the arrays of a run, taken in few large blocks.

A page of fresh memory costs, when it is first touched, as much as computing many rows into it. So what a run needs only
on its way is kept for the next run, and what stays is asked for in pages as large as the system has them.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import prod
from typing import Any

import numpy as np

from rnnviz.equations.kernels import Array

LINE = 64
"""Bytes of a cache line. Products run up to a fifth faster over arrays that begin with one."""
PAGE = 2 << 20
"""Bytes of a large page. numpy asks the system for them in arrays of twice that size, and a block that begins with a
page consists of nothing else."""
ALONE = 2 * PAGE
"""Bytes from which an array has a block of its own, which goes when the array goes."""
LARGEST_BLOCK = 24 << 20

idle: list[Array] = []
"""The block that the last run used on its way, for the next one."""


class Room:
    """Gives out arrays that lie side by side in blocks; `expected` bytes in all."""

    def __init__(self, expected: int = 0) -> None:
        self.expected = expected
        self.block: Array = np.empty(0, np.uint8)
        self.used = 0

    def array(self, shape: Sequence[int], dtype: np.dtype[Any]) -> Array:
        """An array of no particular content, at the beginning of a cache line."""
        size = prod(shape) * dtype.itemsize
        if size >= ALONE:
            return np.ndarray(shape, dtype, aligned_block(size))
        if self.used + size > len(self.block):
            self.block, self.used = self.new_block(size), 0
        start = self.used
        self.used = start + -(-size // LINE) * LINE
        return np.ndarray(shape, dtype, self.block, start)

    def new_block(self, size: int) -> Array:
        return aligned_block(max(size, min(self.expected, LARGEST_BLOCK)))


class Workroom(Room):
    """Room for what does not outlive a run: its block is the one of the run before, and is left to the next."""

    def new_block(self, size: int) -> Array:
        block = idle.pop() if idle else None
        return block if block is not None and len(block) >= size else super().new_block(size)

    def leave(self) -> None:
        """Ends the use of the room. A block in which somebody still holds an array stays theirs."""
        # The base of arrays in a block is not the block but what that is a part of, known to it and to this question.
        unused = sys.getrefcount(self.block.base) == 2
        if unused and len(self.block) and not idle:
            idle.append(self.block)
        self.block, self.used = np.empty(0, np.uint8), 0


def aligned_block(size: int) -> Array:
    """Bytes that begin with a cache line, or with a large page if they fill half of one."""
    unit = PAGE if 2 * size >= PAGE else LINE
    size = -(-size // unit) * unit
    block = np.empty(size + unit, np.uint8)
    address: int = block.__array_interface__["data"][0]
    start = -address % unit
    return block[start : start + size]


def aligned(given: Any, dtype: Any) -> Array:
    """A copy of what is given at the beginning of a cache line."""
    source = np.asarray(given, dtype)
    out: Array = np.ndarray(source.shape, source.dtype, aligned_block(source.nbytes))
    out[...] = source
    return out
