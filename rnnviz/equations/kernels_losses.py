"""Kernels of normalised vectors and of the losses."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnnviz.equations.kernels import Factory, Kernel, Signature, align, flat, softplus


def softmax(a: Any) -> Any:
    e = np.exp(below_largest(a))
    return e / e.sum(-1, keepdims=True)


def log_softmax(a: Any) -> Any:
    shifted = below_largest(a)
    return shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))


EPS = 1e-5


def deviation(a: Any) -> Any:
    centred = a - a.mean(-1, keepdims=True)
    return np.sqrt((centred * centred).mean(-1, keepdims=True) + EPS)


def standardize(a: Any) -> Any:
    return (a - a.mean(-1, keepdims=True)) / deviation(a)


def deviation_of(signature: Signature) -> Kernel:
    keep = len(signature.shape) > 0
    return (lambda a: deviation(a)) if keep else (lambda a: deviation(a)[..., 0])


def layer_norm(signature: Signature) -> Kernel:
    rank = len(signature.shapes[0])
    return lambda a, gain, bias: align(gain, 1, rank) * standardize(a) + align(bias, 1, rank)


def cross_entropy(signature: Signature) -> Kernel:
    if signature.shapes[1] == ():

        def by_class(a: Any, k: Any) -> Any:
            shifted, k = rows_and_classes(below_largest(a), k)
            rows = shifted.reshape(-1, shifted.shape[-1])
            # -1 takes the last, in a row that is put right below.
            chosen = rows[np.arange(len(rows)), k.reshape(-1)].reshape(k.shape)
            lost = np.log(np.add.reduce(np.exp(shifted, shifted), -1)) - chosen
            return np.where(k < 0, 0, lost) if any_missing(k) else lost

        return by_class
    masked = bool(signature.attributes)

    def by_probability(a: Any, p: Any) -> Any:
        terms = -p * log_softmax(a)
        return (np.where(np.isnan(p), 0, terms) if masked else terms).sum(-1)

    return by_probability


def class_residual(a: Any, k: Any) -> Any:
    """softmax(a) - onehot(k), and zero where the class is -1: the gradient of cross_entropy at its logits."""
    out, k = rows_and_classes(below_largest(a), k)
    np.exp(out, out)
    out /= np.add.reduce(out, -1, keepdims=True)
    rows, classes = out.reshape(-1, out.shape[-1]), k.reshape(-1)
    rows[np.arange(len(rows)), classes] -= 1  # -1 takes the last, in a row that is put right here:
    if any_missing(classes):
        rows[classes < 0] = 0
    return out


def below_largest(a: Any) -> Any:
    """a - max(a), what an exponential is taken of: none of them overflows."""
    return a - np.maximum.reduce(a.real, -1, keepdims=True)


def rows_and_classes(rows: Any, k: Any) -> tuple[Any, Any]:
    """Rows of numbers, which may be written to, and the class of each; both of them as often as the other says."""
    k = np.asarray(k)
    if rows.shape[:-1] != k.shape:
        lead = np.broadcast_shapes(rows.shape[:-1], k.shape)
        rows, k = np.broadcast_to(rows, lead + rows.shape[-1:]).copy(), np.broadcast_to(k, lead)
    return rows, k


def any_missing(k: Any) -> bool:
    return bool(np.minimum.reduce(k, None) < 0)


def mean_loss(term: Kernel) -> Factory:
    """The mean of `term` over the elements of a timestep; those whose target is NaN data are left out."""

    def factory(signature: Signature) -> Kernel:
        rank = len(signature.shapes[0])
        masked = bool(signature.attributes)

        def kernel(a: Any, b: Any) -> Any:
            terms = flat(term(a, b), rank)
            if not masked:
                return terms.mean(-1)
            known = np.broadcast_to(~np.isnan(flat(b, rank)), terms.shape)
            return np.where(known, terms, 0).sum(-1) / np.maximum(known.sum(-1), 1).astype(terms.dtype)

        return kernel

    return factory


def present(signature: Signature) -> Kernel:
    rank = len(signature.shapes[0])
    return lambda b: np.maximum((~np.isnan(flat(b, rank))).sum(-1), 1).astype(signature.dtype)


def squared_error(a: Any, b: Any) -> Any:
    return (a - b) * (a - b)


def logistic_loss(a: Any, b: Any) -> Any:
    return softplus(a) - a * b
