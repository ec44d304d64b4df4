"""How well a model does what it was trained for."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from rnnviz.engine.data import Data
from rnnviz.engine.tape import Tape
from rnnviz.models.example import Accuracy
from rnnviz.models.model import Model


def reached(model: Model, sequences: Iterable[Data], accuracies: Sequence[Accuracy]) -> tuple[float, ...]:
    """What a model reaches on sequences, measured in each of these ways (see `Accuracy`); NaN where none counts."""
    parts = [[_of(tape, one) for one in accuracies] for tape in map(model.run, sequences)]
    sums = np.sum(parts, axis=0)
    return tuple(float(total / count) if count else math.nan for total, count in sums)


def _of(tape: Tape, accuracy: Accuracy) -> tuple[float, float]:
    """What one run adds: to the sum of what is right (or lost), and to how many are counted."""
    value, target = tape[accuracy.value], tape[accuracy.target]
    if accuracy.measure == "error":
        squares = np.square(value - target)
        return float(np.nansum(squares)), float(np.isfinite(squares).sum())
    counted = target >= 0
    value, target = value[counted], target[counted].astype(int)
    if accuracy.measure == "bits":
        shifted = value - value.max(axis=-1, keepdims=True)
        losses = np.log(np.exp(shifted).sum(axis=-1)) - shifted[np.arange(len(target)), target]
        return float(losses.sum()) / math.log(2), len(target)
    right = value.argmax(axis=-1) == target
    if accuracy.measure == "each":
        return float(right.sum()), len(right)
    return float(right.all() if accuracy.measure == "all" else right[-1:].all()), 1.0
