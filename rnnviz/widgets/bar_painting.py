"""Painting the bars of one series: one by one where they are wide, as one image where there are hundreds."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter

from rnnviz.widgets.cell_painting import column_map, draw_image, image_of, spread
from rnnviz.widgets.colours import hatch
from rnnviz.widgets.reduced_source import KNOWN, Columns
from rnnviz.widgets.time_axis import TimeAxis

WIDEST_BAR = 46
"""Pixels."""
SEPARATE = 3
"""Pixels a column from which bars stand apart and are painted one by one."""
GROUP = 0.93
"""The part of a column that the bars of several series take up together."""
_HATCHED = 6
"""Pixels a column from which a loss is hatched."""


Places = list[tuple[float, float]]
"""Left edges and widths, in pixels."""


@dataclass(frozen=True)
class BarRoom:
    """Where bars may stand: the top of the highest, and the line that they stand on or hang from, in pixels."""

    top: float
    base: float

    def rect(self, left: float, width: float, part: float) -> QRectF:
        """A bar whose height is a part (-1 … 1) of the highest; one pixel at least."""
        height = max(1.0, abs(part) * (self.base - self.top))
        return QRectF(left, self.base - height if part > 0 else self.base, max(width, 1.0), height)


def bar_places(axis: TimeAxis, timesteps: Iterable[float], span: int, series: int = 0, of: int = 1) -> Places:
    """Where bars over `span` timesteps each stand, from these timesteps on, beside the bars of other series."""
    column = axis.column_width * span
    if of == 1:
        gap = min(2.0, column * 0.2) if column >= SEPARATE else 0.0
        width = min(column - gap, WIDEST_BAR)
        aside = (column - width) / 2
        return [(axis.x_of(t - 0.5) + aside, width) for t in timesteps]
    width = min(WIDEST_BAR, column * GROUP / of)
    aside = (column - width * of) / 2
    return [(axis.x_of(t - 0.5) + aside + width * series + width * 0.06, width * 0.88) for t in timesteps]


def paint_bars(
    painter: QPainter,
    within: QRect,
    shown: Columns,
    values: NDArray[np.floating],
    parts: NDArray[np.float64],
    places: Places,
    room: BarRoom,
    colour: QColor,
    *,
    hatched: bool,
    error: QColor,
) -> None:
    """Paint bars one by one: `parts` are their heights, -1 … 1, `places` left edges and widths, one for each bin.

    What lies beside a rect, `within`, is left out.
    """
    bars, wild = [], []
    first, last = within.left() - 2, within.right() + 3
    for state, value, share, (left, width) in zip(
        shown.states.tolist(), values.tolist(), parts.tolist(), places, strict=True
    ):
        if state != KNOWN or left > last or left + max(width, 3.0) < first:
            continue
        if not math.isfinite(value):
            wild.append(QRectF(left, room.top, max(width, 3.0), room.base - room.top))
        elif share != 0:
            bars.append(room.rect(left, width, share))
    if hatched and bars and bars[0].width() >= _HATCHED - 2:
        painter.setPen(colour)
        painter.setBrush(hatch(colour))
        bars = [QRectF(bar.toRect()).translated(0.5, 0.5) for bar in bars]
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    painter.drawRects(bars)
    if wild:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(error, Qt.BrushStyle.DiagCrossPattern))
        painter.drawRects(wild)


def paint_envelope(
    painter: QPainter,
    axis: TimeAxis,
    shown: Columns,
    values: NDArray[np.floating],
    parts: NDArray[np.float64],
    room: BarRoom,
    pixels: range,
    height: int,
    ratio: float,
    colour: QColor,
    error: QColor,
) -> None:
    """Paint bars too narrow to stand apart as one image of device pixels, `height` of them high."""
    bins = len(parts)
    across = column_map(axis, pixels, ratio, shown.first, shown.bin_size, bins)
    reach = np.abs(parts) * (room.base - room.top)
    reach = np.where(parts != 0, np.maximum(reach, 1.0), 0.0)
    known = (shown.states == KNOWN) & np.isfinite(values)
    up = np.append(np.where(known & (parts > 0), room.base - reach, room.base), room.base)[across] * ratio
    down = np.append(np.where(known & (parts < 0), room.base + reach, room.base), room.base)[across] * ratio
    row = np.arange(height)[:, None] + 0.5
    words = np.where((row >= up) & (row < down), colour.rgba(), 0).astype(np.uint32)
    wild = np.append((shown.states == KNOWN) & ~np.isfinite(values), False)[across]
    if wild.any():
        wide = spread(wild[None, :], int(axis.column_width * shown.bin_size * ratio), 5)
        along = np.arange(pixels.start, pixels.stop) + round(axis.offset * ratio)
        striped = (along[None, :] + np.arange(height)[:, None]) % 6 < 4
        inside = (row >= room.top * ratio) & (row < room.base * ratio)
        words = np.where(wide & striped & inside, np.uint32(error.rgba()), words)
    draw_image(painter, image_of(words), ratio, pixels.start)
