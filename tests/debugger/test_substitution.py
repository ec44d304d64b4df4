"""Equations with the numbers of a timestep in them."""

from __future__ import annotations

import numpy as np
import pytest

from rnnviz.debugger.numbers import brief
from rnnviz.debugger.substitution import parts, substitute, symbols
from rnnviz.models import gallery
from tests.debugger.conftest import Run
from tests.debugger.test_narration import SEGMENTS

CELLS = [entry.name for entry in gallery.cells()]


def test_that_an_equation_shows_the_numbers_it_read(run: Run) -> None:
    tape = run()
    h, x, b = (brief(value) for value in (tape["h"][1], tape["x"][2], tape.model.parameters["b_h"]))
    assert symbols(tape, "h", 3) == "h[3] = tanh(W_hh @ h[2] + W_xh @ x[3] + b_h)"
    assert substitute(tape, "h", 3) == f"h[3] = tanh(W_hh (3×3) @ {h} + W_xh (3×4) @ {x} + {b})"


def test_that_the_first_timestep_reads_the_initial_state(run: Run) -> None:
    assert "W_hh (3×3) @ [0, 0, 0]" in substitute(run(), "h", 1)


def test_that_an_adjoint_equation_shows_its_numbers_alike(run: Run) -> None:
    tape = run()
    assert symbols(tape, "dh", 3).startswith("dh[3] = ")
    assert brief(tape["dy"][2]) in substitute(tape, "dh", 3)
    assert "[0, 0, 0]" in substitute(tape, "dh", 4)  # nothing comes from t = 5


@pytest.mark.parametrize("cell", CELLS)
def test_that_every_equation_of_every_cell_can_be_shown_at_every_timestep(run: Run, cell: str) -> None:
    tape = run(cell)
    for graph in (tape.model.graph, tape.model.adjoint):
        for equation in graph.equations:
            if not equation.timed:
                continue
            for name in equation.names:
                for timestep in tape.span(name):
                    assert "[t" not in substitute(tape, name, timestep) + symbols(tape, name, timestep)


@pytest.mark.parametrize("name", ["h", "c", "dc", "da_i"])
def test_that_the_parts_end_in_the_value_of_the_equation(run: Run, name: str) -> None:
    tape = run("lstm")
    shown = parts(tape, name, 2)
    assert shown[-1].name == name
    assert np.allclose(shown[-1].value, tape[name][1])
    assert all("[2" not in part.text for part in shown)


def test_that_the_parts_are_the_operations_one_by_one(run: Run) -> None:
    tape = run()
    shown = parts(tape, "h", 2)
    assert [part.text for part in shown] == [
        "W_hh @ h[t-1]",
        "W_xh @ x[t]",
        "W_hh @ h[t-1] + W_xh @ x[t]",
        "W_hh @ h[t-1] + W_xh @ x[t] + b_h",
        "tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)",
    ]
    assert np.allclose(shown[0].value, tape.model.parameters["W_hh"] @ tape["h"][0])
    assert np.allclose(shown[3].value, np.arctanh(tape["h"][1]))


def test_that_what_lies_beyond_a_cut_is_shown_as_zero(run: Run) -> None:
    tape = run(truncate=2)
    assert "W_hh (3×3).T @ [0, 0, 0]" in substitute(tape, "dh", 2)
    assert "W_hh (3×3).T @ [0, 0, 0]" not in substitute(tape, "dh", 3)


def test_that_each_segment_shows_its_own_equation(run: Run) -> None:
    tape = run(SEGMENTS)
    assert symbols(tape, "h", 4) == "h[4] = tanh(W_hh @ h[3] + W_xh @ x[4])"
    assert symbols(tape, "h", 5) == "h[5] = tanh(V_hh @ h[4])"
    assert brief(tape["h"][3]) in substitute(tape, "h", 5)
    assert [part.text for part in parts(tape, "h", 5)] == ["V_hh @ h[t-1]", "tanh(V_hh @ h[t-1])"]


def test_that_an_unknown_name_is_an_error(run: Run) -> None:
    with pytest.raises(KeyError):
        substitute(run(), "zz", 1)
