"""A lane of bars: one number a timestep (a loss), or one for each of several series (a norm for each parameter)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.widgets.bar_painting import (
    GROUP,
    SEPARATE,
    BarRoom,
    Places,
    bar_places,
    paint_bars,
    paint_envelope,
)
from rnnviz.widgets.cell_painting import paint_not_yet, pixels_of, runs_of
from rnnviz.widgets.colours import translucent
from rnnviz.widgets.graph_text import Label
from rnnviz.widgets.lane import SPILL, Lane, Unit
from rnnviz.widgets.lane_metrics import line_height, small_font
from rnnviz.widgets.lettering import Type, small_type
from rnnviz.widgets.number_text import exact, short
from rnnviz.widgets.reduced_source import KNOWN, NOT_YET, Columns, ReducedSource
from rnnviz.widgets.scale_menu import add_scale_menu
from rnnviz.widgets.scales import Scale, ScaleKind, kind_name
from rnnviz.widgets.sources import RowSource, changed, flat_rows
from rnnviz.widgets.time_axis import TimeAxis

_LABELLED = 20
"""Pixels a column from which on bars may have their numbers."""
_WIDEST_NUMBER = "−8.88e−888"
_LEAST_SERIES = 5
"""Below so many pixels a series and column, only the main series is shown."""
_LEAST_LOSS = 3
"""The same for losses."""


class BarLane(Lane):
    """Bars over a common base, hatched for a loss; the source's shape is () or (series,).

    One series is the main one: its bars are in full colour and labelled with their numbers, and it alone is left where
    columns are narrow.  Where columns are narrower than a pixel each shows the extreme of its timesteps.
    """

    scale_changed = Signal(object)
    """The user chose a kind of scale: ScaleKind.FIXED (linear) or ScaleKind.LOG."""

    def __init__(
        self,
        name: str,
        title: str,
        axis: TimeAxis,
        role: str = "loss",
        *,
        kind: ScaleKind = ScaleKind.FIXED,
        compares: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`compares` says, before the scale, what of two runs the numbers are; they may then be of either sign."""
        super().__init__(name, title, axis, role, parent)
        self.kind = kind
        self.compares = compares
        self.reduced: ReducedSource | None = None
        self.series: tuple[str, ...] = ()
        self._written: tuple[tuple[Type, tuple[str, ...]], tuple[tuple[Label, ...], float]] | None = None
        self.main = 0
        self._known_by_series: Callable[[], Sequence[range]] | None = None
        self._told: Sequence[range] = ()

    # -- what it shows -------------------------------------------------------------------------------------------

    def set_source(
        self,
        source: RowSource | None,
        series: tuple[str, ...] = (),
        known_by_series: Callable[[], Sequence[range]] | None = None,
    ) -> None:
        """Show other numbers; `series` names the entries of a row, () for a single number a timestep.

        `known_by_series` tells what the cursor has reached of each, where that is not the source's `known` for all.
        """
        if self.reduced is not None:
            self.reduced.drop()
            self.reduced.deleteLater()
        self.reduced = ReducedSource(source, self) if source is not None else None
        if self.reduced is not None:
            self.reduced.built.connect(self._rescale)
        self.series = series
        self._known_by_series = known_by_series
        self._told = known_by_series() if known_by_series is not None else ()
        self.main = min(self.main, max(0, len(series) - 1))
        self._rescale()

    def set_main(self, series: str) -> None:
        """Which series is in full colour; raises ValueError for one that there is not."""
        if series not in self.series:
            raise ValueError(f"no series {series!r} among {', '.join(self.series)}")
        self.main = self.series.index(series)
        self._rescale()

    def set_kind(self, kind: ScaleKind) -> None:
        """ScaleKind.LOG for powers of ten, any other for a linear scale."""
        self.kind = kind
        self._rescale()

    @property
    def scale(self) -> Scale:
        """The scale of all bars, over the whole run."""
        if self.reduced is None:
            return Scale(self.kind, 0.0, signed=False)
        both = [self.reduced.pyramid]
        if isinstance(self.companion, BarLane) and self.companion.reduced is not None:
            both.append(self.companion.reduced.pyramid)
        smallest = min((one.smallest for one in both if one.smallest > 0), default=0.0)
        smallest, largest = self.held_range(smallest, max(one.largest for one in both))
        return Scale(self.kind, largest, smallest, signed=bool(self.compares))

    def _rescale(self) -> None:
        self.show_scale()
        if self.companion is not None:
            self.companion.show_scale()

    def show_scale(self) -> None:
        held = self.tr("held scale") if self.held else self.tr("linear scale")
        words = self.tr("log scale") if self.kind is ScaleKind.LOG else held
        ready = self.reduced is not None and self.reduced.ready
        self.set_note((f"{self.compares}\n{words}" if self.compares else words) if ready else "")
        self.head.update()
        self.refresh()

    # -- painting ------------------------------------------------------------------------------------------------

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        if self.reduced is None or not self.reduced.units:
            return
        ratio, colours = self.devicePixelRatioF(), self.colours
        if not self.reduced.ready:
            self.paint_preparing(painter)
            return
        room = self._room(part)
        shown = self.reduced.columns(self.axis, ratio, columns)
        if shown is not None:
            self._paint_not_yet(painter, part, shown)
        painter.setPen(colours.grid)
        painter.drawLine(part.left(), round(room.base), part.right() + 1, round(room.base))
        if shown is None:
            return
        labelled = shown.bin_size == 1 and self.axis.column_width >= _LABELLED
        named = self._names_fit(part)
        known = self._known_by_series() if self._known_by_series is not None else None
        heights = self._parts(shown.values)
        starts = range(shown.first, shown.first + len(heights) * shown.bin_size, shown.bin_size)
        for series in self._order() if self._side_by_side else [self.main]:
            parts, places = heights[:, series], self._places(starts, series, shown.bin_size)
            reached = shown if known is None else _reached(shown, known[series])
            self._paint_series(painter, reached, series, parts, places, part, room)
            if labelled and (series == self.main or named):
                self._paint_labels(painter, reached, series, parts, places, part, room, named=named)

    def _paint_not_yet(self, painter: QPainter, part: QRect, shown: Columns) -> None:
        for run in runs_of(shown.states == NOT_YET):
            left = self.axis.x_of(shown.first + run.start * shown.bin_size - 0.5)
            right = self.axis.x_of(min(shown.first + run.stop * shown.bin_size, self.axis.timesteps + 1) - 0.5)
            paint_not_yet(painter, QRectF(left, 0, right - left, part.height()), self.colours)

    def _paint_series(
        self,
        painter: QPainter,
        shown: Columns,
        series: int,
        parts: NDArray[np.float64],
        places: Places,
        part: QRect,
        room: BarRoom,
    ) -> None:
        values, error, ratio = shown.values[:, series], self.colours.error, self.devicePixelRatioF()
        colour = self.colours.role(self.role)
        if len(self.series) > 1 and series != self.main:
            colour = translucent(colour, 0.38)
        if self.axis.column_width * shown.bin_size < SEPARATE:
            pixels = pixels_of(self.axis, shown, part, ratio, SPILL)
            height = round(part.height() * ratio)
            paint_envelope(painter, self.axis, shown, values, parts, room, pixels, height, ratio, colour, error)
        else:
            hatched = self.role == "loss"
            paint_bars(painter, part, shown, values, parts, places, room, colour, hatched=hatched, error=error)

    @property
    def _side_by_side(self) -> bool:
        """Whether columns are wide enough for a bar of every series."""
        # A loss is no less than another: each has its bar, until they cannot be told from each other at all.
        least = _LEAST_LOSS if self.role == "loss" else _LEAST_SERIES
        return len(self.series) * least <= self.axis.column_width

    def _places(self, timesteps: Iterable[int], series: int, span: int = 1) -> Places:
        of = max(1, len(self.series)) if self._side_by_side else 1
        return bar_places(self.axis, timesteps, span, series, of)

    def _room(self, rect: QRect) -> BarRoom:
        line = line_height(small_font(self))
        top = line + 2.0 if rect.height() > 3 * line and self.axis.column_width >= 30 else 3.0
        bottom = rect.height() - 1.0
        if self._names_fit(rect):
            bottom -= line + 3
        if self.reduced is not None and self.reduced.pyramid.negative:
            bottom = (top + bottom) / 2
        return BarRoom(top, bottom)

    def _names_fit(self, rect: QRect) -> bool:
        if len(self.series) < 2 or rect.height() < 3 * line_height(small_font(self)):
            return False
        widest = self._labels()[1]
        return self.axis.column_width * GROUP / len(self.series) >= widest + 2

    def _labels(self) -> tuple[tuple[Label, ...], float]:
        """The series' names as the graph writes them, with their subscripts, and the width of the widest."""
        small = small_type(self)
        if self._written is None or self._written[0] != (small, self.series):
            # A little more than the numbers, so that the subscripts can be as large as these.
            face = small.sized(small.size + 1)
            labels = tuple(Label(name, None, face) for name in self.series)
            self._written = (small, self.series), (labels, max((each.width for each in labels), default=0.0))
        return self._written[1]

    def _order(self) -> list[int]:
        """All series, the main one last, on top of its neighbours."""
        count = self.reduced.units if self.reduced is not None else 0
        return [series for series in range(count) if series != self.main] + [self.main]

    def _parts(self, values: NDArray[np.floating]) -> NDArray[np.float64]:
        """Bar heights (columns, series) as parts of the highest, with sign."""
        scale = self.scale
        kind = ScaleKind.LOG if self.kind is ScaleKind.LOG else ScaleKind.FIXED
        return Scale(kind, scale.largest, scale.smallest).fractions(values)

    def _paint_labels(
        self,
        painter: QPainter,
        shown: Columns,
        series: int,
        parts: NDArray[np.float64],
        places: Places,
        part: QRect,
        room: BarRoom,
        *,
        named: bool,
    ) -> None:
        """Numbers above the bars of a series and, where they fit, its name below."""
        face = small_type(self)
        line = face.line_height
        label, colours = self._labels()[0][series] if named else None, self.colours
        for state, value, share, (left, width) in zip(
            shown.states.tolist(), shown.values[:, series].tolist(), parts.tolist(), places, strict=True
        ):
            if state != KNOWN:
                continue
            # The main series may write over its neighbours' room; they keep a gap between their numbers.
            space = width - 2 if named and series != self.main else self.axis.column_width - 4
            reach = max(space, width) / 2
            if left + width / 2 + reach < part.left() - 1 or left + width / 2 - reach > part.right() + 2:
                continue
            texts = (short(value, digits) for digits in (2, 1))
            text = next((t for t in texts if face.width(t) <= space), "")
            finite = math.isfinite(value)
            if text and room.top > line:
                height = max(0.0, share) if finite else 1.0
                y = room.base - height * (room.base - room.top) - line - 1
                painter.setPen(colours.text if finite else colours.error)
                place = QRectF(left + width / 2 - space, y - 1, 2 * space, line + 2)
                if place.left() + space / 2 <= part.right() + 2 and place.right() - space / 2 >= part.left() - 1:
                    face.draw_in(painter, place, text)
            if label is not None:
                painter.setPen(colours.text if series == self.main else colours.faint)
                label.paint(painter, left + (width - label.width) / 2, part.height() - line / 2 - 4)

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        line = line_height(small_font(self))
        rows: list[tuple[str, bool]] = []
        if self.scale.largest > 0:
            low, high = self.scale.ends()
            rows.append((f"± {high}" if self.compares and self.kind is not ScaleKind.LOG else f"{low} … {high}", False))
        if len(self.series) > 1:
            rows.append((self.series[self.main], True))
        painter.setFont(small_font(self))
        metrics = QFontMetricsF(small_font(self))
        for row, (text, key) in enumerate(rows):
            place = QRectF(rect.left(), rect.top() + row * line, rect.width(), line)
            if place.bottom() > rect.bottom() + 2:
                break
            if key:
                painter.fillRect(QRectF(place.left(), place.center().y() - 4, 8, 8), self.colours.role(self.role))
                place.adjust(12, 0, 0, 0)
            painter.setPen(self.colours.text if key else self.colours.faint)
            elided = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, elided)

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        timestep = self.axis.timestep_at(x)
        if timestep is None or self.reduced is None or not self.reduced.units:
            return timestep, None
        if timestep not in self.reduced.source.span:
            return timestep, None
        series = self.main
        if self._side_by_side:
            for other in range(len(self.series)):
                ((left, width),) = self._places((timestep,), other)
                if left <= x < left + width:
                    series = other
        ratio = self.devicePixelRatioF()
        timestep = self.reduced.extreme_at(self.axis, ratio, timestep, slice(series, series + 1))
        return timestep, ((series,) if self.reduced.source.shape else ())

    def readout(self, timestep: int, unit: Unit | None) -> str:
        where = self.place_words(timestep)
        if self.reduced is None or unit is None or timestep not in self.reduced.source.span:
            return self.tr("%1: no value here").replace("%1", where)
        series = unit[0] if unit else 0
        if self.series:
            where += f", {self.series[series]}"
        known = self.reduced.live if self._known_by_series is None else self._known_by_series()[series]
        if timestep not in known:
            return self.tr("%1: not yet").replace("%1", where)
        number = exact(float(flat_rows(self.reduced.source, timestep, timestep + 1)[0, series]))
        return self.tr("%1: %2").replace("%1", where).replace("%2", number)

    def keeps(self) -> bool:
        return self.reduced is None or self.reduced.ready

    def spill(self) -> int:
        # Beside others the main series' bar stands out of the middle, and its number may reach beyond the column.
        beyond = 0.0
        if len(self.series) > 1 and self._side_by_side and self.axis.column_width >= _LABELLED:
            ((left, width),) = self._places((1,), self.main)
            middle = left + width / 2 - self.axis.x_of(0.5)
            widest = small_type(self).width(_WIDEST_NUMBER)
            half = min(self.axis.column_width, widest) / 2
            beyond = half - min(middle, self.axis.column_width - middle)
        return max(super().spill(), math.ceil(beyond))

    def stale(self) -> range | None:
        if self.reduced is None:
            return range(0)
        parts = [self.reduced.stale()]
        if self._known_by_series is not None:
            # Within what is shown of others, a series may have come or gone by itself.
            before, self._told = self._told, self._known_by_series()
            parts += [changed(one, other) for one, other in zip(before, self._told, strict=True)]
        parts = [part for part in parts if part]
        return range(min(part.start for part in parts), max(part.stop for part in parts)) if parts else range(0)

    # -- menu ----------------------------------------------------------------------------------------------------

    def fill_menu(self, menu: QMenu) -> None:
        names = {ScaleKind.FIXED: self.tr("Linear"), ScaleKind.LOG: kind_name(ScaleKind.LOG)}
        current = ScaleKind.LOG if self.kind is ScaleKind.LOG else ScaleKind.FIXED
        add_scale_menu(menu, self.tr("Scale"), names, current, self._choose_kind)

    def _choose_kind(self, action: QAction) -> None:
        self.set_kind(ScaleKind(action.data()))
        self.scale_changed.emit(self.kind)


def _reached(shown: Columns, known: range) -> Columns:
    """The columns as far as the cursor has come in a series."""
    if known.start <= shown.first and shown.first + len(shown.states) * shown.bin_size <= known.stop:
        return shown
    first = shown.first + np.arange(len(shown.states)) * shown.bin_size
    outside = (first >= known.stop) | (first + shown.bin_size <= known.start)
    states = np.where(outside & (shown.states == KNOWN), np.uint8(NOT_YET), shown.states)
    return replace(shown, states=states)
