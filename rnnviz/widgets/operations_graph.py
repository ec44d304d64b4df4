"""One equation at one timestep, opened to its operations: how the number comes about, from what it reads upwards."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.layout import OperationNode, OperationsLayout
from rnnviz.widgets.colours import Colours, colours_of, solid
from rnnviz.widgets.graph_lines import arrowhead
from rnnviz.widgets.graph_nodes import Look, NodePainter
from rnnviz.widgets.graph_text import Label, centred, sign_of, type_of
from rnnviz.widgets.lane_metrics import scale_of, title_font
from rnnviz.widgets.number_text import short

PLACE, ROW, BOX, MARGIN = 66.0, 58.0, (54.0, 38.0), 14.0
"""In pixels at the usual size of text: between places, between rows, the size of a box, around everything."""

Values = Callable[[str, int], NDArray[np.generic] | None]


class OperationsGraph(QWidget):
    """A small window that opens over the graph; a click beside it or Esc closes it."""

    name_clicked = Signal(str, int)
    """A click on a value, a parameter or an operation: its name and the timestep."""

    def __init__(
        self,
        title: str,
        layout: OperationsLayout,
        timestep: int,
        parameters: frozenset[str],
        values: Values,
        known: bool,
        parent: QWidget | None = None,
    ) -> None:
        """`values(name, t)` gives the numbers that may be seen, `known` whether the equation has been evaluated."""
        super().__init__(parent, Qt.WindowType.Popup)
        self._layout, self._timestep, self._parameters = layout, timestep, parameters
        self._values, self._known = values, known
        self._title = self.tr("%1, opened to its operations").replace("%1", title)
        self.setObjectName("operations_graph")
        self.setAccessibleName(self._title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(self.sizeHint())

    def sizeHint(self) -> QSize:
        scale = scale_of(self)
        width = max(self._layout.width * PLACE, 240.0) + 2 * MARGIN
        return QSize(round(width * scale), round((self._layout.rows * ROW + 24 + MARGIN) * scale))

    def box(self, node: OperationNode) -> QRectF:
        """Where a node stands."""
        scale = scale_of(self)
        left = (self.width() / scale - self._layout.width * PLACE) / 2
        x = (left + (node.x + 0.5) * PLACE) * scale
        y = self.height() - (MARGIN + (node.row + 0.35) * ROW) * scale
        return QRectF(x - BOX[0] / 2 * scale, y - BOX[1] / 2 * scale, BOX[0] * scale, BOX[1] * scale)

    # -- painting -------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        painter.setPen(colours.grid)
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setFont(title_font(self))
        painter.setPen(colours.text)
        heading = QRectF(MARGIN, 6, self.width() - 2 * MARGIN, 20 * scale_of(self))
        painter.drawText(heading, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_lines(painter, colours)
        nodes = NodePainter(painter, colours, self.font())
        for node in self._layout.nodes:
            self._paint_node(nodes, node)

    def _paint_lines(self, painter: QPainter, colours: Colours) -> None:
        colour = colours.forward if self._known else colours.not_yet
        for source, target, bends in self._layout.lines:
            start, end = self.box(self._layout.nodes[source]), self.box(self._layout.nodes[target])
            points = [QPointF(start.center().x(), start.top())]
            for number, bend in enumerate(bends):
                first = self._layout.nodes[source]
                passed = self.box(OperationNode("", "", 0, bend, first.row + 1 + number))
                points += [QPointF(bend_x := passed.center().x(), passed.bottom()), QPointF(bend_x, passed.top())]
            # Lines arrive side by side, from the left as from the right.
            lean = max(-1.0, min(1.0, (points[-1].x() - end.center().x()) / PLACE)) * end.width() * 0.28
            points.append(QPointF(end.center().x() + lean, end.bottom()))
            painter.setPen(solid(colour, 1.5))
            painter.drawPolyline(points)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            before, tip = points[-2], points[-1]
            painter.drawPolygon(arrowhead((before.x(), before.y()), (tip.x(), tip.y()), 6.0))

    def _paint_node(self, nodes: NodePainter, node: OperationNode) -> None:
        painter, colours, box = nodes.painter, nodes.colours, self.box(node)
        if node.lag is None:
            painter.setPen(colours.text)
            centred(painter, box, node.name, type_of(self.font(), 13 * scale_of(self), True))
            return
        parameter = node.name in self._parameters
        there = self._known or not node.kind
        value = self._values(node.name, self._timestep + node.lag) if there else None
        nodes.outline(box, Look(known=value is not None), "parameter" if parameter else "forward", 4)
        if parameter:
            # The form of a parameter: two lines.
            painter.setPen(QPen(colours.parameter, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
        stripe = QRectF(box.left() + 5, box.bottom() - 14, box.width() - 10, 9)
        upper = QRectF(box.left(), box.top() + 1, box.width(), box.height() - 14)
        painter.setPen(colours.text if value is not None else colours.faint)
        if node.kind:
            centred(painter, upper, sign_of(node.kind), type_of(self.font(), 15 * scale_of(self), True))
        else:
            face = type_of(self.font(), 13 * scale_of(self))
            label = Label(node.name, None if parameter else self._timestep + node.lag, face).within(box.width() - 6)
            label.paint(painter, box.center().x() - label.width / 2, upper.center().y())
        if value is not None and value.ndim == 0:
            centred(
                painter, stripe.adjusted(0, -2, 0, 2), short(float(value)), type_of(self.font(), 11 * scale_of(self))
            )
        elif value is not None and value.size:
            finite = np.abs(value[np.isfinite(value)])
            nodes.stripe(stripe, np.asarray(value), float(finite.max(initial=0.0)))

    # -- mouse and keys -------------------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for node in self._layout.nodes:
            if node.lag is not None and self.box(node).contains(event.position()):
                self.name_clicked.emit(node.name, self._timestep + node.lag)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)
