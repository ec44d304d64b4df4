"""Memory that a run has done with is left to the next, and nobody's memory is."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from rnnviz.engine import room
from rnnviz.engine.room import Workroom
from tests.engine import lecture
from tests.reference.system import Array


@pytest.fixture(autouse=True)
def _no_block_to_begin_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "idle", [])


def test_that_a_run_leaves_one_block_and_no_number_of_its_tape_stands_there() -> None:
    for tape in (lecture.lstm(), lecture.bidirectional(), lecture.vanilla(truncate=2), lecture.encoder_decoder()):
        (block,) = room.idle
        for name, array in tape.values.timed.items():
            assert not np.shares_memory(array, block), name


@pytest.mark.parametrize("part", [lambda array: array, lambda array: array[1:], lambda array: array.reshape(3, 2)])
def test_that_a_block_in_which_somebody_holds_an_array_stays_theirs(part: Callable[[Array], Array]) -> None:
    workroom = Workroom(1000)
    held = part(workroom.array((6,), np.dtype(np.float64)))
    workroom.leave()
    assert not room.idle
    assert held.base is not None


def test_that_a_block_whose_arrays_are_gone_is_left() -> None:
    workroom = Workroom(1000)
    workroom.array((6,), np.dtype(np.float64))
    workroom.leave()
    assert len(room.idle) == 1
