"""Stepping into a timestep and out of it by keys: what is seen is what has been computed, and going back undoes it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt

from rnnviz.app.window import Window
from rnnviz.debugger.step_levels import Cursor, operations
from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.graph_lane import GraphLane
from rnnviz.widgets.timestep_graph import TimestepGraph
from tests.app.screen import lane_of, picture, press, read_out, values_on_screen

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def seen(window: Window, name: str) -> list[bool]:
    """At which timesteps a lane shows numbers."""
    return [bool(np.isfinite(row).all()) for row in values_on_screen(window, name, 4, 3)]


def test_that_f11_computes_one_operation_and_shows_its_result(window: Window) -> None:
    tape = window.session.tape
    assert tape is not None
    names = [one.name for one in operations(tape, 0)]
    for done, name in enumerate(names, 1):
        press(window, Qt.Key.Key_F11)
        assert window.session.cursor == (Cursor(0, done) if done < len(names) else Cursor(1, 0))
        if done < len(names):
            assert window.narration.happened.startswith(f"forward t = 1: {name}[1] = ")
            assert window.narration.next.startswith(f"forward t = 1: {names[done]}[1] = ")
        assert seen(window, "h") == [names.index("h") < done, False, False, False]
        losses = lane_of(window, "losses")
        assert isinstance(losses, BarLane)
        assert ("not yet" in read_out(window, losses, 1)) == (names.index("L") >= done)


def test_that_out_and_over_leave_the_timestep_at_either_end(window: Window) -> None:
    press(window, Qt.Key.Key_Right)
    press(window, Qt.Key.Key_F11)
    assert window.session.cursor == Cursor(1, 1)
    press(window, Qt.Key.Key_F11, SHIFT)
    assert window.session.cursor == Cursor(2)
    press(window, Qt.Key.Key_F11, CTRL)
    assert window.session.position == 1
    assert window.session.inside > 1
    press(window, Qt.Key.Key_F11, CTRL | SHIFT)
    assert window.session.cursor == Cursor(1)
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_F10)
    assert window.session.cursor == Cursor(2)
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_F10, CTRL)
    assert window.session.cursor == Cursor(2)
    press(window, Qt.Key.Key_F11, SHIFT)
    assert window.session.cursor == Cursor(4), "the end of the forward pass"
    press(window, Qt.Key.Key_F11, CTRL | SHIFT)
    assert window.session.cursor == Cursor(0)


def test_that_the_whole_walk_by_operations_and_back_shows_the_same_pictures(window: Window) -> None:
    tape = window.session.tape
    assert tape is not None
    graph = lane_of(window, "graph")
    assert isinstance(graph, GraphLane)
    graph.set_animated(False)
    count = sum(len(operations(tape, position)) for position in range(tape.stops))
    for _ in range(count):  # once, for the narration to take the room that its longest sentence needs
        press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_Home)
    pictures = []
    for _ in range(count):
        pictures.append((picture(window.lanes), window.narration.happened))
        press(window, Qt.Key.Key_F11)
    assert window.session.cursor == Cursor(tape.stops - 1)
    for before, said in reversed(pictures):
        press(window, Qt.Key.Key_F11, CTRL)
        assert window.narration.happened == said
        assert (picture(window.lanes) == before).all()


def test_that_reverse_continue_from_inside_a_timestep_stops_where_it_began(window: Window) -> None:
    session = window.session
    session.breakpoints.toggle(2)
    press(window, Qt.Key.Key_F5)
    assert session.cursor == Cursor(2)
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_F5, CTRL)
    assert session.cursor == Cursor(2)


def test_that_a_timestep_lies_open_over_the_graph_while_the_cursor_stands_in_it(window: Window) -> None:
    opened = lane_of(window, "graph").findChild(TimestepGraph)
    assert opened is not None
    assert not opened.isVisible()
    press(window, Qt.Key.Key_F11)
    assert opened.isVisible()
    assert opened.accessibleName() == "t = 1, forward: 1 of 8 operations done"
    first = picture(opened)
    press(window, Qt.Key.Key_F11)
    assert (picture(opened) != first).any()
    press(window, Qt.Key.Key_F11, CTRL)
    assert (picture(opened) == first).all()
    press(window, Qt.Key.Key_F11, SHIFT)
    assert not opened.isVisible()
