"""The layers of the unrolled graph, from the back to the front, for columns wide enough to show boxes and lines."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, partial
from itertools import combinations

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.layout import Box
from rnnviz.widgets.colours import Colours, dotted, solid
from rnnviz.widgets.graph_hits import BOTH
from rnnviz.widgets.graph_lines import DASH, PERIOD, Line, arrowhead
from rnnviz.widgets.graph_nodes import LEAST_WORD, Look, NodePainter, mixed, rect_of
from rnnviz.widgets.graph_picture import Flow, GraphPicture
from rnnviz.widgets.graph_text import BLANK, fitted
from rnnviz.widgets.kept_columns import Column, KeptColumns
from rnnviz.widgets.marks import paint_corner
from rnnviz.widgets.number_text import short

LABELLED = 44.0
"""Pixels a column from which boxes carry their names."""
LEAST_FRAME = 12.0
"""Pixels of width below which a target is its letter alone: a frame would be narrower than that."""
_FRAME = 4
"""Pixels beyond a box that the outline of its gradient may reach."""
_BESIDE = 16
"""Pixels beyond a column that frames and labels of its boxes may reach."""
LEAST_BOX = 9.5
"""Pixels of height from which boxes carry their names."""


class GraphPainter:
    """Paints columns. `left_of(t)` is the x of the left edge of column t."""

    def __init__(
        self,
        painter: QPainter,
        picture: GraphPicture,
        nodes: NodePainter,
        left_of: Callable[[float], float],
        kept: KeptColumns | None = None,
    ) -> None:
        """`kept` has the boxes of columns from one painting to the next."""
        self.kept = KeptColumns() if kept is None else kept
        self.painter = painter
        self.picture = picture
        self.nodes = self.beside = nodes
        self.colours: Colours = nodes.colours
        self.left_of = left_of
        frames = picture.placement.frames
        if nodes.subscript is None:
            nodes.widest = "8" * len(str(picture.timesteps))
        self.labelled = picture.placement.width >= LABELLED and (not frames or frames[0].height >= LEAST_BOX)
        groups = picture.layout.groups
        self.chosen_from = {
            groups[edge.target].names[0]: edge.chosen_from for edge in picture.layout.edges if edge.chosen_from
        }
        self.skeleton = mixed(self.colours.background, self.colours.faint, 0.5)

    def paint(self, columns: range) -> None:
        """Paints lines and boxes of these columns, and lines that come from beyond them."""
        reach = max((abs(route.columns) for route in self.picture.placement.routes), default=0)
        around = range(columns.start - reach - 1, columns.stop + reach + 1)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._cuts(columns)
        self._loss_line(columns)
        self._edges(around)
        self._taps(columns)
        found = [self._column(timestep, self._looks(timestep), self._boxes) for timestep in columns]
        for (name, border), box in self.picture.placement.borders.items():
            timestep = 0 if border == 0 else self.picture.timesteps + 1
            if any(True for _ in self.picture.lines_from(timestep, self.left_of)):
                looks = name, self.picture.look(name, timestep)
                found.append(self._column(timestep, looks, partial(self._value, name, box)))
        placement = self.picture.placement
        place = QRect(-_BESIDE, 0, math.ceil(placement.width) + 2 * _BESIDE, math.ceil(placement.height))
        self.kept.paint(self.painter, place, found)

    def paint_moving(self, columns: range, part: float) -> None:
        """Dots on the lines along which something has just flowed, after a part of the way."""
        found: list[tuple[int, Line, Flow]] = []
        for timestep in range(columns.start - 1, columns.stop + 1):
            for route, line in self.picture.lines_from(timestep, self.left_of):
                found.append((timestep, line, self.picture.flow(route.edge, timestep)))
            for tap, line in self.picture.taps_at(timestep):
                found.append((timestep, line, self.picture.tap_flow(tap, timestep)))
        for timestep, line, flow in found:
            if flow.happened:
                back = flow.happened == "backward"
                place = line.along(part, back) + QPointF(round(self.left_of(timestep)), 0)
                self.painter.setPen(QPen(self.colours.background, 1.5))
                self.painter.setBrush(self.colours.backward if back else self.colours.forward)
                self.painter.drawEllipse(place, 4.5, 4.5)

    def _column(self, timestep: int, looks: Hashable, paint: Callable[[int], None]) -> Column:
        """Boxes of a column, kept by how they look."""
        return Column(round(self.left_of(timestep)), (timestep, looks), partial(self._on, paint, timestep))

    def _on(self, paint: Callable[[int], None], timestep: int, painter: QPainter) -> None:
        """Paints something of a timestep on a painter that may be another."""
        own = self.painter, self.nodes
        if self.beside.painter is not painter:
            self.beside = self.nodes.on(painter)
        self.painter, self.nodes = painter, self.beside
        try:
            paint(timestep)
        finally:
            self.painter, self.nodes = own

    def _looks(self, timestep: int) -> Hashable:
        """All that the boxes of a column depend on, as long as lines, numbers and colours are the same."""
        picture, overridden = self.picture, self.picture.state.overridden
        names = picture.names_at(timestep)
        by_hand = tuple(name for name in names if (name, timestep) in overridden) if overridden else ()
        return tuple([picture.look(name, timestep) for name in names]), by_hand

    # -- lines ----------------------------------------------------------------------------------------------------

    def _edges(self, timesteps: Iterable[int]) -> None:
        found: list[tuple[int, Line, Flow]] = []
        for timestep in timesteps:
            for route, line in self.picture.lines_from(timestep, self.left_of):
                flow = self.picture.flow(route.edge, timestep)
                if route.edge.chosen_from:
                    self._choice(timestep, line, flow)
                else:
                    found.append((timestep, line, flow))
        self._lines([one for one in found if not one[2].known], self.skeleton, 1.0)
        self._lines([one for one in found if one[2].known and one[2].happened != "forward"], self.colours.forward, 1.5)
        self._lines([one for one in found if one[2].happened == "forward"], self.colours.forward, 3.0)
        self._dashes([one for one in found if one[2].back and one[2].happened != "backward"], 1.6)
        self._dashes([one for one in found if one[2].back and one[2].happened == "backward"], 2.6)

    def _taps(self, timesteps: Iterable[int]) -> None:
        found: list[tuple[int, Line, Flow]] = []
        dots: list[QPointF] = []
        for timestep in timesteps:
            shared: dict[int, tuple[Line, Flow]] = {}
            for tap, line in self.picture.taps_at(timestep):
                flow = self.picture.tap_flow(tap, timestep)
                if id(line) in shared:
                    flow = flow.joined(shared[id(line)][1])
                shared[id(line)] = line, flow
            found += [(timestep, line, flow) for line, flow in shared.values()]
            starts = {line.points[0] for line, _ in shared.values()}
            dots += [QPointF(x + round(self.left_of(timestep)), y) for x, y in sorted(starts)]
        parameter = mixed(self.colours.background, self.colours.parameter, 0.75)
        self._lines([one for one in found if not one[2].known], self.skeleton, 1.0)
        self._lines([one for one in found if one[2].known and one[2].happened != "forward"], parameter, 1.3)
        self._lines([one for one in found if one[2].happened == "forward"], self.colours.parameter, 2.4)
        self._dashes([one for one in found if one[2].back and one[2].happened != "backward"], 1.6)
        self._dashes([one for one in found if one[2].back and one[2].happened == "backward"], 2.6)
        self._joining(timesteps)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colours.parameter)
        for dot in dots:
            self.painter.drawEllipse(dot, 2.3, 2.3)

    def _joining(self, timesteps: Iterable[int]) -> None:
        """Beside the contribution that has just joined the sum: its name."""
        picture = self.picture
        happened, parameter = picture.state.happened, picture.state.parameter
        if happened is None or happened.phase != "backward" or not self.labelled:
            return
        for timestep in timesteps:
            for tap, line in picture.taps_at(timestep):
                if timestep != happened.timestep or tap.tap.parameter != parameter:
                    continue
                if not picture.state.given(parameter, timestep):
                    continue
                face = self.nodes.face.sized(11 * self.nodes.scale, True)
                label = fitted("d" + parameter, timestep, face, 1000.0)
                y = line.back[0][1]
                # Left of every tap of the column: with a rail for each parameter there are several.
                x = min(min(other.back[0][0], other.points[0][0]) for _, other in picture.taps_at(timestep))
                room = x - picture.placement.width * 0.01 - 5
                if label.width > room:
                    label = fitted("d" + parameter, None, face, room)
                # Cut short it would name another thing.
                if label.width <= room and (label.subscript or "_" not in parameter):
                    self.painter.setPen(self.colours.backward)
                    left = round(self.left_of(timestep)) + x - label.width - 5
                    below = picture.placement.loss_line
                    label.paint(self.painter, left, (y if below is None else below) + 12 * self.nodes.scale)
                return

    def _lines(self, found: list[tuple[int, Line, Flow]], colour: QColor, width: float) -> None:
        """Solid lines in one colour, with heads in the direction of the forward pass."""
        painter = self.painter
        pen = solid(colour, width if self.labelled else min(width, 2.0))
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        at = 0
        for timestep, line, _ in found:
            at = self._moved(at, timestep)
            painter.drawPath(line.path)
        if self.labelled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            for timestep, line, _ in found:
                at = self._moved(at, timestep)
                painter.drawPolygon(line.head)
        painter.translate(-at, 0)

    def _moved(self, at: int, timestep: int) -> int:
        """Moves the painter from x = `at` to the left edge of a column; where that is."""
        x = round(self.left_of(timestep))
        if x != at:
            self.painter.translate(x - at, 0)
        return x

    def _choice(self, timestep: int, line: Line, flow: Flow) -> None:
        """From a prediction to the input that it becomes: dotted, since no gradient comes back on it."""
        colour = self.colours.forward if flow.known else self.skeleton
        wide = 3.4 if flow.happened == "forward" else 2.2
        x = round(self.left_of(timestep))
        self.painter.setPen(dotted(colour, wide if self.labelled else wide * 0.7))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.translate(x, 0)
        self.painter.drawPath(line.path)
        self.painter.translate(-x, 0)
        if self.labelled:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(colour)
            self.painter.drawPolygon(line.head.translated(x, 0))

    def _dashes(self, found: list[tuple[int, Line, Flow]], width: float) -> None:
        """Dashed lines beside the solid ones, with heads in the direction of the backward pass."""
        painter = self.painter
        painter.setPen(solid(self.colours.backward, width if self.labelled else width * 0.65))
        at = 0
        for timestep, line, _ in found:
            at = self._moved(at, timestep)
            painter.drawLines(line.dashes)
        if self.labelled:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.backward)
            for timestep, line, _ in found:
                at = self._moved(at, timestep)
                painter.drawPolygon(line.back_head)
        painter.translate(-at, 0)

    def _loss_line(self, columns: range) -> None:
        """From every loss to the total at the right, and back: the total splits into every L[t]."""
        picture, y = self.picture, self.picture.placement.loss_line
        if y is None:
            return
        painter, colours, offset = self.painter, self.colours, 4.0
        end = self.left_of(picture.timesteps + 1) + 10_000
        for name in picture.layout.losses:
            group = picture.layout.group_of[name]
            box = picture.placement.frames[group]
            known = picture.state.forward.get(name, range(0))
            back = picture.state.backward.get(name, range(0))
            present = [t for t in range(columns.start - 1, columns.stop + 1) if picture.present(group, t)]
            if not present:
                continue
            first = min(present)
            self._level(self.left_of(first) + box.x, end, y, self.skeleton, 1.0)
            if len(known):
                self._level(self.left_of(max(known.start, first)) + box.x, end, y, colours.loss, 1.6)
            if len(back) and back.stop > first:
                start = self.left_of(max(back.start, first)) + box.x + offset
                self._level_dashes(start, end, y - offset)
            for timestep in present:
                x = round(self.left_of(timestep)) + box.x
                painter.setPen(solid(colours.loss if timestep in known else self.skeleton, 1.4))
                painter.drawLine(QLineF(x, y, x, box.top))
                if timestep in back:
                    happened = picture.look(name, timestep).happened == "backward"
                    painter.setPen(solid(colours.backward, 3.0 if happened else 1.6))
                    painter.drawLine(QLineF(x + offset, y - offset, x + offset, box.top - 4))
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(colours.backward)
                    if self.labelled:
                        painter.drawPolygon(arrowhead((x + offset, y), (x + offset, box.top - 1), 6.0))

    def _level(self, start: float, end: float, y: float, colour: QColor, width: float) -> None:
        self.painter.setPen(solid(colour, width))
        self.painter.drawLine(QLineF(start, y, end, y))

    def _level_dashes(self, start: float, end: float, y: float) -> None:
        """Dashes at the same places of the axis, wherever the line begins."""
        pen = QPen(solid(self.colours.backward, 1.6))
        pen.setDashPattern([DASH / 1.6, (PERIOD - DASH) / 1.6])
        pen.setDashOffset((start - self.left_of(0.5)) % PERIOD / 1.6)
        self.painter.setPen(pen)
        self.painter.drawLine(QLineF(start, y, end, y))

    def _cuts(self, columns: range) -> None:
        """Scissors where truncation lets no gradient pass."""
        if not self.labelled:
            return
        painter = self.painter
        for timestep in range(columns.start - 1, columns.stop):
            if not self.picture.state.cut_after(timestep) or not 1 <= timestep < self.picture.timesteps:
                continue
            x = round(self.left_of(timestep + 1)) + 0.5
            top = (self.picture.placement.rails[-1] + 8) if self.picture.placement.rails else 0.0
            painter.setPen(solid(self.colours.error, 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            # A pair of scissors: two rings, two blades crossed.
            for side in (-1, 1):
                painter.drawEllipse(QPointF(x + 3.2 * side, top + 3), 2.3, 2.3)
                painter.drawLine(QLineF(x + 2.2 * side, top + 5, x - 3.0 * side, top + 14))

    # -- boxes ----------------------------------------------------------------------------------------------------

    def _boxes(self, timestep: int) -> None:
        picture, placement = self.picture, self.picture.placement
        for index, group in enumerate(picture.layout.groups):
            if not picture.present(index, timestep):
                continue
            look = picture.group_look(index, timestep)
            operation = placement.operations.get(index)
            if operation is not None:
                kind = group.operation(picture.segment_at(timestep)) if self.labelled else ""
                self._onward(operation, placement.frames[index], look)
                self.nodes.operation(_sharp(operation), look, kind)
            if len(group.names) > 1:
                self.nodes.outline(_sharp(placement.frames[index]), look, "forward", 4)
            for name in group.names:
                self._value(name, placement.values[name], timestep, framed=len(group.names) > 1)
                if (name, timestep) in picture.state.overridden:
                    rect = _sharp(placement.values[name])
                    paint_corner(self.painter, rect.right(), rect.top(), rect.width(), self.colours)

    def _onward(self, operation: Box, value: Box, look: Look) -> None:
        """The short line from an operation to the value that it gives."""
        start, end = (operation.right, value.left) if value.x > operation.x else (operation.left, value.right)
        y = math.floor(value.y) + 0.5
        colour = self.colours.forward if look.known else self.skeleton
        wide = 3.0 if look.happened == "forward" else 1.5 if look.known else 1.0
        self.painter.setPen(solid(colour, wide))
        self.painter.drawLine(QLineF(start, y, end, y))
        if abs(end - start) >= 7 and self.labelled:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(colour)
            self.painter.drawPolygon(arrowhead((start, y), (end, y), 6.0))

    def _value(self, name: str, box: Box, timestep: int, framed: bool = False) -> None:
        picture, nodes = self.picture, self.nodes
        rect = _sharp(box)
        look = picture.look(name, timestep)
        index = picture.layout.group_of[name]
        kind = picture.layout.groups[index].kind
        role = {"loss": "loss", "value": "forward", "stream": "neutral"}[kind]
        radius = min(4.0, rect.width() / 4)
        if framed:
            if name != picture.layout.groups[index].names[0]:
                nodes.painter.setPen(QPen(self.colours.forward if look.known else self.skeleton, 1))
                nodes.painter.drawLine(rect.topLeft(), rect.bottomLeft())
        elif kind == "stream" and self.labelled and rect.width() < LEAST_FRAME:
            rect = rect.adjusted(2, 0, 9, 0)  # beside the head of its arrow
        else:
            nodes.frame(rect, look, role, radius, bare=name not in self._crowded)
        if self.labelled:
            self._contents(name, kind, rect, look, timestep)
        elif kind == "stream" and rect.width() >= LEAST_WORD:
            nodes.word(rect, self._token(name, timestep, look), self.colours.text if look.known else self.colours.faint)
        if look.selected:
            nodes.selection(rect, radius)

    def _token(self, name: str, timestep: int, look: Look) -> str:
        """What stands in an input's box; of the model's own choices only those that have been made."""
        own = timestep >= self.chosen_from.get(name, timestep + 1)
        return visible(self.picture.source.label(name, timestep)) if look.known or not own else ""

    @cached_property
    def _crowded(self) -> set[str]:
        """The values whose frames may meet what else stands in their column: another's frame, or a line from their
        operation."""
        placement = self.picture.placement
        rects = {name: _sharp(box).adjusted(-_FRAME, -_FRAME, _FRAME, _FRAME) for name, box in placement.values.items()}
        found = {name for name in rects if self.picture.layout.group_of[name] in placement.operations}
        for one, other in combinations(rects, 2):
            if rects[one].intersects(rects[other]):
                found |= {one, other}
        return found

    def _contents(self, name: str, kind: str, rect: QRectF, look: Look, timestep: int) -> None:
        source, nodes = self.picture.source, self.nodes
        note = self._token(name, timestep, look) if kind == "stream" else ""
        value = source.value(name, timestep) if look.known and not note else None
        if kind == "loss" and value is not None and value.ndim == 0:
            note = short(float(value), 2 if rect.width() >= 27 else 1)
        ink = self.colours.text if look.known else self.colours.faint
        if look.graded and kind == "value" and rect.height() >= BOTH:
            # Room for both: the value above, its gradient below.
            half = rect.height() / 2
            upper = QRectF(rect.left(), rect.top(), rect.width(), half)
            nodes.value(upper, name, timestep, ink, value, source.scale(name))
            gradient = source.value("d" + name, timestep)
            lower = upper.translated(0, half)
            nodes.value(lower, "d" + name, timestep, self.colours.backward, gradient, source.scale("d" + name))
            return
        nodes.value(rect, name, timestep, ink, value, source.scale(name) if value is not None else 1.0, note)


def visible(token: str) -> str:
    """A token, with signs for the blanks that could not be seen."""
    return {" ": BLANK, "\n": "↵", "\t": "⇥", "\r": "␍"}.get(token, token)


def _sharp(box: Box) -> QRectF:
    return rect_of(box.left, box.top, box.right, box.bottom)
