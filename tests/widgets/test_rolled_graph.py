"""The rolled graph: one cell, its loops, and the numbers of one timestep."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from rnnviz import Tape
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.rolled_graph import RolledGraph
from tests.widgets.graph_model import BIDIRECTIONAL, HELLO, LSTM, Numbers, layout_of, run, state_at
from tests.widgets.screen import distance, palette, pixels

LAGS = """
h[t] = tanh(W @ h[t-1] + V @ h[t-3] + U @ x[t])
y[t] = W_hy @ h[t] + W_2 @ h[t-2]
L[t] = cross_entropy(y[t], target[t])
"""


def rolled(qtbot: QtBot, tape: Tape, position: int) -> RolledGraph:
    widget = RolledGraph()
    qtbot.addWidget(widget)
    widget.setPalette(palette(False))
    widget.resize(420, 340)
    widget.set_graph(layout_of(tape), Numbers(tape))
    widget.set_state(state_at(tape, position))
    widget.set_timestep(2)
    widget.show()
    return widget


@pytest.mark.parametrize("text", [HELLO, LSTM, BIDIRECTIONAL, LAGS])
def test_that_every_line_through_time_is_a_loop_in_the_cell(qtbot: QtBot, text: str) -> None:
    tape = run(text)
    widget = rolled(qtbot, tape, 2)
    picture = widget.picture()
    assert picture is not None
    lags = [route for route in picture.placement.routes if route.edge.lag]
    assert lags
    for route in lags:
        assert all(0 <= x <= picture.placement.width for x, _ in route.points)
        target = picture.placement.operations.get(route.edge.target, picture.placement.frames[route.edge.target])
        assert target.contains(*route.points[-1], slack=0.01)


@pytest.mark.parametrize("text", [HELLO, LSTM, BIDIRECTIONAL, LAGS])
def test_that_boxes_and_loops_are_clicked_by_name(qtbot: QtBot, text: str) -> None:
    tape = run(text)
    widget = rolled(qtbot, tape, tape.stops - 1)
    seen = set()
    for x in range(0, widget.width(), 6):
        for y in range(0, widget.height(), 6):
            seen.add(widget.name_at(QPointF(x, y)))
    assert set(tape.model.graph.named) | set(tape.model.graph.streams) <= seen
    name = "W_hh" if "W_hh" in tape.model.parameters else next(iter(tape.model.parameters))
    assert name in seen


def test_that_a_click_names_the_value_and_the_timestep_shown(qtbot: QtBot) -> None:
    tape = run()
    widget = rolled(qtbot, tape, 2)
    picture = widget.picture()
    assert picture is not None
    box = picture.placement.values["h"]
    left = (widget.width() - picture.placement.width) / 2
    with qtbot.waitSignal(widget.name_clicked) as caught:
        qtbot.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(left + box.x), round(box.y)))
    assert caught.args == ["h", 2]


def test_that_the_cell_shows_what_is_known_at_its_timestep(qtbot: QtBot) -> None:
    tape = run()
    widget = rolled(qtbot, tape, 0)
    colours = colours_of(widget)
    before = (distance(pixels(widget), colours.forward) <= 10).sum()
    widget.set_state(state_at(tape, 2))
    forward = pixels(widget)
    assert (distance(forward, colours.forward) <= 10).sum() > 3 * before
    assert not (distance(forward, colours.backward) <= 10).any()
    widget.set_state(state_at(tape, 7))
    assert (distance(pixels(widget), colours.backward) <= 10).sum() > 100
    assert widget.readout("h").startswith("h[2] = [")
    widget.set_timestep(1)
    assert widget.readout("dh") == "dh[1]: not computed yet"


def test_that_a_loop_brings_what_the_cell_had_before(qtbot: QtBot) -> None:
    tape = run()
    widget = rolled(qtbot, tape, 1)
    picture = widget.picture()
    assert picture is not None
    loop = next(route for route in picture.placement.routes if route.edge.lag)
    (x0, y), (x1, _) = loop.points[2], loop.points[3]
    left = (widget.width() - picture.placement.width) / 2
    place = QPoint(round(left + x0 + (x1 - x0) * 0.1), round(y))

    def known() -> bool:
        strip = pixels(widget)[place.y() - 2 : place.y() + 3, place.x() - 3 : place.x() + 4]
        return bool((distance(strip, colours_of(widget).forward) <= 60).any())

    assert not known(), "h[2] has not been computed, so nothing has come around"
    widget.set_state(state_at(tape, 2))
    assert known(), "h[1] came around into h[2]"


def test_that_without_a_run_there_are_words(qtbot: QtBot) -> None:
    widget = RolledGraph()
    qtbot.addWidget(widget)
    widget.resize(300, 200)
    widget.show()
    assert (distance(pixels(widget), colours_of(widget).faint) < 40).any()
