"""The operations of the language in PyTorch, each as PyTorch itself defines value and gradient."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

ZERO = torch.zeros((), dtype=torch.float64)


def tensor(value: Any) -> Tensor:
    return value if isinstance(value, Tensor) else torch.as_tensor(value, dtype=torch.float64)


def unary(function: Callable[[Tensor], Tensor]) -> Callable[[Any], Tensor]:
    return lambda value: function(tensor(value))


def norm(value: Tensor) -> Tensor:
    return torch.linalg.vector_norm(tensor(value))


def matrix_product(left: Tensor, right: Tensor) -> Tensor:
    return left @ right


def layer_norm(value: Tensor, gain: Tensor, bias: Tensor) -> Tensor:
    return functional.layer_norm(value, value.shape[-1:], gain, bias, eps=1e-5)


def embed(table: Tensor, index: int) -> Tensor:
    return torch.zeros_like(table[0]) if index < 0 else table[int(index)]


def onehot(index: int, count: int) -> Tensor:
    result = torch.zeros(count, dtype=torch.float64)
    if index >= 0:
        result[int(index)] = 1.0
    return result


def cross_entropy(logits: Tensor, target: int | Tensor) -> Tensor:
    """Of a class, or of probabilities; a missing class and missing probabilities add nothing."""
    if isinstance(target, int):
        if target < 0:
            return 0.0 * logits.sum().detach()
        return functional.cross_entropy(logits[None], torch.tensor([target]))
    known = ~torch.isnan(target)
    return -(target[known] * functional.log_softmax(logits, dim=-1)[known]).sum()


def mse(value: Tensor, target: Tensor) -> Tensor:
    value, target = torch.broadcast_tensors(tensor(value), tensor(target))
    known = ~torch.isnan(target)
    return functional.mse_loss(value[known], target[known]) if known.any() else ZERO


def binary_cross_entropy(logits: Tensor, target: Tensor) -> Tensor:
    logits, target = torch.broadcast_tensors(tensor(logits), tensor(target))
    known = ~torch.isnan(target)
    return functional.binary_cross_entropy_with_logits(logits[known], target[known]) if known.any() else ZERO


FUNCTIONS: Mapping[str, Any] = {
    "Add": operator.add,
    "Sub": operator.sub,
    "Mult": operator.mul,
    "Div": operator.truediv,
    "Pow": lambda base, exponent: torch.pow(tensor(base), tensor(exponent)),
    "MatMult": matrix_product,
    "Lt": lambda a, b: (tensor(a) < tensor(b)).to(torch.float64),
    "LtE": lambda a, b: (tensor(a) <= tensor(b)).to(torch.float64),
    "Gt": lambda a, b: (tensor(a) > tensor(b)).to(torch.float64),
    "GtE": lambda a, b: (tensor(a) >= tensor(b)).to(torch.float64),
    "Eq": lambda a, b: (tensor(a) == tensor(b)).to(torch.float64),
    "NotEq": lambda a, b: (tensor(a) != tensor(b)).to(torch.float64),
    "transpose": lambda a: a.mT,
    "tanh": unary(torch.tanh),
    "sigmoid": unary(torch.sigmoid),
    "relu": unary(torch.relu),
    # PyTorch replaces softplus by the identity above a threshold, 20 unless told: 2e-9 away from what it means.
    "softplus": unary(lambda value: torch.logaddexp(value, torch.zeros_like(value))),
    "gelu": unary(functional.gelu),
    "exp": unary(torch.exp),
    "log": unary(torch.log),
    "sqrt": unary(torch.sqrt),
    "abs": unary(torch.abs),
    "softmax": lambda value: torch.softmax(value, dim=-1),
    "log_softmax": lambda value: torch.log_softmax(value, dim=-1),
    "concat": lambda *values: torch.cat(values, dim=-1),
    "split": lambda value, count: torch.chunk(value, count, dim=-1),
    "sum": unary(torch.sum),
    "mean": unary(torch.mean),
    "max": unary(torch.amax),
    "norm": norm,
    "dot": torch.dot,
    "outer": torch.outer,
    "layer_norm": layer_norm,
    "embed": embed,
    "onehot": onehot,
    "argmax": lambda value: int(torch.argmax(value)),
    "stop": lambda value: value.detach(),
    "where": lambda condition, a, b: torch.where(tensor(condition) != 0, tensor(a), tensor(b)),
    "cross_entropy": cross_entropy,
    "mse": mse,
    "binary_cross_entropy": binary_cross_entropy,
}
