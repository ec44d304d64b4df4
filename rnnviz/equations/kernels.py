"""How operations are computed with numpy.

A kernel works over any leading axes (time, sequences) and knows from its signature how many axes of each operand belong
to one timestep. Every kernel also takes complex numbers, so that a derivative can be checked by a complex step: a
kink is decided by the real part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnviz.equations.graph import Shape

Array = npt.NDArray[Any]
Kernel = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Signature:
    """What a kernel and an adjoint rule may know of an operation: shapes of one timestep, and what is constant."""

    shapes: tuple[Shape, ...]
    timed: tuple[bool, ...]
    attributes: tuple[Any, ...]
    shape: Shape
    numbers: tuple[float | None, ...] = ()
    dtype: Any = np.float64


Factory = Callable[[Signature], Kernel]


def align(array: Any, inner: int, rank: int) -> Any:
    """`array` with axes of length 1 put before its `inner` last axes, so that its timestep has `rank` axes."""
    if not isinstance(array, np.ndarray) or inner == rank:
        return array
    lead = array.ndim - inner
    return array.reshape(array.shape[:lead] + (1,) * (rank - inner) + array.shape[lead:])


def elementwise(function: Kernel) -> Factory:
    """A kernel of numpy's broadcasting over the axes of a timestep."""

    def factory(signature: Signature) -> Kernel:
        rank = max(map(len, signature.shapes), default=0)
        inner = [len(shape) for shape in signature.shapes]
        if all(n == rank for n, timed in zip(inner, signature.timed, strict=True) if timed):
            return function
        return lambda *arrays: function(*(align(a, n, rank) for a, n in zip(arrays, inner, strict=True)))

    return factory


def plain(function: Kernel) -> Factory:
    """A kernel that needs nothing of the signature."""
    return lambda signature: function


def sigmoid(a: Any) -> Any:
    # Exact far out (4e-18 at -40), where the faster form by tanh shows 0; exp overflows to inf there, which is right.
    return 1.0 / (1.0 + np.exp(-a))


def relu(a: Any) -> Any:
    return np.where(np.real(a) > 0, a, np.where(np.isnan(a), a, 0.0)) if np.iscomplexobj(a) else np.maximum(a, 0)


def softplus(a: Any) -> Any:
    if np.iscomplexobj(a):
        return np.where(a.real > 0, a, 0) + np.log1p(np.exp(np.where(a.real > 0, -a, a)))
    return np.maximum(a, 0) + np.log1p(np.exp(-np.abs(a)))


def erf(a: Any) -> Any:
    from scipy import special  # 0.2 s to import, and only gelu and erf need it

    return special.erf(a)


def gelu(a: Any) -> Any:
    return 0.5 * a * (1.0 + erf(a * 0.7071067811865476))


def absolute(a: Any) -> Any:
    return np.sign(np.real(a)) * a if np.iscomplexobj(a) else np.abs(a)


def by_real_part(comparison: Kernel) -> Kernel:
    return lambda a, b: comparison(np.real(a), np.real(b))


def where(condition: Any, a: Any, b: Any) -> Any:
    condition = np.asarray(condition)
    return np.where(condition if condition.dtype.kind == "b" else condition.real != 0, a, b)


def flat(array: Any, rank: int) -> Any:
    """`array` with the last `rank` axes made one."""
    array = np.asarray(array)
    return array.reshape(*array.shape[: array.ndim - rank], -1)


def reduction(function: Callable[[Any, int, bool], Any]) -> Factory:
    """A kernel over all elements of a timestep or, with attributes (axis, keep), along one axis."""

    def factory(signature: Signature) -> Kernel:
        rank = len(signature.shapes[0])
        axis, keep = signature.attributes or (None, 0)
        if axis is None:
            return lambda a: function(flat(a, rank), -1, False)
        from_end = axis if axis < 0 else axis - rank
        return lambda a: function(np.asarray(a), from_end, bool(keep))

    return factory


def maximum_along(a: Any, axis: int, keep: bool) -> Any:
    if not np.iscomplexobj(a):
        return a.max(axis, keepdims=keep)
    top = a.real == a.real.max(axis, keepdims=True)  # ties share the derivative equally
    return np.where(top, a, 0).sum(axis, keepdims=keep) / top.sum(axis, keepdims=keep)


def norm(signature: Signature) -> Kernel:
    rank = len(signature.shapes[0])

    def kernel(a: Any) -> Any:
        elements = flat(a, rank)
        if np.iscomplexobj(elements):
            square = (elements * elements).sum(-1)
            return np.where((elements.real != 0).any(-1), np.sqrt(square), 0)
        # Scaled by the largest element, so that 1e-200 has a norm and 1e200 a finite one.
        scale = np.abs(elements).max(-1, keepdims=True, initial=0)
        scale = np.where((scale > 0) & np.isfinite(scale), scale, 1)
        return np.sqrt(((elements / scale) ** 2).sum(-1)) * scale[..., 0]

    return kernel


def matmul(signature: Signature) -> Kernel:
    left, right = (len(shape) for shape in signature.shapes)
    constant_left, constant_right = (not timed for timed in signature.timed)
    if (left, right) == (1, 1):
        return lambda a, b: (a * b).sum(-1)
    if (left, right) == (2, 1):
        if constant_left:
            return lambda a, b: np.dot(b, a.T)
        return lambda a, b: np.matmul(a, b[..., None])[..., 0]
    if (left, right) == (1, 2):
        if constant_right:
            return lambda a, b: np.dot(a, b)
        return lambda a, b: np.matmul(a[..., None, :], b)[..., 0, :]
    return np.matmul


def outer(a: Any, b: Any) -> Any:
    return a[..., :, None] * b[..., None, :]


def transpose(a: Any) -> Any:
    return np.swapaxes(a, -1, -2)


def stop(a: Any) -> Any:
    return np.real(a)
