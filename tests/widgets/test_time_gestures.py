"""Wheel and pinch move the axis under every widget in the same way."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.widgets.lane import Lane
from rnnviz.widgets.lane_metrics import HEAD
from rnnviz.widgets.time_axis import TimeAxis
from tests.widgets.screen import stack_of, turn_wheel


def pinch(widget: QWidget, position: QPointF, value: float) -> None:
    """A trackpad's pinch over a point of a widget."""
    place = QPointF(widget.mapToGlobal(position))
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        position,
        position,
        place,
        value,
        QPointF(),
    )
    QApplication.sendEvent(widget, event)


@pytest.fixture
def lane(qtbot: QtBot) -> Lane:
    lane = Lane("a", "a", TimeAxis())
    stack_of(qtbot, lane, timesteps=200)
    return lane


def test_that_a_pinch_zooms_at_the_fingers(lane: Lane) -> None:
    ruler = vars(lane)["stack"].ruler
    for widget in (lane, ruler):
        lane.axis.fit()
        x = lane.axis.x_of(80)
        before = lane.axis.column_width
        pinch(widget, QPointF(HEAD + x, 8), 0.5)
        assert abs(lane.axis.column_width / before - 1.5) < 1e-6
        assert abs(lane.axis.x_of(80) - x) <= 0.5  # the axis stands on whole pixels


def test_that_a_trackpad_pans_by_its_pixels(lane: Lane) -> None:
    lane.axis.zoom(6, 0)
    window, place = lane.window().windowHandle(), QPointF(lane.mapTo(lane.window(), QPoint(300, 20)))
    QTest.wheelEvent(window, place, QPoint(-40, 0), QPoint(-37, 0))
    assert abs(lane.axis.first * lane.axis.column_width - 37) < 1e-6
    QTest.wheelEvent(window, place, QPoint(0, 40), QPoint(0, 37))
    assert lane.axis.first < 1e-9


def test_that_a_notch_out_undoes_a_notch_in(lane: Lane) -> None:
    lane.axis.zoom(5, 400)
    first, column = lane.axis.first, lane.axis.column_width
    turn_wheel(lane, QPoint(400, 20), 1, Qt.KeyboardModifier.ControlModifier)
    assert lane.axis.column_width > column
    turn_wheel(lane, QPoint(400, 20), -1, Qt.KeyboardModifier.ControlModifier)
    assert abs(lane.axis.first - first) < 1e-6
    assert abs(lane.axis.column_width - column) < 1e-6
