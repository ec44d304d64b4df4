"""Which snapshots are kept, and how much memory they take."""

from __future__ import annotations

import pytest

from rnnviz.models.recipe import Recipe
from rnnviz.models.training import Training
from tests.models.test_training import sequences, vanilla


def test_that_snapshots_are_kept_every_so_many_updates() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01, updates=23, snapshot_every=5))
    training.run()
    assert training.snapshots.numbers == (0, 5, 10, 15, 20)
    with pytest.raises(KeyError):
        training.model_at(7)


def test_that_a_snapshot_is_the_model_of_that_update() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01, snapshot_every=4))
    training.run(8)
    now = training.parameters
    training.run(8)
    assert all((training.model_at(8).parameters[name] == one).all() for name, one in now.items())
    assert training.snapshots.nearest(11).number == 8


def test_that_beyond_the_memory_snapshots_are_thinned_out_evenly() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01, snapshot_every=1))
    training.update()
    one = training.snapshots[1].nbytes
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01, snapshot_every=1), memory=30 * one)
    training.run(100)
    numbers = training.snapshots.numbers
    assert numbers == tuple(range(0, 101, training.snapshots.every))
    assert 8 <= len(numbers) <= 30
    assert training.snapshots.every in (4, 8, 16)
    assert sum(training.snapshots[number].nbytes for number in numbers) <= 30 * one
    training.rewind(numbers[3])
    assert training.snapshots.numbers == numbers[:4]


def test_that_nobody_can_change_a_snapshot() -> None:
    training = Training(vanilla(), sequences(), Recipe("adam", 0.01))
    for array in training.snapshots[0].parameters.values():
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
