"""Numbers of a training over its updates, as they come: raw and smoothed, linear or by powers of ten."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QLocale, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.colours import Colours, colours_of, solid, translucent
from rnnviz.widgets.lane_metrics import line_height, scale_of, small_font, title_font
from rnnviz.widgets.number_text import exact, short

Numbers = NDArray[np.float64]
_AIR = 0.06
_LEAST = 84


@dataclass(frozen=True, eq=False)
class Series:
    """One number an update, (N,): its name in the legend, the role whose colour it has, and whether it is `faint`."""

    name: str
    values: Numbers
    role: str = "neutral"
    faint: bool = False


def smoothed(values: Numbers, window: int) -> Numbers:
    """The mean of the last `window` values at each place, of as many as there are at the beginning."""
    if window <= 1 or not len(values):
        return values
    wild = ~np.isfinite(values)
    sums = np.cumsum(np.concatenate([np.zeros(1), np.where(wild, 0.0, values)]))
    first = np.maximum(0, np.arange(1, len(values) + 1) - window)
    means: Numbers = (sums[1:] - sums[first]) / np.arange(1, len(values) + 1).clip(max=window)
    return np.where(wild, np.nan, means)


def plot_left(widget: QWidget) -> float:
    """Where the plot of a curve begins, in pixels: the numbers at its side have room before it."""
    return QFontMetricsF(small_font(widget)).horizontalAdvance("−0.0001") + 6


class TrainingCurve(QWidget):
    """Updates 1 … `last` from left to right. A click asks for what it was like after so many updates."""

    clicked = Signal(int)

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self._title = title
        self._series: tuple[Series, ...] = ()
        self._last = 0
        self._shown: int | None = None
        self._log = False

    # -- what it shows -------------------------------------------------------------------------------------------

    def set_series(self, series: Sequence[Series], last: int) -> None:
        """Show these, on an axis that ends at update `last`."""
        self._series, self._last = tuple(series), max(last, *(len(one.values) for one in series), 1)
        self.setAccessibleDescription(self.summary())
        self.update()

    def set_shown(self, number: int | None) -> None:
        """Where the upright line stands: after so many updates."""
        if number != self._shown:
            self._shown = number
            self.update()

    def set_log(self, log: bool) -> None:
        """Powers of ten, or a linear scale."""
        if log != self._log:
            self._log = log
            self.update()

    def summary(self) -> str:
        """The last number of each series, in words."""
        return ", ".join(
            f"{one.name} {exact(float(one.values[-1]), 4)}" for one in self._series if len(one.values)
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        return QSize(260, round(112 * scale_of(self)))

    def minimumSizeHint(self) -> QSize:
        return QSize(150, round(_LEAST * scale_of(self)))

    # -- layout --------------------------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        top = line_height(title_font(self)) + 3.0
        left, bottom = plot_left(self), line_height(small_font(self)) + 5.0
        return QRectF(left, top, max(1.0, self.width() - left - 8), max(1.0, self.height() - top - bottom))

    def _x(self, area: QRectF, number: float) -> float:
        return area.left() + number / max(1, self._last) * area.width()

    def _number_at(self, x: float) -> int:
        area = self._area()
        return min(max(0, round((x - area.left()) / area.width() * self._last)), self._last)

    def _heights(self, area: QRectF, low: float, high: float, values: Numbers) -> Numbers:
        with np.errstate(all="ignore"):
            scaled = np.log10(values) if self._log else values
        part = (scaled - low) / (high - low)
        return area.bottom() - area.height() * (_AIR + part * (1 - 2 * _AIR))

    def _range(self) -> tuple[float, float] | None:
        """The least and the largest of what is shown, as powers of ten where the scale is logarithmic."""
        found = [one.values[np.isfinite(one.values)] for one in self._series]
        if self._log:
            found = [one[one > 0] for one in found]
        found = [one for one in found if len(one)]
        if not found:
            return None
        low, high = min(float(one.min()) for one in found), max(float(one.max()) for one in found)
        if self._log:
            low, high = math.log10(low), math.log10(high)
        if high - low < 1e-9 * max(abs(high), 1.0):
            low, high = low - 0.5, high + 0.5
        return low, high

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, area = colours_of(self), self._area()
        painter = QPainter(self)
        self._paint_head(painter, colours)
        painter.setFont(small_font(self))
        painter.setPen(colours.grid)
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topLeft(), area.bottomLeft())
        found = self._range()
        if found is None:
            painter.setPen(colours.faint)
            words = self.tr("nothing yet")
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
            return
        self._paint_numbers(painter, area, colours, *found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for one in self._series:
            colour = colours.role(one.role)
            painter.setPen(solid(translucent(colour, 0.4) if one.faint else colour, 1.0 if one.faint else 1.8))
            self._paint_series(painter, area, one.values, *found)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._paint_wild(painter, area, colours)
        if self._shown is not None:
            painter.setPen(QPen(colours.cursor, 1))
            x = round(self._x(area, self._shown))
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))

    def _paint_head(self, painter: QPainter, colours: Colours) -> None:
        """The title, and the legend at its right."""
        title, small = title_font(self), small_font(self)
        painter.setFont(title)
        painter.setPen(colours.text)
        height = line_height(title)
        painter.drawText(QRectF(0, 0, self.width(), height), Qt.AlignmentFlag.AlignLeft, self._title)
        metrics = QFontMetricsF(small)
        painter.setFont(small)
        x = self.width() - 4.0
        free = QFontMetricsF(title).horizontalAdvance(self._title) + 12
        for one in reversed(self._series):
            width = metrics.horizontalAdvance(one.name)
            if not one.name or x - width - 18 < free:
                continue
            x -= width
            painter.setPen(colours.faint)
            painter.drawText(QPointF(x, height - metrics.descent() - 1), one.name)
            colour = colours.role(one.role)
            painter.setPen(solid(translucent(colour, 0.4) if one.faint else colour, 1.2 if one.faint else 2.0))
            painter.drawLine(QLineF(x - 16, height / 2 + 1, x - 4, height / 2 + 1))
            x -= 24

    def _paint_numbers(self, painter: QPainter, area: QRectF, colours: Colours, low: float, high: float) -> None:
        metrics = QFontMetricsF(painter.font())
        height = metrics.height()
        ends = (10.0**low, 10.0**high) if self._log else (low, high)
        painter.setPen(colours.faint)
        for value, y in zip(ends, self._heights(area, low, high, np.array(ends)).tolist(), strict=True):
            place = QRectF(0, y - height / 2, area.left() - 5, height)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, short(value, 2))
        room = metrics.horizontalAdvance(QLocale().toString(self._last)) + 14 * scale_of(self)
        every = tick_step(area.width() / max(1, self._last), room)
        for number in range(0, self._last + 1, every):
            x = self._x(area, number)
            painter.setPen(colours.grid)
            painter.drawLine(QLineF(x, area.bottom(), x, area.bottom() + 3))
            text = QLocale().toString(number)
            left = min(x - room / 2, self.width() - room / 2 - metrics.horizontalAdvance(text) / 2)
            painter.setPen(colours.faint)
            painter.drawText(QRectF(left, area.bottom() + 3, room, height), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_series(self, painter: QPainter, area: QRectF, values: Numbers, low: float, high: float) -> None:
        """Where several updates share a pixel, all that lies between the least and the largest of them."""
        count = len(values)
        if not count:
            return
        with np.errstate(all="ignore"):
            seen = np.isfinite(values) & ((values > 0) if self._log else True)
        heights = self._heights(area, low, high, np.where(seen, values, np.nan))
        size = max(1, int(self._last / (area.width() * self.devicePixelRatioF())))
        firsts = np.arange(0, count, size)
        with np.errstate(all="ignore"):
            top, bottom = np.fmin.reduceat(heights, firsts), np.fmax.reduceat(heights, firsts)
        x = area.left() + (firsts + (size - 1) / 2 + 1) / max(1, self._last) * area.width()
        middle = (top + bottom) / 2
        there = np.isfinite(middle)
        joined = np.flatnonzero(there[1:] & there[:-1])
        lines = [
            QLineF(*ends)
            for ends in zip(
                x[joined].tolist(), middle[joined].tolist(), x[joined + 1].tolist(), middle[joined + 1].tolist(),
                strict=True,
            )
        ]  # fmt: skip
        spread = np.flatnonzero(there & (bottom - top >= 1))
        lines += [
            QLineF(at, one, at, other)
            for at, one, other in zip(x[spread].tolist(), top[spread].tolist(), bottom[spread].tolist(), strict=True)
        ]
        painter.drawLines(lines)
        if count == 1 and there[0]:
            painter.drawEllipse(QPointF(float(x[0]), float(middle[0])), 2, 2)

    def _paint_wild(self, painter: QPainter, area: QRectF, colours: Colours) -> None:
        painter.setPen(QPen(colours.error, 2))
        for one in self._series:
            for place in np.flatnonzero(~np.isfinite(one.values))[:100].tolist():
                x = self._x(area, place + 1)
                painter.drawLine(QLineF(x, area.bottom() - 7, x, area.bottom()))

    # -- mouse ---------------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit(self._number_at(event.position().x()))

    def readout(self, number: int) -> str:
        """What stands at an update, in words."""
        said = [
            f"{one.name}: {exact(float(one.values[number - 1]), 6)}"
            for one in self._series
            if 1 <= number <= len(one.values)
        ]
        head = self.tr("update %1").replace("%1", QLocale().toString(number))
        return "\n".join([head, *said]) if said else self.tr("%1: not made yet").replace("%1", head)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = max(1, self._number_at(float(event.pos().x())))
            QToolTip.showText(event.globalPos(), self.readout(number), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the theme and the size of type."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.update()
        super().changeEvent(event)
