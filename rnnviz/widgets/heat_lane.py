"""A lane that shows a value as a strip of coloured cells, one column a timestep and one row a unit."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QPainter, QPen
from PySide6.QtWidgets import QMenu, QWidget

from rnnviz.widgets.cell_painting import (
    NUMBER_HEIGHT,
    NUMBER_WIDTH,
    cell_image,
    column_map,
    draw_image,
    number_that_fits,
    paint_grid,
    paint_legend,
    paint_not_yet,
    paint_numbers,
    pixels_of,
    row_map,
    runs_of,
)
from rnnviz.widgets.colours import Lut
from rnnviz.widgets.extremes import extremes_by_unit
from rnnviz.widgets.lane import SPILL, Lane, Unit
from rnnviz.widgets.lane_metrics import scale_of, small_font
from rnnviz.widgets.lettering import Type, sized_type, small_type
from rnnviz.widgets.marks import paint_corner
from rnnviz.widgets.number_text import exact
from rnnviz.widgets.reduced_source import KNOWN, NOT_YET, Columns, ReducedSource
from rnnviz.widgets.scale_menu import add_scale_menu
from rnnviz.widgets.scales import Scale, ScaleKind, kind_name
from rnnviz.widgets.sources import RowSource, flat_rows
from rnnviz.widgets.time_axis import TimeAxis

_CLEAR = 1
"""Pixels at a cell's sides that its number leaves free."""


