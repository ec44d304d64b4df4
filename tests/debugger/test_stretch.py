"""A stretch of any value is what the run has at each of its timesteps."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.debugger import stretch as module
from rnnviz.debugger.stretch import stretch, stretches
from rnnviz.engine import Tape
from rnnviz.models import gallery
from tests.debugger.conftest import Run
from tests.engine import lecture

TEXT = "the quick brown fox"


def check(tape: Tape) -> None:
    names = {name for graph in (tape.graph, tape.adjoint) for name in graph.definitions if graph.timed(name)}
    names |= {*tape.graph.streams, *(f"d{name}" for name in tape.graph.named if not tape.graph.index(name))}
    last = tape.timesteps
    for name in sorted(names):
        for first, stop in ((1, last), (2, 3), (last // 2, last), (last, last)):
            expected = np.stack([tape.value(name, t) for t in range(first, stop + 1)])
            found = stretch(tape, name, first, stop)
            np.testing.assert_allclose(found, expected, 1e-9, 1e-12, err_msg=f"{name} {first} … {stop}")
            assert found.dtype == expected.dtype, name


@pytest.mark.parametrize("cell", [each.name for each in gallery.cells()])
@pytest.mark.parametrize("truncate", [None, 4])
def test_that_every_value_of_every_cell_is_there(run: Run, cell: str, truncate: int | None) -> None:
    check(run(cell, TEXT, truncate))


def test_that_borders_between_segments_are_those_of_the_run() -> None:
    check(lecture.encoder_decoder())
    check(lecture.bidirectional())


def test_that_an_input_has_a_gradient_that_the_run_has_not_kept(run: Run) -> None:
    tape = run("vanilla", TEXT)
    assert "dx" not in tape.values.complete
    np.testing.assert_allclose(stretch(tape, "dx", 3, 7), tape["dx"][2:7])


def test_that_what_does_not_exist_is_a_key_error(run: Run) -> None:
    with pytest.raises(KeyError):
        stretch(run(), "nothing", 1, 2)


def test_that_stretches_follow_each_other_and_are_short(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    tape = run("vanilla", TEXT)
    monkeypatch.setattr(module, "NUMBERS", 5 * tape["dx"].shape[1])
    found = list(stretches(tape, "dx", 2))
    assert [(t, len(rows)) for t, rows in found] == [(2, 5), (7, 5), (12, 5), (17, 2)]
    np.testing.assert_allclose(np.concatenate([rows for _, rows in found]), tape["dx"][1:])
    assert list(stretches(tape, "dx", 5, 4)) == []
