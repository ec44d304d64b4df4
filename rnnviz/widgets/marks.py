"""The marks that run through all lanes: the playhead and the selected timestep's column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from rnnviz.widgets.colours import Colours, dashed, solid, translucent
from rnnviz.widgets.time_axis import TimeAxis

Phase = Literal["forward", "backward"]


@dataclass(frozen=True)
class Playhead:
    """Where execution stands: before `timestep` is computed, on a way in `direction`.

    `timestep` is what comes next, 0 … T + 1: at the end of a pass towards the left it is 0, towards the right T + 1.
    `direction` is +1 for a pass that travels to the right, -1 to the left.  The line stands between two columns, at the
    edge by which the pass enters `timestep`.
    """

    timestep: int
    phase: Phase
    direction: int

    @property
    def place(self) -> float:
        """Where the line stands on the axis, in timesteps."""
        return self.timestep - 0.5 * self.direction


def paint_under(painter: QPainter, height: float, axis: TimeAxis, colours: Colours, playhead: Playhead | None) -> None:
    """Tint the column that comes next; before a lane's contents, in the body's coordinates."""
    if playhead is not None and 1 <= playhead.timestep <= axis.timesteps and axis.column_width >= 6:
        column = QRectF(axis.x_of(playhead.timestep - 0.5), 0, axis.column_width, height)
        painter.fillRect(column, translucent(colours.role(playhead.phase), 0.10 if not colours.dark else 0.16))


def paint_over(
    painter: QPainter, height: float, axis: TimeAxis, colours: Colours, playhead: Playhead | None, selected: int | None
) -> None:
    """Frame the selected column and draw the playhead; after a lane's contents, in the body's coordinates."""
    paint_cuts(painter, height, axis, colours)
    if selected is not None and 0 <= selected <= axis.timesteps + 1:
        left, right = axis.x_of(selected - 0.5), axis.x_of(selected + 0.5)
        painter.setPen(solid(translucent(colours.cursor, 0.55), 1))
        if right - left >= 3:
            for x in (left, right):
                painter.drawLine(QPointF(round(x) + 0.5, 0), QPointF(round(x) + 0.5, height))
        else:
            middle = round((left + right) / 2) + 0.5
            painter.drawLine(QPointF(middle, 0), QPointF(middle, height))
    if playhead is not None:
        x = round(axis.x_of(playhead.place)) + 0.5
        colour = colours.role(playhead.phase)
        painter.setPen(dashed(colour, 2) if playhead.phase == "backward" else solid(colour, 2))
        painter.drawLine(QPointF(x, 0), QPointF(x, height))


def paint_cuts(painter: QPainter, height: float, axis: TimeAxis, colours: Colours) -> None:
    """A line where truncation lets no gradient pass: dashed where values still do, solid where nothing does."""
    if not axis.cut:
        return
    visible = axis.visible()
    cuts = axis.cuts(range(visible.start - 1, visible.stop + 1))
    if not cuts:
        return
    pen = QPen(solid(colours.error, 1.4))
    if axis.carried:
        pen.setDashPattern([6, 4])
    painter.setPen(pen)
    places = [round(axis.x_of(t + 0.5)) + 0.5 for t in cuts]
    painter.drawLines([QLineF(x, 0, x, height) for x in places])


def paint_corner(painter: QPainter, right: float, top: float, width: float, colours: Colours) -> None:
    """The mark of what a person has set: a filled corner, at the upper right of a column or a cell."""
    size = min(9.0, max(5.0, width / 3))
    right = round(right) if width >= size else right - width / 2 + size / 2
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(solid(colours.background, 1))
    painter.setBrush(colours.text)
    painter.drawPolygon(QPolygonF([QPointF(right - size, top), QPointF(right, top), QPointF(right, top + size)]))
    painter.restore()


def flag_size(height: float) -> float:
    """How far the playhead's flag reaches, on a ruler of that height, in pixels."""
    return min(14.0, height * 0.5)


def paint_flag(painter: QPainter, height: float, axis: TimeAxis, colours: Colours, playhead: Playhead) -> None:
    """The playhead on the axis: a triangle at the line that points the way the pass travels."""
    painter.setPen(solid(colours.role(playhead.phase), 1))
    painter.setBrush(colours.role(playhead.phase))
    x, size = axis.x_of(playhead.place), flag_size(height)
    tip = x + playhead.direction * size
    flag = [QPointF(x, height - 1), QPointF(x, height - 1 - 2 * (size * 0.62)), QPointF(tip, height - 1 - size * 0.62)]
    painter.drawPolygon(QPolygonF(flag))
