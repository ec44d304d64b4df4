"""Influence: G[s, t] = ‖dL_s/dh_t‖, against one run for each loss."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from rnnviz import Tape
from tests.engine import lecture
from tests.reference import comparison
from tests.reference.cells import cells
from tests.reference.system import Array, System, largest_error

CLASSES = {system.name: system for system in cells()}


def row_by_row(system: System, state: str) -> Array:
    """Each loss alone: all other targets are taken away, as -1 or NaN."""
    rows = []
    for s in range(system.timesteps):
        target = np.full_like(system.data["target"], -1 if system.data["target"].dtype.kind == "i" else np.nan)
        target[s] = system.data["target"][s]
        tape = comparison.tape_of(dataclasses.replace(system, data={**system.data, "target": target}))
        gradient = tape[f"d{state}"]
        rows.append(np.sqrt((gradient**2).reshape(len(gradient), -1).sum(1)))
    return np.array(rows)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("vanilla", "h"), ("vanilla_truncated_2", "h"), ("lstm", "c"), ("gru", "h"), ("two_layers", "h1"),
        ("bidirectional", "a"), ("bidirectional", "b"), ("residual", "h"), ("fast_weights", "S"), ("lags_1_2_3", "h"),
        ("lags_1_3_truncated_2", "h"),
    ],
)  # fmt: skip
def test_that_influence_is_what_each_loss_alone_sends_back(name: str, state: str) -> None:
    system = CLASSES[name]
    found = comparison.tape_of(system).influence(state)
    assert largest_error(found, row_by_row(system, state)) <= 1e-12


def test_that_no_path_means_zero() -> None:
    found = lecture.vanilla(timesteps=6).influence("h")
    assert found.shape == (6, 6)
    assert not np.triu(found, 1).any()
    assert np.tril(found).all() or (np.tril(found) > 0).sum() == 21
    both = lecture.bidirectional(timesteps=5)
    assert not np.triu(both.influence("a"), 1).any()
    assert not np.tril(both.influence("b"), -1).any()
    assert np.triu(both.influence("b")).any()


def test_that_the_rows_add_up_to_the_gradient_in_one_dimension() -> None:
    tape: Tape = lecture.vanilla(timesteps=5, hidden=1)
    assert (tape.influence("h").sum(0) >= np.abs(tape["dh"][:, 0]) - 1e-12).all()
    assert np.isclose(tape.influence("h")[4, 4], abs(tape["dh"][4, 0]))


@pytest.mark.parametrize("name", ["q", "target", "W_hh"])
def test_that_what_has_no_gradient_is_a_key_error(name: str) -> None:
    with pytest.raises(KeyError):
        lecture.vanilla().influence(name)
