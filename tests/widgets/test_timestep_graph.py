"""A timestep opened to its operations: clicked, moved, closed; its values and the mark are in the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.layout import OperationNode, OperationOutline, open_operations
from rnnviz.widgets.timestep_graph import TimestepGraph
from rnnviz.widgets.timestep_picture import Face, OpenedTimestep
from tests.widgets.screen import Pixels, pixels

LEFT = Qt.MouseButton.LeftButton


def words(node: OperationNode) -> str:
    return node.name


def chain(count: int, done: int) -> OpenedTimestep:
    """So many operations one behind the other, of which some are done."""
    steps = [OperationOutline("v.1", "multiply", (("x", 0), ("W", 0)))]
    steps += [OperationOutline(f"v.{i + 1}", "tanh", ((f"v.{i}", 0),)) for i in range(1, count)]
    layout = open_operations(tuple(steps))
    order = tuple(step.name for step in steps)
    faces = []
    for node in layout.nodes:
        known = not node.kind or node.name in order[:done]
        role = "parameter" if node.name == "W" else "forward"
        faces.append(Face(role, "" if node.kind else node.name, 3, known, value=np.ones(3) if known else None))
    return OpenedTimestep(layout, tuple(faces), order, done, "forward t = 3", 3, "forward", words)


@pytest.fixture
def graph(qtbot: QtBot) -> TimestepGraph:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 200)
    made = TimestepGraph(host, host.rect)
    host.show()
    qtbot.waitExposed(host)
    return made


def centre(graph: TimestepGraph, opened: OpenedTimestep, name: str) -> QPoint:
    node = next(one for one in opened.layout.nodes if one.name == name)
    return graph.places(opened).box(node).center().toPoint()


def test_that_a_click_tells_the_name_and_the_timestep(qtbot: QtBot, graph: TimestepGraph) -> None:
    opened = chain(3, 1)
    graph.set_opened(opened)
    assert graph.isVisible()
    assert graph.accessibleName() == "forward t = 3: 1 of 3 operations done"
    for name in ("v.2", "W", "x"):
        with qtbot.waitSignal(graph.name_clicked) as caught:
            qtbot.mouseClick(graph, LEFT, pos=centre(graph, opened, name))
        assert tuple(caught.args or ()) == (name, 3)


def test_that_it_is_closed_by_its_button_and_by_a_double_click_beside_its_nodes(
    qtbot: QtBot, graph: TimestepGraph
) -> None:
    graph.set_opened(chain(3, 1))
    with qtbot.waitSignal(graph.closed):
        qtbot.mouseClick(graph.button, LEFT)
    with qtbot.waitSignal(graph.closed):
        qtbot.mouseDClick(graph, LEFT, pos=QPoint(300, 190))
    graph.set_opened(None)
    assert not graph.isVisible()


def test_that_what_is_next_is_in_sight_however_many_there_are_and_the_wheel_moves_the_rest(
    graph: TimestepGraph,
) -> None:
    for done in range(39):
        opened = chain(40, done)
        graph.set_opened(opened)
        assert opened.next is not None
        assert graph.places(opened).room.contains(graph.places(opened).box(opened.layout.nodes[opened.next]))
    opened = chain(40, 0)
    graph.set_opened(None)
    graph.set_opened(opened)
    before = centre(graph, opened, "v.1")
    turn = QWheelEvent(
        QPointF(300, 100), graph.mapToGlobal(QPointF(300, 100)), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(graph, turn)
    assert centre(graph, opened, "v.1").x() == before.x() - 60


def test_that_the_mark_the_values_and_the_cut_are_seen(graph: TimestepGraph) -> None:
    plain = chain(3, 1)
    graph.set_opened(plain)
    first = pixels(graph)
    graph.set_opened(chain(3, 2))
    assert (pixels(graph) != first).any()
    for change in ({"value": np.array([1.0, -1.0, 1.0])}, {"cut": True}, {"selected": True}):
        graph.set_opened(replace(plain, faces=(replace(plain.faces[0], **change), *plain.faces[1:])))
        assert (pixels(graph) != first).any(), change
    graph.set_opened(plain)
    assert (pixels(graph) == first).all()


def test_that_no_operation_is_an_empty_box_however_long_its_name(graph: TimestepGraph) -> None:
    def painted(kind: str) -> Pixels:
        steps = [OperationOutline("v.0", kind, (("x", 0),))]
        steps += [OperationOutline(f"v.{i + 1}", "tanh", ((f"v.{i}", 0),)) for i in range(20)]
        layout = open_operations(tuple(steps))
        faces = tuple(Face("forward", node.name, 3, known=True) for node in layout.nodes)
        order = tuple(step.name for step in steps)
        graph.set_opened(OpenedTimestep(layout, faces, order, 1, "forward t = 3", 3, "forward", words))
        return pixels(graph)

    assert (painted("softmax") != painted("onehot")).any()


def test_that_it_lies_over_the_part_that_it_was_given(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(600, 200)
    graph = TimestepGraph(host, lambda: host.rect().adjusted(80, 0, 0, 0))
    host.show()
    graph.set_opened(chain(2, 0))
    assert graph.geometry() == QRect(80, 0, 520, 200)
    host.resize(700, 300)
    assert graph.geometry() == QRect(80, 0, 620, 300)
