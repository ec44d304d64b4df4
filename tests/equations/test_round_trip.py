"""Text → graph → text → graph is the identity."""

from __future__ import annotations

import dataclasses
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.equations import Graph, Read, adjoint, parse
from tests.reference.cells import cells
from tests.reference.operations import operation_systems
from tests.reference.random_systems import random_system, systems
from tests.reference.system import Size, System


def without_lines(graph: Graph) -> Graph:
    """The graph but for the lines' numbers, which comments and blank lines move."""
    return dataclasses.replace(graph, equations=tuple(dataclasses.replace(one, line=0) for one in graph.equations))


def assert_round_trip(text: str, sizes: dict[str, Size]) -> Graph:
    graph = parse(text, sizes)
    again = parse(str(graph), sizes)
    assert without_lines(again) == without_lines(graph)
    assert again.operations == graph.operations
    assert again.parameters == graph.parameters
    assert again.streams == graph.streams
    assert again.losses == graph.losses
    assert str(again) == str(graph)
    return graph


@pytest.mark.parametrize("system", operation_systems(), ids=lambda system: system.name)
def test_that_a_text_comes_back(system: System) -> None:
    assert_round_trip(system.text, system.sizes)


@pytest.mark.parametrize("system", cells(), ids=lambda system: system.name)
def test_that_a_well_written_text_comes_back_as_it_was(system: System) -> None:
    assert str(assert_round_trip(system.text, system.sizes)).strip() == system.text.strip()


@pytest.mark.parametrize("seed", range(100))
def test_that_a_random_text_comes_back(seed: int) -> None:
    system = random_system(seed)
    assert_round_trip(system.text, system.sizes)


@given(systems())
@settings(max_examples=60)
def test_that_any_random_text_comes_back(system: System) -> None:
    assert_round_trip(system.text, system.sizes)


LEAVES = st.sampled_from(
    "x[t] x[t-1] x[t+2] p q h[t-1] h[t-3] 0 1 2 -1 0.5 1e-07 1e+22 123456789012345678 5e-324".split()
)


def combined(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    symbols = st.sampled_from("+ - * / **".split())
    comparisons = st.sampled_from("< > <= >= == !=".split())
    functions = st.sampled_from("tanh exp abs sum max stop softplus".split())
    return st.one_of(
        st.tuples(inner, symbols, inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        st.tuples(inner, comparisons, inner).map(lambda p: f"(({p[0]}) {p[1]} ({p[2]}))"),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join),
        inner.map(lambda text: f"-{text}"),
        inner.map(lambda text: f"-({text})"),
        inner.map(lambda text: f"+({text})"),
        st.tuples(functions, inner).map(lambda p: f"{p[0]}({p[1]})"),
        st.tuples(inner, inner, inner).map(lambda p: f"where({p[0]}, {p[1]}, {p[2]})"),
    )


@given(st.recursive(LEAVES, combined, max_leaves=12))
@settings(max_examples=400)
def test_that_any_scalar_expression_comes_back(expression: str) -> None:
    words = set(re.findall(r"\w+", expression))
    assert_round_trip(f"h[t] = {expression}", {"h": 0, **dict.fromkeys(words & {"x", "p", "q"}, 0)})


BINDING = [
    "(x[t] < p) < q", "x[t] < (p < q)", "x[t] - (p - q)", "(x[t] - p) - q", "x[t] / (p * q)", "x[t] / p * q",
    "-x[t] ** 2",
    "(-x[t]) ** 2", "x[t] ** -p", "(x[t] ** p) ** q", "x[t] ** p ** q", "-(x[t] + p)", "(-x[t]) * p", "-x[t] * p",
    "-(x[t] * p)", "--x[t]", "(x[t] < p) + q", "x[t] < p + q", "2 ** x[t]", "(-2) ** x[t]", "-2 ** x[t]",
]  # fmt: skip


@pytest.mark.parametrize("expression", BINDING)
def test_that_brackets_stay_where_they_bind(expression: str) -> None:
    words = set(re.findall(r"\w+", expression))
    assert_round_trip(f"h[t] = {expression}", {"h": 0, **dict.fromkeys(words & {"x", "p", "q"}, 0)})


@given(
    st.recursive(
        st.sampled_from(["A", "B", "A.T", "X[t]", "X[t-1].T", "S[t-1]", "S[t-1][0:2]", "outer(A[0], B[1])"]),
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from([" @ ", " * ", " + ", " - ", " / "]), inner).map("".join),
            st.tuples(inner, st.sampled_from(["@", "*", "+", "-", "/"]), inner).map(
                lambda p: f"({p[0]}) {p[1]} ({p[2]})"
            ),
            inner.map(lambda text: f"({text}).T"),
            inner.map(lambda text: f"({text})[0:2, -2:]"),
            inner.map(lambda text: f"-{text}"),
        ),
        max_leaves=8,
    )
)
@settings(max_examples=200)
def test_that_any_expression_of_square_matrices_comes_back(expression: str) -> None:
    used = {name for name in "ABX" if name in expression}
    assert_round_trip(f"S[t] = {expression}", {"S": (2, 2), **dict.fromkeys(used, (2, 2))})


def test_that_comments_blank_lines_and_spacing_are_no_part_of_the_graph() -> None:
    plain = parse("learned h[0]\nh[t] = tanh(W @ h[t-1] + x[t])\nL[t] = mse(h[t], x[t])", {"x": 3, "h": 3})
    text = (
        "# a net\n\n learned   h[ 0 ] # here\n\n\th[t]=tanh( (W@h[t - 1])+(x[t]) )#too\n\n\tL[t] = mse(h[t],x[t])\n\n"
    )
    spaced = parse(text, {"x": 3, "h": 3})
    assert str(spaced) == str(plain)
    assert spaced.operations == plain.operations


def test_what_a_graph_tells() -> None:
    graph = parse(
        "h[t] = tanh(W @ h[t-1] + U @ x[t] + b)\ny[t] = V @ h[t]\nL[t] = cross_entropy(y[t], target[t])",
        {"x": 2, "h": 3, "y": 4},
    )
    assert [one.name for one in graph.equations] == ["h", "y", "L"]
    assert graph.equation("h").reads == (Read("h", -1), Read("x", 0))
    assert graph.equation("h").parameters == ("W", "U", "b")
    assert graph.states == ("h",)
    assert graph.losses == ("L",)
    assert set(graph.users("h")) == {("h", -1), ("y", 0)}
    assert graph.shape("h") == (3,)
    assert graph.parameters["W"].shape == (3, 3)
    assert graph.parameters["b"].shape == (3,)
    assert graph.streams["target"].index
    assert not graph.streams["x"].index
    assert graph.streams["target"].shape == ()
    assert [one.kind for one in graph.equation("h").operations] == ["matmul", "matmul", "add", "add", "tanh"]
    assert [one.name for one in graph.equation("h").operations] == ["h.1", "h.2", "h.3", "h.4", "h"]
    assert (
        graph.expression("h", lambda read: f"<{read.name}{read.lag:+d}>")
        == "tanh(<W+0> @ <h-1> + <U+0> @ <x+0> + <b+0>)"
    )


def test_that_a_model_without_a_loss_has_no_adjoint() -> None:
    assert not adjoint(parse("h[t] = tanh(W @ h[t-1] + x[t])", {"x": 3, "h": 3})).equations
