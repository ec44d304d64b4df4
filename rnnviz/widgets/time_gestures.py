"""Wheel and pinch on the time axis, the same for every widget that stands on it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from rnnviz.widgets.time_axis import TimeAxis

_NOTCH = 120
"""What Qt reports for one notch of a wheel, in eighths of a degree."""
_ZOOM_PER_NOTCH = 1.25
_PAN_PER_NOTCH = 90
"""Pixels."""


_PINCHES = (QNativeGestureEvent, QGestureEvent)


def wheel(event: QWheelEvent, axis: TimeAxis, x: float) -> bool:
    """Zoom at pixel x (with Ctrl) or pan; returns False for what should rather scroll the lanes."""
    turned = event.angleDelta()
    if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        axis.zoom(_ZOOM_PER_NOTCH ** ((turned.y() or turned.x()) / _NOTCH), x)
        return True
    if event.modifiers() & Qt.KeyboardModifier.ShiftModifier or not axis.can_pan:
        return False
    exact = event.pixelDelta()
    sideways = abs(turned.x()) > abs(turned.y())
    if not exact.isNull():
        axis.pan(exact.x() if sideways else exact.y())
    else:
        axis.pan((turned.x() if sideways else turned.y()) / _NOTCH * _PAN_PER_NOTCH)
    return True


def accept_pinches(widget: QWidget) -> None:
    """Let a widget's `event` receive what `pinch` reads."""
    widget.grabGesture(Qt.GestureType.PinchGesture)


def may_pinch(event: QEvent) -> bool:
    """Whether an event is worth asking `pinch` about: hardly one is, and a widget that goes has nothing left to ask."""
    return isinstance(event, _PINCHES)


def pinch(event: QEvent, axis: TimeAxis, widget: QWidget, left: float) -> bool:
    """Zoom by a trackpad's or a touch screen's pinch; returns False for any other event.

    `left` is where the axis begins in the widget, in pixels.
    """
    if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
        axis.zoom(max(0.1, 1 + event.value()), event.position().x() - left)
        return True
    if isinstance(event, QGestureEvent):
        gesture = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(gesture, QPinchGesture):
            centre = widget.mapFromGlobal(QPointF(gesture.centerPoint()))
            axis.zoom(gesture.scaleFactor(), centre.x() - left)
            event.accept(gesture)
            return True
    return False
