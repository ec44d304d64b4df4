"""Stepping: every command is a search, each step is undone by one back, and none looks at the stops between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.debugger import stepping
from rnnviz.engine import Tape
from rnnviz.models import gallery
from rnnviz.models.model import Model
from rnnviz.models.text import TextSequence
from rnnviz.models.text_model import text_data, text_model
from tests.debugger.conftest import Run

CELLS = [entry.name for entry in gallery.cells()]


@pytest.fixture(scope="module")
def million() -> Tape:
    """A model without recurrence over a million timesteps: its run takes a moment."""
    model = Model("y[t] = a * x[t]\nL[t] = mse(y[t], target[t])", sizes={"x": 0, "target": 0, "a": 0})
    x = np.linspace(0, 1, 1_000_000)
    return model.run({"x": x, "target": x})


@pytest.mark.parametrize("cell", CELLS)
def test_that_stepping_passes_every_stop_of_any_model_and_back(run: Run, cell: str) -> None:
    tape = run(cell)
    position, seen = 0, [0]
    while position < tape.stops - 1:
        position = stepping.step(tape, position)
        seen.append(position)
    assert seen == list(range(tape.stops))
    for expected in reversed(seen[:-1]):
        position = stepping.step(tape, position, -1)
        assert position == expected


@given(st.lists(st.one_of(st.integers(-30, 30), st.sampled_from(["start", "end"])), max_size=20))
def test_that_any_walk_is_as_on_a_line(walk: list[int | str]) -> None:
    sequence = TextSequence("hello")
    model = text_model(gallery.cell("vanilla").body, sequence, hidden=2)
    tape = model.run(text_data(model, sequence))
    position = expected = 0
    for move in walk:
        if move == "start":
            position, expected = stepping.go_to(tape, position, 0), 0
        elif move == "end":
            position, expected = stepping.go_to(tape, position, tape.stops), 8
        else:
            assert isinstance(move, int)
            position, expected = stepping.step(tape, position, move), min(max(expected + move, 0), 8)
        assert position == expected


def test_that_a_timestep_is_found_in_the_pass_where_the_cursor_stands(run: Run) -> None:
    tape = run("bidirectional")
    for position in range(1, tape.stops):
        pass_ = stepping.current_pass(tape, position)
        for timestep in pass_.timesteps:
            found = stepping.go_to_timestep(tape, position, timestep)
            moment = tape.moment(found)
            assert (moment.pass_, moment.timestep) == (pass_, timestep)


def test_that_before_the_first_timestep_the_first_pass_is_meant(run: Run) -> None:
    tape = run(text="ab")
    assert tape.stops == 3
    assert stepping.go_to_timestep(tape, 0, 1) == 1


@dataclass(frozen=True)
class Where:
    """Holds at the positions given."""

    positions: tuple[int, ...]

    def nearest(self, tape: Tape, position: int, direction: int) -> int | None:
        beyond = [one for one in self.positions if (one - position) * direction > 0]
        return min(beyond, key=lambda one: abs(one - position), default=None)


def test_that_a_search_goes_to_the_nearest_in_its_direction(run: Run) -> None:
    tape, condition = run(), Where((2, 5, 7))
    assert stepping.search(tape, 5, +1, condition) == 7
    assert stepping.search(tape, 5, -1, condition) == 2
    assert stepping.search(tape, 7, +1, condition) is None
    assert stepping.search(tape, 0, -1, condition) is None


def test_that_a_condition_that_leads_off_the_tape_is_an_error(run: Run) -> None:
    with pytest.raises(ValueError, match="found position 99"):
        stepping.search(run(), 0, +1, Where((99,)))


class Counted(Tape):
    """A tape that counts how often it is asked."""

    def __init__(self, tape: Tape) -> None:
        self.__dict__ = {"tape": tape, "count": 0}

    def __getattribute__(self, name: str) -> Any:
        own = object.__getattribute__(self, "__dict__")
        if name in own or name.startswith("__"):
            return object.__getattribute__(self, name)
        own["count"] += 1
        return getattr(own["tape"], name)


def test_that_a_step_costs_the_same_at_a_million_timesteps(run: Run, million: Tape) -> None:
    assert million.stops == 2_000_001

    def looked_up(tape: Tape) -> int:
        counted = Counted(tape)
        position = stepping.go_to(counted, 0, tape.stops - 1)
        position = stepping.step(counted, position, -1)
        position = stepping.step(counted, position, -(tape.stops // 2))
        position = stepping.go_to_timestep(counted, position, 3)
        assert stepping.step(counted, position) == position + 1
        return int(counted.count)

    assert 0 < looked_up(million) <= looked_up(run()) + 4
