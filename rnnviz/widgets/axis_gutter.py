"""The gutter of the ruler: a dot for each breakpoint on a timestep, a tick where a condition holds."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from rnnviz.widgets.colours import Colours, solid, translucent
from rnnviz.widgets.time_axis import TimeAxis

Timesteps = NDArray[np.int64]


class AxisGutter:
    """What the ruler paints below its numbers; the setters say whether something changed."""

    def __init__(self, axis: TimeAxis) -> None:
        self.axis = axis
        self.enabled = self.disabled = self.hits = np.zeros(0, np.int64)
        self.pointed: int | None = None

    def set_breakpoints(self, enabled: Iterable[int], disabled: Iterable[int]) -> bool:
        before = self.enabled, self.disabled
        self.enabled, self.disabled = _ascending(enabled), _ascending(disabled)
        return not (np.array_equal(before[0], self.enabled) and np.array_equal(before[1], self.disabled))

    def set_hits(self, timesteps: Iterable[int]) -> bool:
        before, self.hits = self.hits, _ascending(timesteps)
        return not np.array_equal(before, self.hits)

    def set_pointed(self, timestep: int | None) -> bool:
        """The timestep under the pointer, where a click would set a breakpoint."""
        before, self.pointed = self.pointed, timestep
        return before != timestep

    def paint(self, painter: QPainter, rect: QRect, colours: Colours) -> None:
        """In the coordinates of the axis' body: the strip, then ticks, then dots, each pixel once."""
        painter.fillRect(rect, colours.background)
        painter.setPen(colours.grid)
        painter.drawLine(rect.topLeft(), rect.topRight())
        painter.setPen(colours.faint)
        for x in self._places(self.hits):
            painter.drawLine(QPointF(x, rect.bottom() - 3), QPointF(x, rect.bottom() - 1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = (rect.height() - 2) / 2
        middle = rect.top() + rect.height() / 2
        if self.pointed is not None:
            self._dot(painter, self.axis.x_of(self.pointed), middle, radius, colours, filled=True, faint=True)
        for x in self._places(self.disabled):
            self._dot(painter, x, middle, radius, colours, filled=False)
        for x in self._places(self.enabled):
            self._dot(painter, x, middle, radius, colours, filled=True)
        painter.restore()

    def _places(self, timesteps: Timesteps) -> list[float]:
        """Where the visible ones of some timesteps stand, one a pixel."""
        visible = self.axis.visible()
        if not visible or not len(timesteps):
            return []
        first, last = np.searchsorted(timesteps, [visible[0], visible[-1] + 1])
        offset = self.axis.x_of(visible[0])
        x = offset + (timesteps[first:last] - visible[0]) * self.axis.column_width
        return [float(one) + 0.5 for one in np.unique(np.round(x))]

    def _dot(
        self, painter: QPainter, x: float, y: float, radius: float, colours: Colours, filled: bool, faint: bool = False
    ) -> None:
        colour = translucent(colours.text, 0.3) if faint else colours.text
        painter.setPen(solid(colour, 1.2))
        painter.setBrush(colour if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QRectF(x - radius, y - radius, 2 * radius, 2 * radius).adjusted(0.6, 0.6, -0.6, -0.6))


def _ascending(timesteps: Iterable[int]) -> Timesteps:
    given = timesteps if isinstance(timesteps, np.ndarray) else list(timesteps)
    ordered = np.sort(np.asarray(given, np.int64))
    return ordered[np.diff(ordered, prepend=ordered[:1] - 1) > 0]  # `np.unique` loads masked arrays first
