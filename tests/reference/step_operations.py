"""The operations of the language in numpy's complex numbers: the imaginary part carries a derivative.

With z = a + i·ε·b and ε tiny, f(z) = f(a) + i·ε·f'(a)·b to the last digit, without a difference of close numbers.
Decisions (relu, where, max) are taken by the real part, ties of max share the imaginary part equally.
"""

from __future__ import annotations

import operator
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import erf, expit

from tests.reference.system import Array


def real(value: Any) -> Array:
    return np.real(np.asarray(value))


def lifted(value: Any, function: Array, slope: Array) -> Array:
    """A function given by its real value and slope."""
    result: Array = function + 1j * slope * np.imag(value)
    return result


def softplus(value: Any) -> Array:
    a = real(value)
    return lifted(value, np.logaddexp(a, 0), expit(a))


def gelu(value: Any) -> Array:
    a = real(value)
    share = 0.5 * (1 + erf(a / np.sqrt(2)))
    return lifted(value, a * share, share + a * np.exp(-a * a / 2) / np.sqrt(2 * np.pi))


def power(base: Any, exponent: Any) -> Array:
    a, e = real(base), real(exponent)
    with np.errstate(all="ignore"):
        value = np.power(a, e)
        by_base = np.where(e == 0, 0, e * np.power(a, e - 1))
        by_exponent = np.where(np.imag(exponent) == 0, 0, value * np.log(a))
    result: Array = value + 1j * (by_base * np.imag(base) + by_exponent * np.imag(exponent))
    return result


def largest(value: Array) -> Array:
    return np.asarray(np.mean(value[real(value) == real(value).max()]))


def norm(value: Array) -> Array:
    return np.asarray(np.sqrt(np.sum(value * value)) if real(value).any() else 0j)


def log_softmax(value: Array) -> Array:
    shifted = value - real(value).max(axis=-1, keepdims=True)
    result: Array = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def layer_norm(value: Array, gain: Array, bias: Array) -> Array:
    centred = value - value.mean(axis=-1, keepdims=True)
    variance = (centred * centred).mean(axis=-1, keepdims=True)
    result: Array = centred / np.sqrt(variance + 1e-5) * gain + bias
    return result


def onehot(index: int, count: int) -> Array:
    return np.asarray(np.arange(count) == index, dtype=np.complex128)


def cross_entropy(logits: Array, target: int | Array) -> Array:
    if isinstance(target, int):
        return np.asarray(0j if target < 0 else -log_softmax(logits)[target])
    known = ~np.isnan(real(target))
    return np.asarray(-(target[known] * log_softmax(logits)[known]).sum())


def mean_of_known(losses: Array, target: Array) -> Array:
    known = ~np.isnan(real(target))
    return np.asarray(losses[known].mean() if known.any() else 0j)


def mse(value: Array, target: Array) -> Array:
    value, target = np.broadcast_arrays(value, target)
    return mean_of_known((value - target) ** 2, target)


def binary_cross_entropy(logits: Array, target: Array) -> Array:
    logits, target = np.broadcast_arrays(logits, target)
    return mean_of_known(target * softplus(-logits) + (1 - target) * softplus(logits), target)


FUNCTIONS: Mapping[str, Any] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "Pow": power,
    "MatMult": lambda a, b: np.asarray(a @ b),
    "Lt": lambda a, b: (real(a) < real(b)) + 0j,
    "LtE": lambda a, b: (real(a) <= real(b)) + 0j,
    "Gt": lambda a, b: (real(a) > real(b)) + 0j,
    "GtE": lambda a, b: (real(a) >= real(b)) + 0j,
    "Eq": lambda a, b: (real(a) == real(b)) + 0j,
    "NotEq": lambda a, b: (real(a) != real(b)) + 0j,
    "transpose": np.transpose,
    "tanh": lambda a: lifted(a, np.tanh(real(a)), 1 - np.tanh(real(a)) ** 2),
    "sigmoid": lambda a: lifted(a, expit(real(a)), expit(real(a)) * expit(-real(a))),
    "relu": lambda a: np.where(real(a) > 0, a, 0),
    "softplus": softplus,
    "gelu": gelu,
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "abs": lambda a: np.sign(real(a)) * a,
    "softmax": lambda a: np.exp(log_softmax(a)),
    "log_softmax": log_softmax,
    "concat": lambda *values: np.concatenate(values, axis=-1),
    "split": lambda value, count: np.split(value, count, axis=-1),
    "sum": lambda a: np.asarray(np.sum(a)),
    "mean": lambda a: np.asarray(np.mean(a)),
    "max": largest,
    "norm": norm,
    "dot": lambda a, b: np.asarray(a @ b),
    "outer": np.outer,
    "layer_norm": layer_norm,
    "embed": lambda table, index: 0 * table[0] if index < 0 else table[int(index)],
    "onehot": onehot,
    "argmax": lambda value: int(np.argmax(real(value))),
    "stop": lambda value: real(value) + 0j,
    "where": lambda condition, a, b: np.where(real(condition) != 0, a, b),
    "cross_entropy": cross_entropy,
    "mse": mse,
    "binary_cross_entropy": binary_cross_entropy,
}
