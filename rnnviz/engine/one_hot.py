"""One-hot vectors as what they are: the place of the 1 in each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.equations.kernels import Array


@dataclass(frozen=True, eq=False)
class OneHot:
    """Vectors (T, classes), each with a 1 at its index, (T,), and zeros elsewhere; only zeros for -1.

    A stream may be given so: a run makes the vectors where it reads them, and nobody makes them before. To numpy it is
    the array of them. Raises ValueError for an index that is no class.
    """

    indices: Array
    classes: int

    def __post_init__(self) -> None:
        if self.indices.size and not -1 <= self.indices.min() <= self.indices.max() < self.classes:
            raise ValueError(f"there are {self.classes} classes, and an index is none of them")

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def shape(self) -> tuple[int, int]:
        """(T, classes)."""
        return len(self.indices), self.classes

    def write(self, rows: Array) -> None:
        """Makes the vectors in an array of their shape."""
        rows[...] = 0
        known = np.flatnonzero(self.indices >= 0)
        rows[known, self.indices[known]] = 1

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Array:
        made = np.empty(self.shape, np.float64 if dtype is None else dtype)
        self.write(made)
        return made
