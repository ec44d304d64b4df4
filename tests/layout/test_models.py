"""The pictures of known models: which rows they have, and that nothing overlaps in them."""

from __future__ import annotations

import re

import pytest

import rnnviz
from rnnviz.layout import ColumnLayout, Feed, arrange, describe, place
from rnnviz.models.resources import resource
from tests.layout.test_placement import boxes, coexist, meet

CELLS = sorted(path.name for path in resource("cells").iterdir() if path.name.endswith(".txt"))


def rows(layout: ColumnLayout) -> list[list[str]]:
    """The names in each row, from the bottom, targets beside a loss last."""
    return [[name for index in (*row.groups, *row.tags) for name in layout.groups[index].names] for row in layout.rows]


def layout_of(text: str) -> ColumnLayout:
    sizes = {"x": 4, "s": 4, "y": 4, "target": 4 if "mse" in text else 0, "h": 4}
    named = {name: size for name, size in sizes.items() if re.search(rf"\b{name}\[", text)}
    return arrange(describe(rnnviz.Model(text, sizes=named, hidden=4, timesteps=5).graph))


def test_that_hello_stands_as_in_the_lecture() -> None:
    layout = layout_of(
        "h[t] = tanh(W_hh @ h[t-1] + W_xh @ x[t] + b_h)\n"
        "y[t] = W_hy @ h[t] + b_y\n"
        "L[t] = cross_entropy(y[t], target[t])\n"
    )
    assert rows(layout) == [["x"], ["h"], ["y"], ["L", "target"]]
    assert layout.groups[layout.group_of["h"]].operation("") == "tanh"
    assert layout.groups[layout.group_of["h"]].boxed
    assert layout.initial == (("h", 0),)
    assert layout.parameters == ("W_hh", "W_xh", "b_h", "W_hy", "b_y")
    placement = place(layout, 160, 190)
    # x straight below f, y and L straight above h, the tap straight down onto f, h straight on to the next f.
    values, f = placement.values, placement.operations[layout.group_of["h"]]
    assert values["x"].x == pytest.approx(f.x)
    assert values["h"].x == pytest.approx(values["y"].x) == pytest.approx(values["L"].x)
    onward = next(route for route in placement.routes if route.edge.lag == -1)
    assert len(onward.points) == 2
    assert onward.points[0][1] == onward.points[1][1]
    tap = next(tap for tap in placement.taps if tap.tap.parameter == "W_hh")
    assert [point[0] for point in tap.points] == pytest.approx([f.x, f.x])


def test_that_a_prediction_that_becomes_an_input_changes_no_place() -> None:
    model = rnnviz.Model("h[t] = tanh(W @ h[t-1] + U @ x[t])\ny[t] = V @ h[t]", sizes={"x": 4, "h": 3, "y": 4})
    taught, free = arrange(describe(model.graph)), arrange(describe(model.graph, (Feed("y", "x", 3),)))
    assert rows(taught) == rows(free)
    assert taught.groups == free.groups
    assert taught.initial == free.initial
    assert [(edge.source, edge.lag, edge.chosen_from) for edge in free.edges if edge not in taught.edges] == [
        ("y", -1, 3)
    ]


def test_that_the_gates_of_an_lstm_stand_side_by_side_under_its_cell() -> None:
    layout = layout_of(
        "i[t] = sigmoid(A @ x[t] + B @ h[t-1])\nf[t] = sigmoid(C @ x[t] + D @ h[t-1])\n"
        "g[t] = tanh(E @ x[t] + F @ h[t-1])\no[t] = sigmoid(G @ x[t] + H @ h[t-1])\n"
        "c[t] = f[t] * c[t-1] + i[t] * g[t]\nh[t] = o[t] * tanh(c[t])\n"
    )
    assert rows(layout) == [["x"], ["i", "f", "g", "o"], ["c"], ["h"]]
    assert set(layout.initial) == {("h", 0), ("c", 0)}


def test_that_a_state_from_the_right_has_its_border_there() -> None:
    layout = layout_of(
        "f[t] = tanh(A @ f[t-1] + B @ x[t])\ng[t] = tanh(C @ g[t+1] + D @ x[t])\ny[t] = E @ concat(f[t], g[t])\n"
    )
    assert rows(layout) == [["x"], ["f"], ["g"], ["y"]]
    assert set(layout.initial) == {("f", 0), ("g", 1)}
    assert not layout.groups[layout.group_of["f"]].mirrored
    assert layout.groups[layout.group_of["g"]].mirrored


def test_that_a_state_of_two_segments_is_one_row() -> None:
    layout = layout_of(
        "encode:\n    h[t] = tanh(A @ h[t-1] + B @ x[t])\n"
        "decode:\n    h[t] = tanh(C @ h[t-1] + D @ s[t])\n    y[t] = E @ h[t]\n    L[t] = mse(y[t], target[t])\n"
    )
    assert rows(layout) == [["x", "s"], ["h"], ["y"], ["L", "target"]]
    state = layout.groups[layout.group_of["h"]]
    assert state.segments == {"encode", "decode"}
    placement = place(layout, 100, 190)
    assert placement.values["x"] == placement.values["s"], "streams that never meet stand in the same place"


def test_that_what_is_made_of_parameters_alone_has_no_box() -> None:
    layout = layout_of("a = sigmoid(p)\nh[t] = a * h[t-1] + W @ x[t]\n")
    assert rows(layout) == [["x"], ["h"]]
    assert {tap.parameter for tap in layout.taps} == {"p", "W"}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("width", [48.0, 66.0, 160.0])
def test_that_every_cell_of_the_gallery_is_drawn_without_overlaps(cell: str, width: float) -> None:
    layout = layout_of(resource("cells", cell).read_text(encoding="utf-8"))
    placement = place(layout, width, 190)
    found = boxes(placement)
    for number, (first, one) in enumerate(found):
        for second, other in found[number + 1 :]:
            assert not coexist(placement, first, second) or not meet(one, other)
