"""What an operation that nobody has named is called."""

from __future__ import annotations

import re

import pytest

from rnnviz.debugger.operation_words import operation_done, operation_to_come
from rnnviz.debugger.roles import legend, role
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.debugger.what_ifs import what_if
from rnnviz.models import gallery
from tests.debugger.conftest import Run

MIXED = """a[t], b[t] = split(W @ x[t] + U @ h[t-1], 2)
h[t] = (1 - sigmoid(a[t])) * h[t-1] + sigmoid(a[t]) * tanh(b[t])
y[t] = V @ where(h[t] > 0, h[t], 0)
L[t] = cross_entropy(y[t], target[t])"""
RESERVED = re.compile(r"\b[A-Za-z]\w*\.\d")


def test_that_the_argument_of_a_function_and_its_terms_are_called_so(run: Run) -> None:
    tape = run("vanilla")
    told = {f"h.{number}": str(role(tape, f"h.{number}", 3)) for number in range(1, 5)}
    assert told == {
        "h.1": "a term of the argument of tanh in h[3]",
        "h.2": "a term of the argument of tanh in h[3]",
        "h.3": "a term of the argument of tanh in h[3]",
        "h.4": "the argument of tanh in h[3]",
    }
    assert str(role(tape, "y.1")) == "a term of y"
    assert str(role(tape, "dh.4", 3)) == "the gradient at the argument of tanh in h[3]"
    assert str(role(tape, "dh.4.1", 3)) == "a part of the gradient at the argument of tanh in h[3]"
    assert str(role(tape, "dh.6", 3)) == "a part of dh[3]"


def test_that_several_results_several_arguments_and_parts_of_products_have_words_too(run: Run) -> None:
    tape = run(MIXED)
    assert str(role(tape, "a.3", 2)) == "the argument of split in a[2], b[2]"
    assert str(role(tape, "h.6", 2)) == "a term of h[2]"
    assert str(role(tape, "h.1", 2)) == "a part of h[2]"
    assert str(role(tape, "dh.1", 2)) == "the gradient at sigmoid(a[2]), a part of h[2]"
    assert str(role(tape, "y.1", 2)) == "an argument of where in y[2]"
    assert str(role(tape, "y.2", 2)) == "a factor of y[2]"


def test_that_names_of_the_text_and_their_gradients_need_no_words(run: Run) -> None:
    tape = run("vanilla")
    assert [role(tape, name, 2) for name in ("h", "dh", "W_hh", "dW_hh", "dW_hh.total", "x", "nothing")] == [None] * 7


def test_that_what_an_overridden_equation_says_is_told(run: Run) -> None:
    tape = what_if(run("vanilla"), {("h", 2, 1): 0.5})
    assert "h.computed" in tape.graph.definitions
    assert str(role(tape, "h.computed", 2)) == "what the equation of h[2] says, had nothing been set by hand"


def test_that_a_legend_has_the_name_with_what_it_computes(run: Run) -> None:
    tape = run("vanilla")
    assert str(legend(tape, "h.1", 3)) == "h.1[3] = W_hh @ h[2], a term of the argument of tanh in h[3]"
    assert str(legend(tape, "dh.4", 4)) == "dh.4[4]: the gradient at the argument of tanh in h[4]"
    assert str(legend(tape, "dh.5", 4)) == "dh.5 = W_hy.T, a part of dh[4]"
    assert legend(tape, "h", 3) is None


@pytest.mark.parametrize("cell", [entry.name for entry in gallery.cells()])
def test_that_every_operation_of_every_cell_is_told_without_a_reserved_name(run: Run, cell: str) -> None:
    tape = run(cell)
    unnamed = [one.name for graph in (tape.graph, tape.adjoint) for one in graph.operations if "." in one.name]
    unnamed = [name for name in unnamed if not name.endswith(".total")]
    assert unnamed
    for name in unnamed:
        told = role(tape, name, 3)
        assert told is not None
        if "text" not in told.values:
            assert not RESERVED.search(str(told))


def test_that_a_step_into_says_what_a_reserved_name_is(run: Run) -> None:
    tape = run("vanilla")
    assert str(operation_to_come(tape, Cursor(0))) == (
        "forward t = 1: h.1[1] = W_hh @ h[0], a term of the argument of tanh in h"
    )
    backward = tape.timesteps
    names = [one.name for one in operations(tape, backward)]
    for name, wanted in (
        ("dh.8", "a part of dh, by the rule of h.1 = W_hh @ h[3]"),
        ("dh.4", "the gradient at the argument of tanh in h, by the rule of h.4 = h.3[4] + b_h"),
        ("dW_hh", "dW_hh[4] = outer(dh.4[4], h[3]) (3×3), by the rule of W_hh"),
    ):
        assert str(operation_done(tape, Cursor(backward, names.index(name) + 1))).endswith(wanted)
