"""The order of operations, against a few plain lines that try everything."""

from __future__ import annotations

import sys
from itertools import product
from types import FrameType

from hypothesis import given
from hypothesis import strategies as st

from rnnviz import Model
from rnnviz.equations.order import Edge, Unordered, ahead, components, topological

Reads = dict[int, list[int]]


def in_rounds(nodes: list[int], inputs: Reads) -> list[int] | None:
    """Each round takes all nodes, as given, whose inputs are done."""
    order: list[int] = []
    while len(order) < len(nodes):
        ready = [one for one in nodes if one not in order and {i for i in inputs[one] if i in inputs} <= set(order)]
        if not ready:
            return None
        order += ready
    return order


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[int], Reads]:
    nodes = draw(st.permutations(range(draw(st.integers(1, 7)))))
    some = st.lists(st.integers(0, 8), max_size=3)
    return list(nodes), {node: draw(some) for node in nodes}


@given(graphs())
def test_that_each_comes_after_its_inputs_and_otherwise_as_given(graph: tuple[list[int], Reads]) -> None:
    nodes, inputs = graph
    assert topological(nodes, inputs) == in_rounds(nodes, inputs)


def by_trying(nodes: list[int], edges: list[Edge], direction: int) -> bool:
    """Whether some shifts of few turns let every read look back."""
    for shifts in product(range(7), repeat=len(nodes)):
        if all(e.lag * direction - shifts[e.read] + shifts[e.reader] <= 0 for e in edges):
            return True
    return False


@given(st.integers(1, 3), st.lists(st.integers(-2, 2), min_size=3, max_size=3), st.sampled_from([1, -1]), st.data())
def test_that_a_cycle_runs_ahead_as_far_as_it_must_or_not_at_all(
    count: int, lags: list[int], direction: int, data: st.DataObject
) -> None:
    ring = [Edge(node, (node + 1) % count, lags[node]) for node in range(count)]
    across = st.builds(Edge, st.integers(0, count - 1), st.integers(0, count - 1), st.integers(-2, 2))
    edges = [*ring, *data.draw(st.lists(across, max_size=2))]
    nodes = list(range(count))
    shifts = ahead(nodes, edges, direction)
    assert (shifts is not None) == by_trying(nodes, edges, direction)
    if shifts is not None:
        assert all(e.lag * direction - shifts[e.read] + shifts[e.reader] <= 0 for e in edges)
        assert min(shifts.values()) == 0
    try:
        found = components(count, edges)
    except Unordered:
        return
    assert sorted(node for one in found for node in one.nodes) == nodes


def chain(count: int) -> str:
    """A ring of equations, each of which reads the one before, and the first the last of the timestep before."""
    lines = [f"a0[t] = tanh(w0 * a{count - 1}[t-1] + x[t])"]
    lines += [f"a{i}[t] = tanh(w{i} * a{i - 1}[t] + a{i}[t-1])" for i in range(1, count)]
    return "\n".join([*lines, f"L[t] = mse(a{count - 1}[t], target[t])"])


def work_of(count: int) -> int:
    """How many functions are called to read a ring of equations and to run it once; unlike seconds always the same."""
    calls = 0

    def called(frame: FrameType, what: str, argument: object) -> None:
        nonlocal calls
        calls += what == "call"

    sizes: dict[str, int | tuple[int, ...]] = {"x": 2, "target": 2, "a0": 2, **{f"w{i}": 2 for i in range(count)}}
    before = sys.getprofile()
    sys.setprofile(called)
    try:
        Model(chain(count), sizes).run({"x": [[1.0, 0.0]] * 2, "target": [[0.0, 1.0]] * 2})
    finally:
        sys.setprofile(before)
    return calls


def test_that_many_equations_in_one_cycle_are_planned_by_work_that_grows_as_they_do() -> None:
    work_of(3)
    few, many = work_of(25), work_of(100)
    assert many < 8 * few
