"""The ruler numbers the timesteps, shows where execution stands, and zooms."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from rnnviz.widgets.axis_ruler import AxisRuler
from rnnviz.widgets.colours import theme
from rnnviz.widgets.lane_metrics import HEAD
from rnnviz.widgets.lettering import small_type
from rnnviz.widgets.marks import Playhead, flag_size
from tests.widgets.screen import distance, pixels, stack_of, turn_wheel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ruler(qtbot: QtBot) -> AxisRuler:
    stack = stack_of(qtbot, timesteps=100)
    vars(stack.ruler)["stack"] = stack
    return stack.ruler


def at(ruler: AxisRuler, timestep: float) -> QPoint:
    return QPoint(HEAD + round(ruler.axis.x_of(timestep)), 8)


def test_that_a_click_goes_to_a_timestep(qtbot: QtBot, ruler: AxisRuler) -> None:
    with qtbot.waitSignal(ruler.clicked) as heard:
        qtbot.mouseClick(ruler, LEFT, pos=at(ruler, 42))
    assert heard.args == [42]
    with qtbot.assertNotEmitted(ruler.clicked):
        qtbot.mouseClick(ruler, LEFT, pos=QPoint(10, 8))


def test_that_a_drag_zooms_to_the_range_and_a_double_click_back(qtbot: QtBot, ruler: AxisRuler) -> None:
    with qtbot.assertNotEmitted(ruler.clicked):
        qtbot.mousePress(ruler, LEFT, pos=at(ruler, 60))
        qtbot.mouseMove(ruler, at(ruler, 50))
        band = pixels(ruler)
        qtbot.mouseMove(ruler, at(ruler, 41))
        assert (band != pixels(ruler)).any(), "the range is not shown while it is dragged"
        qtbot.mouseRelease(ruler, LEFT, pos=at(ruler, 41))
    assert set(ruler.axis.visible()) >= set(range(41, 61))
    assert len(ruler.axis.visible()) <= 22
    qtbot.mouseDClick(ruler, LEFT, pos=QPoint(HEAD + 50, 8))
    assert ruler.axis.fitted


def test_that_wheel_and_keys_zoom(qtbot: QtBot, ruler: AxisRuler) -> None:
    turn_wheel(ruler, at(ruler, 30), 4, Qt.KeyboardModifier.ControlModifier)
    wide = ruler.axis.column_width
    assert abs(ruler.axis.x_of(30) + HEAD - at(ruler, 30).x()) < 1
    ruler.setFocus()
    qtbot.keyClick(ruler, Qt.Key.Key_Plus)
    assert ruler.axis.column_width > wide
    qtbot.keyClick(ruler, Qt.Key.Key_Minus)
    assert abs(ruler.axis.column_width - wide) < 1e-6


@pytest.mark.parametrize("timesteps", [1, 4, 50, 1000, 100_000, 1_000_000])
def test_that_numbers_are_round_and_do_not_touch(ruler: AxisRuler, timesteps: int) -> None:
    ruler.axis.set_timesteps(timesteps)
    factor = 1.0
    while factor < 1e7:
        labels = ruler.labelled()
        steps = np.diff([t for t in labels if t != 1])
        assert len(labels) >= 1 or len(ruler.axis.visible()) > 1
        assert len(set(steps)) <= 1
        assert all(width >= 12 for width in np.diff([ruler.axis.x_of(t) for t in labels]))
        ruler.axis.zoom(factor, 200)
        factor *= 5
    ruler.axis.fit()
    labels = ruler.labelled()
    assert labels[0] in (1, labels[-1] - labels[-2] if len(labels) > 1 else 1)


def test_that_four_timesteps_are_all_numbered(ruler: AxisRuler) -> None:
    ruler.axis.set_timesteps(4)
    assert ruler.labelled() == [1, 2, 3, 4]


@pytest.mark.parametrize(("phase", "direction"), [("forward", 1), ("backward", -1), ("backward", 1)])
def test_that_the_flag_points_where_the_pass_goes(ruler: AxisRuler, phase: str, direction: int) -> None:
    ruler.axis.set_timesteps(10)
    ruler.set_playhead(Playhead(5, "forward" if phase == "forward" else "backward", direction))
    colour = theme(False).role(phase)
    found = np.argwhere(distance(pixels(ruler), colour) <= 2)
    line = HEAD + ruler.axis.x_of(5 - direction / 2)
    flag = found[np.abs(found[:, 1] - line) < 14]
    assert len(flag) > 20
    away = (flag[:, 1] - line) * direction
    assert away.min() >= -2
    heights = [np.ptp(flag[np.abs(away - distance_away) < 1.0][:, 0]) for distance_away in (1, 7)]
    assert heights[0] > heights[1], "it does not narrow in its direction"


def test_that_the_selected_number_stands_out(ruler: AxisRuler) -> None:
    ruler.axis.set_timesteps(10)
    before = pixels(ruler)
    ruler.set_selected(7)
    changed = np.flatnonzero((pixels(ruler) != before).any(axis=(0, 2)))
    centre = HEAD + ruler.axis.x_of(7)
    assert len(changed)
    assert np.abs(changed - centre).max() < 20


def in_gutter(ruler: AxisRuler, timestep: int) -> QPoint:
    return QPoint(HEAD + round(ruler.axis.x_of(timestep)), ruler.height() - 4)


def test_that_a_click_in_the_gutter_asks_for_a_breakpoint_and_goes_nowhere(qtbot: QtBot, ruler: AxisRuler) -> None:
    with qtbot.assertNotEmitted(ruler.clicked), qtbot.waitSignal(ruler.gutter_clicked) as heard:
        qtbot.mouseClick(ruler, LEFT, pos=in_gutter(ruler, 42))
    assert heard.args == [42]
    with qtbot.assertNotEmitted(ruler.gutter_clicked):
        qtbot.mouseClick(ruler, LEFT, pos=at(ruler, 42))
        qtbot.mousePress(ruler, LEFT, pos=in_gutter(ruler, 42))
        qtbot.mouseRelease(ruler, LEFT, pos=in_gutter(ruler, 60))


def test_that_two_quick_clicks_in_the_gutter_are_two(qtbot: QtBot, ruler: AxisRuler) -> None:
    heard: list[int] = []
    ruler.gutter_clicked.connect(heard.append)
    ruler.axis.zoom_to(40, 60)
    qtbot.mouseClick(ruler, LEFT, pos=in_gutter(ruler, 42))
    qtbot.mouseDClick(ruler, LEFT, pos=in_gutter(ruler, 42))
    qtbot.mouseRelease(ruler, LEFT, pos=in_gutter(ruler, 42))
    assert heard == [42, 42]
    assert not ruler.axis.fitted


def test_that_breakpoints_and_hits_are_seen_in_the_gutter(ruler: AxisRuler) -> None:
    ruler.axis.zoom_to(40, 60)
    bare = pixels(ruler)
    ruler.set_breakpoints([42], [])
    enabled = pixels(ruler)
    ruler.set_breakpoints([], [42])
    disabled = pixels(ruler)
    ruler.set_breakpoints([], [])
    ruler.set_hits([42])
    hit = pixels(ruler)
    pictures = [bare, enabled, disabled, hit]
    assert all((one != other).any() for i, one in enumerate(pictures) for other in pictures[:i])
    column = slice(HEAD + round(ruler.axis.x_of(41.4)), HEAD + round(ruler.axis.x_of(42.6)))
    for picture in pictures[1:]:
        differs = (picture != bare).any(2)
        assert differs[:, column].any()
        differs[:, column] = False
        assert not differs.any()


def test_that_a_hundred_thousand_hits_are_painted_once_a_pixel(qtbot: QtBot) -> None:
    stack = stack_of(qtbot, timesteps=100_000)
    stack.ruler.set_hits(np.arange(1, 100_001))
    assert len(stack.ruler.gutter._places(stack.ruler.gutter.hits)) <= stack.ruler.width()


@pytest.mark.parametrize("direction", [1, -1])
def test_that_a_number_is_left_out_that_the_playhead_s_flag_would_hide(ruler: AxisRuler, direction: int) -> None:
    face = small_type(ruler)
    numbers = [(t, ruler._number_rect(t, face)) for t in ruler.labelled()]
    hidden = set()
    for timestep in range(15, 35):
        playhead = Playhead(timestep, "forward", direction)
        ruler.set_playhead(playhead)
        edge = ruler.axis.x_of(playhead.place)
        tip = edge + direction * flag_size(ruler._row())
        free = ruler._free(numbers, {})
        for t, rect in numbers:
            inside = min(rect.right() - 5, max(edge, tip)) - max(rect.left() + 5, min(edge, tip))
            if inside > 1:
                assert t not in [one for one, _ in free], (timestep, t)
                hidden.add(t)
            elif inside < -4:
                assert t in [one for one, _ in free], (timestep, t)
    assert hidden >= {20, 30}
