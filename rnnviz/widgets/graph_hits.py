"""What stands under a point of the unrolled graph: a box, a line, a rail or a parameter's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QRectF

from rnnviz.widgets.graph_far import NARROW, bands_of
from rnnviz.widgets.graph_picture import GraphPicture
from rnnviz.widgets.graph_rails import Rails

SLACK = 4.0
"""How far from a line a click still means it, in pixels."""
BOTH = 38.0
"""Pixels of height from which a box shows its value above and its gradient below."""

Found = tuple[str, int]
"""A name ("h", "dh", "W_hh", "dW_hh") and a timestep."""


def node_rects(
    picture: GraphPicture, left_of: Callable[[float], float], timesteps: range
) -> Iterator[tuple[str, int, QRectF]]:
    """Name, timestep and box of every value in these columns; 0 and T + 1 hold the border states."""
    for timestep in timesteps:
        left = left_of(timestep)
        for index, group in enumerate(picture.layout.groups):
            if picture.present(index, timestep):
                for name in group.names:
                    box = picture.placement.values[name]
                    yield name, timestep, QRectF(left + box.left, box.top, box.width, box.height)
        for (name, border), box in picture.placement.borders.items():
            if timestep == (0 if border == 0 else picture.timesteps + 1):
                yield name, timestep, QRectF(left + box.left, box.top, box.width, box.height)


def found_at(
    picture: GraphPicture,
    rails: Rails,
    left_of: Callable[[float], float],
    here: int,
    width: float,
    lined: bool,
    x: float,
    y: float,
) -> Found | None:
    """What stands at x, y in column `here`; `width` is the body's, `lined` whether lines are shown."""
    if picture.placement.width < NARROW:
        for name, index, top, height in bands_of(picture):
            if top <= y <= top + height and picture.present(index, here):
                return name, here
    for name, timestep, rect in node_rects(picture, left_of, range(here, here + 1)):
        if rect.contains(x, y):
            lower = lined and rect.height() >= BOTH and y > rect.center().y()
            return ("d" + name if lower and picture.graded(name, timestep) else name), timestep
    found = _line_at(picture, left_of, here, x, y) if lined else None
    return found if found is not None else _rail_at(picture, rails, here, width, x, y)


def _rail_at(picture: GraphPicture, rails: Rails, here: int, width: float, x: float, y: float) -> Found | None:
    column = min(max(here, 1), picture.timesteps)
    for name, rect in rails.names(width):
        if rect.adjusted(-3, -1, 3, 1).contains(x, y):
            return name, column
    for name, rail in zip(rails.shown, picture.placement.rails, strict=True):
        if abs(y - rail) <= SLACK:
            return ("d" + name if picture.state.given(name, column) else name), column
    return None


def _line_at(picture: GraphPicture, left_of: Callable[[float], float], here: int, x: float, y: float) -> Found | None:
    """The line nearest to a point, with what flows along it: the value, or beside it the gradient."""
    reach = max((abs(route.columns) for route in picture.placement.routes), default=0)
    best: tuple[float, str, int] = (SLACK, "", 0)
    for timestep in range(here - reach, here + reach + 1):
        local = x - left_of(timestep)
        for tap, line in picture.taps_at(timestep):
            parameter = tap.tap.parameter
            # Parameters that share one rail share the line: it means the one whose sum is shown.
            tie = 0.0 if parameter == picture.state.parameter else 0.01
            best = min(best, (line.distance(local, y) + tie, parameter, timestep))
            if picture.tap_flow(tap, timestep).back:
                best = min(best, (line.distance(local, y, True) + tie, "d" + parameter, timestep))
        for route, line in picture.lines_from(timestep, left_of):
            best = min(best, (line.distance(local, y), route.edge.source, timestep))
            if picture.flow(route.edge, timestep).back:
                best = min(best, (line.distance(local, y, True), "d" + route.edge.source, timestep))
    return (best[1], best[2]) if best[1] else None
