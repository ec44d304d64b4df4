"""A lane that shows a distribution at every timestep, and what should have been most likely."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.widgets.colours import translucent
from rnnviz.widgets.graph_text import elided
from rnnviz.widgets.heat_lane import HeatLane
from rnnviz.widgets.lane import Unit
from rnnviz.widgets.lane_metrics import line_height, small_font
from rnnviz.widgets.lettering import small_type
from rnnviz.widgets.number_text import exact, short
from rnnviz.widgets.reduced_source import KNOWN
from rnnviz.widgets.scales import ScaleKind
from rnnviz.widgets.sources import flat_rows
from rnnviz.widgets.time_axis import TimeAxis
from rnnviz.widgets.token_lane import visible_symbol

_LIST_WIDTH = 76
"""Pixels a column from which on the likeliest symbols are listed."""
_INSET = 4
"""Pixels at a column's sides that a list and its frames leave free."""
_LEAST_BAR = 26
"""Pixels that a bar needs between symbol and number."""
_OUTLINE_WIDTH = 6
"""Pixels a column from which on the target's cell is outlined."""
_LEAST_NAME = 8
"""Pixels of type in which a class is still named beside its row."""
RIGHT, MISSED = "✓", "◂"
"""What stands beside the target: whether it is the likeliest."""


