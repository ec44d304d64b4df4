"""A slider drawn as one line with a knob on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from rnnviz.widgets.colours import Colours

KNOB = 7.0
"""The knob's radius, in pixels."""


class LineSlider(QSlider):
    """A press goes to where it is at once, instead of by a page, and a drag takes the knob along; both are told as
    actions of the user's. What else is on the line, and where, is the subclasses'."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def position_at(self, x: float) -> int:
        """The position that is nearest to a pixel, counted from the left."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Goes there at once."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._follow(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag takes the knob along."""
        if self.isSliderDown():
            self._follow(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag has ended."""
        self.setSliderDown(False)

    def _follow(self, event: QMouseEvent) -> None:
        position = self.position_at(event.position().x())
        if position != self.value():
            self.setSliderPosition(position)  # which is told as an action of the user's

    def paint_knob(self, painter: QPainter, colours: Colours, x: float) -> None:
        """The knob, and around everything the mark of the keyboard's focus."""
        painter.setPen(QPen(colours.panel, 2))
        painter.setBrush(colours.text if self.isEnabled() else colours.faint)
        painter.drawEllipse(QPointF(x, self.height() / 2), KNOB, KNOB)
        if self.hasFocus():
            painter.setPen(QPen(colours.cursor, 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), 4, 4)
