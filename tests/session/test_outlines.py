"""The shape of a run, as the gallery draws it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from rnnviz import Model
from rnnviz.session.draft import draft_over, example
from rnnviz.session.given import Given
from rnnviz.session.outlines import Column, outline_of


def test_that_hello_reads_and_loses_at_every_timestep() -> None:
    assert outline_of(example()).columns == (Column(True, True),) * 4


def test_that_the_middle_of_a_long_run_is_left_out() -> None:
    columns = outline_of(replace(example(), text="hello, hello, hello")).columns
    assert columns == (*(Column(True, True),) * 4, None, Column(True, True))


def test_that_one_to_many_and_many_to_one_are_seen() -> None:
    text = "h[t] = tanh(W @ h[t-1] + U @ x[t])\nL[t] = cross_entropy(V @ h[t], target[t])"
    model = Model(text, sizes={"x": 2, "h": 3, "target": 0}, parameters={"V": np.ones((4, 3))})
    picture = np.array([[1.0, 0.5], [0, 0], [0, 0]])
    one_to_many = outline_of(draft_over(Given(model, {"x": picture, "target": [-1, 2, 3]})))
    assert one_to_many.columns == (Column(True, False), Column(False, True), Column(False, True))
    many_to_one = outline_of(draft_over(Given(model, {"x": np.ones((3, 2)), "target": [-1, -1, 1]})))
    assert [(one.reads, one.has_loss) for one in many_to_one.columns if one] == [
        (True, False),
        (True, False),
        (True, True),
    ]


def test_that_segments_are_told_apart() -> None:
    text = """
encode:
    h[t] = tanh(W @ h[t-1] + embed(E, x[t]))
decode:
    h[t] = tanh(W @ h[t-1])
    L[t] = cross_entropy(h[t], target[t])"""
    model = Model(text, sizes={"x": 0, "h": 3, "target": 0}, parameters={"E": np.ones((4, 3))})
    columns = outline_of(draft_over(Given(model, {"x": [0, 3], "target": [1, 2]}))).columns
    assert columns == (Column(True, False, 0),) * 2 + (Column(False, True, 1),) * 2
