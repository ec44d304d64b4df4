"""The rolled graph: one cell with its loops through time, as the lecture draws a recurrent network."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.layout import ColumnLayout, Edge, Placement, Route, place
from rnnviz.widgets.colours import Colours, colours_of, translucent
from rnnviz.widgets.graph_hits import BOTH, SLACK
from rnnviz.widgets.graph_lines import ColumnLines, Line
from rnnviz.widgets.graph_nodes import NodePainter
from rnnviz.widgets.graph_painting import GraphPainter
from rnnviz.widgets.graph_picture import Flow, GraphPicture
from rnnviz.widgets.graph_rails import Rails
from rnnviz.widgets.graph_state import GraphSource, GraphState, numbers_in_words
from rnnviz.widgets.lane_metrics import scale_of, small_font
from rnnviz.widgets.number_text import MINUS
from rnnviz.widgets.read_out import ReadOut

WIDEST = 460.0
"""The widest that the cell becomes, in pixels."""


class RolledPicture(GraphPicture):
    """The column of one timestep alone, whose lines through time end where they would in the next column."""

    shown = 1
    """The timestep whose numbers stand in the cell."""

    def present(self, group: int, timestep: int) -> bool:
        return timestep == self.shown and super().present(group, timestep)

    def lines_from(self, timestep: int, left_of: Callable[[float], float]) -> Iterator[tuple[Route, Line]]:
        if timestep != self.shown:
            return
        for route in self.placement.routes:
            segments = route.edge.segments
            here = not self.source.segments or "" in segments or self.segment_at(timestep) in segments
            if here and self.present(route.edge.target, timestep):
                yield route, self.lines.of(route, 0)

    def flow(self, edge: Edge, timestep: int) -> Flow:
        # A loop brings what the cell had `lag` timesteps ago.
        return super().flow(edge, timestep + edge.lag)


class RolledGraph(ReadOut):
    """Shows the equations as one cell, with the numbers of one timestep in it."""

    name_clicked = Signal(str, int)
    """A click on a box, a line or a parameter's name: the name and the timestep shown."""
    timestep_opened = Signal(int, str)
    """A double click: the timestep shown, and the name of what is there, "" beside everything."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout: ColumnLayout | None = None
        self._source: GraphSource | None = None
        self._state = GraphState()
        self._timestep = 1
        self._placed: tuple[tuple[object, ...], Placement, ColumnLines] | None = None
        self.setObjectName("rolled_graph")
        self.setAccessibleName(self.tr("Rolled graph"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_graph(self, layout: ColumnLayout | None, source: GraphSource | None) -> None:
        """Show another model or run; None for neither."""
        self._layout, self._source = layout, source
        self._placed = None
        self.update()

    def set_state(self, state: GraphState) -> None:
        """Show how far the run has come."""
        self._state = state
        self.update()

    def set_timestep(self, timestep: int) -> None:
        """Show the numbers of another timestep, 1 … T."""
        if timestep != self._timestep:
            self._timestep = timestep
            self.update()

    def sizeHint(self) -> QSize:
        rows = len(self._layout.rows) if self._layout is not None else 4
        scale = scale_of(self)
        return QSize(round(380 * scale), round((60 + 56 * rows) * scale))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    # -- the picture ----------------------------------------------------------------------------------------------

    def picture(self) -> RolledPicture | None:
        """The cell as it is now; None when there is nothing to show."""
        if self._layout is None or self._source is None or not self._source.timesteps:
            return None
        scale = scale_of(self)
        width = min(WIDEST * scale, self.width() - 24.0)
        height = self.height() - self._caption() - 6.0
        key = id(self._layout), width, height, scale
        if self._placed is None or self._placed[0] != key:
            placement = place(self._layout, width, height, 1, 9.0 * scale, 12.0 * scale, rolled=True)
            self._placed = key, placement, ColumnLines(placement, 4.5, 7.0)
        picture = RolledPicture(self._placed[1], self._placed[2], self._state, self._source)
        picture.shown = min(max(1, self._timestep), self._source.timesteps)
        return picture

    def _caption(self) -> float:
        return QFontMetricsF(small_font(self)).height() + 4

    def _left_of(self, picture: RolledPicture) -> float:
        return round((self.width() - picture.placement.width) / 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        painter = QPainter(self)
        painter.fillRect(self.rect(), colours.background)
        picture = self.picture()
        if picture is None:
            painter.setPen(colours.faint)
            words = self.tr("No run to show.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
            return
        left, width = self._left_of(picture), picture.placement.width
        nodes = NodePainter(painter, colours, self.font())
        nodes.subscript = "t"
        painter.save()
        painter.setClipRect(QRectF(left, 0, width, self.height()))
        GraphPainter(painter, picture, nodes, lambda t: left + (t - picture.shown) * width).paint(
            range(picture.shown, picture.shown + 1)
        )
        painter.restore()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left, 0)
        rails = self._rails(picture, colours)
        rails.paint(painter, 0.0, width)
        rails.paint_names(painter, width)
        self._paint_lags(painter, picture, colours)
        painter.translate(-left, 0)
        painter.setFont(small_font(self))
        painter.setPen(colours.faint)
        caption = QRectF(0, self.height() - self._caption(), self.width(), self._caption())
        words = self.tr("the numbers of t = %1").replace("%1", str(picture.shown))
        painter.drawText(caption, Qt.AlignmentFlag.AlignCenter, words)

    def _rails(self, picture: RolledPicture, colours: Colours) -> Rails:
        return Rails(picture, self.font(), colours, None)

    def _paint_lags(self, painter: QPainter, picture: RolledPicture, colours: Colours) -> None:
        """On every loop how far back it reaches: t−1."""
        font = small_font(self)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        done: set[tuple[str, int]] = set()
        taken: list[QRectF] = []
        for route, line in picture.lines_from(picture.shown, lambda _: 0.0):
            key = route.edge.source, route.edge.lag
            if not route.edge.lag or key in done:
                continue
            done.add(key)
            text = f"t{route.edge.lag:+d}".replace("-", MINUS)
            wide, high = metrics.horizontalAdvance(text) + 4, metrics.height()
            # On the longest piece of the line, and not on the label of another.
            (x0, y0), (x1, y1) = max(pairwise(line.points), key=lambda piece: math.dist(*piece))
            for part in (0.64, 0.5, 0.36, 0.2, 0.8):
                x = min(max(x0 + (x1 - x0) * part, wide / 2), picture.placement.width - wide / 2)
                place_ = QRectF(x - wide / 2, y0 + (y1 - y0) * part - high / 2, wide, high)
                if not any(place_.intersects(other) for other in taken):
                    break
            taken.append(place_)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(translucent(colours.background, 0.94))
            painter.drawRect(place_)
            painter.setPen(colours.text)
            painter.drawText(place_, Qt.AlignmentFlag.AlignCenter, text)

    # -- mouse ----------------------------------------------------------------------------------------------------

    def name_at(self, position: QPointF) -> str | None:
        """The name of what stands under a point."""
        picture = self.picture()
        if picture is None:
            return None
        x, y = position.x() - self._left_of(picture), position.y()
        for index, group in enumerate(picture.layout.groups):
            if picture.present(index, picture.shown):
                for name in group.names:
                    box = picture.placement.values[name]
                    if box.contains(x, y):
                        graded = self._state.graded(name, picture.shown) and box.height >= BOTH and y > box.y
                        return "d" + name if graded else name
        colours = colours_of(self)
        for name, rect in self._rails(picture, colours).names(picture.placement.width):
            if rect.adjusted(-3, -1, 3, 1).contains(x, y):
                return name
        best: tuple[float, str] = (SLACK, "")
        for tap, line in picture.taps_at(picture.shown):
            tie = 0.0 if tap.tap.parameter == self._state.parameter else 0.01
            best = min(best, (line.distance(x, y) + tie, tap.tap.parameter))
        for route, line in picture.lines_from(picture.shown, lambda _: 0.0):
            best = min(best, (line.distance(x, y), route.edge.source))
            if picture.flow(route.edge, picture.shown).back:
                best = min(best, (line.distance(x, y, True), "d" + route.edge.source))
        return best[1] or None

    def readout(self, name: str) -> str:
        """A name with its value at the timestep shown, in words."""
        timestep = self._timestep
        if self._source is None or (self._layout is not None and name in self._layout.parameters):
            return name
        plain = self._layout is not None and name in self._layout.group_of
        known = self._state.known(name, timestep) if plain else self._state.graded(name[1:], timestep)
        value = self._source.value(name, timestep) if known else None
        head = f"{name}[{timestep}]"
        if value is None:
            return self.tr("%1: not computed yet").replace("%1", head)
        return f"{head} = {numbers_in_words(value)}"

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        name = self.name_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and name is not None:
            self.name_clicked.emit(name, self._timestep)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.timestep_opened.emit(self._timestep, self.name_at(event.position()) or "")

    def words_under(self, position: QPointF) -> str:
        name = self.name_at(position)
        return self.readout(name) if name is not None else ""
