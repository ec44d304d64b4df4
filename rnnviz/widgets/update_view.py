"""One update of one parameter: before, what is added to it, after; three squares like those of a sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.widgets.cell_painting import paint_legend
from rnnviz.widgets.colours import Colours, colours_of, solid
from rnnviz.widgets.graph_lines import arrowhead
from rnnviz.widgets.graph_text import Label
from rnnviz.widgets.lane import Unit
from rnnviz.widgets.lane_metrics import line_height, scale_of, small_font
from rnnviz.widgets.lettering import Type, type_of
from rnnviz.widgets.number_table import as_table
from rnnviz.widgets.number_text import exact, short
from rnnviz.widgets.read_out import ReadOut
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import Rows
from rnnviz.widgets.sum_squares import SquarePainter, Squares


@dataclass(frozen=True, eq=False)
class Step:
    """An update of `parameter`, as arrays of its shape: `before`, its `gradient` and what clipping makes of it
    (`clipped`), the `decay` that is added, the `change` that the optimiser makes of these, `after`. `called` is what
    the change is called."""

    parameter: str
    before: Rows
    gradient: Rows
    clipped: Rows
    decay: Rows
    change: Rows
    after: Rows
    called: str


class UpdateView(ReadOut):
    """Shows a `Step`, or why there is none. What is added has a scale of its own: it is much smaller."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._why = ""
        self.setObjectName("update_view")
        self.setAccessibleName(self.tr("One update of one parameter"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_step(self, step: Step | None, why: str = "") -> None:
        """Show another update, or None and why there is none."""
        self._step, self._why = step, why
        self.setAccessibleDescription(why if step is None else self._said(step))
        self.update()

    @property
    def step(self) -> Step | None:
        """What is shown."""
        return self._step

    def sizeHint(self) -> QSize:
        scale = scale_of(self)
        return QSize(round(300 * scale), round(190 * scale))

    def minimumSizeHint(self) -> QSize:
        scale = scale_of(self)
        return QSize(180, round(130 * scale))

    def _said(self, step: Step) -> str:
        words = self.tr("{name} before ‖{before}‖, change ‖{change}‖, after ‖{after}‖")
        return words.format(
            name=step.parameter, before=norm(step.before), change=norm(step.change), after=norm(step.after)
        )

    # -- layout --------------------------------------------------------------------------------------------------

    def _face(self) -> Type:
        return type_of(self.font(), small_font(self).pixelSize() + 1, True)

    def _squares(self) -> Squares:
        small = line_height(small_font(self))
        top = 4 + self._face().metrics.height() + small
        return Squares(self.width(), top, self.height() - 2 * small - 22, scale_of(self))

    def _shown(self) -> Iterator[tuple[int, str, Rows, QRectF]]:
        if self._step is None:
            return
        parts = (("before", self._step.before), ("change", self._step.change), ("after", self._step.after))
        for number, (kind, array) in enumerate(parts):
            yield number, kind, array, self._squares().cells(number, array)

    def scale(self, kind: str) -> Scale:
        """The scale of a square: one for before and after, one for the change."""
        assert self._step is not None
        arrays = (self._step.change,) if kind == "change" else (self._step.before, self._step.after)
        return Scale(ScaleKind.FIXED, max(float(np.abs(one[np.isfinite(one)]).max(initial=0.0)) for one in arrays))

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        step = self._step
        if step is None:
            painter.setPen(colours.faint)
            wrapped = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            painter.drawText(self.rect().adjusted(8, 0, -8, 0), wrapped, self._why)
            return
        numbers = type_of(self.font(), 10.0 * scale_of(self))
        for number, kind, array, cells in self._shown():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            scale = self.scale(kind)
            SquarePainter(painter, colours, scale, numbers, self.devicePixelRatioF()).paint(array, cells)
            self._paint_text(painter, colours, step, number, array, cells)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_signs(painter, colours)
        self._paint_scales(painter, colours)

    def _paint_text(
        self, painter: QPainter, colours: Colours, step: Step, number: int, array: Rows, cells: QRectF
    ) -> None:
        """Above a square what it is, below it its norm."""
        face, small = self._face(), small_font(self)
        room, height = self._squares().room(number), line_height(small)
        notes = (self.tr("before"), step.called, self.tr("after"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colours.backward if number == 1 else colours.text)
        text = f"Δ{step.parameter}" if number == 1 else step.parameter
        label = Label(text, None, face).within(room.width() + 8)
        label.paint(painter, room.center().x() - label.width / 2, 2 + face.metrics.height() / 2)
        painter.setFont(small)
        painter.setPen(colours.faint)
        under = QRectF(room.left() - 10, room.top() - height - 1, room.width() + 20, height)
        note = QFontMetricsF(small).elidedText(notes[number], Qt.TextElideMode.ElideRight, under.width())
        painter.drawText(under, Qt.AlignmentFlag.AlignCenter, note)
        foot = QRectF(room.left() - 10, cells.bottom() + 1, room.width() + 20, height)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, f"‖·‖ {norm(array)}")

    def _paint_signs(self, painter: QPainter, colours: Colours) -> None:
        squares = self._squares()
        y = squares.room(0).top() + min(cells.height() for *_, cells in self._shown()) / 2
        face = type_of(self.font(), 16 * scale_of(self), True)
        painter.setFont(face.font)
        painter.setPen(colours.backward)
        middle = (squares.room(0).right() + squares.room(1).left()) / 2
        painter.drawText(QRectF(middle - 12, y - 14, 24, 28), Qt.AlignmentFlag.AlignCenter, "+")
        left, right = squares.room(1).right() + 2, squares.room(2).left() - 2
        painter.setPen(solid(colours.text, 1.6))
        painter.drawLine(QLineF(left, y, right - 4, y))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.text)
        painter.drawPolygon(arrowhead((left, y), (right, y), 7.0))

    def _paint_scales(self, painter: QPainter, colours: Colours) -> None:
        """At the bottom: the scale of before and after, and that of the change."""
        small = small_font(self)
        height = line_height(small)
        top, half = self.height() - height - 12, self.width() // 2
        painter.setFont(small)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for left, kind, word in ((4, "before", self.tr("weights")), (half + 4, "change", self.tr("change"))):
            width = round(QFontMetricsF(small).horizontalAdvance(word)) + 6
            painter.setPen(colours.backward if kind == "change" else colours.faint)
            line = QRectF(left, top, width, height)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
            painter.setPen(colours.faint)
            bar = QRect(left + width, top, max(20, half - width - 12), height + 12)
            paint_legend(painter, bar, self.scale(kind), colours.diverging, small, colours)

    # -- mouse ---------------------------------------------------------------------------------------------------

    def _at(self, position: QPointF) -> Unit | None:
        for _, _, array, cells in self._shown():
            if cells.contains(position) and array.size:
                rows, columns = as_table(array).shape
                row = min(rows - 1, int((position.y() - cells.top()) / cells.height() * rows))
                column = min(columns - 1, int((position.x() - cells.left()) / cells.width() * columns))
                return tuple(int(i) for i in np.unravel_index(row * columns + column, array.shape))
        return None

    def words_at(self, unit: Unit) -> str:
        """How one weight becomes another: every number on the way."""
        step = self._step
        assert step is not None
        where = f"[{', '.join(map(str, unit))}]" if unit else ""
        values = {
            "place": f"{step.parameter} {where}".strip(),
            "before": exact(float(step.before[unit]), 6),
            "gradient": exact(float(step.gradient[unit]), 6),
            "clipped": exact(float(step.clipped[unit]), 6),
            "change": exact(float(step.change[unit]), 6),
            "after": exact(float(step.after[unit]), 6),
        }
        words = self.tr("{place}: gradient {gradient}, clipped {clipped}; {before} + ({change}) = {after}")
        return words.format(**values)

    def words_under(self, position: QPointF) -> str:
        unit = self._at(position)
        return self.words_at(unit) if unit is not None else ""


def norm(array: Rows) -> str:
    """The norm of an array, short."""
    with np.errstate(over="ignore"):  # of numbers whose squares are beyond all others it is said to be infinite
        return short(float(np.linalg.norm(np.asarray(array, dtype=float))))
