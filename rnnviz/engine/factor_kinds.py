"""What one use of a parameter contributes at each timestep, as the factors that it is made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.equations import Shape
from rnnviz.equations.kernels import Array

if TYPE_CHECKING:
    from rnnviz.engine.contributions import Contributions

Rows = Callable[[int, int], Array]
"""The rows of a value from one timestep to another, both included."""
NUMBERS_AT_ONCE = 1 << 18
"""So many numbers are copied at a time, at most: they stay in the cache."""


@dataclass(frozen=True)
class Factor:
    """One use of a parameter: what timestep t sends it. `first` to `last` are the timesteps of its segment."""

    first: int
    last: int

    def each(self, first: int, last: int) -> Array:
        """The contributions of some timesteps, formed: (last - first + 1, *shape)."""
        raise TypeError("a factor says what it is made of")

    def sum(self, first: int, last: int) -> Array:
        """Their sum, without forming them where that can be avoided: (*shape,)."""
        return np.asarray(np.add.reduce(self.each(first, last), 0))

    def magnitude(self, first: int, last: int) -> Array:
        """How large the numbers are of which the contributions are made; their rounding is in proportion to it."""
        return np.abs(self.each(first, last))

    @property
    def width(self) -> int:
        """How many numbers a timestep's contribution is made of."""
        return self.each(self.first, self.first).size


@dataclass(frozen=True)
class RankOne(Factor):
    """outer(a[t], b[t])."""

    a: Rows
    b: Rows

    def each(self, first: int, last: int) -> Array:
        return np.asarray(self.a(first, last)[:, :, None] * self.b(first, last)[:, None, :])

    def sum(self, first: int, last: int) -> Array:
        total: Array = self.a(first, last).T @ self.b(first, last)
        return total

    def norms(self, first: int, last: int) -> Array:
        return length(self.a(first, last)) * length(self.b(first, last))

    @property
    def width(self) -> int:
        return self.a(self.first, self.first).size + self.b(self.first, self.first).size


@dataclass(frozen=True)
class Product(Factor):
    """a[t] @ b[t].T for matrices a[t] (n, k) and b[t] (m, k)."""

    a: Rows
    b: Rows

    def each(self, first: int, last: int) -> Array:
        return np.asarray(np.matmul(self.a(first, last), np.swapaxes(self.b(first, last), 1, 2)))

    def magnitude(self, first: int, last: int) -> Array:
        return np.asarray(np.matmul(abs(self.a(first, last)), np.swapaxes(abs(self.b(first, last)), 1, 2)))

    def sum(self, first: int, last: int) -> Array:
        return np.asarray(np.tensordot(self.a(first, last), self.b(first, last), ((0, 2), (0, 2))))

    @property
    def width(self) -> int:
        return self.a(self.first, self.first).size + self.b(self.first, self.first).size


@dataclass(frozen=True)
class TableRow(Factor):
    """g[t] in the row k[t] of a table, as embed takes it; nothing for k = -1."""

    g: Rows
    k: Rows
    shape: Shape

    def each(self, first: int, last: int) -> Array:
        k = self.k(first, last)
        out = np.zeros((len(k), *self.shape), self.g(first, last).dtype)
        known = np.flatnonzero(k >= 0)
        out[known, k[known]] = self.g(first, last)[known]
        return out

    def sum(self, first: int, last: int) -> Array:
        k, g = self.k(first, last), self.g(first, last)
        out = np.zeros(self.shape, g.dtype)
        np.add.at(out, k[k >= 0], g[k >= 0])
        return out

    def norms(self, first: int, last: int) -> Array:
        return np.where(self.k(first, last) >= 0, length(self.g(first, last)), 0)

    @property
    def width(self) -> int:
        return self.g(self.first, self.first).size + 1


@dataclass(frozen=True)
class Elementwise(Factor):
    """A value of the parameter's own shape at every timestep."""

    value: Rows

    def each(self, first: int, last: int) -> Array:
        return self.value(first, last)

    def norms(self, first: int, last: int) -> Array:
        return length(flat(self.value(first, last)))


@dataclass(frozen=True)
class Derived(Factor):
    """The parameter inside an expression of parameters: that expression's contributions, and the rule that carries
    them on. The rule is linear, so that it is applied to a sum as to one."""

    source: Contributions
    rule: Callable[[Array], Array]

    def each(self, first: int, last: int) -> Array:
        return np.stack([self.rule(one) for one in self.source.each(first, last)])

    def sum(self, first: int, last: int) -> Array:
        return self.rule(self.source.sum_over(range(first, last + 1)))

    def magnitude(self, first: int, last: int) -> Array:
        # The rule may cancel (softmax under equal gradients): what it is applied to counts as well.
        made = super().magnitude(first, last)
        given = flat(self.source.magnitudes(first, last)).max(1)
        return np.asarray(np.maximum(made, given.reshape(-1, *(1,) * (made.ndim - 1))))

    @property
    def width(self) -> int:
        return self.source.width


def flat(rows: Array) -> Array:
    return rows.reshape(len(rows), -1)


def length(rows: Array) -> Array:
    """Euclidean norms of the rows of a matrix, without overflow or underflow on the way. Of a large matrix some rows
    at a time are copied."""
    count = max(1, NUMBERS_AT_ONCE // max(1, rows.shape[1]))
    if len(rows) <= count:
        return length_of_few(rows)
    parts = [length_of_few(rows[start : start + count]) for start in range(0, len(rows), count)]
    return np.concatenate(parts)


def length_of_few(rows: Array) -> Array:
    if not rows.shape[1]:
        return np.zeros(len(rows), rows.dtype)
    scale = np.abs(rows).max(1)
    safe = np.where((scale > 0) & np.isfinite(scale), scale, 1).astype(rows.dtype)
    scaled = rows / safe[:, None]
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", scaled, scaled)) * safe)
