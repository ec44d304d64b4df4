"""Two runs side by side: what is another in the second one, and by how much.

What differs by rounding alone is no difference: in double precision what is below 1e-10 of the largest number of the
same value at the same timestep in either run, in single precision below 1e-4. So a change shows where it begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.engine import Tape

ROUNDING = {"float64": 1e-10, "float32": 1e-4}
_CHUNK = 32_768


def compare(before: Tape, after: Tape) -> Comparison:
    """What is another in the run `after` than in `before`."""
    return Comparison(before, after)


@dataclass(frozen=True)
class Comparison:
    """Two runs. They may be of different models: what both have under one name, in one shape, can be compared."""

    before: Tape
    after: Tape

    @property
    def timesteps(self) -> int:
        """The timesteps that both runs have."""
        return min(self.before.timesteps, self.after.timesteps)

    @property
    def tolerance(self) -> float:
        """Relative to the largest number of a timestep: what is no more than this is rounding."""
        return max(ROUNDING[one.values.dtype.name] for one in (self.before, self.after))

    def has(self, name: str) -> bool:
        """Whether both runs have a value, a gradient or a stream of this name, in one shape and of one kind."""
        if name not in self.before or name not in self.after:
            return False
        shapes = [one[name].shape[1:] if timed(one, name) else one[name].shape for one in (self.before, self.after)]
        return shapes[0] == shapes[1] and timed(self.before, name) == timed(self.after, name)

    def rows(self, name: str, t0: int, t1: int) -> NDArray[Any]:
        """after - before at timesteps t0 <= t < t1, (t1 - t0, …), with 0 for what is rounding; NaN where one of the
        runs has no such timestep. Of classes it is 1 where they differ. KeyError for what the runs do not both have."""
        if not self.has(name):
            raise KeyError(name)
        last = max(t0 - 1, min(t1 - 1, self.timesteps))
        found = difference(self.before[name][t0 - 1 : last], self.after[name][t0 - 1 : last], self.tolerance)
        missing = np.full((t1 - t0 - len(found), *found.shape[1:]), np.nan)
        return np.concatenate([found, missing]) if len(missing) else found

    def at(self, name: str, t: int) -> NDArray[Any]:
        """after - before of a value at one timestep, of a parameter, or of a whole gradient."""
        one, other = (np.asarray(tape.value(name, t) if timed(tape, name) else tape[name]) for tape in self.pair)
        found: NDArray[Any] = difference(one[None], other[None], self.tolerance)[0]
        return found

    @property
    def pair(self) -> tuple[Tape, Tape]:
        return self.before, self.after

    def first(self, name: str) -> int | None:
        """The first timestep, in time, at which a value differs; None where it does nowhere."""
        for start in range(1, self.timesteps + 1, _CHUNK):
            stop = min(start + _CHUNK, self.timesteps + 1)
            rows = self.rows(name, start, stop).reshape(stop - start, -1)
            differs = (rows != 0).any(1)
            if differs.any():
                return start + int(np.argmax(differs))
        return None

    @property
    def apart(self) -> Apart:
        """What cannot be compared: values and parameters of one of the runs only, or of another shape in the other."""
        before, after = ([*one.model.graph.named, *one.model.graph.streams, *one.model.parameters] for one in self.pair)
        common = [name for name in after if name in before]
        return Apart(
            tuple(name for name in before if name not in after),
            tuple(name for name in after if name not in before),
            tuple(name for name in common if not self.has(name)),
        )

    @property
    def loss(self) -> float:
        """after - before of the total loss."""
        return self.after.loss - self.before.loss


@dataclass(frozen=True)
class Apart:
    """The names that are of the first run only, of the second only, and of both in different shapes."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    shapes: tuple[str, ...]


def timed(tape: Tape, name: str) -> bool:
    """Whether a name has a row a timestep: not a parameter, nor its whole gradient."""
    if name in tape.graph:
        return bool(tape.graph.timed(name))
    return name[1:].removesuffix(".total") not in tape.graph.parameters


def difference(before: NDArray[Any], after: NDArray[Any], tolerance: float) -> NDArray[Any]:
    """after - before, row by row, with 0 for what is rounding and for what is the same infinity or NaN in both."""
    if before.dtype.kind == "i" or after.dtype.kind == "i":
        return np.asarray(before != after, float)
    with np.errstate(invalid="ignore", over="ignore"):
        found = np.asarray(after - before)
        size = np.maximum(np.abs(before), np.abs(after)).reshape(len(found), -1)
        size = np.where(np.isfinite(size), size, 0)
        largest = size.max(1, initial=0).reshape(-1, *(1,) * (found.ndim - 1))
        same = (before == after) | (np.isnan(before) & np.isnan(after)) | (np.abs(found) <= tolerance * largest)
    return np.asarray(np.where(same, 0, found))
