"""Contributions of rank one, asked without being formed: outer(a[t], b[t]) over a stretch of timesteps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.engine import Contributions
from rnnviz.engine.factor_kinds import RankOne
from rnnviz.equations import Operation
from rnnviz.equations.kernels import Array


@dataclass(frozen=True)
class Outer:
    """The matrices a[t] b[t]ᵀ of n timesteps, as their sides (n, rows) and (n, columns).

    All numbers of both sides are finite, so that the largest product is one of the largest and least numbers: rounding
    keeps the order.
    """

    a: Array
    b: Array

    def formed(self) -> Array:
        return np.asarray(self.a[:, :, None] * self.b[:, None, :])


def outer_of(contributions: Contributions, first: int, last: int) -> Outer | None:
    """The contributions of some timesteps, where each has one use of rank one and every number is finite; else None."""
    here = [one for one in contributions.factors if one.first <= last and first <= one.last]
    if len(here) != 1 or not isinstance(here[0], RankOne) or here[0].first > first or here[0].last < last:
        return None
    a, b = here[0].a(first, last), here[0].b(first, last)
    return Outer(a, b) if np.isfinite(a).all() and np.isfinite(b).all() else None


def of_outer(operation: Operation, given: Outer) -> Any:
    """An operation with one operand, of matrices that are not formed; None where they must be."""
    a, b = given.a, given.b
    whole = not operation.attributes
    match operation.kind:
        case "abs":
            return Outer(np.abs(a), np.abs(b))
        case "transpose":
            return Outer(b, a)
        case "negative":
            return Outer(-a, b)
        case "max" if whole:
            return largest(given)
        case "any" if whole:
            return (np.abs(a).max(1) * np.abs(b).max(1) != 0).astype(a.dtype)
        case "all" if whole:
            return (np.abs(a).min(1) * np.abs(b).min(1) != 0).astype(a.dtype)
        case "isnan":
            return Outer(np.zeros_like(a), np.zeros_like(b))  # a product of finite numbers overflows at worst
        case "isfinite" if np.isfinite(largest(Outer(np.abs(a), np.abs(b)))).all():
            return Outer(np.ones_like(a), np.ones_like(b))
        case "take":
            return taken(operation.attributes, given)
    return None


def largest(given: Outer) -> Array:
    corners = [
        one * other for one in (given.a.max(1), given.a.min(1)) for other in (given.b.max(1), given.b.min(1))
    ]  # fmt: skip
    return np.asarray(np.max(corners, axis=0))


def taken(items: tuple[object, ...], given: Outer) -> Any:
    """Elements, rows, columns and blocks."""
    sides = []
    for side, item in zip((given.a, given.b), (*items, (None, None))[:2], strict=True):
        if isinstance(item, tuple):
            sides.append(side[:, slice(*item)])
        else:
            assert isinstance(item, int)
            sides.append(side[:, item])
    a, b = sides
    if a.ndim == 2 and b.ndim == 2:
        return Outer(a, b)
    return a * b if a.ndim == b.ndim else a[:, None] * b if a.ndim == 1 else a * b[:, None]
