"""What is run: a text of equations with sizes, parameters, data and initial states."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
Results = dict[str, Array]
Size = int | tuple[int, ...]


def shape_of(size: Size) -> tuple[int, ...]:
    """The shape a timestep that a declared size means: 0 is a scalar, n a vector, a pair a matrix."""
    if isinstance(size, tuple):
        return size
    return (size,) if size else ()


def size_of(shape: tuple[int, ...]) -> Size:
    """The declaration of a shape, the inverse of `shape_of`."""
    if len(shape) < 2:
        return shape[0] if shape else 0
    return shape


@dataclasses.dataclass(frozen=True)
class System:
    """A model and the run that is made of it.

    `sizes` is what is declared to rnnviz; `shapes` also holds what rnnviz is to infer and the interpreter must know:
    the shape a timestep of every value that is read outside its timesteps.
    """

    name: str
    text: str
    sizes: dict[str, Size]
    data: dict[str, Array]
    parameters: dict[str, Array]
    timesteps: int
    initial: dict[str, Array] = dataclasses.field(default_factory=dict)
    truncate: int | None = None
    shapes: dict[str, tuple[int, ...]] = dataclasses.field(default_factory=dict)

    def shape(self, name: str) -> tuple[int, ...]:
        if name in self.shapes:
            return self.shapes[name]
        return shape_of(self.sizes[name])

    def digest(self) -> str:
        """Changes with anything that the reference values depend on; the last bit of an exp is the processor's."""
        digest = hashlib.sha256(f"{self.text}|{self.timesteps}|{self.truncate}".encode())
        for group in (self.data, self.parameters, self.initial):
            for name, value in sorted(group.items()):
                digest.update(name.encode())
                digest.update((np.round(np.asarray(value, dtype="<f8"), 9) + 0.0).tobytes())
        return digest.hexdigest()[:16]


def numbers_of(name: str) -> np.random.RandomState:
    """Random numbers for the system of that name; numpy promises that this generator never changes."""
    return np.random.RandomState(zlib.crc32(name.encode()))


def largest_error(found: Array, right: Array) -> float:
    """max|a − b| / max(1, max|b|); infinite where shapes differ or one is NaN and the other is not."""
    found, right = np.asarray(found, dtype=np.float64), np.asarray(right, dtype=np.float64)
    if found.shape != right.shape or (np.isnan(found) != np.isnan(right)).any():
        return float("inf")
    if not right.size:
        return 0.0
    difference = np.nan_to_num(np.abs(found - right), nan=0.0)
    return float(difference.max() / max(1.0, float(np.nan_to_num(np.abs(right)).max())))


def disagreements(found: Mapping[str, Array], right: Mapping[str, Array], tolerance: float = 1e-10) -> list[str]:
    """One line for each entry of `right` that `found` lacks or gives another number."""
    lines = []
    for key, value in right.items():
        if key not in found:
            lines.append(f"{key}: missing")
        elif (error := largest_error(found[key], value)) > tolerance:
            lines.append(f"{key}: error {error:.3g}, found {found[key]!r}, right {value!r}")
    return lines
