"""A timestep that the cursor stands in, opened to its operations: from what is read at the left to what is computed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from rnnviz.layout import OperationNode, OperationsLayout
from rnnviz.widgets.colours import colours_of
from rnnviz.widgets.graph_nodes import Look, NodePainter
from rnnviz.widgets.graph_text import Label, sign_of, type_of
from rnnviz.widgets.lane import Lane
from rnnviz.widgets.lane_metrics import scale_of
from rnnviz.widgets.number_text import short

MARGIN, HEADING, LARGEST = 8.0, 20.0, (84.0, 26.0)


@dataclass(frozen=True)
class OpenedTimestep:
    """The operations of one timestep, in order; the first `done` of them have been computed.

    `phase` is "forward" or "backward". `layout` may be of some of them; `gradients` are names of the adjoint's.
    `value(name, timestep)` gives the numbers of what is read and of what is done.
    """

    layout: OperationsLayout
    order: Sequence[str]
    done: int
    timestep: int
    phase: str
    parameters: frozenset[str]
    gradients: frozenset[str]
    value: Callable[[str, int], NDArray[np.generic] | None]


class TimestepGraph(QWidget):
    """Lies over the body of a lane while there is a timestep to show."""

    def __init__(self, lane: Lane) -> None:
        super().__init__(lane)
        self.setObjectName("timestep_graph")
        self._lane = lane
        self._opened: OpenedTimestep | None = None
        self.hide()
        lane.installEventFilter(self)

    def set_opened(self, opened: OpenedTimestep | None) -> None:
        """Show a timestep; None: show the lane."""
        self._opened = opened
        if opened is not None:
            self.setAccessibleName(self._title(opened))
            self.setGeometry(self._lane.body_rect())
        self.setVisible(opened is not None)
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """As large as the lane's body."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._lane.body_rect())
        return False

    def _title(self, opened: OpenedTimestep) -> str:
        words = self.tr("t = %1, forward: %2 of %3 operations done")
        if opened.phase == "backward":
            words = self.tr("t = %1, backward: %2 of %3 operations done")
        words = words.replace("%1", str(opened.timestep)).replace("%2", str(opened.done))
        return words.replace("%3", str(len(opened.order)))

    def box(self, layout: OperationsLayout, x: float, row: float) -> QRectF:
        """Where a place of a row stands: rows are columns here, from the left."""
        scale = scale_of(self)
        wide = (self.width() - 2 * MARGIN) / layout.rows
        high = (self.height() - HEADING * scale - MARGIN) / layout.width
        width, height = min(wide * 0.74, LARGEST[0] * scale), min(high * 0.84, LARGEST[1] * scale)
        middle = QPointF(MARGIN + (row + 0.5) * wide, HEADING * scale + (x + 0.5) * high)
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines in the colour of the pass where what they carry is there, then boxes with their values."""
        opened = self._opened
        if opened is None:
            return
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        painter.setFont(self.font())
        painter.setPen(colours.text)
        heading = QRectF(MARGIN, 0, self.width() - 2 * MARGIN, HEADING * scale_of(self))
        painter.drawText(heading, Qt.AlignmentFlag.AlignVCenter, self._title(opened))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        done = frozenset(opened.order[: opened.done])
        self._paint_lines(painter, opened, done)
        nodes = NodePainter(painter, colours, self.font())
        for node in opened.layout.nodes:
            self._paint_node(nodes, opened, node, not node.kind or node.name in done)

    def _paint_lines(self, painter: QPainter, opened: OpenedTimestep, done: frozenset[str]) -> None:
        colours, layout = colours_of(self), opened.layout
        for source, target, bends in layout.lines:
            first, last = layout.nodes[source], layout.nodes[target]
            there = last.name in done
            pen = QPen(colours.role(opened.phase) if there else colours.not_yet, 1.4 if there else 1.0)
            if opened.phase == "backward":
                pen.setDashPattern([4, 2.5])
            painter.setPen(pen)
            start, end = self.box(layout, first.x, first.row), self.box(layout, last.x, last.row)
            points = [QPointF(start.right(), start.center().y())]
            for number, bend in enumerate(bends, 1):
                passed = self.box(layout, bend, first.row + number)
                points += [QPointF(passed.left(), passed.center().y()), QPointF(passed.right(), passed.center().y())]
            painter.drawPolyline([*points, QPointF(end.left(), end.center().y())])

    def _paint_node(self, nodes: NodePainter, opened: OpenedTimestep, node: OperationNode, known: bool) -> None:
        painter, colours = nodes.painter, nodes.colours
        box = self.box(opened.layout, node.x, node.row)
        face = type_of(self.font(), max(8.0, min(12 * scale_of(self), box.height() * 0.72)))
        parameter = node.name in opened.parameters
        role = "parameter" if parameter else "backward" if node.name in opened.gradients else "forward"
        nodes.outline(box, Look(known=known), role, 3)
        if opened.done < len(opened.order) and node.kind and node.name == opened.order[opened.done]:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(colours.text, 2.2))
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
        value = opened.value(node.name, opened.timestep + node.lag) if known and node.lag is not None else None
        left = QRectF(box.left() + 2, box.top(), box.width() * (0.5 if value is not None else 1.0) - 4, box.height())
        painter.setPen(colours.text if known else colours.faint)
        sign = "T" if node.kind == "transpose" else sign_of(node.kind)
        words = sign if node.kind and "." in node.name else node.name
        time = None if parameter or node.lag in (None, 0) else opened.timestep + (node.lag or 0)
        label = Label(words, time, face).within(max(6.0, left.width()))
        label.paint(painter, left.center().x() - label.width / 2, left.center().y())
        right = QRectF(box.center().x(), box.top() + 3, box.width() / 2 - 3, box.height() - 6)
        if value is not None and value.ndim == 0:
            painter.setPen(colours.text)
            number = Label(short(float(value)), None, face).within(right.width())
            number.paint(painter, right.center().x() - number.width / 2, right.center().y())
        elif value is not None and value.size:
            finite = np.abs(value[np.isfinite(value)])
            nodes.stripe(right, np.asarray(value), float(finite.max(initial=0.0)))
