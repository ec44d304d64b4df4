"""A short movement after a step: how far what just happened has travelled along its lines."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation
from PySide6.QtWidgets import QStyle, QWidget

DURATION = 220
"""Milliseconds."""


class Motion(QVariantAnimation):
    """Runs from 0 to 1 and repaints a widget on the way; off until it is allowed.

    A step that comes while the last one still moves is not animated: who steps fast wants to arrive.
    """

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.allowed = False
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(DURATION)
        self.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self.valueChanged.connect(widget.update)
        self.finished.connect(widget.update)

    @property
    def part(self) -> float | None:
        """The part of the way travelled, or None when nothing moves."""
        if self.state() != QVariantAnimation.State.Running:
            return None
        return float(self.currentValue())

    def begin(self) -> None:
        """Move, if that is allowed, the system does not ask for less motion, and nothing moves yet."""
        moving = self.state() == QVariantAnimation.State.Running
        self.stop()
        hint = QStyle.StyleHint.SH_Widget_Animation_Duration
        widget = self.parent()  # not kept: a widget and what it keeps would wait for each other to go
        assert isinstance(widget, QWidget)
        wanted = widget.style().styleHint(hint, None, widget) > 0
        if self.allowed and wanted and not moving and widget.isVisible():
            self.start()
