"""An equation opened to its operations."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

import rnnviz
from rnnviz.equations import Read
from rnnviz.layout import OperationOutline, open_operations


@st.composite
def equations(draw: st.DrawFn) -> list[OperationOutline]:
    """Up to fifteen operations, each reading earlier ones, values at lags, parameters and numbers."""
    steps: list[OperationOutline] = []
    for number in range(draw(st.integers(1, 15))):
        earlier = [f"h.{one}" for one in range(number)]
        leaves = st.sampled_from([("h", -1), ("x", 0), ("W", 0), ("c", 2)])
        choice = st.one_of(leaves, st.floats(-2, 2).map(lambda value: round(value, 1)))
        if earlier:
            choice = st.one_of(choice, st.tuples(st.sampled_from(earlier), st.just(0)))
        steps.append(OperationOutline(f"h.{number}", "add", tuple(draw(st.lists(choice, max_size=3)))))
    return steps


@given(equations())
def test_that_every_input_has_a_line_and_nothing_stands_on_another(steps: list[OperationOutline]) -> None:
    layout = open_operations(tuple(steps))
    assert {node.name for node in layout.nodes if node.kind} == {step.name for step in steps}
    places = [(node.row, node.x, 0.5) for node in layout.nodes]
    for source, target, bends in layout.lines:
        first, last = layout.nodes[source], layout.nodes[target]
        assert first.row < last.row
        assert len(bends) == last.row - first.row - 1
        places += [(first.row + 1 + number, x, 0.1) for number, x in enumerate(bends)]
    for row in range(layout.rows):
        xs = sorted({(x, half) for other, x, half in places if other == row})
        assert all(right - left > 0.999 * (one + other) for (left, one), (right, other) in pairwise(xs))
        assert all(half - 0.501 <= x <= layout.width - half - 0.499 for x, half in xs)
    read = {(step.name, one) for step in steps for one in step.inputs if isinstance(one, tuple)}
    drawn = {(layout.nodes[t].name, (layout.nodes[s].name, layout.nodes[s].lag)) for s, t, _ in layout.lines}
    assert read <= drawn


def outlines(model: rnnviz.Model) -> tuple[OperationOutline, ...]:
    return tuple(
        OperationOutline(
            one.name,
            one.kind,
            tuple((each.name, each.lag) if isinstance(each, Read) else float(each) for each in one.inputs),
        )
        for one in model.graph.operations
    )


def test_that_the_recurrence_stands_as_it_is_written() -> None:
    model = rnnviz.Model("h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)", sizes={"x": 4, "h": 3})
    layout = open_operations(outlines(model))
    rows = [[node for node in layout.nodes if node.row == row] for row in range(layout.rows)]
    assert [node.kind for node in rows[-1]] == ["tanh"]
    assert [node.kind for node in rows[-2]] == ["add"]
    assert [(node.name, node.lag) for node in rows[0]] == [("W_hh", 0), ("h", -1), ("W_xh", 0), ("x", 0)]
    assert ("b_h", 0) in [(node.name, node.lag) for node in rows[2]]
    assert layout.width < 4.5, "no row takes more room than the widest needs"


def test_that_what_is_read_far_apart_stands_before_each_of_its_readers() -> None:
    model = rnnviz.Model("h[t] = x[t] * tanh(tanh(x[t] + h[t-1]))", sizes={"x": 2, "h": 2})
    layout = open_operations(outlines(model))
    assert [(node.row, node.name) for node in layout.nodes if node.name == "x"] == [(0, "x"), (3, "x")]
    assert not any(bends for _, _, bends in layout.lines)
