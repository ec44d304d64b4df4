"""The outline of a run, drawn as in lectures: inputs below, states in a row, losses above, arrows between them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.widgets.colours import Colours


class OutlinedTimestep(Protocol):
    """What is drawn of a timestep."""

    @property
    def reads(self) -> bool: ...
    @property
    def has_loss(self) -> bool: ...
    @property
    def segment(self) -> int: ...


def paint_outline(
    painter: QPainter, area: QRectF, columns: Sequence[OutlinedTimestep | None], colours: Colours
) -> None:  # fmt: skip
    """Draws timesteps side by side; None are those that are left out, three dots."""
    if not columns:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pitch = min(area.width() / len(columns), area.height() * 0.62)
    left = area.center().x() - pitch * len(columns) / 2
    width, height = pitch * 0.46, area.height() * 0.2
    rows = [area.top() + area.height() * part for part in (0.12, 0.5, 0.88)]
    boxes = [QRectF(left + (place + 0.5) * pitch - width / 2, 0, width, height) for place in range(len(columns))]
    for place, column in enumerate(columns):
        loss, state, given = (QRectF(boxes[place]) for _ in range(3))
        for box, middle in zip((loss, state, given), rows, strict=True):
            box.moveCenter(QPointF(box.center().x(), middle))
        if column is None:
            _dots(painter, state.center(), width, colours)
        else:
            _box(painter, state, colours.forward, hollow=column.segment % 2 == 1)
            if column.reads:
                _box(painter, given, colours.faint)
                _arrow(painter, QLineF(given.center().x(), given.top(), state.center().x(), state.bottom()), colours)
            if column.has_loss:
                _box(painter, loss, colours.loss)
                _arrow(painter, QLineF(state.center().x(), state.top(), loss.center().x(), loss.bottom()), colours)
        if place + 1 < len(columns):
            _arrow(painter, QLineF(state.right(), rows[1], boxes[place + 1].left(), rows[1]), colours)
    painter.restore()


def _box(painter: QPainter, box: QRectF, colour: QColor, hollow: bool = False) -> None:
    painter.setPen(QPen(colour, 1.6))
    inside = QColor(colour)
    inside.setAlpha(0 if hollow else 90)
    painter.setBrush(inside)
    painter.drawRoundedRect(box, 3, 3)


def _arrow(painter: QPainter, line: QLineF, colours: Colours) -> None:
    painter.setPen(QPen(colours.text, 1.2))
    line = QLineF(line.pointAt(0.12), line.pointAt(0.9))
    painter.drawLine(line)
    if line.length() < 1:
        return
    back = line.unitVector()
    along, across = QPointF(back.dx(), back.dy()), QPointF(-back.dy(), back.dx())
    tip = line.p2()
    painter.setBrush(colours.text)
    painter.drawPolygon(QPolygonF([tip, tip - along * 4.5 + across * 2.2, tip - along * 4.5 - across * 2.2]))


def _dots(painter: QPainter, centre: QPointF, width: float, colours: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.text)
    for offset in (-0.25, 0, 0.25):
        painter.drawEllipse(centre + QPointF(offset * width, 0), 1.6, 1.6)
