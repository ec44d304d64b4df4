"""The lanes of unusual models, in the window."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.views.lanes.cursor import loss_so_far
from rnnviz.views.lanes.plan import LANES_AT_ONCE
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.lane import Lane
from tests.app.screen import lane_of, picture, press, wait_for_run

SEGMENTS = """
encode:
    h[t] = tanh(W @ h[t-1] + U @ x[t])
decode:
    h[t] = tanh(V @ h[t-1])
    y[t] = W_hy @ h[t] + b_y
    L[t] = cross_entropy(y[t], target[t])
"""
BIDIRECTIONAL = """
f[t] = tanh(W_f @ f[t-1] + U_f @ x[t])
b[t] = tanh(W_b @ b[t+1] + U_b @ x[t])
y[t] = V_f @ f[t] + V_b @ b[t]
L[t] = cross_entropy(y[t], target[t])
"""


def run(qtbot: QtBot, window: Window, equations: str) -> None:
    window.session.edit(equations=equations)
    wait_for_run(qtbot, window)
    assert window.session.problem is None
    QApplication.processEvents()


def test_that_the_graph_draws_a_segment_in_its_own_columns_alone(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, SEGMENTS)
    window.session.go_end()
    graph = lane_of(window, "graph")
    assert isinstance(graph, GraphLane)
    there = {(name, t) for name, t, _ in graph.node_rects(range(1, 9))}
    for t in range(1, 9):
        encoder, decoder = t <= 4, t > 4
        assert (("x", t) in there, ("y", t) in there, ("target", t) in there) == (encoder, decoder, decoder)
        assert ("h", t) in there


def test_that_the_symbols_stand_where_they_are_read(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, SEGMENTS)
    lane = lane_of(window, "inputs")
    assert [lane.readout(t, None).rpartition("“")[2][0] for t in range(1, 5)] == list("hell")
    for t in range(5, 9):
        assert "no value here" in lane.readout(t, None)


def test_that_a_loss_is_absent_not_late_where_its_segment_is_not(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, SEGMENTS)
    lane = lane_of(window, "losses")
    for t in range(1, 9):
        assert ("no value here" in lane.readout(t, (0,))) == (t <= 4)
        assert ("not yet" in lane.readout(t, (0,))) == (t > 4)


def test_that_the_whole_run_has_one_count_in_the_graph_and_in_the_sum(qtbot: QtBot, window: Window) -> None:
    press(window, Qt.Key.Key_W)
    window.session.go_to(6)
    graph, addition = lane_of(window, "graph"), window.sum_panel.sum.addition
    assert isinstance(graph, GraphLane)
    shown = graph.picture()
    assert shown is not None
    assert addition is not None
    assert len(shown.state.summed("W_hh")) == addition.done == 2
    assert shown.state.agrees == {}
    assert "2 of 4" in window.narration.happened
    assert window.narration.whole_run.isVisible()


def test_that_the_sum_of_a_parameter_of_one_segment_is_completed_and_checked(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, SEGMENTS)
    for name in ("b_y", "W"):
        window.session.select(name)
        window.session.go_end()
        graph = lane_of(window, "graph")
        assert isinstance(graph, GraphLane)
        shown = graph.picture()
        assert shown is not None
        assert (len(shown.state.summed(name)), shown.state.agrees) == (4, {name: True})
        addition = window.sum_panel.sum.addition
        assert addition is not None
        assert (addition.done, addition.count, addition.agrees) == (4, 4, True)
        assert addition.total is not None


def test_that_each_parameters_norms_appear_with_its_own_pass(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, BIDIRECTIONAL)
    tape = window.session.tape
    assert tape is not None
    lane = lane_of(window, "norms")
    assert isinstance(lane, BarLane)
    partly = 0
    for position in range(tape.stops):
        window.session.go_to(position)
        for index, name in enumerate(lane.series):
            known = tape.known(f"d{name}", position)
            partly += 0 < len(known) < 4
            for t in range(1, 5):
                assert ("not yet" in lane.readout(t, (index,))) == (t not in known), (name, t, position)
    assert partly


def test_that_norms_are_painted_at_the_stop_at_which_they_appear(qtbot: QtBot, window: Window) -> None:
    run(qtbot, window, BIDIRECTIONAL)
    lane = lane_of(window, "norms")
    for position in range(window.session.position, 17):
        window.session.go_to(position)
        QApplication.processEvents()
        stepped = picture(lane)
        lane.update()
        assert np.array_equal(stepped, picture(lane)), position


def test_that_a_loss_that_is_no_number_makes_the_total_none(qtbot: QtBot, window: Window) -> None:
    window.session.edit(equations=window.session.draft.equations.replace("x[t]", "(x[t] / 0)"))
    wait_for_run(qtbot, window)
    window.session.go_end()
    assert loss_so_far(window.session, ["L"]) != loss_so_far(window.session, ["L"])


def test_that_a_model_of_many_equations_has_its_first_lanes_and_the_menu_has_the_others(
    qtbot: QtBot, window: Window
) -> None:
    count = LANES_AT_ONCE + 10
    lines = ["h0[t] = tanh(A0 @ h0[t-1] + B @ x[t])"] + [f"h{i}[t] = 0.9 * h{i - 1}[t]" for i in range(1, count)]
    lines += [f"y[t] = V @ h{count - 1}[t]", "L[t] = cross_entropy(y[t], target[t])"]
    run(qtbot, window, "\n".join(lines))
    assert len(window.findChildren(Lane)) < 2 * LANES_AT_ONCE + 8
    last = f"h{count - 1}"
    assert window.findChild(Lane, f"lane_{last}") is None
    window.menus.fill_lanes()
    menu = window.findChild(QMenu, "menu_lanes")
    assert isinstance(menu, QMenu)
    entry = next(action for action in menu.actions() if action.data() == last)
    assert not entry.isChecked()
    entry.trigger()
    QApplication.processEvents()
    assert lane_of(window, last).isVisible()
    window.session.go_to(3)
    assert "not yet" not in lane_of(window, last).readout(3, (0,))
    assert "not yet" in lane_of(window, last).readout(4, (0,))
