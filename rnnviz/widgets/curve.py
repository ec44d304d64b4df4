"""One number over all timesteps, as a curve that never loses an extreme; as far as it is known."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.colours import Colours, colours_of, solid
from rnnviz.widgets.lane_metrics import scale_of, small_font
from rnnviz.widgets.number_text import exact, short

_HEIGHT = 110
_MOST_DOTS = 60
_AIR = 0.06
"""The part of the height that is left free above and below the curve."""

Numbers = NDArray[np.float64]


class Curve(QWidget):
    """Timesteps 1 … T from left to right, whatever the lanes show of them. A click asks for a timestep."""

    clicked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("curve")
        self.setAccessibleName(self.tr("Curve"))
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self._values: Numbers = np.zeros(0)
        self._name = ""
        self._known = range(0)
        self._role = "neutral"
        self._timestep: int | None = None
        self._bins: tuple[int, Numbers, Numbers] = (0, np.zeros(0), np.zeros(0))

    # -- what it shows -------------------------------------------------------------------------------------------

    def set_values(self, values: Numbers, name: str, role: str) -> None:
        """Show `values`, (T,), one a timestep, in the colour of a role; nothing of them is known yet."""
        self._values, self._name, self._role = values, name, role
        self._known = range(0)
        self._bins = (0, values, values)
        self.update()

    def set_known(self, known: range) -> None:
        """The timesteps, ascending, of which the value is shown."""
        if known != self._known:
            self._known = known
            self.update()

    def set_timestep(self, timestep: int | None) -> None:
        """Where the upright line stands."""
        if timestep != self._timestep:
            self._timestep = timestep
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(280, _HEIGHT)

    # -- layout --------------------------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        metrics = QFontMetricsF(small_font(self))
        left = metrics.horizontalAdvance("−0.0001") + 6
        return QRectF(left, 5, max(1.0, self.width() - left - 7), max(1.0, self.height() - metrics.height() - 12))

    def _x(self, area: QRectF, timestep: float) -> float:
        return area.left() + (timestep - 0.5) / max(1, len(self._values)) * area.width()

    def _timestep_at(self, x: float) -> int | None:
        area, last = self._area(), len(self._values)
        timestep = int((x - area.left()) / area.width() * last) + 1
        return timestep if area.left() <= x <= area.right() and 1 <= timestep <= last else None

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, area = colours_of(self), self._area()
        painter = QPainter(self)
        painter.setFont(small_font(self))
        painter.setPen(colours.grid)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        if not len(self._values):
            return
        self._paint_timesteps(painter, area, colours)
        size = max(1, int(len(self._values) / (area.width() * self.devicePixelRatioF())))
        first, low, high = self._reduced(size)
        finite = np.isfinite(low) & np.isfinite(high)
        if finite.any():
            bottom, top = float(low[finite].min()), float(high[finite].max())
            self._paint_range(painter, area, colours, bottom, top)
            heights = partial(_heights, area, bottom, top)
            x = area.left() + (first + (size - 1) / 2 + 0.5) / len(self._values) * area.width()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, size == 1)
            painter.setPen(solid(colours.role(self._role), 1.5))
            self._paint_curve(painter, x, heights(low), heights(high))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(QPen(colours.error, 2))
        for place in first[~finite].tolist():
            x_place = self._x(area, place + 1)
            painter.drawLine(QPointF(x_place, area.bottom() - 7), QPointF(x_place, area.bottom()))
        if self._timestep is not None:
            painter.setPen(QPen(colours.cursor, 1))
            x_place = round(self._x(area, self._timestep))
            painter.drawLine(QPointF(x_place, area.top()), QPointF(x_place, area.bottom()))

    def _paint_timesteps(self, painter: QPainter, area: QRectF, colours: Colours) -> None:
        metrics, last = QFontMetricsF(painter.font()), len(self._values)
        room = metrics.horizontalAdvance(QLocale().toString(last)) + 14 * scale_of(self)
        every = tick_step(area.width() / last, room)
        labels = list(range(every, last + 1, every))
        if every > 1 and (not labels or (labels[0] - 1) * area.width() / last >= room):
            labels.insert(0, 1)
        for label in labels:
            x = self._x(area, label)
            painter.setPen(colours.grid)
            painter.drawLine(QPointF(x, area.bottom()), QPointF(x, area.bottom() + 3))
            painter.setPen(colours.faint)
            left = min(x - room / 2, self.width() - room / 2 - metrics.horizontalAdvance(str(label)) / 2)
            place = QRectF(left, area.bottom() + 4, room, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, QLocale().toString(label))

    def _paint_range(self, painter: QPainter, area: QRectF, colours: Colours, bottom: float, top: float) -> None:
        height = QFontMetricsF(painter.font()).height()
        heights = partial(_heights, area, bottom, top)
        if bottom < 0 < top:
            painter.setPen(QPen(colours.grid, 1, Qt.PenStyle.DashLine))
            y = float(heights(np.zeros(1))[0])
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        painter.setPen(colours.faint)
        for value in {bottom, top}:
            y = float(heights(np.array([value]))[0]) - height / 2
            place = QRectF(0, min(max(0.0, y), area.bottom() - height + 4), area.left() - 5, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short(value))

    def _paint_curve(self, painter: QPainter, x: Numbers, low: Numbers, high: Numbers) -> None:
        """A line through the middle of each bin, and through all that a bin holds."""
        finite = np.isfinite(low) & np.isfinite(high)
        middle = (low + high) / 2
        joined = np.flatnonzero(finite[1:] & finite[:-1])
        lines = [
            QLineF(*ends)
            for ends in zip(
                x[joined].tolist(), middle[joined].tolist(), x[joined + 1].tolist(), middle[joined + 1].tolist(),
                strict=True,
            )
        ]  # fmt: skip
        spread = np.flatnonzero(finite & (low - high >= 1))  # down is where y grows
        lines += [
            QLineF(at, start, at, end)
            for at, start, end in zip(x[spread].tolist(), low[spread].tolist(), high[spread].tolist(), strict=True)
        ]
        painter.drawLines(lines)
        alone = finite.copy()
        alone[joined] = alone[joined + 1] = False
        dots = np.flatnonzero(finite) if len(x) <= _MOST_DOTS else np.flatnonzero(alone)
        painter.setBrush(painter.pen().brush())
        for place in dots.tolist():
            painter.drawEllipse(QPointF(x[place], middle[place]), 1.8, 1.8)

    def _reduced(self, size: int) -> tuple[NDArray[np.int64], Numbers, Numbers]:
        """The known timesteps in bins of `size`: the first timestep of each, from 0, its least and its largest value;
        NaN where one of a bin is not finite."""
        known = self._known
        if not known:
            return np.zeros(0, np.int64), np.zeros(0), np.zeros(0)
        start, stop = known.start - 1, known.stop - 1
        if size == 1:
            rows = self._values[start:stop]
            rows = np.where(np.isfinite(rows), rows, np.nan)
            return np.arange(start, stop), rows, rows
        if self._bins[0] != size:
            edges = np.arange(0, len(self._values), size)
            finite = np.isfinite(self._values)
            bad = np.where(finite, 0.0, np.nan)
            low, high = (
                made.reduceat(self._values if finite.all() else self._values + bad, edges)
                for made in (np.minimum, np.maximum)
            )
            self._bins = (size, low, high)
        first_bin, last_bin = start // size, (stop - 1) // size
        low, high = (each[first_bin : last_bin + 1].copy() for each in self._bins[1:])
        for place in {first_bin, last_bin}:  # of which only a part may be known
            part = self._values[max(start, place * size) : min(stop, (place + 1) * size)]
            whole = np.isfinite(part).all()
            low[place - first_bin], high[place - first_bin] = (part.min(), part.max()) if whole else (np.nan, np.nan)
        return np.arange(first_bin, last_bin + 1) * size, low, high

    # -- mouse ---------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        timestep = self._timestep_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and timestep is not None:
            self.clicked.emit(timestep)

    def readout(self, timestep: int) -> str:
        """The value at a timestep in words."""
        if timestep not in self._known:
            return self.tr("t = %1: not yet").replace("%1", str(timestep))
        return f"t = {timestep}: {self._name} = {exact(float(self._values[timestep - 1]), 8)}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            timestep = self._timestep_at(float(event.pos().x()))
            QToolTip.showText(event.globalPos(), self.readout(timestep) if timestep is not None else "", self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the theme and the size of type."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)


def _heights(area: QRectF, bottom: float, top: float, values: Numbers) -> Numbers:
    """The y of values, where the range from `bottom` to `top` fills an area with a little air."""
    if bottom == top:
        bottom, top = bottom - 0.5, top + 0.5
    with np.errstate(all="ignore"):
        part = (values / 2 - bottom / 2) / (top / 2 - bottom / 2)  # halves cannot overflow
    return area.bottom() - area.height() * (_AIR + part * (1 - 2 * _AIR))
