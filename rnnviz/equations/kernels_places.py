"""Kernels that move numbers about: joining, taking out, putting back, spreading; and class indices to rows and back."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnnviz.equations.kernels import Kernel, Signature, align


def concat(signature: Signature) -> Kernel:
    inner = [len(shape) for shape in signature.shapes]
    rank = len(signature.shape)

    def kernel(*arrays: Any) -> Any:
        parts = [align(np.asarray(a), n, rank) for a, n in zip(arrays, inner, strict=True)]
        lead = np.broadcast_shapes(*(part.shape[: part.ndim - rank] for part in parts))
        return np.concatenate([np.broadcast_to(p, lead + p.shape[p.ndim - rank :]) for p in parts], axis=-rank)

    return kernel


def take(signature: Signature) -> Kernel:
    index = tuple(slice(*one) if isinstance(one, tuple) else one for one in signature.attributes)
    rest = (slice(None),) * (len(signature.shapes[0]) - len(index))
    whole: Any = (Ellipsis, *index, *rest)
    return lambda a: a[whole]


def part(signature: Signature) -> Kernel:
    """One of the equal parts that `split` makes along the first axis of a timestep; attributes (which, of how many)."""
    which, count = signature.attributes
    length = signature.shapes[0][0] // count
    rest = (slice(None),) * (len(signature.shapes[0]) - 1)
    whole = (Ellipsis, slice(which * length, (which + 1) * length), *rest)
    return lambda a: a[whole]


def place(signature: Signature) -> Kernel:
    """Zeros with the operand at (start, stop, size) of each axis: what an element or a slice sends back."""
    rank = len(signature.shapes[0])
    sizes = tuple(size for _, _, size in signature.attributes)
    extent = tuple(stop - start for start, stop, _ in signature.attributes)
    where_to: Any = (Ellipsis, *(slice(start, stop) for start, stop, _ in signature.attributes))

    def kernel(g: Any) -> Any:
        g = np.asarray(g)
        lead = g.shape[: g.ndim - rank]
        out = np.zeros(lead + sizes, g.dtype)
        out[where_to] = g.reshape(lead + extent)
        return out

    return kernel


def spread(signature: Signature) -> Kernel:
    """The operand repeated to a larger shape; attributes (axis that was summed or None, *sizes)."""
    axis, *sizes = signature.attributes
    rank = len(signature.shapes[0])

    def kernel(g: Any) -> Any:
        g = np.asarray(g)
        if axis is not None and rank < len(sizes):
            g, inner = np.expand_dims(g, axis if axis < 0 else axis - len(sizes)), len(sizes)
        else:
            inner = rank
        g = align(g, inner, len(sizes))
        return np.broadcast_to(g, g.shape[: g.ndim - len(sizes)] + tuple(sizes))

    return kernel


def sum_to(signature: Signature) -> Kernel:
    """The operand summed to the shape that numpy's broadcasting had stretched."""
    given, wanted = signature.shapes[0], signature.shape
    extra = len(given) - len(wanted)
    axes = tuple(range(-len(given), -len(given) + extra))
    kept = tuple(-len(wanted) + i for i, n in enumerate(wanted) if n == 1 and given[extra + i] != 1)

    def kernel(g: Any) -> Any:
        g = np.asarray(g)
        if kept:
            g = g.sum(kept, keepdims=True)
        return g.sum(axes) if axes else g

    return kernel


def embed(table: Any, k: Any) -> Any:
    known = np.asarray(k) >= 0
    return np.where(known[..., None], table[np.where(known, k, 0)], 0)


def scatter(signature: Signature) -> Kernel:
    rows = signature.attributes[0]

    def kernel(g: Any, k: Any) -> Any:
        hot = np.asarray(k)[..., None] == np.arange(rows)
        return np.where(hot[..., None], g[..., None, :], 0)

    return kernel


def onehot(signature: Signature) -> Kernel:
    classes = np.arange(signature.attributes[0])
    return lambda k: (np.asarray(k)[..., None] == classes).astype(signature.dtype)


def argmax(a: Any) -> Any:
    return np.real(a).argmax(-1)
