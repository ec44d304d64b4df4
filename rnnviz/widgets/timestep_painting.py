"""An opened timestep, painted: lines with what they carry, boxes for operations, the mark on what happens next."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF

from rnnviz.layout import OperationNode
from rnnviz.widgets.colours import Colours, solid
from rnnviz.widgets.graph_nodes import Look, NodePainter
from rnnviz.widgets.graph_text import Label, centred, sign_of
from rnnviz.widgets.lettering import Type, type_of
from rnnviz.widgets.number_text import short
from rnnviz.widgets.timestep_picture import Face, OpenedTimestep, Places


class TimestepPainter:
    """Paints one picture; `scale` is how much larger than usual the window's text is."""

    def __init__(self, painter: QPainter, colours: Colours, font: QFont, scale: float, places: Places) -> None:
        self._painter, self._colours, self._places = painter, colours, places
        self._nodes = NodePainter(painter, colours, font)
        box = places.box(OperationNode("", "", 0, 0, 0))
        self._letters = type_of(font, max(9.0, min(13 * scale, box.height() * 0.62)))
        self._small = type_of(font, max(9.0, min(12 * scale, places.high * 0.38)))
        self._strip = min(places.high * 0.36, 12 * scale)
        self._flag = 5.0 * scale
        self._before = box.width() + places.wide * 0.14 - 2  # with what lies between it and the column before

    def paint(self, opened: OpenedTimestep) -> None:
        """Everything but the heading."""
        self._lines(opened)
        for number, (node, face) in enumerate(zip(opened.layout.nodes, opened.faces, strict=True)):
            if node.kind:
                self._operation(node, face)
            else:
                self._read(node, face)
            if node.lag is not None:
                self._value(node, face)
            if number == opened.next:
                self._mark(opened, self._places.box(node))

    def _lines(self, opened: OpenedTimestep) -> None:
        """In the colour of what they carry; faint as long as nothing has come through."""
        painter, places, layout = self._painter, self._places, opened.layout
        done = frozenset(opened.order[: opened.done])
        for node, face in zip(layout.nodes, opened.faces, strict=True):
            if face.value is not None:
                middle = places.box(node).center().y()
                painter.setPen(self._pen(face, used=not face.cut))
                painter.drawLine(QPointF(places.box(node).right(), middle), QPointF(places.chip(node).left(), middle))
        for source, target, bends in layout.lines:
            first, last, face = layout.nodes[source], layout.nodes[target], opened.faces[source]
            painter.setPen(self._pen(face, used=last.name in done and face.known and not face.cut))
            left = places.chip(first) if face.value is not None else places.box(first)
            points = [QPointF(left.right(), left.center().y())]
            for further, bend in enumerate(bends, 1):
                passed = places.place(bend, first.row + further)
                middle = passed.center().y()
                points += [
                    QPointF(passed.left(), middle),
                    QPointF(places.chip(first).right() + further * places.wide, middle),
                ]
            end = places.box(last)
            painter.drawPolyline([*points, QPointF(end.left(), end.center().y())])

    def _pen(self, face: Face, *, used: bool) -> QPen:
        pen = QPen(self._colours.role(face.role) if used else self._colours.not_yet, 1.4 if used else 1.0)
        if face.role == "backward":
            pen.setDashPattern([4, 2.5])
        return pen

    def _operation(self, node: OperationNode, face: Face) -> None:
        painter, box = self._painter, self._places.box(node)
        self._nodes.outline(box, Look(known=face.known), face.role, 4)
        if face.selected:
            self._nodes.selection(box.adjusted(2, 2, -2, -2), 3)
        painter.setPen(self._colours.text if face.known else self._colours.faint)
        sign, room = sign_of(node.kind), box.adjusted(1, 0, -1, 0)
        beginnings = (f"{sign[:letters]}…" for letters in range(len(sign) - 1, 0, -1))
        any(centred(painter, room, words, self._letters, 7) for words in (sign, *beginnings))  # never an empty box

    def _read(self, node: OperationNode, face: Face) -> None:
        """What is read has no box: its name stands at the beginning of its line, or over it where it is too long."""
        painter, box = self._painter, self._places.box(node)
        label, middle, left = Label(face.label, face.time, self._letters), box.center().y(), box.left()
        if self._is_short(face):
            label.within(self._before)
            left = box.right() - label.width - 2
        else:
            label = Label(face.label, face.time, self._small).within(self._places.wide * 0.86)
            middle -= self._strip / 2 + label.size * 0.6
        if face.selected:
            self._nodes.selection(QRectF(left, middle - 6, label.width, 12), 1)
        painter.setPen(self._colours.role(face.role) if face.known else self._colours.faint)
        label.paint(painter, left, middle)
        if face.role == "parameter":
            low = round(middle + label.size * 0.8) + 0.5
            painter.setPen(solid(self._colours.parameter, 1))
            for y in (low, low + 2):
                painter.drawLine(QPointF(left, y), QPointF(left + label.width, y))

    def _is_short(self, face: Face) -> bool:
        """Whether the name of what is read has room before its line."""
        return Label(face.label, face.time, self._letters.sized(9)).width <= self._before

    def _value(self, node: OperationNode, face: Face) -> None:
        """The value on its line: a number, colours, of a matrix its norm; above it its name, or the shape."""
        painter, colours, chip = self._painter, self._colours, self._places.chip(node)
        middle, small, value = chip.center().y(), self._small, face.value
        above = QPointF(chip.center().x(), middle - self._strip / 2 - small.size * 0.7)
        if node.kind and face.label:
            painter.setPen(colours.text if face.known else colours.faint)
            label = Label(face.label, face.time, small).within(self._places.wide * 0.7)
            label.paint(painter, above.x() - label.width / 2, above.y())
        if value is None:
            return
        line = QRectF(chip.left(), middle - self._strip / 2, chip.width(), self._strip)
        painter.setPen(colours.error if face.cut else colours.text)
        if face.cut:
            self._text(line, QCoreApplication.translate("TimestepGraph", "0, cut"), small)
        elif value.ndim == 0:
            self._text(line, short(float(value)), small)
        elif value.ndim == 1 and value.size:
            finite = np.abs(value[np.isfinite(value)])
            self._nodes.stripe(line, np.asarray(value), float(finite.max(initial=0.0)))
        elif value.size:
            self._text(line, f"‖{short(float(np.linalg.norm(value.astype(float))))}‖", small)
            if not node.kind and self._is_short(face):
                painter.setPen(colours.faint)
                size = QRectF(above.x() - chip.width() / 2, above.y() - small.size / 2, chip.width(), small.size)
                centred(painter, size, "×".join(map(str, value.shape)), small, 7)

    def _text(self, rect: QRectF, text: str, face: Type) -> None:
        """A number that stands on a line: the line does not go through it."""
        painter, pen = self._painter, self._painter.pen()
        width = min(rect.width(), face.width(text) + 4)
        ground = QRectF(rect.center().x() - width / 2, rect.top(), width, rect.height())
        painter.fillRect(ground, self._colours.background)
        painter.setPen(pen)
        centred(painter, rect.adjusted(-4, -2, 4, 2), text, face, 7)

    def _mark(self, opened: OpenedTimestep, box: QRectF) -> None:
        """A frame, and the playhead's flag over it."""
        painter, size = self._painter, self._flag
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colours.text, 2.2))
        painter.drawRoundedRect(box.adjusted(-2.5, -2.5, 2.5, 2.5), 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.role(opened.phase))
        tip = QPointF(box.center().x(), box.top() - 4)
        painter.drawPolygon(QPolygonF([tip, tip + QPointF(-size, -1.3 * size), tip + QPointF(size, -1.3 * size)]))

    def paint_more(self) -> None:
        """Arrowheads at the sides beyond which there is more."""
        painter, room, size = self._painter, self._places.room, self._flag
        moved, more = self._places.moved, self._places.overflow
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours.faint)
        middle = room.center()
        for there, tip, inwards in (
            (moved.x() > 0.5, QPointF(room.left() - 5, middle.y()), QPointF(1, 0)),
            (moved.x() < more.x() - 0.5, QPointF(room.right() + 5, middle.y()), QPointF(-1, 0)),
            (moved.y() > 0.5, QPointF(middle.x(), room.top()), QPointF(0, 1)),
            (moved.y() < more.y() - 0.5, QPointF(middle.x(), room.bottom() + 2), QPointF(0, -1)),
        ):
            if there:
                base, across = tip + inwards * size, QPointF(inwards.y(), inwards.x()) * size
                painter.drawPolygon(QPolygonF([tip, base + across, base - across]))
