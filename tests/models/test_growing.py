"""Layers that are inserted stand in the middle, and all others are as they were."""

from __future__ import annotations

import numpy as np

from rnnviz.models import Model
from rnnviz.models.growing import deepened, with_layers

TEXT = "untied W, b\nh[t] = W[t] @ relu(h[t-1]) + b[t] + U @ x[t]\ny[t] = V @ h[t]"


def test_that_what_was_trained_stays_at_both_ends() -> None:
    deep = Model(TEXT, {"x": 2, "h": 3, "y": 1}, seed=4, timesteps=8)
    shallow = with_layers(deep, 5)
    assert shallow.parameters["W"].shape == (5, 3, 3)
    trained = {name: one + 100.0 for name, one in shallow.parameters.items()}
    grown = deepened(trained, deep).parameters
    assert np.array_equal(grown["W"][:2], trained["W"][:2])
    assert np.array_equal(grown["W"][2:5], deep.parameters["W"][2:5])
    assert np.array_equal(grown["W"][5:], trained["W"][2:])
    assert np.array_equal(grown["b"][5:], trained["b"][2:])
    assert np.array_equal(grown["U"], trained["U"])


def test_that_fewer_layers_are_drawn_from_the_same_seed() -> None:
    deep = Model(TEXT, {"x": 2, "h": 3, "y": 1}, seed=4, timesteps=8)
    assert np.array_equal(with_layers(deep, 8).parameters["W"], deep.parameters["W"])
    assert np.array_equal(with_layers(deep, 3).parameters["U"], deep.parameters["U"])
