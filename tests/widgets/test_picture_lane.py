"""Values that are pictures, drawn as pictures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from rnnviz.widgets.picture_lane import Canvas, PictureLane
from rnnviz.widgets.time_axis import TimeAxis


class Pictures:
    """Numbers of pictures; timesteps up to `known` may be seen."""

    def __init__(self, rows: Any, known: int) -> None:
        self._rows, self.shape = rows, rows.shape[1:]
        self.missing: Any = None
        self.timesteps, self.known, self.span = len(rows), range(1, known + 1), range(1, len(rows) + 1)

    def rows(self, t0: int, t1: int) -> Any:
        return self._rows[t0 - 1 : t1 - 1]


def lane_of(qtbot: QtBot, rows: Any, canvas: Canvas, known: int) -> PictureLane:
    axis = TimeAxis()
    axis.set_timesteps(len(rows))
    lane = PictureLane("x", "x", axis)
    qtbot.addWidget(lane)
    axis.setParent(lane)
    lane.resize(600, 90)
    lane.set_canvas(canvas)
    lane.set_source(Pictures(rows, known))
    lane.show()
    axis.set_width(lane.body_rect().width())
    return lane


def pixel(lane: PictureLane, timestep: int, row: int, column: int) -> QColor:
    image: QImage = lane.grab().toImage()
    frame = lane.frame(timestep)
    x = frame.left() + (column + 0.5) * frame.width() / lane.canvas.width
    y = frame.top() + (row + 0.5) * frame.height() / lane.canvas.height
    point = QPointF(lane.body_rect().topLeft()) + QPointF(x, y)
    ratio = image.devicePixelRatio()
    return image.pixelColor(QPoint(int(point.x() * ratio), int(point.y() * ratio)))


def test_that_each_pixel_has_its_grey(qtbot: QtBot) -> None:
    rows = np.array([[0, 0.25, 0.5, 1.0, -3.0, 7.0], [1, 1, 0, 0, 1, 0]])
    lane = lane_of(qtbot, rows, Canvas(2, 3), known=2)
    expected = np.rint(255 * np.clip(rows, 0, 1)).reshape(2, 2, 3)
    for t, down, across in np.ndindex(2, 2, 3):
        assert pixel(lane, t + 1, down, across).red() == expected[t, down, across]


def test_that_colours_are_channels_side_by_side(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.array([[1, 0, 0, 0, 0.5, 1]]), Canvas(1, 2, 3), known=1)
    seen = [pixel(lane, 1, 0, across) for across in range(2)]
    assert [(one.red(), one.green(), one.blue()) for one in seen] == [(255, 0, 0), (0, 128, 255)]


def test_that_what_is_not_finite_is_an_error_s_colour(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.array([[0.0, np.nan]]), Canvas(1, 2), known=1)
    assert pixel(lane, 1, 0, 1).rgb() == lane.colours.error.rgb()


def test_that_a_picture_that_the_cursor_has_not_reached_is_not_shown(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.zeros((2, 4)), Canvas(2, 2), known=1)
    assert pixel(lane, 1, 1, 1).red() == 0
    assert pixel(lane, 2, 1, 1).lightness() > 100


def test_that_the_pointer_finds_the_pixel_and_reads_it_out(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.arange(12.0).reshape(2, 6) / 12, Canvas(2, 3), known=2)
    frame = lane.frame(2)
    place = QPointF(frame.left() + 2.5 * frame.width() / 3, frame.top() + 1.5 * frame.height() / 2)
    timestep, unit = lane.hit(place.x(), place.y())
    assert (timestep, unit) == (2, (5,))
    assert "row 1, column 2: 0.92" in lane.readout(2, unit)
    assert lane.hit(frame.right() + 3, place.y())[1] is None


@pytest.mark.parametrize("timesteps", [2, 2_000])
def test_that_narrow_columns_are_the_map_of_the_numbers(qtbot: QtBot, timesteps: int) -> None:
    lane = lane_of(qtbot, np.ones((timesteps, 4)), Canvas(2, 2), known=timesteps)
    assert lane.shows_pictures is (timesteps == 2)
    assert not lane.grab().isNull()


def test_that_numbers_that_are_no_such_picture_are_a_map(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.ones((2, 5)), Canvas(2, 2), known=2)
    assert not lane.shows_pictures
    assert not lane.grab().isNull()


def test_that_what_is_marked_is_framed(qtbot: QtBot) -> None:
    lane = lane_of(qtbot, np.zeros((1, 9)), Canvas(3, 3), known=1)
    marked = np.zeros((1, 9))
    marked[0, 4] = 1
    lane.set_canvas(Canvas(3, 3), Pictures(marked, 1))
    image, frame = lane.grab().toImage(), lane.frame(1)
    side = frame.width() / 3
    left = QPointF(lane.body_rect().topLeft()) + frame.topLeft() + QPointF(side, 1.5 * side)
    assert image.pixelColor(left.toPoint()).rgb() == lane.colours.backward.rgb()
    assert pixel(lane, 1, 0, 0).red() == pixel(lane, 1, 1, 1).red() == 0


def test_that_a_timestep_without_a_target_is_left_empty(qtbot: QtBot) -> None:
    source = Pictures(np.zeros((3, 4)), 3)
    source.missing = np.array([True, False, True])
    lane = lane_of(qtbot, np.zeros((3, 4)), Canvas(2, 2), known=3)
    lane.set_source(source)
    assert pixel(lane, 2, 0, 0).red() == 0
    assert pixel(lane, 1, 0, 0).rgb() == lane.colours.background.rgb()
