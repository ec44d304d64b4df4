"""A value over all timesteps in a strip: a curve of one number, a map of several; no extreme is lost."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QLineF, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from rnnviz.debugger.numbers import brief
from rnnviz.widgets.background import Background
from rnnviz.widgets.cell_painting import image_of, paint_not_yet, row_map
from rnnviz.widgets.colours import Colours, colours_of, packed, solid
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.number_text import short

Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]
_HEIGHT = 36
_MOST_BINS = 2048
_MOST_UNITS = 128
_AT_ONCE = 500_000


@dataclass(frozen=True)
class Bins:
    """Stretches of timesteps: the index of each one's first timestep, (bins,), its least and largest finite values,
    (bins, units), and where a value is not finite (`wild`)."""

    edges: NDArray[np.intp]
    low: Numbers
    high: Numbers
    wild: Flags

    def __len__(self) -> int:
        return len(self.edges)

    def merged(self, most: int) -> Bins:
        """At most so many."""
        made = self._joined(most, 0)
        return self if made is self else replace(made, edges=self.edges[np.arange(most) * len(self) // most])

    def with_units(self, most: int) -> Bins:
        """With at most so many units, neighbours taken together."""
        return self._joined(most, 1)

    def _joined(self, most: int, axis: int) -> Bins:
        count = self.low.shape[axis]
        if count <= most or most < 1:
            return self
        firsts = np.arange(most) * count // most
        low, high = np.fmin.reduceat(self.low, firsts, axis=axis), np.fmax.reduceat(self.high, firsts, axis=axis)
        return Bins(self.edges, low, high, np.logical_or.reduceat(self.wild, firsts, axis=axis))


class Reduced:
    """`values`, (T,) or (T, units), that exist at the timesteps `exists`, (T,), made ready to be painted."""

    def __init__(self, values: Numbers, exists: Flags) -> None:
        table = values.reshape(len(values), -1)
        self.timesteps, self.curve = len(table), values.ndim == 1
        finite = np.isfinite(table)
        numbers = table if finite.all() else np.where(finite, table, np.nan)
        each = Bins(np.arange(self.timesteps), numbers, numbers, ~finite & exists[:, None])
        self.bins = each.merged(_MOST_BINS).with_units(_MOST_UNITS)
        fine = self.bins.low[np.isfinite(self.bins.low)], self.bins.high[np.isfinite(self.bins.high)]
        self.bottom, self.top = (float(fine[0].min()), float(fine[1].max())) if len(fine[0]) else (0.0, 0.0)

    @property
    def largest(self) -> float:
        return max(abs(self.bottom), abs(self.top)) or 1.0


class Trace(QWidget):
    """Timesteps 1 … T from left to right, whatever the lanes show of them. A click asks for a timestep."""

    clicked = Signal(int)
    reduced = Signal()
    """The values have been made ready to be painted; their range is known."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("trace")
        self.setAccessibleName(self.tr("The value over time"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self._values: Numbers = np.zeros(0)
        self._shown: Reduced | None = None
        self._known: Flags = np.zeros(0, bool)
        self._timestep: int | None = None
        self._background = Background(self)
        self._background.done.connect(self._take)

    def set_values(self, values: Numbers | None, exists: Flags | None = None) -> None:
        """Show values, (T,) or (T, units), at the timesteps at which they exist, (T,); None while they are made."""
        self._background.drop()
        self._shown = None
        self._values = np.zeros(0) if values is None else values
        if values is not None:
            there = np.ones(len(values), bool) if exists is None else exists
            if values.size > _AT_ONCE:
                self._background.start(partial(_reduce, values, there))
            else:
                self._take(Reduced(values, there))
        self.update()

    def _take(self, made: object) -> None:
        assert isinstance(made, Reduced)
        self._shown = made
        self.reduced.emit()
        self.update()

    def set_known(self, known: Flags) -> None:
        """Which timesteps are shown, (T,)."""
        self._known = known
        self.update()

    def set_timestep(self, timestep: int | None) -> None:
        """Where the upright line stands."""
        if timestep != self._timestep:
            self._timestep = timestep
            self.update()

    def range_text(self) -> str:
        """From where to where the strip reaches: a map's is symmetric about zero; "" while nothing is there."""
        shown = self._shown
        if shown is None or not shown.timesteps:
            return ""
        return f"{short(shown.bottom)} … {short(shown.top)}" if shown.curve else f"± {short(shown.largest)}"

    # Painting

    def _area(self) -> QRect:
        return self.rect().adjusted(1, 1, -1, -1)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, area = colours_of(self), self._area()
        painter = QPainter(self)
        painter.fillRect(area, colours.background)
        shown = self._shown
        if shown is not None and len(self._known) == shown.timesteps and shown.timesteps and area.width() > 0:
            bins = shown.bins.merged(area.width())
            known = np.logical_or.reduceat(self._known, bins.edges)
            across = np.arange(area.width()) * len(bins) // area.width()
            if shown.curve:
                self._paint_curve(painter, area, colours, shown, bins, known)
            else:
                self._paint_map(painter, area, colours, shown.largest, bins, known, across)
            self._paint_not_yet(painter, area, colours, ~known[across])
        if self._timestep is not None and len(self._values):
            painter.setPen(QPen(colours.cursor, 1))
            x = area.left() + round((self._timestep - 0.5) / len(self._values) * area.width())
            painter.drawLine(x, area.top(), x, area.bottom())
        painter.setPen(colours.grid)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_curve(
        self, painter: QPainter, area: QRect, colours: Colours, shown: Reduced, bins: Bins, known: Flags
    ) -> None:
        bottom, top = shown.bottom, shown.top
        if bottom == top:
            bottom, top = bottom - 0.5, top + 0.5
        low, high, wild = bins.low[:, 0], bins.high[:, 0], bins.wild[:, 0]
        with np.errstate(all="ignore"):  # halves cannot overflow
            part = [(one / 2 - bottom / 2) / (top / 2 - bottom / 2) for one in (low, high)]
        y_low, y_high = (area.bottom() - 2 - (area.height() - 5) * one for one in part)
        x = area.left() + (np.arange(len(bins)) + 0.5) / len(bins) * area.width()
        fine = known & np.isfinite(low)
        middle = (y_low + y_high) / 2
        joined = np.flatnonzero(fine[1:] & fine[:-1])
        ends = zip(x[joined], middle[joined], x[joined + 1], middle[joined + 1], strict=True)
        lines = [QLineF(*map(float, one)) for one in ends]
        tall = np.flatnonzero(fine & (y_low - y_high >= 1))
        lines += [QLineF(*map(float, one)) for one in zip(x[tall], y_low[tall], x[tall], y_high[tall], strict=True)]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, len(bins) < area.width())
        painter.setPen(solid(colours.text, 1.3))
        painter.drawLines(lines)
        if len(bins) * 4 <= area.width():
            painter.setBrush(colours.text)
            for place in np.flatnonzero(fine).tolist():
                painter.drawEllipse(QPointF(x[place], middle[place]), 1.4, 1.4)
        painter.restore()
        painter.setPen(QPen(colours.error, 2))
        for place in np.flatnonzero(known & wild).tolist():
            painter.drawLine(QPointF(x[place], area.bottom() - 6), QPointF(x[place], area.bottom()))

    def _paint_map(
        self,
        painter: QPainter,
        area: QRect,
        colours: Colours,
        largest: float,
        bins: Bins,
        known: Flags,
        across: NDArray[np.intp],
    ) -> None:
        bins = bins.with_units(area.height())
        larger = np.where(bins.high >= -bins.low, bins.high, bins.low)
        with np.errstate(all="ignore"):
            entries = np.clip(np.nan_to_num(128 + larger / largest * 127, nan=128), 0, 255).astype(np.uint8)
        words = packed(colours.diverging)[entries]
        words = np.where(bins.wild, colours.error.rgba(), words)
        words = np.where(known[:, None], words, 0).astype(np.uint32)
        image = image_of(words[across].T[row_map(words.shape[1], max(1, area.height()))])
        painter.drawImage(area.topLeft(), image)

    def _paint_not_yet(self, painter: QPainter, area: QRect, colours: Colours, hidden: Flags) -> None:
        edges = np.flatnonzero(np.diff(np.r_[False, hidden, False].astype(np.int8)))
        for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            paint_not_yet(painter, QRectF(area.left() + first, area.top(), stop - first, area.height()), colours)

    # Mouse

    def _timestep_at(self, x: float) -> int | None:
        area, count = self._area(), len(self._values)
        timestep = int((x - area.left()) / max(1, area.width()) * count) + 1
        return timestep if area.left() <= x <= area.right() and 1 <= timestep <= count else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        timestep = self._timestep_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and timestep is not None:
            self.clicked.emit(timestep)

    def readout(self, timestep: int) -> str:
        """The value at a timestep in words."""
        if timestep > len(self._known) or not self._known[timestep - 1]:
            return self.tr("t = %1: not yet").replace("%1", str(timestep))
        value = self._values[timestep - 1]
        return f"t = {timestep}: {brief(value)}"

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            timestep = self._timestep_at(float(event.pos().x()))
            QToolTip.showText(event.globalPos(), self.readout(timestep) if timestep is not None else "", self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follows the theme and the size of type."""
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self.setFixedHeight(round(_HEIGHT * scale_of(self)))
            self.update()
        super().changeEvent(event)


def _reduce(values: Numbers, exists: Flags, progress: object) -> Reduced:
    return Reduced(values, exists)
