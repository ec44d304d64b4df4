"""A scalar, vector or matrix as coloured cells, with its numbers where they fit."""

from __future__ import annotations

from functools import partial
from itertools import product

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QMenu, QSizePolicy, QToolTip, QWidget

from rnnviz.widgets.axis_ruler import tick_step
from rnnviz.widgets.cell_painting import (
    NUMBER_HEIGHT,
    NUMBER_WIDTH,
    numbers_that_fit,
    paint_legend,
    paint_numbers,
    paint_table,
)
from rnnviz.widgets.colours import Lut, colours_of
from rnnviz.widgets.kept_pixels import KeptPixels
from rnnviz.widgets.lane import Unit
from rnnviz.widgets.lane_metrics import faces_of, line_height, scale_of, small_font
from rnnviz.widgets.lettering import small_type
from rnnviz.widgets.matrix_layout import HIGHEST_CELL, LABEL_WIDTH, MatrixLayout, lay_out
from rnnviz.widgets.number_table import as_table, tab_separated
from rnnviz.widgets.number_text import exact
from rnnviz.widgets.scales import Scale, ScaleKind
from rnnviz.widgets.sources import Rows, same

_LEAST_FRAMED = 10
"""The side in pixels of the smallest cell that a frame stands within."""


class MatrixView(QWidget):
    """Shows an array; a vector stands as a column, or as a row where that gives larger cells.

    Elements are addressed by their indices in the array as given, from 0.  Where cells are smaller than pixels, each
    pixel shows the extreme of its elements.
    """

    clicked = Signal(object)
    """A click on an element: its indices as a tuple."""
    why_requested = Signal(object)
    """The user asks why the element with these indices is what it is."""
    asked_about = Signal(object)
    """The context menu of an element is about to offer `menu_actions`, which act on what is selected."""
    hovered = Signal(object, str)
    """The element under the pointer (None: it left), and what it is in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Rows = np.zeros((0,))
        self._title = ""
        self._names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._magnitudes = (0.0, 0.0)
        """The smallest above 0 and the largest of all finite elements."""
        self._signed = True
        self._kind = ScaleKind.FIXED
        self._largest: float | None = None
        self._selected: Unit | None = None
        self._hovered: Unit | None = None
        self._asked_of: Unit | None = None
        self._margins = KeptPixels()
        self._laid_out: tuple[object, MatrixLayout | None] | None = None
        self.menu_actions: tuple[QAction, ...] = ()
        self.setObjectName("matrix_view")
        self.setMouseTracking(True)
        # A click must not take the arrow keys away from the run; who wants them here comes by Tab.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    # -- what it shows -------------------------------------------------------------------------------------------

    @property
    def values(self) -> Rows:
        """The array shown."""
        return self._values

    def set_values(
        self,
        values: Rows,
        *,
        title: str = "",
        rows: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
        signed: bool = True,
        largest: float | None = None,
    ) -> None:
        """Show an array of any shape (of more than two axes, the last stay columns).

        `rows` and `columns` name indices.  `largest` fixes the magnitude of the last colour, so that several views can
        be compared; by default it is the array's own.
        """
        values, told = np.asarray(values), (title, (rows, columns), signed, largest)
        if told == (self._title, self._names, self._signed, self._largest) and same(values, self._values):
            return
        reshaped = self._values.shape != values.shape
        self._values, self._title = values, title
        self._names, self._signed, self._largest = (rows, columns), signed, largest
        finite = np.abs(self._values[np.isfinite(self._values)]).astype(float)
        smallest = float(finite.min(initial=np.inf, where=finite > 0))
        self._magnitudes = (smallest if np.isfinite(smallest) else 0.0, float(finite.max(initial=0.0)))
        if reshaped:
            self._selected = None
            self.updateGeometry()
        self.setAccessibleName(title or self.tr("Matrix"))
        self.setAccessibleDescription(" × ".join(map(str, values.shape)) or self.tr("one number"))
        self.update()

    def set_kind(self, kind: ScaleKind) -> None:
        """ScaleKind.LOG for powers of ten, any other for a linear scale."""
        self._kind = kind
        self.update()

    def set_selected(self, unit: Unit | None) -> None:
        """Frame an element."""
        if unit != self._selected:
            self._selected = unit
            self.update()

    @property
    def scale(self) -> Scale:
        """The scale in use."""
        largest = self._magnitudes[1] if self._largest is None else self._largest
        kind = ScaleKind.LOG if self._kind is ScaleKind.LOG else ScaleKind.FIXED
        return Scale(kind, largest, self._magnitudes[0], self._signed)

    @property
    def lut(self) -> Lut:
        """The colour map in use."""
        colours = colours_of(self)
        return colours.diverging if self._signed else colours.sequential

    def copy(self) -> None:
        """Put all numbers on the clipboard: rows by line, columns by tab, in full precision."""
        QApplication.clipboard().setText(tab_separated(self._table()))

    # -- layout --------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        scale = scale_of(self)
        rows = self._table().shape[0]
        if self._values.ndim == 1 and rows > 8:
            rows = 1
        height = min(HIGHEST_CELL, max(3, 360 // max(1, rows), 18 if rows <= 16 else 3)) * rows
        return QSize(280, round((min(height, 280) + 2) * scale) + self._label_height() + self._legend_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, 40 + self._label_height() + self._legend_height())

    def _table(self) -> Rows:
        return as_table(self._values)

    def _legend_height(self) -> int:
        return line_height(small_font(self)) + 12

    def _label_height(self) -> int:
        columns = self._table().shape[1]
        return line_height(small_font(self)) + 1 if columns > 1 or self._lies_down() or self._names[1] else 0

    def _shown(self) -> tuple[Rows, bool]:
        """The table as it is painted, and whether it is turned: a long vector lies down."""
        table = self._table()
        return (table.T, True) if self._lies_down() else (table, False)

    def _lies_down(self) -> bool:
        if self._values.ndim != 1 or self._names[0] or len(self._values) < 2:
            return False
        room = self.height() - self._legend_height()
        return room / len(self._values) < NUMBER_HEIGHT + 2 and self.width() > room

    def _layout(self) -> MatrixLayout | None:
        key = self._values.shape, self._names, self.size().toTuple(), faces_of(self.font())
        if self._laid_out is None or self._laid_out[0] != key:
            self._laid_out = key, self._lay_out()
        return self._laid_out[1]

    def _lay_out(self) -> MatrixLayout | None:
        left = 0.0
        if self._values.ndim >= 1 and len(self._shown()[0]) > 1:
            metrics = QFontMetricsF(small_font(self))
            left = max(LABEL_WIDTH * scale_of(self), metrics.horizontalAdvance(str(len(self._shown()[0]) - 1)) + 8)
            if self._names[0]:
                left = min(self.width() * 0.3, max(metrics.horizontalAdvance(name) for name in self._names[0]) + 8)
        top = float(self._label_height())
        room = QSizeF(self.width() - left - 2, self.height() - top - self._legend_height() - 2)
        return lay_out(self._values.shape, self._lies_down(), QPointF(left, top), room, scale_of(self))

    # -- painting ------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        layout = self._layout()
        colours = colours_of(self)
        painter = QPainter(self)
        if layout is None:
            painter.setPen(colours.faint)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("nothing here"))
            return
        table, ratio, ground = self._shown()[0], self.devicePixelRatioF(), self.palette().color(self.backgroundRole())
        shows = layout, self._names, faces_of(self.font()), colours
        self._margins.paint(painter, self.rect(), ratio, shows, ground, partial(self._paint_labels, layout))
        entries = paint_table(painter, table, layout.cells, self.scale, self.lut, colours, ratio)
        cell_width, cell_height = layout.cell
        if min(cell_width, cell_height) < 6:
            painter.setPen(colours.grid)
            painter.drawRect(layout.cells)
        if cell_width >= NUMBER_WIDTH and cell_height >= NUMBER_HEIGHT:
            self._paint_numbers(painter, layout, table, entries)
        self._paint_selection(painter, layout)
        bottom, left = round(layout.cells.bottom()) + 3, round(layout.cells.left())
        width = max(60, min(180, round(layout.cells.width()), self.width() - left - 2))
        legend = QRect(left, bottom, width, self._legend_height() - 3)
        paint_legend(painter, legend, self.scale, self.lut, small_font(self), colours)
        if self.hasFocus():
            painter.setPen(self.palette().highlight().color())
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _paint_numbers(self, painter: QPainter, layout: MatrixLayout, table: Rows, entries: NDArray[np.uint8]) -> None:
        face = small_type(self)
        texts = numbers_that_fit(table, self.scale.largest, layout.cell[0], face)
        if texts is not None:
            places = product(range(layout.rows), range(layout.columns))
            cells = (
                (layout.rect(r, c), text, bool(np.isfinite(table[r, c])), int(entries[c, r]))
                for text, (r, c) in zip(texts, places, strict=True)
            )
            paint_numbers(painter, cells, self.lut, face, colours_of(self))

    def _paint_labels(self, layout: MatrixLayout, painter: QPainter) -> None:
        font = small_font(self)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(colours_of(self).faint)
        cell_width, cell_height = layout.cell
        if layout.cells.left() > 0:
            every = tick_step(cell_height, metrics.height())
            for row in range(0, layout.rows, every):
                cell = layout.rect(row, 0)
                place = QRectF(0, cell.center().y() - metrics.height() / 2, layout.cells.left() - 5, metrics.height())
                text = metrics.elidedText(_name(self._names[0], row), Qt.TextElideMode.ElideRight, place.width())
                painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
        if layout.cells.top() > 0:
            widest = max(metrics.horizontalAdvance(_name(self._names[1], c)) for c in (0, layout.columns - 1)) + 6
            every = tick_step(cell_width, widest)
            for column in range(0, layout.columns, every):
                text = _name(self._names[1], column)
                centre = max(layout.rect(0, column).center().x(), metrics.horizontalAdvance(text) / 2)
                place = QRectF(centre - widest, 0, 2 * widest, layout.cells.top() - 1)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_selection(self, painter: QPainter, layout: MatrixLayout) -> None:
        place = layout.place(self._selected)
        if place is not None:
            pen = QPen(colours_of(self).cursor, 2)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            cell = layout.rect(*place)
            if min(cell.width(), cell.height()) < _LEAST_FRAMED:
                painter.drawRect(cell.adjusted(-2, -2, 2, 2))  # around a small cell, whose colour is to be seen
            else:
                painter.drawRect(cell.adjusted(1, 1, -1, -1))

    # -- elements ------------------------------------------------------------------------------------------------

    def _unit_at(self, position: QPointF) -> Unit | None:
        layout = self._layout()
        return layout.unit_at(position) if layout is not None else None

    def readout(self, unit: Unit) -> str:
        """An element in words."""
        names = [_name(self._names[axis], index) if axis < 2 else str(index) for axis, index in enumerate(unit)]
        where = f"{self._title}[{', '.join(names)}]" if unit else self._title
        return f"{where} = {exact(float(self._values[unit]), 8)}".strip()

    # -- mouse and keys ------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        unit = self._unit_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and unit is not None:
            self._choose(unit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._unit_at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif step is not None and (layout := self._layout()) is not None:
            row, column = layout.place(self._selected) or (0, 0)
            if self._selected is not None:
                row = min(layout.rows - 1, max(0, row + step[0]))
                column = min(layout.columns - 1, max(0, column + step[1]))
            self._choose(layout.unit(row, column))
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        copy = menu.addAction(self.tr("Copy as a table"))
        copy.setObjectName("action_copy_matrix")
        copy.triggered.connect(self.copy)
        self._asked_of = self._unit_at(QPointF(event.pos()))
        if self._asked_of is not None:
            self.asked_about.emit(self._asked_of)
            why = menu.addAction(self.tr("Why is it so?"))
            why.setObjectName("action_why_element")
            why.triggered.connect(self._ask_why)
            if self.menu_actions:
                menu.addSeparator()
                menu.addActions(self.menu_actions)
        menu.popup(event.globalPos())

    def _ask_why(self) -> None:
        if self._asked_of is not None:
            self.why_requested.emit(self._asked_of)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if Qt.Key(event.key()) in _ARROWS or event.matches(QKeySequence.StandardKey.Copy):
                event.accept()
                return True
        elif event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            unit = self._unit_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.readout(unit) if unit is not None else "", self)
            return True
        return super().event(event)

    def _choose(self, unit: Unit) -> None:
        self.set_selected(unit)
        self.clicked.emit(unit)

    def _hover(self, unit: Unit | None) -> None:
        if unit != self._hovered:
            self._hovered = unit
            self.hovered.emit(unit, "" if unit is None else self.readout(unit))


_ARROWS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def _name(names: tuple[str, ...], index: int) -> str:
    return names[index] if index < len(names) else str(index)
