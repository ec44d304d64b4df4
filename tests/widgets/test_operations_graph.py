"""An equation opened to its operations, over the graph."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.operations_graph import OperationsGraph
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.graph_model import Numbers, layout_of, run, state_at
from tests.widgets.screen import distance, pixels, stack_of


@pytest.fixture
def lane(qtbot: QtBot) -> GraphLane:
    """A lane over "hello" in the middle of its backward pass."""
    tape = run()
    shown = GraphLane(TimeAxis())
    stack_of(qtbot, shown, width=728, timesteps=4)
    shown.set_graph(layout_of(tape), Numbers(tape))
    shown.set_state(state_at(tape, 2))
    return shown


def opened(qtbot: QtBot, lane: GraphLane, name: str, timestep: int) -> OperationsGraph:
    """What a double click on a box opens."""
    rects = {(n, t): rect for n, t, rect in lane.node_rects(range(1, 5))}
    place = lane.body_rect().topLeft() + rects[name, timestep].center().toPoint()
    qtbot.mouseDClick(lane, Qt.MouseButton.LeftButton, pos=place)
    found = lane.findChild(OperationsGraph)
    assert isinstance(found, OperationsGraph)
    return found


def test_that_a_double_click_opens_an_equation_to_its_operations(qtbot: QtBot, lane: GraphLane) -> None:
    window = opened(qtbot, lane, "h", 2)
    assert window.isVisible()
    assert window.accessibleName() == "h[2], opened to its operations"
    kinds = [node.kind for node in window._layout.nodes if node.kind]
    assert kinds.count("matmul") == 2
    assert kinds[-1] == "tanh"
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()


def test_that_its_boxes_are_clicked_by_name_and_timestep(qtbot: QtBot, lane: GraphLane) -> None:
    window = opened(qtbot, lane, "h", 2)
    wanted = {"W_hh": ("W_hh", 2), "h": ("h", 1), "x": ("x", 2)}
    for node in window._layout.nodes:
        if node.row == 0 and node.name in wanted:
            with qtbot.waitSignal(lane.name_clicked) as caught:
                qtbot.mouseClick(window, Qt.MouseButton.LeftButton, pos=window.box(node).center().toPoint())
            assert tuple(caught.args or ()) == wanted.pop(node.name)
    assert not wanted
    window.close()


def test_that_what_has_not_been_computed_shows_no_numbers(qtbot: QtBot, lane: GraphLane) -> None:
    colours = lane.colours
    known = opened(qtbot, lane, "h", 2)
    shown = (distance(pixels(known), colours.forward) <= 20).sum()
    known.close()
    known.deleteLater()
    qtbot.waitUntil(lambda: lane.findChild(OperationsGraph) is None)
    later = opened(qtbot, lane, "h", 4)
    assert (distance(pixels(later), colours.forward) <= 20).sum() < shown / 4, "only x is there"
    later.close()


def test_that_a_stream_has_no_operations(qtbot: QtBot, lane: GraphLane) -> None:
    rect = next(rect for name, t, rect in lane.node_rects(range(1, 2)) if name == "x")
    place = lane.body_rect().topLeft() + rect.center().toPoint()
    qtbot.mouseDClick(lane, Qt.MouseButton.LeftButton, pos=place)
    assert lane.findChild(OperationsGraph) is None
