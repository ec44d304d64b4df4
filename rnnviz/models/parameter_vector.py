"""All parameters of a model as one vector: an optimiser's few operations run over all of them at once."""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

import numpy as np

from rnnviz.engine.room import LINE, aligned
from rnnviz.equations import Shape
from rnnviz.equations.kernels import Array


class ParameterVector:
    """`vector` (n,) and `parts`, its views by name, each of its parameter's shape.

    Every part begins with a cache line; the gaps before the next are zero and stay so, if their gradients are.
    """

    def __init__(self, shapes: Mapping[str, Shape], dtype: str) -> None:
        self.shapes, self.dtype = shapes, np.dtype(dtype)
        unit = LINE // self.dtype.itemsize
        sizes = {name: -(-prod(shape) // unit) * unit for name, shape in shapes.items()}
        self.vector = aligned(np.zeros(sum(sizes.values())), self.dtype)
        self.parts: dict[str, Array] = {}
        start = 0
        for name, shape in shapes.items():
            self.parts[name] = self.vector[start : start + prod(shape)].reshape(shape)
            start += sizes[name]

    def like(self, vector: Array | None = None) -> ParameterVector:
        """Another of the same shapes, of zeros or of a vector's numbers."""
        other = ParameterVector(self.shapes, self.dtype.name)
        if vector is not None:
            other.vector[...] = vector
        return other