class HeatLane(Lane):
    """Signed values on the diverging map, or magnitudes on the sequential one.

    Columns that the cursor has not reached are dotted, columns outside the value's span are left out, and what is not
    finite is striped.  Where columns are narrower than a pixel each pixel shows the extreme of its timesteps; a click
    there goes to the timestep of that extreme.
    """

    scale_changed = Signal(object)
    """The user chose another kind of scale: a ScaleKind."""

    def __init__(
        self,
        name: str,
        title: str,
        axis: TimeAxis,
        role: str = "neutral",
        *,
        signed: bool = True,
        share: bool = False,
        kind: ScaleKind = ScaleKind.FIXED,
        compares: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`share`: the numbers lie between 0 and 1 by what they are (a gate, a probability), and have that scale in
        every run. `compares` says, before the scale, what of two runs the numbers are."""
        super().__init__(name, title, axis, role, parent)
        self.signed = signed and not share
        self.share = share
        self.kind = kind
        self.compares = compares
        self.reduced: ReducedSource | None = None
        self._units_label: tuple[str, ...] = ()

    # -- what it shows -------------------------------------------------------------------------------------------

    def set_source(self, source: RowSource | None) -> None:
        """Show other numbers; long ones are reduced by a worker thread first."""
        if self.reduced is not None:
            self.reduced.drop()
            self.reduced.deleteLater()
        self.reduced = ReducedSource(source, self) if source is not None else None
        if self.reduced is not None:
            self.reduced.built.connect(self._rescale)
        self._rescale()

    def set_kind(self, kind: ScaleKind) -> None:
        """Use another kind of scale."""
        self.kind = kind
        self._rescale()

    def set_unit_names(self, names: tuple[str, ...]) -> None:
        """What the units are called (the symbols of a vocabulary); by default their number, from 0."""
        self._units_label = names
        self.head.update()

    def unit_name(self, row: int) -> str:
        """What a row is called."""
        return self._units_label[row] if row < len(self._units_label) else str(row)

    @property
    def scale(self) -> Scale:
        """The scale in use, with its range over the whole run."""
        if self.share and self.kind is ScaleKind.FIXED:
            return Scale(ScaleKind.FIXED, 1.0, signed=False)
        if self.reduced is None:
            return Scale(self.kind, 0.0, signed=self.signed)
        both = [self.reduced.pyramid]
        if isinstance(self.companion, HeatLane) and self.companion.reduced is not None:
            both.append(self.companion.reduced.pyramid)
        largest = max((one.usual if self.kind is ScaleKind.ROBUST else 0.0) or one.largest for one in both)
        smallest = min((one.smallest for one in both if one.smallest > 0), default=0.0)
        smallest, largest = self.held_range(smallest, largest)
        return Scale(self.kind, largest, smallest, self.signed)

    @property
    def lut(self) -> Lut:
        """The colour map in use."""
        return self.colours.diverging if self.signed else self.colours.sequential

    def _rescale(self) -> None:
        self.show_scale()
        if self.companion is not None:
            self.companion.show_scale()

    def show_scale(self) -> None:
        note = self.tr("held scale") if self.held and self.kind is ScaleKind.FIXED else self.scale.note()
        self.set_note(f"{self.compares}\n{note}" if self.compares else note)
        self.head.update()
        self.refresh()

    # -- painting ------------------------------------------------------------------------------------------------

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        if self.reduced is None or not self.reduced.units or part.height() < 1:
            return
        ratio = self.devicePixelRatioF()
        shown = self.reduced.columns(self.axis, ratio, columns)
        if shown is None:
            if not self.reduced.ready:
                self.paint_preparing(painter)
            return
        self._paint_not_yet(painter, part, shown)
        values = extremes_by_unit(shown.values, max(1, round(part.height() * ratio)))
        entries = self.scale.index(values)
        pixels = pixels_of(self.axis, shown, part, ratio, SPILL)
        image = cell_image(
            entries,
            ~np.isfinite(values),
            shown.states == KNOWN,
            column_map(self.axis, pixels, ratio, shown.first, shown.bin_size, len(values)),
            row_map(values.shape[1], round(part.height() * ratio)),
            self.lut,
            self.colours,
            column=int(self.axis.column_width * shown.bin_size * ratio),
            first=pixels.start + round(self.axis.offset * ratio),
        )
        draw_image(painter, image, ratio, pixels.start)
        if shown.bin_size == 1 and shown.values.shape[1] == self.reduced.units:
            self._paint_cells(painter, part, shown, entries)
        self._paint_selected_unit(painter, part)

    def _paint_not_yet(self, painter: QPainter, part: QRect, shown: Columns) -> None:
        for run in runs_of(shown.states == NOT_YET):
            left = self.axis.x_of(shown.first + run.start * shown.bin_size - 0.5)
            right = self.axis.x_of(min(shown.first + run.stop * shown.bin_size, self.axis.timesteps + 1) - 0.5)
            paint_not_yet(painter, QRectF(left, 0, right - left, part.height()), self.colours)

    def _paint_cells(self, painter: QPainter, part: QRect, shown: Columns, entries: NDArray[np.uint8]) -> None:
        units, width = shown.values.shape[1], self.axis.column_width
        height = part.height() / units
        if width >= 8 and height >= 5:
            ys = [part.height() * row / units for row in range(units + 1)]
            for run in runs_of(shown.states == KNOWN):
                xs = [self.axis.x_of(shown.first + index - 0.5) for index in range(run.start, run.stop + 1)]
                paint_grid(painter, xs, ys, self.colours)
        if width >= NUMBER_WIDTH and height >= max(NUMBER_HEIGHT, math.floor(small_type(self).cap_height + 0.5) + 5):
            # Cells that are large, in a lecture hall's window, have larger numbers.
            scale = scale_of(self)
            face = sized_type(self.font(), max(0.86, min(1.25, height / 30 / scale, width / 100 / scale)))
            paint_numbers(painter, self._numbers(part, shown, entries, height, face), self.lut, face, self.colours)

    def _numbers(
        self, part: QRect, shown: Columns, entries: NDArray[np.uint8], height: float, face: Type
    ) -> Iterator[tuple[QRectF, str, bool, int]]:
        width = self.axis.column_width
        for index in np.flatnonzero(shown.states == KNOWN):
            left = self.axis.x_of(shown.first + int(index) - 0.5)
            if left + width <= part.left() + _CLEAR or left >= part.right() + 1 - _CLEAR:
                continue
            for row in range(shown.values.shape[1]):
                cell = QRectF(left, row * height, width, height)
                value = float(shown.values[index, row])
                text = number_that_fits(value, width, face)
                yield cell, text, math.isfinite(value), int(entries[index, row])

    def _paint_selected_unit(self, painter: QPainter, part: QRect) -> None:
        row = self._row_of(self.selected_unit)
        if row is None or self.selected_timestep is None or self.reduced is None:
            return
        height = max(3.0, part.height() / self.reduced.units)
        width = max(3.0, self.axis.column_width)
        cell = QRectF(0, 0, width - 2, height - 2)
        centre_y = (row + 0.5) * part.height() / self.reduced.units
        cell.moveCenter(QRectF(self.axis.x_of(self.selected_timestep), centre_y, 0, 0).center())
        pen = QPen(self.colours.cursor, 2)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.drawRect(cell)

    def paint_overridden(self, painter: QPainter, rect: QRect, timestep: int, units: frozenset[Unit]) -> None:
        rows = [row for row in map(self._row_of, units) if row is not None]
        width = self.axis.column_width
        height = rect.height() / self.reduced.units if self.reduced is not None and self.reduced.units else 0.0
        if not rows or height < 6 or width < 6:
            super().paint_overridden(painter, rect, timestep, units)
            return
        right = self.axis.x_of(timestep + 0.5)
        for row in rows:
            painter.setPen(QPen(self.colours.text, 1))
            painter.drawRect(QRectF(round(right - width) + 0.5, round(row * height) + 0.5, width - 2, height - 2))
            paint_corner(painter, right - 1, row * height, min(width, 1.5 * height), self.colours)

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        if self.reduced is not None and self.reduced.units:
            paint_legend(painter, rect, self.scale, self.lut, small_font(self), self.colours)

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        timestep = self.axis.timestep_at(x)
        if timestep is None or self.reduced is None or not self.reduced.units or timestep not in self._span():
            return timestep, None
        # Where a pixel row stands for several units, the extreme of them is meant.
        rows = self.reduced.units_at(y, max(1, self.body_rect().height()))
        row = rows.start
        ratio = self.devicePixelRatioF()
        timestep = self.reduced.extreme_at(self.axis, ratio, timestep, rows)
        if rows.stop - rows.start > 1 and timestep in self.reduced.live:
            there = np.abs(flat_rows(self.reduced.source, timestep, timestep + 1)[0, rows])
            row = rows.start + int(np.argmax(np.where(np.isnan(there), np.inf, there)))
        return timestep, self._unit(row)

    def readout(self, timestep: int, unit: Unit | None) -> str:
        where = self.place_words(timestep)
        row = self._row_of(unit)
        if self.reduced is None or timestep not in self._span():
            return self.tr("%1: no value here").replace("%1", where)
        if row is None:
            return where
        where += self.tr(", unit %1").replace("%1", ", ".join(map(str, unit or ())))
        if row < len(self._units_label):
            where += f" ({self._units_label[row]})"
        if timestep not in self.reduced.live:
            return self.tr("%1: not yet").replace("%1", where)
        number = exact(float(flat_rows(self.reduced.source, timestep, timestep + 1)[0, row]))
        return self.tr("%1: %2").replace("%1", where).replace("%2", number)

    def keeps(self) -> bool:
        return self.reduced is None or self.reduced.ready

    def stale(self) -> range | None:
        return self.reduced.stale() if self.reduced is not None else range(0)

    def unit_beside(self, unit: Unit | None, step: int) -> Unit | None:
        if self.reduced is None or not self.reduced.units:
            return None
        row = self._row_of(unit)
        if row is None:
            return self._unit(0 if step > 0 else self.reduced.units - 1)
        return self._unit(row + step) if 0 <= row + step < self.reduced.units else None

    def _span(self) -> range:
        return self.reduced.source.span if self.reduced is not None else range(0)

    def _unit(self, row: int) -> Unit:
        assert self.reduced is not None
        return tuple(int(index) for index in np.unravel_index(row, self.reduced.source.shape))

    def _row_of(self, unit: Unit | None) -> int | None:
        if unit is None or self.reduced is None or len(unit) != len(self.reduced.source.shape):
            return None
        if any(not 0 <= index < size for index, size in zip(unit, self.reduced.source.shape, strict=True)):
            return None
        return int(np.ravel_multi_index(unit, self.reduced.source.shape)) if unit else 0

    # -- menu ----------------------------------------------------------------------------------------------------

    def fill_menu(self, menu: QMenu) -> None:
        names = {kind: kind_name(kind) for kind in ScaleKind}
        add_scale_menu(menu, self.tr("Scale"), names, self.kind, self._choose_kind)

    def _choose_kind(self, action: QAction) -> None:
        self.set_kind(ScaleKind(action.data()))
        self.scale_changed.emit(self.kind)
