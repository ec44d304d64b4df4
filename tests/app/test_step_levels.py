"""Stepping into a timestep and out of it by keys: what is seen is what has been computed, and going back undoes it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from rnnviz.app.window import Window
from rnnviz.debugger.breakpoint import Breakpoint
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
    press(window, Qt.Key.Key_F11)
    press(window, Qt.Key.Key_F11, CTRL)  # who goes by operations has the timestep open, at its beginning too
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


def opened_in(window: Window) -> TimestepGraph:
    opened = lane_of(window, "graph").findChild(TimestepGraph)
    assert opened is not None
    return opened


def test_that_a_timestep_lies_open_over_the_graph_while_the_cursor_goes_through_it(window: Window) -> None:
    opened = opened_in(window)
    assert not opened.isVisible()
    press(window, Qt.Key.Key_F11)
    assert opened.isVisible()
    assert opened.accessibleName() == "forward t = 1: 1 of 8 operations done"
    first = picture(opened)
    press(window, Qt.Key.Key_F11)
    assert (picture(opened) != first).any()
    press(window, Qt.Key.Key_F11, CTRL)
    assert (picture(opened) == first).all()
    press(window, Qt.Key.Key_F11, SHIFT)
    assert not opened.isVisible()


def test_that_a_double_click_in_a_column_opens_its_timestep_and_esc_or_its_button_closes_it(
    window: Window, qtbot: QtBot
) -> None:
    lane, opened = lane_of(window, "graph"), opened_in(window)
    for _ in range(2):
        body = lane.body_rect()
        place = QPoint(round(body.left() + lane.axis.x_of(3)), body.bottom() - 20)
        qtbot.mouseDClick(lane, Qt.MouseButton.LeftButton, pos=place)
        assert opened.isVisible()
        assert opened.accessibleName().startswith("forward t = 3: 0 of 8")
        assert window.session.cursor == Cursor(0), "looking moves nothing"
        press(window, Qt.Key.Key_Escape)
        assert not opened.isVisible()
    press(window, Qt.Key.Key_O)
    assert opened.isVisible()
    qtbot.mouseClick(opened.button, Qt.MouseButton.LeftButton)
    assert not opened.isVisible()
    window.actions_["rolled"].trigger()
    qtbot.mouseDClick(window.lanes.rolled, Qt.MouseButton.LeftButton, pos=window.lanes.rolled.rect().center())
    assert [one.isVisible() for one in window.lanes.rolled.findChildren(TimestepGraph)] == [True]
    window.actions_["rolled"].trigger()


def test_that_the_context_menus_open_a_timestep(window: Window) -> None:
    opened = opened_in(window)
    window.session.go_to(6)
    lane = window.lanes.stack.lane("h")
    lane.context_requested.emit(2, None, window.mapToGlobal(QPoint(300, 300)))
    choose_from(window, "menu_value", "action_open_here")
    assert opened.accessibleName().startswith("forward t = 2: 8 of 8"), "of the value that was clicked"
    window.lanes.stack.ruler.context_requested.emit(2, window.mapToGlobal(QPoint(300, 120)))
    choose_from(window, "menu_timestep", "action_open_here")
    assert opened.accessibleName().startswith("backward t = 2: 0 of"), "of the pass that the cursor stands in"


def choose_from(window: Window, menu: str, action: str) -> None:
    (shown,) = [one for one in window.findChildren(QMenu, menu) if one.isVisible()]
    (found,) = [one for one in shown.actions() if one.objectName() == action]
    found.trigger()
    shown.close()


def test_that_everything_in_an_opened_timestep_can_be_clicked_and_is_then_selected(
    window: Window, qtbot: QtBot
) -> None:
    opened = opened_in(window)
    assert window.session.tape is not None
    adjoint = window.session.tape.adjoint
    for phase in ("h", "dh"):
        window.session.set_whole_run(True)
        window.session.opened.open(2, phase)
        shown = opened._opened
        assert shown is not None
        for node, label in zip(shown.layout.nodes, [face.label for face in shown.faces], strict=True):
            if node.lag is None:
                continue
            box = opened.places(shown).box(node)
            if not opened.rect().contains(box.toRect()):
                continue
            qtbot.mouseClick(opened, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
            selection = window.session.selection
            made_of = adjoint.definitions[node.name][0].reads[0].name if ".T" in label else node.name
            assert (selection.name, selection.timestep) == (made_of, 2 + node.lag)
            shown = opened._opened
            assert shown is not None


def test_that_a_breakpoint_on_an_operation_stops_before_it_and_steps_go_on_from_there(window: Window) -> None:
    tape = window.session.tape
    assert tape is not None
    names = [one.name for one in operations(tape, 0)]
    window.session.breakpoints.add([Breakpoint("operation", "h"), Breakpoint("operation", names[0])])
    press(window, Qt.Key.Key_F5)
    assert window.session.cursor == Cursor(0, names.index("h"))
    assert window.narration.next.startswith("forward t = 1: h[1] = tanh(")
    assert window.hover.text().startswith("Stopped at forward t = 1: the operation h")
    press(window, Qt.Key.Key_F11)
    assert window.narration.happened.startswith("forward t = 1: h[1] = tanh(")
    press(window, Qt.Key.Key_F5, CTRL)
    assert window.session.cursor == Cursor(0, names.index("h")), "the same place from the other side"
    press(window, Qt.Key.Key_F5)
    assert window.session.cursor == Cursor(1)
    assert opened_in(window).accessibleName() == "forward t = 2: 0 of 8 operations done"
    press(window, Qt.Key.Key_F11, SHIFT)
    assert window.session.cursor == Cursor(4)
    for cursor in (Cursor(3, names.index("h")), Cursor(3), Cursor(2, names.index("h"))):
        press(window, Qt.Key.Key_F5, CTRL)
        assert window.session.cursor == cursor
