"""Accuracies, counted by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from rnnviz.models import Model
from rnnviz.models.accuracy import reached
from rnnviz.models.example import Accuracy

CLASSES = Model("y[t] = I @ x[t]\nL[t] = cross_entropy(y[t], target[t])", {"x": 2, "y": 2, "target": 0},
                parameters={"I": np.eye(2)})  # fmt: skip
RIGHT, WRONG = [0.0, 1.0], [1.0, 0.0]


@pytest.mark.parametrize(("measure", "share"), [("each", 5 / 8), ("last", 3 / 4), ("all", 1 / 4)])
def test_that_shares_count_what_has_a_target(measure: str, share: float) -> None:
    sequences = [
        {"x": np.array([RIGHT, RIGHT]), "target": np.array([1, 1])},
        {"x": np.array([WRONG, RIGHT, RIGHT, WRONG]), "target": np.array([1, -1, 1, -1])},
        {"x": np.array([RIGHT, WRONG]), "target": np.array([1, 1])},
        {"x": np.array([WRONG, RIGHT]), "target": np.array([1, 1])},
    ]
    assert reached(CLASSES, sequences, [Accuracy(measure, "y", "target", 0.0)])[0] == pytest.approx(share)


def test_that_bits_are_those_of_the_losses() -> None:
    sequence = {"x": np.array([[3.0, -1.0], [0.5, 0.5]]), "target": np.array([1, 0])}
    found = reached(CLASSES, [sequence], [Accuracy("bits", "y", "target", 0.0)])[0]
    assert found == pytest.approx(CLASSES.run(sequence)["L"].mean() / math.log(2))


def test_that_an_error_counts_the_elements_that_are_asked_for() -> None:
    model = Model("y[t] = I @ x[t]\nL[t] = mse(y[t], target[t])", {"x": 2, "y": 2, "target": 2},
                  parameters={"I": np.eye(2)})  # fmt: skip
    sequence = {"x": np.array([[1.0, 2.0], [9.0, 9.0]]), "target": np.array([[0.0, 0.0], [math.nan, math.nan]])}
    assert reached(model, [sequence], [Accuracy("error", "y", "target", 0.0)])[0] == pytest.approx(2.5)


def test_that_nothing_to_count_is_no_share() -> None:
    sequence = {"x": np.array([RIGHT]), "target": np.array([-1])}
    assert math.isnan(reached(CLASSES, [sequence], [Accuracy("each", "y", "target", 0.0)])[0])
