"""The lines of one column as Qt draws them: solid and rounded forward, dashed and beside it backward, with heads."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

from PySide6.QtCore import QLineF, QPointF
from PySide6.QtGui import QPainterPath, QPolygonF

from rnnviz.layout import Placement, Route
from rnnviz.layout.placement import TapRoute
from rnnviz.layout.tracks import Point

CORNER = 4.0
DASH, PERIOD = 4.5, 7.5


@dataclass(frozen=True)
class Line:
    """One edge or tap, ready to draw; all in the coordinates of its source's column."""

    points: tuple[Point, ...]
    back: tuple[Point, ...]
    """The line of the gradient: beside `points`, in the same order; it flows from the last to the first."""
    path: QPainterPath
    head: QPolygonF
    arrow: float
    dashed: Callable[[], list[QLineF]]

    @cached_property
    def dashes(self) -> list[QLineF]:
        """The gradient's line."""
        return self.dashed()

    @cached_property
    def back_head(self) -> QPolygonF:
        """The head of the gradient's line."""
        return arrowhead(self.back[1], self.back[0], self.arrow)

    def distance(self, x: float, y: float, back: bool = False) -> float:
        """How far a point is from the line (or from the gradient's), in pixels."""
        points = self.back if back else self.points
        return min(_distance(x, y, *one, *other) for one, other in pairwise(points))

    def along(self, part: float, back: bool = False) -> QPointF:
        """The point after a fraction of the way; of the gradient's way with `back`, which begins at the other end."""
        points = self.back[::-1] if back else self.points
        lengths = [math.dist(one, other) for one, other in pairwise(points)]
        left = part * sum(lengths)
        for (x0, y0), (x1, y1), length in zip(points, points[1:], lengths, strict=False):
            if left <= length and length:
                return QPointF(x0 + (x1 - x0) * left / length, y0 + (y1 - y0) * left / length)
            left -= length
        return QPointF(*points[-1])


class ColumnLines:
    """All lines of a placed column."""

    def __init__(self, placement: Placement, offset: float, arrow: float) -> None:
        """`offset` is how far the gradient's line runs beside the value's, `arrow` the length of a head, in pixels."""
        columns = max(1, round(placement.width / PERIOD))
        # A column's dashes continue in the next: lines that meet on one track do not fill each other's gaps.
        self._period = max(3.0, placement.width / columns)
        self._offset, self._arrow = offset, arrow
        self._width = placement.width
        self._edges: dict[tuple[int, int], Line] = {}
        # Parameters that share a rail and are used by one equation share their tap too: one line, drawn once.
        shared: dict[tuple[Point, ...], Line] = {}
        self.taps: list[tuple[TapRoute, Line]] = []
        narrow = min(offset, placement.tap_pitch / 2)
        for tap in placement.taps:
            if tap.points not in shared:
                shared[tap.points] = self._line(tap.points, False, narrow)
            self.taps.append((tap, shared[tap.points]))

    def of(self, route: Route, span: int) -> Line:
        """The line of an edge whose target's column lies `span` whole pixels to the right of its source's."""
        key = (id(route), span)
        if key not in self._edges:
            edge = self._width if route.columns > 0 else 0.0
            shift = span - route.columns * self._width
            beyond = [(x > edge) if route.columns > 0 else (x < edge) for x, _ in route.points]
            points = [
                (x + shift, y) if route.columns and there else (x, y)
                for (x, y), there in zip(route.points, beyond, strict=True)
            ]
            self._edges[key] = self._line(points, route.arc, self._offset)
        return self._edges[key]

    def _line(self, points: Sequence[Point], arc: bool, offset: float) -> Line:
        # On the middle of pixels lines are sharp, and no darker where several share a track.
        if not arc:
            points = [(math.floor(x) + 0.5, math.floor(y) + 0.5) for x, y in points]
        back = _beside(points, offset)
        return Line(
            points=tuple(points),
            back=tuple(back),
            path=_rounded(points, 0.0 if arc else CORNER),
            head=arrowhead(points[-2], points[-1], self._arrow),
            arrow=self._arrow,
            dashed=partial(self._all_dashed, back, arc),
        )

    def _all_dashed(self, points: Sequence[Point], arc: bool) -> list[QLineF]:
        return [dash for one, other in pairwise(points) for dash in self._dashed(one, other, arc)]

    def _dashed(self, one: Point, other: Point, arc: bool) -> list[QLineF]:
        """The dashes of a piece, at the same places for every line that shares it."""
        (x0, y0), (x1, y1) = one, other
        upright = abs(x1 - x0) < abs(y1 - y0)
        low, high = sorted((y0, y1) if upright else (x0, x1))
        period = PERIOD if upright else self._period
        dash = period * DASH / PERIOD
        found = []
        for number in range(math.floor(low / period), math.ceil(high / period) + 1):
            start, end = max(low, number * period), min(high, number * period + dash)
            if end - start < 0.3:
                continue
            span = high - low
            parts = [(start - low) / span, (end - low) / span]
            if (y0 > y1) if upright else (x0 > x1):
                parts = [1 - part for part in parts]
            found.append(QLineF(*(c for part in parts for c in (x0 + (x1 - x0) * part, y0 + (y1 - y0) * part))))
        return found


def arrowhead(start: Point, end: Point, size: float) -> QPolygonF:
    """A triangle whose tip lies at `end`, coming from `start`."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    dx, dy = dx / length * size, dy / length * size
    tip = QPointF(*end)
    base = tip - QPointF(dx, dy)
    side = QPointF(-dy, dx) * 0.48
    return QPolygonF([tip, base + side, base - side])


def _rounded(points: Sequence[Point], radius: float) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        reach = min(radius, math.dist(before, corner) / 2, math.dist(corner, after) / 2)
        if reach < 0.5:
            path.lineTo(*corner)
            continue
        path.lineTo(_towards(corner, before, reach))
        path.quadTo(QPointF(*corner), _towards(corner, after, reach))
    path.lineTo(*points[-1])
    return path


def _towards(start: Point, end: Point, length: float) -> QPointF:
    part = length / (math.dist(start, end) or 1.0)
    return QPointF(start[0] + (end[0] - start[0]) * part, start[1] + (end[1] - start[1]) * part)


def _beside(points: Sequence[Point], offset: float) -> list[Point]:
    """The line that runs `offset` pixels to the right of another, seen in its direction."""
    normals = []
    for (x0, y0), (x1, y1) in pairwise(points):
        length = math.hypot(x1 - x0, y1 - y0) or 1.0
        normals.append((-(y1 - y0) / length, (x1 - x0) / length))
    beside = []
    for number, (x, y) in enumerate(points):
        before, after = normals[max(0, number - 1)], normals[min(number, len(normals) - 1)]
        straight = before[0] * after[0] + before[1] * after[1]
        # The two borders of a corner meet further out the sharper it is; level pieces need no more than the offset.
        scale = offset / max(0.3, 1 + straight)
        beside.append((x + (before[0] + after[0]) * scale, y + (before[1] + after[1]) * scale))
    return beside


def _distance(x: float, y: float, x0: float, y0: float, x1: float, y1: float) -> float:
    length = (x1 - x0) ** 2 + (y1 - y0) ** 2
    part = max(0.0, min(1.0, ((x - x0) * (x1 - x0) + (y - y0) * (y1 - y0)) / length)) if length else 0.0
    return math.hypot(x - x0 - part * (x1 - x0), y - y0 - part * (y1 - y0))
