"""The rails of the shared parameters, along the top of the graph, and the sums that run along them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPolygonF

from rnnviz.widgets.colours import Colours, solid, translucent
from rnnviz.widgets.graph_picture import GraphPicture
from rnnviz.widgets.graph_state import common
from rnnviz.widgets.graph_text import Label, fitted
from rnnviz.widgets.lane_metrics import faces_of
from rnnviz.widgets.lettering import Type, type_of

HALF = 2.5
"""Half the distance of a rail's two lines, in pixels."""
_ROOM = 1e6
"""More than any name needs: names of parameters are never made smaller."""


@dataclass(frozen=True)
class Sum:
    """How far a parameter's gradient has been summed."""

    parameter: str
    done: int
    count: int
    agrees: bool | None

    def words(self) -> str:
        """ "2 of 4 summed" """
        text = QCoreApplication.translate("GraphLane", "%1 of %2 summed")
        return text.replace("%1", str(self.done)).replace("%2", str(self.count))

    @property
    def mark(self) -> str:
        """A tick when the complete sum equals the total, a cross when it does not."""
        if self.done < self.count or self.agrees is None:
            return ""
        return "✓" if self.agrees else "✗"


class Rails:
    """The rails of a picture: which parameter each shows, and where its name stands."""

    def __init__(
        self, picture: GraphPicture, font: QFont, colours: Colours, left_of: Callable[[float], float] | None
    ) -> None:
        """`left_of(t)` is the x of the left edge of column t; without it, sums do not run along the rails."""
        self.picture = picture
        self.left_of = left_of
        self.face = type_of(font, 12.0 * faces_of(font).scale)
        self.colours = colours
        parameters = picture.layout.parameters
        self.expanded = len(picture.placement.rails) > 1
        shown = picture.state.parameter if picture.state.parameter in parameters else next(iter(parameters), "")
        self.shown: tuple[str, ...] = parameters if self.expanded else ((shown,) if shown else ())
        self.main = shown

    def sum_of(self, parameter: str) -> Sum | None:
        """How far a parameter's sum is; None before its first contribution."""
        state, steps = self.picture.state, self.picture.uses(parameter)
        if steps is None:
            return None
        done = len(common(state.summed(parameter), steps))
        if not done:
            return None
        return Sum(parameter, done, len(steps), state.agrees.get(parameter))

    def names(self, width: float) -> list[tuple[str, QRectF]]:
        """Where the name of each parameter stands in the body, as far as there is room."""
        if self.expanded:
            return [
                (name, QRectF(3, y - 7, self._label(name).width + 6, 14))
                for name, y in zip(self.shown, self.picture.placement.rails, strict=True)
            ]
        # Room for the count is kept from the start, and for bold letters: no name moves when a sum or another begins.
        room = width - 10 - self._reserved()
        bold = self.face.sized(self.face.size, True)
        found: list[tuple[str, QRectF]] = []
        x, height = 4.0, self.face.line_height
        for name in self._in_order(room):
            taken = fitted(name, None, bold, _ROOM).width
            if found and x + taken > room:
                break
            found.append((name, QRectF(x, 0, taken, height)))
            x += taken + 10
        return found

    def _in_order(self, room: float) -> list[str]:
        """All parameters, or the one whose sum is shown first where there is not room for all."""
        parameters = list(self.picture.layout.parameters)
        bold = self.face.sized(self.face.size, True)
        if sum(fitted(name, None, bold, _ROOM).width + 10 for name in parameters) <= room or not self.main:
            return parameters
        return [self.main, *(name for name in parameters if name != self.main)]

    def _reserved(self) -> float:
        """The width of the longest count there can be; 0 where no sum is ever shown."""
        steps = self.picture.uses(self.main) if self.main else None
        if steps is None:
            return 0.0
        longest = Sum(self.main, len(steps), len(steps), None if self.left_of is None else True)
        return self.face.width(self._count_text(longest)) + 8

    def paint(self, painter: QPainter, left: float, right: float) -> None:
        """Draws the rails from x = left to right, with the sums so far."""
        for parameter, y in zip(self.shown, self.picture.placement.rails, strict=True):
            self._sum_so_far(painter, parameter, y, left, right)
            painter.setPen(solid(self.colours.parameter, 1.2))
            painter.drawLines([QLineF(left, y - HALF, right, y - HALF), QLineF(left, y + HALF, right, y + HALF)])

    def paint_names(self, painter: QPainter, width: float, crossings: Sequence[float] = ()) -> None:
        """Draws the names of the parameters, and how far the sum of the one that is watched is.

        They stand over the upright lines at x = `crossings`, the playhead's and the selection's.
        """
        selected = self.picture.state.selected[0] if self.picture.state.selected else ""
        names = self.names(width)
        for name, rect in names:
            self._plate(painter, rect, crossings)
            chosen = selected in (name, "d" + name)
            main = name == self.main and not self.expanded
            painter.setPen(self.colours.text if main or chosen else self.colours.faint)
            offset = 3 if self.expanded else 0
            self._label(name).paint(painter, rect.left() + offset, rect.center().y())
            if chosen:
                painter.setPen(solid(self.colours.cursor, 1.4))
                painter.drawLine(QLineF(rect.left(), rect.bottom(), rect.right(), rect.bottom()))
        count = self.sum_of(self.main) if names and not self.expanded else None
        if count is not None:
            last = names[-1][1]
            text = self._fitted(count, width - last.right() - 14)
            place = QRectF(last.right() + 12, last.top(), self.face.width(text), last.height())
            self._plate(painter, place, crossings)
            painter.setPen(self.colours.backward)
            self.face.draw(painter, place.left(), self._baseline(place), text)

    def _plate(self, painter: QPainter, rect: QRectF, crossings: Sequence[float]) -> None:
        """Keeps a rail or a line behind a word from striking it through."""
        struck = any(rect.left() - 2 <= x <= rect.right() + 2 for x in crossings)
        if self.expanded or struck:
            painter.fillRect(rect.adjusted(-1, 0, 1, 0), translucent(self.colours.background, 0.92))

    def paint_totals(self, painter: QPainter, rect: QRectF) -> None:
        """Beside each of several rails: how many timesteps have been summed."""
        if not self.expanded:
            return
        for parameter, y in zip(self.shown, self.picture.placement.rails, strict=True):
            count = self.sum_of(parameter)
            if count is not None:
                painter.setPen(self.colours.backward)
                box = QRectF(rect.left() + 1, y - 8, rect.width() - 2, 16)
                text = f"{count.done}/{count.count}{count.mark}"
                if self.face.width(text) > box.width():
                    text = count.mark or f"{count.done / count.count:.0%}"
                self.face.draw_in(painter, box, text)

    def _sum_so_far(self, painter: QPainter, parameter: str, y: float, left: float, right: float) -> None:
        """The part of the rail that the gradient's sum has run along, with its head."""
        picture = self.picture
        uses = picture.uses(parameter)
        if uses is None or self.left_of is None:
            return
        known = common(picture.state.summed(parameter), uses)
        if not len(known):
            return
        column, start_of = picture.placement.width, self.left_of
        tap = picture.tapped(parameter)
        whole = len(known) >= len(uses)
        leftwards = known.stop >= uses.stop
        start = left if whole else start_of(known.start) + tap if leftwards else start_of(uses.start)
        end = start_of(uses.stop) if leftwards else start_of(known.stop - 1) + tap
        start, end = max(start, left), min(end, right)
        if start < end:
            painter.fillRect(QRectF(start, y - HALF, end - start, 2 * HALF), self.colours.backward)
        if not whole and column >= 8:
            tip, way = (start, -1) if leftwards else (end, 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colours.backward)
            points = [QPointF(tip + 9 * way, y), QPointF(tip, y - 5.5), QPointF(tip, y + 5.5)]
            painter.drawPolygon(QPolygonF(points))

    def _label(self, name: str) -> Label:
        return fitted(name, None, self._face_of(name), _ROOM)

    def _face_of(self, name: str) -> Type:
        return self.face.sized(self.face.size, name == self.main and not self.expanded)

    def _baseline(self, rect: QRectF) -> float:
        return rect.center().y() + self.face.cap_height / 2

    def _fitted(self, count: Sum, room: float) -> str:
        """The count in as many words as there is room for."""
        short = (f"Σ {count.words()} {count.mark}", f"{count.done}/{count.count} {count.mark}")
        texts = (self._count_text(count), *short, count.mark)
        return next((text for text in texts if self.face.width(text) <= room), "")

    def _count_text(self, count: Sum) -> str:
        equals = QCoreApplication.translate("GraphLane", "the sum equals the total")
        differs = QCoreApplication.translate("GraphLane", "the sum differs from the total")
        words = {"✓": equals, "✗": differs}.get(count.mark, "")
        return f"Σ {count.words()}" + (f"  {count.mark} {words}" if words else "")
