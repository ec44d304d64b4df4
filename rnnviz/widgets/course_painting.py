"""A course over a few timesteps as a small line, with the bound that it is held against: paint only."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.widgets.colours import Colours, solid

_DECADES = 3
"""From so many powers of ten on, a course of positive numbers is drawn by them."""


def by_powers(values: Sequence[float]) -> bool:
    """Whether a course spans so much that it is drawn on a logarithmic scale."""
    positive = [one for one in values if 0 < one < math.inf]
    return (
        len(positive) == len([one for one in values if math.isfinite(one)]) > 0
        and max(positive) / min(positive) >= 10.0**_DECADES
    )


def paint_course(
    painter: QPainter,
    area: QRectF,
    timesteps: Sequence[int],
    values: Sequence[float],
    bound: float | None,
    colours: Colours,
) -> None:
    """The line within `area`, timesteps to the right, and a dashed line at `bound` if it lies within; a gap where a
    value is not finite."""
    powers = by_powers(values)
    heights = [_height(one, powers) for one in values]
    known = [one for one in heights if one is not None]
    if not known:
        return
    low, high = min(known), max(known)
    limit = None if bound is None else _height(bound, powers)
    first, last = min(timesteps), max(timesteps)

    def place(timestep: float, height: float) -> QPointF:
        x = area.left() + (timestep - first) / max(1, last - first) * area.width()
        part = (height - low) / (high - low) if high > low else 0.5
        return QPointF(x, area.bottom() - part * area.height())

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if limit is not None and low < limit < high:
        painter.setPen(QPen(colours.faint, 1, Qt.PenStyle.DashLine))
        painter.drawLine(place(first, limit), place(last, limit))
    painter.setPen(solid(colours.text, 1.3))
    stretch: list[QPointF] = []
    for timestep, height in zip(timesteps, heights, strict=True):
        if height is None:
            painter.drawPolyline(QPolygonF(stretch))
            stretch = []
        else:
            stretch.append(place(timestep, height))
    painter.drawPolyline(QPolygonF(stretch))
    if len(stretch) == 1:
        painter.drawEllipse(stretch[0], 1.5, 1.5)
    painter.restore()


def _height(value: float, powers: bool) -> float | None:
    if not math.isfinite(value) or (powers and value <= 0):
        return None
    return math.log10(value) if powers else value