class ProbabilityLane(HeatLane):
    """Probabilities (rows are the classes) on the sequential map, from 0 to 1, with the target's cell outlined.

    Where columns are wide the likeliest classes are listed as bars with their symbols instead; the target is always
    among them, outlined, with a tick where it is the likeliest and another sign where it is not.
    """

    def __init__(
        self, name: str, title: str, axis: TimeAxis, role: str = "forward", parent: QWidget | None = None
    ) -> None:
        super().__init__(name, title, axis, role, share=True, kind=ScaleKind.FIXED, parent=parent)
        self.targets: NDArray[np.integer] | None = None

    def set_targets(self, targets: NDArray[np.integer] | None, names: tuple[str, ...] = ()) -> None:
        """The class that each timestep should have (T,), below 0 for none, and the symbols of all classes."""
        self.targets = targets
        self.set_unit_names(names)
        self.refresh()

    def target_at(self, timestep: int) -> int | None:
        """The class that a timestep should have, or None."""
        if self.targets is None or not 1 <= timestep <= len(self.targets):
            return None
        target = int(self.targets[timestep - 1])
        return target if target >= 0 else None

    def sign_at(self, timestep: int) -> str:
        """What stands beside the target: RIGHT where it is the likeliest, else MISSED; "" where there is none."""
        target = self.target_at(timestep)
        if target is None or self.reduced is None:
            return ""
        row = flat_rows(self.reduced.source, timestep, timestep + 1)[0]
        # Of equals the first is the prediction, as argmax has it; among what is not a number there is none.
        return RIGHT if np.isfinite(row).all() and int(np.argmax(row)) == target else MISSED

    def listed(self, timestep: int) -> list[tuple[int, float]]:
        """The classes listed at a timestep with their probabilities, the likeliest first, the target always in."""
        assert self.reduced is not None
        row = flat_rows(self.reduced.source, timestep, timestep + 1)[0]
        count = min(len(row), max(1, self.body_rect().height() // line_height(small_font(self))))
        order = [int(index) for index in np.argsort(-np.nan_to_num(row, nan=2.0), kind="stable")[:count]]
        target = self.target_at(timestep)
        if target is not None and target < len(row) and target not in order:
            order[-1] = target
        return [(index, float(row[index])) for index in order]

    # -- painting ------------------------------------------------------------------------------------------------

    @property
    def lists(self) -> bool:
        """True while columns are wide enough for lists."""
        return self.axis.column_width >= _LIST_WIDTH

    def legend_kind(self) -> object:
        return self.lists

    def paint_body(self, painter: QPainter, part: QRect, columns: range) -> None:
        if not self.lists or self.reduced is None:
            super().paint_body(painter, part, columns)
            if self.axis.column_width >= _OUTLINE_WIDTH and self.reduced is not None and self.reduced.ready:
                self._outline_targets(painter, part, columns)
            return
        shown = self.reduced.columns(self.axis, self.devicePixelRatioF(), columns)
        if shown is None:
            return
        self._paint_not_yet(painter, part, shown)
        for index in np.flatnonzero(shown.states == KNOWN):
            timestep = shown.first + int(index)
            inside = self.axis.x_of(timestep - 0.5) + _INSET, self.axis.x_of(timestep + 0.5) - _INSET
            if inside[1] >= part.left() and inside[0] <= part.right() + 1:
                self._paint_list(painter, part, timestep)

    def _outline_targets(self, painter: QPainter, part: QRect, columns: range) -> None:
        assert self.reduced is not None
        height = part.height() / self.reduced.units
        pen = QPen(self.colours.text, 2 if height >= 6 else 1)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        cells = []
        for t in columns:
            target = self.target_at(t)
            if target is not None and t in self.reduced.live:
                cell = QRectF(self.axis.x_of(t - 0.5), target * height, self.axis.column_width, max(3.0, height))
                cells.append(cell.adjusted(1, 1, -1, -1) if height >= 6 else cell)
        painter.drawRects(cells)

    def _paint_list(self, painter: QPainter, part: QRect, timestep: int) -> None:
        listed = self.listed(timestep)
        target, sign = self.target_at(timestep), self.sign_at(timestep)
        line = min(part.height() / len(listed), line_height(small_font(self)) * 1.5)
        top = (part.height() - line * len(listed)) / 2
        column = QRectF(self.axis.x_of(timestep - 0.5), 0, self.axis.column_width, part.height())
        inner = column.adjusted(2 * _INSET, 0, -2 * _INSET, 0)
        if inner.width() > 190:
            inner = QRectF(column.center().x() - 95, 0, 190, part.height())
        light = small_type(self)
        bold = light.sized(light.size, True)
        symbol_width = min(inner.width() * 0.35, max(bold.width(self._symbol(index)) for index, _ in listed) + 6)
        number_width, tick_width = bold.width("100 %") + 4, bold.width(RIGHT) + 5
        for place, (index, probability) in enumerate(listed):
            row = QRectF(inner.left(), top + place * line, inner.width(), line)
            is_target = index == target
            bar = row.adjusted(symbol_width, line * 0.18, -number_width - tick_width, -line * 0.18)
            beside = bar.width() >= _LEAST_BAR
            # Where there is no room between symbol and number, the bar lies behind both.
            bar = bar if beside else row.adjusted(-3, line * 0.06, 1, -line * 0.06)
            self._paint_bar(painter, bar, probability, is_target, beside)
            face = bold if is_target else light
            painter.setPen(self.colours.text)
            symbol, text = QRectF(row.left(), row.top(), symbol_width, line), self._symbol(index)
            if face.width(text) > symbol_width - 1:
                text = QFontMetrics(face.font).elidedText(text, Qt.TextElideMode.ElideRight, round(symbol_width))
            face.draw_in(painter, symbol, text, 0.0)
            number = QRectF(row.right() - tick_width - number_width + 2, row.top(), number_width, line)
            painter.setPen(self.colours.text if math.isfinite(probability) else self.colours.error)
            face.draw_in(painter, number, _percent(probability), 1.0)
            if is_target:
                tick = QRectF(row.right() - tick_width, row.top(), tick_width, line)
                face.draw_in(painter, tick, sign, 1.0)
            if timestep == self.selected_timestep and self.selected_unit == (index,):
                painter.setPen(QPen(self.colours.cursor, 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(row.adjusted(-3, 1, 3, -1))

    def paint_total(self, painter: QPainter, rect: QRect) -> None:
        """The classes' names beside their rows, where these are high enough and no list has them."""
        units = self.reduced.units if self.reduced is not None else 0
        face = small_type(self)
        if self.lists or not units or not self._units_label or rect.height() / units < face.line_height - 2:
            super().paint_total(painter, rect)
            return
        painter.setPen(self.colours.text)
        room, height = rect.width() - 4, rect.height() / units
        names = [self._symbol(index) for index in range(units)]
        while face.size > _LEAST_NAME and max(map(face.width, names)) > room:
            face = face.sized(face.size - 1)
        for index, name in enumerate(names):
            row = QRectF(rect.left() + 3, rect.top() + index * height, room, height)
            face.draw_in(painter, row, elided(name, face, room), 0.0)

    def _paint_bar(self, painter: QPainter, bar: QRectF, probability: float, is_target: bool, beside: bool) -> None:
        """`beside` the text the bar is in full colour; behind it, pale."""
        painter.fillRect(bar, translucent(self.colours.text, 0.07 if beside else 0.04))
        if math.isfinite(probability):
            filled = QRectF(bar.left(), bar.top(), max(1.0, bar.width() * min(1.0, probability)), bar.height())
            colour = self.colours.role(self.role)
            strength = (1.0 if is_target else 0.45) if beside else (0.42 if is_target else 0.2)
            painter.fillRect(filled, translucent(colour, strength))
        if is_target:
            painter.setPen(QPen(self.colours.text, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar)

    def _symbol(self, index: int) -> str:
        return visible_symbol(self.unit_name(index))

    # -- under the pointer ---------------------------------------------------------------------------------------

    def hit(self, x: float, y: float) -> tuple[int | None, Unit | None]:
        timestep = self.axis.timestep_at(x)
        if not self.lists or timestep is None or self.reduced is None or timestep not in self.reduced.live:
            return super().hit(x, y)
        listed = self.listed(timestep)
        height = self.body_rect().height()
        line = min(height / len(listed), line_height(small_font(self)) * 1.5)
        row = int((y - (height - line * len(listed)) / 2) // line)
        return timestep, ((listed[row][0],) if 0 <= row < len(listed) else None)

    def readout(self, timestep: int, unit: Unit | None) -> str:
        where = self.place_words(timestep)
        if self.reduced is None or unit is None or timestep not in self.reduced.live:
            return super().readout(timestep, unit)
        probability = float(flat_rows(self.reduced.source, timestep, timestep + 1)[0, unit[0]])
        words = f"P({self._symbol(unit[0])}) = {exact(probability, 4)}"
        text = self.tr("%1: %2").replace("%1", where).replace("%2", words)
        if unit[0] != self.target_at(timestep):
            return text
        right = self.sign_at(timestep) == RIGHT
        return text + (self.tr(", the target, and the likeliest") if right else self.tr(", the target"))

    def paint_legend(self, painter: QPainter, rect: QRect) -> None:
        if not self.lists:
            super().paint_legend(painter, rect)
            return
        # Bars are as long as they say: what needs a key is the signs beside the targets.
        font = small_font(self)
        painter.setFont(font)
        painter.setPen(self.colours.faint)
        keys = ((RIGHT, self.tr("predicted")), (MISSED, self.tr("target")))
        for row, (sign, words) in enumerate(keys if self.targets is not None else ()):
            line = QRectF(rect.left(), rect.top() + row * line_height(font), rect.width(), line_height(font))
            if line.bottom() <= rect.bottom() + 2:
                text = QFontMetricsF(font).elidedText(f"{sign} {words}", Qt.TextElideMode.ElideRight, rect.width())
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)


def _percent(probability: float) -> str:
    if not math.isfinite(probability):
        return short(probability)
    if 0 < probability < 0.005:
        return "<1 %"
    return f"{100 * probability:.0f} %"
