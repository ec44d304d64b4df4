"""What is on the screen: a widget's pixels as numbers, and where a stack's columns are."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnnviz.widgets.lane import Lane
from rnnviz.widgets.lane_stack import LaneStack

Pixels = NDArray[np.uint8]


def pixels(widget: QWidget) -> Pixels:
    """What the widget shows: (height, width, 3), red, green, blue."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def on_screen(widget: QWidget) -> Pixels:
    """What was really painted, bit by bit, since the window was shown; as `pixels` otherwise."""
    QApplication.processEvents()
    image = widget.screen().grabWindow(widget.winId()).toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def body(lane: Lane) -> Pixels:
    """The pixels of a lane's body."""
    rect = lane.body_rect()
    return pixels(lane)[rect.top() : rect.bottom() + 1, rect.left() : rect.right() + 1]


def rgb(colour: QColor) -> NDArray[np.int64]:
    return np.array([colour.red(), colour.green(), colour.blue()])


def distance(image: Pixels, colour: QColor | NDArray[np.int64] | Pixels) -> NDArray[np.int64]:
    """How far each pixel is from a colour, or from another picture: the largest difference of a channel, in 255ths."""
    wanted = rgb(colour) if isinstance(colour, QColor) else colour
    return np.asarray(np.abs(image.astype(int) - wanted).max(axis=-1))


def has(image: Pixels, colour: QColor) -> bool:
    """Whether any pixel has exactly this colour."""
    return bool((distance(image, colour) == 0).any())


def stack_of(qtbot: QtBot, *lanes: Lane, width: int = 960, height: int = 400, timesteps: int = 4) -> LaneStack:
    """Lanes on one axis, shown."""
    stack = LaneStack(lanes[0].axis if lanes else None)
    qtbot.addWidget(stack)
    stack.axis.setParent(stack)
    stack.axis.set_timesteps(timesteps)
    for lane in lanes:
        stack.add_lane(lane)
        # A test that keeps the lane keeps the stack.
        vars(lane)["stack"] = stack
    stack.resize(width, height)
    stack.show()
    qtbot.waitExposed(stack)
    return stack


def column(lane: Lane, timestep: float, y: float = 0.5) -> QPoint:
    """The point of a lane in the middle of a timestep's column, y from 0 (top) to 1."""
    rect = lane.body_rect()
    return QPoint(rect.left() + round(lane.axis.x_of(timestep)), rect.top() + round(rect.height() * y))


def turn_wheel(
    widget: QWidget,
    position: QPoint,
    notches: float,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    """Turn the wheel over a point of a widget; above 0 is away from the user."""
    window = widget.window().windowHandle()
    place = QPointF(widget.mapTo(widget.window(), position))
    QTest.wheelEvent(window, place, QPoint(0, round(120 * notches)), QPoint(0, 0), modifiers)
    QApplication.processEvents()


def palette(dark: bool) -> QPalette:
    return QPalette(QColor("#1B1E23" if dark else "#FFFFFF"))
