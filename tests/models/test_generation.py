"""Free-running generation: the model's own prediction is its next input."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from rnnviz import DataError, Model
from rnnviz.engine import gradient_check

VANILLA = """
h[t] = tanh(W @ h[t-1] + U @ x[t] + b)
y[t] = V @ h[t] + c
"""
EMBEDDED = """
h[t] = tanh(W @ h[t-1] + embed(E, x[t]) + b)
y[t] = V @ h[t] + c
"""


def by_hand(weights: Mapping[str, Any], begin: list[int], length: int) -> list[int]:
    """The tokens read at every timestep, greedily continued: the recurrence written out."""
    h, tokens = np.zeros(5), list(begin)
    for t in range(length):
        inputs = weights["U"][:, tokens[t]] if "U" in weights else weights["E"][tokens[t]]
        h = np.tanh(weights["W"] @ h + inputs + weights["b"])
        if t + 1 >= len(tokens):
            tokens.append(int(np.argmax(weights["V"] @ h + weights["c"])))
    return tokens[:length]


def test_that_greedy_generation_reads_its_own_largest_logit() -> None:
    model = Model(VANILLA, sizes={"x": 4, "h": 5, "y": 4}, seed=3)
    tape = model.generate({"x": np.eye(4)[[2, 0]]}, "x", "y", from_=3, timesteps=12)
    assert tape["x"].argmax(1).tolist() == by_hand(model.parameters, [2, 0], 12)
    assert (tape["x"].sum(1) == 1).all()


def test_that_indices_are_generated_as_well() -> None:
    model = Model(EMBEDDED, sizes={"h": 5, "y": 4, "E": (4, 5)}, seed=1)
    tape = model.generate({"x": [1, 3]}, "x", "y", from_=3, timesteps=12)
    assert tape["x"].tolist() == by_hand(model.parameters, [1, 3], 12)


def test_that_what_is_given_is_read_until_generation_begins() -> None:
    model = Model(VANILLA + "L[t] = cross_entropy(y[t], k[t])\n", sizes={"x": 4, "h": 5, "y": 4}, seed=3)
    data: dict[str, Any] = {"x": np.eye(4)[[2, 0, 1, 1, 3, 2]], "k": [0, 1, 1, 3, 2, 2]}
    forced, running = model.run(data), model.generate(data, "x", "y", from_=4)
    assert np.array_equal(running["x"][:3], data["x"][:3])
    assert np.allclose(running["h"][:3], forced["h"][:3], rtol=0, atol=1e-14)


def test_that_sampling_follows_the_probabilities_and_its_seed() -> None:
    model = Model("y[t] = 0 * x[t] + c", sizes={"x": 3, "y": 3}, parameters={"c": np.log([0.6, 0.3, 0.1])})
    begin = {"x": np.eye(3)[[0]]}
    tape = model.generate(begin, "x", "y", from_=2, how="sample", seed=5, timesteps=20_001)
    shares = tape["x"][1:].mean(0)
    assert np.abs(shares - [0.6, 0.3, 0.1]).max() < 0.015
    again = model.generate(begin, "x", "y", from_=2, how="sample", seed=5, timesteps=20_001)
    other = model.generate(begin, "x", "y", from_=2, how="sample", seed=6, timesteps=20_001)
    assert np.array_equal(tape["x"], again["x"])
    assert not np.array_equal(tape["x"], other["x"])


def test_that_a_low_temperature_is_greedy() -> None:
    model = Model(VANILLA, sizes={"x": 4, "h": 5, "y": 4}, seed=3)
    cold = model.generate({"x": np.eye(4)[[2]]}, "x", "y", 2, how="sample", temperature=1e-4, timesteps=12)
    greedy = model.generate({"x": np.eye(4)[[2]]}, "x", "y", 2, timesteps=12)
    assert np.array_equal(cold["x"], greedy["x"])


def test_that_no_gradient_goes_through_the_choice() -> None:
    model = Model(VANILLA + "L[t] = cross_entropy(y[t], k[t])\n", sizes={"x": 4, "h": 5, "y": 4}, seed=3)
    tape = model.generate({"x": np.eye(4)[[2]], "k": [0, 1, 1, 3, 2]}, "x", "y", from_=2)
    assert gradient_check(tape).passed
    assert tape.graph.users("y") == (("L", 0), ("x", -1))


def test_that_a_decoder_generates_in_its_own_segment() -> None:
    text = """encode:
    h[t] = tanh(W @ h[t-1] + U @ s[t])
decode:
    h[t] = tanh(W @ h[t-1] + U @ x[t])
    y[t] = V @ h[t]"""
    model = Model(text, sizes={"s": 4, "x": 4, "h": 5, "y": 4}, seed=2)
    tape = model.generate({"s": np.eye(4)[[1, 2, 3]], "x": np.eye(4)[[0]]}, "x", "y", from_=2, timesteps=6)
    assert tape.timesteps == 9
    assert tape["x"][4:].argmax(1).tolist() == tape["y"][3:8].argmax(1).tolist()


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"x": "h"}, "`h`"),
        ({"y": "x"}, "`x`"),
        ({"from_": 4}, "from timestep 4"),
        ({"from_": 0}, "timestep 0"),
        ({"how": "beam"}, "beam"),
        ({"temperature": 0.0}, "temperature"),
    ],
)
def test_that_what_does_not_fit_is_refused(change: dict[str, Any], word: str) -> None:
    model = Model(VANILLA, sizes={"x": 4, "h": 5, "y": 4})
    call: dict[str, Any] = {"x": "x", "y": "y", "from_": 2, "timesteps": 5} | change
    with pytest.raises(DataError, match=word):
        model.generate({"x": np.eye(4)[[0]]}, **call)
