"""No text whatsoever raises anything but EquationError, and none takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rnnviz.equations import EquationError, adjoint, parse
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.system import Size, System

VALID = [*cells(), *operation_systems()]

# What a hand may leave behind: the language's own pieces, in no order.
PIECES = st.sampled_from(
    [
        *"h x W y L t T k [t] [t-1] [t+1] [0] [1:2] [t-] = == + - * / @ ** % ( ) [ ] , : . .T ; # \\ ' \"".split(" "),
        *"1 0 -1 1e9 1e999 0x untied learned loss encode: tanh( split( sum( where( cross_entropy( mse( embed(".split(
            " "
        ),
        *"onehot( concat( total( place( spread( scatter( axis= keep=1 lambda if else and not for in import".split(" "),
        *"True None h.1 dh dh.2 ... é 中 \u2028 \x00 \x0c \t h[t-1] x[t]".split(" "),
        *(" ", "\n", "\n    ", "h[t] = "),
    ]
)
HOSTILE = [
    "",
    "\n\n",
    "#",
    "h[t] = " + "(" * 5000 + "x[t]" + ")" * 5000,
    "h[t] = " + "-" * 15_000 + "x[t]",
    "h[t] = " + "+".join(["x[t]"] * 3000),
    "h[t] = " + "tanh(" * 90 + "x[t]" + ")" * 90,
    "h[t] = " + "tanh(" * 3000 + "x[t]" + ")" * 3000,
    "h[t] = " + "x[t]" + "[0]" * 4000,
    "h[t] = " + "x[t]" + ".T" * 4000,
    "h[t] = x[t] * " + "9" * 6000,
    "h[t] = x[t] * 1" + "0" * 400,
    "h[t] = x[t+" + "9" * 400 + "]",
    "h[t] = x[t]" + " " * 19_000,
    "h[t] = x[t] #" + "x" * 1_000_000,
    "x" * 1_000_000,
    "h[t] = 9 ** 9 ** 9 ** 9 * x[t]",
    "h[t] = onehot(k[t], 10000000)",
    "h[t] = split(x[t], 100000000)",
    "h[t] = spread(x[t], 10000000, 10000000)",
    "h[t] = place(x[t], (0, 3, 10000000), (0, 1, 10000000))",
    "h[t] = scatter(x[t], k[t], 10000000)",
    "h[t] = x[t][99999999999999999999]",
    "h[t] = x[t][0:99999999999999999999]",
    "h[t] = x[t][:, None]",
    "h[t] = x[t][...]",
    "h[t] = x[t][()]",
    "h[t] = x[()]",
    "h[t] = x[t:t]",
    "h[t] = x[t, 0]",
    "h[t][0] = x[t]",
    "h[t], *g[t] = split(x[t], 3)",
    "() = x[t]",
    "[] = x[t]",
    "h[t] = sum(x[t], axis=0, axis=0)",
    "h[t] = sum(x[t], axis=99999999999999)",
    "h[t] = sum(axis=0)",
    "h[t] = split(parts=2)",
    "h[t] = concat()",
    "h[t] = concat(" + ", ".join(["x[t]"] * 100) + ")",
    "h[t] = 1if x[t] else 2",
    "h[t] = '\\d'",
    "h[t] = f'{x[t]}'",
    "h[t] = 1j * x[t]",
    "h[t] = (y[t] := x[t])",
    "h[t] = x[t] if 1",
    "h[t]: int = x[t]",
    "h[t] = yield",
    "h[t] = await x[t]",
    "h[t] = \ud800",
    "\ufeffh[t] = x[t]",
    "h[t] = x[t]\r\ng[t] = x[t]\rf[t] = x[t]",
    "h[t] = x[t]\x0bg[t] = x[t]",
    "untied ,\nh[t] = x[t]",
    "learned h[0], h[0]\nh[t] = h[t-1] + x[t]",
    "loss L, L\nL[t] = mse(x[t], x[t-1])",
    "encode:\ndecode:\n    h[t] = x[t]",
    "h[t] = total(x[t])",
    "h = total(x[t])",
    "h = total(h[t])",
    "h = 3",
    "h[t] = 3",
    "x[t] = x[t-1]",
    "h[t] = h[t-1]",
    "h[t] = h",
    "h = h",
    "a = b\nb = a",
    "a = a * 2\nh[t] = a * x[t]",
    "h.1[t] = x[t]\nh[t] = tanh(x[t] + 1)",
    "h[t] = tanh(x[t] + 1)\ny[t] = h.1[t]",
    "dh[t] = x[t]",
    "ddh[t] = x[t]\ndh[t] = x[t]\nh[t] = x[t]",
    "d[t] = x[t]",
]


def assert_only_equation_errors(text: str, sizes: dict[str, Size] | None = None) -> None:
    start = time.process_time()
    error = error_of(text, sizes)
    assert time.process_time() - start < 2
    if error is not None:
        assert error.message
        assert str(error)
        assert_that_the_place_exists(error, text)


def error_of(text: str, sizes: dict[str, Size] | None) -> EquationError | None:
    try:
        str(adjoint(parse(text, sizes)))
    except EquationError as error:
        return error
    return None


def assert_that_the_place_exists(error: EquationError, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert 0 <= error.line <= len(lines)
    if error.line:
        assert error.column >= 0
        assert error.length >= 1
        assert error.column + error.length <= max(1, len(lines[error.line - 1]))


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:40]))
def test_that_a_hostile_text_is_refused_or_read(text: str) -> None:
    assert_only_equation_errors(text)
    assert_only_equation_errors(text, {"x": 3})


@given(st.text(max_size=200))
@example("h[t] = x[t")
@settings(max_examples=150)
def test_that_any_text_is_refused_or_read(text: str) -> None:
    assert_only_equation_errors(text)


@given(st.lists(PIECES, max_size=30).map("".join))
@settings(max_examples=400)
def test_that_pieces_of_the_language_in_no_order_are_refused_or_read(text: str) -> None:
    assert_only_equation_errors(text)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, dict[str, Size]]:
    """A valid text with one to three pieces cut out, put in or exchanged."""
    system: System = draw(st.sampled_from(VALID))
    text = system.text
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(text)))
        stop = min(len(text), start + draw(st.integers(0, 6)))
        text = text[:start] + draw(st.one_of(st.just(""), PIECES)) + text[stop:]
    return text, dict(system.sizes)


@given(mutated())
@settings(max_examples=400)
def test_that_a_mutilated_text_is_refused_or_read(case: tuple[str, dict[str, Size]]) -> None:
    text, sizes = case
    assert_only_equation_errors(text, sizes)
    assert_only_equation_errors(text)


@given(
    st.sampled_from(VALID), st.dictionaries(st.sampled_from("hxWyLcbS"), st.sampled_from([0, 1, 2, 7, (2, 3), (1, 1)]))
)
@settings(max_examples=200)
def test_that_wrong_sizes_are_refused_or_fit(system: System, sizes: dict[str, Size]) -> None:
    assert_only_equation_errors(system.text, {**system.sizes, **sizes})


def test_that_a_long_text_is_read_quickly() -> None:
    lines = [f"h{i}[t] = tanh(W{i} @ h{i}[t-1] + U{i} @ h{i - 1}[t])" for i in range(1, 100)]
    text = "\n".join(["h0[t] = x[t]", *lines])
    start = time.process_time()
    graph = parse(text, {f"h{i}": 3 for i in range(100)} | {"x": 3})
    adjoint(graph)
    assert time.process_time() - start < 3
