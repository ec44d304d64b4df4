"""What every timestep adds to a parameter's gradient, kept as factors.

The contribution of timestep t to dW is mostly an outer product of two vectors that the run has anyway; T matrices are
never stored. One of them is formed on demand, sums of many are one matrix product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from math import prod
from typing import Any

import numpy as np

from rnnviz.engine.factor_kinds import Elementwise, Factor, RankOne, TableRow, flat, length
from rnnviz.engine.values import frozen
from rnnviz.equations import Shape
from rnnviz.equations.kernels import Array


class Contributions:
    """The contributions dW[t] of all timesteps to the gradient of one parameter.

    For an untied parameter `at(t)` is the gradient of timestep t's own value, `total` has the time axis, and a running
    sum keeps the rows from t on.
    """

    CHUNK_ELEMENTS = 4_000_000
    SUM_ELEMENTS = 6_000_000

    def __init__(
        self,
        shape: Shape,
        timesteps: int,
        dtype: Any,
        factors: tuple[Factor, ...],
        untied: bool = False,
        total: Array | None = None,
    ) -> None:
        """`total` is given where it has been made already."""
        self.shape, self.timesteps, self.dtype, self.factors, self.untied = shape, timesteps, dtype, factors, untied
        self._total = total
        self._last_sum: tuple[int, Array] | None = None

    def __repr__(self) -> str:
        return f"<{len(self.factors)} factors of {self.timesteps} contributions, shape {self.shape}>"

    def __len__(self) -> int:
        return self.timesteps

    def at(self, t: int) -> Array:
        """dW[t], with the parameter's shape; IndexError outside 1 … T."""
        if not 1 <= t <= self.timesteps:
            raise IndexError(f"timestep {t} is not among 1 … {self.timesteps}")
        return frozen(self.each(t, t)[0])

    def each(self, first: int, last: int) -> Array:
        """dW[first], …, dW[last], formed: (last - first + 1, *shape). They may be the tape's own rows."""
        with np.errstate(all="ignore"):
            if len(self.factors) == 1 and self.factors[0].first <= first <= last <= self.factors[0].last:
                return np.asarray(self.factors[0].each(first, last), self.dtype)
            out = np.zeros((last - first + 1, *self.shape), self.dtype)
            for factor in self.factors:
                start, stop = max(first, factor.first), min(last, factor.last)
                if start <= stop:
                    out[start - first : stop - first + 1] += factor.each(start, stop)
        return np.asarray(out)

    def magnitudes(self, first: int, last: int) -> Array:
        """Like `each`, of the factors' magnitudes: (last - first + 1, *shape)."""
        out = np.zeros((last - first + 1, *self.shape), self.dtype)
        for factor in self.factors:
            start, stop = max(first, factor.first), min(last, factor.last)
            if start <= stop:
                out[start - first : stop - first + 1] += factor.magnitude(start, stop)
        return np.asarray(out)

    def sum_over(self, timesteps: range) -> Array:
        """The sum of dW[t] over an ascending range of timesteps, (*shape,); zero for an empty one."""
        sums = self.sums(timesteps)
        if len(sums) == 1:
            return sums[0]
        return np.asarray(sum(sums[1:], start=sums[0])) if sums else np.zeros(self.shape, self.dtype)

    def added(self, timesteps: range, start: Array) -> Array:
        """`start` and the sum of dW[t] over an ascending range of timesteps."""
        return np.asarray(sum(self.sums(timesteps), start=start))

    def sums(self, timesteps: range) -> list[Array]:
        """What each factor adds over an ascending range of timesteps."""
        found = []
        start, stop = timesteps.start, timesteps.stop - 1
        with np.errstate(all="ignore"):
            for factor in self.factors:
                first, last = max(start, factor.first), min(stop, factor.last)
                if first <= last:
                    found.append(factor.sum(first, last))
        return found

    @property
    def width(self) -> int:
        """How many numbers a timestep's contribution is made of."""
        return sum(factor.width for factor in self.factors)

    @cached_property
    def spacing(self) -> int:
        """Checkpoints of the running sum stand this many timesteps apart: not so many that the sum between two takes
        long, but enough that checkpoints take at most half of the memory that the factors take."""
        return self.spacing_of(prod(self.shape), self.width)

    @classmethod
    def spacing_of(cls, size: int, width: int) -> int:
        """The spacing for a parameter of `size` numbers, whose contributions are made of `width` numbers a timestep."""
        return max(64, cls.SUM_ELEMENTS // max(1, size), 2 * size // max(1, width))

    @cached_property
    def checkpoints(self) -> list[Array]:
        """The sums over the last 0, 1, 2, … times `spacing` timesteps."""
        return list(self.sums_from_the_end())

    def sums_from_the_end(self) -> Iterator[Array]:
        """The checkpoints as they are made; in one block, which goes as a whole when they go."""
        stops = range(self.timesteps, self.spacing, -self.spacing)
        block = np.zeros((1 + len(stops), *self.shape), self.dtype)
        yield frozen(block[0, ...])
        for number, stop in enumerate(stops, 1):
            block[number] = self.added(range(stop - self.spacing + 1, stop + 1), block[number - 1, ...])
            yield frozen(block[number, ...])
        block.flags.writeable = False

    def running_sum(self, t: int) -> Array:
        """The sum of dW over t, t + 1, …, T: what backprop has when it stands at t. Zero beyond T;
        IndexError below 1."""
        if self.untied:
            rows = self.each(1, self.timesteps).copy()
            rows[: max(0, t - 1)] = 0
            return frozen(rows)
        if t < 1:
            raise IndexError(f"timestep {t} is not among 1 … {self.timesteps}")
        if t > self.timesteps:
            return frozen(np.zeros(self.shape, self.dtype))
        if self._last_sum is not None and self._last_sum[0] == t:
            return self._last_sum[1]
        past = min((self.timesteps - t + 1) // self.spacing, len(self.checkpoints) - 1)
        end = self.timesteps - past * self.spacing
        found = frozen(self.added(range(t, end + 1), self.checkpoints[past]))
        self._last_sum = t, found  # several views ask for the same one
        return found

    @property
    def total(self) -> Array:
        """dW, the sum over all timesteps, made in one go; (T, *shape) for an untied parameter."""
        if self._total is None:
            if self.untied:
                self._total = frozen(self.each(1, self.timesteps))
            else:
                self._total = frozen(self.sum_over(range(1, self.timesteps + 1)))
        return self._total

    @cached_property
    def norms(self) -> Array:
        """The Frobenius norms of dW[t], (T,)."""
        out = np.zeros(self.timesteps, self.dtype)
        with np.errstate(all="ignore"):
            if len({(factor.first, factor.last) for factor in self.factors}) == len(self.factors) and all(
                isinstance(factor, RankOne | TableRow | Elementwise) for factor in self.factors
            ):
                for factor in self.factors:
                    assert isinstance(factor, RankOne | TableRow | Elementwise)
                    out[factor.first - 1 : factor.last] = factor.norms(factor.first, factor.last)
            elif all(isinstance(factor, RankOne) for factor in self.factors):
                out[:] = self.several_rank_one()
            else:
                size = max(1, int(np.prod(self.shape)))
                step = max(1, self.CHUNK_ELEMENTS // size)
                for first in range(1, self.timesteps + 1, step):
                    last = min(first + step - 1, self.timesteps)
                    out[first - 1 : last] = length(flat(self.each(first, last)))
        return frozen(np.asarray(out))

    def several_rank_one(self) -> Array:
        """‖Σ aᵢ bᵢᵀ‖ by QR: the factors' own small matrices. The Gram formula would cancel."""
        sides = []
        for side in ("a", "b"):
            columns = []
            for factor in self.factors:
                assert isinstance(factor, RankOne)
                rows = (factor.a if side == "a" else factor.b)(factor.first, factor.last)
                whole = np.zeros((self.timesteps, rows.shape[1]), rows.dtype)
                whole[factor.first - 1 : factor.last] = rows
                columns.append(whole)
            stacked = np.stack(columns, -1)
            finite = np.isfinite(stacked).all((1, 2), keepdims=True)
            triangle = np.linalg.qr(np.where(finite, stacked, 0), mode="r")
            sides.append(np.where(finite, triangle, np.nan))
        return length(flat(np.matmul(sides[0], np.swapaxes(sides[1], 1, 2))))

    def work_out(self, progress: Callable[[float], None]) -> None:
        """Makes norms, total and the checkpoints of the running sum, which are otherwise made when first asked for.
        Raises what `progress` raises."""
        self.norms  # noqa: B018  (it is kept by being read)
        progress(0.2)
        self.total  # noqa: B018
        progress(0.5)
        sums = []
        for one in self.sums_from_the_end():
            sums.append(one)
            progress(0.5 + 0.5 * min(1.0, len(sums) * self.spacing / self.timesteps))
        self.checkpoints = sums

    def agrees(self, tolerance: float | None = None, progress: Callable[[float], None] | None = None) -> bool:
        """Whether the contributions, formed one by one and added as they come, make the total, which no step of that
        sum has used. The difference is held against the sum of the magnitudes that were added, within 1e-12 of it
        (float32: 1e-4).

        An untied parameter has nothing to add, and agrees. `progress` is called now and then and may raise, to end the
        comparison early.
        """
        tolerance = tolerance or (1e-12 if np.dtype(self.dtype).itemsize > 4 else 1e-4)
        total = self.total
        if self.untied:
            return True
        added = np.zeros(self.shape, np.float64)
        weight = np.zeros(self.shape, np.float64)
        step = max(1, self.CHUNK_ELEMENTS // 4 // max(1, int(np.prod(self.shape))))
        with np.errstate(all="ignore"):
            for first in range(1, self.timesteps + 1, step):
                last = min(first + step - 1, self.timesteps)
                added += self.each(first, last).sum(0)  # numpy adds along the first axis one by one
                weight += self.magnitudes(first, last).sum(0)
                if progress is not None:
                    progress(last / self.timesteps)
        finite = np.isfinite(added)
        if not np.array_equal(finite, np.isfinite(total)):
            return False
        scale = np.max(weight[finite], initial=0)
        return bool((np.abs(added - total)[finite] <= tolerance * scale).all())
