"""Lanes stand on one axis, and are moved, sized, folded and hidden by mouse and keys."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFont
from PySide6.QtWidgets import QMenu, QScrollBar
from pytestqt.qtbot import QtBot

from rnnviz.widgets.bar_lane import BarLane
from rnnviz.widgets.colours import theme
from rnnviz.widgets.lane import NOWHERE, Lane
from rnnviz.widgets.lane_metrics import GUTTER, HEAD, RULER, TOTAL
from rnnviz.widgets.lane_stack import LaneStack
from rnnviz.widgets.marks import Playhead
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.screen import body, column, distance, has, palette, pixels, stack_of, turn_wheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def stack(qtbot: QtBot) -> LaneStack:
    axis = TimeAxis()
    lanes = [Lane(name, name.upper(), axis, "forward") for name in ("a", "b", "c")]
    return stack_of(qtbot, *lanes, timesteps=20, height=500)


def drag(qtbot: QtBot, lane: Lane, start: QPoint, stop: QPoint) -> None:
    part = lane.childAt(start) or lane
    offset = part.mapTo(lane, QPoint(0, 0))
    qtbot.mousePress(part, LEFT, pos=start - offset)
    qtbot.mouseMove(part, (start + stop) / 2 - offset)
    qtbot.mouseMove(part, stop - offset)
    qtbot.mouseRelease(part, LEFT, pos=stop - offset)


def tops(stack: LaneStack) -> list[int]:
    return [stack.lane(name).mapTo(stack, QPoint(0, 0)).y() for name in stack.shown()]


def named(menu: QMenu, name: str) -> QAction:
    return next(action for action in menu.findChildren(QAction) if action.objectName() == name)


def test_that_lanes_stand_under_the_ruler_without_gaps(stack: LaneStack) -> None:
    assert stack.shown() == ["a", "b", "c"]
    places = [stack.ruler.height()]
    for name in stack.shown():
        places.append(places[-1] + stack.lane(name).height())
    assert tops(stack) == places[:-1]
    assert stack.axis.width == stack.width() - HEAD - TOTAL


def test_that_every_lane_has_a_name_for_tests_and_for_reading_aloud(stack: LaneStack) -> None:
    assert stack.lane("b").objectName() == "lane_b"
    assert "B" in stack.lane("b").accessibleName()
    with pytest.raises(ValueError, match="'a'"):
        stack.add_lane(Lane("a", "again", stack.axis))


def test_that_lanes_grow_with_the_window_until_one_is_sized(qtbot: QtBot, stack: LaneStack) -> None:
    before = stack.lane("a").height()
    stack.resize(960, 260)
    assert stack.lane("a").height() < before
    lane = stack.lane("b")
    height = lane.height()
    with qtbot.waitSignal(stack.layout_changed):
        drag(qtbot, lane, QPoint(300, height - 2), QPoint(300, height + 28))
    assert abs(lane.height() - height - 30) <= 3
    height = stack.lane("a").height()
    stack.resize(960, 700)
    assert stack.lane("a").height() == height


def test_that_heights_of_an_example_are_stretched_alike_and_those_of_a_user_are_not(
    qtbot: QtBot, stack: LaneStack
) -> None:
    stack.restore_state({"heights": {"a": 60, "b": 40, "c": 40}})
    stack.resize(stack.width(), stack.ruler.height() + 280)
    assert [stack.lane(name).height() for name in "abc"] == [120, 80, 80]
    stack.set_height("a", 90)
    assert [stack.lane(name).height() for name in "abc"] == [90, 80, 80]
    stack.restore_state(stack.save_state())
    assert [stack.lane(name).height() for name in "abc"] == [90, 80, 80]


def test_that_a_lane_is_moved_by_its_head(qtbot: QtBot, stack: LaneStack) -> None:
    lane = stack.lane("a")
    drag(qtbot, lane, QPoint(30, 30), QPoint(30, 30 + round(2.6 * lane.height())))
    assert stack.shown() == ["b", "c", "a"]
    lane.setFocus()
    qtbot.keyClick(lane, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert stack.shown() == ["b", "a", "c"]
    height = lane.height()
    qtbot.keyClick(lane, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
    assert lane.height() == height + 8


def test_that_pinned_lanes_stay_on_top_while_the_rest_scrolls(qtbot: QtBot, stack: LaneStack) -> None:
    stack.add_lane(Lane("graph", "graph", stack.axis), pinned=True, height=120)
    assert stack.shown() == ["graph", "a", "b", "c"]
    stack.resize(960, 280)
    bar = stack.findChild(QScrollBar, "lane_scroll_bar")
    assert bar is not None
    assert bar.isVisible()
    before = tops(stack)
    turn_wheel(stack.lane("b"), column(stack.lane("b"), 3), -1)
    after = tops(stack)
    assert after[0] == before[0]
    assert all(now < then for now, then in zip(after[1:], before[1:], strict=True))
    assert len({lane.body_rect().width() for lane in map(stack.lane, stack.names())}) == 1


def test_that_a_lane_folds_to_its_title_and_back(qtbot: QtBot, stack: LaneStack) -> None:
    lane = stack.lane("b")
    height = lane.height()
    qtbot.mouseClick(lane.head, LEFT, pos=QPoint(10, 9))
    assert lane.folded
    assert lane.height() == lane.folded_height()
    lane.setFocus()
    qtbot.keyClick(lane, Qt.Key.Key_Return)
    assert not lane.folded
    assert lane.height() == height


def test_that_a_lane_is_hidden_and_shown_by_menu(stack: LaneStack) -> None:
    named(stack.head_menu("b"), "action_hide_lane").trigger()
    assert stack.shown() == ["a", "c"]
    assert not stack.lane("b").isVisible()
    show = named(stack.menu(), "action_show_lane_b")
    assert not show.isChecked()
    show.trigger()
    assert stack.shown() == ["a", "b", "c"]


def test_that_gates_come_out_from_under_their_state(qtbot: QtBot, stack: LaneStack) -> None:
    for gate in ("i", "f"):
        stack.add_lane(Lane(gate, gate, stack.axis), under="a")
    assert stack.shown() == ["a", "b", "c"]
    head = stack.lane("a").head
    assert head.more == 2
    qtbot.mouseClick(head, LEFT, pos=QPoint(12, head.height() - 8))
    assert stack.shown() == ["a", "i", "f", "b", "c"]
    qtbot.mouseClick(head, LEFT, pos=QPoint(12, head.height() - 8))
    assert stack.shown() == ["a", "b", "c"]


def test_that_the_layout_is_kept_as_json_also_for_lanes_that_come_later(stack: LaneStack, qtbot: QtBot) -> None:
    stack.move_lane("c", 0)
    stack.set_height("a", 55)
    stack.set_folded("c", True)
    stack.set_hidden("b", True)
    state = json.loads(json.dumps(stack.save_state()))
    other = stack_of(qtbot, Lane("a", "A", TimeAxis()), timesteps=20, height=500)
    other.restore_state(state)
    assert other.lane("a").height() == 55
    for name in ("b", "c"):
        other.add_lane(Lane(name, name, other.axis))
    assert other.names() == ["c", "a", "b"]
    assert other.shown() == ["c", "a"]
    assert other.lane("c").folded
    assert other.save_state() == state


@pytest.mark.parametrize(
    "state",
    [
        {"order": "abc"},
        {"order": [1]},
        {"heights": {"a": "tall"}},
        {"heights": {"a": 0}},
        {"fills": 1},
        {"hidden": {"a": 1}},
        {"folded": ["a"]},
    ],
)
def test_that_a_spoilt_layout_is_refused_and_changes_nothing(stack: LaneStack, state: dict[str, object]) -> None:
    stack.set_height("a", 70)
    before = stack.save_state()
    with pytest.raises(ValueError, match="lane"):
        stack.restore_state(state)
    assert stack.save_state() == before


def test_that_resetting_puts_lanes_back_as_they_came(stack: LaneStack) -> None:
    stack.move_lane("c", 0)
    stack.set_hidden("b", True)
    stack.set_height("a", 40)
    named(stack.menu(), "action_reset_lanes").trigger()
    assert stack.shown() == ["a", "b", "c"]
    assert len({stack.lane(name).height() for name in stack.names()}) == 1


def test_that_a_lane_that_comes_back_is_as_it_was_left(stack: LaneStack) -> None:
    stack.set_folded("b", True)
    stack.remove_lane("b")
    assert stack.names() == ["a", "c"]
    stack.add_lane(Lane("b", "B", stack.axis), after="a")
    assert stack.names() == ["a", "b", "c"]
    assert stack.lane("b").folded


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("phase", "direction"), [("forward", 1), ("backward", -1)])
def test_that_one_playhead_runs_through_all_lanes(stack: LaneStack, dark: bool, phase: str, direction: int) -> None:
    stack.setPalette(palette(dark))
    head = Playhead(7, "forward" if phase == "forward" else "backward", direction)
    colour = theme(dark).role(phase)
    stack.set_playhead(head)
    x = stack.axis.x_of(7 - direction / 2)
    for name in stack.shown():
        image = body(stack.lane(name))
        found = np.flatnonzero((distance(image, colour) <= 2).any(axis=0))
        assert len(found)
        assert np.abs(found - x).max() <= 2
    stack.set_playhead(None)
    assert not has(body(stack.lane("a")), colour)


def test_that_forward_is_solid_and_backward_dashed(stack: LaneStack) -> None:
    for phase, direction, solid in (("forward", 1, True), ("backward", -1, False)):
        stack.set_playhead(Playhead(7, "forward" if solid else "backward", direction))
        image = body(stack.lane("a"))
        line = (distance(image, theme(False).role(phase)) <= 2).any(axis=1)
        assert line.all() == solid


def test_that_the_selected_column_is_framed_in_all_lanes(stack: LaneStack) -> None:
    plain = [body(stack.lane(name)) for name in stack.shown()]
    stack.set_selection(5)
    edges = {round(stack.axis.x_of(4.5)), round(stack.axis.x_of(5.5))}
    for name, before in zip(stack.shown(), plain, strict=True):
        changed = set(np.flatnonzero((before != body(stack.lane(name))).any(axis=(0, 2))))
        assert changed
        assert all(min(abs(x - edge) for edge in edges) <= 1 for x in changed)
    stack.set_selection(None)
    assert (body(stack.lane("a")) == plain[0]).all()


def test_that_what_lanes_tell_carries_their_name(qtbot: QtBot, stack: LaneStack) -> None:
    lane = stack.lane("b")
    with qtbot.waitSignal(stack.clicked) as heard:
        qtbot.mouseClick(lane, LEFT, pos=column(lane, 9))
    assert heard.args == ["b", 9, None]
    with qtbot.waitSignal(stack.hovered) as heard:
        qtbot.mouseMove(lane, column(lane, 3))
    assert heard.args is not None
    assert heard.args[:3] == ["b", 3, None]
    with qtbot.assertNotEmitted(stack.clicked):
        qtbot.mouseClick(lane, LEFT, pos=QPoint(lane.width() - 3, 10))
    assert NOWHERE < 0


def test_that_dragging_a_body_pans_all_lanes(qtbot: QtBot, stack: LaneStack) -> None:
    stack.axis.zoom(4, 0)
    lane = stack.lane("a")
    with qtbot.assertNotEmitted(stack.clicked):
        drag(qtbot, lane, QPoint(600, 30), QPoint(400, 30))
    assert stack.axis.first > 0


def test_that_the_wheel_pans_and_with_ctrl_zooms_at_the_pointer(stack: LaneStack) -> None:
    lane, axis = stack.lane("c"), stack.axis
    place = column(lane, 12)
    turn_wheel(lane, place, 3, Qt.KeyboardModifier.ControlModifier)
    assert axis.column_width > 60
    assert abs(axis.x_of(12) - (place.x() - HEAD)) < 1.5
    first = axis.first
    turn_wheel(lane, place, -1)
    assert axis.first > first
    turn_wheel(lane, place, -40, Qt.KeyboardModifier.ControlModifier)
    assert axis.fitted


def test_that_everything_grows_with_the_type(stack: LaneStack) -> None:
    font = QFont(stack.font())
    font.setPixelSize(26)
    stack.setFont(font)
    assert stack.lane("a").body_rect().left() == 2 * HEAD
    assert stack.axis.width == stack.lane("a").body_rect().width()
    assert stack.ruler.height() == 2 * (RULER + GUTTER)


def test_that_an_empty_stack_says_what_to_do(qtbot: QtBot) -> None:
    stack = stack_of(qtbot, timesteps=0)
    blank = pixels(stack)
    stack.set_placeholder("Drop a text here")
    assert (pixels(stack) != blank).any()
    stack.axis.set_timesteps(3)
    stack.update()
    assert not has(pixels(stack)[40:], theme(False).faint)


@pytest.mark.parametrize("text", ["4.90", "Σ 3.4e5", "Σ −1.2e−300", "Σ a name much too long"])
def test_that_a_long_total_is_not_clipped(stack: LaneStack, text: str) -> None:
    lane = stack.lane("a")
    stack.set_height("a", 60)
    before = pixels(lane)
    lane.set_total(text)
    changed = np.flatnonzero((pixels(lane) != before).any(axis=(0, 2)))
    assert len(changed) > 10
    # Where letters are cut their stumps touch the column's edge.
    assert changed.min() > lane.width() - TOTAL + 1
    assert changed.max() < lane.width() - 1


def test_that_totals_stand_at_the_right(stack: LaneStack) -> None:
    lane = stack.lane("a")
    before = pixels(lane)
    lane.set_total("4.90", "the sum of all losses")
    changed = np.flatnonzero((pixels(lane) != before).any(axis=(0, 2)))
    assert len(changed) > 10
    assert changed.min() >= lane.width() - TOTAL


def test_that_a_note_of_two_lines_is_read_whole_where_there_is_room(qtbot: QtBot) -> None:
    stack = LaneStack()
    qtbot.addWidget(stack)
    lane = BarLane("norms", "Δ ‖dW[t]‖", stack.axis, compares="difference")
    lane.set_note("difference\nlinear scale")
    stack.add_lane(lane)
    for height, lines in ((90, ["difference", "linear scale"]), (40, ["difference, linear scale"])):
        lane.head.resize(84, height)
        assert lane.head._note_lines() == lines
        assert lane.head.legend_rect().top() > len(lines) * 10
